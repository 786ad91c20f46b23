"""A WeCom member talks to the running service, with the vendor played by the simulator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from tests.databases import copy_city
from tests.end_to_end.serving import ANSWER_S, ServingBot, eventually
from tests.simulators.wecom import CallbackOutcome, Delivered, WecomSimulator

QUESTION = "企业有困难向政府反映，多久能有回音？"


@contextmanager
def played() -> Iterator[WecomSimulator]:
    # More patient than the real one: how soon it is answered is measured by `make bench-channels`.
    simulator = WecomSimulator(
        members={"u002", "u003", "u007", *(f"e00{number}" for number in range(1, 9))},
        clock=ManualClock(datetime.now(BUSINESS_ZONE)),
        patience_s=ANSWER_S,
    )
    with simulator.serve() as server:
        simulator.base_url = f"{server.url}/cgi-bin"
        yield simulator


@pytest.fixture
def vendor() -> Iterator[WecomSimulator]:
    with played() as simulator:
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


def callback(vendor: WecomSimulator, service: ServingBot, plain: str) -> CallbackOutcome:
    return vendor.deliver_callback(f"{service.url}/wecom/callback", plain)


@dataclass(frozen=True)
class Office:
    """A running service and its vendor, shared by tests whose members are their own."""

    vendor: WecomSimulator
    service: ServingBot

    def says(self, member: str, text: str, number: str) -> CallbackOutcome:
        return callback(self.vendor, self.service, self.vendor.text_xml(member, text, number))

    def sent_to(self, *members: str) -> list[Delivered]:
        return [message for message in self.vendor.sent if message.member in members]


@pytest.fixture(scope="module")
def office(prepared_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office") / "city"
    copy_city(prepared_city, folder)
    # What no test may find in the log is looked for where most is written, and five messages a
    # minute are enough for whoever is not flooding.
    more = {"BOT_LOG_LEVEL": "DEBUG", "BOT_INTAKE__PER_SENDER": "5"}
    with played() as vendor, ServingBot(folder, **settings_of(vendor), **more) as service:
        yield Office(vendor, service)


def test_a_question_is_acknowledged_at_once_and_answered_once(office: Office) -> None:
    for _ in range(3):
        assert office.says("e001", QUESTION, "71").statuses == (200,)
    office.says("e001", "你好", "72")
    eventually(lambda: len(office.vendor.texts_to("e001")) >= 2, what="both answers")
    answers = office.vendor.texts_to("e001")
    assert len([text for text in answers if "1天应答、3天明确意见、5天办结" in text]) == 1
    assert [("您好" in text) for text in answers][-1], "answers come in the order of the questions"


def test_a_follow_up_is_understood_and_a_figure_needs_rights(office: Office) -> None:
    office.says("u002", "1到10月五大产业产值多少", "1")
    office.says("u002", "那兴化呢", "2")
    office.says("e002", "高港区停工的项目有几个", "3")
    eventually(
        lambda: (
            len(office.vendor.texts_to("u002")) >= 2 and len(office.vendor.texts_to("e002")) >= 1
        ),
        what="three answers",
    )
    first, second = office.vendor.texts_to("u002")[:2]
    assert "3657.33" in first
    assert "兴化市" in second
    assert "金港" not in office.vendor.texts_to("e002")[0]


def test_a_service_killed_after_the_acknowledgement_still_answers_once(
    vendor: WecomSimulator, prepared_city: Path, tmp_path: Path
) -> None:
    city, settings = tmp_path / "city", settings_of(vendor)
    copy_city(prepared_city, city)
    question = vendor.text_xml("e001", QUESTION, "81")
    with ServingBot(city, **settings) as service:
        assert callback(vendor, service, question).is_accepted
        service.kill()
    with ServingBot(city, **settings) as service:
        assert callback(vendor, service, question).is_accepted
        eventually(lambda: bool(vendor.texts_to("e001")), what="the answer after the restart")
        # A message sent afterwards is answered after everything that came before it.
        callback(vendor, service, vendor.text_xml("e001", "你好", "82"))
        eventually(
            lambda: any("您好" in text for text in vendor.texts_to("e001")), what="the greeting"
        )
    quoted = [text for text in vendor.texts_to("e001") if "1天应答" in text]
    assert len(quoted) == 1


def test_a_call_for_a_human_reaches_the_supervisor_once(office: Office) -> None:
    vendor = office.vendor
    for _ in range(2):
        office.says("e003", "转人工", "61")
    eventually(
        lambda: bool(vendor.texts_to("u003")) and bool(vendor.texts_to("e003")),
        what="the supervisor hears of it and the enterprise gets its number",
    )
    number = re.search(r"登记编号 (\d+)", vendor.texts_to("e003")[0])
    assert number is not None
    assert len([text for text in vendor.texts_to("u003") if f"转人工 {number[1]}】" in text]) == 1


def test_a_stranger_gets_no_answer_and_learns_nothing(office: Office) -> None:
    vendor = office.vendor
    query, body = vendor.signed(vendor.text_xml("e004", QUESTION, "91"))
    forged = {**query, "msg_signature": "0" * 40}
    refused = httpx.post(
        f"{office.service.url}/wecom/callback",
        params=forged,
        content=body.encode(),
        timeout=ANSWER_S,
    )
    assert refused.status_code == 403
    assert refused.content == b""
    log = office.service.log()
    assert vendor.token not in log
    assert vendor.aes_key not in log
    # Answers come in the order of the questions: the forged one has none.
    office.says("e004", "你好", "92")
    eventually(lambda: bool(office.sent_to("e004")), what="the greeting")
    assert ["您好" in text for text in vendor.texts_to("e004")] == [True]


def test_no_secret_and_no_access_token_reaches_the_log(office: Office) -> None:
    vendor = office.vendor
    before = vendor.calls["message/send"]
    vendor.script("message/send", 60020)
    office.says("e005", "你好", "51")
    eventually(lambda: vendor.calls["message/send"] > before, what="one sending")
    log = office.service.log()
    for secret in (vendor.secret, vendor.token, vendor.aes_key, "access_token="):
        assert secret not in log


def test_one_members_flood_is_declined_once_and_delays_nobody(office: Office) -> None:
    vendor = office.vendor
    for number in range(30):
        assert office.says("e006", QUESTION, f"4{number:03}").statuses == (200,)
        if number == 4:
            office.says("e007", "你好", "5000")
    eventually(lambda: len(vendor.texts_to("e006")) >= 6, what="five answers and one no")
    eventually(lambda: bool(vendor.texts_to("e007")), what="the other member's answer")
    quoted = [text for text in vendor.texts_to("e006") if "1天应答" in text]
    assert len(quoted) == 5
    assert len([text for text in vendor.texts_to("e006") if "消息太多" in text]) == 1
    # One answer at a time in a conversation: the other member's does not queue behind five.
    members = [sent.member for sent in office.sent_to("e006", "e007") if sent.text]
    assert members.index("e007") < len(members) - 1
