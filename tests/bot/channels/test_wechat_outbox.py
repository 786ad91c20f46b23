"""What waits for somebody to write again is given once, with all that belongs to giving it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.channels.wechat_official.outbox import Outbox
from bot.clock import SystemClock
from tests.bot.channels.tables import channel_database


def test_what_was_not_kept_for_the_repetition_was_not_given_either(tmp_path: Path) -> None:
    """A process killed between the two would have lost the text."""
    outbox = Outbox(channel_database(tmp_path), SystemClock())
    outbox.put("openid-1", "k", ["等着的"])

    def killed(_session: Session) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.take(outbox.waiting("openid-1")[0], also=killed)
    assert [waiting.text for waiting in outbox.waiting("openid-1")] == ["等着的"]


def test_only_who_takes_it_keeps_it(tmp_path: Path) -> None:
    outbox = Outbox(channel_database(tmp_path), SystemClock())
    outbox.put("openid-1", "k", ["等着的"])
    [waiting] = outbox.waiting("openid-1")
    kept: list[Session] = []
    assert outbox.take(waiting, also=kept.append)
    assert not outbox.take(waiting, also=kept.append)
    assert len(kept) == 1
