"""Where the texts and the measuring sets lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from retrieval import LibrarySettings, PolicyLibrary

REPOSITORY = Path(__file__).parents[2]
POLICY_DOCS = REPOSITORY / "policy_docs"
SEED = next(POLICY_DOCS.glob("*.txt"))
_SHARED = REPOSITORY.parent / "shared"


def shared(*parts: str) -> Path:
    """A path of the shared material, or skip the test that needs it."""
    path = _SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} of the shared material is not beside this checkout")
    return path


def library_of(folder: Path, **texts: str) -> PolicyLibrary:
    """A library of the texts, each under its title, found by characters alone."""
    library = PolicyLibrary.open(
        LibrarySettings(folder / "data", model="hashing"), create_engine("sqlite://")
    )
    for title, text in texts.items():
        path = folder / f"{title}.txt"
        path.write_text(f"{title}\n\n{text}\n", "utf-8")
        assert library.ingest(path).status != "failed"
    return library
