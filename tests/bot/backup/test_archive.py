"""What goes into a backup, and from wherever the data lies."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import back_up, restore
from bot.backup.moving import CityDatabases
from bot.backup.passing import passing_folder, remove_abandoned

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


_KILLED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from bot.backup import back_up
from bot.backup.moving import CityDatabases
data_dir, archive = map(Path, sys.argv[1:])
back_up(CityDatabases.in_folder(data_dir), data_dir, archive,
        say=lambda _: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_what_a_killed_backup_left_behind_goes_with_the_next_one(tmp_path: Path) -> None:
    """Half a city lies in it, unpacked and readable; every killed one would leave its own."""
    data_dir, kept = city(tmp_path / "data"), tmp_path / "kept"
    kept.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _KILLED_HALF_WAY, data_dir, kept / "first.backup"],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(list(kept.iterdir())) == 1
    databases = CityDatabases.in_folder(data_dir)
    back_up(databases, data_dir, kept / "second.backup", say=lambda _: None)
    assert [path.name for path in kept.iterdir()] == ["second.backup"]


def test_what_another_backup_works_in_at_the_moment_stays(tmp_path: Path) -> None:
    data_dir, kept = city(tmp_path / "data"), tmp_path / "kept"
    kept.mkdir()
    databases = CityDatabases.in_folder(data_dir)
    with passing_folder(kept, ".backup-") as anothers:
        back_up(databases, data_dir, kept / "city.backup", say=lambda _: None)
        assert anothers.is_dir()
    assert [path.name for path in kept.iterdir()] == ["city.backup"]


def test_a_folder_that_is_taken_for_abandoned_before_it_is_held_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two backups at once: the second clears away between the first's two steps."""
    made = tempfile.mkdtemp
    cleared: list[str] = []

    def made_and_cleared(prefix: str, dir: Path) -> str:
        folder = made(prefix=prefix, dir=dir)
        if not cleared:
            cleared.append(folder)
            remove_abandoned(tmp_path, ".backup-")
        return folder

    monkeypatch.setattr(tempfile, "mkdtemp", made_and_cleared)
    with passing_folder(tmp_path, ".backup-") as folder:
        assert folder.is_dir()
    assert cleared
    assert list(tmp_path.iterdir()) == []


def test_a_city_is_put_back_on_a_fresh_disk(tmp_path: Path) -> None:
    """The root of one is not quite empty: the file system keeps a folder there."""
    data_dir, again = city(tmp_path / "data"), tmp_path / "again"
    archive = tmp_path / "city.backup"
    back_up(CityDatabases.in_folder(data_dir), data_dir, archive, say=lambda _: None)
    (again / "lost+found").mkdir(parents=True)
    restore(archive, CityDatabases.in_folder(again), again, say=lambda _: None)
    assert (again / "bot.sqlite").is_file()


def test_a_city_is_unpacked_within_its_own_data_directory(tmp_path: Path) -> None:
    """Where a volume is mounted; what was unpacked beside it would be copied, and may not be."""
    data_dir, again = city(tmp_path / "data"), tmp_path / "volumes" / "again"
    archive = tmp_path / "city.backup"
    back_up(CityDatabases.in_folder(data_dir), data_dir, archive, say=lambda _: None)
    beside: list[list[Path]] = []
    (again / ".restore-killed").mkdir(parents=True)
    restore(
        archive,
        CityDatabases.in_folder(again),
        again,
        say=lambda _: beside.append(list(again.parent.iterdir())),
    )
    assert beside == [[again]]
    assert [path.name for path in again.iterdir()] == ["bot.sqlite"]


def test_people_appear_last_when_a_city_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between two files, a city without its messages and reminders must not look whole."""
    data_dir, again = city(tmp_path / "data"), tmp_path / "again"
    for name in ("durable.sqlite", "intake.sqlite"):
        shutil.copyfile(data_dir / "bot.sqlite", data_dir / name)
    write(data_dir / "uploads" / "a.pdf")
    archive = tmp_path / "city.backup"
    back_up(CityDatabases.in_folder(data_dir), data_dir, archive, say=lambda _: None)
    put: list[str] = []
    rename = Path.rename

    def renamed(path: Path, target: Path) -> Path:
        put.append(target.name)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", renamed)
    restore(archive, CityDatabases.in_folder(again), again, say=lambda _: None)
    assert sorted(put) == ["bot.sqlite", "durable.sqlite", "intake.sqlite", "uploads"]
    assert put[-1] == "bot.sqlite"


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
