"""What the channels keep is forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.channels.exchange import Exchanges
from bot.channels.retention import forget_before
from bot.channels.sent_parts import SentParts
from bot.channels.wechat_official.outbox import Outbox
from bot.clock import ManualClock
from bot.storage import utc_now
from bot.wiring.people import CHANNELS
from tests.bot.channels.tables import channel_database


def test_what_is_settled_is_forgotten_and_what_waits_is_kept(tmp_path: Path) -> None:
    sessions = channel_database(tmp_path)
    clock = ManualClock(utc_now() - timedelta(days=8))
    exchanges = Exchanges("wechat_official", sessions, clock)
    old = exchanges.open("M1", "openid-1")
    clock.advance(timedelta(days=8))
    new = exchanges.open("M2", "openid-1")
    outbox = Outbox(sessions, clock)
    outbox.put("openid-1", "k", ["给过的", "等着的"])
    assert outbox.take(outbox.waiting("openid-1")[0])
    assert not SentParts("telegram", sessions).send_missing("k", []).message_ids

    assert forget_before(sessions, utc_now() - timedelta(days=7), CHANNELS) == 1
    assert (exchanges.find(old.handle), exchanges.find(new.handle)) == (None, new)
    assert forget_before(sessions, utc_now() + timedelta(hours=1), CHANNELS) == 2
    assert [waiting.text for waiting in outbox.waiting("openid-1")] == ["等着的"]
