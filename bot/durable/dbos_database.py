"""What the two ways to DBOS share: its database, how a workflow is started, how one ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypedDict

import sqlalchemy as sa
from dbos import EnqueueOptions, WorkflowStatus

from bot.clock import BUSINESS_ZONE
from bot.durable.work import ScheduleRun, WorkflowOutcome, WorkflowState

# Workflows are recovered by executors of the same version only. By default DBOS derives the
# version from the source text, so a new build would strand what the old one left. Raise this
# only when the steps of a workflow change so that a half-done one cannot go on.
APPLICATION_VERSION = "1"
APPLICATION_NAME = "policybot"

# A server admits a hundred connections by default, and every process of a city has its own: those
# of the application's tables (`bot.storage.engine`), of the library that works workflows off, and
# of whoever only starts or watches them.
LIBRARY_CONNECTIONS = 6
_OWN_CONNECTIONS = 2
UNTOLD: dict[str, Any] = {"hide_parameters": True}
"""Parameters hold what people wrote: an error must not carry them into a log."""

_LARGEST_PRIORITY = 2**31 - 2


ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
# Small transactions: the queues go on meanwhile.
_FORGOTTEN_AT_ONCE = 500


class _Asked(TypedDict):
    sort_desc: bool
    limit: int
    load_input: bool
    load_output: bool


NEWEST = _Asked(sort_desc=True, limit=1, load_input=False, load_output=False)
"""How the library is asked for the newest workflow of a name, and no more of it than its state."""

_STATES = {
    "ENQUEUED": WorkflowState.WAITING,
    "DELAYED": WorkflowState.WAITING,
    "PENDING": WorkflowState.RUNNING,
    "SUCCESS": WorkflowState.SUCCEEDED,
}


def open_engine(url: str) -> sa.Engine:
    """Open the database of the workflows."""
    if sa.make_url(url).get_backend_name() != "sqlite":
        # Pinged: a server that was restarted has ended the connections that lie ready.
        return sa.create_engine(
            url, pool_size=_OWN_CONNECTIONS, max_overflow=0, pool_pre_ping=True, **UNTOLD
        )
    engine = sa.create_engine(url, **UNTOLD)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def with_driver(url: str) -> str:
    """Return `url` with the driver that is installed."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql" and "+" not in parsed.drivername:
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def outcome_of(status: WorkflowStatus | None) -> WorkflowOutcome:
    """Return how a workflow stands; None is one that was never started."""
    if status is None:
        return WorkflowOutcome(WorkflowState.UNKNOWN)
    state = _STATES.get(status.status, WorkflowState.FAILED)
    if state is WorkflowState.SUCCEEDED:
        return WorkflowOutcome(state, result=status.output)
    if state is WorkflowState.FAILED:
        return WorkflowOutcome(state, error=_error_name(status))
    return WorkflowOutcome(state)


def schedule_workflow(name: str) -> str:
    """Return under which name the runs of a schedule are kept."""
    return f"schedule:{name}"


def schedule_run(name: str, cron: str, found: Sequence[WorkflowStatus]) -> ScheduleRun:
    """Return a schedule with its newest run, if `found` holds one."""
    if not found:
        return ScheduleRun(name, cron)
    status = found[0]
    at = datetime.fromtimestamp((status.created_at or 0) / 1000, tz=BUSINESS_ZONE)
    return ScheduleRun(name, cron, at, outcome_of(status).state)


def forget_ended(
    listed: Callable[..., Sequence[WorkflowStatus]],
    delete: Callable[[list[str]], object],
    before: datetime,
) -> int:
    """Delete, by the library's own two calls, what ended before a moment; return how many."""
    forgotten = 0
    while ended := listed(
        status=list(ENDED),
        completed_before=before.isoformat(),
        limit=_FORGOTTEN_AT_ONCE,
        load_input=False,
        load_output=False,
    ):
        delete([status.workflow_id for status in ended])
        forgotten += len(ended)
    return forgotten


def _error_name(status: WorkflowStatus) -> str:
    # The portable serializer reads every exception back as its own class, which has the name.
    error = status.error
    return str(getattr(error, "name", None) or type(error).__name__ if error else status.status)


class Starts:
    """Makes the options a workflow is started with; one for each process."""

    def __init__(self) -> None:
        self._turns = _Turns()

    def options(
        self,
        workflow: str,
        workflow_id: str,
        queue: str,
        partition: str | None,
        delay_s: float | None,
    ) -> EnqueueOptions:
        """Return them."""
        options = EnqueueOptions(
            workflow_name=workflow,
            queue_name=queue,
            workflow_id=workflow_id,
            app_version=APPLICATION_VERSION,
        )
        if partition is not None:
            options["queue_partition_key"] = partition
            options["priority"] = self._turns.next()
        if delay_s:
            options["delay_seconds"] = delay_s
        return options


class _Turns:
    """Numbers that grow with time, so that a partition's work is done in order.

    DBOS keeps the moment of an enqueue in whole seconds under SQLite before 3.42, and sorts what
    came in one second by its id. A priority is sorted by before that; it has 31 bits, which
    hundredths of a second fill in 248 days: once in that time what waits may be overtaken.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        """Return a number above all before it, and above those of other processes' past."""
        with self._lock:
            self._last = max(self._last + 1, int(time.time() * 100))
            return self._last % _LARGEST_PRIORITY + 1


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # What the library sets on connections of its own, and two things it does not: a poll of a
    # queue must not wait for each writer (WAL), and a commit not for the disk (NORMAL): with
    # WAL that survives the death of the process, and loses only the last moments to a power cut.
    connection.isolation_level = "IMMEDIATE"
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA foreign_keys=ON")
