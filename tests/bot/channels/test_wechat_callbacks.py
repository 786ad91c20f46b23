"""One answer reaches the person once, whatever became of the callback that waited for it.

WeChat hangs up after five seconds and delivers the same message again, after five and ten; what
is answered on a line it has hung up on is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.wechat_official import wording
from bot.messages import InboundMessage
from tests.bot.channels.tables import channel_database
from tests.bot.channels.test_wechat_official import Account
from tests.simulators.wechat import WechatSimulator

ANSWER = "五日内办结。"
HANGS_UP_AFTER_S = 5


class PacedAccount(Account):
    """An account that takes its time: what it is asked, it keeps and answers after `takes_s`."""

    takes_s = 0

    async def receive(self, message: InboundMessage) -> None:
        self.wechat.clock.advance(timedelta(seconds=self.takes_s))
        await super().receive(message)

    def call(self, plain: str) -> list[str]:
        """Deliver a callback; return what the person sees of the response."""
        came = self.wechat.clock.now()
        text = self.post(plain)
        is_held = self.wechat.clock.now() - came <= timedelta(seconds=HANGS_UP_AFTER_S)
        return [text] if text and is_held else []


@pytest.fixture
def account(tmp_path: Path) -> Iterator[PacedAccount]:
    wechat = WechatSimulator()
    with wechat.serve() as server:
        made = PacedAccount(wechat, server.url + "/cgi-bin", channel_database(tmp_path))
        yield made
        made.client.close()


@dataclass(frozen=True)
class Killed:
    """A callback whose process is killed while it waits."""

    at: int


@dataclass(frozen=True)
class Called:
    """A callback that lives; it is answered after `takes_s` if nothing answered before."""

    at: int
    takes_s: int = 0
    is_response_lost: bool = False


@dataclass(frozen=True)
class Answered:
    """Two answerers send the answer, one after the other: the first lost its lease."""

    at: int


Step = Killed | Called | Answered


def seen(account: PacedAccount, *steps: Step) -> list[str]:
    """Return what the person has seen after these steps and one more message of their own."""
    wechat, began = account.wechat, account.wechat.clock.now()
    plain = wechat.text_xml("openid-1", "多久？", "59")
    passive: list[str] = []
    for step in steps:
        wechat.clock.move_to(began + timedelta(seconds=step.at))
        match step:
            case Killed():
                account.exchanges.open("59", "openid-1")
            case Answered():
                for _ in range(2):
                    account.answer("59", ANSWER)
            case Called():
                account.takes_s = step.takes_s
                account.answers = [ANSWER]
                shown = account.call(plain)
                passive += [] if step.is_response_lost else shown
    account.takes_s, account.answers = 0, []
    passive += account.call(wechat.text_xml("openid-1", "还在吗", "60"))
    return [*passive, *(text for _, text in wechat.shown)]


@pytest.mark.parametrize("has_customer_messages", [True, False])
@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([Called(0, takes_s=3)], id="alive, in time"),
        pytest.param(
            [Called(0, is_response_lost=True), Called(5)], id="alive, in time, response lost"
        ),
        pytest.param([Called(0, takes_s=6)], id="alive, slow, no retry"),
        pytest.param([Called(0, takes_s=6), Called(6)], id="alive, slow, retried"),
        pytest.param([Called(0, takes_s=6), Called(6), Answered(9)], id="slow, sent again"),
        pytest.param([Killed(0), Answered(3), Called(5)], id="killed, in time, retried"),
        pytest.param([Killed(0), Answered(6)], id="killed, late, no retry"),
        pytest.param([Killed(0), Called(5, takes_s=1)], id="killed, late, retry waits for it"),
        pytest.param([Killed(0), Answered(6), Called(10)], id="killed, late, retried after it"),
        pytest.param([Killed(0), Killed(5), Answered(12)], id="killed twice, late"),
        pytest.param([Killed(3600), Answered(0)], id="killed, clock set back"),
        pytest.param([Killed(0), Answered(3600), Called(3605)], id="killed, clock set ahead"),
    ],
)
def test_the_answer_is_seen_once(
    account: PacedAccount, steps: list[Step], has_customer_messages: bool
) -> None:
    account.start(has_customer_messages=has_customer_messages, passive_wait_s=0)
    texts = seen(account, *steps)
    assert [text.endswith(ANSWER) for text in texts] == [True]


@pytest.mark.parametrize("has_customer_messages", [True, False])
def test_only_an_answer_left_to_a_killed_callback_that_wechat_does_not_repeat_is_not_seen(
    account: PacedAccount, has_customer_messages: bool
) -> None:
    account.start(has_customer_messages=has_customer_messages, passive_wait_s=0)
    assert seen(account, Killed(0), Answered(3)) == []


class TestPartsWithoutCustomerMessages:
    """Parts are given one a callback; a repetition is no new callback."""

    @pytest.fixture(autouse=True)
    def long_answer(self, account: PacedAccount) -> None:
        account.start(has_customer_messages=False)
        account.answers = ["政策。" * 500]

    def test_a_repetition_gets_the_same_part(self, account: PacedAccount) -> None:
        plain = account.wechat.text_xml("openid-1", "全文")
        shown = [*account.call(plain), *account.call(plain)]
        shown += account.call(account.wechat.text_xml("openid-1", wording.MORE))
        assert [text[:5] for text in shown] == ["（1/3）", "（1/3）", "（2/3）"]

    def test_a_repetition_of_the_word_for_more_asks_for_no_more(
        self, account: PacedAccount
    ) -> None:
        account.call(account.wechat.text_xml("openid-1", "全文"))
        shown: list[str] = []
        for _ in range(2):
            plain = account.wechat.text_xml("openid-1", wording.MORE)
            shown += [*account.call(plain), *account.call(plain)]
        assert [text[:5] for text in shown] == ["（2/3）", "（2/3）", "（3/3）", "（3/3）"]
        assert [message.text for message in account.received.all] == ["全文"]

    def test_what_was_given_instead_keeps_no_later_answer_away(self, account: PacedAccount) -> None:
        account.call(account.wechat.text_xml("openid-1", "全文"))
        account.start(has_customer_messages=False, passive_wait_s=0)
        given = account.call(account.wechat.text_xml("openid-1", "多久？", "61"))
        account.answer("61", ANSWER)
        for _ in range(2):
            given += account.call(account.wechat.text_xml("openid-1", wording.MORE))
        assert [text[:5] for text in given] == ["（2/3）", "（3/3）", ANSWER[:5]]
