"""Cases 1-17, 21 and 22 of the channel facts: WeCom's callback, against the whole application."""

from __future__ import annotations

import base64
import gzip
import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY
from wechatpy.crypto import WeChatCipher

from bot.app import create_app
from bot.channels.tencent.crypto import CallbackCrypto
from bot.channels.wecom_app.card_key import write_key
from bot.durable import InlineWork
from bot.wiring import Parts
from tests.bot.channels.callback_vectors import Vector, key, vector
from tests.end_to_end.conformance.office import (
    AIBOT,
    AWKWARD,
    BROKEN,
    LONG,
    SLOW,
    WECOM,
    Office,
)
from tests.end_to_end.serving import ServingBot, eventually

ECHO = b"1616140317555161061"
_member = itertools.count(1)


@pytest.fixture
def member() -> str:
    """A member nobody else uses."""
    return f"member{next(_member)}"


def sealed_for(receiver: str, plain: str, padded: Callable[[int], bytes] | None = None) -> str:
    """Return `plain` sealed for `receiver`; `padded` returns another padding instead of the
    right one, whose size it is given."""
    body = plain.encode()
    text = bytes(16) + len(body).to_bytes(4) + body + receiver.encode()
    size = 32 - len(text) % 32
    padding = bytes([size]) * size if padded is None else padded(size)
    aes_key = base64.b64decode(f"{key('K1').aes_key}=")
    return base64.b64encode(WeChatCipher(aes_key).encrypt(text + padding)).decode()


def post_sealed(office: Office, encrypted: str) -> int:
    """Deliver what `encrypted` holds with a right signature; return the status."""
    crypto = CallbackCrypto(*astuple(key("K1")))
    sealed = Vector(crypto.sign("1", "n", encrypted), "1", "n", encrypted)
    return office.post_vector(WECOM, sealed)


def echo_url(sealed: Vector, safe: str = "") -> str:
    return f"{WECOM}?{urlencode(sealed.query)}&echostr={quote(sealed.encrypted, safe)}"


@pytest.mark.parametrize("safe", ["", "+"])
def test_case_01_and_02_the_echo_is_bare_text_with_plus_escaped_or_not(
    office: Office, safe: str
) -> None:
    answer = office.http.get(echo_url(vector("V1"), safe))
    assert (answer.status_code, answer.content) == (200, ECHO)
    assert answer.headers["content-type"].startswith("text/plain")


def test_case_03_a_forged_or_missing_signature_is_refused(office: Office) -> None:
    sealed = vector("V1")
    forged = Vector("0" + sealed.signature[1:], sealed.timestamp, sealed.nonce, sealed.encrypted)
    assert office.http.get(echo_url(forged)).status_code == 403
    assert office.http.get(echo_url(sealed).replace("msg_signature", "m")).status_code == 400


def test_case_04_tencents_message_is_taken_in(office: Office, tmp_path: Path) -> None:
    # Its agent is another one, so this application is configured for that.
    settings = office.settings(agent_id=218).model_copy(update={"data_dir": tmp_path})
    parts = Parts(settings, work=InlineWork())
    parts.dialogue = office.dialogue
    with TestClient(create_app(settings, parts=parts)) as http:
        body = vector("V2").envelope(218, key("K1").receive_id).encode()
        assert http.post(WECOM, params=vector("V2").query, content=body).status_code == 200
        eventually(lambda: "4561255354251345929" in office.dialogue.asked, what="the question")


def test_case_05_a_message_and_five_copies_at_once_are_answered_once(
    office: Office, member: str
) -> None:
    plain = office.wecom.text_xml(member, "在吗", f"5{member}")
    with ThreadPoolExecutor(5) as pool:
        statuses = list(pool.map(lambda n: office.post_wecom(plain, f"n{n}"), range(5)))
    assert statuses == [200] * 5
    eventually(lambda: bool(office.wecom.texts_to(member)), what="the answer")
    assert len(office.ids_from("wecom_app", member)) == 1
    assert office.dialogue.asked.count(f"5{member}") == 1


def test_case_06_and_14_the_same_message_sealed_anew_or_posted_again_later_has_no_effect(
    office: Office,
) -> None:
    sealed = vector("V7")
    plain = office.wecom.text_xml("zhangsan", "社保怎么查", "7000000000000000001")
    assert office.post_vector(WECOM, sealed) == 200
    assert office.post_wecom(plain, "another-nonce") == 200
    assert office.post_vector(WECOM, sealed) == 200
    assert office.ids_from("wecom_app", "zhangsan") == ["7000000000000000001"]


