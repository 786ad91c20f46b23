"""Days and periods as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.calendar import WorkingCalendar
from bot.tasks.day_words import day_said, new_date, number, weekday_beside
from bot.tasks.due_periods import due_period

TODAY = date(2019, 11, 15)  # a Friday
BASE = date(2019, 11, 18)
CALENDAR = WorkingCalendar({date(2020, 1, 1): False}, [2019, 2020])


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("再给我延两周", "2019-12-02"),
        ("延14天", "2019-12-02"),
        ("延5个工作日", "2019-11-25"),
        ("延一个月", "2019-12-18"),
        ("延半个月", "2019-12-03"),
        ("推迟三个星期", "2019-12-09"),
        ("延到12月2日", "2019-12-02"),
        ("延到12月2号", "2019-12-02"),
        ("延至2020年1月10日", "2020-01-10"),
        ("延到2020-01-10", "2020-01-10"),
        ("延到1月10日", "2020-01-10"),
        ("延到下周五", "2019-11-22"),
        ("延到下下周一", "2019-11-25"),
        ("延到本月底", "2019-11-30"),
        ("延到12月底", "2019-12-31"),
        ("延到下个月底", "2019-12-31"),
        ("延到年底", "2019-12-31"),
        ("延到明年年底", "2020-12-31"),
        ("延到25号", "2019-11-25"),
        ("延到下个月5号", "2019-12-05"),
        ("延到2020年底", "2020-12-31"),
        ("延到2020年年末", "2020-12-31"),
        ("延到今年底", "2019-12-31"),
        ("延到明年底", "2020-12-31"),
        ("延到后年底", "2021-12-31"),
        ("延到2020年6月底", "2020-06-30"),
        ("延到明年12月底", "2020-12-31"),
        ("延到明年12月20日", "2020-12-20"),
        ("延到今年12月20日", "2019-12-20"),
        ("6月的任务延3天", "2019-11-21"),
        ("推迟到3天后", "2019-11-21"),
        ("延期一年", "2020-11-18"),
        # A feast of a year that is named, and none in 周五一定.
        ("延到明年国庆", "2020-10-01"),
        ("延到2021年元旦", "2021-01-01"),
        ("延到后年五一前", "2021-04-30"),
        ("延到五一", "2020-05-01"),
        ("延到下周五一早", "2019-11-22"),
        ("星期五一定完成", "2019-11-15"),
        ("延一年半", "2021-05-18"),
        ("延期半年", "2020-05-18"),
    ],
)
def test_a_new_deadline_is_understood(words: str, day: str) -> None:
    wanted = new_date(words, TODAY)
    assert wanted is not None
    assert wanted.after(BASE, CALENDAR).isoformat() == day


@pytest.mark.parametrize(
    "words",
    [
        *("延期", "晚一点", "延到13月40日", "21号任务", ""),
        # A month or a year alone is no day, and no so many months or years more.
        *("延到6月", "延到2020年6月", "延到明年三月", "12月前完成", "延到2020年", "延到21年"),
        # Nor is another year's end this year's.
        *("延到20年底", "延到二〇二〇年底", "延到去年底", "延到今后年底"),
        # Another year's day is not this year's, nor its day of the month a number of days.
        *("延到20年12月20日", "延到二〇二〇年十二月二十日", "去年12月20日", "延到20年12月底"),
        *("去年国庆", "延到20年元旦", "延一个半月"),
        *("延期99999999个工作日", "延期9999年", "延期" + "1" * 5000 + "天"),
    ],
)
def test_no_deadline_is_made_up(words: str) -> None:
    assert new_date(words, TODAY) is None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("今天到期", "2019-11-15", "2019-11-15"),
        ("明天要交的", "2019-11-16", "2019-11-16"),
        ("这周要办的", "2019-11-11", "2019-11-17"),
        ("下周到期的", "2019-11-18", "2019-11-24"),
        ("本月到期", "2019-11-01", "2019-11-30"),
        ("上个月到期的", "2019-10-01", "2019-10-31"),
        ("下个月到期的", "2019-12-01", "2019-12-31"),
        ("3天内到期", "2019-11-15", "2019-11-18"),
        ("未来两周之内", "2019-11-15", "2019-11-29"),
        ("五个工作日内", "2019-11-15", "2019-11-22"),
        ("快到期的", "2019-11-15", "2019-11-20"),
        ("12月到期的", "2019-12-01", "2019-12-31"),
        ("12月20日前要办完的", "2019-11-15", "2019-12-20"),
        ("年底前", "2019-01-01", "2019-12-31"),
        # TODAY is a Friday.
        ("周末到期的", "2019-11-16", "2019-11-17"),
        ("这周末前到期的", "2019-11-15", "2019-11-17"),
        ("本周末要交的", "2019-11-16", "2019-11-17"),
        ("下周末之前", "2019-11-15", "2019-11-24"),
        ("上周末到期的", "2019-11-09", "2019-11-10"),
        ("上周一到期的", "2019-11-04", "2019-11-04"),
        ("本周一到期的", "2019-11-11", "2019-11-11"),
        ("周一到期的", "2019-11-18", "2019-11-18"),
        ("周三前要交的", "2019-11-15", "2019-11-20"),
        ("这周三前到期的", "2019-11-13", "2019-11-13"),
        ("周一收到的", "2019-11-11", "2019-11-11"),
        ("周五以后到期的", "2019-11-16", "9999-12-31"),
        ("周五后天", "2019-11-15", "2019-11-15"),
        ("月底前到期的", "2019-11-15", "2019-11-30"),
        ("这个月底前要办完的", "2019-11-15", "2019-11-30"),
        ("月底到期的", "2019-11-21", "2019-11-30"),
        ("12月底前到期的", "2019-11-15", "2019-12-31"),
        ("下个月底到期的", "2019-12-21", "2019-12-31"),
    ],
)
def test_a_period_is_understood(words: str, first: str, last: str) -> None:
    found = due_period(words, TODAY, CALENDAR)
    assert found is not None
    assert [day.isoformat() for day in found] == [first, last]


@pytest.mark.parametrize("words", ["10月份重点项目进展", "科技局的任务", "2019年3季度活动"])
def test_a_month_in_a_title_is_no_deadline(words: str) -> None:
    assert due_period(words, TODAY, CALENDAR) is None


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("十二", 12), ("两", 2), ("五十", 50), ("一百零五", 105)]
)
def test_numbers_in_digits_and_in_chinese(text: str, value: int) -> None:
    assert number(text) == value


@given(st.text(alphabet="延到月日号周一二十3下个年底 1290-/.", max_size=12))
def test_no_words_break_the_reading(words: str) -> None:
    new_date(words, TODAY)
    due_period(words, TODAY, CALENDAR)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("明年3月到期的任务", "2020-03-01", "2020-03-31"),
        ("2020年3月到期的任务", "2020-03-01", "2020-03-31"),
        ("去年3月截止的", "2018-03-01", "2018-03-31"),
        ("今年12月到期的", "2019-12-01", "2019-12-31"),
        ("12月到期的", "2019-12-01", "2019-12-31"),
        ("2020年底前到期的", "2020-01-01", "2020-12-31"),
        ("明年底前到期的", "2020-01-01", "2020-12-31"),
        ("明年到期的", "2020-01-01", "2020-12-31"),
        ("2020年内到期的", "2020-01-01", "2020-12-31"),
        ("今年底前到期的", "2019-01-01", "2019-12-31"),
        ("年底前到期的", "2019-01-01", "2019-12-31"),
        ("今后年内到期的", "2019-01-01", "2019-12-31"),
        ("明年12月20日前到期的", "2019-11-15", "2020-12-20"),
        ("1月20日前到期的", "2019-11-15", "2020-01-20"),
        ("2019年3月1日前到期的", "2019-01-01", "2019-03-01"),
    ],
)
def test_a_period_of_another_year_is_not_of_this_one(words: str, first: str, last: str) -> None:
    period = due_period(words, TODAY, CALENDAR)
    assert period is not None
    assert [day.isoformat() for day in period] == [first, last]


@pytest.mark.parametrize("words", ["22日", "22号", "11月22日"])
def test_a_day_of_the_month_said_alone_is_no_number_of_days(words: str) -> None:
    said = day_said(words, TODAY)
    assert said is not None
    assert said.day == date(2019, 11, 22)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("那天周六，改成周五", "2019-11-29"),
        ("30号是周六，提前到周五吧", "2019-11-29"),
        # Whoever takes the day for another one is not guessed at.
        ("那天周日，改成周五", None),
        ("改成周五", None),
        ("改到下周五", None),
        # 下周 is said from that day on, and Monday comes after a Saturday.
        ("那天周六，改成下周一", "2019-12-02"),
        ("那天周六，顺延到周一", "2019-12-02"),
        ("那天周六，改周一", "2019-12-02"),
        ("那天周六，改周四吧", "2019-11-28"),
        ("那天周六，推到周五", "2019-12-06"),
        ("那天周六，提前到周一", "2019-11-25"),
        ("那天周六，改到下周五", "2019-12-06"),
        # Of the week we are in, or of no week that is known; of another day.
        ("那天周六，改成这周五", None),
        ("那天周六，改成下下周五", None),
        ("23号周六，改成周五", None),
    ],
)
def test_a_weekday_beside_the_proposed_one_is_of_its_week(said: str, day: str | None) -> None:
    found = weekday_beside(said, date(2019, 11, 30))
    assert (str(found) if found else None) == day
