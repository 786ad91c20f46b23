"""The parts of appeals, joined: what the rest of the application is handed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.alerts.task_concerns import People
from bot.appeals.concerns import AppealConcerns
from bot.appeals.desk import AppealDesk
from bot.appeals.feed import AppealFeed, Enterprise, read_enterprises
from bot.appeals.service import AppealService
from bot.clock import Clock
from bot.delivery import Delivery
from bot.durable import DurableWork
from bot.errors import BotError
from bot.settings import AppealsSection
from bot.storage.engine import SessionFactory
from bot.tasks import WorkingDays
from bot.tasks.basis import Clauses

SCHEDULE = "appeals_source"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class AppealOffice:
    """Appeals: what is done to them, said of them, fed in, and alerted about."""

    service: AppealService
    desk: AppealDesk
    feed: AppealFeed
    concerns: AppealConcerns
    settings: AppealsSection

    @classmethod
    def open(
        cls,
        sessions: SessionFactory,
        people: People,
        working_days: WorkingDays,
        clock: Clock,
        delivery: Delivery,
        settings: AppealsSection,
        *,
        clauses: Clauses | None = None,
    ) -> AppealOffice:
        """Build the parts."""
        file = settings.enterprises_file
        known = {} if file is None else read_enterprises(file)
        names = {enterprise.user_id: enterprise.name for enterprise in known.values()}
        service = AppealService(
            sessions,
            people,
            working_days,
            clock,
            delivery,
            settings,
            enterprise_of=names.get,
        )
        return cls(
            service,
            AppealDesk(service, people, clock, clauses=clauses),
            AppealFeed(sessions, service, settings),
            AppealConcerns(sessions, service, clauses),
            settings,
        )

    def schedule(self, work: DurableWork) -> None:
        """Take in what the HTTP source has, as often as set; nothing where none is set."""
        if self.settings.source_url:
            work.schedule(SCHEDULE, self.settings.source_cron, self._fetch)

    def enterprises(self) -> dict[str, Enterprise]:
        """Return the enterprises that the source may name.

        Raises:
            ImportRefused: the file cannot be read.
        """
        path = self.settings.enterprises_file
        return {} if path is None else read_enterprises(path)

    def _fetch(self, _due_at: datetime) -> None:
        try:
            count = self.feed.fetch(self.enterprises())
        except BotError as exc:
            # The next match of the schedule tries again.
            _log.warning("appeals_not_fetched", what=exc.what, why=exc.why)
        else:
            _log.info("appeals_fetched", added=count.added, moved=count.moved)
