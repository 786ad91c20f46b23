"""Every part of the running service, joined; starting and stopping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.alerts.telling import keys_asked_about
from bot.channels.retention import forget_before, forget_messages_before
from bot.channels.web import forget_inbox_before
from bot.clock import SystemClock
from bot.history.retention import forget_transcripts_before
from bot.wiring.console import ConsoleParts
from bot.wiring.people import CHANNELS

if TYPE_CHECKING:
    from bot.channels.callback import Callback


# Once a day would do. But a machine that stands still or sleeps at that hour would never come to
# it; what finds nothing to do is soon done.
RECURRING_CRON = "10 * * * *"
FORGET_CRON = "40 * * * *"
RESUME_CRON = "*/10 * * * *"
KEPT_FOR = timedelta(days=7)
# Their ids keep a repetition from starting anything; nobody repeats after so long.
WORKFLOWS_KEPT_FOR = timedelta(days=30)


class Parts(ConsoleParts):
    """Every part of the running service, joined.

    A part given as a keyword replaces the one that would be built.
    """

    def callbacks(self) -> list[Callback]:
        """Return where the vendors of the channels that are switched on call."""
        return [
            channel.callback(self.intake)
            for channel in self.channels
            if channel.callback is not None
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
        self.work.schedule("uploads", RESUME_CRON, self._resume_uploads)
        self.work.schedule("deliveries", RESUME_CRON, self._resume_deliveries)
        self.work.schedule("recurring_tasks", RECURRING_CRON, self._create_recurring)
        self.work.schedule("forget", FORGET_CRON, self.forget)

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

    def _resume_uploads(self, _due_at: datetime) -> None:
        """Settle the files whose reading was cut off."""
        self.uploads.resume()

    def _resume_deliveries(self, _due_at: datetime) -> None:
        """Start sending what was kept by a process that died before it had started that."""
        self.delivery.resume()

    def forget(self, _due_at: datetime) -> None:
        """Delete what was kept only to answer once, what ended or was said long ago."""
        before = SystemClock().now() - KEPT_FOR
        forget_before(self.sessions, before, CHANNELS)
        forget_messages_before(self.intake_sessions, before)
        self.alert_scan.forget()
        self.work.forget_ended(SystemClock().now() - WORKFLOWS_KEPT_FOR)
        if self.settings.pages.kept_days:
            kept_for = timedelta(days=self.settings.pages.kept_days)
            self.history.forget_before(SystemClock().now() - kept_for)
            forget_inbox_before(self.sessions, SystemClock().now() - kept_for)
            forget_transcripts_before(self.sessions, self.clock.now() - kept_for)
            self.delivery.forget_before(SystemClock().now() - kept_for, kept=keys_asked_about())

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
        if "figures" in self.__dict__ and self.figures is not None:
            self.figures.close()
        if "intake_engine" in self.__dict__:
            self.intake_engine.dispose()
        self.engine.dispose()
