"""Loads the demonstration city into an application."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.appeals.feed import read_enterprises
from bot.errors import BotError
from bot.identity.roster import import_roster
from bot.settings import DEMO_CLOCK, DEMO_DATA
from bot.storage.data_folder import make_data_folder
from bot.wiring import Parts


def prepare_demo(parts: Parts, *, say: Callable[[str], None]) -> None:
    """Bring in people, tasks, the statistics database and the policy texts.

    People and tasks are loaded once: what was done to them since is kept. `say` hears each
    step in Chinese. The statistics database is a file of its own, as somebody else's system.

    Raises:
        BotError: the data directory already holds a real city's people.
    """
    from kpi_adapter.demo_source import build_statistics_database

    settings = parts.settings
    if not settings.demonstration_marker.exists():
        if parts.directory.people():
            raise BotError(
                "数据目录里已有正式数据，不能装入演示数据",
                remedy="为演示另设一个目录，例如 BOT_DATA_DIR=.demo",
            )
        _load_city(parts, say)
    say("演示：统计数据库")
    build_statistics_database(DEMO_DATA / "stats", settings.data_dir / "statistics.sqlite")
    _ingest(parts, settings.policy_docs, say)


def _load_city(parts: Parts, say: Callable[[str], None]) -> None:
    organisation = DEMO_DATA / "organisation"
    say("演示：部门、人员、督办任务与直通车诉求")
    import_roster(parts.sessions, organisation)
    parts.tasks.import_file(organisation / "tasks.csv")
    enterprises = read_enterprises(organisation / "enterprises.csv")
    parts.appeals.feed.import_file(DEMO_DATA / "appeals.json", enterprises)
    marker = parts.settings.demonstration_marker
    make_data_folder(marker.parent)
    marker.write_text(f"业务时间自 {DEMO_CLOCK.isoformat()} 起\n", encoding="utf-8")


def _ingest(parts: Parts, folder: Path, say: Callable[[str], None]) -> None:
    from retrieval import documents_under

    for path in documents_under([folder]):
        say(f"演示：政策文件 {path.name}")
        outcome = parts.library.ingest(path)
        if outcome.status == "failed":
            raise BotError(f"政策文件 {path.name} 导入失败", why=outcome.reason or "")
