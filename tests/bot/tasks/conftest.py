"""The demonstration city's people and tasks, in a real database."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.delivery import Delivery, Receipt
from bot.durable import InlineWork
from bot.identity import Directory
from bot.messages import Reply
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from bot.tasks import WorkingDays
from bot.tasks.creating import TaskGiving
from bot.tasks.desk import TaskDesk
from bot.tasks.ledger_file import KnownCodes
from bot.tasks.service import TaskService
from bot.tasks.store import TaskStore
from tests.bot.beginnings import NOW, known_codes, people, people_and_tasks
from tests.bot.tasks.talking import Talk
from tests.databases import filled_at


class Outbox:
    """A channel that keeps what it was given: account and text."""

    channel = "web"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        self.sent.append((account, reply.text))
        return Receipt((key,), NOW)


@pytest.fixture
def sessions(request: pytest.FixtureRequest, tmp_path: Path) -> SessionFactory:
    """People; and their tasks where the test asks for `store`, whatever it asks for first."""
    begin = people_and_tasks if "store" in request.fixturenames else people
    return session_factory(create_engine(filled_at(tmp_path, begin)))


@pytest.fixture
def directory(sessions: SessionFactory) -> Directory:
    return Directory(sessions, has_inbox=lambda _: True)


@pytest.fixture
def known(sessions: SessionFactory) -> KnownCodes:
    return known_codes(sessions)


@pytest.fixture
def store(sessions: SessionFactory) -> TaskStore:
    return TaskStore(sessions)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def delivery(sessions: SessionFactory, clock: ManualClock, outbox: Outbox) -> Delivery:
    work = InlineWork()
    made = Delivery(work, sessions, {"web": outbox}, clock)
    work.launch()
    return made


@pytest.fixture
def service(
    sessions: SessionFactory,
    store: TaskStore,
    directory: Directory,
    clock: ManualClock,
    delivery: Delivery,
) -> TaskService:
    del store  # the tasks must be there
    return TaskService(sessions, directory, WorkingDays(sessions), clock, delivery=delivery)


@pytest.fixture
def desk(
    service: TaskService,
    sessions: SessionFactory,
    directory: Directory,
    clock: ManualClock,
    delivery: Delivery,
) -> TaskDesk:
    giving = TaskGiving(sessions, directory, clock, delivery)
    return TaskDesk(service, giving, directory, WorkingDays(sessions), clock)


@pytest.fixture
def talk(desk: TaskDesk, directory: Directory) -> Talk:
    return Talk(desk, directory)
