"""The demonstration city's people and tasks, in a real database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

import bot
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.delivery import Delivery, Receipt
from bot.durable import InlineWork
from bot.identity import Directory
from bot.identity.roster import import_roster
from bot.messages import Reply
from bot.storage import Model, create_engine, session_factory
from bot.storage.engine import SessionFactory
from bot.tasks import WorkingDays
from bot.tasks.desk import TaskDesk
from bot.tasks.ledger_file import KnownCodes, import_tasks
from bot.tasks.service import TaskService
from bot.tasks.store import TaskStore
from tests.bot.tasks.talking import Talk
from tests.databases import database_at


class Outbox:
    """A channel that keeps what it was given: account and text."""

    channel = "web"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        self.sent.append((account, reply.text))
        return Receipt((key,), NOW)


ORGANISATION = Path(bot.__file__).parent / "demo" / "organisation"
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    engine = create_engine(database_at(tmp_path))
    Model.metadata.create_all(engine)
    made = session_factory(engine)
    import_roster(made, ORGANISATION)
    return made


@pytest.fixture
def directory(sessions: SessionFactory) -> Directory:
    return Directory(sessions, has_inbox=lambda _: True)


@pytest.fixture
def known(directory: Directory) -> KnownCodes:
    return KnownCodes(
        frozenset(person.user_id for person in directory.people()),
        frozenset(department.code for department in directory.departments()),
    )


@pytest.fixture
def store(sessions: SessionFactory, known: KnownCodes) -> TaskStore:
    import_tasks(sessions, ORGANISATION / "tasks.csv", known=known, now=NOW)
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
    service: TaskService, sessions: SessionFactory, directory: Directory, clock: ManualClock
) -> TaskDesk:
    return TaskDesk(service, directory, WorkingDays(sessions), clock)


@pytest.fixture
def talk(desk: TaskDesk, directory: Directory) -> Talk:
    return Talk(desk, directory)