def test_case_07_an_event_twice_is_one_and_a_later_one_another(office: Office, member: str) -> None:
    def click() -> str:
        return office.wecom.xml(member, "event", Event="click", EventKey="帮助")

    office.post_wecom(click())
    office.post_wecom(click())
    office.wecom.clock.advance(timedelta(seconds=1))
    office.post_wecom(click())
    assert len(office.ids_from("wecom_app", member)) == 2


@pytest.mark.parametrize(("name", "path"), [("V9", WECOM), ("V7", AIBOT), ("V6", WECOM)])
def test_case_08_what_is_meant_for_another_is_refused(office: Office, name: str, path: str) -> None:
    before = len(office.taken_in("wecom_app")) + len(office.taken_in("wecom_aibot"))
    assert office.post_vector(path, vector(name)) in {400, 403}
    assert len(office.taken_in("wecom_app")) + len(office.taken_in("wecom_aibot")) == before


@pytest.mark.parametrize("receiver", ["wwDIFFERENT000000", ""])
def test_case_08_a_genuine_message_sealed_for_another_receiver_is_refused(
    office: Office, member: str, receiver: str
) -> None:
    plain = office.wecom.text_xml(member, "在吗", f"8{member}")
    assert post_sealed(office, sealed_for(receiver, plain)) == 403
    assert office.ids_from("wecom_app", member) == []


def test_case_09_every_malformed_ciphertext_has_the_same_refusal(office: Office) -> None:
    names = ("V10", "V11", "V12", "V13", "V14", "V15", "V16")
    assert {office.post_vector(WECOM, vector(name)) for name in names} == {400}


def test_case_09_a_genuine_message_is_refused_for_its_padding_alone(office: Office) -> None:
    plain = office.wecom.text_xml("mycreate", "在吗", "9000000000000000009")
    corp_id = key("K1").receive_id
    forged = (
        sealed_for(corp_id, plain, lambda size: bytes(size - 1) + bytes([size])),
        sealed_for(corp_id, plain, lambda size: bytes([size + 32]) * (size + 32)),
    )
    assert forged[0] != sealed_for(corp_id, plain)
    assert [post_sealed(office, each) for each in forged] == [400, 400]
    assert "9000000000000000009" not in office.ids_from("wecom_app", "mycreate")
    assert post_sealed(office, sealed_for(corp_id, plain)) == 200


EXTERNAL = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xml><Encrypt>&e;</Encrypt></xml>"
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in itertools.pairwise("abcdefghij"))
    + "]><xml><Encrypt>&j;</Encrypt></xml>"
)


@pytest.mark.parametrize("content", [EXTERNAL, LAUGHS])
def test_case_10_entities_are_refused_outside_and_inside_the_envelope(
    office: Office, content: str
) -> None:
    query = vector("V7").query
    assert office.http.post(WECOM, params=query, content=content.encode()).status_code == 400
    assert office.post_wecom(content) == 400


def test_case_10_a_genuine_message_is_refused_for_its_document_type_alone(
    office: Office, member: str
) -> None:
    plain = office.wecom.text_xml(member, "在吗", f"10{member}")
    declared = "<!DOCTYPE xml [<!ENTITY harmless 'word'>]>"
    query, body = office.wecom.signed(plain)
    outside = office.http.post(WECOM, params=query, content=(declared + body).encode())
    assert (outside.status_code, outside.content) == (400, b"")
    assert office.post_wecom(declared + plain) == 400
    assert office.ids_from("wecom_app", member) == []
    # In a text it is a text.
    quoted = office.wecom.text_xml(member, f"{declared}是什么", f"10b{member}")
    assert office.post_wecom(quoted) == 200


def test_case_11_a_body_too_large_is_refused_unread(office: Office) -> None:
    query = vector("V7").query
    for body in (b"x" * 10_000_000, b"<a>" * 200_000):
        assert office.http.post(WECOM, params=query, content=body).status_code == 413
    endless = itertools.repeat(b"x" * 65536, 1000)
    assert office.http.post(WECOM, params=query, content=endless).status_code == 413
    lie = {"content-length": "99999999999"}
    answer = office.http.post(WECOM, params=query, content=b"<xml/>", headers=lie)
    assert answer.status_code == 413


