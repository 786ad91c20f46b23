"""Three `bot serve` over one database, each with a data directory of its own."""

from __future__ import annotations

import shutil
import signal
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import sqlalchemy as sa

from bot.backup import move
from bot.backup.moving import CityDatabases
from bot.storage import create_engine
from tests.databases import environment_at, is_postgresql, name_of, new_database
from tests.end_to_end.serving import ServingBot
from tests.simulators.balancer import Balancer
from tests.simulators.loopback import LoopbackServer

PROCESSES = 3


def moved_city(city: Path, server: str, folder: Path) -> str:
    """Move a prepared city into a database of its own on a PostgreSQL `server`, named after
    `folder`; return the database's URL."""
    url = new_database(server, name_of(folder))
    source = CityDatabases.in_folder(city)
    if is_postgresql():
        source = CityDatabases.at(environment_at(city)["BOT_DATABASE_URL"])
    move(source, CityDatabases.at(url), say=lambda _: None)
    return url


class Cluster:
    """The processes behind a balancer at `url`; use as a context manager."""

    def __init__(self, folder: Path, city: Path, database_url: str, **environment: str) -> None:
        self._folder, self._city = folder, city
        self._environment = {"BOT_DATABASE_URL": database_url, **environment}
        self.engine = create_engine(database_url)
        self.processes: list[ServingBot] = []
        self.balancer = Balancer(lambda: [process.url for process in self.processes])
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        started = [self._new(number) for number in range(PROCESSES)]
        self.processes = [self._stack.enter_context(process) for process in started]
        server = self._stack.enter_context(LoopbackServer(self.balancer.application()))
        self.url = server.url
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()
        self.engine.dispose()

    def replace(self, process: ServingBot) -> None:
        """Stop a process as an upgrade does, unless it is dead, and start another for it."""
        place = self.processes.index(process)
        del self.processes[place]
        process.stop(signal.SIGTERM)
        started = self._stack.enter_context(self._new(place))
        self.processes.insert(place, started)

    def ask(self, process: ServingBot, text: str, **more: str) -> dict[str, Any]:
        """Ask one process on its chat page; return the answer."""
        answer = httpx.post(
            f"{process.url}/api/chat",
            json={"text": text, **more},
            headers={"Accept": "application/json"},
            timeout=60,
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Read from the database they share."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement))]

    def _new(self, number: int) -> ServingBot:
        data = self._folder / f"process-{number}"
        if not data.exists():
            shutil.copytree(self._city, data)
        return ServingBot(data, **self._environment)
