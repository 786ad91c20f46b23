"""A process of the kill benchmark: scans, acknowledges and escalates until it is killed.

It is forked from a process that has imported everything, so that a kill meets the work and not
the imports. It writes `acknowledged NUMBER WORDS` after a task was changed, and `done` when
nothing is left to send.
"""

from __future__ import annotations

import os
import random
import time
from datetime import datetime
from pathlib import Path

from bot.alerts import AlertScan
from bot.alerts.raised import RaisedAlerts
from bot.clock import BusinessClock, SystemClock
from bot.delivery import Delivery, DeliveryState
from bot.delivery.limits import Backoff
from bot.durable.dbos_work import DbosWork
from bot.errors import TaskError
from bot.identity import Directory
from bot.identity.roster import import_roster
from bot.storage import create_engine, session_factory
from bot.storage.migrate import upgrade
from bot.tasks import Change, TaskService, WorkingDays
from bot.tasks.selection import TaskSelection
from bot.tasks.task import TaskState
from bot.tasks.transition import Action
from tests.end_to_end.alert_process import ORGANISATION, LoopbackSender

PATIENCE_S = 120.0
NOTES = ("已收到", "正在办理", "材料已报送审核")


def prepare(folder: Path) -> None:
    """Make the city's database: what every process of the rounds finds."""
    engine = create_engine(_database(folder))
    upgrade(engine)
    sessions = session_factory(engine)
    import_roster(sessions, ORGANISATION)
    days = WorkingDays(sessions)
    clock = SystemClock()
    TaskService(sessions, Directory(sessions), days, clock).import_file(ORGANISATION / "tasks.csv")
    engine.dispose()


def work_on(folder: Path, vendor_url: str, moment: datetime, seed: int, output: Path) -> None:
    """Work until nothing is left to send, and write to `output` what was done."""
    with output.open("w", encoding="utf-8") as said:
        os.dup2(said.fileno(), 1)
    sessions = session_factory(create_engine(_database(folder)))
    clock = BusinessClock(moment)
    directory = Directory(sessions, has_inbox=lambda _: True)
    working_days = WorkingDays(sessions)
    work = DbosWork(f"sqlite:///{folder / 'durable.sqlite'}")
    delivery = Delivery(
        work,
        sessions,
        {"web": LoopbackSender(vendor_url)},
        SystemClock(),
        backoff=Backoff(attempts=60, first_s=0.05, longest_s=0.2),
    )
    tasks = TaskService(sessions, directory, working_days, clock, delivery=delivery)
    scan = AlertScan(work, sessions, directory, delivery, clock, working_days)
    work.launch()
    scan.run()
    _acknowledge(tasks, directory, random.Random(seed))
    until = time.monotonic() + PATIENCE_S
    alerts = RaisedAlerts(sessions)
    while time.monotonic() < until:
        scan.run()
        keys = {alert.message_key for alert in alerts.all()}
        if all(delivery.state(key) is DeliveryState.SENT for key in keys):
            break
        time.sleep(0.1)
    else:
        raise SystemExit("not everything was sent in time")
    work.stop()
    _say("done")


def _acknowledge(tasks: TaskService, directory: Directory, chance: random.Random) -> None:
    """Let one owner sign or report progress: the states that a kill must not lose."""
    supervisor = directory.require("u002")
    owed = tasks.find(
        supervisor, TaskSelection(states=(TaskState.AWAITING_RECEIPT, TaskState.IN_PROGRESS))
    )
    task = chance.choice(owed)
    owner = directory.require(task.owner_user_id)
    is_unsigned = task.state is TaskState.AWAITING_RECEIPT
    action = Action.SIGN_RECEIPT if is_unsigned else Action.REPORT_PROGRESS
    change = Change(action, task.task_no, reason=f"{chance.choice(NOTES)} {chance.random():.9f}")
    try:
        tasks.carry_out(owner, change, channel="web")
    except TaskError:
        return
    _say(f"acknowledged {task.task_no} {change.reason}")


def _database(folder: Path) -> str:
    return f"sqlite:///{folder / 'bot.sqlite'}"


def _say(words: str) -> None:
    # One write, past every buffer: what was said before a kill is there.
    os.write(1, f"{words}\n".encode())
