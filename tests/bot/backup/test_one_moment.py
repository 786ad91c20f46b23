"""A backup of a city in which others write is of one moment."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from bot.backup import back_up, move, restore
from bot.backup.moving import CityDatabases
from bot.storage import create_engine
from tests.bot.backup.cities import in_folder, quiet

PAIRS_A_BACKUP = 5_000


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
