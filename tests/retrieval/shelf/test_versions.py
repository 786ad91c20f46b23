"""A new version in the place of a document: its id stays, what it said before is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from retrieval import IngestOutcome, PolicyLibrary
from tests.retrieval.conftest import OpenLibrary

ON = date(2019, 11, 15)
PLACE = Path("/上传/办法.txt")


def rules(days: int) -> str:
    return (
        "某市人才公寓管理办法\n\n某政规〔2019〕7号\n\n"
        "第一条 为了做好人才公寓管理工作，制定本办法。\n"
        f"第二条 申请受理后{days}个工作日内答复。\n"
        "第三条 本办法自2019年10月1日起施行。\n\n某市人民政府\n2019年9月1日\n"
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "办法.txt"
    path.write_text(rules(5), "utf-8")
    return path


@pytest.fixture
def library(open_library: OpenLibrary) -> PolicyLibrary:
    return open_library()


def kept(library: PolicyLibrary, file: Path) -> str:
    document_id = library.ingest(file).document_id
    assert document_id
    return document_id


def quoted(library: PolicyLibrary, document_id: str) -> str:
    citation = library.cite(document_id, "第二条", on=ON)
    assert citation is not None
    return citation.quote


def replaced(library: PolicyLibrary, document_id: str, days: int) -> IngestOutcome:
    return library.replace(document_id, PLACE, rules(days).encode())


def test_a_version_takes_the_place_under_the_same_id_and_the_text_before_stays_readable(
    library: PolicyLibrary, file: Path
) -> None:
    document_id = kept(library, file)
    assert replaced(library, document_id, 3).document_id == document_id
    assert "3个工作日" in quoted(library, document_id)
    (before,) = library.earlier(document_id)
    stored = library.earlier_document(document_id, before.content_hash)
    assert stored is not None
    assert stored.text == rules(5)
    assert [one.document_id for one in library.documents()] == [document_id]
    assert "3个工作日" in library.search("几个工作日内答复", on=ON)[0].text


def test_an_earlier_text_is_put_back_and_the_other_one_becomes_the_earlier(
    library: PolicyLibrary, file: Path
) -> None:
    document_id = kept(library, file)
    replaced(library, document_id, 3)
    (before,) = library.earlier(document_id)
    outcome = library.put_back(document_id, before.content_hash)
    assert outcome is not None
    assert outcome.status == "ingested"
    assert "5个工作日" in quoted(library, document_id)
    (other,) = library.earlier(document_id)
    assert other.content_hash != before.content_hash
    assert library.put_back(document_id, before.content_hash) is None


def test_the_file_that_was_replaced_by_hand_does_not_come_back_with_its_folder(
    library: PolicyLibrary, file: Path
) -> None:
    document_id = kept(library, file)
    replaced(library, document_id, 3)
    outcome = library.ingest(file)
    assert (outcome.status, outcome.document_id) == ("unchanged", document_id)
    assert "换成新版本" in (outcome.reason or "")
    assert "3个工作日" in quoted(library, document_id)


def test_a_file_that_changes_after_it_was_replaced_is_the_next_version_of_the_document(
    library: PolicyLibrary, file: Path
) -> None:
    document_id = kept(library, file)
    replaced(library, document_id, 3)
    file.write_text(rules(2), "utf-8")
    assert library.ingest(file).document_id == document_id
    assert "2个工作日" in quoted(library, document_id)
    assert len(library.earlier(document_id)) == 2


def test_withdrawn_it_shows_no_earlier_text_and_neither_file_brings_it_back(
    library: PolicyLibrary, file: Path
) -> None:
    document_id = kept(library, file)
    replaced(library, document_id, 3)
    (before,) = library.earlier(document_id)
    library.withdraw(document_id)
    assert library.earlier_document(document_id, before.content_hash) is None
    assert library.ingest(file).status == "unchanged"
    assert library.documents() == []
    library.restore(document_id)
    assert "3个工作日" in quoted(library, document_id)
    assert library.earlier_document(document_id, before.content_hash) is not None


def test_what_cannot_take_a_place_says_why_and_changes_nothing(
    library: PolicyLibrary, file: Path, tmp_path: Path
) -> None:
    document_id = kept(library, file)
    other = tmp_path / "另一份.txt"
    other.write_text(rules(9), "utf-8")
    library.ingest(other)
    assert library.replace(document_id, PLACE, rules(5).encode()).status == "unchanged"
    assert "另一份文件" in (replaced(library, document_id, 9).reason or "")
    assert "已不在库里" in (replaced(library, "no-such-id", 4).reason or "")
    assert library.replace(document_id, PLACE, b"\x89PNG\r\n\x1a\n0000").status == "failed"
    assert "5个工作日" in quoted(library, document_id)
    assert library.earlier(document_id) == []


def test_what_is_done_beside_a_change_and_fails_takes_the_change_back(
    library: PolicyLibrary, file: Path
) -> None:
    def fails(_connection: Connection, *_given: object) -> None:
        raise ValueError("beside")

    document_id = kept(library, file)
    changes = (
        lambda: library.replace(document_id, PLACE, rules(3).encode(), fails),
        lambda: library.withdraw(document_id, fails),
        lambda: library.correct(document_id, {"title": None}, fails),
        lambda: library.read_again(document_id, fails),
        lambda: library.ingest_content(PLACE, rules(4).encode(), fails),
    )
    for change in changes:
        with pytest.raises(ValueError, match="beside"):
            change()
    assert "5个工作日" in quoted(library, document_id)
    assert len(library.documents()) == 1
    assert library.earlier(document_id) == []


def test_a_list_that_is_remembered_shows_every_change(library: PolicyLibrary, file: Path) -> None:
    document_id = kept(library, file)
    (first,) = library.shelf(on=ON).documents
    assert first.summary.title == "某市人才公寓管理办法"
    library.withdraw(document_id)
    assert library.shelf(on=ON).documents == ()
