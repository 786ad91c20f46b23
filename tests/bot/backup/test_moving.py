"""A city moves between databases, and into a file and back, and is the same city."""

from __future__ import annotations

import errno
import json
import shutil
import sqlite3
import threading
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bot.backup import back_up, move, restore
from bot.backup.archive import MANIFEST
from bot.backup.moving import CityDatabases, prepare
from bot.backup.tables import reflected, summarise
from bot.channels.tencent.access_token import AccessTokenRow
from bot.durable.dbos_work import DbosWork
from bot.durable.work import QueueLimits
from bot.errors import BackupError
from bot.identity.roster import import_roster
from bot.settings import DEMO_DATA
from bot.storage import create_engine, session_factory
from tests.bot.durable.made_up_rows import ROWS, fill
from tests.bot.durable.test_upgrades import upgrade_to
from tests.databases import name_of, new_database

in_folder = CityDatabases.in_folder
TOKEN = b"a-token-that-opens-the-vendors-door"
PAIRS_A_BACKUP = 5_000


def quiet(_: str) -> None:
    """Hear progress and say nothing."""


@pytest.fixture(scope="module")
def made_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's folder: people, a finished workflow and a file of its own; every table is made once,
    and what is closed can be copied."""
    folder = tmp_path_factory.mktemp("made") / "city"
    folder.mkdir()
    databases = in_folder(folder)
    prepare(databases)
    engine = create_engine(databases.application)
    import_roster(session_factory(engine), DEMO_DATA / "organisation")
    engine.dispose()
    work = DbosWork(databases.durable)
    work.queue(QueueLimits("talk"))
    work.register("greet", lambda name: f"您好，{name}")
    work.launch()
    try:
        work.enqueue("greet", "泰州", workflow_id="greet-1", queue="talk")
        work.wait("greet-1", timeout_s=60)
    finally:
        work.stop()
    (folder / "library" / "index").mkdir(parents=True)
    (folder / "library" / "index" / "faiss").write_bytes(b"made anew")
    (folder / "originals").mkdir()
    (folder / "originals" / "通知.txt").write_text("原文", encoding="utf-8")
    return folder


@pytest.fixture
def data_dir(made_city: Path, tmp_path: Path) -> Path:
    """The city, to be changed."""
    return shutil.copytree(made_city, tmp_path / "city")


@pytest.fixture
def empty_database(postgresql: str, tmp_path: Path) -> str:
    return new_database(postgresql, name_of(tmp_path))


def people_in(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = set(connection.execute(sa.text("SELECT user_id FROM people")).scalars())
    engine.dispose()
    return found


def keep_token(url: str) -> None:
    row = AccessTokenRow(account_hash="0" * 64, token=TOKEN.decode())
    engine = create_engine(url)
    with session_factory(engine).begin() as session:
        session.add(row)
    engine.dispose()


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


def rows_of(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(found)


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


def test_a_backup_brings_the_same_city_back(data_dir: Path, tmp_path: Path) -> None:
    archive = tmp_path / "backup.zip"
    back_up(in_folder(data_dir), data_dir, archive, say=quiet)
    restored = tmp_path / "restored"
    restore(archive, in_folder(restored), restored, say=quiet)
    assert people_in(in_folder(restored).application) == people_in(in_folder(data_dir).application)
    assert (restored / "originals" / "通知.txt").read_text(encoding="utf-8") == "原文"
    assert not (restored / "library" / "index").exists()
    assert archive.stat().st_mode & 0o077 == 0


def test_a_backup_holds_no_token_that_a_vendor_would_still_take(
    data_dir: Path, tmp_path: Path
) -> None:
    keep_token(in_folder(data_dir).application)
    archive, opened = tmp_path / "backup.zip", tmp_path / "opened"
    back_up(in_folder(data_dir), data_dir, archive, say=quiet)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(opened)
    assert not [path for path in opened.glob("*.sqlite*") if TOKEN in path.read_bytes()]
    assert people_in(in_folder(opened).application) == people_in(in_folder(data_dir).application)


def test_a_token_of_a_vendor_does_not_move_with_the_city(data_dir: Path, tmp_path: Path) -> None:
    keep_token(in_folder(data_dir).application)
    moved = tmp_path / "moved"
    moved.mkdir()
    assert "vendor_access_tokens" not in move(in_folder(data_dir), in_folder(moved), say=quiet)
    assert not [path for path in moved.glob("*.sqlite*") if TOKEN in path.read_bytes()]


def test_a_backup_of_a_postgresql_city_opens_anywhere(
    data_dir: Path, empty_database: str, tmp_path: Path
) -> None:
    on_server = CityDatabases.at(empty_database)
    move(in_folder(data_dir), on_server, say=quiet)
    archive, restored = tmp_path / "backup.zip", tmp_path / "restored"
    back_up(on_server, data_dir, archive, say=quiet)
    restore(archive, in_folder(restored), restored, say=quiet)
    for name in ("bot.sqlite", "durable.sqlite"):
        assert summaries_of(restored / name) == summaries_of(data_dir / name)


def test_a_backup_is_restored_into_an_empty_server(
    data_dir: Path, empty_database: str, tmp_path: Path
) -> None:
    archive, restored = tmp_path / "backup.zip", tmp_path / "restored"
    back_up(in_folder(data_dir), data_dir, archive, say=quiet)
    on_server = CityDatabases.at(empty_database)
    restore(archive, on_server, restored, say=quiet)
    assert len(people_in(empty_database)) == 46
    assert not (restored / "bot.sqlite").exists()


def test_files_that_cannot_be_put_back_leave_the_server_empty(
    data_dir: Path, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People and work without the files beside them would look like a whole city."""
    archive, restored = tmp_path / "backup.zip", tmp_path / "restored"
    back_up(in_folder(data_dir), data_dir, archive, say=quiet)
    on_server = CityDatabases.at(empty_database)

    def refused(_path: Path, _target: Path) -> Path:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refused)
        with pytest.raises(BackupError, match="磁盘读写出错"):
            restore(archive, on_server, restored, say=quiet)
    assert people_in(empty_database) == set()
    restore(archive, on_server, restored, say=quiet)
    assert len(people_in(empty_database)) == 46
    assert (restored / "originals" / "通知.txt").read_text(encoding="utf-8") == "原文"


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


