"""One token for all, fetched by one."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.channels.tencent.access_token import AccessTokenRow, AccessTokens, FetchedToken
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import ChannelUnavailable
from bot.storage import Model, create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.databases import database_at


class Vendor:
    """Gives token after token, and counts."""

    def __init__(self) -> None:
        self.fetches = 0
        self.is_down = False

    def __call__(self) -> FetchedToken:
        self.fetches += 1
        if self.is_down:
            raise ChannelUnavailable("down")
        return FetchedToken(f"token-{self.fetches}", 7200)


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    engine = create_engine(database_at(tmp_path))
    Model.metadata.create_all(engine, tables=[Model.metadata.tables["vendor_access_tokens"]])
    return session_factory(engine)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))


def tokens(sessions: SessionFactory, vendor: Vendor, clock: ManualClock) -> AccessTokens:
    return AccessTokens(sessions, vendor, account="corp", secret="s3cret", clock=clock)


def test_a_token_is_kept_until_five_minutes_before_its_end(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    vendor = Vendor()
    held = tokens(sessions, vendor, clock)
    assert held.current() == held.current() == "token-1"
    clock.advance(timedelta(seconds=6899))
    assert held.current() == "token-1"
    clock.advance(timedelta(seconds=1))
    assert held.current() == "token-2"


def test_twenty_threads_of_two_processes_fetch_an_expired_token_once(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    vendor = Vendor()
    processes = [tokens(sessions, vendor, clock) for _ in range(2)]
    start = threading.Barrier(20)

    def ask(number: int) -> str:
        start.wait()
        return processes[number % 2].current()

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(ask, range(20))) == {"token-1"}
    assert vendor.fetches == 1


def test_a_refused_token_is_replaced_once_for_everybody(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    vendor = Vendor()
    held = tokens(sessions, vendor, clock)
    stale = held.current()
    assert [held.replace(stale) for _ in range(3)] == ["token-2"] * 3
    assert vendor.fetches == 2


def test_a_failed_fetch_leaves_the_way_free_for_the_next(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    vendor = Vendor()
    vendor.is_down = True
    with pytest.raises(ChannelUnavailable):
        tokens(sessions, vendor, clock).current()
    vendor.is_down = False
    assert tokens(sessions, vendor, clock).current() == "token-2"


def test_the_claim_of_a_process_that_died_lapses(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    vendor = Vendor()

    def die() -> FetchedToken:
        raise KeyboardInterrupt

    dying = AccessTokens(sessions, die, account="corp", secret="s3cret", clock=clock)
    with pytest.raises(KeyboardInterrupt):
        dying.current()
    with sessions.begin() as session:
        # What SIGKILL leaves behind: the claim is still in the row.
        session.execute(
            sa.update(AccessTokenRow).values(claimed_until=clock.now() + timedelta(seconds=20))
        )
    waiting = AccessTokens(
        sessions,
        vendor,
        account="corp",
        secret="s3cret",
        clock=clock,
        pause=lambda seconds: clock.advance(timedelta(seconds=seconds)),
    )
    assert waiting.current() == "token-1"


def test_a_claim_from_before_the_clock_was_set_back_holds_nobody_up(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    vendor = Vendor()
    held = tokens(sessions, vendor, clock)
    held.current()
    with sessions.begin() as session:
        session.execute(
            sa.update(AccessTokenRow).values(
                token="", claimed_until=clock.now() + timedelta(hours=1)
            )
        )
    assert held.current() == "token-2"


def test_the_secret_is_not_in_the_database(sessions: SessionFactory, clock: ManualClock) -> None:
    tokens(sessions, Vendor(), clock).current()
    with sessions() as session:
        (row,) = session.execute(sa.text("SELECT * FROM vendor_access_tokens")).all()
    assert "s3cret" not in str(row)
    assert "corp" not in str(row)
