"""Briefs, the 九个一 and muted hours, asked for in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from bot.alerts.mutes import Mutes
from bot.alerts.quiet import Hours
from bot.clock import ManualClock
from bot.dialogue.skill import Question
from bot.dialogue.skills.briefs import BriefSkill
from bot.dialogue.skills.deliverables import DeliverablesSkill
from bot.dialogue.skills.mutes import MutesSkill
from bot.identity import Directory
from bot.messages import Citation, Outcome
from bot.storage.engine import SessionFactory
from bot.tasks import TaskService
from kpi_adapter.catalogue.loading import load_catalogue

Ask = Callable[[str, str], Question]


class NoClauses:
    """A library that holds nothing."""

    def cite(self, address: str, *, on: date) -> Citation | None:
        del address, on
        return None


@pytest.fixture
def ask(directory: Directory, clock: ManualClock) -> Ask:
    def asked(user_id: str, text: str) -> Question:
        return Question(text, directory.require(user_id), "c", "web", clock.now())

    return asked


@pytest.fixture
def nine(service: TaskService) -> DeliverablesSkill:
    return DeliverablesSkill(service, load_catalogue(), NoClauses())


def test_the_matrix_has_nine_rows_and_says_where_each_stands(
    nine: DeliverablesSkill, ask: Ask
) -> None:
    reply = nine.answer(ask("u001", "九个一进展怎么样"))
    assert reply is not None
    assert reply.table is not None
    assert len(reply.table.rows) == 9
    assert len(reply.table.columns) == 6
    assert (reply.table.rows[3][:4]) == (
        "产业链图谱",
        "已销号（15号）",
        "承办中（18号）",
        "承办中（21号）",
    )
    assert "应有37项，已立项15项，其中已销号3项" in reply.text


def test_the_matrix_of_one_industry_has_one_column(nine: DeliverablesSkill, ask: Ask) -> None:
    reply = nine.answer(ask("u001", "高端装备的九个一完成情况"))
    assert reply is not None
    assert reply.table is not None
    assert reply.table.columns == ("事项", "装备船舶")


def test_what_somebody_may_not_see_is_not_called_missing(nine: DeliverablesSkill, ask: Ask) -> None:
    reply = nine.answer(ask("u007", "九个一进度"))
    assert reply is not None
    assert reply.table is not None
    assert reply.table.rows[3][1] == "—"
    assert reply.table.rows[4][2] == "未立项"


@pytest.mark.parametrize(
    ("user_id", "text"),
    [("e001", "九个一进展怎么样"), ("u001", "九个一包括哪些"), ("u001", "任务进展怎么样")],
)
def test_what_is_no_question_about_the_matrix_is_left_to_others(
    nine: DeliverablesSkill, ask: Ask, user_id: str, text: str
) -> None:
    assert nine.answer(ask(user_id, text)) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("出一份2019年3季度督办简报", "2019年3季度督办情况简报"),
        ("三季度督办情况怎么样", "2019年3季度督办情况简报"),
        ("今年的考核表", "2019年督办考核表"),
        ("督办工作情况汇总", "2019年3季度督办情况简报"),
    ],
)
def test_a_leader_gets_the_brief(
    service: TaskService, directory: Directory, ask: Ask, text: str, title: str
) -> None:
    reply = BriefSkill(service, directory, NoClauses()).answer(ask("u001", text))
    assert reply is not None
    assert reply.text.startswith(title)
    assert reply.table is not None


@pytest.mark.parametrize(
    ("user_id", "text"),
    [
        ("u002", "我有哪些逾期的任务"),
        ("u002", "上季度督查通报里我们被点了几次"),
        ("u002", "考核结果怎么运用"),
    ],
)
def test_what_asks_for_no_brief_is_left_to_others(
    service: TaskService, directory: Directory, ask: Ask, user_id: str, text: str
) -> None:
    assert BriefSkill(service, directory, NoClauses()).answer(ask(user_id, text)) is None


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("晚上8点到早上8点别提醒我", time(20), time(8)),
        ("每天20:00-8:30免打扰", time(20), time(8, 30)),
        ("中午十二点到下午两点半不要打扰", time(12), time(14, 30)),
        ("免打扰 21：00 到 7：00", time(21), time(7)),
    ],
)
def test_muted_hours_are_understood(
    sessions: SessionFactory, ask: Ask, text: str, begins: time, ends: time
) -> None:
    mutes = Mutes(sessions)
    skill = MutesSkill(mutes)
    reply = skill.answer(ask("u007", text))
    assert reply is not None
    assert mutes.all() == {"u007": Hours(begins, ends)}
    skill.answer(ask("u009", "取消免打扰"))
    assert mutes.of("u007") is not None
    skill.answer(ask("u007", "取消免打扰"))
    assert mutes.all() == {}


@pytest.mark.parametrize("text", ["免打扰", "25点到26点免打扰", "8点到8点免打扰"])
def test_hours_that_cannot_be_are_asked_back(sessions: SessionFactory, ask: Ask, text: str) -> None:
    mutes = Mutes(sessions)
    assert MutesSkill(mutes).answer(ask("u007", text)) is not None
    assert mutes.all() == {}


def test_the_rates_of_anothers_tasks_are_not_answered_with_the_own(
    service: TaskService, directory: Directory, ask: Ask
) -> None:
    briefs = BriefSkill(service, directory, NoClauses())
    asked = "{}的任务按期办结率多少"
    refused = briefs.answer(ask("u035", asked.format("海陵区")))
    own = briefs.answer(ask("u035", asked.format("泰兴市")))
    seen = briefs.answer(ask("u002", asked.format("海陵区")))
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED
    assert own is not None
    assert own.outcome is Outcome.ANSWERED
    assert seen is not None
    assert "海陵区" in seen.text
