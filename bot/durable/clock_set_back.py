"""A clock that ran ahead and was set back must not hold up what waits.

DBOS counts for a queue's pace what was started within the last period, and so also what was
started, by a clock that was wrong, tomorrow: for a day nobody whom it concerned would be sent
anything. What was put off by that clock would wait as long. And so would each schedule: it sleeps
until its next moment by that clock, and what it ran for moments that are still to come counts, by
its id, as run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from dbos import WorkflowStatus

from bot.durable.dbos_database import ENDED

LONGEST_DELAY_S = 3600
"""Nothing is put off for longer; what is, was put off by a clock that was wrong."""

# SQLite tells whole seconds before 3.42, and a look takes its time.
_NOTICED_S = 3.0
_SECOND_MS = 1000


class ClockWatch:
    """Watches the clock of the workflows' database, by which they are started."""

    def __init__(
        self, engine: sa.Engine, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._monotonic = monotonic
        self._ahead: float | None = None
        is_server = engine.dialect.name == "postgresql"
        self._now = _milliseconds(is_server=is_server)
        self._workflows = sa.table(
            "workflow_status",
            sa.column("status"),
            sa.column("rate_limited"),
            sa.column("started_at_epoch_ms"),
            sa.column("delay_until_epoch_ms"),
            schema="dbos" if is_server else None,
        )

    def look(self) -> datetime | None:
        """Put right what lies in a future that will not be, the first time and whenever the clock
        was set back since the last look; return what it shows then, and None otherwise."""
        with self._engine.connect() as connection:
            now_ms = connection.execute(sa.select(self._now)).scalar_one()
        before, ahead = self._ahead, now_ms / _SECOND_MS - self._monotonic()
        is_set_back = before is None or ahead < before - _NOTICED_S
        if is_set_back:
            self._put_right()
        # Only now: what could not be put right is tried again.
        self._ahead = ahead
        return datetime.fromtimestamp(now_ms / _SECOND_MS, tz=UTC) if is_set_back else None

    def _put_right(self) -> None:
        started, until = (
            self._workflows.c.started_at_epoch_ms,
            self._workflows.c.delay_until_epoch_ms,
        )
        latest = self._now + int((LONGEST_DELAY_S + _NOTICED_S) * _SECOND_MS)
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(self._workflows)
                .where(
                    self._workflows.c.rate_limited == sa.true(),
                    started > self._now + int(_NOTICED_S * _SECOND_MS),
                )
                .values(started_at_epoch_ms=self._now)
            )
            connection.execute(
                sa.update(self._workflows)
                .where(self._workflows.c.status == "DELAYED", until > latest)
                .values(delay_until_epoch_ms=self._now)
            )


def forget_runs_ahead(
    listed: Callable[..., Sequence[WorkflowStatus]],
    delete: Callable[[list[str]], object],
    schedules: Sequence[str],
    now: datetime,
) -> None:
    """Delete the runs of schedules that were made after `now`, by the library's own two calls, so
    that those moments are run when they come. Nothing else of that time: it would be done twice."""
    ahead = listed(
        name=list(schedules),
        status=list(ENDED),
        start_time=(now + timedelta(seconds=_NOTICED_S)).isoformat(),
        load_input=False,
        load_output=False,
    )
    if ahead:
        delete([status.workflow_id for status in ahead])


def _milliseconds(*, is_server: bool) -> sa.ColumnElement[int]:
    """The database's own clock, as the library reads it."""
    if is_server:
        return sa.cast(sa.func.extract("epoch", sa.func.now()) * _SECOND_MS, sa.BigInteger)
    return sa.cast(sa.func.strftime("%s", "now") * _SECOND_MS, sa.BigInteger)
