"""Which document of the library a notice is: by its number, by its title, by what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from retrieval.documents.document_number import number_key
from retrieval.documents.structure import UnitKind
from retrieval.documents.titles import title_key
from retrieval.notices.notice import Notice
from retrieval.store.tables import names, units
from retrieval.text_form import comparable

# Pieces of sentences that are looked for as they stand: long enough to be nobody else's, short
# enough that one misread character spoils few of them.
_PIECE = 14
_MOST_PIECES = 16
_LEAST_PIECES = 3


class KnownBy(StrEnum):
    """What a document was recognised by."""

    NUMBER = "number"
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Identified:
    """A document that a notice is, or quotes at length; `addresses` are the sentences of it that
    stand in the notice, none where it was recognised by its name."""

    document_id: str
    by: KnownBy
    addresses: tuple[str, ...]


def identify(connection: Connection, notice: Notice) -> list[Identified]:
    """Return the documents a notice may be: those with its number, or else with its title, or
    else with its text, the likeliest first."""
    found = _with_text(connection, notice.sentences)
    for by, key in (
        (KnownBy.NUMBER, number_key(notice.document_number or "")),
        (KnownBy.TITLE, title_key(notice.title or "")),
    ):
        if not key:
            continue
        named = connection.execute(select(names.c.document_id).where(names.c.key == key))
        ids = sorted({row.document_id for row in named}, key=lambda one: one not in found)
        if ids:
            return [Identified(one, by, found.get(one, ())) for one in ids]
    return [Identified(one, KnownBy.TEXT, addresses) for one, addresses in found.items()]


def _with_text(connection: Connection, sentences: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the documents that hold enough of the sentences, with where, the most first."""
    pieces = _pieces(sentences)
    held: dict[str, list[str]] = {}
    for piece in pieces:
        query = select(units).where(
            units.c.kind == UnitKind.SENTENCE,
            # White space within a sentence is the typesetter's.
            func.replace(func.replace(units.c.text, " ", ""), "\n", "").contains(
                piece, autoescape=True
            ),
        )
        for row in connection.execute(query.limit(20)):
            address = f"{row.clause}#s{row.sentence}" if row.sentence else row.clause
            held.setdefault(row.document_id, []).append(address)
    least = min(_LEAST_PIECES, max(2, len(pieces)))
    counts = Counter({key: len(addresses) for key, addresses in held.items()})
    return {
        key: tuple(dict.fromkeys(held[key]))
        for key, count in counts.most_common(3)
        if count >= least
    }


def _pieces(sentences: Sequence[str]) -> list[str]:
    """Take a run of characters without punctuation from the longest sentences."""
    runs = []
    for sentence in sentences:
        parts = (part for part in _runs(sentence) if len(part) >= _PIECE)
        run = max(parts, key=len, default="")
        if run:
            runs.append(run)
    runs.sort(key=len, reverse=True)
    return [run[(len(run) - _PIECE) // 2 :][:_PIECE] for run in runs[:_MOST_PIECES]]


def _runs(sentence: str) -> list[str]:
    joined = "".join(sentence.split())
    return "".join(char if comparable(char) and char.isalpha() else "\n" for char in joined).split()
