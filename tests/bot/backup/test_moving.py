"""A city moves between databases, and is the same city."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.backup import move
from bot.backup.moving import CityDatabases, prepare
from bot.durable.dbos_work import DbosWork
from bot.durable.work import QueueLimits
from bot.errors import BackupError
from bot.identity.roster import import_roster
from bot.settings import DEMO_DATA
from bot.storage import create_engine, session_factory
from tests.bot.backup.cities import (
    TOKEN,
    in_folder,
    keep_token,
    people_in,
    quiet,
    rows_of,
    summaries_of,
)
from tests.bot.durable.made_up_rows import ROWS, fill
from tests.bot.durable.test_upgrades import upgrade_to
from tests.databases import name_of, new_database


def test_a_city_moves_to_postgresql_and_goes_on_there(data_dir: Path, empty_database: str) -> None:
    source = in_folder(data_dir)
    target = CityDatabases.at(empty_database)
    summaries = move(source, target, say=quiet)
    assert summaries["people"].rows == 46
    assert summaries["workflow_status"].rows == 1
    assert people_in(empty_database) == people_in(source.application)
    work = DbosWork(empty_database)
    calls: list[str] = []
    work.queue(QueueLimits("talk"))
    work.register("greet", calls.append)
    work.launch()
    try:
        # Done before the move: starting it again finds the same workflow and does nothing.
        work.enqueue("greet", "泰州", workflow_id="greet-1", queue="talk")
        assert work.wait("greet-1", timeout_s=60).result == "您好，泰州"
    finally:
        work.stop()
    assert calls == []


def test_every_table_goes_there_and_back_unchanged(postgresql: str, tmp_path: Path) -> None:
    """The application's, the messages taken in, and the durable work's, all with rows."""
    start, back = in_folder(tmp_path / "start"), in_folder(tmp_path / "back")
    server = CityDatabases.at(new_database(postgresql, name_of(tmp_path)))
    prepare(start)
    for url in (start.application, start.intake, start.durable):
        engine = create_engine(url)
        fill(engine, leave={"alembic_version", "dbos_migrations"})
        engine.dispose()
    there = move(start, server, say=quiet)
    assert {"inbound_messages", "workflow_status", "operation_outputs", "people"} <= there.keys()
    assert all(summary.rows == len(ROWS) for summary in there.values())
    assert move(server, back, say=quiet) == there
    durable = (summaries_of(tmp_path / folder / "durable.sqlite") for folder in ("start", "back"))
    assert next(durable) == next(durable)


def test_new_rows_get_new_keys_after_the_move(data_dir: Path, empty_database: str) -> None:
    source = in_folder(data_dir)
    statement = "INSERT INTO sign_in_failures (id, key, at) VALUES (41, 'x', '2026-03-02 01:00')"
    with sqlite3.connect(data_dir / "bot.sqlite") as connection:
        connection.execute(statement)
    move(source, CityDatabases.at(empty_database), say=quiet)
    engine = create_engine(empty_database)
    with engine.begin() as writing:
        key = writing.execute(
            sa.text(
                "INSERT INTO sign_in_failures (key, at) VALUES ('account:u2', now()) RETURNING id"
            )
        ).scalar_one()
    engine.dispose()
    assert key == 42


def test_a_target_with_data_is_refused_and_left_as_it_was(
    data_dir: Path, empty_database: str
) -> None:
    source = in_folder(data_dir)
    target = CityDatabases.at(empty_database)
    move(source, target, say=quiet)
    with pytest.raises(BackupError, match="已有数据"):
        move(source, target, say=quiet)
    assert len(people_in(empty_database)) == 46


def keep_unanswered(url: str) -> None:
    """Keep a message that was taken in, and never answered."""
    engine = create_engine(url)
    others = set(sa.inspect(engine).get_table_names()) - {"inbound_messages"}
    fill(engine, leave=others)
    engine.dispose()


def test_a_target_where_only_people_are_gets_no_messages_and_no_work_of_another_city(
    data_dir: Path, empty_database: str
) -> None:
    """They would be answered there: once more."""
    prepare(CityDatabases.at(empty_database))
    engine = create_engine(empty_database)
    import_roster(session_factory(engine), DEMO_DATA / "organisation")
    engine.dispose()
    keep_unanswered(in_folder(data_dir).intake)
    with pytest.raises(BackupError, match="已有数据"):
        move(in_folder(data_dir), CityDatabases.at(empty_database), say=quiet)
    for table in ("inbound_messages", "dbos.workflow_status"):
        assert rows_of(empty_database, table) == 0


def test_a_living_city_of_an_earlier_program_is_refused_before_it_is_upgraded(
    data_dir: Path, empty_database: str
) -> None:
    engine = create_engine(empty_database)
    upgrade_to(engine, "0018")
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO departments (code, name) VALUES ('d1', '办公室')"))
    with pytest.raises(BackupError, match="已有数据"):
        move(in_folder(data_dir), CityDatabases.at(empty_database), say=quiet)
    with engine.connect() as connection:
        revision = connection.execute(sa.text("SELECT version_num FROM alembic_version"))
        assert revision.scalar_one() == "0018"
    engine.dispose()


def test_a_move_that_is_ended_half_way_leaves_nothing_and_can_be_made_again(
    data_dir: Path, empty_database: str
) -> None:
    def end_at_people(said: str) -> None:
        if said.startswith("people"):
            raise KeyboardInterrupt

    source, target = in_folder(data_dir), CityDatabases.at(empty_database)
    with pytest.raises(KeyboardInterrupt):
        move(source, target, say=end_at_people)
    for table in ("dbos.workflow_status", "durable_executors", "people"):
        assert rows_of(empty_database, table) == 0
    move(source, target, say=quiet)
    assert len(people_in(empty_database)) == 46


def test_a_database_is_not_moved_onto_itself(data_dir: Path) -> None:
    with pytest.raises(BackupError, match="同一个数据库"):
        move(in_folder(data_dir), in_folder(data_dir), say=quiet)


def test_a_token_of_a_vendor_does_not_move_with_the_city(data_dir: Path, tmp_path: Path) -> None:
    keep_token(in_folder(data_dir).application)
    moved = tmp_path / "moved"
    moved.mkdir()
    assert "vendor_access_tokens" not in move(in_folder(data_dir), in_folder(moved), say=quiet)
    assert not [path for path in moved.glob("*.sqlite*") if TOKEN in path.read_bytes()]


def test_people_are_kept_last_when_a_city_is_moved_into_files(
    data_dir: Path, tmp_path: Path
) -> None:
    """Killed between two files, a city without its messages and reminders must not look whole."""
    kept: list[str] = []

    def note(connection: sa.Connection) -> None:
        kept.append(Path(str(connection.engine.url.database)).name)

    sa.event.listen(sa.Engine, "commit", note)
    try:
        move(in_folder(data_dir), in_folder(tmp_path / "target"), say=quiet)
    finally:
        sa.event.remove(sa.Engine, "commit", note)
    assert kept[-3:] == ["intake.sqlite", "durable.sqlite", "bot.sqlite"]