def test_case_11_a_genuine_message_is_refused_for_its_depth_alone(
    office: Office, member: str
) -> None:
    nested = "<a>" * 20 + "</a>" * 20
    plain = office.wecom.xml(member, "text", inner=nested, Content="在吗", MsgId=f"11{member}")
    assert office.post_wecom(plain) == 400
    assert office.ids_from("wecom_app", member) == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"", {}),
        (b"{}", {}),
        (b"<foo/>", {}),
        (b"<xml><ToUserName>a</ToUserName></xml>", {}),
        (b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>", {}),
        ("<?xml version='1.0' encoding='gbk'?><xml><Encrypt>中</Encrypt></xml>".encode("gbk"), {}),
        (gzip.compress(b"<xml><Encrypt>a</Encrypt></xml>", mtime=0), {"content-encoding": "gzip"}),
    ],
)
def test_case_12_what_is_no_callback_is_a_bad_request(
    office: Office, body: bytes, headers: dict[str, str]
) -> None:
    answer = office.http.post(WECOM, params=vector("V7").query, content=body, headers=headers)
    assert (answer.status_code, answer.content) == (400, b"")


def test_case_13_a_signature_outside_the_window_is_refused_and_counted(
    office: Office, tmp_path: Path
) -> None:
    settings = office.settings(callback_window_s=600).model_copy(update={"data_dir": tmp_path})
    http = TestClient(create_app(settings))
    labels = {"channel": "wecom_app", "reason": "outside_window"}
    before = REGISTRY.get_sample_value("bot_callbacks_refused_total", labels) or 0
    sealed = vector("V7")
    body = sealed.envelope(office.wecom.agent_id, key("K1").receive_id).encode()
    assert http.post(WECOM, params=sealed.query, content=body).status_code == 403
    assert REGISTRY.get_sample_value("bot_callbacks_refused_total", labels) == before + 1
    now = int(time.time())
    plain = office.wecom.text_xml("mycreate", "在吗", "13000000000000000013")
    statuses = []
    for moment in (now - 660, now + 1200):
        query, content = office.wecom.signed(plain, timestamp=moment)
        statuses.append(http.post(WECOM, params=query, content=content.encode()).status_code)
    assert statuses == [403, 403]


def test_case_15_an_answer_that_takes_long_is_acknowledged_at_once_and_comes_once(
    office: Office, member: str
) -> None:
    plain = office.wecom.text_xml(member, SLOW, f"15{member}")
    # The answer waits for what comes after these: an acknowledgement that waited for the answer
    # would end in an apology instead.
    assert [office.post_wecom(plain, f"n{number}") for number in range(4)] == [200] * 4
    assert office.wecom.texts_to(member) == []
    office.dialogue.go_on.set()
    eventually(lambda: bool(office.wecom.texts_to(member)), what="the late answer")
    # Whatever is said afterwards in the same conversation is answered after it.
    office.post_wecom(office.wecom.text_xml(member, "在吗", f"15b{member}"))
    eventually(lambda: len(office.wecom.texts_to(member)) == 2, what="the next answer")
    assert [SLOW in text for text in office.wecom.texts_to(member)] == [True, False]


def test_case_16_a_skill_that_fails_is_acknowledged_apologised_for_and_counted(
    office: Office, member: str
) -> None:
    labels = {"reason": "RuntimeError"}
    before = REGISTRY.get_sample_value("bot_answer_failures_total", labels) or 0
    assert office.post_wecom(office.wecom.text_xml(member, BROKEN, f"16{member}")) == 200
    eventually(lambda: bool(office.wecom.texts_to(member)), what="the apology")
    assert "抱歉" in office.wecom.texts_to(member)[0]
    assert REGISTRY.get_sample_value("bot_answer_failures_total", labels) == before + 1


def test_case_17_an_awkward_long_text_arrives_whole_in_parts_within_the_limit(
    office: Office, member: str
) -> None:
    office.post_wecom(office.wecom.text_xml(member, LONG, f"17{member}"))
    expected = len(AWKWARD.encode()) // 2048 + 1
    eventually(lambda: len(office.wecom.texts_to(member)) >= expected, what="every part")
    parts = office.wecom.texts_to(member)
    assert all(len(part.encode()) <= 2048 for part in parts)
    assert "".join(part.partition("）")[2] for part in parts) == AWKWARD


