"""A city goes into a file and comes back, and is the same city."""

from __future__ import annotations

import errno
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from bot.backup import back_up, move, restore
from bot.backup.archive import MANIFEST
from bot.backup.moving import CityDatabases
from bot.errors import BackupError
from tests.bot.backup.cities import TOKEN, in_folder, keep_token, people_in, quiet, summaries_of


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
