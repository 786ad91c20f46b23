"""A process that scans the demonstration city once and works until everybody was told.

Run by the kill tests: `python -m tests.end_to_end.alert_process FOLDER VENDOR_URL`. It prints
`launched`, `scanned` and `done`, so that the test knows where it is when it kills it.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import sqlalchemy as sa

import bot
from bot.alerts import AlertScan
from bot.alerts.raised import RaisedAlerts
from bot.clock import BUSINESS_ZONE, BusinessClock
from bot.delivery import Delivery, DeliveryState, Receipt
from bot.delivery.limits import Backoff
from bot.delivery.model import DeliveryRow
from bot.durable.dbos_work import DbosWork
from bot.errors import ChannelUnavailable
from bot.identity import Directory
from bot.identity.roster import import_roster
from bot.messages import Reply
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from bot.storage.migrate import upgrade
from bot.tasks import TaskService, WorkingDays
from tests.databases import database_at

ORGANISATION = Path(bot.__file__).parent / "demo" / "organisation"
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
PATIENCE_S = 120.0


class LoopbackSender:
    """Posts to the vendor of the test; a real sender in all but the vendor's dialect."""

    channel = "web"

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = httpx.Client(timeout=PATIENCE_S)

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        try:
            response = self._client.post(
                self._url, json={"account": account, "key": key, "text": reply.text}
            )
        except httpx.TransportError as exc:
            raise ChannelUnavailable("vendor unreachable") from exc
        if response.status_code != 200:
            raise ChannelUnavailable("vendor failed")
        return Receipt((key,), datetime.now(UTC))


def say(word: str) -> None:
    """Let the test know how far this process is."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(folder: Path, vendor_url: str) -> None:
    """Launch, scan, and wait until nothing is left to send."""
    engine = create_engine(database_at(folder))
    upgrade(engine)
    sessions = session_factory(engine)
    clock = BusinessClock(NOW)
    directory = Directory(sessions, has_inbox=lambda _: True)
    if not directory.people():
        import_roster(sessions, ORGANISATION)
    working_days = WorkingDays(sessions)
    TaskService(sessions, directory, working_days, clock).import_file(ORGANISATION / "tasks.csv")
    work = DbosWork(database_at(folder, "durable.sqlite"))
    senders = {"web": LoopbackSender(vendor_url)}
    backoff = Backoff(attempts=50, first_s=0.05, longest_s=0.2)
    delivery = Delivery(work, sessions, senders, clock, backoff=backoff)
    scan = AlertScan(work, sessions, directory, delivery, clock, working_days)
    work.launch()
    say("launched")
    scan.run()
    say("scanned")
    # Everything that concerns one person went into one message.
    wait_until_sent(sessions, len({alert.message_key for alert in RaisedAlerts(sessions).all()}))
    work.stop()
    say("done")


def wait_until_sent(sessions: SessionFactory, count: int) -> None:
    """Wait until `count` messages were sent, or give up loudly."""
    deadline = time.monotonic() + PATIENCE_S
    query = sa.select(sa.func.count()).where(DeliveryRow.state == DeliveryState.SENT)
    while time.monotonic() < deadline:
        with sessions() as session:
            if (session.scalar(query) or 0) >= count:
                return
        time.sleep(0.05)
    raise SystemExit("not everything was sent in time")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
