"""What ``/wecom/callback`` takes in (cases 1-7, 14, 21 and 22 of the channel facts)."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient

from bot.channels.callback import WELCOME
from bot.channels.wecom_app.card_key import write_key
from bot.channels.wecom_app.webhook import PATH
from tests.bot.channels.callback_vectors import Received, Vector, vector
from tests.bot.channels.wecom_callback import (
    K1,
    application,
    client_for,
    post_plain,
    post_vector,
)
from tests.simulators.wecom import WecomSimulator


@pytest.fixture
def client(received: Received, wecom: WecomSimulator) -> TestClient:
    """The callback at the simulator's own time."""
    return TestClient(application(received, wecom.clock), raise_server_exceptions=False)


class TestUrlVerification:
    def url(self, sealed: Vector, echo: str) -> str:
        return f"{PATH}?{urlencode(sealed.query)}&echostr={echo}"

    @pytest.mark.parametrize("safe", ["", "+/="])
    def test_the_echo_is_bare_text_whether_plus_was_escaped_or_not(
        self, received: Received, safe: str
    ) -> None:
        sealed = vector("V1")
        answer = client_for("V1", received).get(self.url(sealed, quote(sealed.encrypted, safe)))
        assert (answer.status_code, answer.content) == (200, b"1616140317555161061")
        assert answer.headers["content-type"].startswith("text/plain")

    def test_a_changed_signature_is_forbidden(self, received: Received) -> None:
        sealed = vector("V1")
        forged = Vector("0" + sealed.signature[1:], *sealed_rest(sealed))
        url = self.url(forged, quote(sealed.encrypted, ""))
        assert client_for("V1", received).get(url).status_code == 403

    def test_a_missing_signature_is_a_bad_request(self, received: Received) -> None:
        sealed = vector("V1")
        query = {"timestamp": sealed.timestamp, "nonce": sealed.nonce, "echostr": sealed.encrypted}
        assert client_for("V1", received).get(PATH, params=query).status_code == 400

    def test_a_recorded_message_cannot_be_decrypted_as_an_echo(self, received: Received) -> None:
        sealed = vector("V7")
        answer = client_for("V7", received).get(self.url(sealed, quote(sealed.encrypted, "")))
        assert (answer.status_code, answer.content) == (400, b"")


def sealed_rest(sealed: Vector) -> tuple[str, str, str]:
    return sealed.timestamp, sealed.nonce, sealed.encrypted


class TestMessages:
    def test_tencents_sample_is_received(self, received: Received) -> None:
        assert post_vector(client_for("V2", received, agent_id=218), "V2", 218) == 200
        (message,) = received.all
        assert (message.sender, message.text) == ("mycreate", "hello")
        assert (message.channel, message.message_id) == ("wecom_app", "4561255354251345929")

    def test_a_chinese_question_is_received(self, received: Received) -> None:
        assert post_vector(client_for("V7", received), "V7") == 200
        assert received.all[0].text == "社保怎么查"

    def test_the_acknowledgement_is_empty(self, received: Received) -> None:
        sealed = vector("V7")
        body = sealed.envelope(1000002, K1.receive_id).encode()
        answer = client_for("V7", received).post(PATH, params=sealed.query, content=body)
        assert answer.content == b""

    def test_a_repeated_message_has_the_same_id_even_sealed_anew(
        self, client: TestClient, received: Received, wecom: WecomSimulator
    ) -> None:
        plain = wecom.text_xml("zhangsan", "社保怎么查", "7000000000000000001")
        for nonce in ("nonce1", "nonce1", "nonce2"):
            assert post_plain(client, wecom, plain, nonce=nonce) == 200
        wecom.clock.advance(timedelta(hours=1))
        assert post_plain(client, wecom, plain, nonce="nonce3") == 200
        assert received.calls == 4
        assert len(received.all) == 1

    def test_a_picture_is_handed_over_with_an_empty_text(
        self, client: TestClient, received: Received, wecom: WecomSimulator
    ) -> None:
        plain = wecom.xml("zhangsan", "image", PicUrl="http://p", MediaId="m1", MsgId="2")
        assert post_plain(client, wecom, plain) == 200
        (message,) = received.all
        assert message.text == ""
        assert [(a.kind, a.reference) for a in message.attachments] == [("image", "m1")]

    @pytest.mark.parametrize("kind", ["voice", "video", "location", "link", "hologram"])
    def test_no_kind_of_message_is_met_with_silence(
        self, client: TestClient, received: Received, wecom: WecomSimulator, kind: str
    ) -> None:
        assert post_plain(client, wecom, wecom.xml("zhangsan", kind, MsgId="3")) == 200
        assert len(received.all[0].attachments) == 1

    def test_the_vendor_repeats_what_could_not_be_kept(
        self, client: TestClient, received: Received, wecom: WecomSimulator
    ) -> None:
        plain = wecom.text_xml("zhangsan", "在吗", "9")
        received.is_down = True
        assert post_plain(client, wecom, plain) == 500
        received.is_down = False
        assert post_plain(client, wecom, plain) == 200
        assert len(received.all) == 1


