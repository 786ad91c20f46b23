"""A city to be moved or backed up, and an empty place for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.backup.moving import prepare
from bot.durable.dbos_work import DbosWork
from bot.durable.work import QueueLimits
from bot.identity.roster import import_roster
from bot.settings import DEMO_DATA
from bot.storage import create_engine, session_factory
from tests.bot.backup.cities import in_folder
from tests.databases import name_of, new_database


@pytest.fixture(scope="session")
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
