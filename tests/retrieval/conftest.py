"""A library over the project's own policy text, with the torch-free embedder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from retrieval import LibrarySettings, PolicyLibrary, documents_under
from retrieval.embedding import HashingEmbedder
from retrieval.embedding.embedder import Vectors
from tests.databases import database_at
from tests.retrieval.material import POLICY_DOCS

OpenLibrary = Callable[[], PolicyLibrary]


@pytest.fixture(scope="session")
def seed_library(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    """The seed, ingested once; tests that change the library open their own."""
    folder = tmp_path_factory.mktemp("seed")
    library = PolicyLibrary.open(
        LibrarySettings(folder, model="hashing"), create_engine(database_at(folder))
    )
    for path in documents_under([POLICY_DOCS]):
        assert library.ingest(path).status == "ingested"
    return library


@pytest.fixture
def open_library(tmp_path: Path) -> OpenLibrary:
    """Opens one and the same library again and again, as separate processes would."""

    def opened() -> PolicyLibrary:
        settings = LibrarySettings(tmp_path / "data", model="hashing")
        return PolicyLibrary.open(settings, create_engine(database_at(tmp_path)))

    return opened


class Knowing(HashingEmbedder):
    """Gives a question the vector of the passage that it means."""

    def __init__(self, meant: dict[str, str]) -> None:
        self._meant = meant

    @property
    def close(self) -> float:  # type: ignore[override]
        return 0.99

    def embed_query(self, text: str) -> Vectors:
        return super().embed_query(self._meant.get(text, text))


@pytest.fixture
def knows(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What each question means, for the libraries opened from here on."""
    meant: dict[str, str] = {}
    monkeypatch.setattr("retrieval.library.open_embedder", lambda *_: Knowing(meant))
    return meant
