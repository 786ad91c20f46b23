"""The buttons under an answer, on the channels that have them."""

from __future__ import annotations

from datetime import datetime

from bot.channels.opinion import opinion_buttons, with_opinion
from bot.channels.telegram.rendering import texts
from bot.channels.telegram.updates import inbound_message
from bot.channels.wechat_official.rendering import texts as official_texts
from bot.channels.wecom_app.rendering import Addressing, card_payload, text_payloads
from bot.clock import BUSINESS_ZONE
from bot.messages import InboundMessage, Outcome, Reply
from tests.simulators.telegram import TelegramSimulator

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE)
ANSWER = Reply(intent="policy", text="五日内办结。", outcome=Outcome.ANSWERED, opinion_on="7:42:9")


def message(text: str) -> InboundMessage:
    return InboundMessage(
        channel="wecom_app", message_id="1", sender="u", conversation="u", text=text,
        received_at=NOW,
    )  # fmt: skip


def test_a_pressed_button_becomes_the_opinion_it_stands_for() -> None:
    useful, useless = (with_opinion(message(b.send)).opinion for b in opinion_buttons(ANSWER))
    assert useful is not None
    assert useless is not None
    assert (useful.of, useful.verdict) == ("7:42:9", "useful")
    assert (useless.of, useless.verdict) == ("7:42:9", "useless")


def test_an_ordinary_message_brings_no_opinion() -> None:
    for text in ("/opinion", "/opinion great 7", "有用", "/opinion useful 7 8"):
        assert with_opinion(message(text)) == message(text)


def test_what_is_not_to_be_judged_has_no_buttons() -> None:
    assert opinion_buttons(ANSWER.model_copy(update={"opinion_on": ""})) == ()


def test_the_app_and_the_official_account_ask_in_words_and_send_no_second_message() -> None:
    to = Addressing("u", 1, "reply:1")
    assert card_payload(ANSWER, to) is None
    (sent,) = text_payloads(ANSWER, to)
    asking = "\n\n回复“有用”或“没用”，可评价这条回答。"
    assert sent["text"]["content"] == official_texts(ANSWER)[0] == ANSWER.text + asking


def test_nobody_is_asked_about_what_is_not_to_be_judged() -> None:
    greeting = ANSWER.model_copy(update={"opinion_on": ""})
    assert official_texts(greeting) == [ANSWER.text]


def test_telegram_offers_them_under_the_last_message_and_reads_them_back() -> None:
    buttons = texts(ANSWER)[-1].buttons
    assert [button.label for button in buttons] == ["有用", "没用"]
    pressed = TelegramSimulator().press(buttons[1].send)
    inbound = inbound_message(pressed, username="", received_at=NOW)
    assert inbound is not None
    assert inbound.opinion is not None
    assert inbound.opinion.verdict == "useless"
