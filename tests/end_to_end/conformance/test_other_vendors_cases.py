"""Cases 23-29 of the channel facts: AI bot, official account and Telegram, whole application."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.telegram.rendering import texts
from bot.channels.wechat_official.client import OutsideWindow
from bot.channels.wecom_aibot import CHANNEL as AIBOT_CHANNEL
from bot.channels.wecom_aibot import wording
from bot.channels.wecom_aibot.rendering import CONTENT_LIMIT, cut
from bot.delivery import DeliveryState
from bot.errors import ChannelUnavailable, RecipientUnreachable
from bot.messages import Choice, Outcome, Reply
from tests.bot.channels.callback_vectors import vector
from tests.end_to_end.conformance.office import AIBOT, TELEGRAM, WECHAT, Office
from tests.end_to_end.serving import eventually
from tests.simulators.wecom_aibot import AibotSimulator

_chat = itertools.count(1000)


def reply(text: str = "您好。", **more: object) -> Reply:
    return Reply.model_validate({"intent": "t", "text": text, "outcome": Outcome.ANSWERED, **more})


def ask(office: Office, message: dict[str, Any]) -> dict[str, Any]:
    return office.aibot.ask(office.http, AIBOT, message)


def finished(office: Office, handle: str) -> dict[str, Any]:
    """Poll the stream until it ends."""
    shown: dict[str, Any] = {}

    def has_finished() -> bool:
        shown.update(ask(office, office.aibot.poll(handle)))
        return bool(shown["finish"])

    eventually(has_finished, what="the end of the stream")
    return shown


def has_failed(office: Office, key: str) -> Callable[[], bool]:
    """Return what tells whether the delivery `key` has failed."""
    return lambda: office.parts.delivery.state(key) is DeliveryState.FAILED


def test_case_23_the_echo_and_the_first_reply_of_a_stream(office: Office) -> None:
    sealed = vector("V5")
    answer = office.http.get(AIBOT, params={**sealed.query, "echostr": sealed.encrypted})
    assert answer.content == b"1616140317555161061"
    sealed = vector("V6")
    answer = office.http.post(AIBOT, params=sealed.query, json={"encrypt": sealed.encrypted})
    stream = office.aibot.opened(answer)["stream"]
    assert (bool(stream["id"]), stream["finish"]) == (True, False)
    assert answer.json()["nonce"] == sealed.nonce


def test_case_24_polls_show_the_whole_text_and_end_once(office: Office) -> None:
    handle = ask(office, office.aibot.text("在吗", msgid="M-24"))["id"]
    assert "在吗" in finished(office, handle)["content"]
    assert ask(office, office.aibot.poll(handle))["finish"] is True
    unknown = ask(office, office.aibot.poll("unknown"))
    assert (unknown["content"], unknown["finish"]) == (wording.FORGOTTEN, True)
    assert len(cut("长" * 10_000).encode()) <= CONTENT_LIMIT


def test_case_25_card_events_update_and_feedback_is_answered_empty(
    office: Office,
) -> None:
    card = {"card_type": "button_interaction", "event_key": "签收 R05", "task_id": "T1"}
    event = office.aibot.event("template_card_event", template_card_event=card)
    opened = office.aibot.opened(office.aibot.post(office.http, AIBOT, event))
    assert opened["response_type"] == "update_template_card"
    feedback = office.aibot.event("feedback_event", feedback_event={"id": "F", "type": 1})
    assert office.aibot.post(office.http, AIBOT, feedback).content == b""


def test_case_25_a_late_answer_goes_to_the_bots_own_address_and_to_no_foreign_one(
    office: Office,
) -> None:
    card = {"card_type": "button_interaction", "event_key": "签收 R05", "task_id": "T1"}
    address = "/cgi-bin/aibot/response?response_code="
    settings = office.parts.settings.wecom_aibot
    own = settings.api_base_url.removesuffix("/cgi-bin")
    stranger = AibotSimulator()
    with stranger.serve() as server:
        # What an event brings about is said at its response_url, for want of a stream.
        for number, host in enumerate((server.url, own.replace("//", "//x@"))):
            event = office.aibot.event("template_card_event", template_card_event=card)
            event |= {"response_url": f"{host}{address}foreign-{number}"}
            office.aibot.post(office.http, AIBOT, event)
            failed = has_failed(office, f"reply:{AIBOT_CHANNEL}:{event['msgid']}")
            eventually(failed, what="an answer without an address")
    assert (stranger.responded, office.aibot.responded) == ([], [])
    event = office.aibot.event("template_card_event", template_card_event=card)
    event |= {"response_url": f"{own}{address}own"}
    office.aibot.post(office.http, AIBOT, event)
    eventually(lambda: bool(office.aibot.responded), what="the answer at the own address")


def test_case_26_the_account_echoes_raw_answers_sealed_and_refuses_what_is_plain(
    office: Office,
) -> None:
    query = office.wechat.plain_query()
    assert office.http.get(WECHAT, params={**query, "echostr": "3141"}).text == "3141"
    forged = {**query, "signature": "0" * 40, "echostr": "3141"}
    assert office.http.get(WECHAT, params=forged).status_code == 403
    sealed_query, body = office.wechat.sealed(office.wechat.text_xml("openid-26", "在吗", "26"))
    passive = office.wechat.read_passive(
        office.http.post(WECHAT, params=sealed_query, content=body.encode()).text
    )
    shown = [text for person, text in office.wechat.shown if person == "openid-26"]
    if passive is not None:
        shown.append(passive.findtext("Content") or "")
    eventually(
        lambda: len([1 for person, _ in office.wechat.shown if person == "openid-26"] + shown) >= 1,
        what="the answer, in the window or after it",
    )
    plain = office.wechat.text_xml("openid-26", "在吗", "27").encode()
    for encrypt_type in ({}, {"encrypt_type": "raw"}):
        answer = office.http.post(WECHAT, params={**query, **encrypt_type}, content=plain)
        assert (answer.status_code, answer.content) == (400, b"")
    sealed = vector("V3")
    envelope = f"<xml><Encrypt><![CDATA[{sealed.encrypted}]]></Encrypt></xml>".encode()
    # Even what is sealed, when it does not say so.
    assert office.http.post(WECHAT, params=sealed.query, content=envelope).status_code == 400
    taken = {**sealed.query, "encrypt_type": "aes"}
    assert office.http.post(WECHAT, params=taken, content=envelope).status_code == 200


def test_case_26_many_questions_in_a_minute_are_each_answered_without_waiting(
    office: Office,
) -> None:
    passive = 0
    for number in range(5):
        plain = office.wechat.text_xml("openid-eager", f"第{number}问", f"26{number}")
        query, body = office.wechat.sealed(plain)
        answer = office.http.post(WECHAT, params=query, content=body.encode())
        passive += office.wechat.read_passive(answer.text) is not None
    eventually(
        lambda: [to for to, _ in office.wechat.shown].count("openid-eager") + passive == 5,
        what="every answer",
    )


@pytest.mark.parametrize("code", [45015, 45047])
def test_case_27_a_closed_window_is_not_tried_again_and_waits_for_the_next_contact(
    office: Office, code: int
) -> None:
    person = f"openid-{code}"
    office.wechat.text_xml(person, "在吗")
    calls = office.wechat.calls["custom/send"]
    office.wechat.script(code)
    with pytest.raises(RecipientUnreachable):
        office.parts.senders["wechat_official"].send(person, reply(), key=f"alert:{code}#0")
    assert office.wechat.calls["custom/send"] == calls + 1
    office.parts.senders["wechat_official"].send(person, reply("第二条"), key=f"27:{code}#0")
    assert [text for to, text in office.wechat.shown if to == person] == ["第二条"]


def test_case_27_the_sixth_customer_message_is_refused_before_the_person_returns(
    office: Office,
) -> None:
    office.wechat.text_xml("openid-six", "在吗")
    sender = office.parts.senders["wechat_official"]
    for number in range(5):
        sender.send("openid-six", reply(f"第{number}条"), key=f"six:{number}#0")
    with pytest.raises(RecipientUnreachable) as refused:
        sender.send("openid-six", reply("第六条"), key="six:5#0")
    assert isinstance(refused.value.__context__, OutsideWindow)


def test_case_28_the_secret_is_needed_and_an_update_counts_once_whatever_its_number(
    office: Office,
) -> None:
    chat_id = next(_chat)
    secret = {"x-telegram-bot-api-secret-token": office.telegram.secret_token}
    update = office.telegram.update("在吗", chat_id=chat_id)
    assert office.http.post(TELEGRAM, json=update).status_code == 403
    wrong = {"x-telegram-bot-api-secret-token": "wrong"}
    assert office.http.post(TELEGRAM, json=update, headers=wrong).status_code == 403
    for _ in range(3):
        assert office.http.post(TELEGRAM, json=update, headers=secret).status_code == 200
    lower = {**office.telegram.update("还在吗", chat_id=chat_id), "update_id": 7}
    assert office.http.post(TELEGRAM, json=lower, headers=secret).status_code == 200
    assert len(office.ids_from("telegram", str(chat_id))) == 2
    eventually(
        lambda: [shown["chat_id"] for shown in office.telegram.shown].count(str(chat_id)) == 2,
        what="both answers",
    )


def test_case_29_a_limit_holds_for_its_chat_only_and_refusals_are_told_apart(
    office: Office,
) -> None:
    sender = office.parts.senders["telegram"]
    limited, other, blocked, plain = (str(next(_chat)) for _ in range(4))
    office.telegram.script("sendMessage", 429, "Too Many Requests: retry after 5", retry_after=5)
    with pytest.raises(ChannelUnavailable) as waits:
        sender.send(limited, reply(), key="29-a")
    assert waits.value.retry_after == 5
    with pytest.raises(ChannelUnavailable):
        sender.send(limited, reply(), key="29-b")
    sender.send(other, reply(), key="29-c")
    office.telegram.blocked.add(blocked)
    with pytest.raises(RecipientUnreachable):
        sender.send(blocked, reply(), key="29-d")
    office.telegram.script("sendMessage", 400, "Bad Request: can't parse entities")
    sender.send(plain, reply("<b>"), key="29-e")
    sent = [shown for shown in office.telegram.shown if shown["chat_id"] == plain]
    assert [shown.get("parse_mode") for shown in sent] == [None]


def test_case_29_a_text_too_long_is_two_and_a_button_too_long_is_written_out() -> None:
    assert len(texts(reply("字" * 4097))) == 2
    (message,) = texts(reply(choices=(Choice(label="签收", send="长" * 22),)))
    assert message.buttons == ()
    assert "长" * 22 in message.plain
