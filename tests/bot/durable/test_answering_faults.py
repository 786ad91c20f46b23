"""A person hears an answer although the database failed for a moment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.storage import create_engine, session_factory
from tests.bot.beginnings import tables
from tests.bot.dialogue.test_answering import House
from tests.bot.durable.database_faults import failing
from tests.databases import filled_at

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


@pytest.mark.parametrize("statement", ["INSERT INTO deliveries", "INSERT INTO send_attempts"])
def test_one_database_error_neither_loses_nor_repeats_the_answer(
    tmp_path: Path, statement: str
) -> None:
    engine = create_engine(filled_at(tmp_path, tables))
    sessions = session_factory(engine)
    house = House(sessions, ManualClock(NOW))
    with failing(sessions, statement, 1):
        house.receive("问", "m1")
    assert [text for _, text in house.sender.sent] == ["答：问"]


def test_a_database_error_while_answering_is_waited_out(tmp_path: Path) -> None:
    engine = create_engine(filled_at(tmp_path, tables))
    sessions = session_factory(engine)
    house = House(sessions, ManualClock(NOW))
    with failing(sessions, "INSERT INTO", 1):
        house.receive("问", "m1")
    assert [text for _, text in house.sender.sent] == ["答：问"]
