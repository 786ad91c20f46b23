"""An index is built beside the searched one and takes its place while questions are answered."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest
from sqlalchemy import create_engine

from retrieval import Filters, LibrarySettings, PolicyLibrary
from retrieval.embedding import HashingEmbedder
from retrieval.embedding.embedder import Vectors
from retrieval.errors import IndexDamaged
from retrieval.index.engine import open_engine
from retrieval.index.live_index import written_by
from retrieval.index.sentences import SentenceIndex, fingerprint
from tests.databases import database_at

ON = date(2019, 11, 15)


@pytest.fixture(params=["faiss", "milvus"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "milvus":
        pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed")
        return str(tmp_path / "milvus.db")
    return "faiss"


class Shelf:
    """A library with one document for each of several measures."""

    def __init__(self, folder: Path, index: str) -> None:
        self.folder = folder
        self.engine = open_engine(index, "", HashingEmbedder().name)
        settings = LibrarySettings(folder / "data", model="hashing", index=index)
        self.library = PolicyLibrary.open(settings, create_engine(database_at(folder)))

    def put(self, what: str) -> str:
        path = self.folder / f"{what}.txt"
        path.write_text(f"关于{what}的通知\n\n一、支持企业{what}。\n", "utf-8")
        document_id = self.library.ingest(path).document_id
        assert document_id
        return document_id

    def found(self, what: str, filters: Filters | None = None) -> list[str]:
        hits = self.library.search(what, on=ON, limit=3, filters=filters or Filters())
        return [hit.text for hit in hits]


@pytest.fixture
def shelf(tmp_path: Path, index: str) -> Shelf:
    made = Shelf(tmp_path, index)
    for what in ("用电", "用地", "上云"):
        made.put(what)
    return made


def test_documents_come_and_go_one_by_one(shelf: Shelf) -> None:
    assert shelf.found("企业用电")[0] == "一、支持企业用电。"
    added = shelf.put("用工")
    assert shelf.found("企业用工")[0] == "一、支持企业用工。"
    shelf.library.remove(added)
    assert "一、支持企业用工。" not in shelf.found("企业用工")
    assert shelf.found("企业用地", Filters(issuer="没有的机关")) == []


def test_answers_go_on_while_another_index_is_built_and_switched_to(shelf: Shelf) -> None:
    shelf.found("企业用电")
    stop, failures = Event(), list[str]()
    asked = 0

    def ask() -> None:
        nonlocal asked
        while not stop.is_set():
            if shelf.found("企业用电")[:1] != ["一、支持企业用电。"]:
                failures.append("not found")
            asked += 1

    asking = Thread(target=ask)
    asking.start()
    try:
        built = shelf.library.upkeep.build()
        late = shelf.put("用能")
        switched = shelf.library.upkeep.switch()
        before = asked
        while asked < before + 3:
            assert asking.is_alive()
    finally:
        stop.set()
        asking.join(60)
    assert failures == []
    assert (built.is_whole, built.indexed) == (True, built.sentences)
    assert switched.is_whole
    assert switched.documents == 4
    assert late
    assert shelf.found("企业用能")[0] == "一、支持企业用能。"


def saved(folder: Path, *documents: str) -> str:
    """Write an index of empty documents; return the name of its version."""
    index = SentenceIndex.empty(4)
    index.editions = dict.fromkeys(documents, "1")
    index.save(folder, "hashing")
    return fingerprint("hashing", index.editions)


@pytest.mark.parametrize("there", [("a", "b"), ("a",), ()], ids=["same", "other", "none"])
def test_what_was_written_meanwhile_gives_way_to_the_version_that_is_moved(
    tmp_path: Path, there: tuple[str, ...]
) -> None:
    folder, beside = tmp_path / "index", tmp_path / "index.built"
    if there:
        saved(folder, *there)
        (folder / saved(folder, *there) / "trace").touch()
    version = saved(beside, "a", "b")
    SentenceIndex.move(beside, folder)
    assert [path.name for path in folder.iterdir()] == [version]
    assert not (folder / version / "trace").exists()
    assert not beside.exists()


def test_nothing_is_switched_to_that_was_not_built(shelf: Shelf) -> None:
    shelf.found("企业用电")
    with pytest.raises(IndexDamaged, match="没有建好"):
        shelf.library.upkeep.switch()
    assert shelf.found("企业用电")


def spoil(shelf: Shelf, numbers: list[int], vectors: Vectors | None) -> None:
    """Give sentences other vectors, or none, behind everybody's back."""
    folder, name = shelf.folder / "data" / "index", written_by(HashingEmbedder())
    saved = SentenceIndex.load(folder, name, shelf.engine)
    saved.vectors.remove(np.asarray(numbers))
    if vectors is not None:
        saved.vectors.add(np.asarray(numbers), vectors)
    shutil.rmtree(folder)
    saved.save(folder, name)


def test_checking_tells_a_wrong_vector_and_building_mends_it(shelf: Shelf) -> None:
    shelf.found("企业用电")
    assert shelf.library.upkeep.verify().is_whole
    with shelf.library._live.current() as index:
        first = int(index.vectors.numbers()[0])
        turned = -index.vectors.rows([first])
    spoil(shelf, [first], turned)
    report = shelf.library.upkeep.verify()
    assert (report.missing, report.extra, report.changed) == (0, 0, 1)
    shelf.library.upkeep.build()
    assert shelf.library.upkeep.switch().is_whole


def test_a_vector_that_is_gone_is_noticed_and_made_up_for(shelf: Shelf) -> None:
    shelf.found("企业用电")
    with shelf.library._live.current() as index:
        first = int(index.vectors.numbers()[0])
    spoil(shelf, [first], None)
    with suppress(IndexDamaged):
        assert not shelf.library.upkeep.verify().is_whole
    shelf.library.rebuild_index()
    shelf.found("企业用电")
    assert shelf.library.upkeep.verify().is_whole


def test_a_second_library_finds_what_the_first_took_in(tmp_path: Path) -> None:
    first, second = Shelf(tmp_path, "faiss"), Shelf(tmp_path, "faiss")
    assert second.found("企业用电") == []
    first.put("用电")
    assert second.found("企业用电")[0] == "一、支持企业用电。"
