"""Period words, as people write them on 15 November 2019."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_adapter.errors import QueryError
from kpi_adapter.period import Month, Period
from kpi_adapter.question.numerals import read_number
from kpi_adapter.question.period_words import find_periods

TODAY = date(2019, 11, 15)
SO_FAR = Period.year_so_far(2019)
TABLE = {
    "今年以来": SO_FAR,
    "今年": SO_FAR,
    "截至目前": SO_FAR,
    "1到10月": Period.cumulative(Month(2019, 10)),
    "1-10月": Period.cumulative(Month(2019, 10)),
    "1至10月份": Period.cumulative(Month(2019, 10)),
    "一到十月": Period.cumulative(Month(2019, 10)),
    "前10个月": Period.cumulative(Month(2019, 10)),
    "截至10月底": Period.cumulative(Month(2019, 10)),
    "去年1—10月": Period.cumulative(Month(2018, 10)),
    "10月份": Period.month(Month(2019, 10)),
    "十月": Period.month(Month(2019, 10)),
    "十一月": Period.month(Month(2019, 11)),
    "上个月": Period.month(Month(2019, 10)),
    "本月": Period.month(Month(2019, 11)),
    "去年12月": Period.month(Month(2018, 12)),
    "2018年3月": Period.month(Month(2018, 3)),
    "三季度": Period.quarter(2019, 3),
    "第三季度": Period.quarter(2019, 3),
    "q3": Period.quarter(2019, 3),
    "上季度": Period.quarter(2019, 3),
    "去年四季度": Period.quarter(2018, 4),
    "前三季度": Period.cumulative(Month(2019, 9)),
    "上半年": Period.half(2019, 1),
    "去年下半年": Period.half(2018, 2),
    "2018年": Period.year(2018),
    "18年": Period.year(2018),
    "二〇一八年": Period.year(2018),
    "去年": Period.year(2018),
    "前年": Period.year(2017),
    "近三年": Period.years(2017, 2019, open_end=True),
    "2017到2019年": Period.years(2017, 2019, open_end=True),
    "最近6个月": Period.span(Month(2019, 5), Month(2019, 10), open_end=True),
    "2018年10月到今年10月": Period.span(Month(2018, 10), Month(2019, 10)),
    "3到5月": Period.span(Month(2019, 3), Month(2019, 5)),
}


@pytest.mark.parametrize("words", TABLE)
def test_one_period_is_read(words: str) -> None:
    assert [mention.period for mention in find_periods(f"{words}产值多少", TODAY)] == [TABLE[words]]


@pytest.mark.parametrize("words", ["昨天", "今天", "11月14日", "上周"])
def test_a_day_or_week_is_recognised_as_finer_than_a_month(words: str) -> None:
    assert [m.period.grain for m in find_periods(words, TODAY)] == ["day"]


@pytest.mark.parametrize("words", ["去年同期", "5个月", "5亿以上项目", "8家", "1~2个平台", ""])
def test_what_is_no_period_is_left_alone(words: str) -> None:
    assert find_periods(words, TODAY) == []


def test_the_second_period_takes_the_year_of_the_first() -> None:
    found = [mention.period for mention in find_periods("2018年三季度比二季度", TODAY)]
    assert found == [Period.quarter(2018, 3), Period.quarter(2018, 2)]


@given(st.integers(2016, 2025), st.integers(2, 12))
def test_a_written_month_is_read_back(year: int, number: int) -> None:
    month = Month(year, number)
    for words in (f"{year}年{number}月", f"{year}年{number}月份"):
        assert [m.period for m in find_periods(words, TODAY)] == [Period.month(month)]
    cumulative = find_periods(f"{year}年1到{number}月", TODAY)
    assert [m.period for m in cumulative] == [Period.cumulative(month)]


@given(st.text(alphabet="今去前年月季度上下半近三一二1290到至-Qq日个份同期 ", max_size=30))
def test_no_text_breaks_the_parser_and_mentions_do_not_overlap(text: str) -> None:
    mentions = find_periods(text, TODAY)
    ends = [0, *(mention.end for mention in mentions)]
    assert all(m.start >= end for m, end in zip(mentions, ends, strict=False))


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read(number: int) -> None:
    digits, units = "零一二三四五六七八九", ("千", "百", "十", "")
    said = "".join(
        digits[int(figure)] + unit
        for figure, unit in zip(f"{number:04d}", units, strict=True)
        if figure != "0"
    )
    assert read_number(said) == number


@given(st.integers(1990, 2050), st.integers(1, 12), st.integers(-500, 500))
def test_shifting_a_month_there_and_back_changes_nothing(year: int, n: int, by: int) -> None:
    month = Month(year, n)
    assert month.shifted(by).shifted(-by) == month
    assert month.months_until(month.shifted(by)) == by


def test_a_month_that_does_not_exist_is_refused() -> None:
    with pytest.raises(QueryError, match="13"):
        Month.parse("2019-13")


@given(st.integers(2010, 2030), st.integers(1, 4), st.booleans())
def test_a_period_survives_storage(year: int, quarter: int, is_open: bool) -> None:
    span = Period.span(Month(year, 1), Month(year + 1, quarter), open_end=is_open)
    for period in (Period.quarter(year, quarter), Period.year(year), span):
        assert Period.from_dict(period.to_dict()) == period
