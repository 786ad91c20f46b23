"""``make bench-scan``: seconds of one scan over many open tasks, looking only and telling.

`python -m tests.benchmarks.scan [TASKS]`. Every task shows a light; the owners are three
hundred people with leaders. Messages are really started in durable work and really sent, to a
sender that takes them at once; the figure is the scan's own, sending goes on behind it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console

from bot.alerts import AlertScan
from bot.clock import BUSINESS_ZONE, BusinessClock, SystemClock
from bot.delivery import Delivery, Receipt
from bot.durable.dbos_work import DbosWork
from bot.identity import Directory
from bot.identity.model import DepartmentRow, PersonRow
from bot.messages import Reply
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from bot.storage.migrate import upgrade
from bot.tasks import WorkingDays
from bot.tasks.model import TaskRow

out = Console(highlight=False)
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
TASKS = 100_000
PEOPLE = 300


class Taking:
    """A channel that takes everything at once."""

    channel = "web"

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        del account, reply
        return Receipt((key,), SystemClock().now())


def main(count: int) -> None:
    """Fill a city, scan it, and print the seconds."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        engine = create_engine(f"sqlite:///{folder / 'bot.sqlite'}")
        upgrade(engine)
        sessions = session_factory(engine)
        _fill(sessions, count)
        work = DbosWork(f"sqlite:///{folder / 'durable.sqlite'}")
        directory = Directory(sessions, has_inbox=lambda _: True)
        delivery = Delivery(work, sessions, {"web": Taking()}, SystemClock())
        days = WorkingDays(sessions)
        days.calendar()
        scan = AlertScan(work, sessions, directory, delivery, BusinessClock(NOW), days)
        work.launch()
        for name, is_dry in (("looking only", True), ("telling", False), ("again", False)):
            started, busy = time.perf_counter(), time.thread_time()
            report = scan.run(dry_run=is_dry)
            seconds, busy = time.perf_counter() - started, time.thread_time() - busy
            messages = len({item.message_key for item in report.raised})
            out.print(
                f"{count} open tasks, {name}: {seconds:.2f} s (of them computing {busy:.2f}), "
                f"{len(report.raised)} raised in {messages} messages"
            )
        work.stop()
        engine.dispose()


def _fill(sessions: SessionFactory, count: int) -> None:
    people = [
        PersonRow(
            user_id=f"p{number}",
            name=f"人员{number}",
            department_code=f"D{number % 30}",
            post="",
            role="official",
            leader_user_id=f"p{number - 30}" if number >= 30 else None,
        )
        for number in range(PEOPLE)
    ]
    rows = [
        {
            "task_no": str(number),
            "title": f"第{number}项任务",
            "kind": "一次性",
            "basis_clause": "四-(一)",
            "department_code": f"D{number % PEOPLE % 30}",
            "co_department_codes": [],
            "owner_user_id": f"p{number % PEOPLE}",
            "supervisor_user_id": "p0",
            "issued_on": date(2019, 1, 1),
            "due_on": NOW.date() + timedelta(days=number % 40 - 35),
            "state": "in_progress",
        }
        for number in range(1, count + 1)
    ]
    with sessions.begin() as session:
        session.add_all(DepartmentRow(code=f"D{n}", name=f"部门{n}") for n in range(30))
        session.flush()
        session.add_all(people)
        session.execute(sa.insert(TaskRow), rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TASKS)
