"""Local accounts and browsers' sessions over the people of the demonstration."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import argon2
import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.identity import Directory
from bot.signin import LocalAccounts, WebSessions
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.bot.beginnings import people
from tests.databases import filled_at

PASSWORD = "correct horse battery"
HERE = "192.0.2.7"


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    return session_factory(create_engine(filled_at(tmp_path, people)))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 9, tzinfo=BUSINESS_ZONE))


@pytest.fixture
def accounts(sessions: SessionFactory, clock: ManualClock) -> LocalAccounts:
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return LocalAccounts(sessions, Directory(sessions), clock, hasher=cheap)


@pytest.fixture
def browsers(sessions: SessionFactory, clock: ManualClock) -> WebSessions:
    return WebSessions(sessions, Directory(sessions), clock)
