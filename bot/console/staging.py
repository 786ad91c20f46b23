"""Files somebody uploaded and has not confirmed yet.

A preview is shown of exactly what is then taken in: the bytes wait in the database, so that any
process can go on, and belong to whoever uploaded them.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.clock import Clock
from bot.console import staging_wording as wording
from bot.console.staged_model import StagedFileRow
from bot.errors import ConsoleRefused
from bot.identity import Person
from bot.storage.engine import SessionFactory

LIVES = timedelta(hours=1)
LARGEST_BYTES = 20 * 1024 * 1024
_UNSAFE = re.compile(r"[^\w.\-()（）]")


class Staging:
    """Uploads between preview and confirmation; `clock` is system time."""

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def put(self, person: Person, kind: str, files: Mapping[str, bytes]) -> str:
        """Keep uploaded files by name and return their ticket; what lapsed is deleted.

        Raises:
            ConsoleRefused: nothing was uploaded, or more than `LARGEST_BYTES`.
        """
        if not any(files.values()):
            raise ConsoleRefused(wording.NOTHING_UPLOADED, remedy=wording.CHOOSE_A_FILE)
        if sum(len(content) for content in files.values()) > LARGEST_BYTES:
            raise ConsoleRefused(wording.too_large(LARGEST_BYTES), remedy=wording.SPLIT_IT)
        ticket, now = secrets.token_urlsafe(24), self._clock.now()
        with self._sessions.begin() as session:
            session.execute(sa.delete(StagedFileRow).where(StagedFileRow.at < now - LIVES))
            session.add_all(
                StagedFileRow(
                    ticket=ticket,
                    name=safe_name(name),
                    kind=kind,
                    user_id=person.user_id,
                    content=content,
                    at=now,
                )
                for name, content in files.items()
                if content
            )
        return ticket

    @contextmanager
    def opened(self, person: Person, kind: str, ticket: str) -> Iterator[Path]:
        """Give the folder with the files of a ticket, as long as the block lasts.

        Raises:
            ConsoleRefused: no such ticket, another person's, or it has lapsed.
        """
        with self._sessions() as session:
            rows = session.scalars(
                sa.select(StagedFileRow).where(
                    StagedFileRow.ticket == ticket,
                    StagedFileRow.kind == kind,
                    StagedFileRow.user_id == person.user_id,
                    StagedFileRow.at >= self._clock.now() - LIVES,
                )
            ).all()
        if not rows:
            raise ConsoleRefused(wording.UPLOAD_LAPSED, remedy=wording.UPLOAD_AGAIN)
        with tempfile.TemporaryDirectory(prefix="console-") as folder:
            for row in rows:
                (Path(folder) / row.name).write_bytes(row.content)
            yield Path(folder)

    def drop(self, ticket: str) -> None:
        """Forget the files of a ticket: they were taken in, or are not wanted."""
        with self._sessions.begin() as session:
            session.execute(sa.delete(StagedFileRow).where(StagedFileRow.ticket == ticket))


def safe_name(name: str) -> str:
    """Return a file's name without folders and without what a file system may not like."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = _UNSAFE.sub("_", last).lstrip(".")
    return cleaned[-100:] or "file"
