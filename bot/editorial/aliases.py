"""Words people say, read as the official words they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.editorial import wording
from bot.editorial.model import AliasRow
from bot.errors import ConsoleRefused
from bot.storage.engine import SessionFactory

_SHORTEST, _LONGEST = 2, 30


@dataclass(frozen=True)
class Alias:
    """`said` stands for `official`; `at` is system time, aware."""

    id: int
    said: str
    official: str
    user_id: str
    at: datetime


def in_official_words(text: str, aliases: Iterable[Alias]) -> tuple[str, tuple[Alias, ...]]:
    """Return `text` with every word that stands for an official one replaced, and which did.

    Longer words go first; what was put in is not read again, nor is a word replaced where the
    official one, which may hold it, stands already.
    """
    left = sorted(aliases, key=lambda one: -len(one.said))
    pieces, used, at = [""], [], 0
    while at < len(text):
        official = next((one for one in left if text.startswith(one.official, at)), None)
        found = next((one for one in left if text.startswith(one.said, at)), None)
        if official is not None and (found is None or len(official.official) >= len(found.said)):
            pieces.append(official.official)
            at += len(official.official)
        elif found is not None:
            pieces.append(found.official)
            used.append(found)
            at += len(found.said)
        else:
            pieces.append(text[at])
            at += 1
    return "".join(pieces), tuple(dict.fromkeys(used))


class Aliases:
    """Aliases in the application's database; every process reads them with each question."""

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def all(self) -> Sequence[Alias]:
        """Return every alias, the newest first."""
        with self._sessions() as session:
            rows = session.scalars(sa.select(AliasRow).order_by(AliasRow.id.desc())).all()
        return [Alias(row.id, row.said, row.official, row.user_id, row.at) for row in rows]

    def put(self, said: str, official: str, *, user_id: str, session: Session) -> str:
        """Let `said` stand for `official`; return what it stood for before, "" for nothing.

        Raises:
            ConsoleRefused: a word is too short or too long, or both are the same.
        """
        for word in (said, official):
            if not _SHORTEST <= len(word) <= _LONGEST:
                raise ConsoleRefused(wording.word_length(_SHORTEST, _LONGEST))
        if said == official:
            raise ConsoleRefused(wording.SAME_WORD)
        row = session.scalar(sa.select(AliasRow).where(AliasRow.said == said))
        before = row.official if row is not None else ""
        if row is not None:
            session.delete(row)
            session.flush()
        session.add(AliasRow(said=said, official=official, user_id=user_id, at=self._clock.now()))
        return before

    def take_away(self, said: str, *, session: Session) -> str:
        """Let `said` stand for itself again; return what it stood for, "" for nothing."""
        row = session.scalar(sa.select(AliasRow).where(AliasRow.said == said))
        if row is None:
            return ""
        session.delete(row)
        return row.official
