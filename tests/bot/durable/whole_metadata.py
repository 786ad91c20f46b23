"""Every table of the application's database, wherever its package defines it."""

from __future__ import annotations

import importlib
from pathlib import Path

import sqlalchemy as sa

import bot
from bot.storage import Model
from retrieval.store.tables import metadata as library_metadata


def whole_metadata() -> list[sa.MetaData]:
    """Import every module that defines a table and return what was defined."""
    root = Path(bot.__file__).parent
    for file in sorted(root.rglob("*.py")):
        if "(Model)" in file.read_text(encoding="utf-8"):
            parts = file.relative_to(root.parent).with_suffix("").parts
            importlib.import_module(".".join(parts))
    return [Model.metadata, library_metadata]
