"""Durable work on a server: restarted under it, or met by many processes at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.durable import QueueLimits, WorkflowState
from bot.durable.executors import make_table
from bot.durable.remote_work import RemoteWork
from tests.databases import name_of, new_database


@pytest.fixture
def url(postgresql: str, tmp_path: Path) -> str:
    return new_database(postgresql, name_of(tmp_path))


@pytest.fixture
def engines(url: str) -> Iterator[list[sa.Engine]]:
    made = [sa.create_engine(url) for _ in range(8)]
    yield made
    for engine in made:
        engine.dispose()


def test_what_is_started_after_the_server_was_restarted_is_started(
    url: str, engines: list[sa.Engine]
) -> None:
    work = RemoteWork(url)
    work.register("note", lambda: None)
    work.queue(QueueLimits("plain"))
    work.enqueue("note", workflow_id="before", queue="plain")
    end_connections(engines[0])
    work.enqueue("note", workflow_id="after", queue="plain")
    assert work.wait("after", 0).state is WorkflowState.WAITING
    work.stop()


def test_processes_that_start_at_once_all_find_the_table_of_executors(
    engines: list[sa.Engine],
) -> None:
    failures: list[BaseException] = []
    together = threading.Barrier(len(engines))

    def start(engine: sa.Engine) -> None:
        engine.connect().close()
        together.wait()
        try:
            make_table(engine)
        except sa.exc.SQLAlchemyError as exc:
            failures.append(exc)

    threads = [threading.Thread(target=start, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def end_connections(engine: sa.Engine) -> None:
    """End every other connection to the database, as a restart does."""
    others = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        assert connection.execute(others).all()
