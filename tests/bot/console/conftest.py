"""The demonstration city with its console, and people to act in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.identity import Person
from bot.wiring import Parts
from tests.bot.demonstration import demonstration

ADMIN, SUPERVISOR, OFFICIAL = "u038", "u003", "u007"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Parts]:
    yield from demonstration(tmp_path)


@pytest.fixture
def admin(city: Parts) -> Person:
    return city.directory.require(ADMIN)
