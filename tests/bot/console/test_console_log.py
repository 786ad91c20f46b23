"""Every change made in the console is kept, by whom, and can be taken back once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.console import ConsoleAudit, Undo
from bot.console.audit import ConsoleChange
from bot.console.undo import Record
from bot.errors import ConsoleRefused
from bot.identity import GUEST, Person, Role
from bot.storage import create_engine, session_factory
from tests.bot.beginnings import tables
from tests.databases import filled_at

ADMIN = Person("u900", "管理员", "GOV", "", Role.ADMIN)
SUPERVISOR = Person("u003", "朱平", "XN", "督查员", Role.SUPERVISOR)
OFFICIAL = Person("u005", "马平", "GOV", "联络员", Role.OFFICIAL)
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = create_engine(filled_at(tmp_path, tables))
    yield engine
    engine.dispose()


@pytest.fixture
def audit(engine: sa.Engine) -> ConsoleAudit:
    return ConsoleAudit(session_factory(engine), ManualClock(NOW))


def keep(
    audit: ConsoleAudit, person: Person = ADMIN, session: Session | None = None, **more: Any
) -> int:
    given: dict[str, Any] = {"section": "documents", "action": "撤下", "subject": "《某某办法》"}
    return audit.record(person, ConsoleChange(**(given | more)), session=session)


def test_a_change_is_kept_with_who_when_what_and_from_what_to_what(audit: ConsoleAudit) -> None:
    keep(audit, before="有效", after="撤下")
    (entry,) = audit.read(SUPERVISOR, limit=5)
    assert (entry.at, entry.user_id, entry.name) == (NOW, "u900", "管理员")
    assert (entry.before, entry.after, entry.can_be_undone) == ("有效", "撤下", False)


def test_telephone_numbers_are_not_kept_and_long_texts_are_cut(audit: ConsoleAudit) -> None:
    keep(audit, before="电话13800001234", after="长" * 5000)
    (entry,) = audit.read(ADMIN, limit=5)
    assert entry.before == "电话***"
    assert len(entry.after) == 2000


@pytest.mark.parametrize("person", [GUEST, OFFICIAL])
def test_nobody_else_changes_or_reads_anything(audit: ConsoleAudit, person: Person) -> None:
    with pytest.raises(ConsoleRefused):
        keep(audit, person)
    with pytest.raises(ConsoleRefused):
        audit.read(person, limit=5)
    assert audit.read(ADMIN, limit=5) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE console_changes SET subject = ''", "DELETE FROM console_changes"]
)
def test_the_database_refuses_to_change_the_log(
    audit: ConsoleAudit, engine: sa.Engine, statement: str
) -> None:
    keep(audit)
    with pytest.raises(sa.exc.DatabaseError), engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert len(audit.read(ADMIN, limit=5)) == 1


def test_the_latest_changes_are_read_first(audit: ConsoleAudit) -> None:
    numbers = [keep(audit) for _ in range(5)]
    assert [one.id for one in audit.read(ADMIN, limit=2)] == numbers[:2:-1]


def test_a_change_is_taken_back_once(audit: ConsoleAudit, engine: sa.Engine) -> None:
    taken_back: list[dict[str, Any]] = []

    def take_back(_person: Person, kept: dict[str, Any], record: Record) -> None:
        with session_factory(engine).begin() as session:
            taken_back.append(kept)
            record(session)

    undo = Undo(audit, {("documents", "撤下"): take_back})
    number = keep(audit, before="有效", after="撤下", reversal={"id": "d1"})
    undo.take_back(SUPERVISOR, number)
    assert taken_back == [{"id": "d1"}]
    latest, first = audit.read(ADMIN, limit=5)
    assert (latest.undoes, latest.name, latest.after) == (number, "朱平", "有效")
    assert (first.undone_by, first.can_be_undone) == (latest.id, False)
    with pytest.raises(ConsoleRefused, match="已经撤销过"):
        undo.take_back(ADMIN, number)


def test_nobody_else_takes_anything_back(audit: ConsoleAudit) -> None:
    taken_back: list[dict[str, Any]] = []
    undo = Undo(audit, {("documents", "撤下"): lambda _, kept, _record: taken_back.append(kept)})
    number = keep(audit, reversal={"id": "d1"})
    with pytest.raises(ConsoleRefused):
        undo.take_back(replace(ADMIN, role=Role.OFFICIAL), number)
    assert taken_back == []


def test_what_cannot_be_taken_back_says_so(audit: ConsoleAudit) -> None:
    undo = Undo(audit, {})
    for number in (keep(audit), keep(audit, reversal={"id": "d1"})):
        with pytest.raises(ConsoleRefused, match="不能撤销"):
            undo.take_back(ADMIN, number)
    with pytest.raises(ConsoleRefused, match="没有这条"):
        undo.take_back(ADMIN, 99)


def test_a_change_that_fails_leaves_no_record(audit: ConsoleAudit, engine: sa.Engine) -> None:
    def fails_late() -> None:
        with session_factory(engine).begin() as session:
            keep(audit, session=session)
            raise ValueError("late")

    with pytest.raises(ValueError, match="late"):
        fails_late()
    assert audit.read(ADMIN, limit=5) == []