def test_a_backup_made_while_others_write_is_of_one_moment(data_dir: Path, tmp_path: Path) -> None:
    """Two rows are always written together; no backup may hold one of them."""
    engine = create_engine(in_folder(data_dir).application)
    stop, written = threading.Event(), threading.Event()
    # As many as are left to write: without an end, a slow backup would have ever more to copy.
    left = threading.Semaphore(PAIRS_A_BACKUP)

    def write() -> None:
        while left.acquire() and not stop.is_set():
            write_pair(engine)
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(60)
        for number in range(3):
            left.release(PAIRS_A_BACKUP)
            back_up(in_folder(data_dir), data_dir, tmp_path / f"{number}.zip", say=quiet)
    finally:
        stop.set()
        left.release()
        writer.join()
        engine.dispose()
    for number in range(3):
        leases, failures = pairs_in(tmp_path / f"{number}.zip", tmp_path / f"restored-{number}")
        assert leases == failures > 0


def test_a_backup_of_a_server_holds_nothing_written_between_two_of_its_tables(
    data_dir: Path, empty_database: str, tmp_path: Path
) -> None:
    city = CityDatabases.at(empty_database)
    move(in_folder(data_dir), city, say=quiet)
    engine = create_engine(city.application)
    try:
        back_up(city, data_dir, tmp_path / "b.zip", say=lambda _: write_pair(engine))
        with engine.connect() as connection:
            written = connection.execute(
                sa.text("SELECT count(*) FROM sign_in_failures")
            ).scalar_one()
    finally:
        engine.dispose()
    leases, failures = pairs_in(tmp_path / "b.zip", tmp_path / "restored")
    assert 0 < leases == failures < written


