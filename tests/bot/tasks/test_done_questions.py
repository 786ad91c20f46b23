"""What was done, when, and how punctually: never answered with what is still owed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.clock import ManualClock
from bot.identity import Directory
from bot.messages import Outcome, Reply
from bot.tasks import Change, TaskService
from bot.tasks.done_period import done_period
from bot.tasks.done_words import Punctuality, read_done
from bot.tasks.transition import Action
from tests.bot.beginnings import NOW
from tests.bot.tasks.talking import Talk, numbers

OWNER, SUPERVISOR = "u007", "u003"
TODAY = date(2019, 11, 15)


@pytest.fixture
def done_late(service: TaskService, directory: Directory) -> None:
    """Report task 7 done, a month and a half after its deadline, and close it."""
    for user_id, action in ((OWNER, Action.REPORT_COMPLETION), (SUPERVISOR, Action.CLOSE)):
        service.carry_out(directory.require(user_id), Change(action, "7"), channel="web")


def text_of(reply: Reply | None) -> str:
    assert reply is not None
    return reply.text


@pytest.mark.parametrize(
    "asked",
    ["逾期办结的有几件", "哪些是逾期才办结的", "本月超期完成的任务", "11月份逾期办结了几件"],
)
@pytest.mark.usefixtures("done_late")
def test_what_was_done_late_is_not_what_is_still_late(talk: Talk, asked: str) -> None:
    reply = talk.say("u002", asked)
    assert numbers(reply) == {"7"}
    assert "2019-11-15报办结，晚30个工作日" in text_of(reply)


def test_with_nothing_done_late_that_is_said(talk: Talk) -> None:
    assert text_of(talk.say("u002", "逾期办结的有几件")).startswith("没有逾期办结的任务")


@pytest.mark.usefixtures("done_late")
def test_what_was_done_in_time_leaves_out_what_was_done_late(talk: Talk) -> None:
    assert text_of(talk.say("u002", "按时办结的有几件")).startswith("共有24项按时办结的任务")
    assert "7" not in numbers(talk.say("u002", "提前办结的任务"))


@pytest.mark.usefixtures("done_late")
def test_what_was_not_done_in_time_is_done_late_or_still_owed(talk: Talk) -> None:
    reply = talk.say("u002", "没按时办结的有几件")
    assert {"7", "23", "48"} <= numbers(reply)
    assert not numbers(reply) & {"18", "49"}
    assert "还没有办结，已逾期" in text_of(reply)
    assert numbers(talk.say("u002", "上个月没按时办结的")) == {"47"}


@pytest.mark.usefixtures("done_late")
def test_the_department_and_the_person_with_most_done_late_are_named(talk: Talk) -> None:
    office = "市工业和信息化局（原市经信委）"
    assert f"{office}1项" in text_of(talk.say("u002", "哪个单位逾期办结的最多"))
    assert f"{office}杨洋杰1项" in text_of(talk.say("u002", "谁逾期办结最多"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("去年办结了几件", {"1", "11"}),
        ("去年四季度办结的", {"1", "11"}),
        ("三季度办结了几件", {"6", "34", "35", "36"}),
        ("8月到10月办结了几件", {"35", "36", "8", "37"}),
        ("10月份办结了几件", {"8", "37"}),
        ("上个月办结了几件", {"8", "37"}),
        ("最近一个月办结了几件", {"39", "43", "44"}),
        ("11月1日到11月10日办结的", {"39", "43", "44"}),
        ("上季度到期的任务", {"7"}),
        ("3季度督查通报办结了吗", {"8"}),
    ],
)
def test_a_past_period_is_read_whole(talk: Talk, asked: str, found: set[str]) -> None:
    assert numbers(talk.say("u002", asked)) == found


@pytest.mark.parametrize("asked", ["今年比去年多办结了几件", "任务办结数同比怎么样"])
def test_two_periods_are_not_compared(talk: Talk, asked: str) -> None:
    reply = talk.say("u002", asked)
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert "分别问两个时期" in reply.text


def test_two_counts_of_a_month_are_asked_apart_and_of_all_are_told_together(talk: Talk) -> None:
    reply = talk.say("u002", "本月办结几件，逾期几件")
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert "请分开问" in reply.text
    together = text_of(talk.say("u002", "办结几件，逾期几件"))
    assert "已销号24项" in together
    assert "逾期10项" in together


@pytest.mark.parametrize(
    ("said", "punctuality"),
    [
        ("逾期办结的", Punctuality.LATE),
        ("过了时限才办结的", Punctuality.LATE),
        ("按期完成的任务", Punctuality.IN_TIME),
        ("提前办结的", Punctuality.EARLY),
        ("延期后办结的", Punctuality.EXTENDED),
        ("未按期完成的任务", Punctuality.MISSED),
        ("逾期没办结的", None),
        ("逾期未完成的", None),
        ("按时办结率", None),
        ("已办结的", None),
    ],
)
def test_punctuality_is_read(said: str, punctuality: Punctuality | None) -> None:
    found = read_done(said)
    assert (found.punctuality if found else None) is punctuality


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("二季度办结的", (date(2019, 4, 1), date(2019, 6, 30))),
        ("2018年第4季度完成的", (date(2018, 10, 1), date(2018, 12, 31))),
        ("12月份办结的", (date(2018, 12, 1), date(2018, 12, 31))),
        ("12月份到期的", (date(2019, 12, 1), date(2019, 12, 31))),
        ("去年下半年办结的", (date(2018, 7, 1), date(2018, 12, 31))),
        ("本季度办结的", (date(2019, 10, 1), date(2019, 12, 31))),
        ("昨天办结的", (date(2019, 11, 14), date(2019, 11, 14))),
        ("最近30天办结了几件", (date(2019, 10, 17), TODAY)),
        ("近半年完成的", (date(2019, 5, 15), TODAY)),
        ("11月1日到10日办结的", (date(2019, 11, 1), date(2019, 11, 10))),
        ("10月1日以来办结了几件", (date(2019, 10, 1), TODAY)),
        ("12月20日办结的", (date(2018, 12, 20), date(2018, 12, 20))),
        ("12月20日到期的", (date(2019, 12, 20), date(2019, 12, 20))),
        ("2月30日办结的", None),
        ("13月办结的", None),
        ("10月到8月办结的", None),
        ("10月份重点项目进展报送办结了吗", None),
        ("3季度督查通报办结了吗", None),
    ],
)
def test_a_period_before_such_a_verb_is_read(said: str, period: tuple[date, date] | None) -> None:
    assert done_period(said, TODAY) == period


def test_last_quarter_of_january_is_last_years(clock: ManualClock, talk: Talk) -> None:
    clock.move_to(NOW.replace(year=2020, month=1, day=6))
    assert done_period("上季度办结的", date(2020, 1, 6)) == (date(2019, 10, 1), date(2019, 12, 31))
    assert numbers(talk.say("u002", "上季度办结的")) >= {"8", "37", "39"}


@pytest.mark.parametrize(
    "asked",
    [
        "2月30日办结的",
        "13月办结的任务",
        "3月32日前到期的任务",
        "平均几天办结",
        "国庆节前到期的任务",
        "10月上旬办结的",
    ],
)
def test_a_time_or_measure_that_is_not_read_is_not_answered_with_none(
    talk: Talk, asked: str
) -> None:
    reply = talk.say("u002", asked)
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert "没有读懂" in reply.text


def test_this_month_points_at_no_task(talk: Talk) -> None:
    talk.say(OWNER, "7号任务到哪一步了")
    assert numbers(talk.say(OWNER, "这个月还要办几件")) == {"18", "24"}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("没能按时办结的", Punctuality.MISSED),
        ("未能够如期完成的", Punctuality.MISSED),
        ("无法按期完成的有哪些", Punctuality.MISSED),
        ("不是按时办结的", Punctuality.MISSED),
        ("并非按时办结的", Punctuality.MISSED),
        ("有没有没按时办结的", Punctuality.MISSED),
        ("有没有按时办结的", Punctuality.IN_TIME),
        ("是不是都按时办结了", Punctuality.IN_TIME),
        ("不是逾期办结的", Punctuality.IN_TIME),
        ("没有逾期办结的有几件", Punctuality.IN_TIME),
        ("有没有逾期办结的", Punctuality.LATE),
        ("没有提前办结的", None),
        ("没延期就办结的", None),
        ("除了按时办结的", None),
        ("不是没有按时办结的", None),
        ("要按时办结的", None),
        ("逾期3天以上办结的", None),
        ("逾期超过5天才办结的", None),
    ],
)
def test_a_denial_of_how_something_was_done_is_heard(said: str, meant: Punctuality | None) -> None:
    read = read_done(said)
    assert read is not None
    assert read.punctuality is meant


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("明年一季度到期的", (date(2020, 1, 1), date(2020, 3, 31))),
        ("12月28日到1月5日到期的", (date(2019, 12, 28), date(2020, 1, 5))),
        ("12月28日到1月5日办结的", (date(2018, 12, 28), date(2019, 1, 5))),
        ("11月20日后到期的", None),
        ("最近三天到期的", None),
        ("截至10月31日办结的", None),
        ("截至三季度办结的", None),
        ("8月和10月办结的", None),
        ("一季度、三季度办结的", None),
        ("没有在10月份办结的", None),
        ("有没有在10月份办结的", (date(2019, 10, 1), date(2019, 10, 31))),
    ],
)
def test_a_period_that_is_not_all_that_is_said_is_not_taken_for_it(
    said: str, period: tuple[date, date] | None
) -> None:
    assert done_period(said, TODAY) == period


@pytest.mark.parametrize(
    "asked",
    [
        "逾期3天以上办结的任务",
        "应按期办结的任务有哪些",
        "截至10月31日办结了几件",
        "一季度和三季度办结了几件任务",
        "去年和今年办结了几件任务",
        "10月底前办结的任务有哪些",
        "8月前办结的任务",
        "9月以来办结了几件任务",
        "下季度到期的任务",
        "近三个月到期的任务",
        "11月20日后到期的任务",
        "周一和周三到期的任务",
    ],
)
def test_what_was_not_read_is_neither_none_nor_everything(talk: Talk, asked: str) -> None:
    assert "没有读懂" in text_of(talk.say("u002", asked))


def test_what_falls_due_in_the_next_days_is_ahead(talk: Talk) -> None:
    assert "2019-11-15至2019-11-18到期" in text_of(talk.say("u002", "最近三天到期的任务"))
