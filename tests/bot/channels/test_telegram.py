"""Telegram, against the simulator (cases 28 and 29 of the channel facts)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.channels.callback import WELCOME
from bot.channels.callback_door import CallbackDoor
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.webhook import MAX_BODY, PATH, callback
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import (
    ChannelMisconfigured,
    ChannelUnavailable,
    DeliveryError,
    RecipientUnreachable,
)
from bot.messages import Chart, Choice, Citation, Outcome, Reply
from bot.settings import TelegramSection
from tests.bot.channels.callback_vectors import Received
from tests.bot.channels.tables import channel_database
from tests.simulators.http_answer import HttpAnswer
from tests.simulators.telegram import TelegramSimulator

NUMBER = re.compile(r"^（\d+/\d+）")


def reply(text: str = "您好。", **more: object) -> Reply:
    return Reply.model_validate(
        {"intent": "help", "text": text, "outcome": Outcome.ANSWERED, **more}
    )


@pytest.fixture
def telegram() -> TelegramSimulator:
    return TelegramSimulator()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))


@pytest.fixture
def section(telegram: TelegramSimulator) -> Iterator[TelegramSection]:
    with telegram.serve() as server:
        yield TelegramSection(
            token=SecretStr(telegram.token),
            secret_token=SecretStr(telegram.secret_token),
            username="taizhou_bot",
            api_base_url=server.url,
        )


@pytest.fixture
def client(section: TelegramSection) -> Iterator[TelegramClient]:
    client = TelegramClient(section)
    yield client
    client.close()


@pytest.fixture
def sender(client: TelegramClient, clock: ManualClock, tmp_path: Path) -> TelegramSender:
    return TelegramSender(client, channel_database(tmp_path), clock)


class Webhook:
    """Calls the webhook as Telegram does."""

    def __init__(self, app: CallbackDoor, secret: str) -> None:
        self._client = TestClient(app, raise_server_exceptions=False)
        self._secret = secret

    def post(self, content: bytes, headers: dict[str, str]) -> HttpAnswer:
        return self._client.post(PATH, content=content, headers=headers)

    def deliver(self, update: dict[str, Any], secret: str | None = None) -> HttpAnswer:
        header = {"X-Telegram-Bot-Api-Secret-Token": self._secret if secret is None else secret}
        return self.post(json.dumps(update).encode(), header)


@pytest.fixture
def webhook(
    section: TelegramSection, client: TelegramClient, clock: ManualClock, received: Received
) -> Webhook:
    served = callback(section, received, clock, replace_buttons=client.replace_buttons)
    app = CallbackDoor(FastAPI(), [served])
    return Webhook(app, section.secret_token.get_secret_value())


class TestWebhook:
    def test_without_the_right_secret_it_is_forbidden(
        self, webhook: Webhook, telegram: TelegramSimulator, received: Received
    ) -> None:
        update = telegram.update("在吗")
        assert webhook.deliver(update, "wrong").status_code == 403
        assert webhook.deliver(update, "").status_code == 403
        assert webhook.post(json.dumps(update).encode(), {}).status_code == 403
        assert received.calls == 0

    def test_a_repeated_update_is_one_message_and_a_lower_id_another(
        self, webhook: Webhook, telegram: TelegramSimulator, received: Received
    ) -> None:
        update = telegram.update("多久能有回音？")
        statuses = [webhook.deliver(update).status_code for _ in range(3)]
        lower = {**telegram.update("还有呢？"), "update_id": 3}
        statuses.append(webhook.deliver(lower).status_code)
        assert statuses == [200] * 4
        assert [message.text for message in received.all] == ["多久能有回音？", "还有呢？"]
        assert received.all[0].sender == "42"

    def test_starting_the_bot_is_the_welcome(
        self, webhook: Webhook, telegram: TelegramSimulator, received: Received
    ) -> None:
        webhook.deliver(telegram.update("/start"))
        assert received.all[0].text == WELCOME

    def test_in_a_group_only_what_names_the_bot_counts_and_the_group_is_the_sender(
        self, webhook: Webhook, telegram: TelegramSimulator, received: Received
    ) -> None:
        webhook.deliver(telegram.update("大家好", chat_id=-7, kind="supergroup"))
        webhook.deliver(
            telegram.update("@Taizhou_Bot 离8家还差几家", chat_id=-7, kind="supergroup")
        )
        assert [(m.text, m.sender) for m in received.all] == [("离8家还差几家", "-7")]

    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ("@taizhou_bot离8家还差几家", "离8家还差几家"),
            ("ßßß @TAIZHOU_BOT 在吗", "ßßß  在吗"),
            ("@taizhou_bot2 在吗", None),
            ("@taizhou_botany 在吗", None),
        ],
    )
    def test_a_name_that_only_begins_like_the_bots_is_anothers(
        self,
        webhook: Webhook,
        telegram: TelegramSimulator,
        received: Received,
        said: str,
        asked: str | None,
    ) -> None:
        webhook.deliver(telegram.update(said, chat_id=-7, kind="supergroup"))
        assert [message.text for message in received.all] == ([] if asked is None else [asked])

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            ({"photo": [{"file_id": "s"}, {"file_id": "l"}]}, "image"),
            ({"voice": {"file_id": "v"}}, "voice"),
            ({"document": {"file_id": "d"}}, "file"),
            ({"location": {"latitude": 32.4, "longitude": 119.9}}, "location"),
            ({"sticker": {"file_id": "x"}}, "file"),
        ],
    )
    def test_what_is_sent_along_is_handed_over(
        self,
        webhook: Webhook,
        telegram: TelegramSimulator,
        received: Received,
        content: dict[str, Any],
        kind: str,
    ) -> None:
        assert webhook.deliver(telegram.update(**content)).status_code == 200
        assert [attachment.kind for attachment in received.all[0].attachments] == [kind]

    def test_a_pressed_button_speaks_stops_spinning_and_shows(
        self,
        webhook: Webhook,
        sender: TelegramSender,
        telegram: TelegramSimulator,
        received: Received,
    ) -> None:
        choice = Choice(label="签收", send="签收 R05")
        sender.send("42", reply(choices=(choice,)), key="k")
        press = telegram.press("签收 R05")
        answer = webhook.deliver(press).json()
        assert received.all[0].text == "签收 R05"
        assert answer["method"] == "answerCallbackQuery"
        assert (answer["callback_query_id"], answer["text"]) == (
            press["callback_query"]["id"],
            "已选：签收",
        )
        shown = telegram.edits[0]["reply_markup"]["inline_keyboard"][0][0]["text"]
        assert shown == "已选：签收"
        again = telegram.press(
            telegram.edits[0]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        )
        assert webhook.deliver(again).json()["method"] == "answerCallbackQuery"
        assert len(received.all) == len(telegram.edits) == 1

    def test_what_could_not_be_kept_is_a_500_so_that_it_comes_again(
        self, webhook: Webhook, telegram: TelegramSimulator, received: Received
    ) -> None:
        received.is_down = True
        assert webhook.deliver(telegram.update("在吗")).status_code == 500

    @pytest.mark.parametrize(
        "update",
        [
            [],
            {},
            {"update_id": 1, "message": {}},
            {"update_id": 1, "message": 3},
            {"message": {}},
            {"update_id": 2**60, "message": {"chat": {"id": 1, "type": "private"}, "text": "x"}},
        ],
    )
    def test_a_malformed_update_is_a_bad_request(self, webhook: Webhook, update: Any) -> None:
        answer = webhook.deliver(update)
        assert (answer.status_code, answer.content) == (400, b"")

    @pytest.mark.parametrize("kind", ["edited_message", "my_chat_member", "channel_post"])
    def test_other_updates_are_acknowledged_in_silence(
        self, webhook: Webhook, received: Received, kind: str
    ) -> None:
        assert webhook.deliver({"update_id": 1, kind: {}}).status_code == 200
        assert received.calls == 0

    def test_a_body_beyond_the_cap_is_too_large(
        self, webhook: Webhook, section: TelegramSection
    ) -> None:
        secret = section.secret_token.get_secret_value()
        header = {"X-Telegram-Bot-Api-Secret-Token": secret}
        assert webhook.post(b"[" * (MAX_BODY + 1), header).status_code == 413
        assert webhook.post(b"[" * MAX_BODY, header).status_code == 400

    JSON = st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(st.characters(exclude_categories=()), max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "chat", "text", "message", "data", "photo", "location"]),
                inner,
            )
        ),
        max_leaves=10,
    )

    @settings(
        max_examples=300,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(kind=st.sampled_from(["message", "callback_query"]), content=JSON)
    def test_no_update_is_a_server_error(self, webhook: Webhook, kind: str, content: Any) -> None:
        assert webhook.deliver({"update_id": 1, kind: content}).status_code < 500


class TestSending:
    def test_markup_in_a_text_is_shown_as_it_is(
        self, sender: TelegramSender, telegram: TelegramSimulator
    ) -> None:
        sender.send("42", reply("5 < 6 & <b>甲</b>"), key="k")
        assert telegram.shown[0]["text"] == "5 &lt; 6 &amp; &lt;b&gt;甲&lt;/b&gt;"

    def test_4097_characters_are_two_parts(
        self, sender: TelegramSender, telegram: TelegramSimulator
    ) -> None:
        text = "政" * 4097
        receipt = sender.send("42", reply(text), key="k")
        assert "".join(NUMBER.sub("", sent["text"]) for sent in telegram.shown) == text
        assert len(receipt.message_ids) == 2

    def test_sources_are_links(self, sender: TelegramSender, telegram: TelegramSimulator) -> None:
        citation = Citation(
            document="方案",
            document_number=None,
            clause="三-6",
            quote="",
            validity="",
            url="https://bot.gov.cn/documents/1?a=1&b=2",
        )
        sender.send("42", reply(citations=(citation,)), key="k")
        link = '<a href="https://bot.gov.cn/documents/1?a=1&amp;b=2">方案 第三部分第6条</a>'
        assert telegram.shown[0]["text"].endswith(link)

    def test_a_choice_too_long_for_a_button_is_written_out(
        self, sender: TelegramSender, telegram: TelegramSimulator
    ) -> None:
        choices = (Choice(label="短", send="短"), Choice(label="长", send="长" * 22))
        sender.send("42", reply(choices=choices), key="k")
        assert "长" * 22 in telegram.shown[0]["text"]
        assert telegram.shown[0]["reply_markup"]["inline_keyboard"] == [
            [{"text": "短", "callback_data": "短"}]
        ]

    def test_a_chart_is_a_photo(self, sender: TelegramSender, telegram: TelegramSimulator) -> None:
        chart = Chart(png_base64="iVBORw0KGgo=", description="趋势" * 900)
        sender.send("42", reply(chart=chart), key="k")
        assert telegram.calls == ["sendPhoto", "sendMessage"]

    def test_text_whose_markup_is_refused_is_sent_plain(
        self, sender: TelegramSender, telegram: TelegramSimulator
    ) -> None:
        telegram.script("sendMessage", 400, "Bad Request: can't parse entities: x")
        sender.send("42", reply("甲 & 乙"), key="k")
        assert (telegram.shown[0]["text"], telegram.shown[0].get("parse_mode")) == ("甲 & 乙", None)

    def test_a_limited_chat_is_left_alone_for_as_long_as_telegram_says(
        self, sender: TelegramSender, telegram: TelegramSimulator, clock: ManualClock
    ) -> None:
        telegram.script("sendMessage", 429, "Too Many Requests: retry after 5", retry_after=5)
        with pytest.raises(ChannelUnavailable) as limited:
            sender.send("42", reply(), key="k")
        assert limited.value.retry_after == 5
        with pytest.raises(ChannelUnavailable):
            sender.send("42", reply(), key="other")
        assert len(telegram.calls) == 1
        sender.send("43", reply(), key="elsewhere")
        clock.advance(timedelta(seconds=5))
        sender.send("42", reply(), key="k")
        assert [sent["chat_id"] for sent in telegram.shown] == ["43", "42"]

    def test_a_limit_in_the_middle_does_not_repeat_what_went_out(
        self, sender: TelegramSender, telegram: TelegramSimulator, clock: ManualClock
    ) -> None:
        chart = Chart(png_base64="iVBORw0KGgo=", description="趋势")
        telegram.script("sendMessage", 429, "Too Many Requests", retry_after=1)
        with pytest.raises(ChannelUnavailable):
            sender.send("42", reply(chart=chart), key="k")
        clock.advance(timedelta(seconds=1))
        sender.send("42", reply(chart=chart), key="k")
        sender.send("42", reply(chart=chart), key="k")
        assert len(telegram.shown) == 2

    def test_a_group_that_became_a_supergroup_gets_its_answer_there_and_once(
        self, sender: TelegramSender, telegram: TelegramSimulator
    ) -> None:
        telegram.upgraded["-42"] = -1001234567890
        chart = Chart(png_base64="iVBORw0KGgo=", description="趋势")
        for _ in range(2):
            sender.send("-42", reply(chart=chart), key="k")
        assert [str(sent["chat_id"]) for sent in telegram.shown] == ["-1001234567890"] * 2

    @pytest.mark.parametrize("moved_to", [0, -42])
    def test_a_group_that_is_said_to_have_moved_nowhere_is_refused_and_not_asked_for_ever(
        self, sender: TelegramSender, telegram: TelegramSimulator, moved_to: int
    ) -> None:
        telegram.upgraded["-42"] = moved_to
        with pytest.raises(DeliveryError) as refused:
            sender.send("-42", reply(), key="k")
        assert not refused.value.is_retryable
        assert len(telegram.calls) <= 2

    def test_somebody_who_blocked_the_bot_is_unreachable(
        self, sender: TelegramSender, telegram: TelegramSimulator
    ) -> None:
        telegram.blocked.add("42")
        with pytest.raises(RecipientUnreachable):
            sender.send("42", reply(), key="k")

    def test_a_refused_token_names_the_setting_and_not_the_token(
        self, client: TelegramClient, telegram: TelegramSimulator, caplog: pytest.LogCaptureFixture
    ) -> None:
        client.check_access()
        used, telegram.token = telegram.token, "another"
        with (
            caplog.at_level("DEBUG"),
            pytest.raises(ChannelMisconfigured, match="BOT_TELEGRAM__TOKEN") as refused,
        ):
            client.check_access()
        assert used not in str(refused.value) + caplog.text

    def test_a_message_that_already_shows_the_choice_is_no_error(
        self, client: TelegramClient, telegram: TelegramSimulator
    ) -> None:
        for _ in range(2):
            client.replace_buttons("42", 1, "已选")
        assert len(telegram.edits) == 1
