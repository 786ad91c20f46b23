"""What is sent in a group, and signs that stand for words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.channels.callback import WELCOME
from bot.channels.telegram.updates import inbound_message
from bot.channels.wecom_aibot.events import inbound_message as aibot_message
from bot.clock import BUSINESS_ZONE
from bot.messages import InboundMessage
from tests.simulators.telegram import TelegramSimulator

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE)


@pytest.fixture
def telegram() -> TelegramSimulator:
    return TelegramSimulator()


def taken(update: dict[str, Any]) -> InboundMessage | None:
    return inbound_message(update, username="taizhou_bot", received_at=NOW)


def in_group(telegram: TelegramSimulator, text: str, writer: int) -> InboundMessage | None:
    who = {"id": writer, "is_bot": False, "first_name": "三"}
    return taken(telegram.update(text, chat_id=-7, kind="supergroup", **{"from": who}))


def test_two_people_in_one_group_have_two_conversations_and_one_place_to_answer(
    telegram: TelegramSimulator,
) -> None:
    first = in_group(telegram, "@taizhou_bot 泰兴的产值多少", 1)
    second = in_group(telegram, "@taizhou_bot 那兴化呢", 2)
    again = in_group(telegram, "@taizhou_bot 那靖江呢", 1)
    assert first is not None
    assert second is not None
    assert again is not None
    assert first.conversation == again.conversation != second.conversation
    assert {first.sender, second.sender, again.sender} == {"-7"}


def test_a_button_pressed_in_a_group_belongs_to_whoever_pressed_it(
    telegram: TelegramSimulator,
) -> None:
    asked = in_group(telegram, "@taizhou_bot 产值多少", 1)
    press = telegram.press("按台账", chat_id=-7)
    press["callback_query"]["from"] = {"id": 1}
    press["callback_query"]["message"]["chat"]["type"] = "supergroup"
    pressed = taken(press)
    assert asked is not None
    assert pressed is not None
    assert pressed.conversation == asked.conversation


def test_who_only_calls_the_bot_by_name_is_greeted(telegram: TelegramSimulator) -> None:
    called = in_group(telegram, "@taizhou_bot", 1)
    assert called is not None
    assert called.text == WELCOME
    message = {
        "msgid": "m1",
        "msgtype": "text",
        "text": {"content": "@小助手"},
        "chattype": "group",
        "chatid": "C1",
        "from": {"userid": "u1"},
    }
    greeted = aibot_message(message, received_at=NOW)
    assert greeted is not None
    assert greeted.text == WELCOME


def test_a_sticker_is_the_sign_it_stands_for_and_no_file(telegram: TelegramSimulator) -> None:
    nod = taken(telegram.update(sticker={"file_id": "S1", "emoji": "👍"}))
    assert nod is not None
    assert (nod.text, nod.attachments) == ("👍", ())
    unnamed = taken(telegram.update(sticker={"file_id": "S1"}))
    assert unnamed is not None
    assert [each.kind for each in unnamed.attachments] == ["file"]
