"""哪个部门任务完成得最好 is answered by the brief's own measure, to whoever sees the whole."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import ManualClock
from bot.dialogue.skill import Question, Turn
from bot.dialogue.skills.briefs import BriefSkill
from bot.identity import Directory
from bot.messages import Outcome, Reply
from bot.tasks import TaskService
from bot.tasks.best_and_worst import end_asked
from tests.bot.tasks.test_supervision_skills import NoClauses


class Talk:
    """A conversation with the skill of briefs."""

    def __init__(self, skill: BriefSkill, directory: Directory, now: datetime) -> None:
        self._skill, self._directory, self._now = skill, directory, now
        self._turns: list[Turn] = []

    def say(self, user_id: str, text: str) -> Reply | None:
        person = self._directory.require(user_id)
        asked = Question(text, person, "c", "web", self._now, tuple(self._turns))
        reply = self._skill.answer(asked)
        self._turns.append(Turn("user", text))
        if reply is not None:
            self._turns.append(Turn("bot", reply.text, reply.intent, reply.query))
        return reply


@pytest.fixture
def talk(service: TaskService, directory: Directory, clock: ManualClock) -> Talk:
    return Talk(BriefSkill(service, directory, NoClauses()), directory, clock.now())


def said(talk: Talk, *texts: str) -> str:
    replies = [talk.say("u002", text) for text in texts]
    assert replies[-1] is not None
    return replies[-1].text.splitlines()[0]


@pytest.mark.parametrize(
    "asked", ["哪个部门任务完成得最好", "任务完成最好的是哪个部门", "今年哪个单位督办任务办得最好"]
)
def test_all_who_stand_first_are_named_with_what_is_counted(talk: Talk, asked: str) -> None:
    line = said(talk, asked)
    assert line.startswith("2019年到期的任务，截至2019-11-15完成最好的是：")
    assert "市统计局（按时率100%，9项到期9项按时）" in line
    assert "市效能办（按时率100%，4项到期4项按时）" in line
    assert "市科技局" not in line


def test_the_other_end_and_another_period_are_answered_as_well(talk: Talk) -> None:
    assert "完成最差的是：市市场监督管理局（原市质监局）（按时率0%" in said(
        talk, "哪个部门任务完成得最好", "最差的呢"
    )
    line = said(talk, "三季度哪个部门任务完成得最差")
    assert line.startswith("2019年3季度到期的任务")
    assert "（按时率0%，1项到期0项按时，累计逾期30个工作日）" in line


def test_the_ends_of_a_brief_just_shown_are_those_of_its_period(talk: Talk) -> None:
    assert said(talk, "三季度督办简报", "最差的呢").startswith("2019年3季度到期的任务")
    assert said(talk, "2018年考核表", "最好的是谁").startswith("2018年到期的任务")


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("各部门按时率排名", "2019年督办考核表"),
        ("三季度各单位按时率", "2019年3季度督办情况简报"),
        ("三季度各单位按期率", "2019年3季度督办情况简报"),
    ],
)
def test_the_rates_of_departments_are_those_of_the_sheet(
    talk: Talk, asked: str, title: str
) -> None:
    assert said(talk, asked).startswith(title)


@pytest.mark.parametrize("when", ["上半年", "上个月", "10月份", "本周", "最近"])
def test_a_time_that_no_brief_is_of_is_not_answered_with_the_year(talk: Talk, when: str) -> None:
    reply = talk.say("u002", f"{when}哪个部门任务完成得最好")
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY


def test_whoever_sees_a_part_hears_of_no_first_and_no_last(talk: Talk) -> None:
    reply = talk.say("u007", "哪个部门任务完成得最好")
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED


@pytest.mark.parametrize("user_id", ["e001", "u002"])
def test_few_words_after_something_else_ask_for_no_end(talk: Talk, user_id: str) -> None:
    assert talk.say(user_id, "最差的呢") is None


@pytest.mark.parametrize(
    "text",
    [
        *("哪个部门任务最多", "各部门任务完成情况", "哪些部门任务没完成", "哪个区产值完成得最好"),
        *("哪个部门逾期最多", "任务完成了吗", "哪个区项目完成得最好"),
    ],
)
def test_what_asks_for_something_else_is_left_to_others(text: str) -> None:
    assert end_asked(text) is None


@pytest.mark.parametrize(
    "asked",
    [
        "哪些部门任务完成得差不多了",
        "哪个部门的任务办好了",
        "谁的任务完成好了",
        "任务完成的最后期限是哪个部门定的",
        "任务办理最后由哪个部门验收",
        "任务落实第一责任人是哪个单位",
        "哪个部门任务完成差几项",
    ],
)
def test_what_is_done_or_lacks_something_is_no_end_of_a_ranking(asked: str) -> None:
    assert end_asked(asked) is None


@pytest.mark.parametrize(
    ("asked", "end"),
    [
        ("哪个部门任务完成得好", "best"),
        ("任务办得好的部门有哪些", "best"),
        ("哪个单位任务完成得差", "worst"),
        ("督办任务落实得差的是哪个部门", "worst"),
    ],
)
def test_good_and_bad_are_the_ends_of_a_ranking(asked: str, end: str) -> None:
    assert end_asked(asked) == end


@pytest.mark.parametrize("asked", ["各部门诉求按时办结率", "各单位直通车按期办结率"])
def test_rates_of_something_else_are_none_of_tasks(talk: Talk, asked: str) -> None:
    assert talk.say("u002", asked) is None
