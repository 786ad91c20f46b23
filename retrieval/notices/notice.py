"""A notice that somebody shows: what it says it is, as far as that can be read."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from retrieval.documents.loaded_text import is_from_scan
from retrieval.documents.loading import load
from retrieval.documents.metadata_reading import read_metadata
from retrieval.documents.official_document import parse
from retrieval.documents.structure import UnitKind

# What is compared with the library; whoever shows a yearbook shows its head.
_MOST_SENTENCES = 400


class Notice(BaseModel):
    """What was read. `is_recognised`: off a picture, so that characters may be wrong; None and
    () where nothing was found."""

    model_config = ConfigDict(frozen=True)

    title: str | None
    document_number: str | None
    issuer: str | None
    issued_on: date | None
    sentences: tuple[str, ...]
    is_recognised: bool


def read_notice(content: bytes) -> Notice:
    """Read a file or a picture.

    Raises:
        DocumentError: it cannot be read, or holds no text.
    """
    loaded = load(content, takes_pictures=True)
    units = parse(loaded.text)
    read = read_metadata(loaded.text, loaded.fields, "", units)
    sentences = [unit.text.strip() for unit in units if unit.kind is UnitKind.SENTENCE]
    return Notice(
        title=read.title.value,
        document_number=read.document_number.value,
        issuer=read.issuer.value,
        issued_on=read.issued_on.value,
        sentences=tuple(sentences[:_MOST_SENTENCES]),
        is_recognised=is_from_scan(loaded.media_type),
    )
