"""The official account, against the simulator (cases 26 and 27 of the channel facts)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.channels.callback import WELCOME
from bot.channels.callback_door import CallbackDoor
from bot.channels.exchange import Exchanges
from bot.channels.wechat_official import CHANNEL, wording
from bot.channels.wechat_official.client import WechatClient
from bot.channels.wechat_official.outbox import Outbox
from bot.channels.wechat_official.sender import WechatOfficialSender
from bot.channels.wechat_official.webhook import PATH, callback
from bot.errors import ChannelMisconfigured, ChannelUnavailable, DeliveryError, RecipientUnreachable
from bot.messages import Chart, InboundMessage, Outcome, Reply
from bot.settings import WechatSection
from bot.storage.engine import SessionFactory
from tests.bot.channels.callback_vectors import Received, key, vector
from tests.bot.channels.tables import channel_database
from tests.simulators.wechat import WechatSimulator

K2 = key("K2")


def reply(text: str = "五日内办结。", **more: object) -> Reply:
    return Reply.model_validate(
        {"intent": "policy", "text": text, "outcome": Outcome.ANSWERED, **more}
    )


class Account:
    """The official account's side, with or without customer messages."""

    def __init__(self, wechat: WechatSimulator, base_url: str, sessions: SessionFactory) -> None:
        self.wechat = wechat
        self.base_url = base_url
        self.sessions = sessions
        self.received = Received()
        self.answers: list[str] = []

    def start(
        self,
        *,
        has_customer_messages: bool,
        passive_wait_s: float = 4.0,
        notice_template_id: str = "",
    ) -> None:
        """Build callback and sender; messages are answered at once with `answers`."""
        section = WechatSection(
            app_id=self.wechat.app_id,
            secret=SecretStr(self.wechat.secret),
            token=SecretStr(self.wechat.token),
            aes_key=SecretStr(self.wechat.aes_key),
            api_base_url=self.base_url,
            has_customer_messages=has_customer_messages,
            passive_wait_s=passive_wait_s,
            notice_template_id=notice_template_id,
        )
        exchanges = self.exchanges = Exchanges(CHANNEL, self.sessions, self.wechat.clock)
        outbox = Outbox(self.sessions, self.wechat.clock)
        self.client = WechatClient(section, self.sessions, self.wechat.clock)
        self.sender = WechatOfficialSender(
            self.client,
            exchanges,
            outbox,
            self.wechat.clock,
            has_customer_messages=has_customer_messages,
        )
        served = callback(
            section, self.receive, self.wechat.clock, exchanges=exchanges, outbox=outbox
        )
        app = CallbackDoor(FastAPI(), [served])
        self.http = TestClient(app, raise_server_exceptions=False)

    async def receive(self, message: InboundMessage) -> None:
        await self.received(message)
        if self.answers:
            self.answer(message.message_id, self.answers.pop(0))

    def answer(self, message_id: str, text: str, account: str = "openid-1") -> None:
        self.sender.send(account, reply(text), key=f"reply:{CHANNEL}:{message_id}#0")

    def post(self, plain: str, nonce: str = "n1") -> str | None:
        """Deliver a callback; return the text WeChat shows at once."""
        query, body = self.wechat.sealed(plain, nonce)
        answer = self.http.post(PATH, params=query, content=body.encode())
        assert answer.status_code == 200
        passive = self.wechat.read_passive(answer.text)
        return None if passive is None else passive.findtext("Content")


@pytest.fixture
def wechat() -> WechatSimulator:
    return WechatSimulator()


@pytest.fixture
def account(wechat: WechatSimulator, tmp_path: Path) -> Iterator[Account]:
    with wechat.serve() as server:
        account = Account(wechat, server.url + "/cgi-bin", channel_database(tmp_path))
        account.start(has_customer_messages=True)
        yield account
        account.client.close()


