"""The vendor takes a message and the line breaks before its answer: what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY
from pydantic import SecretStr

from bot.channels.exchange import Exchanges
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.sender import TelegramSender
from bot.channels.wechat_official.client import WechatClient
from bot.channels.wechat_official.outbox import Outbox, WaitingTextRow, settled_before
from bot.channels.wechat_official.sender import WechatOfficialSender
from bot.channels.wecom_aibot.client import WecomAibotClient
from bot.channels.wecom_aibot.sender import WecomAibotSender
from bot.clock import SystemClock
from bot.delivery import DeliveryState
from bot.delivery.limits import Backoff
from bot.errors import ChannelUnavailable, ReceiptLost, RecipientUnreachable
from bot.messages import Chart, Outcome, Recipient, Reply
from bot.settings import TelegramSection, WechatSection, WecomAibotSection
from tests.bot.channels.tables import channel_database
from tests.bot.channels.test_wechat_official import Account
from tests.bot.delivery.post import Post
from tests.contracts.simulated_channels import CHANNELS, KNOWS_NO_REPETITION, Channel
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.wechat import WechatSimulator
from tests.simulators.wecom_aibot import AibotSimulator

REPLY = Reply(intent="alert", text="请签收。", outcome=Outcome.ANSWERED)
OTHER = Reply(intent="policy", text="您好。", outcome=Outcome.ANSWERED)
KEY = "alert:R05"
ALWAYS = 99
PICTURE = Chart(png_base64="iVBORw0KGgo=", description="图")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def channel(name: str, stack: ExitStack, folder: Path) -> Channel:
    return CHANNELS[name](stack, channel_database(folder), False)


def given_up(name: str) -> float:
    labels = {"channel": name, "result": "given_up", "reason": "ReceiptLost"}
    return REGISTRY.get_sample_value("bot_send_attempts_total", labels) or 0.0


@pytest.mark.parametrize("name", KNOWS_NO_REPETITION)
def test_a_vendor_that_knows_no_repetition_shows_four_copies_at_most(
    name: str, stack: ExitStack, tmp_path: Path
) -> None:
    played = channel(name, stack, tmp_path / "channel")
    post = Post(tmp_path / "post", played.sender, backoff=Backoff())
    before = given_up(name)
    played.cuts[played.path] = ALWAYS
    to = Recipient(channel=name, account=played.account)
    post.delivery.deliver([to], REPLY, key=KEY)
    while post.work.run_delayed():
        pass
    assert played.shown() == ["请签收。"] * 4
    assert post.delivery.state(KEY) is DeliveryState.FAILED
    assert [one.reason for one in post.delivery.receipts(KEY)] == ["ReceiptLost"] * 4
    assert given_up(name) == before + 1

    played.cuts.clear()
    post.delivery.retry(KEY, [to])
    assert post.delivery.state(KEY) is DeliveryState.SENT
    assert len(played.shown()) == 5


@pytest.mark.parametrize("name", KNOWS_NO_REPETITION)
def test_one_receipt_that_was_lost_is_one_copy(name: str, stack: ExitStack, tmp_path: Path) -> None:
    played = channel(name, stack, tmp_path / "channel")
    post = Post(tmp_path / "post", played.sender, backoff=Backoff())
    played.cuts[played.path] = 1
    post.delivery.deliver([Recipient(channel=name, account=played.account)], REPLY, key=KEY)
    while post.work.run_delayed():
        pass
    assert post.delivery.state(KEY) is DeliveryState.SENT
    assert played.shown() == ["请签收。"] * 2


def test_a_vendor_that_knows_a_repetition_shows_the_message_once(
    stack: ExitStack, tmp_path: Path
) -> None:
    played = channel("wecom_app", stack, tmp_path)
    played.cuts[played.path] = 2
    for _ in range(2):
        with pytest.raises(ChannelUnavailable) as failed:
            played.sender.send(played.account, REPLY, key=f"{KEY}#0")
        assert not isinstance(failed.value, ReceiptLost)
    played.sender.send(played.account, REPLY, key=f"{KEY}#0")
    assert played.shown() == ["请签收。"]


@pytest.mark.parametrize("name", KNOWS_NO_REPETITION)
def test_only_the_part_whose_receipt_was_lost_is_sent_again(
    name: str, stack: ExitStack, tmp_path: Path
) -> None:
    played = channel(name, stack, tmp_path)
    count = 240 if name == "telegram" else 70
    long = REPLY.model_copy(update={"text": "对企业反映的问题做到1天应答、3天明确意见。\n" * count})
    played.cuts[played.path] = 1
    with pytest.raises(ReceiptLost):
        played.sender.send(played.account, long, key=f"{KEY}#0")
    assert len(played.shown()) == 1
    played.sender.send(played.account, long, key=f"{KEY}#0")
    first, again, *others = played.shown()
    assert again == first
    assert first not in others
    assert len(set(others)) == len(others) > 0


@pytest.mark.parametrize("code", [500, 502, 504])
@pytest.mark.parametrize(("method", "chart"), [("sendMessage", None), ("sendPhoto", PICTURE)])
def test_telegrams_own_word_that_it_broke_says_nothing_of_the_message(
    code: int, method: str, chart: Chart | None, stack: ExitStack, tmp_path: Path
) -> None:
    simulated = TelegramSimulator()
    url = stack.enter_context(simulated.serve()).url
    client = TelegramClient(TelegramSection(token=SecretStr(simulated.token), api_base_url=url))
    stack.callback(client.close)
    sender = TelegramSender(client, channel_database(tmp_path), SystemClock())
    simulated.script(method, code, "Bad Gateway")
    with pytest.raises(ReceiptLost):
        sender.send("42", REPLY.model_copy(update={"chart": chart}), key=f"{KEY}#0")


def test_an_alert_whose_notice_met_a_broken_line_does_not_wait_beside_another_channel(
    stack: ExitStack, tmp_path: Path
) -> None:
    wechat = WechatSimulator(consenting={"openid-1"})
    server = stack.enter_context(wechat.serve())
    section = WechatSection(
        app_id=wechat.app_id,
        secret=SecretStr(wechat.secret),
        api_base_url=server.url + "/cgi-bin",
        notice_template_id="T1",
    )
    sessions = channel_database(tmp_path)
    client = WechatClient(section, sessions, wechat.clock)
    stack.callback(client.close)
    outbox = Outbox(sessions, wechat.clock)
    sender = WechatOfficialSender(
        client,
        Exchanges("wechat_official", sessions, wechat.clock),
        outbox,
        wechat.clock,
        has_customer_messages=True,
    )
    server.cuts["/cgi-bin/message/subscribe/bizsend"] = 1
    with pytest.raises(ReceiptLost):
        sender.send("openid-1", REPLY, key=f"{KEY}#0")
    assert outbox.waiting("openid-1") == []
    sender.send("openid-1", REPLY, key=f"{KEY}#0")
    assert [text.text for text in outbox.waiting("openid-1")] == ["请签收。"]


def test_an_ai_bots_later_answer_that_was_taken_without_a_receipt_is_told_as_lost(
    stack: ExitStack, tmp_path: Path
) -> None:
    aibot = AibotSimulator()
    server = stack.enter_context(aibot.serve())
    exchanges = Exchanges("wecom_aibot", channel_database(tmp_path), aibot.clock)
    url = server.url + "/cgi-bin"
    exchange = exchanges.open(
        "M1", "zhangsan", response_url=url + "/aibot/response?response_code=R"
    )
    exchanges.close(exchange)
    client = WecomAibotClient(WecomAibotSection(api_base_url=url))
    stack.callback(client.close)
    sender = WecomAibotSender(client, exchanges)
    server.cuts["/cgi-bin/aibot/response"] = 1
    with pytest.raises(ReceiptLost):
        sender.send("zhangsan", REPLY, key="reply:wecom_aibot:M1#0")
    with pytest.raises(RecipientUnreachable):
        sender.send("zhangsan", REPLY, key="reply:wecom_aibot:M1#0")
    assert len(aibot.responded) == 1


class TestAnswersOfAnOfficialAccount:
    """They wait for the next contact, unless they may have arrived four times."""

    KEY = "reply:wechat_official:M1#0"

    @pytest.fixture
    def account(self, stack: ExitStack, tmp_path: Path) -> Account:
        wechat = WechatSimulator()
        self.server = stack.enter_context(wechat.serve())
        made = Account(wechat, self.server.url + "/cgi-bin", channel_database(tmp_path))
        made.start(has_customer_messages=True, passive_wait_s=0)
        stack.callback(made.client.close)
        made.post(wechat.text_xml("openid-1", "多久", "M1"))
        return made

    def lose(self, account: Account, times: int) -> None:
        self.server.cuts["/cgi-bin/message/custom/send"] = times
        for _ in range(times):
            with pytest.raises(ReceiptLost):
                account.sender.send("openid-1", REPLY, key=self.KEY)

    def shown(self, account: Account) -> list[str]:
        return [text for _, text in account.wechat.shown]

    @pytest.mark.parametrize("lost", [3, 4])
    def test_lost_receipts_are_a_fourth_copy_at_the_next_contact_and_no_fifth(
        self, account: Account, lost: int
    ) -> None:
        self.lose(account, lost)
        account.post(account.wechat.text_xml("openid-1", "在吗", "M2"))
        account.sender.send("openid-1", OTHER, key="reply:wechat_official:M2#0")
        assert self.shown(account) == [REPLY.text] * 4 + [OTHER.text]

    def test_a_text_that_two_answers_tried_together_is_no_fifth_copy(
        self, account: Account
    ) -> None:
        self.lose(account, 2)
        account.post(account.wechat.text_xml("openid-1", "在吗", "M2"))
        self.server.cuts["/cgi-bin/message/custom/send"] = 2
        for _ in range(2):
            with pytest.raises(ReceiptLost):
                account.sender.send("openid-1", OTHER, key="reply:wechat_official:M2#0")
        with pytest.raises(ReceiptLost):
            account.sender.send("openid-1", REPLY, key=self.KEY)
        account.sender.send("openid-1", OTHER, key="reply:wechat_official:M2#0")
        assert self.shown(account) == [REPLY.text] * 4 + [OTHER.text]

    def test_what_somebody_sends_again_goes_out_once_more(
        self, account: Account, tmp_path: Path
    ) -> None:
        post = Post(tmp_path / "post", account.sender, backoff=Backoff())
        recipient = Recipient(channel="wechat_official", account="openid-1")
        key = self.KEY.removesuffix("#0")
        self.server.cuts["/cgi-bin/message/custom/send"] = 4
        post.delivery.deliver([recipient], REPLY, key=key)
        while post.work.run_delayed():
            pass
        account.wechat.text_xml("openid-1", "在吗")
        post.delivery.retry(key, [recipient])
        while post.work.run_delayed():
            pass
        assert post.delivery.state(key) is DeliveryState.SENT
        assert self.shown(account) == [REPLY.text] * 5

    def test_what_was_given_up_is_forgotten_in_its_time(self, account: Account) -> None:
        self.lose(account, 4)
        later = account.wechat.clock.now() + timedelta(days=9)
        with account.sessions.begin() as session:
            session.execute(settled_before(later))
            assert session.scalars(sa.select(WaitingTextRow)).all() == []

    def test_what_still_waits_is_kept(self, account: Account) -> None:
        self.lose(account, 3)
        later = account.wechat.clock.now() + timedelta(days=9)
        with account.sessions.begin() as session:
            session.execute(settled_before(later))
            assert len(session.scalars(sa.select(WaitingTextRow)).all()) == 1
