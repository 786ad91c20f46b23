"""A backup: one compressed file with the databases, the files beside them, and a manifest.

Databases are always kept as SQLite, whatever the city runs on, so that a backup of a
PostgreSQL city can be read anywhere and restored into either.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import __version__
from bot.backup.moving import PASSING_TABLE, SQLITE_FILES, CityDatabases, Say, move
from bot.backup.passing import passing_folder, remove_abandoned
from bot.clock import BUSINESS_ZONE
from bot.errors import BackupError
from bot.reasons import of_database, of_system
from bot.storage.data_folder import make_data_folder

MANIFEST = "manifest.json"
_FORMAT = 1
_CHUNK = 1 << 20
_BEING_MADE, _BEING_RESTORED = ".backup-", ".restore-"
# What a file system keeps for itself at the root of a disk.
_OF_THE_DISK = "lost+found"
_APPLICATION_FILE = SQLITE_FILES[0]
# Made anew from the databases and the installed packages.
_REBUILT = ("library/index", "library/index.built", "library/models", "evaluation")


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds: its files with their SHA-256, the program's version and the moment
    (ISO 8601, UTC)."""

    format: int
    version: str
    made_at: str
    files: dict[str, str]


def back_up(databases: CityDatabases, data_dir: Path, archive: Path, *, say: Say) -> BackupReport:
    """Write everything that cannot be made anew into `archive`; the city may be running.

    The file appears whole or not at all, readable by its owner only: it holds what people asked
    and the hashes of passwords.

    Raises:
        BackupError: `archive` exists already, or the disk refuses.
        StorageError: a database cannot be opened.
    """
    if archive.exists():
        raise BackupError(f"文件 {archive.name} 已存在", remedy="换一个文件名，旧备份不会被覆盖")
    try:
        with passing_folder(archive.parent, _BEING_MADE) as folder:
            gathered = folder / "city"
            gathered.mkdir()
            _gather(databases, data_dir, gathered, leave=archive, say=say)
            report = BackupReport(
                format=_FORMAT,
                version=__version__,
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                files={_name(path, gathered): _digest(path) for path in _files(gathered)},
            )
            packed = folder / "packed"
            _pack(gathered, report, packed)
            # A link refuses an archive that another backup has just made; a rename would not.
            os.link(packed, archive)
    except FileExistsError as exc:
        raise BackupError(f"文件 {archive.name} 已存在", remedy="换一个文件名") from exc
    except OSError as exc:
        raise BackupError(
            "备份写不进去", why=of_system(exc), remedy="检查磁盘空间与目录权限"
        ) from exc
    return report


def restore(archive: Path, databases: CityDatabases, data_dir: Path, *, say: Say) -> BackupReport:
    """Unpack `archive` into an empty data directory, or its databases into empty ones.

    Every file is checked against the manifest before anything is put in place.

    Raises:
        BackupError: damaged, of a later program, or something is there already.
    """
    try:
        make_data_folder(data_dir)
        remove_abandoned(data_dir, _BEING_RESTORED)
        if any(path.name != _OF_THE_DISK for path in data_dir.iterdir()):
            raise BackupError(
                f"数据目录 {data_dir} 不是空的", remedy="换一个空目录（BOT_DATA_DIR）再恢复"
            )
        # Within it: what is mounted there cannot be entered by a rename from outside.
        with passing_folder(data_dir, _BEING_RESTORED) as unpacked:
            report = _unpacked(archive, unpacked)
            say(f"备份完整：{len(report.files)} 个文件，做于 {_shown(report.made_at)}")
            held = CityDatabases.in_folder(unpacked)
            if databases == CityDatabases.in_folder(data_dir):
                _put_in_place(unpacked, data_dir)
            else:
                # The files first: a server that has everything else would look like a whole city.
                beside = partial(_put_in_place, unpacked, data_dir, leave=SQLITE_FILES)
                move(held, databases, say=say, before_keeping=beside)
    except OSError as exc:
        raise BackupError(
            "备份无法恢复", why=of_system(exc), remedy="检查磁盘空间与目录权限"
        ) from exc
    return report


def _put_in_place(unpacked: Path, data_dir: Path, *, leave: Collection[str] = ()) -> None:
    for path in sorted(unpacked.iterdir(), key=_by_importance):
        if path.name.partition("-")[0] not in leave:
            path.rename(data_dir / path.name)


