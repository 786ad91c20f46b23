"""An alert that meets a busy WeChat is said once: by the next try, or by another channel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import ChannelUnavailable
from tests.bot.channels.tables import channel_database
from tests.bot.channels.test_wechat_official import Account, reply
from tests.simulators.wechat import WechatSimulator

KEY = "alert:R05#0"
BUSY = 45009


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    wechat = WechatSimulator()
    with wechat.serve() as server:
        made = Account(wechat, server.url + "/cgi-bin", channel_database(tmp_path))
        made.start(has_customer_messages=True)
        wechat.text_xml("openid-1", "在吗")
        yield made
        made.client.close()


def test_an_alert_given_up_after_wechat_stayed_busy_is_not_said_at_the_next_contact(
    account: Account,
) -> None:
    account.wechat.script(BUSY, BUSY)
    for _ in range(2):
        with pytest.raises(ChannelUnavailable):
            account.sender.send("openid-1", reply("请签收"), key=KEY)
    account.answers = ["好"]
    assert account.post(account.wechat.text_xml("openid-1", "在吗")) == "好"
    assert account.wechat.shown == []


def test_an_alert_that_met_a_busy_wechat_halfway_is_said_to_its_end(account: Account) -> None:
    long = reply("请签收。" * 400)
    account.wechat.script(0, BUSY)
    with pytest.raises(ChannelUnavailable):
        account.sender.send("openid-1", long, key=KEY)
    account.sender.send("openid-1", long, key=KEY)
    # The simulator does not show what it takes by its script: the first part.
    assert [text[:5] for _, text in account.wechat.shown] == ["（2/3）", "（3/3）"]
