"""What the databases of many tests hold when they begin; see `tests.databases.filled_at`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.appeals.feed import read_enterprises
from bot.appeals.office import AppealOffice
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.delivery import Delivery
from bot.durable import InlineWork
from bot.identity import Directory
from bot.identity.roster import import_roster
from bot.settings import DEMO_DATA, AppealsSection
from bot.storage import session_factory
from bot.storage.engine import SessionFactory
from bot.storage.migrate import upgrade
from bot.tasks import WorkingDays
from bot.tasks.ledger_file import KnownCodes, import_tasks

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
ORGANISATION = DEMO_DATA / "organisation"

tables = upgrade


def people(engine: sa.Engine) -> None:
    """Bring in the people and departments of the demonstration."""
    tables(engine)
    import_roster(session_factory(engine), ORGANISATION)


def people_and_tasks(engine: sa.Engine) -> None:
    """Bring in their tasks too."""
    people(engine)
    sessions = session_factory(engine)
    import_tasks(sessions, ORGANISATION / "tasks.csv", known=known_codes(sessions), now=NOW)


def people_tasks_and_cases(engine: sa.Engine) -> None:
    """Bring in the four 直通车 cases too; nobody is told of them before the first scan."""
    people_and_tasks(engine)
    sessions, clock = session_factory(engine), ManualClock(NOW)
    directory = Directory(sessions)
    take_in_cases(
        AppealOffice.open(
            sessions,
            directory,
            WorkingDays(sessions),
            clock,
            Delivery(InlineWork(), sessions, {}, clock),
            AppealsSection(),
        )
    )


def take_in_cases(office: AppealOffice) -> None:
    """Bring in the demonstration's cases."""
    enterprises = read_enterprises(ORGANISATION / "enterprises.csv")
    office.feed.import_file(DEMO_DATA / "appeals.json", enterprises)


def known_codes(sessions: SessionFactory) -> KnownCodes:
    """Return the people and departments that a file of tasks may name."""
    directory = Directory(sessions)
    return KnownCodes(
        frozenset(person.user_id for person in directory.people()),
        frozenset(department.code for department in directory.departments()),
    )
