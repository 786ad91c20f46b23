"""A real database and a clock that stands still."""

from datetime import datetime
from pathlib import Path

import pytest

import bot.dialogue.handover
import bot.dialogue.model  # noqa: F401  (its tables are created below)
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.bot.beginnings import tables
from tests.databases import filled_at


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE))


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    engine = create_engine(filled_at(tmp_path, tables))
    return session_factory(engine)
