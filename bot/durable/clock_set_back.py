"""A clock that ran ahead and was set back must not hold up what waits.

DBOS counts for a queue's pace what was started within the last period, and so also what was
started, by a clock that was wrong, tomorrow: for a day nobody whom it concerned would be sent
anything. What was put off by that clock would wait as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import sqlalchemy as sa

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

    def look(self) -> None:
        """Put right what lies in a future that will not be, the first time and whenever the clock
        was set back since the last look."""
        with self._engine.connect() as connection:
            now_ms = connection.execute(sa.select(self._now)).scalar_one()
        before, self._ahead = self._ahead, now_ms / _SECOND_MS - self._monotonic()
        if before is None or self._ahead < before - _NOTICED_S:
            self._put_right()

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


def _milliseconds(*, is_server: bool) -> sa.ColumnElement[int]:
    """The database's own clock, as the library reads it."""
    if is_server:
        return sa.cast(sa.func.extract("epoch", sa.func.now()) * _SECOND_MS, sa.BigInteger)
    return sa.cast(sa.func.strftime("%s", "now") * _SECOND_MS, sa.BigInteger)
