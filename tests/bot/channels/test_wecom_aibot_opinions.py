"""The AI bot's feedback on answers and its cards of choices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.channels.callback_door import CallbackDoor
from bot.channels.exchange import Exchanges
from bot.channels.wecom_aibot import CHANNEL
from bot.channels.wecom_aibot.client import WecomAibotClient
from bot.channels.wecom_aibot.sender import WecomAibotSender
from bot.channels.wecom_aibot.webhook import PATH, callback
from bot.messages import Choice, Outcome, Reply
from bot.settings import WecomAibotSection
from tests.bot.channels.callback_vectors import Received, key
from tests.bot.channels.tables import channel_database
from tests.simulators.wecom_aibot import AibotSimulator

K1 = key("K1")
CHOICES = (Choice(label="签收", send="签收 R05"), Choice(label="办结", send="办结 R05"))


class Bot:
    """The bot's callback and sender, with the vendor simulated."""

    def __init__(self, aibot: AibotSimulator, url: str, folder: Path) -> None:
        self.aibot = aibot
        self.url = url
        section = WecomAibotSection(
            token=SecretStr(K1.token), aes_key=SecretStr(K1.aes_key), api_base_url=url
        )
        exchanges = Exchanges(CHANNEL, channel_database(folder), aibot.clock)
        self.received = Received()
        self.client = WecomAibotClient(section)
        self.sender = WecomAibotSender(self.client, exchanges)
        served = callback(section, self.received, aibot.clock, exchanges=exchanges)
        app = CallbackDoor(FastAPI(), [served])
        self.http = TestClient(app, raise_server_exceptions=False)

    def ask(self, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Ask something; return the message and the stream it is answered with."""
        message = self.aibot.text("怎么办", **more)
        return message, self.aibot.ask(self.http, PATH, message)

    def answer(self, message: dict[str, Any], account: str = "zhangsan") -> None:
        reply = Reply(intent="tasks", text="请选择。", outcome=Outcome.CLARIFY, choices=CHOICES)
        self.sender.send(account, reply, key=f"reply:{CHANNEL}:{message['msgid']}#0")

    def shown(self, handle: str) -> str:
        return str(self.aibot.ask(self.http, PATH, self.aibot.poll(handle))["content"])


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    aibot = AibotSimulator()
    with aibot.serve() as server:
        made = Bot(aibot, server.url + "/cgi-bin", tmp_path)
        yield made
        made.client.close()


@pytest.mark.parametrize(("kind", "verdict"), [(1, "useful"), (2, "useless"), (3, "revoked")])
def test_feedback_is_an_opinion_on_the_message_that_was_answered(
    bot: Bot, kind: int, verdict: str
) -> None:
    message, stream = bot.ask()
    given = {"id": stream["feedback"]["id"], "type": kind, "inaccurate_reason_list": [2, 4]}
    event = bot.aibot.event("feedback_event", feedback_event=given)
    answer = bot.aibot.post(bot.http, PATH, event)
    assert (answer.status_code, answer.content) == (200, b"")
    opinion = bot.received.all[-1].opinion
    assert opinion is not None
    assert (opinion.of, opinion.verdict) == (message["msgid"], verdict)
    assert "2、4" in opinion.reason


@pytest.mark.parametrize(
    "given",
    [{}, {"id": "unknown", "type": 1}, {"id": 7, "type": 1}, {"id": "x", "type": 9}],
)
def test_feedback_on_nothing_we_know_is_passed_over(bot: Bot, given: dict[str, object]) -> None:
    event = bot.aibot.event("feedback_event", feedback_event=given)
    assert bot.aibot.post(bot.http, PATH, event).status_code == 200
    assert bot.received.calls == 0


def test_choices_follow_the_stream_as_a_card(bot: Bot) -> None:
    message, stream = bot.ask(response_url=f"{bot.url}/aibot/response?response_code=R1")
    for _ in range(2):
        bot.answer(message)
    assert "签收" not in bot.shown(stream["id"])
    (sent,) = bot.aibot.responded
    assert [button["text"] for button in sent["template_card"]["button_list"]] == ["签收", "办结"]


@pytest.mark.parametrize("more", [{}, {"chattype": "group", "chatid": "G1"}])
def test_where_no_card_can_go_the_choices_are_written_out(bot: Bot, more: dict[str, str]) -> None:
    url = {"response_url": f"{bot.url}/aibot/response?response_code=R1"} if more else {}
    message, stream = bot.ask(**more, **url)
    bot.answer(message, "group:G1" if more else "zhangsan")
    assert "签收 R05" in bot.shown(stream["id"])
    assert bot.aibot.responded == []
