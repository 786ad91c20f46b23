"""An upload waits for whoever made it, for an hour, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.console.staged_model import StagedFileRow
from bot.console.staging import LIVES, Staging, safe_name
from bot.errors import ConsoleRefused
from bot.identity import Person
from bot.wiring import Parts
from tests.bot.beginnings import NOW
from tests.bot.console.conftest import SUPERVISOR


def test_what_was_uploaded_is_opened_until_it_lapses(city: Parts, admin: Person) -> None:
    clock = ManualClock(NOW)
    staging = Staging(city.sessions, clock)
    ticket = staging.put(admin, "tasks", {"../任务.csv": b"a,b"})
    with staging.opened(admin, "tasks", ticket) as folder:
        [file] = folder.iterdir()
        assert (file.name, file.read_bytes()) == ("任务.csv", b"a,b")
    assert not folder.exists()
    other = city.directory.require(SUPERVISOR)
    for by, kind in ((other, "tasks"), (admin, "roster")):
        with pytest.raises(ConsoleRefused, match="已过期"), staging.opened(by, kind, ticket):
            raise AssertionError("opened")
    clock.advance(LIVES + timedelta(minutes=1))
    with pytest.raises(ConsoleRefused), staging.opened(admin, "tasks", ticket):
        raise AssertionError("opened")


def test_an_upload_forgets_what_has_lapsed_and_nothing_else(city: Parts, admin: Person) -> None:
    clock = ManualClock(NOW)
    staging = Staging(city.sessions, clock)
    first = staging.put(admin, "tasks", {"一.csv": b"a"})
    clock.advance(LIVES)
    second = staging.put(admin, "tasks", {"二.csv": b"b"})
    for ticket in (first, second):
        with staging.opened(admin, "tasks", ticket) as folder:
            assert len(list(folder.iterdir())) == 1
    clock.advance(timedelta(seconds=1))
    third = staging.put(admin, "tasks", {"三.csv": b"c"})
    with city.sessions() as session:
        assert set(session.scalars(sa.select(StagedFileRow.ticket))) == {second, third}


def test_nothing_uploaded_is_refused(city: Parts, admin: Person) -> None:
    staging = Staging(city.sessions, ManualClock(NOW))
    with pytest.raises(ConsoleRefused, match="没有收到文件"):
        staging.put(admin, "tasks", {"a.csv": b""})


@given(st.text(max_size=200))
def test_a_name_never_leaves_its_folder(name: str) -> None:
    made = safe_name(name)
    assert 0 < len(made) <= 100
    assert made not in {".", ".."}
    assert not set(made) & set("/\\\0")
