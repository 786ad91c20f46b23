"""The library as a whole: ingesting, changing, damage, full disks, two processes, citations."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.storage.engine import create_engine
from retrieval import LibrarySettings, PolicyLibrary, ValidityStatus
from retrieval.index.sentences import SentenceIndex
from retrieval.text_form import normalised
from tests.databases import about_sqlite, database_at
from tests.retrieval.conftest import OpenLibrary
from tests.retrieval.material import REPOSITORY, SEED

WITHIN = date(2019, 11, 15)
AFTER = date(2026, 11, 23)


def document(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def found(library: PolicyLibrary, question: str) -> list[str]:
    return [hit.text for hit in library.search(question, on=WITHIN)]


def test_importing_the_package_loads_neither_torch_nor_the_parts() -> None:
    code = "import sys, retrieval; print('torch' in sys.modules, 'faiss' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["False", "False"]


def test_ingesting_the_same_file_again_changes_nothing(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    library = open_library()
    path = document(tmp_path, "甲.txt", "一、支持企业用电。\n二、支持用地。")
    first = library.ingest(path)
    assert (first.status, first.sentences) == ("ingested", 2)
    again = open_library().ingest(path)
    assert (again.status, again.document_id) == ("unchanged", first.document_id)


def test_the_same_bytes_under_another_name_are_the_same_document(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    library = open_library()
    first = library.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    copy = library.ingest(document(tmp_path, "副本.txt", "一、支持企业用电。"))
    assert (copy.status, copy.document_id) == ("unchanged", first.document_id)


def test_a_changed_file_replaces_its_document(open_library: OpenLibrary, tmp_path: Path) -> None:
    library = open_library()
    first = library.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    assert found(library, "企业用电")
    changed = library.ingest(document(tmp_path, "甲.txt", "一、供应工业用地。"))
    assert (changed.status, changed.document_id) == ("ingested", first.document_id)
    assert found(library, "企业用电") == ["一、供应工业用地。"]
    assert len(library.documents()) == 1


def test_a_removed_document_is_gone_everywhere(open_library: OpenLibrary, tmp_path: Path) -> None:
    library = open_library()
    outcome = library.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    assert found(library, "企业用电")
    assert outcome.document_id
    assert library.remove(outcome.document_id)
    assert not library.remove(outcome.document_id)
    assert found(library, "企业用电") == []
    assert library.document(outcome.document_id) is None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"\x00\x01\x02" * 400])
def test_a_bad_file_fails_with_a_reason_and_changes_nothing(
    open_library: OpenLibrary, tmp_path: Path, content: bytes
) -> None:
    library = open_library()
    library.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    path = tmp_path / "坏.txt"
    path.write_bytes(content)
    outcome = library.ingest(path)
    assert outcome.status == "failed"
    assert outcome.reason
    assert found(library, "企业用电") == ["一、支持企业用电。"]


def test_a_missing_file_and_a_broken_metadata_file_fail_with_a_reason(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    library = open_library()
    assert library.ingest(tmp_path / "没有.txt").status == "failed"
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "metadata.yaml").write_text("documents: [{file: 甲.txt, titel: 写错了}]", "utf-8")
    outcome = library.ingest(document(folder, "甲.txt", "一、支持企业用电。"))
    assert outcome.status == "failed"
    assert "metadata.yaml" in (outcome.reason or "")


def test_a_document_without_structure_is_cited_by_paragraph(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    library = open_library()
    outcome = library.ingest(
        document(tmp_path, "说明.txt", "企业用电有保障。电价另定。\n用地优先。")
    )
    assert outcome.document_id
    citation = library.cite(outcome.document_id, "段1#s2", on=WITHIN)
    assert citation
    assert citation.quote == "电价另定。"


def test_another_process_sees_what_was_ingested(open_library: OpenLibrary, tmp_path: Path) -> None:
    serving, ingesting = open_library(), open_library()
    assert found(serving, "企业用电") == []
    ingesting.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    assert found(serving, "企业用电") == ["一、支持企业用电。"]


@pytest.mark.parametrize("damage", ["vectors", "lexical.npz", "manifest.json"])
def test_a_damaged_index_is_rebuilt_without_embedding_again(
    open_library: OpenLibrary, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    library.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    assert found(library, "企业用电")
    next((tmp_path / "data" / "index").rglob(damage)).write_bytes(b"garbage")

    def refuse(*_: object) -> None:
        raise AssertionError("passages were embedded again")

    monkeypatch.setattr("retrieval.embedding.hashing.HashingEmbedder.embed_passages", refuse)
    reopened = open_library()
    assert found(reopened, "企业用电") == ["一、支持企业用电。"]
    assert reopened.health().is_ready


def test_an_index_that_cannot_be_written_does_not_stop_answers(
    open_library: OpenLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SentenceIndex, "save", full)
    library = open_library()
    library.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    assert found(library, "企业用电") == ["一、支持企业用电。"]


FILL = """
    import resource, signal, sys
    from pathlib import Path
    from sqlalchemy import create_engine
    from retrieval import LibrarySettings, PolicyLibrary
    folder = Path(sys.argv[1])
    library = PolicyLibrary.open(
        LibrarySettings(folder / "data", model="hashing"),
        create_engine(f"sqlite:///{folder / 'bot.sqlite'}"),
    )
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    outcome = library.ingest(folder / "大.txt")
    print(outcome.status)