def _by_importance(path: Path) -> tuple[bool, str]:
    """Order by what is missed least: a city that was killed before it was all there shows nobody,
    instead of people whose messages and reminders are lost."""
    return path.name == _APPLICATION_FILE, path.name


def _shown(made_at: str) -> str:
    return f"{datetime.fromisoformat(made_at).astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}"


def _gather(
    databases: CityDatabases, data_dir: Path, folder: Path, *, leave: Path, say: Say
) -> None:
    if databases == CityDatabases.in_folder(data_dir):
        # In this order, for the reason `move` gives.
        for name in ("intake.sqlite", "durable.sqlite", "bot.sqlite"):
            _copy_sqlite(data_dir / name, folder / name)
            say(f"数据库 {name}")
    else:
        move(databases, CityDatabases.in_folder(folder), say=say)
    for path in _files(data_dir):
        name = _name(path, data_dir)
        if path == leave or not _is_kept(name):
            continue
        kept = folder / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, kept)


def _is_kept(name: str) -> bool:
    is_database = name.partition("-")[0] in SQLITE_FILES
    is_passing = any(part.startswith(".") for part in Path(name).parts)
    return not (is_database or is_passing or name.startswith(tuple(f"{r}/" for r in _REBUILT)))


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy as of one moment, while others write (SQLite's online backup, in one step)."""
    if not source.exists():
        return
    try:
        with (
            _closing(f"{source.absolute().as_uri()}?mode=ro") as reading,
            _closing(target.absolute().as_uri()) as writing,
        ):
            reading.backup(writing)
            _forget_tokens(writing)
            found = writing.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.OperationalError as exc:
        # A full disk or a missing right says nothing of the data.
        raise BackupError(
            f"数据库 {source.name} 读不了，未做备份",
            why=of_database(exc),
            remedy="检查磁盘空间与目录权限",
        ) from exc
    except sqlite3.DatabaseError as exc:
        raise _broken(source, of_database(exc)) from exc
    if found != ("ok",):
        raise _broken(source, str(found[0])[:200])


def _forget_tokens(copy: sqlite3.Connection) -> None:
    tables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if copy.execute(tables, (PASSING_TABLE,)).fetchone():
        # Else what is deleted stays in the file until its page is used again.
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute(f"DELETE FROM {PASSING_TABLE}")
        copy.commit()


def _broken(database: Path, why: str) -> BackupError:
    return BackupError(
        f"数据库 {database.name} 已损坏，未做备份",
        why=why,
        remedy="从上一份备份恢复，并检查磁盘",
    )


class _closing:
    """A connection that its ``with`` block closes; sqlite3's own only commits."""

    def __init__(self, address: str) -> None:
        self._connection = sqlite3.connect(address, uri=True)

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _pack(folder: Path, report: BackupReport, archive: Path) -> None:
    descriptor = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(descriptor, "wb") as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        packed.writestr(MANIFEST, json.dumps(asdict(report), ensure_ascii=False, indent=1))
        for name in report.files:
            packed.write(folder / name, name)


def _unpacked(archive: Path, folder: Path) -> BackupReport:
    try:
        with zipfile.ZipFile(archive) as packed:
            report = _report(packed)
            for name, digest in report.files.items():
                path = folder / name
                if not path.resolve().is_relative_to(folder.resolve()):
                    raise BackupError("备份里有指向目录之外的文件名", remedy="这份备份不可信")
                path.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(name) as stream, path.open("wb") as out:
                    shutil.copyfileobj(stream, out, _CHUNK)
                if _digest(path) != digest:
                    raise BackupError(f"备份中的 {name} 已损坏", remedy="换一份备份")
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as exc:
        raise BackupError(
            f"{archive.name} 不是完整的备份", why=type(exc).__name__, remedy="换一份备份"
        ) from exc
    return report


def _report(packed: zipfile.ZipFile) -> BackupReport:
    report = BackupReport(**json.loads(packed.read(MANIFEST)))
    if report.format > _FORMAT:
        raise BackupError("备份由更新的程序做成", remedy="用同版本或更新的程序恢复")
    return report


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
