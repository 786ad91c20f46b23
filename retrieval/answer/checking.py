"""The last step before an answer leaves: nothing in it that its sources do not hold.

A quotation must stand in the stored original; a number, date or document number must stand in
a quotation or in the metadata of a cited document. What fails is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.documents.metadata import DocumentMetadata
from retrieval.results import Citation
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
_REFERENCE = re.compile(r"〔[^〔〕]*? ([^ 〔〕]+)〕")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def check(text: str, citations: Sequence[Citation], sources: Mapping[str, Source]) -> CheckedAnswer:
    """Check an answer's text against its citations; `sources` is keyed by document id."""
    for citation in citations:
        if normalised(citation.quote) not in normalised(sources[citation.document_id].original):
            return CheckedAnswer(text, CheckReason.QUOTE_NOT_IN_ORIGINAL, citation.quote)
    cited = normalised(" ".join(citation.quote for citation in citations))
    for quote in _QUOTE.findall(text):
        if normalised(quote) not in cited:
            return CheckedAnswer(text, CheckReason.QUOTE_NOT_CITED, quote)
    addresses = {citation.clause for citation in citations}
    for address in _REFERENCE.findall(text):
        if address not in addresses:
            return CheckedAnswer(text, CheckReason.REFERENCE_NOT_CITED, address)
    held = set(_numbers(_held_text(citations, sources)))
    for number in _numbers(_REFERENCE.sub("", text)):
        if number not in held:
            return CheckedAnswer(text, CheckReason.NUMBER_WITHOUT_SOURCE, number)
    return CheckedAnswer(text, CheckReason.PROVEN)


def _held_text(citations: Iterable[Citation], sources: Mapping[str, Source]) -> str:
    parts = [citation.quote for citation in citations]
    for source in sources.values():
        parts += _stated(source.metadata)
    return "\n".join(parts)


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
            stated.append(f"{field.value.year}年{field.value.month}月{field.value.day}日")
    return stated


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(normalised(text))