class TestEvents:
    def test_an_event_repeated_is_one_and_a_later_one_another(
        self, client: TestClient, received: Received, wecom: WecomSimulator
    ) -> None:
        first = wecom.xml("zhangsan", "event", Event="click", EventKey="帮助")
        post_plain(client, wecom, first)
        post_plain(client, wecom, first)
        wecom.clock.advance(timedelta(seconds=1))
        post_plain(client, wecom, wecom.xml("zhangsan", "event", Event="click", EventKey="帮助"))
        assert [message.text for message in received.all] == ["帮助", "帮助"]

    def test_two_buttons_in_the_same_second_are_two_messages(
        self, client: TestClient, received: Received, wecom: WecomSimulator
    ) -> None:
        for text in ("签收 R05", "办结 R05"):
            post_plain(client, wecom, wecom.xml("lisi", "event", Event="click", EventKey=text))
        assert [message.text for message in received.all] == ["签收 R05", "办结 R05"]

    def test_somebody_is_welcomed_once_a_day(
        self, client: TestClient, received: Received, wecom: WecomSimulator
    ) -> None:
        for _ in range(3):
            post_plain(client, wecom, wecom.xml("zhangsan", "event", Event="enter_agent"))
            wecom.clock.advance(timedelta(hours=1))
        post_plain(client, wecom, wecom.xml("lisi", "event", Event="enter_agent"))
        wecom.clock.advance(timedelta(days=1))
        post_plain(client, wecom, wecom.xml("zhangsan", "event", Event="enter_agent"))
        assert [(m.sender, m.text) for m in received.all] == [
            ("zhangsan", WELCOME),
            ("lisi", WELCOME),
            ("zhangsan", WELCOME),
        ]

    @pytest.mark.parametrize("event", ["LOCATION", "change_contact", "unheard_of", "unsubscribe"])
    def test_an_event_that_asks_nothing_is_acknowledged_in_silence(
        self, client: TestClient, received: Received, wecom: WecomSimulator, event: str
    ) -> None:
        assert post_plain(client, wecom, wecom.xml("zhangsan", "event", Event=event)) == 200
        assert received.all == []

    @pytest.mark.parametrize(
        ("options", "text"), [(["a"], "提交 a"), (["a", "b"], "提交 a b"), ([], "提交")]
    )
    def test_chosen_options_are_read_alike_whether_one_or_several(
        self,
        client: TestClient,
        received: Received,
        wecom: WecomSimulator,
        options: list[str],
        text: str,
    ) -> None:
        ids = "".join(f"<OptionId>{option}</OptionId>" for option in options)
        inner = (
            "<SelectedItems><SelectedItem><QuestionKey>q</QuestionKey>"
            f"<OptionIds>{ids}</OptionIds></SelectedItem></SelectedItems>"
        )
        plain = wecom.xml(
            "zhangsan", "event", inner=inner, Event="template_card_event", EventKey="提交"
        )
        assert post_plain(client, wecom, plain) == 200
        assert received.all[0].text == text

    def test_a_pressed_button_speaks_and_shows_on_the_card(
        self, client: TestClient, received: Received, wecom: WecomSimulator
    ) -> None:
        button = write_key("签收 ]]><Evil>x</Evil>", "签收 R05")
        # The vendor's own XML has to carry the key: its end mark is split over two sections.
        plain = wecom.xml("zhangsan", "event", Event="template_card_event", EventKey="KEY").replace(
            "KEY", button.replace("]]>", "]]]]><![CDATA[>")
        )
        query, body = wecom.signed(plain)
        answer = client.post(PATH, params=query, content=body.encode())
        passive = wecom.read_passive(answer.text)
        assert received.all[0].text == "签收 R05"
        assert passive is not None
        assert passive.findtext("MsgType") == "update_button"
        assert passive.findtext("Button/ReplaceName") == "已选：签收 ]]><Evil>x</Evil>"
        assert passive.find(".//Evil") is None
