"""Every quotation can be laid on the stored text: offsets are exact, in every real file."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.documents.loading import load
from retrieval.documents.official_document import parse
from retrieval.documents.structure import Unit, UnitKind
from retrieval.errors import DocumentError
from tests.retrieval.material import shared

DAY = date(2019, 11, 15)
FOLDERS = ["doc", "docx", "govcn", "htm", "html", "md", "noext", "pdf", "txt", "xls"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_unit_of_a_real_file_stands_where_it_says(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Reading a scan takes half a minute; its text is parsed like any other.
    monkeypatch.setattr(
        "retrieval.documents.formats.recognition.recognised_lines", lambda _: ["一、扫描件。"]
    )
    for path in sorted(shared("documents", folder).iterdir()):
        _check(path)


def _check(path: Path) -> None:
    try:
        text = load(path.read_bytes()).text
    except DocumentError:
        return
    units = parse(text)
    end = 0
    for unit in units:
        assert unit.start >= end, (path.name, unit)
        assert text[end : unit.start].strip() == "", (path.name, text[end : unit.start])
        _check_text(text[unit.start : unit.end], unit)
        end = unit.end
    assert text[end:].strip() == "", path.name


def _check_text(stretch: str, unit: Unit) -> None:
    """Exactly the stretch, or the lines of it that are left without the page's furniture."""
    if unit.text == stretch:
        return
    assert unit.kind is UnitKind.SENTENCE, unit
    lines = iter(line.strip() for line in stretch.split("\n"))
    assert all(any(line == kept for line in lines) for kept in unit.text.split("\n")), unit


@pytest.mark.parametrize(
    "written",
    [
        lambda text: unicodedata.normalize("NFKC", text),
        lambda text: text.translate(str.maketrans("，；：（）", ",;:()")),
        lambda text: text.translate(
            str.maketrans(",;:()0123456789", "，；：（）０１２３４５６７８９")
        ),
        lambda text: f" {' '.join(text)} ",
    ],
    ids=["NFKC", "half width", "full width", "spaced"],
)
def test_a_sentence_in_another_spelling_is_found_and_quoted_as_stored(
    seed_library: PolicyLibrary, written: object
) -> None:
    assert callable(written)
    document = seed_library.document(seed_library.documents()[0].document_id)
    assert document is not None
    sentences = [u for u in document.units if u.kind is UnitKind.SENTENCE and len(u.text) > 20]
    for unit in sentences[::9]:
        hits = seed_library.search(written(unit.text), on=DAY, limit=3)
        assert unit.text in [hit.text for hit in hits], unit.address
        cited = seed_library.cite(document.document_id, unit.address, on=DAY)
        assert cited is not None
        assert cited.quote in document.text
