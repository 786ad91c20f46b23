"""Which processes work on the workflows, and whose work is left behind.

DBOS marks each running workflow with the executor that runs it. Two processes on the same
database (`bot serve` and `bot alerts scan`) must leave each other's alone, and what a killed
process left must be taken over: at once on the same machine, where the process table tells,
and after a silent `LAPSE` from another. So each start gets an id of its own, a row here, and a
heartbeat; a dead executor is adopted by whoever claims its row first.

The table lives beside the workflows, in their database: a claim and the work it covers
are then lost or kept together.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import sqlalchemy as sa

HEARTBEAT_S = 5.0
LAPSE = timedelta(seconds=30)
# A look that comes so late says nothing of the time in between.
_LISTENING_S = 3 * HEARTBEAT_S
# Any fixed number but that of `bot.storage.migrate`.
_ADVISORY_LOCK = 19_870_915

_metadata = sa.MetaData()
_executors = sa.Table(
    "durable_executors",
    _metadata,
    sa.Column("executor_id", sa.String(64), primary_key=True),
    sa.Column("machine", sa.String(255), nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    # Whole seconds after the machine's start: a pid is reused, a pid with its start time is not,
    # and the time of day may be put right meanwhile.
    sa.Column("process_started", sa.Integer, nullable=False),
    sa.Column("heartbeat_at", sa.DateTime, nullable=False),
    sa.Column("is_stopped", sa.Boolean, nullable=False),
    sa.Column("adopter", sa.String(64), nullable=True),
)


@dataclass(frozen=True)
class _Executor:
    executor_id: str
    machine: str
    pid: int
    process_started: int
    heartbeat_at: datetime
    is_stopped: bool
    adopter: str | None


def make_table(engine: sa.Engine) -> None:
    """Create the table of executors unless it is there; several processes may do so at once."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # “If it does not exist” is no promise there: of two who make it at once, one fails.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        connection.execute(sa.schema.CreateTable(_executors, if_not_exists=True))


class ExecutorRegistry:
    """The executors of one durable database, seen from one of them.

    How long another machine has been silent is counted here, from the last new heartbeat seen:
    two machines' times of day differ, and either may be put right. Only while somebody listened:
    whoever was cut off from the database, or stood still, has heard nothing and knows nothing.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        machine: str | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.executor_id = uuid.uuid4().hex
        self._engine = engine
        self._machine = machine or _this_machine()
        self._monotonic = monotonic
        self._heard: dict[str, tuple[datetime, float]] = {}
        self._listened_at = monotonic()

    def enter(self) -> None:
        """Make this executor known; creates the table on first use."""
        make_table(self._engine)
        with self._engine.begin() as connection:
            self._register(connection)

    def beat(self) -> None:
        """Say that this executor is alive.

        One that slept may have been adopted and forgotten meanwhile: it is made known again,
        else nobody would ever take over what it starts from now on.
        """
        with self._engine.begin() as connection:
            beaten = connection.execute(
                _executors.update()
                .where(_executors.c.executor_id == self.executor_id)
                .values(heartbeat_at=_utc_now())
            )
            if not beaten.rowcount:
                self._register(connection)

    def leave(self) -> None:
        """Say that this executor will work no more, whether or not its process lives on."""
        with self._engine.begin() as connection:
            connection.execute(
                _executors.update()
                .where(_executors.c.executor_id == self.executor_id)
                .values(is_stopped=True)
            )

    def claim_dead(self) -> list[str]:
        """Claim every executor that is dead and that nobody living has claimed."""
        rows = self._all()
        now = self._monotonic()
        was_listening = now - self._listened_at <= _LISTENING_S
        self._listened_at = now
        self._heard = {
            row.executor_id: self._heard[row.executor_id]
            for row in rows
            if was_listening and row.executor_id in self._heard
        }
        dead = {row.executor_id for row in rows if self._is_dead(row)}
        known = {row.executor_id for row in rows}
        claimed = []
        for row in rows:
            is_free = row.adopter is None or row.adopter in dead or row.adopter not in known
            if row.executor_id in dead and is_free and self._claim(row):
                claimed.append(row.executor_id)
        return claimed

    def forget(self, executor_id: str) -> None:
        """Remove a claimed executor whose work is under way again."""
        with self._engine.begin() as connection:
            connection.execute(
                _executors.delete().where(
                    _executors.c.executor_id == executor_id,
                    _executors.c.adopter == self.executor_id,
                )
            )

    def _register(self, connection: sa.Connection) -> None:
        connection.execute(
            _executors.insert().values(
                executor_id=self.executor_id,
                machine=self._machine,
                pid=os.getpid(),
                process_started=int(_after_boot(psutil.Process())),
                heartbeat_at=_utc_now(),
                is_stopped=False,
                adopter=None,
            )
        )

    def _all(self) -> list[_Executor]:
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(_executors).where(_executors.c.executor_id != self.executor_id)
            ).all()
        return [_Executor(**row._mapping) for row in rows]

    def _is_dead(self, row: _Executor) -> bool:
        if row.is_stopped:
            return True
        if row.machine == self._machine:
            return not _is_running(row.pid, row.process_started)
        return self._silent_for(row) > LAPSE

    def _silent_for(self, row: _Executor) -> timedelta:
        now = self._monotonic()
        heartbeat_at, heard_at = self._heard.get(row.executor_id, (None, now))
        if heartbeat_at != row.heartbeat_at:
            heard_at = now
            self._heard[row.executor_id] = (row.heartbeat_at, now)
        return timedelta(seconds=now - heard_at)

    def _claim(self, row: _Executor) -> bool:
        # Compare-and-set on the adopter that was seen: of several claimants one wins.
        with self._engine.begin() as connection:
            result = connection.execute(
                _executors.update()
                .where(
                    _executors.c.executor_id == row.executor_id,
                    _executors.c.adopter.is_not_distinct_from(row.adopter),
                )
                .values(adopter=self.executor_id)
            )
        return result.rowcount == 1


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _this_machine() -> str:
    # Two containers may share a host name, and a restarted one keeps it: the pid namespace and
    # the boot tell them apart where the system has them.
    parts = [socket.gethostname()]
    try:
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip())
        parts.append(Path("/proc/self/ns/pid").readlink().name)
    except OSError:
        parts.append("no-proc")
    return "/".join(parts)


def _after_boot(process: psutil.Process) -> float:
    # Both move with the time of day, together.
    return process.create_time() - psutil.boot_time()


def _is_running(pid: int, process_started: int) -> bool:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        # A program before this one wrote the time of day, and may still run beside it.
        starts = (_after_boot(process), process.create_time())
        return any(abs(start - process_started) < 2 for start in starts)
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
