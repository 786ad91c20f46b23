"""Cases fed in by another system, and what the alerts say of them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.appeals.feed import AppealFeed, Enterprise
from bot.appeals.service import AppealService
from bot.errors import AppealRefused, ImportRefused
from bot.settings import AppealsSection
from bot.tasks import WorkingDays
from tests.bot.alerts.city import City

ENTERPRISES = {"ENT04": Enterprise("华泰微电子有限公司(演示)", "e004")}
SETTINGS = AppealsSection(source_url="http://appeals.test/cases", source_token=SecretStr("t"))


def case(**changed: str) -> dict[str, str]:
    return {
        "appeal_no": "A2019-040",
        "enterprise_id": "ENT04",
        "content": "天然气价格问题",
        "received_at": "2019-11-15T08:40",
        "status": "已受理",
        **changed,
    }


def feed_of(city: City, answer: Any) -> AppealFeed:
    service = AppealService(
        city.sessions,
        city.directory,
        WorkingDays(city.sessions),
        city.clock,
        city.delivery,
        SETTINGS,
    )

    def respond(request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"] == "Bearer t"
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    transport = httpx.MockTransport(respond)
    return AppealFeed(city.sessions, service, SETTINGS, transport=transport)


def test_importing_again_changes_nothing(city: City) -> None:
    before = city.appeals.service.find(city.directory.require("u002"))
    city.take_in_appeals()
    assert city.appeals.service.find(city.directory.require("u002")) == before
    assert len(before) == 4


def test_a_case_from_the_source_is_told_and_moves_on_with_it(city: City) -> None:
    assert feed_of(city, [case()]).fetch(ENTERPRISES).added == 1
    assert "天然气价格问题" in city.inbox.by_account["u003"][0].text
    moved = case(status="已应答", answered_at="2019-11-15T15:00")
    assert feed_of(city, [moved]).fetch(ENTERPRISES).moved == 1
    assert "已应答" in city.inbox.by_account["e004"][0].text
    assert feed_of(city, [case()]).fetch(ENTERPRISES).unchanged == 1


def test_a_bad_case_of_the_source_does_not_keep_the_others_out(city: City) -> None:
    count = feed_of(city, [case(status="飞了"), case(), "x"]).fetch(ENTERPRISES)
    assert count.added == 1
    assert [number for number, _ in count.refused] == [1, 3]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, text="[" * 100_000),
        httpx.Response(401),
    ],
)
def test_a_source_that_does_not_answer_is_an_error_with_a_remedy(
    city: City, answer: httpx.Response
) -> None:
    with pytest.raises(AppealRefused, match="BOT_APPEALS__SOURCE_URL"):
        feed_of(city, answer).fetch(ENTERPRISES)


def test_a_source_that_answers_without_end_is_not_read_to_it(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.bounded_http.MOST_BYTES", 100)
    with pytest.raises(AppealRefused, match="给的太多"):
        feed_of(city, [case()]).fetch(ENTERPRISES)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"status": "飞了"}, "状态 飞了 不存在"),
        ({"received_at": "昨天"}, "received_at 昨天 看不懂"),
        ({"content": " "}, "缺少 content"),
        ({"appeal_no": "A:1"}, "编号 A:1 看不懂"),
    ],
)
def test_a_file_with_a_bad_case_is_refused_whole(
    city: City, tmp_path: Path, changed: dict[str, str], problem: str
) -> None:
    file = tmp_path / "appeals.json"
    file.write_text(json.dumps([case(appeal_no="A2019-041"), case(**changed)]), encoding="utf-8")
    with pytest.raises(ImportRefused, match=f"第2行：{problem}"):
        city.appeals.feed.import_file(file, ENTERPRISES)
    assert len(city.appeals.service.find(city.directory.require("u002"))) == 4


def test_late_cases_are_in_the_days_message_and_climb(city: City) -> None:
    city.scan.run()
    [reply] = city.inbox.by_account["u003"]
    assert (
        "诉求 A2019-032“芯片封装扩产的用地问题”：原定时限 应答 2019-11-11（工作日计）" in reply.text
    )
    assert "10号《2019年4季度督查通报》" in reply.text
    city.inbox.take()
    city.clock.advance(timedelta(days=3))
    city.scan.run()
    assert any("A2019-032" in told.text for told in city.inbox.by_account["u002"])
    assert "A2019-032" not in "".join(told.text for told in city.inbox.by_account["u001"])


def test_an_answered_clock_is_silent_until_the_next_one_ends(city: City) -> None:
    city.scan.run()
    city.inbox.take()
    person = city.directory.require("u003")
    from bot.appeals.appeal import Step

    city.appeals.service.take(person, "A2019-033", Step.CLOSE, "已退费", channel="web")
    city.clock.advance(timedelta(days=3))
    city.scan.run()
    told = "".join(reply.text for replies in city.inbox.by_account.values() for reply in replies)
    assert "多头收取检测费,请核实”：原定时限" not in told
