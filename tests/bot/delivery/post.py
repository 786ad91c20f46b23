"""A delivery whose senders do as a script says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.delivery import Delivery, Receipt
from bot.delivery.limits import Backoff
from bot.delivery.receipt import AttemptResult
from bot.delivery.sender import Sender
from bot.durable import InlineWork
from bot.messages import Outcome, Recipient, Reply
from bot.storage import create_engine, session_factory
from tests.bot.beginnings import tables
from tests.databases import filled_at

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
REPLY = Reply(intent="alert", text="联系电话13800000000", outcome=Outcome.ANSWERED)
WECOM = Recipient(channel="wecom_app", account="u007")
WEB = Recipient(channel="web", account="u007")
SHORT = Backoff(attempts=3, first_s=1.0)


class ScriptedSender:
    """Raises what the script says, then takes every message."""

    def __init__(self, channel: str, script: Sequence[Exception] = ()) -> None:
        self.channel = channel
        self.taken: list[tuple[str, str, str]] = []
        self.keys: list[str] = []
        self._script = list(script)

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        self.keys.append(key)
        if self._script:
            raise self._script.pop(0)
        self.taken.append((account, reply.text, key))
        return Receipt((f"m{len(self.taken)}",), NOW)


class Post:
    """A delivery with its parts."""

    def __init__(self, tmp_path: Path, *senders: Sender, backoff: Backoff = SHORT) -> None:
        engine = create_engine(filled_at(tmp_path, tables))
        self.work = InlineWork()
        self.sessions = session_factory(engine)
        self.clock = ManualClock(NOW)
        self.delivery = Delivery(
            self.work,
            self.sessions,
            {sender.channel: sender for sender in senders},
            self.clock,
            backoff=backoff,
        )
        self.work.launch()

    def results(self, key: str) -> list[tuple[str, AttemptResult]]:
        return [(attempt.channel, attempt.result) for attempt in self.delivery.receipts(key)]
