"""The AI bot's websocket mode, with WeCom's side simulated on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from bot.channels.exchange import Exchanges, ExchangeState
from bot.channels.lease import LAPSE, Lease
from bot.channels.wecom_aibot import CHANNEL, connection, wording
from bot.channels.wecom_aibot.client import WecomAibotClient
from bot.channels.wecom_aibot.connection import Connection
from bot.channels.wecom_aibot.pushing import Pushing
from bot.channels.wecom_aibot.reachable import check_websocket
from bot.channels.wecom_aibot.sender import WecomAibotSender
from bot.channels.wecom_aibot.streams import Streams
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import ChannelMisconfigured, ChannelUnavailable
from bot.messages import Outcome, Reply
from bot.settings import WecomAibotSection
from tests.bot.channels.callback_vectors import Received
from tests.bot.channels.tables import channel_database
from tests.bot.durable.database_faults import failing
from tests.end_to_end.serving import eventually
from tests.simulators.wecom_aibot import AibotSimulator
from tests.simulators.wecom_aibot_socket import AibotSocketSimulator


class Bot:
    """A bot over a websocket; `connect` may be called again, as after a restart."""

    def __init__(self, wecom: AibotSocketSimulator, folder: Path) -> None:
        self.clock = ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))
        self.wecom = wecom
        self.says = AibotSimulator(clock=self.clock)
        self.received = Received()
        self.section = WecomAibotSection(
            bot_id=wecom.bot_id, secret=SecretStr(wecom.secret), websocket_url=wecom.url
        )
        self.sessions = channel_database(folder)
        self._exchanges = Exchanges(CHANNEL, self.sessions, self.clock)
        self._client = WecomAibotClient(self.section)
        self._sender = WecomAibotSender(self._client, self._exchanges)

    def connect(self) -> Connection:
        streams = Streams(self.section, self._exchanges, self.clock)
        pushing = Pushing(self._exchanges, streams, self.clock)
        before = self.wecom.subscriptions
        connection = Connection(self.section, self.received, streams, pushing, self.lease())
        connection.start()
        eventually(lambda: self.wecom.subscriptions > before, what="subscription")
        return connection

    def pushing(self) -> Pushing:
        streams = Streams(self.section, self._exchanges, self.clock)
        return Pushing(self._exchanges, streams, self.clock)

    def open(self, message_id: str) -> None:
        self._exchanges.open(message_id, "zhangsan")

    def lease(self) -> Lease:
        return Lease("bot", self.sessions, self.clock)

    def answer(self, message_id: str, account: str = "zhangsan") -> None:
        reply = Reply(intent="policy", text="五日内办结。", outcome=Outcome.ANSWERED)
        self._sender.send(account, reply, key=f"reply:{CHANNEL}:{message_id}#0")

    def eventually_sent(self, command: str, request_id: str = "", count: int = 1) -> None:
        eventually(
            lambda: len(self.wecom.sent(command, request_id)) >= count, what=f"{count} {command}"
        )

    def eventually_settled(self, message_id: str) -> None:
        def state() -> ExchangeState:
            return self._exchanges.open(message_id, "zhangsan").state

        eventually(lambda: state() is ExchangeState.CLOSED, what="settled")

    def close(self) -> None:
        self._client.close()


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    with AibotSocketSimulator() as wecom:
        made = Bot(wecom, tmp_path)
        yield made
        made.close()


@pytest.fixture
def connected(bot: Bot) -> Iterator[Bot]:
    kept = bot.connect()
    yield bot
    kept.stop()


def test_a_question_gets_a_stream_that_ends_with_the_answer(connected: Bot) -> None:
    message = connected.says.text("多久办结")
    request_id = connected.wecom.say(message)
    connected.eventually_sent("aibot_respond_msg", request_id)
    connected.answer(message["msgid"])
    connected.eventually_sent("aibot_respond_msg", request_id, count=2)
    first, last = (body["stream"] for body in connected.wecom.sent("aibot_respond_msg", request_id))
    assert (first["content"], first["finish"]) == (wording.LOOKING_UP, False)
    assert (last["content"], last["finish"]) == ("五日内办结。", True)
    assert [m.text for m in connected.received.all] == ["多久办结"]


def test_the_repetition_of_what_was_answered_says_so_and_leaves_nobody_waiting(
    connected: Bot,
) -> None:
    message = connected.says.text("多久办结")
    first = connected.wecom.say(message)
    connected.eventually_sent("aibot_respond_msg", first)
    connected.answer(message["msgid"])
    connected.eventually_sent("aibot_respond_msg", first, count=2)
    connected.eventually_settled(message["msgid"])
    again = connected.wecom.say(message)
    connected.eventually_sent("aibot_respond_msg", again)
    (shown,) = (body["stream"] for body in connected.wecom.sent("aibot_respond_msg", again))
    assert (shown["content"], shown["finish"]) == (wording.ALREADY_ANSWERED, True)


def test_an_answer_after_the_streams_time_comes_as_a_message_of_its_own(connected: Bot) -> None:
    message = connected.says.text("很难的问题")
    request_id = connected.wecom.say(message)
    connected.eventually_sent("aibot_respond_msg", request_id)
    connected.clock.advance(timedelta(minutes=6))
    connected.eventually_sent("aibot_respond_msg", request_id, count=2)
    connected.answer(message["msgid"])
    connected.eventually_sent("aibot_send_msg")
    ended = connected.wecom.sent("aibot_respond_msg", request_id)[-1]["stream"]
    assert (ended["content"], ended["finish"]) == (wording.STILL_WORKING, True)
    (sent,) = connected.wecom.sent("aibot_send_msg")
    assert (sent["chatid"], sent["chat_type"]) == ("zhangsan", 1)
    assert sent["markdown"]["content"] == "五日内办结。"


def test_a_conversation_gets_thirty_messages_a_minute_and_nothing_after_a_day(bot: Bot) -> None:
    asked = [bot.says.text(f"问题 {number}") for number in range(31)]
    late = bot.says.text("昨天的问题")
    for message in (late, *asked):
        if message is asked[0]:
            bot.clock.advance(timedelta(hours=24))
        bot.open(message["msgid"])
        bot.answer(message["msgid"])
    pushing = bot.pushing()
    assert len(pushing.due()) == 30
    bot.clock.advance(timedelta(minutes=1))
    assert late["msgid"] not in {push.exchange.message_id for push in pushing.due()}


def test_an_answer_found_after_a_restart_still_arrives_once(bot: Bot) -> None:
    first = bot.connect()
    message = bot.says.text("多久办结")
    bot.eventually_sent("aibot_respond_msg", bot.wecom.say(message))
    first.stop()
    bot.answer(message["msgid"])
    second = bot.connect()
    bot.eventually_sent("aibot_send_msg")
    second.stop()
    third = bot.connect()
    bot.eventually_sent("aibot_respond_msg", bot.wecom.say(bot.says.text("在吗")))
    third.stop()
    assert len(bot.wecom.sent("aibot_send_msg")) == 1


def test_a_lost_connection_is_made_again(connected: Bot) -> None:
    connected.wecom.drop()
    eventually(lambda: connected.wecom.subscriptions == 2, what="second subscription")
    connected.eventually_sent("aibot_respond_msg", connected.wecom.say(connected.says.text("在吗")))


def test_an_answer_is_pushed_although_the_database_was_away_when_it_was_looked_for(
    connected: Bot,
) -> None:
    message = connected.says.text("多久办结")
    request_id = connected.wecom.say(message)
    connected.eventually_sent("aibot_respond_msg", request_id)
    with failing(connected.sessions, "SELECT channel_exchanges", times=1) as left:
        eventually(lambda: left() == 0, what="a look that failed")
    connected.answer(message["msgid"])
    connected.eventually_sent("aibot_respond_msg", request_id, count=2)


def test_an_answer_that_was_pushed_and_could_not_be_noted_is_not_pushed_again(bot: Bot) -> None:
    bot.open("m1")
    bot.answer("m1")
    pushing = bot.pushing()
    (push,) = pushing.due()
    with failing(bot.sessions, "UPDATE channel_exchanges", times=2):
        with pytest.raises(sa.exc.OperationalError):
            pushing.done(push)
        with pytest.raises(sa.exc.OperationalError):
            pushing.due()
    assert pushing.due() == []
    bot.eventually_settled("m1")


def test_a_message_that_cannot_be_kept_is_asked_for_again_and_the_connection_lives(
    connected: Bot,
) -> None:
    with failing(connected.sessions, "INSERT INTO channel_exchanges", times=1):
        lost = connected.wecom.say(connected.says.text("多久办结"))
        connected.eventually_sent("aibot_respond_msg", lost)
    (shown,) = (body["stream"] for body in connected.wecom.sent("aibot_respond_msg", lost))
    assert (shown["content"], shown["finish"]) == (wording.FORGOTTEN, True)
    connected.eventually_sent("aibot_respond_msg", connected.wecom.say(connected.says.text("在吗")))
    assert connected.wecom.subscriptions == 1


def test_a_gateway_that_answers_in_the_place_of_wecom_only_delays_the_bot(bot: Bot) -> None:
    bot.wecom.answer_next_subscription_with = "<html>bad gateway</html>"
    bot.connect().stop()


def test_whoever_cannot_renew_the_lease_leaves_the_bot_to_others(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "RENEW_S", 0.02)
    monkeypatch.setattr(connection, "LAPSE", timedelta(seconds=0.2))
    kept = bot.connect()
    with failing(bot.sessions, "UPDATE channel_leases", times=1_000_000):
        eventually(lambda: not bot.wecom.is_connected, what="the end of the connection")
    kept.stop()


def press(bot: Bot) -> str:
    card = {"card_type": "button_interaction", "event_key": "签收 R05", "task_id": "T1"}
    return bot.wecom.say(bot.says.event("template_card_event", template_card_event=card))


def feed_back(bot: Bot) -> str:
    return bot.wecom.say(bot.says.event("feedback_event", feedback_event={"id": "x", "type": 1}))


def enter(bot: Bot) -> str:
    return bot.wecom.say(bot.says.event("enter_chat"))


def test_a_pressed_card_shows_it_and_speaks(connected: Bot) -> None:
    request_id = press(connected)
    connected.eventually_sent("aibot_respond_update_msg", request_id)
    eventually(lambda: len(connected.received.all) == 1, what="the button's message")
    (update,) = connected.wecom.sent("aibot_respond_update_msg", request_id)
    assert update["template_card"]["task_id"] == "T1"
    assert connected.received.all[0].text == "签收 R05"


def test_somebody_who_enters_is_welcomed_at_once_or_by_a_message(connected: Bot) -> None:
    request_id = enter(connected)
    eventually(lambda: len(connected.received.all) == 1, what="the first entry")
    connected.answer(connected.received.all[0].message_id)
    connected.eventually_sent("aibot_respond_welcome_msg", request_id)
    enter(connected)
    eventually(lambda: len(connected.received.all) == 2, what="the second entry")
    connected.clock.advance(timedelta(seconds=6))
    connected.answer(connected.received.all[1].message_id)
    connected.eventually_sent("aibot_send_msg")


@pytest.mark.parametrize("odd", [feed_back, lambda bot: bot.wecom.say({"msgtype": "text"})])
def test_what_is_odd_is_passed_over_and_the_connection_lives(
    connected: Bot, odd: Callable[[Bot], str]
) -> None:
    odd(connected)
    connected.eventually_sent("aibot_respond_msg", connected.wecom.say(connected.says.text("在吗")))
    assert connected.wecom.subscriptions == 1


def test_the_doctor_reaches_the_websocket_without_ending_the_live_connection(
    connected: Bot,
) -> None:
    check_websocket(connected.section, connected.lease())
    connected.eventually_sent("aibot_respond_msg", connected.wecom.say(connected.says.text("在吗")))
    assert connected.wecom.subscriptions == 1


def test_the_doctor_tells_a_network_that_is_closed_and_a_secret_that_is_wrong(bot: Bot) -> None:
    check_websocket(bot.section, bot.lease())
    closed = bot.section.model_copy(update={"websocket_url": "ws://127.0.0.1:9"})
    with pytest.raises(ChannelUnavailable, match="openws"):
        check_websocket(closed, bot.lease())
    wrong = bot.section.model_copy(update={"secret": SecretStr("wrong")})
    with pytest.raises(ChannelMisconfigured, match="BOT_ID"):
        check_websocket(wrong, bot.lease())
    assert bot.lease().hold(), "the doctor keeps nothing"


def test_while_one_process_is_connected_another_is_not_and_takes_over_when_it_dies(
    bot: Bot,
) -> None:
    dead = bot.lease()
    assert dead.hold()
    assert not bot.lease().hold()
    bot.clock.advance(LAPSE)
    connection = bot.connect()
    assert not dead.hold()
    connection.stop()
    assert dead.hold()
