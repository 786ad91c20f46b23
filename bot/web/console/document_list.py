"""The list of documents: searched, narrowed to a validity, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.console.documents import Documents
from bot.validity_label import Tone, tone_of, validity_label

if TYPE_CHECKING:
    from retrieval import Validity
    from retrieval.documents.metadata import DocumentMetadata

_PAGE = 30


@dataclass(frozen=True)
class Standing:
    """A validity in words, with the colour of its badge and where it was read."""

    status: str
    label: str
    tone: Tone
    reason: str
    source: str


@dataclass(frozen=True)
class Line:
    """One document of the list."""

    document_id: str
    title: str
    facts: str
    standing: Standing


@dataclass(frozen=True)
class Listed:
    """The documents found: one page of them, and how many show each validity."""

    query: str
    show: str
    total: int
    counts: tuple[tuple[str, str, int], ...]
    lines: tuple[Line, ...]
    page: int
    pages: int


def standing(metadata: DocumentMetadata, validity: Validity) -> Standing:
    """Return a document's validity as the console shows it."""
    from retrieval.answer.validity_wording import validity as validity_sentence

    return Standing(
        validity.status.value,
        validity_label(validity),
        tone_of(validity),
        validity_sentence(metadata, validity).removeprefix("时效："),
        validity.source or "",
    )


def listed(documents: Documents, query: str, show: str, page: int) -> Listed:
    """Return the documents that have every word of `query` in title, number or issuer, newest
    first; of one validity (`show` is its label), or of all."""
    lines = []
    for one in documents.library.shelf(query, on=documents.today()).documents:
        summary = one.summary
        facts = [summary.issuer, summary.document_number]
        day = summary.issued_on.isoformat() if summary.issued_on else ""
        lines.append(
            Line(
                summary.document_id,
                summary.title,
                " · ".join(filter(None, [*facts, day])),
                standing(one.metadata, one.validity),
            )
        )
    labels = dict.fromkeys(line.standing.label for line in lines)
    counts = tuple(
        (label, label, sum(line.standing.label == label for line in lines)) for label in labels
    )
    chosen = [line for line in lines if show in ("", line.standing.label)]
    pages = max(1, -(-len(chosen) // _PAGE))
    page = min(max(page, 1), pages)
    part = chosen[(page - 1) * _PAGE : page * _PAGE]
    return Listed(query, show, len(lines), counts, tuple(part), page, pages)
