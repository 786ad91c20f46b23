"""What people are answered while the server that holds the vectors is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import create_engine

from retrieval import LibrarySettings, Outcome, PolicyLibrary
from retrieval.errors import IndexUnavailable
from tests.databases import database_at
from tests.end_to_end.serving import eventually
from tests.milvus_server import MilvusServer, milvus_server

ON = date(2019, 11, 15)
QUESTION = "企业上云补贴多少"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MilvusServer]:
    pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed")
    with milvus_server(tmp_path / "milvus") as running:
        yield running


def library_at(folder: Path, server: MilvusServer) -> PolicyLibrary:
    settings = LibrarySettings(folder / "data", model="hashing", index=server.address)
    return PolicyLibrary.open(settings, create_engine(database_at(folder)))


def put(library: PolicyLibrary, folder: Path, what: str) -> None:
    path = folder / f"{what}.txt"
    path.write_text(f"关于{what}的通知\n\n一、对企业{what}每家补贴五万元。\n", "utf-8")
    assert library.ingest(path).document_id


def by_words_alone() -> float:
    return REGISTRY.get_sample_value("bot_searches_by_words_alone_total") or 0.0


def quotes(library: PolicyLibrary) -> list[str]:
    answer = library.answer(QUESTION, on=ON)
    assert answer.outcome is Outcome.ANSWERED_WITH_GAP
    assert "五万元" in answer.text
    return [citation.quote for citation in answer.citations]


def is_by_sense(library: PolicyLibrary) -> bool:
    counted = by_words_alone()
    return bool(quotes(library)) and by_words_alone() == counted


@pytest.fixture
def library(tmp_path: Path, server: MilvusServer) -> PolicyLibrary:
    made = library_at(tmp_path, server)
    for what in ("上云", "用地"):
        put(made, tmp_path, what)
    return made


def test_the_words_answer_while_the_server_is_dead_and_the_vectors_again_once_it_is_back(
    library: PolicyLibrary, server: MilvusServer
) -> None:
    before, counted = quotes(library), by_words_alone()
    server.kill()
    assert quotes(library) == before
    assert by_words_alone() > counted
    server.start()
    eventually(lambda: is_by_sense(library), what="a search of the vectors")
    assert quotes(library) == before


def test_the_words_answer_while_the_server_stalls(
    library: PolicyLibrary, server: MilvusServer
) -> None:
    before = quotes(library)
    with server.stalled():
        assert quotes(library) == before
    assert quotes(library) == before


def test_what_another_process_takes_in_meanwhile_waits_and_what_is_known_is_answered(
    library: PolicyLibrary, server: MilvusServer, tmp_path: Path
) -> None:
    before = quotes(library)
    # Another process knows the document's sentences; this one cannot fetch their vectors.
    put(library_at(tmp_path, server), tmp_path, "用电")
    server.kill()
    assert quotes(library) == before
    server.start()
    eventually(
        lambda: "用电" in library.answer("企业用电补贴多少", on=ON).text,
        what="an answer from what was taken in",
    )


def test_a_library_that_starts_without_its_server_says_why(
    library: PolicyLibrary, server: MilvusServer, tmp_path: Path
) -> None:
    assert quotes(library)
    server.kill()
    with pytest.raises(IndexUnavailable, match="BOT_RETRIEVAL__INDEX"):
        library_at(tmp_path, server).answer(QUESTION, on=ON)
