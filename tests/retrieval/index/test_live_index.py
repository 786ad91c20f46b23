"""The index beside a changing store: nobody waits, nothing stays, little is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import create_engine

from retrieval import LibrarySettings, PolicyLibrary
from retrieval.embedding import HashingEmbedder
from retrieval.embedding.embedder import Vectors
from retrieval.index.live_index import LiveIndex, written_by
from retrieval.index.sentences import SentenceIndex
from retrieval.search.vocabulary import vocabulary
from retrieval.store import Store
from retrieval.store.tables import generation
from tests.databases import database_at


class HeldEmbedder(HashingEmbedder):
    """Another model, so that stored documents are embedded anew; it waits to be let go."""

    def __init__(self) -> None:
        self.has_begun = Event()
        self.may_go_on = Event()
        self.may_go_on.set()

    @property
    def name(self) -> str:
        return "held"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.has_begun.set()
        assert self.may_go_on.wait(60)
        return super().embed_passages(texts)


class Shelf:
    """A library, and a live index of another process over the same store."""

    def __init__(self, folder: Path) -> None:
        engine = create_engine(database_at(folder))
        self._folder = folder
        self.library = PolicyLibrary.open(LibrarySettings(folder, model="hashing"), engine)
        self.embedder = HeldEmbedder()
        self.store = Store(engine)
        self.live = self.another_live()

    def another_live(self) -> LiveIndex:
        return LiveIndex(self.store, self.embedder, self._folder / "other")

    def put(self, name: str, text: str) -> str:
        path = self._folder / name
        path.write_text(f"关于{name}的通知\n\n{text}\n", "utf-8")
        document_id = self.library.ingest(path).document_id
        assert document_id
        return document_id

    def held(self) -> set[str]:
        with self.live.current() as index:
            assert len(index.vectors) == len(index.lexical) == sum(map(len, index.members.values()))
            return set(index.members)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_libraries_opened_at_once_over_an_empty_database_agree(tmp_path: Path) -> None:
    url = database_at(tmp_path)
    Store(create_engine(url)).create()
    with create_engine(url).begin() as connection:
        connection.execute(generation.delete())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: Store(create_engine(url)).create(), range(8)))
    with create_engine(url).connect() as connection:
        assert connection.execute(generation.select()).all() == [(1, 0)]


def test_answers_go_on_from_the_old_index_while_the_new_one_is_made(shelf: Shelf) -> None:
    first = shelf.put("甲.txt", "一、支持企业用电。")
    assert shelf.held() == {first}
    second = shelf.put("乙.txt", "一、支持企业用地。")
    shelf.embedder.has_begun.clear()
    shelf.embedder.may_go_on.clear()
    refreshing = Thread(target=shelf.held)
    refreshing.start()
    assert shelf.embedder.has_begun.wait(60)
    assert shelf.held() == {first}
    shelf.embedder.may_go_on.set()
    refreshing.join(60)
    assert shelf.held() == {first, second}


def test_a_search_keeps_the_index_it_began_with(shelf: Shelf) -> None:
    first = shelf.put("甲.txt", "一、支持企业用电。")
    with shelf.live.current() as before:
        second = shelf.put("乙.txt", "一、支持企业用地。")
        assert shelf.held() == {first, second}
        assert set(before.members) == {first}


def test_a_removed_document_leaves_both_indexes(shelf: Shelf) -> None:
    first, second = shelf.put("甲.txt", "一、支持用电。"), shelf.put("乙.txt", "一、支持用地。")
    assert shelf.held() == {first, second}
    shelf.library.remove(first)
    assert shelf.held() == {second}


def test_a_file_older_than_the_store_is_made_up_for(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [shelf.put(f"{n}.txt", "一、支持企业用电用地用能。" * 40) for n in range(2)]
    assert shelf.held() == set(many)
    written: list[str] = []
    save = SentenceIndex.save

    def counted(index: SentenceIndex, folder: Path, model: str) -> None:
        written.append(model)
        save(index, folder, model)

    monkeypatch.setattr(SentenceIndex, "save", counted)
    shelf.library.remove(many[0])
    added = shelf.put("乙.txt", "一、支持企业用地。")
    shelf.live = shelf.another_live()
    assert shelf.held() == {many[1], added}
    written.clear()
    later = shelf.put("丙.txt", "一、支持企业上云。")
    assert shelf.held() == {many[1], added, later}
    assert written_by(shelf.embedder) not in written
    shelf.live = shelf.another_live()
    assert shelf.held() == {many[1], added, later}


def test_an_index_of_an_older_table_of_words_is_not_searched(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("甲.txt", "一、蓝碗应当登记。")
    assert shelf.held()
    table = vocabulary()
    newer = replace(
        table,
        synonyms={**table.synonyms, "蓝碗": "青釉器皿"},
        everyday=re.compile("蓝碗"),
        edition="newer",
    )
    monkeypatch.setattr("retrieval.index.live_index.vocabulary", lambda: newer)
    shelf.live = shelf.another_live()
    with shelf.live.current() as index:
        assert max(index.lexical.scores("青釉器皿")[1]) > 0


def test_one_answer_is_made_from_one_state_of_the_library(shelf: Shelf) -> None:
    first = shelf.put("用电.txt", "一、支持企业用电。")
    with shelf.live.held():
        second = shelf.put("用地.txt", "一、支持企业用地。")
        assert set(shelf.live.records()) == shelf.held() == {first}
    assert set(shelf.live.records()) == shelf.held() == {first, second}
