"""Where the state lies: databases and durable work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from bot.clock import BusinessClock, Clock
from bot.delivery import Sender
from bot.durable import DurableWork
from bot.durable.launch_on_use import LaunchOnUse
from bot.settings import Settings
from bot.storage import session_factory
from bot.storage.migrate import migrated_engine

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.storage.engine import SessionFactory


class StateParts:
    """Settings, clock, databases, durable work."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        work: DurableWork | None = None,
        senders: Mapping[str, Sender] | None = None,
    ) -> None:
        self.settings = settings
        self.clock: Clock = clock or BusinessClock(settings.clock_start)
        self._given_work = work
        self._given_senders = senders
        self._stop_listening: list[Callable[[], None]] = []

    @cached_property
    def engine(self) -> sa.Engine:
        """The application's database, migrated to this version."""
        return migrated_engine(self.settings.application_database_url)

    @cached_property
    def sessions(self) -> SessionFactory:
        """Sessions of the application's database."""
        return session_factory(self.engine)

    @cached_property
    def work(self) -> DurableWork:
        """Durable workflows."""
        return self._given_work or LaunchOnUse(
            self.settings.durable_database_url, before_launch=self.register_workflows
        )

    def register_workflows(self) -> None:
        """Build every part that has a workflow, and declare the schedules."""
        raise NotImplementedError
