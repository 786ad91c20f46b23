"""Every question about figures is kept: by whom, from where, what was read. Nothing kept is
ever changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.audit import FigureAudit
from bot.cli import app
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import AuditRefused
from bot.identity import GUEST, Person, Role
from bot.masking import without_personal_numbers
from bot.serving.conversing import converse
from bot.storage import create_engine, session_factory
from bot.storage.migrate import upgrade
from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.databases import (
    about_sqlite,
    database_at,
    environment_at,
    name_of,
    new_database,
)

ADMIN = Person("u900", "管理员", "GOV", "", Role.ADMIN)
OFFICIAL = Person("u005", "马平", "GOV", "联络员", Role.OFFICIAL)
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(tmp_path_factory.mktemp("city"))


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[FigureAudit]:
    engine = create_engine(database_at(tmp_path))
    upgrade(engine)
    yield FigureAudit(session_factory(engine), ManualClock(NOW))
    engine.dispose()


def keep(audit: FigureAudit, question: str, person: Person = OFFICIAL) -> None:
    audit.record(
        person,
        business_at=NOW,
        channel="web",
        question=question,
        sentence="",
        outcome="answered",
        reason="figure_given",
        rows_read=1,
    )


def asked(city: Parts, text: str, user: str | None) -> None:
    person = city.directory.require(user) if user else GUEST
    converse(city, text, person=person, conversation=f"audit-{user}", channel="web")


# who, question → what the log must say of it
KEPT = [
    ("u007", "1到10月五大产业产值多少", "answered", "figure_given", "查2019年1—10月"),
    ("u027", "海陵区停工的项目有几个", "refused", "other_district", "停工的项目"),
    (None, "停工的项目有几个", "refused", "not_official", "停工的项目"),
    ("u007", "产销规模是多少", "clarify", "several_indicators", ""),
    ("u007", "11月产值多少", "refused", "not_released", "2019年11月"),
]


@pytest.mark.parametrize(("user", "question", "outcome", "reason", "said"), KEPT)
def test_a_question_is_kept_with_who_where_what_and_what_came_of_it(
    city: Parts, user: str | None, question: str, outcome: str, reason: str, said: str
) -> None:
    asked(city, question, user)
    [kept] = city.figure_audit.read(None, limit=1)
    assert (kept.user_id, kept.channel, kept.question) == (user, "web", question)
    assert (kept.outcome, kept.reason) == (outcome, reason)
    assert kept.business_at == NOW
    assert said in kept.sentence
    assert (kept.rows_read > 0) is (reason in {"figure_given", "not_released"})


def test_what_is_no_question_about_figures_is_not_kept(city: Parts) -> None:
    before = len(city.figure_audit.read(None, limit=500))
    asked(city, "企业有困难向政府反映，多久能有回音？", "e001")
    assert len(city.figure_audit.read(None, limit=500)) == before


def test_one_question_is_kept_once_even_as_a_follow_up(city: Parts) -> None:
    asked(city, "泰兴今年工业投资增速多少", "u009")
    asked(city, "那兴化呢", "u009")
    kept = city.figure_audit.read(None, limit=500, of_user="u009")
    assert [one.question for one in kept] == ["那兴化呢", "泰兴今年工业投资增速多少"]
    assert "兴化市" in kept[0].sentence


def test_what_cannot_be_kept_is_not_answered(city: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_said: object) -> None:
        raise sa.exc.OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(city.figure_audit, "record", fails)
    with pytest.raises(sa.exc.OperationalError):
        asked(city, "1到10月五大产业产值多少", "u007")


def test_the_log_is_for_administrators(audit: FigureAudit) -> None:
    keep(audit, "产值多少")
    assert len(audit.read(ADMIN, limit=9)) == 1
    for role in set(Role) - {Role.ADMIN}:
        with pytest.raises(AuditRefused):
            audit.read(replace(OFFICIAL, role=role), limit=9)


@about_sqlite
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE figure_questions SET question = 'x'",
        "DELETE FROM figure_questions",
        "INSERT OR REPLACE INTO figure_questions SELECT * FROM figure_questions",
    ],
)
def test_the_database_refuses_to_change_or_delete_what_was_kept(
    audit: FigureAudit, statement: str
) -> None:
    keep(audit, "产值多少")
    with audit._sessions.begin() as session:
        session.connection().exec_driver_sql("PRAGMA recursive_triggers = ON")
        with pytest.raises(sa.exc.IntegrityError, match="append-only"):
            session.execute(sa.text(statement))
        session.rollback()
    assert [one.question for one in audit.read(None, limit=9)] == ["产值多少"]


@pytest.mark.parametrize(
    "statement", ["UPDATE figure_questions SET question = 'x'", "TRUNCATE figure_questions"]
)
def test_postgresql_refuses_it_too(postgresql: str, tmp_path: Path, statement: str) -> None:
    engine = create_engine(new_database(postgresql, name_of(tmp_path)))
    upgrade(engine)
    audit = FigureAudit(session_factory(engine), ManualClock(NOW))
    keep(audit, "产值多少")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert [one.question for one in audit.read(None, limit=9)] == ["产值多少"]
    engine.dispose()


NUMBERS = {
    "我电话13812345678,产值多少": "我电话***,产值多少",
    "138-1234-5678 产值": "*** 产值",
    "+8613812345678 产值": "*** 产值",
    "008613812345678产值": "***产值",
    "138 1234 5678 产值": "*** 产值",
    "0523-86881234": "***",
    "(0523)86881234": "***",
    "１３８１２３４５６７８，产值多少？": "***，产值多少？",
    "（０５２３）８６８８１２３４": "***",
    "身份证32128319800101123X": "身份证***",
    "2018年10月到2019年10月产值超5000亿": "2018年10月到2019年10月产值超5000亿",
}


@pytest.mark.parametrize("text", NUMBERS)
def test_personal_numbers_are_not_kept(audit: FigureAudit, text: str) -> None:
    keep(audit, text)
    assert audit.read(None, limit=1)[0].question == NUMBERS[text]


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text(alphabet="产值,多少 ", max_size=8))
def test_no_mobile_number_survives(number: str, beside: str) -> None:
    assert number not in without_personal_numbers(f"{beside}{number}{beside}")


def test_the_command_prints_one_json_object(city: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(city, "1到10月五大产业产值多少", "u011")
    for name, value in environment_at(city.settings.data_dir).items():
        monkeypatch.setenv(name, value)
    shown = CliRunner().invoke(app, ["audit", "figures", "--json", "--user", "u011"])
    [kept] = json.loads(shown.stdout)["questions"]
    assert kept["user"] == "u011"
    assert kept["query"].startswith("查2019年1—10月")
    assert kept["rows"] > 0
    listed = CliRunner().invoke(app, ["audit", "figures", "--limit", "1"])
    assert "1到10月五大产业产值多少" in listed.stdout
    refused = CliRunner().invoke(app, ["audit", "figures", "--as", "u011"])
    assert isinstance(refused.exception, AuditRefused)
