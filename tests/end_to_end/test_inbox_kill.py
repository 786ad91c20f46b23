"""Whoever is killed, whenever: each message taken in is answered, and answered once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.inbox_kills import InboxKills


@pytest.mark.slow
def test_killed_at_random_each_message_is_answered_once(
    prepared_city: Path, tmp_path: Path
) -> None:
    city = tmp_path / "city"
    shutil.copytree(prepared_city, city)
    found = InboxKills(city, rounds=6, seed=5).run()
    assert (found.unanswered, found.answered_twice) == ([], [])
    assert len(found.killed) == 3
