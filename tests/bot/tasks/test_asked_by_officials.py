"""What officials say of tasks beyond lists: not ours, who has most, how many done, until when."""

from __future__ import annotations

from datetime import date

import pytest

from bot.clock import ManualClock
from bot.dialogue.skill import Question, Turn
from bot.dialogue.skills.briefs import BriefSkill
from bot.identity import Directory
from bot.messages import Citation, Outcome, Reply
from bot.tasks import Change, TaskService
from bot.tasks.answers import VAGUE_DAY
from bot.tasks.question import asks_from_outside
from bot.tasks.transition import Action
from tests.bot.tasks.talking import Talk, numbers

OWNER, HEAD, SUPERVISOR = "u007", "u002", "u003"


def text_of(reply: Reply | None) -> str:
    assert reply is not None
    return reply.text


@pytest.mark.parametrize(
    "said",
    [
        "7号任务不归我管，应该归科技局",
        "7号任务不归我管，应由科技局办",
        "7号不是我们的事，转给科技局",
    ],
)
def test_an_owner_who_disowns_a_task_hears_who_may_pass_it_on(talk: Talk, said: str) -> None:
    reply = talk.say(OWNER, said)
    assert "7号任务没有转办" in text_of(reply)
    assert "由承办人的分管领导或督查人员办理" in text_of(reply)


def test_so_does_one_who_does_not_say_which(talk: Talk) -> None:
    assert "这一步由承办人的分管领导或督查人员办理" in text_of(
        talk.say(OWNER, "这个任务不归我管，应该归科技局")
    )


def test_a_supervisor_who_says_so_passes_it_to_the_department_named_last(talk: Talk) -> None:
    reply = talk.say(SUPERVISOR, "7号任务不归工信局管，应该归科技局")
    assert "转由市科技局办理" in text_of(reply)
    assert "确认吗" in text_of(reply)


@pytest.mark.parametrize(
    "asked", ["上次催我的是哪几件", "刚才提醒我的是什么", "哪几件是刚才催过我的"]
)
def test_who_was_reminded_hears_of_which_task(
    talk: Talk, service: TaskService, directory: Directory, asked: str
) -> None:
    change = Change(Action.REMIND, "7")
    service.carry_out(directory.require(SUPERVISOR), change, channel="web")
    assert numbers(talk.say(OWNER, asked)) == {"7"}


def test_who_was_told_nothing_hears_that(talk: Talk) -> None:
    assert text_of(talk.say(OWNER, "上次催我的是哪几件")) == "没有找到发给您的催办或提醒。"


def test_tasks_are_counted_by_person(talk: Talk) -> None:
    reply = talk.say(HEAD, "谁手上的任务最多")
    assert reply is not None
    assert reply.table is not None
    assert reply.table.columns == ("责任人", "单位", "项数")
    counts = [int(row[2]) for row in reply.table.rows]
    assert counts == sorted(counts, reverse=True)
    refused = talk.say(OWNER, "谁手上的任务最多")
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED


def test_the_year_is_counted_with_what_is_done_of_it(talk: Talk) -> None:
    said = text_of(talk.say(OWNER, "我们局今年一共多少任务，完成了几个"))
    assert said.startswith("共有10项")
    assert "已销号2项，已报办结待审核1项，未办结7项（其中逾期2项）" in said


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("元旦", "2020-01-01"),
        ("元旦前", "2019-12-31"),
        ("国庆节", "2020-10-01"),
        ("25号", "2019-11-25"),
        ("下个月10号吧", "2019-12-10"),
        ("下周五", "2019-11-22"),
    ],
)
def test_until_when_is_answered_in_a_message_of_its_own(talk: Talk, said: str, day: str) -> None:
    assert "要延到哪一天" in text_of(talk.say(OWNER, "24号任务申请延期"))
    assert f"延至 {day}" in text_of(talk.say(OWNER, said))


def test_what_names_no_day_is_asked_again_and_the_question_stays_open(talk: Talk) -> None:
    talk.say(OWNER, "24号任务申请延期")
    assert text_of(talk.say(OWNER, "春节前")) == VAGUE_DAY
    assert "延至 2020-01-20" in text_of(talk.say(OWNER, "1月20日"))


@pytest.mark.parametrize(
    ("text", "is_of_tasks"),
    [
        ("哪些任务逾期了", True),
        ("质监局有哪些任务没办结", True),
        ("7号任务办得怎么样了", True),
        ("重点任务有哪些", False),
        ("逾期未完成任务的有什么规定", False),
        ("五大产业的主要任务是什么", False),
    ],
)
def test_what_outsiders_ask_of_tasks_is_told_from_what_documents_say(
    text: str, is_of_tasks: bool
) -> None:
    assert asks_from_outside(text) is is_of_tasks


# Which brief ------------------------------------------------------------------------------


class NoClauses:
    """A library that holds nothing."""

    def cite(self, address: str, *, on: date) -> Citation | None:
        del address, on
        return None


@pytest.fixture
def skill(service: TaskService, directory: Directory) -> BriefSkill:
    return BriefSkill(
        service, directory, NoClauses(), public_url="https://bot.example/", has_figures=True
    )


def asked(
    directory: Directory, clock: ManualClock, text: str, *previous: Turn, user_id: str = HEAD
) -> Question:
    return Question(text, directory.require(user_id), "c", "web", clock.now(), previous)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("三季度简报", ["2019年3季度督办简报", "2019年3季度经济运行简报"]),
        ("给我一份二季度的简报", ["2019年2季度督办简报", "2019年2季度经济运行简报"]),
        ("写个简报", ["督办简报", "经济运行简报"]),
    ],
)
def test_a_brief_that_may_be_either_is_asked_back(
    skill: BriefSkill, directory: Directory, clock: ManualClock, text: str, choices: list[str]
) -> None:
    reply = skill.answer(asked(directory, clock, text))
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY
    assert [choice.send for choice in reply.choices] == choices
    chosen = skill.answer(asked(directory, clock, choices[0]))
    assert chosen is not None
    assert chosen.outcome is Outcome.ANSWERED
    assert skill.answer(asked(directory, clock, choices[1])) is None


def test_what_was_spoken_of_before_tells_the_two_apart(
    skill: BriefSkill, directory: Directory, clock: ManualClock
) -> None:
    first = skill.answer(asked(directory, clock, "督办简报"))
    assert first is not None
    of_tasks = Turn("bot", first.text, first.intent, first.query)
    second = skill.answer(asked(directory, clock, "二季度简报呢", of_tasks))
    assert text_of(second).startswith("2019年2季度督办情况简报")
    of_figures = Turn("bot", "", "figures", {"task": "brief"})
    assert skill.answer(asked(directory, clock, "二季度简报呢", of_figures)) is None


def test_the_reply_leads_to_the_page(
    skill: BriefSkill, directory: Directory, clock: ManualClock
) -> None:
    said = text_of(skill.answer(asked(directory, clock, "2019年3季度督办简报")))
    assert "https://bot.example/briefs/2019Q3" in said


def test_an_enterprise_is_told_that_briefs_are_not_for_it(
    skill: BriefSkill, directory: Directory, clock: ManualClock
) -> None:
    reply = skill.answer(asked(directory, clock, "2019年3季度督办简报", user_id="e001"))
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert skill.answer(asked(directory, clock, "三季度简报", user_id="e001")) is None
