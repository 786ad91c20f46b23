"""What is known about a document, each value with the place it was read from.

`metadata.yaml` beside a file states values that win over what is read from page and text.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from retrieval.documents.changes import Change
from retrieval.errors import MetadataError

METADATA_FILE = "metadata.yaml"
# Where a value comes from that a maintainer gave without saying where it stands.
BY_HAND = "登记"


def _as_field(value: object) -> object:
    """null states that the document does not say it; a bare value was entered by hand."""
    if value is None:
        return {}
    if isinstance(value, str | date):
        return {"value": value, "read_from": BY_HAND}
    return value


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextField(_Frozen):
    """A value and where it was read; all None when the document does not state it.

    `start` and `end` are character offsets into the stored text, where it was read there.
    """

    value: str | None = None
    read_from: str | None = None
    start: int | None = None
    end: int | None = None


class DateField(_Frozen):
    """Like TextField, for a calendar day in China."""

    value: date | None = None
    read_from: str | None = None
    start: int | None = None
    end: int | None = None


Text = Annotated[TextField, BeforeValidator(_as_field)]
Day = Annotated[DateField, BeforeValidator(_as_field)]


class Industry(_Frozen):
    """An industry a document names, the office it puts in charge, the clause that says so."""

    code: str
    name: str
    lead: str
    clause: str
    words: tuple[str, ...] = ()


class Coordinator(_Frozen):
    """The office a document puts in charge of coordination, and the clause that says so."""

    department: str
    clause: str


class DocumentMetadata(_Frozen):
    """Everything known about one document. `title` is never empty once a document is stored."""

    # A stored document may carry what an older program knew.
    model_config = ConfigDict(frozen=True, extra="ignore")

    title: Text = TextField()
    short_title: str | None = None
    issuer: Text = TextField()
    level: Text = TextField()
    document_number: Text = TextField()
    index_number: Text = TextField()
    issued_on: Day = DateField()
    published_on: Day = DateField()
    effective_on: Day = DateField()
    valid_until: Day = DateField()
    repealed_on: Day = DateField()
    stated_validity: Text = TextField()
    # 征求意见稿, 草案: a text that is only put up for discussion.
    draft: Text = TextField()
    period_start: Day = DateField()
    period_end: Day = DateField()
    addressees: Text = TextField()
    basis: Text = TextField()
    topic: Text = TextField()
    region: Text = TextField()
    industries: tuple[Industry, ...] = ()
    coordinator: Coordinator | None = None
    # What other documents of the library have done to this one; theirs to state, never its own.
    changes: tuple[Change, ...] = ()


class _Entry(DocumentMetadata):
    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str


class _Catalogue(_Frozen):
    documents: tuple[_Entry, ...] = ()


def stated_metadata(path: Path) -> DocumentMetadata | None:
    """What `metadata.yaml` beside the file states about it, or None.

    Its `model_fields_set` are the fields stated, null ones included. Raises MetadataError, naming
    the file and the field, when it cannot be understood.
    """
    source = path.parent / METADATA_FILE
    if not source.is_file():
        return None
    try:
        catalogue = _Catalogue.model_validate(yaml.safe_load(source.read_text("utf-8")) or {})
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as exc:
        raise MetadataError(f"{source.name} 有误：{exc}", "请按说明改正后重试") from exc
    name = unicodedata.normalize("NFC", path.name)
    for entry in catalogue.documents:
        if unicodedata.normalize("NFC", entry.file) == name:
            stated = entry.model_fields_set - {"file", "changes"}
            return DocumentMetadata.model_validate(
                {field: getattr(entry, field) for field in stated}
            )
    return None


def corrected(read: DocumentMetadata, stated: DocumentMetadata | None) -> DocumentMetadata:
    """What was read, with every field that `metadata.yaml` states in its place."""
    if stated is None:
        return read
    fields = {name: getattr(stated, name) for name in stated.model_fields_set}
    return read.model_copy(update=fields)
