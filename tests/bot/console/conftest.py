"""The demonstration city with its console, and people to act in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.demo.prepare import prepare_demo
from bot.identity import Person
from bot.settings import load_settings
from bot.wiring import Parts

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
ADMIN, SUPERVISOR, OFFICIAL = "u038", "u003", "u007"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Parts]:
    settings = load_settings(data_dir=tmp_path, demo=True, retrieval={"model": "hashing"})
    parts = Parts(settings, clock=ManualClock(NOW))
    prepare_demo(parts, say=lambda _: None)
    yield parts
    parts.engine.dispose()


@pytest.fixture
def admin(city: Parts) -> Person:
    return city.directory.require(ADMIN)
