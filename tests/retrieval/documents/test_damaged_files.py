"""Damaged files of every format load or are refused: nothing else comes out, and nothing hangs."""

from __future__ import annotations

import random
import re
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from retrieval.documents.loading import load
from retrieval.errors import DocumentError, EmptyDocument
from retrieval.notices.reading_apart import load_apart
from tests.retrieval.conftest import OpenLibrary
from tests.retrieval.documents.formats.made_files import (
    every_format,
    package,
    pdf,
    pdf_that_draws_itself,
)

MADE = {name: content for name, (content, _) in every_format().items()}
PACKAGES = ["docx", "xlsx", "ofd"]
FILES = 40
EXTREMES = [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\x7f\xff\xff\xff"]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Change, drop, add or repeat bytes in a few places, or cut the end off."""
    mutable = bytearray(content)
    for _ in range(chance.choice([1, 3, 10, 40])):
        at = chance.randrange(max(len(mutable), 1))
        match chance.randrange(6):
            case 0 | 1:
                mutable[at : at + 1] = chance.randbytes(1)
            case 2:
                mutable[at : at + chance.randrange(64)] = b""
            case 3:
                mutable[at:at] = chance.randbytes(chance.randrange(32))
            case 4:
                mutable[at : at + 4] = chance.choice(EXTREMES)
            case _:
                mutable = mutable[: max(at, len(mutable) // 2)]
    return bytes(mutable)


def with_a_damaged_part(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name, part in parts.items() if part])
    return package(parts | {name: damaged(parts[name], chance)})


@pytest.mark.parametrize("made", MADE)
def test_a_damaged_file_loads_or_is_refused(made: str) -> None:
    chance = random.Random(made)
    for _ in range(FILES):
        with suppress(DocumentError):
            assert load(damaged(MADE[made], chance)).text


@pytest.mark.parametrize("made", PACKAGES)
def test_a_package_with_a_damaged_part_loads_or_is_refused(made: str) -> None:
    chance = random.Random(made)
    for _ in range(FILES):
        with suppress(DocumentError):
            assert load(with_a_damaged_part(MADE[made], chance)).text


@pytest.mark.parametrize(
    "page",
    ["<div>" * 20_000, "<table><tr><td>" * 2_000, "<ul><li><a>" * 2_000, "<p>一、" * 50_000],
    ids=["div", "table", "ul", "p"],
)
def test_pages_that_nest_without_end_are_read_in_time(page: str) -> None:
    with suppress(DocumentError):
        load(f"<html><body>{page}一、支持企业。".encode())


@pytest.mark.parametrize("unit", ["{", "{\\*\\x ", "\\trowd\\cellx1 ", "\\u19968", "\\'d2"])
def test_rich_text_that_repeats_itself_is_read_in_time(unit: str) -> None:
    with suppress(DocumentError):
        load(("{\\rtf1\\ansi\\ansicpg936 " + unit * 50_000).encode())


def test_word_xml_that_nests_without_end_is_refused_or_read() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 5_000
    document = f'<w:document xmlns:w="w"><w:body>{nested}'
    with suppress(DocumentError):
        load(package({"word/document.xml": document}))


def test_a_pdf_that_draws_itself_costs_the_process_that_reads_it_and_no_other(
    open_library: OpenLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.shelf.ingestion.load_apart", partial(load_apart, timeout_s=2))
    path = tmp_path / "通知.pdf"
    path.write_bytes(pdf_that_draws_itself())
    outcome = open_library().ingest(path)
    assert outcome.status == "failed"
    # Out of its memory, where a machine is quick.
    assert re.search("没有读完|读到一半出错", outcome.reason or "")


def test_a_pdf_read_apart_is_read_as_any_other() -> None:
    assert load_apart(MADE["pdf"]) == load(MADE["pdf"])
    with pytest.raises(EmptyDocument):
        load_apart(pdf([["，"]]))


def test_no_more_than_two_are_read_apart_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan takes hundreds of MB and every core; five uploads must not do so five times."""
    under_way, most = 0, 0
    counting = threading.Lock()

    def read(*_: object, **__: object) -> dict[str, object]:
        nonlocal under_way, most
        with counting:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.05)
        with counting:
            under_way -= 1
        return {"text": "一、", "media_type": "application/pdf", "fields": {}}

    monkeypatch.setattr("retrieval.notices.reading_apart._asked", read)
    with ThreadPoolExecutor(5) as uploads:
        list(uploads.map(load_apart, [b"%PDF-"] * 5))
    assert most == 2
