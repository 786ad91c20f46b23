"""The AI bot's callback (cases 23-25 of the channel facts)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.channels.callback import WELCOME
from bot.channels.callback_door import CallbackDoor
from bot.channels.exchange import Exchanges
from bot.channels.wecom_aibot import CHANNEL, wording
from bot.channels.wecom_aibot.client import WecomAibotClient
from bot.channels.wecom_aibot.sender import WecomAibotSender
from bot.channels.wecom_aibot.webhook import PATH, callback
from bot.errors import RecipientUnreachable
from bot.messages import Chart, Outcome, Reply, Table
from bot.settings import WecomAibotSection
from tests.bot.channels.callback_vectors import Received, key, vector
from tests.bot.channels.tables import channel_database
from tests.simulators.wecom_aibot import AibotSimulator

K1 = key("K1")


def reply(text: str = "五日内办结。", **more: object) -> Reply:
    return Reply.model_validate(
        {"intent": "policy", "text": text, "outcome": Outcome.ANSWERED, **more}
    )


@pytest.fixture
def aibot() -> AibotSimulator:
    return AibotSimulator()


@pytest.fixture
def section(aibot: AibotSimulator) -> Iterator[WecomAibotSection]:
    with aibot.serve() as server:
        yield WecomAibotSection(
            token=SecretStr(K1.token),
            aes_key=SecretStr(K1.aes_key),
            api_base_url=server.url + "/cgi-bin",
        )


@pytest.fixture
def exchanges(aibot: AibotSimulator, tmp_path: Path) -> Exchanges:
    return Exchanges(CHANNEL, channel_database(tmp_path), aibot.clock)


@pytest.fixture
def client(
    section: WecomAibotSection, aibot: AibotSimulator, received: Received, exchanges: Exchanges
) -> TestClient:
    served = callback(section, received, aibot.clock, exchanges=exchanges)
    app = CallbackDoor(FastAPI(), [served])
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def sender(section: WecomAibotSection, exchanges: Exchanges) -> Iterator[WecomAibotSender]:
    client = WecomAibotClient(section)
    yield WecomAibotSender(client, exchanges)
    client.close()


def delivery_key(message: dict[str, Any]) -> str:
    return f"reply:{CHANNEL}:{message['msgid']}#0"


class TestVectors:
    @pytest.fixture
    def then(
        self, section: WecomAibotSection, received: Received, exchanges: Exchanges
    ) -> TestClient:
        """The callback at the moment V5 and V6 were signed."""
        served = callback(section, received, vector("V6").clock(), exchanges=exchanges)
        app = CallbackDoor(FastAPI(), [served])
        return TestClient(app, raise_server_exceptions=False)

    def test_the_url_is_verified(self, then: TestClient) -> None:
        sealed = vector("V5")
        query = urlencode({**sealed.query, "echostr": sealed.encrypted})
        answer = then.get(f"{PATH}?{query}")
        assert (answer.status_code, answer.text) == (200, "1616140317555161061")

    def test_a_message_opens_a_stream(
        self, then: TestClient, aibot: AibotSimulator, received: Received
    ) -> None:
        sealed = vector("V6")
        answer = then.post(PATH, params=sealed.query, json={"encrypt": sealed.encrypted})
        opened = aibot.opened(answer)
        assert opened["stream"]["finish"] is False
        assert opened["stream"]["id"]
        assert answer.json()["nonce"] == sealed.nonce
        assert [(m.sender, m.text) for m in received.all] == [("zhangsan", "你好")]

    @pytest.mark.parametrize("name", ["V7", "V10", "V12", "V15", "V16"])
    def test_other_vectors_are_refused(
        self, then: TestClient, received: Received, name: str
    ) -> None:
        sealed = vector(name)
        answer = then.post(PATH, params=sealed.query, json={"encrypt": sealed.encrypted})
        assert (answer.status_code, answer.content) == (403 if name == "V7" else 400, b"")
        assert received.calls == 0


class TestStream:
    def test_the_answer_is_shown_at_the_next_poll_and_stays(
        self, client: TestClient, aibot: AibotSimulator, sender: WecomAibotSender
    ) -> None:
        message = aibot.text("多久能有回音？")
        started = aibot.ask(client, PATH, message)
        waiting = aibot.ask(client, PATH, aibot.poll(started["id"]))
        assert (waiting["content"], waiting["finish"]) == (wording.LOOKING_UP, False)
        sender.send("zhangsan", reply(), key=delivery_key(message))
        for _ in range(2):
            shown = aibot.ask(client, PATH, aibot.poll(started["id"]))
            assert (shown["content"], shown["finish"]) == ("五日内办结。", True)

    def test_a_repeated_message_has_the_same_stream(
        self, client: TestClient, aibot: AibotSimulator, received: Received
    ) -> None:
        message = aibot.text("在吗")
        handles = {aibot.ask(client, PATH, message)["id"] for _ in range(3)}
        assert len(handles) == len(received.all) == 1

    def test_answers_find_their_own_streams(
        self, client: TestClient, aibot: AibotSimulator, sender: WecomAibotSender
    ) -> None:
        messages = [aibot.text(f"问题{number}") for number in range(3)]
        handles = [aibot.ask(client, PATH, message)["id"] for message in messages]
        for number in (2, 0, 1):
            sender.send("zhangsan", reply(f"答{number}"), key=delivery_key(messages[number]))
        shown = [aibot.ask(client, PATH, aibot.poll(handle))["content"] for handle in handles]
        assert shown == ["答0", "答1", "答2"]

    def test_an_unknown_stream_ends_with_an_apology(
        self, client: TestClient, aibot: AibotSimulator
    ) -> None:
        shown = aibot.ask(client, PATH, aibot.poll("unheard-of"))
        assert (shown["content"], shown["finish"]) == (wording.FORGOTTEN, True)

    def test_a_late_answer_goes_to_the_response_url_once(
        self,
        client: TestClient,
        aibot: AibotSimulator,
        sender: WecomAibotSender,
        section: WecomAibotSection,
    ) -> None:
        url = f"{section.api_base_url}/aibot/response?response_code=R1"
        message = aibot.text("很难的问题", response_url=url)
        handle = aibot.ask(client, PATH, message)["id"]
        aibot.clock.advance(timedelta(minutes=6))
        shown = aibot.ask(client, PATH, aibot.poll(handle))
        assert (shown["content"], shown["finish"]) == (wording.STILL_WORKING, True)
        sender.send("zhangsan", reply(), key=delivery_key(message))
        markdown = {"content": "五日内办结。", "feedback": {"id": handle}}
        assert aibot.responded == [{"msgtype": "markdown", "markdown": markdown}]
        with pytest.raises(RecipientUnreachable):
            sender.send("zhangsan", reply(), key=delivery_key(message))

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example/cgi-bin/aibot/response?response_code=R",
            "http://169.254.169.254/latest/meta-data",
            "{base}/../admin",
            "{base}@evil.example/cgi-bin/aibot/response",
            "http://[",
            7,
        ],
    )
    def test_a_foreign_response_url_is_never_called(
        self,
        client: TestClient,
        aibot: AibotSimulator,
        sender: WecomAibotSender,
        section: WecomAibotSection,
        url: Any,
    ) -> None:
        if isinstance(url, str):
            url = url.replace("{base}", section.api_base_url)
        message = aibot.text("在吗", response_url=url)
        handle = aibot.ask(client, PATH, message)["id"]
        aibot.clock.advance(timedelta(minutes=6))
        aibot.ask(client, PATH, aibot.poll(handle))
        with pytest.raises(RecipientUnreachable):
            sender.send("zhangsan", reply(), key=delivery_key(message))

    def test_a_long_answer_is_cut_on_a_character(
        self, client: TestClient, aibot: AibotSimulator, sender: WecomAibotSender
    ) -> None:
        message = aibot.text("全文")
        handle = aibot.ask(client, PATH, message)["id"]
        sender.send("zhangsan", reply("政" * 9000), key=delivery_key(message))
        shown = aibot.ask(client, PATH, aibot.poll(handle))["content"]
        assert re.fullmatch("政+" + wording.CUT, shown)
        assert len(shown.encode()) > 20470

    def test_tables_and_pictures_come_with_the_end(
        self, client: TestClient, aibot: AibotSimulator, sender: WecomAibotSender
    ) -> None:
        message = aibot.text("列个表")
        handle = aibot.ask(client, PATH, message)["id"]
        table = Table(title="产值", columns=("产业", "亿元"), rows=(("生物", "1"),))
        chart = Chart(png_base64="iVBORw0KGgo=", description="")
        sender.send("zhangsan", reply(table=table, chart=chart), key=delivery_key(message))
        shown = aibot.ask(client, PATH, aibot.poll(handle))
        assert "| 生物 | 1 |" in shown["content"]
        assert shown["msg_item"][0]["image"]["base64"] == "iVBORw0KGgo="

    def test_the_text_can_form_no_markup_and_no_reasoning(
        self, client: TestClient, aibot: AibotSimulator, sender: WecomAibotSender
    ) -> None:
        message = aibot.text("在吗")
        handle = aibot.ask(client, PATH, message)["id"]
        sender.send("zhangsan", reply("<think>[a](b)\n# 一"), key=delivery_key(message))
        shown = aibot.ask(client, PATH, aibot.poll(handle))["content"]
        assert shown == r"\<think\>\[a\](b)" + "\n" + r"\# 一"

    def test_the_bot_cannot_speak_first(self, sender: WecomAibotSender) -> None:
        with pytest.raises(RecipientUnreachable):
            sender.send("zhangsan", reply(), key="alert:R05:2019-11-15:red")


class TestMessages:
    def test_in_a_group_the_group_is_the_sender(
        self, client: TestClient, aibot: AibotSimulator, received: Received
    ) -> None:
        message = aibot.text("@小助手 还差几家", chattype="group", chatid="C1")
        aibot.ask(client, PATH, message)
        (inbound,) = received.all
        assert (inbound.sender, inbound.text) == ("group:C1", "还差几家")

    def test_voice_mixed_and_pictures_are_read(
        self, client: TestClient, aibot: AibotSimulator, received: Received
    ) -> None:
        parts = [
            {"msgtype": "text", "text": {"content": "这是什么通知"}},
            {"msgtype": "image", "image": {"url": "https://u"}},
        ]
        aibot.ask(client, PATH, aibot.message("voice", voice={"content": "还差几家"}))
        aibot.ask(client, PATH, aibot.message("mixed", mixed={"msg_item": parts}))
        aibot.ask(client, PATH, aibot.message("file", file={"url": "https://f"}))
        aibot.ask(client, PATH, aibot.message("hologram", hologram={}))
        assert [(m.text, [a.kind for a in m.attachments]) for m in received.all] == [
            ("还差几家", []),
            ("这是什么通知", ["image"]),
            ("", ["file"]),
            ("", ["file"]),
        ]

    def test_entering_the_chat_is_the_welcome_answered_by_the_response_url(
        self,
        client: TestClient,
        aibot: AibotSimulator,
        received: Received,
        sender: WecomAibotSender,
        section: WecomAibotSection,
    ) -> None:
        url = f"{section.api_base_url}/aibot/response?response_code=R2"
        message = {**aibot.event("enter_chat"), "response_url": url}
        answer = aibot.post(client, PATH, message)
        assert (answer.status_code, answer.content) == (200, b"")
        assert received.all[0].text == WELCOME
        sender.send("zhangsan", reply("欢迎"), key=delivery_key(message))
        assert aibot.responded[0]["markdown"]["content"] == "欢迎"

    def test_a_pressed_button_shows_on_the_card_and_speaks(
        self, client: TestClient, aibot: AibotSimulator, received: Received
    ) -> None:
        card = {"card_type": "button_interaction", "event_key": "签收 R05", "task_id": "T1"}
        event = aibot.event("template_card_event", template_card_event=card)
        opened = aibot.opened(aibot.post(client, PATH, event))
        assert opened["response_type"] == "update_template_card"
        assert opened["template_card"]["task_id"] == "T1"
        assert received.all[0].text == "签收 R05"

    @pytest.mark.parametrize("kind", ["feedback_event", "unheard_of"])
    def test_other_events_get_an_empty_answer(
        self, client: TestClient, aibot: AibotSimulator, received: Received, kind: str
    ) -> None:
        answer = aibot.post(client, PATH, aibot.event(kind))
        assert (answer.status_code, answer.content) == (200, b"")
        assert received.calls == 0

    def test_what_could_not_be_kept_is_a_500_so_that_it_comes_again(
        self, client: TestClient, aibot: AibotSimulator, received: Received
    ) -> None:
        received.is_down = True
        assert aibot.post(client, PATH, aibot.text("在吗")).status_code == 500

    @pytest.mark.parametrize(
        "change",
        [
            {"msgid": "x" * 129},
            {"msgid": "\ud800"},
            {"from": {"userid": "张三\0"}},
            {"msgtype": "stream", "stream": {"id": "\udfff"}},
        ],
    )
    def test_an_id_that_is_none_is_a_bad_request(
        self, client: TestClient, aibot: AibotSimulator, change: dict[str, Any]
    ) -> None:
        assert aibot.post(client, PATH, {**aibot.text("在吗"), **change}).status_code == 400

    def test_what_no_database_keeps_is_left_out_of_the_text(
        self, client: TestClient, aibot: AibotSimulator, received: Received
    ) -> None:
        assert aibot.post(client, PATH, aibot.text("在\ud800吗\0？")).status_code == 200
        assert received.all[0].text == "在吗？"

    @pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"encrypt": 3}', b"[" * 100_000])
    def test_a_malformed_body_is_a_bad_request(self, client: TestClient, body: bytes) -> None:
        answer = client.post(PATH, params=vector("V6").query, content=body)
        assert (answer.status_code, answer.content) == (400, b"")

    JSON = st.recursive(
        st.none() | st.integers() | st.text(st.characters(exclude_categories=()), max_size=5),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(["content", "msg_item", "msgtype", "eventtype", "id", "task_id"]),
                inner,
            )
        ),
        max_leaves=8,
    )

    @settings(
        max_examples=300,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        kind=st.sampled_from(["text", "mixed", "stream", "event", "image", "from", "chatid"]),
        content=JSON,
    )
    def test_no_message_is_a_server_error(
        self, client: TestClient, aibot: AibotSimulator, kind: str, content: Any
    ) -> None:
        message = {**aibot.message("text" if kind in {"from", "chatid"} else kind), kind: content}
        assert aibot.post(client, PATH, message).status_code < 500