@pytest.mark.parametrize("count", [1, 2])
def test_case_21_a_pressed_card_speaks_whatever_its_options_and_shows_it_without_its_code(
    office: Office, member: str, count: int
) -> None:
    ids = "".join(f"<OptionId>o{number}</OptionId>" for number in range(count))
    inner = (
        "<SelectedItems><SelectedItem><QuestionKey>q</QuestionKey>"
        f"<OptionIds>{ids}</OptionIds></SelectedItem></SelectedItems>"
    )
    for pressed, shown in (
        (write_key("签收", "签收 R05"), "已选：签收"),
        ("unknown-key", "已收到"),
    ):
        plain = office.wecom.xml(
            member,
            "event",
            inner=inner,
            Event="template_card_event",
            EventKey=pressed,
            TaskId="T1",
            ResponseCode="code-1",
        )
        query, body = office.wecom.signed(plain)
        answer = office.http.post(WECOM, params=query, content=body.encode())
        passive = office.wecom.read_passive(answer.text)
        assert passive is not None
        assert passive.findtext("MsgType") == "update_button"
        assert passive.findtext("Button/ReplaceName") == shown
    eventually(lambda: len(office.wecom.texts_to(member)) == 2, what="both answers")
    options = " ".join(f"o{number}" for number in range(count))
    assert f"签收 R05 {options}" in office.wecom.texts_to(member)[0]
    # The passive update spends no response_code, so none can be spent twice.
    assert office.wecom.calls["message/update_template_card"] == 0


def test_case_22_odd_kinds_are_acknowledged_welcome_comes_once_a_day_and_a_foreign_agent_never(
    office: Office, member: str
) -> None:
    unheard = office.wecom.xml(member, "event", Event="unheard_of")
    hologram = office.wecom.xml(member, "hologram", MsgId=f"22{member}")
    enter = office.wecom.xml(member, "event", Event="enter_agent")
    assert [office.post_wecom(each) for each in (unheard, hologram, enter, enter)] == [200] * 4
    eventually(lambda: len(office.wecom.texts_to(member)) == 2, what="decline and welcome")
    assert len(office.ids_from("wecom_app", member)) == 2
    foreign = office.wecom.text_xml(member, "在吗", f"22f{member}", agent_id=7)
    assert office.post_wecom(foreign) == 403
    query, body = office.wecom.signed(office.wecom.text_xml(member, "在吗", f"22e{member}"))
    other_envelope = body.replace(str(office.wecom.agent_id), "7").encode()
    assert office.http.post(WECOM, params=query, content=other_envelope).status_code == 403
    assert len(office.ids_from("wecom_app", member)) == 2
    missing = office.wecom.xml(member, "text", Content="在吗", MsgId=f"22m{member}")
    assert office.post_wecom(missing) == 200


@pytest.mark.slow
def test_case_05_two_processes_that_get_copies_at_once_answer_once(
    office: Office, tmp_path: Path
) -> None:
    wecom = office.wecom
    environment = {
        "BOT_DEMO": "false",
        "BOT_WECOM__CORP_ID": wecom.corp_id,
        "BOT_WECOM__AGENT_ID": str(wecom.agent_id),
        "BOT_WECOM__SECRET": wecom.secret,
        "BOT_WECOM__TOKEN": wecom.token,
        "BOT_WECOM__AES_KEY": wecom.aes_key,
        "BOT_WECOM__API_BASE_URL": wecom.base_url,
    }
    with ServingBot(tmp_path, **environment) as one, ServingBot(tmp_path, **environment) as two:
        urls = [f"{service.url}{WECOM}" for service in (one, two)]
        plain = wecom.text_xml("member99", "你好", "5000")
        with ThreadPoolExecutor(6) as pool:
            outcomes = list(
                pool.map(lambda n: wecom.deliver_callback(urls[n % 2], plain), range(6))
            )
        assert all(outcome.is_accepted for outcome in outcomes)
        wecom.deliver_callback(urls[0], wecom.text_xml("member99", "转人工", "5001"))
        eventually(lambda: len(wecom.texts_to("member99")) >= 2, what="both answers")
    assert len([text for text in wecom.texts_to("member99") if "您好" in text]) == 1
