"""A WeCom member talks to the running service, with the vendor played by the simulator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from tests.databases import copy_city
from tests.end_to_end.serving import ANSWER_S, ServingBot, eventually
from tests.simulators.wecom import WecomSimulator

QUESTION = "企业有困难向政府反映，多久能有回音？"


@pytest.fixture
def vendor() -> Iterator[WecomSimulator]:
    # More patient than the real one: how soon it is answered is measured by `make bench-channels`.
    simulator = WecomSimulator(
        members={"u002", "u003", "u007", "e001"},
        clock=ManualClock(datetime.now(BUSINESS_ZONE)),
        patience_s=ANSWER_S,
    )
    with simulator.serve() as server:
        simulator.base_url = f"{server.url}/cgi-bin"
        yield simulator


def settings_of(vendor: WecomSimulator) -> dict[str, str]:
    return {
        "BOT_WECOM__CORP_ID": vendor.corp_id,
        "BOT_WECOM__AGENT_ID": str(vendor.agent_id),
        "BOT_WECOM__SECRET": vendor.secret,
        "BOT_WECOM__TOKEN": vendor.token,
        "BOT_WECOM__AES_KEY": vendor.aes_key,
        "BOT_WECOM__API_BASE_URL": vendor.base_url,
    }


@pytest.fixture
def city(prepared_city: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "city"
    copy_city(prepared_city, folder)
    return folder


def test_a_question_is_acknowledged_at_once_and_answered_once(
    vendor: WecomSimulator, city: Path
) -> None:
    with ServingBot(city, **settings_of(vendor)) as service:
        callback = f"{service.url}/wecom/callback"
        for _ in range(3):
            outcome = vendor.deliver_callback(callback, vendor.text_xml("e001", QUESTION, "71"))
            assert outcome.statuses == (200,)
        vendor.deliver_callback(callback, vendor.text_xml("e001", "你好", "72"))
        eventually(lambda: len(vendor.texts_to("e001")) >= 2, what="both answers")
    answers = vendor.texts_to("e001")
    assert len([text for text in answers if "1天应答、3天明确意见、5天办结" in text]) == 1
    assert [("您好" in text) for text in answers][-1], "answers come in the order of the questions"


def test_a_follow_up_is_understood_and_a_figure_needs_rights(
    vendor: WecomSimulator, city: Path
) -> None:
    with ServingBot(city, **settings_of(vendor)) as service:
        callback = f"{service.url}/wecom/callback"
        vendor.deliver_callback(callback, vendor.text_xml("u002", "1到10月五大产业产值多少", "1"))
        vendor.deliver_callback(callback, vendor.text_xml("u002", "那兴化呢", "2"))
        vendor.deliver_callback(callback, vendor.text_xml("e001", "高港区停工的项目有几个", "3"))
        eventually(
            lambda: len(vendor.texts_to("u002")) >= 2 and len(vendor.texts_to("e001")) >= 1,
            what="three answers",
        )
    first, second = vendor.texts_to("u002")[:2]
    assert "3657.33" in first
    assert "兴化市" in second
    assert "金港" not in vendor.texts_to("e001")[0]


def test_a_service_killed_after_the_acknowledgement_still_answers_once(
    vendor: WecomSimulator, city: Path
) -> None:
    settings = settings_of(vendor)
    with ServingBot(city, **settings) as service:
        callback = f"{service.url}/wecom/callback"
        outcome = vendor.deliver_callback(callback, vendor.text_xml("e001", QUESTION, "81"))
        assert outcome.is_accepted
        service.kill()
    with ServingBot(city, **settings) as service:
        again = vendor.deliver_callback(
            f"{service.url}/wecom/callback", vendor.text_xml("e001", QUESTION, "81")
        )
        assert again.is_accepted
        eventually(lambda: bool(vendor.texts_to("e001")), what="the answer after the restart")
        # A message sent afterwards is answered after everything that came before it.
        vendor.deliver_callback(
            f"{service.url}/wecom/callback", vendor.text_xml("e001", "你好", "82")
        )
        eventually(
            lambda: any("您好" in text for text in vendor.texts_to("e001")), what="the greeting"
        )
    quoted = [text for text in vendor.texts_to("e001") if "1天应答" in text]
    assert len(quoted) == 1


def test_a_call_for_a_human_reaches_the_supervisor_once(vendor: WecomSimulator, city: Path) -> None:
    with ServingBot(city, **settings_of(vendor)) as service:
        for _ in range(2):
            vendor.deliver_callback(
                f"{service.url}/wecom/callback", vendor.text_xml("e001", "转人工", "61")
            )
        eventually(
            lambda: bool(vendor.texts_to("u003")) and bool(vendor.texts_to("e001")),
            what="the supervisor hears of it and the enterprise gets its number",
        )
    number = re.search(r"Z2019-\d+", vendor.texts_to("e001")[0])
    assert number is not None
    assert len([text for text in vendor.texts_to("u003") if number[0] in text]) == 1


def test_a_stranger_gets_no_answer_and_learns_nothing(vendor: WecomSimulator, city: Path) -> None:
    with ServingBot(city, **settings_of(vendor)) as service:
        query, body = vendor.signed(vendor.text_xml("e001", QUESTION, "91"))
        forged = {**query, "msg_signature": "0" * 40}
        refused = httpx.post(
            f"{service.url}/wecom/callback", params=forged, content=body.encode(), timeout=ANSWER_S
        )
        assert refused.status_code == 403
        assert refused.content == b""
        log = service.log()
    assert vendor.token not in log
    assert vendor.aes_key not in log
    assert not vendor.sent


def test_no_secret_and_no_access_token_reaches_the_log(vendor: WecomSimulator, city: Path) -> None:
    with ServingBot(city, BOT_LOG_LEVEL="DEBUG", **settings_of(vendor)) as service:
        vendor.script("message/send", 60020)
        vendor.deliver_callback(
            f"{service.url}/wecom/callback", vendor.text_xml("e001", "你好", "1")
        )
        eventually(lambda: vendor.calls["message/send"] >= 1, what="one sending")
        log = service.log()
    for secret in (vendor.secret, vendor.token, vendor.aes_key, "access_token="):
        assert secret not in log


def test_one_members_flood_is_declined_once_and_delays_nobody(
    vendor: WecomSimulator, city: Path
) -> None:
    with ServingBot(city, **settings_of(vendor), BOT_INTAKE__PER_SENDER="5") as service:
        callback = f"{service.url}/wecom/callback"
        for number in range(30):
            plain = vendor.text_xml("e001", QUESTION, f"4{number:03}")
            assert vendor.deliver_callback(callback, plain).statuses == (200,)
            if number == 4:
                vendor.deliver_callback(callback, vendor.text_xml("u002", "你好", "5000"))
        eventually(lambda: len(vendor.texts_to("e001")) >= 6, what="five answers and one no")
        eventually(lambda: bool(vendor.texts_to("u002")), what="the other member's answer")
    quoted = [text for text in vendor.texts_to("e001") if "1天应答" in text]
    assert len(quoted) == 5
    assert len([text for text in vendor.texts_to("e001") if "消息太多" in text]) == 1
    # One answer at a time in a conversation: the other member's does not queue behind five.
    members = [sent.member for sent in vendor.sent if sent.text]
    assert members.index("u002") < len(members) - 1
