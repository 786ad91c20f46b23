"""``bot backup``, ``bot restore`` and ``bot database copy``: a city's state in other places."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from bot.backup import back_up, move, restore
from bot.backup.moving import CityDatabases
from bot.cli.commands import Commands
from bot.cli.terminal import err, print_json
from bot.errors import BackupError, StorageError
from bot.settings import Settings, load_settings
from bot.storage import create_engine

database = Commands(help="应用数据库")

_TO = "--to 应为 postgresql://用户:密码@主机:5432/库名，或一个空目录"
AsJson = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")]


def backup(
    archive: Annotated[Path, typer.Argument(help="要写的备份文件，如 backup.zip")],
    as_json: AsJson = False,
) -> None:
    """把全部状态备份成一个文件；服务可以照常运行。"""
    settings = load_settings()
    with _cleaning_up():
        report = back_up(
            _databases(settings), settings.data_dir.resolve(), archive.resolve(), say=err.print
        )
    if as_json:
        print_json(asdict(report))
    err.print(f"已备份到 {archive}（{archive.stat().st_size / 1e6:.1f} MB），仅本用户可读")
    err.print("下一步：存到另一台机器；恢复用 BOT_DATA_DIR=<空目录> bot restore <文件>")


def restore_backup(
    archive: Annotated[Path, typer.Argument(help="备份文件")],
    as_json: AsJson = False,
) -> None:
    """把备份恢复到空的数据目录（及 BOT_DATABASE_URL 所指的空数据库）。"""
    settings = load_settings()
    with _cleaning_up():
        report = restore(
            archive.resolve(), _databases(settings), settings.data_dir.resolve(), say=err.print
        )
    if as_json:
        print_json(asdict(report))
    err.print(f"已恢复到 {settings.data_dir}")
    err.print("下一步：bot doctor，然后 bot serve（索引会在启动时重建）")


@database.command("copy")
def copy(
    to: Annotated[
        str, typer.Option("--to", help="空库的 SQLAlchemy 地址；或一个空目录，即复制成 SQLite 文件")
    ],
    as_json: AsJson = False,
) -> None:
    """把现在的数据库整体复制到另一个（SQLite 与 PostgreSQL 互换），逐表核对行数与校验值。"""
    settings = load_settings()
    summaries = move(_databases(settings), _target(to), say=err.print)
    if as_json:
        print_json({name: asdict(summary) for name, summary in summaries.items()})
    rows = sum(summary.rows for summary in summaries.values())
    err.print(f"已复制 {len(summaries)} 张表、{rows} 行，行数与校验值全部一致")
    setting = "BOT_DATABASE_URL，" if "://" in to else "BOT_DATA_DIR、清除 BOT_DATABASE_URL，"
    err.print(f"下一步：设 {setting}再启动；复制时服务若没有停，请停掉后重新复制到另一个空库")


def _target(to: str) -> CityDatabases:
    """Return where `to` points; an address that cannot be one is refused as such."""
    if not to.strip():
        # It would be the folder where somebody happens to stand.
        raise BackupError("没有写复制到哪里", remedy=_TO)
    if "://" not in to:
        return CityDatabases.in_folder(Path(to).resolve())
    try:
        create_engine(to).dispose()
    except StorageError as exc:
        raise StorageError(exc.what, why=exc.why, remedy=_TO) from exc
    return CityDatabases.at(to)


@contextmanager
def _cleaning_up() -> Iterator[None]:
    """Let whoever ends the command within not leave half a city behind, readable, in a folder."""

    def end(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _databases(settings: Settings) -> CityDatabases:
    return CityDatabases(
        settings.application_database_url,
        settings.intake_database_url,
        settings.durable_database_url,
    )
