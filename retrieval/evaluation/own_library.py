"""A library of its own for what is measured, which the next run finds again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import create_engine

from retrieval.library import LibrarySettings, PolicyLibrary


def own_library(
    settings: LibrarySettings, kind: str, made_of: Iterable[str]
) -> tuple[PolicyLibrary, Path]:
    """Open the library of one set, and return it with its folder under the data directory.

    `made_of` tells sets of a kind apart. The library has the model of `settings` and its own
    database and index; it is empty the first time.
    """
    digest = hashlib.sha256("\0".join(made_of).encode("utf-8", "surrogatepass")).hexdigest()
    folder = settings.data_dir / "evaluation" / f"{kind}-{digest[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{folder / 'library.sqlite'}")
    return PolicyLibrary.open(LibrarySettings(folder, settings.model), engine), folder
