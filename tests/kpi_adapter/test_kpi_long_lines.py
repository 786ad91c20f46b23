"""A message that goes on and on is read once, and not again from each of its signs."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from kpi_adapter.question.claims import _OVER_A_MEASURE, _THAN_A_MEASURE
from kpi_adapter.question.days_ahead import find_days_ahead
from kpi_adapter.question.odd_periods import find_odd_period
from kpi_adapter.question.sizes import find_counted, find_threshold
from kpi_adapter.time_words.durations import _WAYS


@pytest.mark.parametrize("sign", ["1", "12", "两", "一二三", "的", "增长"])
def test_long_lines_are_gone_through_once(sign: str) -> None:
    line = sign * 5_000
    today = datetime(2019, 11, 15).date()
    started = time.process_time()
    find_threshold(line)
    find_counted(line)
    find_days_ahead(line, today)
    find_odd_period(line)
    assert _OVER_A_MEASURE.search(line) is None
    assert _THAN_A_MEASURE.search(line) is None
    assert time.process_time() - started < 2


def test_more_digits_than_a_number_has_are_none() -> None:
    assert find_threshold("超过" + "1" * 20 + "亿") is None
    assert find_threshold("超过1000亿") is not None
    assert find_odd_period("1" * 5_000 + "年") is not None
    assert find_odd_period("2019年") is None


def test_a_length_of_many_halves_is_read_in_no_time() -> None:
    started = time.process_time()
    assert _WAYS.match("半半钟头半" * 12 + "x") is None
    assert _WAYS.match("近一年半") is not None
    assert time.process_time() - started < 1
