"""A closed case is taken up again by its enterprise, and its three clocks begin anew."""

from __future__ import annotations

from datetime import timedelta

from bot.figures.supervised_work import APPEALS, SupervisedWork
from bot.messages import Outcome
from bot.tasks import WorkingDays
from kpi_adapter.sources.selection import Dataset, Selection
from tests.bot.alerts.city import City
from tests.bot.appeals.conftest import Talk

NO = "A2019-032"


def close(talk: Talk, city: City) -> None:
    owner = city.appeals.service.show(city.directory.require("u002"), NO).owner_user_id
    talk.say(owner, f"{NO}办结：已协调解决")
    done = talk.say(owner, "确认")
    assert done is not None
    assert done.outcome is Outcome.ANSWERED


def test_an_enterprise_takes_its_closed_case_up_again(city: City, talk: Talk) -> None:
    close(talk, city)
    city.clock.advance(timedelta(days=4))
    asked = talk.say("e004", "我对这个结果不满意，要求重新办理")
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    assert NO in asked.text
    talk.say("e004", "确认")
    appeal = city.appeals.service.show(city.directory.require("e004"), NO)
    assert appeal.reopened_at == city.clock.now()
    due = city.appeals.service.deadlines(appeal)
    assert min(due.values()) > city.clock.now().date()
    told = [reply.text for replies in city.inbox.by_account.values() for reply in replies]
    assert any("重新办理，三段时限重新起算" in text for text in told)


def test_an_open_case_cannot_be_taken_up_again(talk: Talk) -> None:
    refused = talk.say("e004", f"{NO}重新办理")
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED


def test_another_official_cannot_take_a_case_up_again(city: City, talk: Talk) -> None:
    close(talk, city)
    refused = talk.say("u007", f"{NO}重新办理")
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED


def test_what_an_enterprise_wants_passed_on_becomes_a_case(talk: Talk) -> None:
    for text in (
        "我要反映：用电增容卡了两个月",
        "我们厂房产权证办不下来，帮我反映一下",
        "我想反映一下问题：环评批复拖了半年",
    ):
        asked = talk.say("e005", text)
        assert asked is not None, text
        assert "将登记为直通车诉求" in asked.text
        talk.say("e005", "取消")


def test_a_case_taken_up_again_is_held_against_its_new_days(city: City, talk: Talk) -> None:
    close(talk, city)
    city.clock.advance(timedelta(days=4))
    talk.say("e004", f"{NO}重新办理：批复还没有收到")
    talk.say("e004", "确认")
    work = SupervisedWork(
        city.sessions, WorkingDays(city.sessions), city.appeals.service.rules, row_limit=100
    )
    rows = work.fetch(Selection(Dataset.WORK, among=(("work", (APPEALS,)),))).rows
    due = {row["step"]: row["due_on"] for row in rows if row["item"] == NO}
    appeal = city.appeals.service.show(city.directory.require("u002"), NO)
    assert list(due.values()) == list(city.appeals.service.deadlines(appeal).values())


def test_a_case_is_handed_to_an_official_by_name(city: City, talk: Talk) -> None:
    asked = talk.say("u002", f"把{NO}转给张丽勇")
    assert asked is not None
    assert "转办给市科技局张丽勇" in asked.text
    talk.say("u002", "确认")
    assert city.appeals.service.show(city.directory.require("u002"), NO).owner_user_id == "u009"
    unknown = talk.say("u002", f"把{NO}转给李四")
    assert unknown is not None
    assert unknown.outcome is Outcome.REFUSED
