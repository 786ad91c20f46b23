"""The last step before an answer leaves: nothing in it that its sources do not hold.

A quotation must stand in the stored original; a number, date or document number must stand in
a quotation or in the metadata of a cited document. What fails is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.answer.numbers import numbers_in
from retrieval.documents.changes import Change
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.validity import last_day_given
from retrieval.results import Citation
from retrieval.stages import stage
from retrieval.text_form import normalised


class CheckReason(StrEnum):
    PROVEN = "proven"
    QUOTE_NOT_IN_ORIGINAL = "quote_not_in_original"
    QUOTE_NOT_CITED = "quote_not_cited"
    REFERENCE_NOT_CITED = "reference_not_cited"
    NUMBER_WITHOUT_SOURCE = "number_without_source"


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """`reason` is PROVEN, or names the first rule broken by `offender`."""

    text: str
    reason: CheckReason
    offender: str | None = None

    @property
    def is_proven(self) -> bool:
        return self.reason is CheckReason.PROVEN


@dataclass(frozen=True, slots=True)
class Source:
    """A cited document: its stored original text and what it says about itself."""

    original: str
    metadata: DocumentMetadata


_QUOTE = re.compile(r"「(.+?)」", re.DOTALL)
# Between one text and the next, so that no number runs from one into the other.
_APART = "。\n"
_REFERENCE = re.compile(r"〔(?:[^〔〕]|〔[^〔〕]*〕)*? ([^ 〔〕]+)〕")


@stage("policy_check")
def check(
    text: str,
    citations: Sequence[Citation],
    sources: Mapping[str, Source],
    days: Sequence[date] = (),
) -> CheckedAnswer:
    """Check an answer's text against its citations; `sources` is keyed by document id.

    `days` are those the answer was asked about: it may name them without a source.
    """
    quoted = dict.fromkeys(citation.document_id for citation in citations)
    originals = {key: normalised(sources[key].original) for key in quoted}
    for citation in citations:
        if normalised(citation.quote) not in originals[citation.document_id]:
            return CheckedAnswer(text, CheckReason.QUOTE_NOT_IN_ORIGINAL, citation.quote)
    cited = normalised(" ".join(citation.quote for citation in citations))
    for quote in _QUOTE.findall(text):
        if normalised(quote) not in cited:
            return CheckedAnswer(text, CheckReason.QUOTE_NOT_CITED, quote)
    addresses = {citation.clause for citation in citations}
    for address in _REFERENCE.findall(text):
        if address not in addresses:
            return CheckedAnswer(text, CheckReason.REFERENCE_NOT_CITED, address)
    stated = _APART.join([_held_text(citations, sources), *(_written(day) for day in days)])
    held = frozenset(number for number, _ in numbers_in(stated))
    # Quotations were found in the original above; what is left are the answer's own words.
    own = _QUOTE.sub("", _without_addresses(text, addresses)).replace("\n", _APART)
    for number, written in numbers_in(own):
        if not number.is_held_by(held):
            return CheckedAnswer(text, CheckReason.NUMBER_WITHOUT_SOURCE, written)
    return CheckedAnswer(text, CheckReason.PROVEN)


def _without_addresses(text: str, addresses: Iterable[str]) -> str:
    """The text without the addresses of its references; their titles stay to be checked."""
    for address in addresses:
        text = text.replace(f" {address}〕", "〕")
    return text


def _held_text(citations: Iterable[Citation], sources: Mapping[str, Source]) -> str:
    parts = [citation.quote for citation in citations]
    for source in sources.values():
        parts += _stated(source.metadata)
    return _APART.join(parts)


def _stated(metadata: DocumentMetadata) -> list[str]:
    texts = (
        metadata.title, metadata.issuer, metadata.document_number, metadata.index_number,
        metadata.addressees, metadata.basis,
    )  # fmt: skip
    days = (
        metadata.issued_on, metadata.published_on, metadata.effective_on, metadata.valid_until,
        metadata.repealed_on, metadata.period_start, metadata.period_end,
    )  # fmt: skip
    stated = [field.value for field in texts if field.value]
    stated += [field.read_from for field in (*texts, *days) if field.read_from]
    stated += [metadata.short_title] if metadata.short_title else []
    for field in days:
        if field.value:
            stated.append(_written(field.value))
    return stated + [text for change in metadata.changes for text in _done_to_it(change)]


def _done_to_it(change: Change) -> list[str]:
    """What a document that repeals or amends this one states of it, since when and until when."""
    texts = (change.document, change.document_number, change.effect.quote, change.effect.clause)
    days = (change.since, last_day_given(change))
    return [_written(day) for day in days if day] + [text for text in texts if text]


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
