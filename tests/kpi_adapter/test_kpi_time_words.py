"""Chinese time expressions → intervals of the calendar. Now is Friday, 15 November 2019, 9:30."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_adapter.time_words import Kind, Reference, Unit, find_times, read_time
from kpi_adapter.time_words.durations import read_length
from kpi_adapter.time_words.expression import add_months

NOW = Reference(datetime(2019, 11, 15, 9, 30))
# words → first day, last day
DAYS = {
    "2018年": ("2018-01-01", "2018-12-31"),
    "二〇一八年": ("2018-01-01", "2018-12-31"),
    "98年4月": ("1998-04-01", "1998-04-30"),
    "去年": ("2018-01-01", "2018-12-31"),
    "大前年夏天": ("2016-05-05", "2016-08-06"),
    "今年前五个月": ("2019-01-01", "2019-05-31"),
    "明年首季度": ("2020-01-01", "2020-03-31"),
    "Q3": ("2019-07-01", "2019-09-30"),
    "上个季度": ("2019-07-01", "2019-09-30"),
    "前三个季度": ("2019-01-01", "2019-09-30"),
    "2017年下半年": ("2017-07-01", "2017-12-31"),
    "上个月": ("2019-10-01", "2019-10-31"),
    "下月": ("2019-12-01", "2019-12-31"),
    "2018年10月底": ("2018-10-25", "2018-10-31"),
    "去年6月上旬": ("2018-06-01", "2018-06-10"),
    "本月最后五天": ("2019-11-26", "2019-11-30"),
    "上世纪80年代": ("1980-01-01", "1989-12-31"),
    "18世纪": ("1700-01-01", "1799-12-31"),
    "上周": ("2019-11-04", "2019-11-10"),
    "下下周三": ("2019-11-27", "2019-11-27"),
    "上周末": ("2019-11-09", "2019-11-10"),
    "12月第一周": ("2019-12-02", "2019-12-08"),
    "四月的最后一个星期一": ("2019-04-29", "2019-04-29"),
    "前天": ("2019-11-13", "2019-11-13"),
    "大后天": ("2019-11-18", "2019-11-18"),
    "2019-11-03": ("2019-11-03", "2019-11-03"),
    "20191103": ("2019-11-03", "2019-11-03"),
    "2019年2月3日": ("2019-02-03", "2019-02-03"),
    "11/3号": ("2019-11-03", "2019-11-03"),
    "3日": ("2019-11-03", "2019-11-03"),
    "20天后": ("2019-12-05", "2019-12-05"),
    "四周后": ("2019-12-09", "2019-12-15"),
    "三年前": ("2016-01-01", "2016-12-31"),
    "春节": ("2019-02-05", "2019-02-05"),
    "去年除夕": ("2019-02-04", "2019-02-04"),
    "国庆节": ("2019-10-01", "2019-10-01"),
    "2018年感恩节": ("2018-11-22", "2018-11-22"),
    "清明节": ("2019-04-05", "2019-04-05"),
    "去年冬至": ("2018-12-22", "2018-12-22"),
    "农历十月": ("2019-10-28", "2019-11-25"),
    "去年八月十五": ("2018-09-24", "2018-09-24"),
    "2018年8月至11月": ("2018-08-01", "2018-11-30"),
    "2018年2——4月": ("2018-02-01", "2018-04-30"),
    "前年11月到去年3月": ("2017-11-01", "2018-03-31"),
    "2019年4月12-19日": ("2019-04-12", "2019-04-19"),
    "从3月5日到十五日": ("2019-03-05", "2019-03-15"),
    "9月10号,11号,12号": ("2019-09-10", "2019-09-12"),
    "在2007年与2009年之间": ("2007-01-01", "2009-12-31"),
    "2018年11月到2月": ("2018-11-01", "2019-02-28"),
}
MOMENTS = {
    "昨天下午3点": ("2019-11-14 15:00:00", "2019-11-14 15:59:59"),
    "今晚八点半": ("2019-11-15 20:30:00", "2019-11-15 20:30:59"),
    "3月5日18:20": ("2019-03-05 18:20:00", "2019-03-05 18:20:59"),
    "上午": ("2019-11-15 07:00:00", "2019-11-15 11:59:59"),
    "晚上十一点到晚上十二点": ("2019-11-15 23:00:00", "2019-11-16 00:00:00"),
    "明天下午3点至下午8点": ("2019-11-16 15:00:00", "2019-11-16 20:00:00"),
    "下午七八点": ("2019-11-15 19:00:00", "2019-11-15 20:59:59"),
    "90分钟内": ("2019-11-15 09:30:00", "2019-11-15 11:00:00"),
    "近三个月": ("2019-08-15 00:00:00", "2019-11-15 09:30:00"),
    "从上个月到今天": ("2019-10-01 00:00:00", "2019-11-15 09:30:00"),
    "二〇一九年5月8日起": ("2019-05-08 00:00:00", "2019-11-15 09:30:00"),
    "明年底前": ("2019-11-15 09:30:00", "2020-12-31 23:59:59"),
}


@pytest.mark.parametrize("words", DAYS)
def test_words_name_days(words: str) -> None:
    found = read_time(words, NOW)
    assert found is not None
    assert found.start is not None
    assert found.end is not None
    assert (str(found.start.date()), str(found.end.date())) == DAYS[words]


@pytest.mark.parametrize("words", MOMENTS)
def test_words_name_moments(words: str) -> None:
    found = read_time(words, NOW)
    assert found is not None
    assert (str(found.start), str(found.end)) == MOMENTS[words]


@pytest.mark.parametrize("words", ["半月以后", "再过半个小时", "过两天"])
def test_what_lies_ahead_may_have_no_end(words: str) -> None:
    found = read_time(words, NOW)
    assert found is not None
    assert found.start is not None
    assert found.end is None


@pytest.mark.parametrize(
    ("words", "months", "seconds"),
    [("每月4号", 1, 0), ("每半年", 6, 0), ("每隔200秒", 0, 200), ("每周六上午9点", 0, 604800)],
)
def test_what_comes_again_has_a_step(words: str, months: float, seconds: float) -> None:
    found = read_time(words, NOW)
    assert found is not None
    assert found.every is not None
    assert found.kind is Kind.RECURRENCE
    assert (found.every.months, found.every.seconds) == (months, seconds)


@pytest.mark.parametrize(
    ("words", "months", "seconds"),
    [("一年半", 18, 0), ("两个半月", 2.5, 0), ("半小时", 0, 1800), ("1小时20分", 0, 4800)],
)
def test_lengths(words: str, months: float, seconds: float) -> None:
    found = read_length(words)
    assert found is not None
    assert (found.months, found.seconds) == (months, seconds)


@pytest.mark.parametrize("words", ["2019年2月30日", "13月", "产值", "", "25点", "五季度", "闰二月"])
def test_what_names_no_time_is_none(words: str) -> None:
    assert read_time(words, NOW) is None


def test_expressions_are_found_in_a_sentence() -> None:
    found = find_times("奥运会在2008年8月8日开幕,去年国庆节停产", NOW)
    assert [item.text for item in found] == ["2008年8月8日", "去年国庆节"]


def test_a_reference_known_to_the_year_ends_with_the_year() -> None:
    found = read_time("3年以前", Reference(datetime(2019, 1, 1), Unit.YEAR))
    assert found is not None
    assert str(found.end) == "2016-12-31 23:59:59"


@given(st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1)))
def test_a_written_day_is_read_back(moment: datetime) -> None:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    for words in (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day:%Y%m%d}"):
        found = read_time(words, NOW)
        assert found is not None
        assert found.start == day
        assert found.end == day + timedelta(days=1, seconds=-1)


@given(
    st.text(
        alphabet="今去前年月季度上下半近三一二1290到至-日号天周点分农历初春节每后内以来的 :",
        max_size=12,
    )
)
@settings(max_examples=150)
def test_no_text_breaks_the_reading_and_intervals_run_forward(text: str) -> None:
    for item in find_times(text, NOW):
        start, end = item.expression.start, item.expression.end
        assert start is None or end is None or start <= end


@given(st.integers(-300, 300))
def test_months_added_and_taken_away_come_back(months: int) -> None:
    first = datetime(2019, 11, 15)
    assert add_months(add_months(first, months), -months) == first