def write_pair(engine: sa.Engine) -> None:
    """Write a row into each of two tables, together."""
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO channel_leases (name, holder, until) VALUES (:name, 'pair', :at)"),
            {"name": f"pair-{uuid4()}", "at": "2026-03-02 01:00:00"},
        )
        connection.execute(
            sa.text("INSERT INTO sign_in_failures (key, at) VALUES ('pair', :at)"),
            {"at": "2026-03-02 01:00:00"},
        )


def pairs_in(archive: Path, restored: Path) -> tuple[int, int]:
    """The rows that an archive holds of either table written by `write_pair`."""
    restore(archive, in_folder(restored), restored, say=quiet)
    with sqlite3.connect(restored / "bot.sqlite") as connection:
        (leases,) = connection.execute(
            "SELECT count(*) FROM channel_leases WHERE name LIKE 'pair-%'"
        ).fetchone()
        (failures,) = connection.execute("SELECT count(*) FROM sign_in_failures").fetchone()
    return leases, failures


def test_an_existing_backup_is_never_written_over(data_dir: Path, tmp_path: Path) -> None:
    archive = tmp_path / "backup.zip"
    archive.write_bytes(b"yesterday's")
    with pytest.raises(BackupError, match="已存在"):
        back_up(in_folder(data_dir), data_dir, archive, say=quiet)
    assert archive.read_bytes() == b"yesterday's"


def test_a_database_that_cannot_be_read_now_is_not_called_damaged(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_more: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(sqlite3, "connect", full)
    with pytest.raises(BackupError, match="读不了，未做备份；原因：磁盘读写出错") as refusal:
        back_up(in_folder(data_dir), data_dir, tmp_path / "backup.zip", say=quiet)
    assert "恢复" not in str(refusal.value)


def test_nothing_is_restored_over_a_living_city(data_dir: Path, tmp_path: Path) -> None:
    archive = tmp_path / "backup.zip"
    back_up(in_folder(data_dir), data_dir, archive, say=quiet)
    with pytest.raises(BackupError, match="不是空的"):
        restore(archive, in_folder(data_dir), data_dir, say=quiet)


@pytest.mark.parametrize("damage", ["cut", "flipped", "no manifest", "outside", "later", "empty"])
def test_a_damaged_backup_is_refused_and_nothing_is_put_in_place(
    data_dir: Path, tmp_path: Path, damage: str
) -> None:
    archive, restored = tmp_path / "backup.zip", tmp_path / "restored"
    back_up(in_folder(data_dir), data_dir, archive, say=quiet)
    damaged(archive, damage)
    with pytest.raises(BackupError):
        restore(archive, in_folder(restored), restored, say=quiet)
    assert list(restored.iterdir()) == []


def test_a_damaged_database_is_not_backed_up_as_if_it_were_whole(
    data_dir: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(data_dir / "bot.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray((data_dir / "bot.sqlite").read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    (data_dir / "bot.sqlite").write_bytes(content)
    with pytest.raises(BackupError, match="损坏"):
        back_up(in_folder(data_dir), data_dir, tmp_path / "backup.zip", say=quiet)
    assert not (tmp_path / "backup.zip").exists()


def damaged(archive: Path, how: str) -> None:
    content = archive.read_bytes()
    if how == "cut":
        archive.write_bytes(content[: len(content) // 2])
    elif how == "empty":
        archive.write_bytes(b"")
    else:
        rewrite(archive, how)


def rewrite(archive: Path, how: str) -> None:
    with zipfile.ZipFile(archive) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(held.pop(MANIFEST))
    if how == "flipped":
        held["originals/通知.txt"] = b"other"
    if how == "outside":
        manifest["files"]["../outside.txt"] = ""
        held["../outside.txt"] = b"x"
    if how == "later":
        manifest["format"] = 99
    with zipfile.ZipFile(archive, "w") as packed:
        if how != "no manifest":
            packed.writestr(MANIFEST, json.dumps(manifest))
        for name, value in held.items():
            packed.writestr(name, value)


def summaries_of(path: Path) -> dict[str, object]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found: dict[str, object] = {
            name: summarise(connection, table, [column.name for column in table.columns])
            for name, table in reflected(connection).items()
            if name != "dbos_migrations"
        }
    engine.dispose()
    return found
