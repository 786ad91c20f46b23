"""A connection held open for somebody who writes small things often."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

# Bringing what was written into the file waits for the disk. Whoever writes at leisure does it, at
# a thousand pages; this connection only where nobody else has for long (64 MiB).
_PAGES_LEFT_TO_OTHERS = 16_384


class HeldConnection:
    """Transactions of plain statements, without pool and mapping: for whoever may not wait.

    One thread at a time. After any failure the next transaction has a connection of its own anew.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._held: sa.PoolProxiedConnection | None = None
        self._patience_ms = 0
        self.dialect = engine.dialect.name

    @property
    def is_local(self) -> bool:
        """Tell whether a transaction takes microseconds: a file, no server to wait for."""
        return self.dialect == "sqlite"

    @contextmanager
    def writing(self, *, waits: bool) -> Iterator[Any]:
        """Yield a DB-API cursor in a transaction that is committed at the end of the block.

        Without `waits` a local file that somebody else is writing fails at once.

        Raises:
            Exception: the driver's, as it is; nothing was written.
        """
        has_begun = False
        try:
            connection = self._connected()
            cursor = connection.cursor()
            if self.is_local:
                self._begin(cursor, waits=waits)
            has_begun = True
            yield cursor
            connection.commit()
            cursor.close()
        except BaseException as exc:
            # Where somebody else is writing, the connection is as good as before.
            if has_begun or not _is_busy(exc):
                self.close()
            raise

    def close(self) -> None:
        """Give up the connection, and with it what was not committed."""
        held, self._held = self._held, None
        if held is not None:
            held.invalidate()

    def _connected(self) -> sa.PoolProxiedConnection:
        if self._held is None:
            self._held = self._engine.raw_connection()
            if self.is_local:
                cursor = self._held.cursor()
                cursor.execute(f"PRAGMA wal_autocheckpoint={_PAGES_LEFT_TO_OTHERS}")
                (self._patience_ms,) = cursor.execute("PRAGMA busy_timeout").fetchone()
                cursor.execute("PRAGMA busy_timeout=0")
        return self._held

    def _begin(self, cursor: Any, *, waits: bool) -> None:
        if waits:
            cursor.execute(f"PRAGMA busy_timeout={self._patience_ms}")
        try:
            cursor.execute("BEGIN IMMEDIATE")
        finally:
            if waits:
                cursor.execute("PRAGMA busy_timeout=0")


def _is_busy(error: BaseException) -> bool:
    if not isinstance(error, sqlite3.OperationalError):
        return False
    return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
