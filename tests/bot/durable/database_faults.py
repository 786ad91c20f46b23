"""A database that fails when told to, as a locked or restarted one does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from bot.storage.engine import SessionFactory


@contextmanager
def failing(sessions: SessionFactory, statement: str, times: int) -> Iterator[Callable[[], int]]:
    """Let the next `times` statements that begin with `statement` fail; give how many still
    will."""
    left = times

    def fail(*event: object) -> None:
        nonlocal left
        if left and str(event[2]).startswith(statement):
            left -= 1
            raise sa.exc.OperationalError(str(event[2]), {}, Exception("database is locked"))

    with sessions.begin() as session:  # the engine that writes; reading ones are made from it
        engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", fail)
    try:
        yield lambda: left
    finally:
        sa.event.remove(engine, "before_cursor_execute", fail)
