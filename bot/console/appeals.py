"""直通车: appeals with their three clocks, moved on by the table of `bot.appeals`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.alerts.assess import Light
from bot.appeals.appeal import NEEDS_WORDS, STAGES, Appeal, AppealState, Stage, Step
from bot.appeals.clocks import AppealRules, assess_stage, was_late
from bot.appeals.service import AppealService
from bot.appeals.store import AppealChoice, AppealEvent, AppealStore
from bot.clock import Clock
from bot.console.access import require_console
from bot.errors import AppealError, AppealRefused
from bot.identity import Person
from bot.storage.engine import SessionFactory
from bot.tasks import WorkingDays

CHANNEL = "console"
OPEN = (AppealState.RECEIVED, AppealState.ANSWERED, AppealState.OPINION_GIVEN)
STEPS = (Step.ANSWER, Step.OPINION, Step.CLOSE, Step.ASSIGN, Step.REMIND)


@dataclass(frozen=True)
class StageClock:
    """One clock of an appeal: its last day, when it ended (business time), and its light; the
    light is None once it has ended or while an earlier clock still runs."""

    stage: Stage
    due_on: date
    reached_at: datetime | None
    has_ended: bool
    was_late: bool
    light: Light | None


@dataclass(frozen=True)
class ClockedAppeal:
    """An appeal with its three clocks."""

    appeal: Appeal
    clocks: tuple[StageClock, ...]

    @property
    def light(self) -> Light | None:
        """The light of the clock that runs; None when the appeal has ended."""
        return next((clock.light for clock in self.clocks if clock.light is not None), None)


class AppealSection:
    """Lists appeals and takes steps for a person. `clock` is business time."""

    def __init__(
        self,
        service: AppealService,
        sessions: SessionFactory,
        working_days: WorkingDays,
        clock: Clock,
    ) -> None:
        self._service = service
        self._store = AppealStore(sessions)
        self._working_days = working_days
        self._clock = clock

    @property
    def rules(self) -> AppealRules:
        """How the clocks run."""
        return self._service.rules

    def page(
        self, by: Person, choice: AppealChoice, *, limit: int, offset: int = 0
    ) -> list[ClockedAppeal]:
        """Return appeals, those that came last first.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        return [self._clocked(a) for a in self._store.page(choice, limit=limit, offset=offset)]

    def waiting(self) -> tuple[int, int]:
        """Return how many appeals are open, and how many of them are late."""
        found = [self._clocked(appeal) for appeal in self._store.all(only_open=True)]
        return len(found), sum(one.light is Light.RED for one in found)

    def show(self, by: Person, appeal_no: str) -> ClockedAppeal:
        """Return one appeal.

        Raises:
            ConsoleRefused: the person may not use the console.
            UnknownAppeal: there is none.
        """
        require_console(by)
        return self._clocked(self._service.show(by, appeal_no))

    def history(self, by: Person, appeal_no: str) -> list[AppealEvent]:
        """Return what happened to an appeal, newest first.

        Raises:
            ConsoleRefused, UnknownAppeal: as `show`.
        """
        require_console(by)
        return list(reversed(self._service.history(by, appeal_no)))

    def open_steps(self, by: Person, appeal: Appeal) -> list[Step]:
        """Return the steps the person may take now."""
        return [step for step in STEPS if self._may(by, appeal, step)]

    def check(self, by: Person, appeal_no: str, step: Step, text: str) -> Appeal:
        """Return the appeal if the person may take the step now; nothing is changed.

        Raises:
            ConsoleRefused, AppealError: not allowed, or the words are missing.
        """
        require_console(by)
        if step not in STEPS:
            raise AppealRefused("这一步不能在管理台上做")
        if step in NEEDS_WORDS and not text.strip():
            raise AppealRefused("须写明答复企业的内容", remedy="写明内容后再提交")
        return self._service.check(by, appeal_no, step)

    def take(
        self,
        by: Person,
        appeal_no: str,
        step: Step,
        text: str,
        *,
        to_department: str = "",
        to_user: str = "",
    ) -> Appeal:
        """Take a step; the appeal's history keeps who took it, from the console, in which words.

        Raises:
            ConsoleRefused, AppealError: not allowed, or the words are missing.
        """
        self.check(by, appeal_no, step, text)
        return self._service.take(
            by,
            appeal_no,
            step,
            text.strip(),
            channel=CHANNEL,
            to_department=to_department,
            to_user=to_user,
        )

    def _may(self, by: Person, appeal: Appeal, step: Step) -> bool:
        try:
            self._service.check(by, appeal.appeal_no, step)
        except AppealError:
            return False
        return True

    def _clocked(self, appeal: Appeal) -> ClockedAppeal:
        today, calendar = self._clock.now().date(), self._working_days.calendar()
        due = self._service.deadlines(appeal)
        return ClockedAppeal(
            appeal,
            tuple(
                StageClock(
                    stage=stage,
                    due_on=due[stage],
                    reached_at=appeal.reached_at(stage),
                    has_ended=appeal.has_reached(stage),
                    was_late=was_late(appeal, stage, due[stage], today),
                    light=assess_stage(due[stage], today, calendar, self._service.rules).light
                    if stage is appeal.stage
                    else None,
                )
                for stage in STAGES
            ),
        )
