"""``make bench-kill``: SIGKILL at random moments, and count what was lost or said twice.

`python -m tests.benchmarks.kill [ROUNDS]`. One city lives through the rounds: every few rounds
it is a working day later, so that what was overdue climbs up the line while owners sign and
report. The vendor fails three times in ten. At the end
one process works undisturbed until nothing is left; then everything is compared.
"""

from __future__ import annotations

import multiprocessing
import random
import re
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from rich.console import Console

from bot.alerts.raised import RaisedAlerts
from bot.clock import BUSINESS_ZONE, SystemClock
from bot.delivery import Delivery, DeliveryState
from bot.durable import InlineWork
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from bot.tasks import WorkingDays
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.store import TaskStore
from tests.benchmarks.kill_process import prepare, work_on
from tests.simulators.sender_vendor import Vendor

out = Console(highlight=False)
# A process forked from one that has imported everything is at its work at once.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.benchmarks.kill_process"])
FIRST = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
ROUNDS = 200
ROUNDS_A_DAY = 5
# An undisturbed process is done in seconds; one that hangs must not hold the rounds for ever.
HANGS_AFTER_S = 300.0
SEED = 20191115
_ACKNOWLEDGED = re.compile(r"^acknowledged (\S+) (.+)$", re.MULTILINE)


def main(rounds: int) -> int:
    """Run the rounds and print what came of them; return how many faults there were."""
    chance = random.Random(SEED)
    said: list[tuple[str, str]] = []
    killed = 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as made, Vendor(failure_rate=0.3, seed=SEED) as vendor:
        folder = Path(made)
        prepare(folder)
        _, longest = _run(folder, vendor, FIRST, 0, limit_s=None)
        calendar = WorkingDays(_sessions(folder)).calendar()
        for number in range(1, rounds + 1):
            day = _workday(calendar, number // ROUNDS_A_DAY)
            limit = chance.uniform(0.2, 1.1) * longest
            output, seconds = _run(folder, vendor, day, number, limit_s=limit)
            is_killed = "done" not in output
            killed += is_killed
            # How long a process lives undisturbed changes with what there is to do.
            longest = longest if is_killed else seconds
            said += _ACKNOWLEDGED.findall(output)
        last = _workday(calendar, rounds // ROUNDS_A_DAY)
        output, _ = _run(folder, vendor, last, rounds + 1, limit_s=None)
        said += _ACKNOWLEDGED.findall(output)
        faults = _report(_sessions(folder), vendor, said)
    out.print(f"rounds {rounds}, of which killed before the end {killed}")
    out.print(f"seconds {time.monotonic() - started:.0f}")
    return faults


def _sessions(folder: Path) -> SessionFactory:
    return session_factory(create_engine(f"sqlite:///{folder / 'bot.sqlite'}"))


def _workday(calendar: WorkingCalendar, count: int) -> datetime:
    return datetime.combine(calendar.add_workdays(FIRST.date(), count), FIRST.timetz())


def _run(
    folder: Path, vendor: Vendor, day: datetime, seed: int, *, limit_s: float | None
) -> tuple[str, float]:
    """Run one process; kill it after `limit_s` seconds. Return its output and its seconds."""
    started = time.monotonic()
    output = folder / "said.txt"
    output.write_text("", encoding="utf-8")
    process = _processes.Process(target=work_on, args=(folder, vendor.url, day, seed, output))
    process.start()
    process.join(limit_s or HANGS_AFTER_S)
    if process.is_alive():
        process.kill()
        process.join()
    if limit_s is None and process.exitcode != 0:
        raise SystemExit("an undisturbed process did not finish")
    return output.read_text(encoding="utf-8"), time.monotonic() - started


def _report(sessions: SessionFactory, vendor: Vendor, said: list[tuple[str, str]]) -> int:
    alerts = RaisedAlerts(sessions).all()
    delivery = Delivery(InlineWork(), sessions, {}, SystemClock())
    keys = {alert.message_key for alert in alerts}
    shown = Counter(message.key for message in vendor.shown)
    undelivered = [key for key in keys if delivery.state(key) is not DeliveryState.SENT]
    unseen = [key for key in keys if f"{key}#0" not in shown]
    twice = [key for key, times in shown.items() if times > 1]
    person_level = Counter(
        (alert.subject, alert.due_on, alert.level.name, alert.recipient_user_id) for alert in alerts
    )
    asked_again = sum(times > 1 for times in vendor.taken.values())
    store = TaskStore(sessions)
    lost = [
        (number, words)
        for number, words in said
        if all(event.reason != words for event in store.history(number))
    ]
    repeated = [pair for pair, times in person_level.items() if times > 1]
    climbed = sum(alert.level.step > 0 for alert in alerts)
    out.print(f"alerts raised {len(alerts)}, of them escalated {climbed}, in {len(keys)} messages")
    out.print(f"not delivered {len(undelivered)}, not seen by their person {len(unseen)}")
    out.print(f"shown twice with the vendor's duplicate check {len(twice)}")
    out.print(f"the same level to the same person twice {len(repeated)}")
    out.print(f"taken by the vendor again after a crash before the receipt {asked_again}")
    out.print(f"changes of tasks acknowledged {len(said)}, lost {len(lost)}")
    return len(undelivered) + len(unseen) + len(twice) + len(lost) + len(repeated)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
