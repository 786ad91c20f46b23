"""An enterprise may take its own case back; and a case carries the enterprise's own name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Outcome
from bot.settings import AppealsSection
from tests.bot.alerts.city import City
from tests.bot.appeals.conftest import Talk
from tests.bot.beginnings import ORGANISATION


@pytest.mark.parametrize(
    "text", ["撤回诉求A2019-032", "A2019-032我们不用办了", "A2019-032不需要再处理了，请撤销"]
)
def test_an_enterprise_takes_its_case_back_after_being_asked(
    city: City, talk: Talk, text: str
) -> None:
    asked = talk.say("e004", text)
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    done = talk.say("e004", "确认")
    assert done is not None
    assert done.outcome is Outcome.ANSWERED
    shown = talk.say("e004", "诉求A2019-032办到哪了")
    assert shown is not None
    assert "企业已撤回" in shown.text
    assert "待办" not in shown.text
    city.clock.advance(timedelta(days=30))
    report = city.scan.run()
    assert "A2019-032" not in {item.concern.number for item in report.items}


def test_the_official_who_handles_it_hears_that_it_was_taken_back(city: City, talk: Talk) -> None:
    talk.say("e004", "撤回诉求A2019-032：问题已经解决")
    talk.say("e004", "确认")
    told = [reply.text for replies in city.inbox.by_account.values() for reply in replies]
    assert any("撤回了诉求 A2019-032" in text and "原因：问题已经解决" in text for text in told)


@pytest.mark.parametrize("user_id", ["u002", "u003"])
def test_no_official_may_take_an_enterprises_case_back(talk: Talk, user_id: str) -> None:
    refused = talk.say(user_id, "撤回诉求A2019-032")
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED
    assert "只有提出诉求的企业可以撤回" in refused.text


def test_another_enterprise_cannot_tell_that_there_is_a_case_to_take_back(talk: Talk) -> None:
    refused = talk.say("e001", "撤回诉求A2019-032")
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED
    assert "没有编号" in refused.text


def test_what_was_taken_back_can_not_be_closed_afterwards(talk: Talk) -> None:
    talk.say("e004", "撤回诉求A2019-032")
    talk.say("e004", "确认")
    refused = talk.say("u003", "A2019-032办结了：已处理")
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED


def test_a_case_filed_in_chat_carries_the_enterprises_registered_name(tmp_path: Path) -> None:
    register = AppealsSection(enterprises_file=ORGANISATION / "enterprises.csv")
    city = City(tmp_path, appeals=register)
    city.work.launch()
    talk = Talk(city)
    talk.say("e002", "我要反映一个困难：码头岸电接入排队三个月没有结果")
    talk.say("e002", "确认")
    [appeal] = city.appeals.service.find(city.directory.require("e002"))
    known = {entry.user_id: entry.name for entry in city.appeals.enterprises().values()}
    assert appeal.enterprise == known["e002"]
    assert appeal.enterprise != city.directory.require("e002").name