"""


@about_sqlite
def test_a_full_disk_while_ingesting_leaves_the_old_library_usable(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    """The child process may not make any file larger than the database already is."""
    library = open_library()
    library.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    assert found(library, "企业用电")
    document(tmp_path, "大.txt", "\n".join(f"{n}、第{n}项用地措施。" for n in range(1, 400)))
    limit = (tmp_path / "bot.sqlite").stat().st_size
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FILL), str(tmp_path), str(limit)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout.split() == ["failed"], result.stderr
    reopened = open_library()
    assert found(reopened, "企业用电") == ["一、支持企业用电。"]
    assert len(reopened.documents()) == 1


def test_the_original_is_kept_byte_for_byte_and_offsets_slice_it(
    seed_library: PolicyLibrary,
) -> None:
    summary = seed_library.documents()[0]
    assert seed_library.original(summary.document_id) == SEED.read_bytes()
    stored = seed_library.document(summary.document_id)
    assert stored
    for unit in stored.units:
        for line in unit.text.split("\n"):
            assert line in stored.text[unit.start : unit.end]


@pytest.mark.parametrize(
    ("address", "quote"),
    [
        ("二-2#s2", "到2020年,五大主导产业中产销规模超100亿元企业达8家,省级“专精特新”企业达70家。"),
        (
            "四-(三)#s4",
            "实施涉企收费清单制度,取缔各种不合理收费,进一步减轻企业负担,提升企业获得感。",
        ),
    ],
)
def test_a_sentence_is_cited_with_everything_needed_to_judge_it(
    seed_library: PolicyLibrary, address: str, quote: str
) -> None:
    document_id = seed_library.documents()[0].document_id
    citation = seed_library.cite(document_id, address, on=AFTER)
    assert citation
    assert citation.quote == quote
    assert citation.issuer == "泰州市人民政府办公室"
    assert citation.issued_on == date(2018, 9, 14)
    assert citation.document_number is None
    assert citation.validity.status is ValidityStatus.PERIOD_ENDED


def test_a_clause_is_cited_whole_and_an_unknown_address_not_at_all(
    seed_library: PolicyLibrary,
) -> None:
    document_id = seed_library.documents()[0].document_id
    clause = seed_library.cite(document_id, "三-2", on=WITHIN)
    assert clause
    assert clause.quote.startswith("2.推动项目攻坚")
    assert clause.quote.endswith("比重达65%以上。")
    assert normalised(clause.quote) in normalised(SEED.read_text("utf-8"))
    assert seed_library.cite(document_id, "四-（三）#s6", on=WITHIN) == seed_library.cite(
        document_id, "四-(三)#s6", on=WITHIN
    )
    assert seed_library.cite(document_id, "九-9#s9", on=WITHIN) is None
    assert seed_library.cite("unknown", "三-2", on=WITHIN) is None


def test_an_empty_library_is_healthy_and_finds_nothing(open_library: OpenLibrary) -> None:
    library = open_library()
    assert library.health().is_ready
    assert library.search("用地", on=WITHIN) == []


def test_a_text_that_came_back_unseen_is_found_by_a_waiting_process(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    serving, ingesting = open_library(), open_library()
    first = "一、支持企业用电。"
    ingesting.ingest(document(tmp_path, "甲.txt", first))
    assert found(serving, "企业用电") == [first]
    for text in ("一、供应工业用地。", first):
        ingesting.ingest(document(tmp_path, "甲.txt", text))
    assert found(serving, "企业用电") == [first]
    assert found(open_library(), "企业用电") == [first]


def test_an_older_copy_beside_a_changed_file_is_a_document_of_its_own(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    library = open_library()
    library.ingest(document(tmp_path, "办法.txt", "一、补助比例为10%。"))
    changed = library.ingest(document(tmp_path, "办法.txt", "一、补助比例为20%。"))
    older = library.ingest(document(tmp_path, "办法-旧版.txt", "一、补助比例为10%。"))
    assert older.document_id != changed.document_id
    assert sorted(found(library, "补助比例")) == ["一、补助比例为10%。", "一、补助比例为20%。"]


@about_sqlite
def test_searching_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    engine = create_engine(database_at(tmp_path))
    # Where a read asked for the write lock, it would fail at once.
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=0"))
    library = PolicyLibrary.open(LibrarySettings(tmp_path / "data", model="hashing"), engine)
    library.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    with engine.begin():
        assert found(library, "企业用电") == ["一、支持企业用电。"]


def test_a_file_without_numbers_is_taken_in_with_a_note(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    library = open_library()
    plain = library.ingest(document(tmp_path, "说明.txt", "hello"))
    assert (plain.status, plain.reason) == ("ingested", "没有编号结构，按段落收录")
    numbered = library.ingest(document(tmp_path, "甲.txt", "一、支持企业用电。"))
    assert (numbered.status, numbered.reason) == ("ingested", None)


def test_why_a_file_cannot_be_read_is_said_in_chinese(
    open_library: OpenLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    assert "文件不存在" in (library.ingest(tmp_path / "没有.txt").reason or "")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = document(tmp_path, "甲.txt", "一、支持企业用电。")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "没有读取权限" in (library.ingest(path).reason or "")