class TestCallback:
    def test_the_echo_comes_back_as_it_is(self, account: Account, wechat: WechatSimulator) -> None:
        query = {**wechat.plain_query(), "echostr": "31415926"}
        answer = account.http.get(PATH, params=query)
        assert (answer.status_code, answer.text) == (200, "31415926")
        forged = account.http.get(PATH, params={**query, "nonce": "other"})
        assert (forged.status_code, forged.content) == (403, b"")

    def test_tencents_sample_is_received(self, account: Account, wechat: WechatSimulator) -> None:
        sealed = vector("V3")
        wechat.clock.move_to(vector("V3").clock().now())
        account.start(has_customer_messages=True, passive_wait_s=0)
        query = {**sealed.query, "encrypt_type": "aes"}
        body = f"<xml><Encrypt><![CDATA[{sealed.encrypted}]]></Encrypt></xml>".encode()
        assert account.http.post(PATH, params=query, content=body).status_code == 200
        (message,) = account.received.all
        assert (message.text, message.message_id) == ("abcdteT", "6054768590064713728")

    @pytest.mark.parametrize("encrypt_type", [None, "raw"])
    def test_a_plain_callback_is_refused(
        self, account: Account, wechat: WechatSimulator, encrypt_type: str | None
    ) -> None:
        query = wechat.plain_query()
        if encrypt_type:
            query["encrypt_type"] = encrypt_type
        plain = wechat.text_xml("openid-1", "在吗")
        answer = account.http.post(PATH, params=query, content=plain.encode())
        assert (answer.status_code, answer.content) == (400, b"")
        assert account.received.calls == 0

    def test_in_compatible_mode_only_the_encrypted_part_is_believed(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        query, body = wechat.sealed(wechat.text_xml("openid-1", "真的"))
        mixed = body.replace("</xml>", "<Content>假的</Content></xml>")
        account.answers = ["好"]
        account.http.post(PATH, params=query, content=mixed.encode())
        assert account.received.all[0].text == "真的"

    def test_subscribing_is_the_welcome_and_a_menu_item_speaks(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.answers = ["欢迎", "好"]
        assert account.post(wechat.xml("openid-1", "event", Event="subscribe")) == "欢迎"
        menu = wechat.xml("openid-1", "event", Event="CLICK", EventKey="办事指南")
        account.post(menu)
        assert [m.text for m in account.received.all] == [WELCOME, "办事指南"]

    @pytest.mark.parametrize("event", ["unsubscribe", "VIEW", "TEMPLATESENDJOBFINISH"])
    def test_other_events_are_acknowledged_in_silence(
        self, account: Account, wechat: WechatSimulator, event: str
    ) -> None:
        assert account.post(wechat.xml("openid-1", "event", Event=event)) is None
        assert account.received.calls == 0

    def test_a_voice_that_wechat_heard_is_a_text(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.answers = ["好", "好"]
        heard = wechat.xml("openid-1", "voice", MediaId="m", Recognition="还差几家", MsgId="71")
        account.post(heard)
        account.post(wechat.xml("openid-1", "voice", MediaId="m", MsgId="72"))
        assert [(m.text, len(m.attachments)) for m in account.received.all] == [
            ("还差几家", 0),
            ("", 1),
        ]

    def test_what_could_not_be_kept_is_a_500_so_that_it_comes_again(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.received.is_down = True
        query, body = wechat.sealed(wechat.text_xml("openid-1", "在吗"))
        assert account.http.post(PATH, params=query, content=body.encode()).status_code == 500


class TestAnswers:
    def test_an_answer_in_time_is_passive_and_costs_no_customer_message(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.answers = ["]]><Evil>五日内办结。</Evil>"]
        shown = account.post(wechat.text_xml("openid-1", "多久？"))
        assert shown == "]]><Evil>五日内办结。</Evil>"
        assert wechat.calls["custom/send"] == 0

    def test_a_repetition_gets_the_same_passive_answer(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.answers = ["五日内办结。"]
        plain = wechat.text_xml("openid-1", "多久？", "55")
        assert {account.post(plain, f"n{number}") for number in range(3)} == {"五日内办结。"}
        assert len(account.received.all) == 1

    def test_a_late_answer_is_a_customer_message(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.start(has_customer_messages=True, passive_wait_s=0)
        assert account.post(wechat.text_xml("openid-1", "多久？", "56")) is None
        for _ in range(2):
            account.answer("56", "五日内办结。")
        assert wechat.shown == [("openid-1", "五日内办结。")]

    def test_a_long_answer_goes_out_whole_and_in_order(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.answers = ["政策。" * 500]
        assert account.post(wechat.text_xml("openid-1", "全文")) is None
        assert [text[:5] for _, text in wechat.shown] == ["（1/3）", "（2/3）", "（3/3）"]

    @pytest.mark.parametrize("code", [45015, 45047])
    def test_an_answer_outside_the_window_waits_for_the_next_contact(
        self, account: Account, wechat: WechatSimulator, code: int
    ) -> None:
        account.start(has_customer_messages=True, passive_wait_s=0)
        account.post(wechat.text_xml("openid-1", "多久？", "57"))
        wechat.script(code)
        account.answer("57", "第一个答案")
        assert (wechat.shown, wechat.calls["custom/send"]) == ([], 1)
        account.post(wechat.text_xml("openid-1", "还有呢？", "58"))
        account.answer("58", "第二个答案")
        assert [text for _, text in wechat.shown] == ["第一个答案", "第二个答案"]

    def test_the_sixth_customer_message_is_not_lost(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.answers = ["政策。" * 1300]
        account.post(wechat.text_xml("openid-1", "全文"))
        assert len(wechat.shown) == 5
        account.answers = ["好"]
        account.post(wechat.text_xml("openid-1", "继续"))
        assert [text[:5] for _, text in wechat.shown[5:]] == ["（6/6）", "好"]

    @pytest.mark.parametrize(
        ("code", "error"),
        [
            (45015, RecipientUnreachable),
            (45047, RecipientUnreachable),
            (43101, RecipientUnreachable),
            (40003, RecipientUnreachable),
            (48001, ChannelMisconfigured),
        ],
    )
    def test_an_alert_that_cannot_go_out_takes_another_channel(
        self, account: Account, wechat: WechatSimulator, code: int, error: type[DeliveryError]
    ) -> None:
        wechat.script(code)
        with pytest.raises(error) as refused:
            account.sender.send("openid-1", reply("请签收"), key="alert:R05#0")
        assert not refused.value.is_retryable
        assert wechat.calls["custom/send"] == 1

    def test_an_alert_refused_once_is_not_said_at_the_next_contact(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        with pytest.raises(RecipientUnreachable):
            account.sender.send("openid-1", reply("请签收"), key="alert:R05#0")
        account.answers = ["好"]
        assert account.post(wechat.text_xml("openid-1", "在吗")) == "好"
        assert wechat.shown == []

    @pytest.mark.parametrize("code", [43101, 40003, 48001])
    def test_an_alert_that_another_channel_carries_is_not_said_again(
        self, account: Account, wechat: WechatSimulator, code: int
    ) -> None:
        wechat.script(code)
        with pytest.raises(DeliveryError):
            account.sender.send("openid-1", reply("请签收"), key="alert:R05#0")
        account.answers = ["好"]
        assert account.post(wechat.text_xml("openid-1", "在吗")) == "好"
        assert wechat.shown == []

    def test_an_alert_refused_halfway_goes_out_whole_when_it_is_tried_again(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        wechat.text_xml("openid-1", "在吗")
        long = reply("请签收。" * 400)
        wechat.script(0, 43101)
        with pytest.raises(RecipientUnreachable):
            account.sender.send("openid-1", long, key="alert:R05#0")
        account.sender.send("openid-1", long, key="alert:R05#0")
        assert [text[:5] for _, text in wechat.shown] == ["（1/3）", "（2/3）", "（3/3）"]

    def test_an_alert_that_met_a_busy_vendor_is_still_sent(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        wechat.text_xml("openid-1", "在吗")
        wechat.script(45009)
        with pytest.raises(ChannelUnavailable):
            account.sender.send("openid-1", reply("请签收"), key="alert:R05#0")
        account.sender.send("openid-1", reply("请签收"), key="alert:R05#0")
        assert wechat.shown == [("openid-1", "请签收")]

    def test_what_waited_longer_than_a_day_says_of_which_day_it_is(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.start(has_customer_messages=True, passive_wait_s=0)
        account.post(wechat.text_xml("openid-1", "多久？", "57"))
        wechat.script(45015)
        account.answer("57", "现行有效。" * 400)
        written = f"{wechat.clock.now():%Y-%m-%d}"
        wechat.clock.advance(timedelta(days=200))
        account.post(wechat.text_xml("openid-1", "还有呢？", "58"))
        account.answer("58", "新的答案")
        *old, new = [text for _, text in wechat.shown]
        assert [text.splitlines()[0] for text in old] == [
            wording.LATE.format(day=written).strip()
        ] * len(old)
        assert (len(old) > 1, new) == (True, "新的答案")

    def test_an_alert_is_told_by_a_notice_and_waits_for_the_next_contact(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.start(has_customer_messages=True, notice_template_id="T1")
        wechat.consenting.add("openid-1")
        text = "【红色预警】R05 建设产业投资基金已逾期 3 个工作日\n请尽快办理。"
        account.sender.send("openid-1", reply(text), key="alert:R05#0")
        assert wechat.notices == [("openid-1", "【红色预警】R05 建设产业投资基金已…")]
        account.answers = ["好"]
        account.post(wechat.text_xml("openid-1", "什么提醒"))
        assert [shown for _, shown in wechat.shown] == [text, "好"]

    def test_somebody_who_refuses_notices_is_unreachable(self, account: Account) -> None:
        account.start(has_customer_messages=False, notice_template_id="T1")
        with pytest.raises(RecipientUnreachable):
            account.sender.send("openid-2", reply("请签收"), key="alert:R05#0")

    def test_the_window_of_48_hours_is_kept(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        wechat.text_xml("openid-1", "在吗")
        account.sender.send("openid-1", reply("请签收"), key="alert:1#0")
        wechat.clock.advance(timedelta(hours=49))
        with pytest.raises(RecipientUnreachable):
            account.sender.send("openid-1", reply("请签收"), key="alert:2#0")
        assert len(wechat.shown) == 1


class TestWithoutCustomerMessages:
    def test_a_long_answer_is_given_part_by_part(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.start(has_customer_messages=False)
        account.answers = ["政策。" * 500]
        shown = [account.post(wechat.text_xml("openid-1", "全文"))]
        shown += [account.post(wechat.text_xml("openid-1", wording.MORE)) for _ in range(2)]
        assert [str(text)[:5] for text in shown] == ["（1/3）", "（2/3）", "（3/3）"]
        assert (len(account.received.all), wechat.calls["custom/send"]) == (1, 0)

    def test_a_late_answer_is_given_at_the_next_contact(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.start(has_customer_messages=False, passive_wait_s=0)
        assert account.post(wechat.text_xml("openid-1", "多久？", "61")) is None
        account.answer("61", "五日内办结。")
        assert account.post(wechat.text_xml("openid-1", wording.MORE)) == "五日内办结。"

    def test_the_word_for_more_is_an_ordinary_message_when_nothing_waits(
        self, account: Account, wechat: WechatSimulator
    ) -> None:
        account.start(has_customer_messages=False)
        account.answers = ["继续什么？"]
        assert account.post(wechat.text_xml("openid-1", wording.MORE)) == "继续什么？"


def test_a_wrong_secret_names_the_setting_and_not_the_secret(
    account: Account, wechat: WechatSimulator
) -> None:
    used, wechat.secret = wechat.secret, "another"
    with pytest.raises(ChannelMisconfigured, match="BOT_WECHAT__SECRET") as refused:
        account.client.check_access()
    assert used not in str(refused.value)


def test_a_picture_follows_the_text_and_costs_nothing_when_it_cannot_go(
    account: Account, wechat: WechatSimulator
) -> None:
    chart = Chart(png_base64="UE5HLWJ5dGVz", description="产值")
    account.start(has_customer_messages=True, passive_wait_s=0)
    account.post(wechat.text_xml("openid-1", "产值多少", "7"), "n7")
    for delivery in ("alert:1#0", "alert:1#0", "alert:2#0"):
        account.sender.send("openid-1", reply("见图。", chart=chart), key=delivery)
        wechat.script(0, 45047)
    assert wechat.pictures == [("openid-1", b"PNG-bytes")]
