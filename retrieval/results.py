"""What the library hands out: outcomes, hits, citations, answers, stored documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

from retrieval.documents.duties import ClauseDuty, duties_of
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.structure import Unit, UnitKind
from retrieval.documents.validity import Validity, validity_of


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation."""

    role: Literal["user", "bot"]
    text: str


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """What became of one file; `reason` is Chinese: why it failed, or what to know of it."""

    path: Path
    status: Literal["ingested", "unchanged", "failed"]
    document_id: str | None = None
    reason: str | None = None
    title: str | None = None
    sentences: int = 0


@dataclass(frozen=True, slots=True)
class EarlierText:
    """A text of a document until, at `at` (system time, aware), a version took its place.

    `content_hash` names it; `source` is how its file is remembered.
    """

    document_id: str
    content_hash: str
    source: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence found. `score` orders the hits of one question and means nothing across two;
    `also_in` are the titles of other documents that hold the same sentence."""

    document_id: str
    document: str
    address: str
    text: str
    score: float
    validity: Validity
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation with everything needed to find and to judge it.

    `clause` is the address as in `三-6#s7`; `quote` is verbatim from the stored original.
    """

    document_id: str
    document: str
    short_title: str
    issuer: str | None
    document_number: str | None
    issued_on: date | None
    clause: str
    quote: str
    validity: Validity


class Outcome(StrEnum):
    """How a question was dealt with; the application's `Outcome` has the same values."""

    ANSWERED = "answered"
    ANSWERED_WITH_GAP = "answered_with_gap"
    CLARIFY = "clarify"
    REFUSED = "refused"
    HANDED_OVER = "handed_over"


class Gap(StrEnum):
    """A particular that was asked for, or is needed next, and that no document states."""

    AMOUNT = "amount"
    POINTS = "points"
    CONDITION = "condition"
    MATERIAL = "material"
    DEADLINE = "deadline"
    PLACE = "place"
    CONTACT = "contact"


class RefusalReason(StrEnum):
    """Why there is no answer: what the question lacks or is about, or that the library holds
    nothing on it (NOT_IN_LIBRARY, OUTSIDE_FILTERS) or nothing sure enough (UNPROVEN)."""

    EMPTY_QUESTION = "empty_question"
    EMPTY_LIBRARY = "empty_library"
    NOT_IN_LIBRARY = "not_in_library"
    WHICH_POLICY = "which_policy"
    PERSONAL_AFFAIR = "personal_affair"
    SMALL_TALK = "small_talk"
    OTHER_PLACE = "other_place"
    OPINION = "opinion"
    PROMISE = "promise"
    PERSONAL_DATA = "personal_data"
    PROMPT_INJECTION = "prompt_injection"
    LEGAL_ADVICE = "legal_advice"
    NOT_CHINESE = "not_chinese"
    OUTSIDE_FILTERS = "outside_filters"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class PolicyAnswer:
    """`text` is Chinese and ready for a chat; what it states is held by `citations`."""

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...] = ()
    gaps: tuple[Gap, ...] = ()
    refusal: RefusalReason | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One line of the list of documents."""

    document_id: str
    title: str
    issuer: str | None
    document_number: str | None
    issued_on: date | None
    source: str
    ingested_at: datetime


@dataclass(frozen=True)
class StoredDocument:
    """A whole document: its text as extracted and its units with offsets into that text."""

    document_id: str
    source: str
    media_type: str
    text: str
    metadata: DocumentMetadata
    units: tuple[Unit, ...]
    _by_address: dict[str, Unit] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        sentences = {u.address: u for u in self.units if u.kind is UnitKind.SENTENCE}
        object.__setattr__(self, "_by_address", sentences)

    def validity(self, on: date) -> Validity:
        return validity_of(self.metadata, on)

    def duties(self) -> tuple[ClauseDuty, ...]:
        """Who answers for which clause, where the document notes it beside the clause."""
        return tuple(duty for duty in duties_of(self.units) if duty.is_noted)

    def sentence(self, address: str) -> Unit | None:
        return self._by_address.get(address)

    def clause(self, clause: str) -> Sequence[Unit]:
        """The sentences of a clause, in order; empty when there is no such clause."""
        return [u for u in self.units if u.kind is UnitKind.SENTENCE and u.clause == clause]


@dataclass(frozen=True, slots=True)
class LibraryHealth:
    """`is_ready` is False when answers cannot be given; `problem` says why, in Chinese."""

    is_ready: bool
    documents: int
    sentences: int
    indexed_sentences: int
    model: str
    problem: str | None = None
