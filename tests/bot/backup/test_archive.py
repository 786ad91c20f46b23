"""What goes into a backup, and from wherever the data lies."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import back_up, restore
from bot.backup.moving import CityDatabases

REPOSITORY = Path(__file__).resolve().parents[3]


def test_what_another_backup_left_behind_and_what_is_made_anew_stay_out(tmp_path: Path) -> None:
    data_dir = city(tmp_path / "data")
    for name in (".backup-killed/city/bot.sqlite", "library/index/vectors", "evaluation/run.json"):
        write(data_dir / name)
    write(data_dir / "uploads" / "a.pdf")
    report = back_up(
        CityDatabases.in_folder(data_dir), data_dir, data_dir / "city.backup", say=lambda _: None
    )
    assert sorted(report.files) == ["bot.sqlite", "uploads/a.pdf"]


@pytest.mark.parametrize("name", ["泰州 数据", "100%25", "a#b", "a?mode=rw"])
def test_a_data_directory_of_any_name_is_backed_up_and_restored(tmp_path: Path, name: str) -> None:
    data_dir, again = city(tmp_path / name), tmp_path / "again"
    archive = tmp_path / "city.backup"
    back_up(CityDatabases.in_folder(data_dir), data_dir, archive, say=lambda _: None)
    restore(archive, CityDatabases.in_folder(again), again, say=lambda _: None)
    with closing(sqlite3.connect(again / "bot.sqlite")) as connection:
        assert connection.execute("SELECT word FROM notes").fetchall() == [("在",)]


_ENDED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from bot.cli import backup
backup.err.print = lambda *_: os.kill(os.getpid(), signal.SIGTERM)
backup.backup(Path(sys.argv[1]))
"""


def test_a_backup_that_is_ended_half_way_leaves_nothing_to_be_read(tmp_path: Path) -> None:
    data_dir, archive = city(tmp_path / "data"), tmp_path / "kept" / "city.backup"
    archive.parent.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _ENDED_HALF_WAY, archive],
        env={**os.environ, "BOT_DATA_DIR": str(data_dir), "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 128 + signal.SIGTERM, done.stderr
    assert list(archive.parent.iterdir()) == []


def city(folder: Path) -> Path:
    """Return a data directory with one database."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "bot.sqlite")) as connection:
        connection.execute("CREATE TABLE notes (word TEXT)")
        connection.execute("INSERT INTO notes VALUES ('在')")
        connection.commit()
    return folder


def write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
