"""Every part of the running service, joined; starting and stopping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.channels.retention import forget_before, forget_messages_before
from bot.clock import SystemClock
from bot.wiring.console import ConsoleParts

if TYPE_CHECKING:
    from fastapi import APIRouter


RECURRING_CRON = "10 0 * * *"
FORGET_CRON = "40 3 * * *"
KEPT_FOR = timedelta(days=7)


class Parts(ConsoleParts):
    """Every part of the running service, joined.

    A part given as a keyword replaces the one that would be built.
    """

    def channel_routers(self) -> list[APIRouter]:
        """Return the callback routes of every channel that is switched on."""
        return [
            channel.routes(self.intake) for channel in self.channels if channel.routes is not None
        ]

    def register_workflows(self) -> None:
        """Build every part that has a workflow, and declare the schedules.

        Whatever process works off the queues may be handed the run of a schedule, so every one
        of them must know them all, a command as well as the server.
        """
        _ = self.answering, self.uploads
        scan = self.alert_scan
        self.work.schedule("alert_scan", self.settings.alerts.scan_cron, scan.run_scheduled)
        self.appeals.schedule(self.work)
        self.work.schedule("recurring_tasks", RECURRING_CRON, self._create_recurring)
        self.work.schedule("forget", FORGET_CRON, self._forget)

    def launch(self) -> None:
        """Start working; commands that only start work skip this."""
        self.register_workflows()
        self.work.launch()
        # Kept with its cause, but the process died before it was started.
        self.delivery.resume()
        self.uploads.resume()
        if self.channels:
            self.intake.start()
        self._stop_listening = [
            channel.listen(self.intake) for channel in self.channels if channel.listen is not None
        ]

    def take_in(self, tell_kept: Callable[[], None]) -> None:
        """Only keep what the channels receive; another process answers, woken by `tell_kept`."""
        self.register_workflows()
        if self.channels:
            self.intake.start_keeping(tell_kept)

    def _create_recurring(self, _due_at: datetime) -> None:
        """Create the recurring tasks whose period has begun, none beyond the plan's end."""
        self.tasks.create_recurring(until=self.settings.plan_end)

    def _forget(self, _due_at: datetime) -> None:
        """Delete what channels kept only to answer once."""
        before = SystemClock().now() - KEPT_FOR
        forget_before(self.sessions, before)
        forget_messages_before(self.intake_sessions, before)
        self.alert_scan.forget()

    def warm(self) -> None:
        """Load what the first question would otherwise wait for."""
        self.library.search("预热", on=self.clock.now().date(), limit=1)

    def stop(self) -> None:
        """Stop working; what is unfinished stays for the next start."""
        for stop_listening in self._stop_listening:
            stop_listening()
        if "intake" in self.__dict__:
            self.intake.stop()
        self.work.stop()
        for channel in self.channels:
            channel.close()
        self.engine.dispose()
