"""What people may ask of appeals and do to them, each with their rights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.alerts.task_concerns import People
from bot.appeals import notice_wording, wording
from bot.appeals.appeal import REACHED, Appeal, AppealState, Stage, Step, may_do, may_see
from bot.appeals.clocks import AppealRules, deadlines
from bot.appeals.store import AppealEvent, AppealStore
from bot.appeals.telling import AppealTelling
from bot.clock import Clock
from bot.delivery import Delivery
from bot.errors import AppealRefused, UnknownAppeal
from bot.identity import Person, Role
from bot.messages import Reply
from bot.settings import AppealsSection
from bot.storage.engine import SessionFactory
from bot.tasks import WorkingDays
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.department_names import department_names
from bot.tasks.line_of_command import line_of, name_of

OPENED = "open"
FED = "feed"
_STAGE_OF = {Step.ANSWER: Stage.ANSWER, Step.OPINION: Stage.OPINION, Step.CLOSE: Stage.CLOSE}


class AppealService:
    """Opens, lists, shows and moves appeals for a person. Rights fail closed."""

    def __init__(
        self,
        sessions: SessionFactory,
        people: People,
        working_days: WorkingDays,
        clock: Clock,
        delivery: Delivery,
        settings: AppealsSection | None = None,
        *,
        enterprise_of: Callable[[str], str | None] = lambda _user_id: None,
    ) -> None:
        settings = settings or AppealsSection()
        self.rules = appeal_rules(settings)
        self._store = AppealStore(sessions)
        self._people = people
        self._working_days = working_days
        self._clock = clock
        self._telling = AppealTelling(people, delivery, settings.receiver_user_id)
        self.receiver = self._telling.receiver
        self.last_told = self._telling.last_told
        self._enterprise_of = enterprise_of

    def open(self, person: Person, content: str, *, channel: str, source: str) -> Appeal | None:
        """Make a case of what an enterprise asks, tell whoever receives it, and return it.

        `source` names where it was asked: the same again returns the same case. None when
        nobody is registered who could receive it.
        """
        known = self._store.of_source(source)
        if known is not None:
            return known
        owner = self.receiver()
        if owner is None:
            return None
        now = self._clock.now()
        appeal = Appeal(
            appeal_no=self._store.open_number(now.year),
            enterprise=self._enterprise_of(person.user_id) or person.name,
            user_id=person.user_id,
            content=content,
            received_at=now,
            owner_user_id=owner.user_id,
            department_code=owner.department_code or "",
            source=source,
        )
        self.add(appeal, user_id=person.user_id, channel=channel, step=OPENED)
        return appeal

    def add(
        self, appeal: Appeal, *, user_id: str, channel: str, step: str, is_told: bool = True
    ) -> None:
        """Keep a new case and tell its owner, unless it is closed already."""
        event = AppealEvent(
            appeal.appeal_no, self._clock.now(), user_id, channel, step, appeal.content
        )
        notice = notice_wording.assigned(appeal, self.deadlines(appeal), self.note(appeal))
        told = appeal.owner_user_id if is_told and appeal.stage is not None else ""
        notices = self._telling.about(appeal, [(told, notice)])
        self._store.add(appeal, event, also=notices.keep)
        notices.start()

    def deadlines(self, appeal: Appeal) -> dict[Stage, date]:
        """Return the last day of each clock."""
        calendar = self._working_days.calendar()
        return dict(deadlines(appeal.counted_from, calendar, self.rules))

    def provisional(self, appeal: Appeal) -> str:
        """Say of deadlines that rest on a year without its notice that they may still move."""
        if self.rules.are_natural_days:
            return ""
        calendar = self._working_days.calendar()
        days = (appeal.counted_from.date(), *self.deadlines(appeal).values())
        years = sorted({day.year for day in days if calendar.is_provisional(day)})
        return wording.provisional_note(years)

    def note(self, appeal: Appeal) -> str:
        """Say how an appeal's clocks are counted."""
        return wording.clocks_note(self.rules) + self.provisional(appeal)

    def calendar(self) -> WorkingCalendar:
        """Return the working days as they are known now."""
        return self._working_days.calendar()

    def find(self, person: Person, *, only_open: bool = False) -> list[Appeal]:
        """Return what a person may see, oldest first."""
        under = self._under(person)
        return [a for a in self._store.all(only_open=only_open) if may_see(a, person, under)]

    def show(self, person: Person, appeal_no: str) -> Appeal:
        """Return one appeal.

        Raises:
            UnknownAppeal: there is none, or the person may not see it, which looks the same.
        """
        appeal = self._store.get(appeal_no)
        if not may_see(appeal, person, self._under(person)):
            raise UnknownAppeal(f"没有编号为 {appeal_no} 的诉求", remedy="检查编号")
        return appeal

    def history(self, person: Person, appeal_no: str) -> Sequence[AppealEvent]:
        """Return what happened to an appeal, oldest first.

        Raises:
            UnknownAppeal: there is none, or the person may not see it.
        """
        self.show(person, appeal_no)
        return self._store.history(appeal_no)

    def added(self, appeal: Appeal) -> list[str]:
        """Return what the enterprise has added to its case, oldest first."""
        events = self._store.history(appeal.appeal_no)
        return [event.text for event in events if event.step == Step.SUPPLEMENT.value]

    def check(self, person: Person, appeal_no: str, step: Step) -> Appeal:
        """Return the appeal if the person may do this to it now; nothing is changed.

        Raises:
            UnknownAppeal: there is none, or the person may not see it.
            AppealRefused: the state or the person's role does not allow it.
        """
        appeal = self.show(person, appeal_no)
        if step is Step.REMIND and appeal.owner_user_id == person.user_id:
            raise AppealRefused(
                f"诉求 {appeal_no} 由您本人受理，不用催办",
                remedy=f"办了什么可以直接回复“应答{appeal_no}：……”",
            )
        line = line_of(self._people)
        if not may_do(step, appeal, person, line.leaders_of(appeal.owner_user_id)):
            raise AppealRefused(
                f"您不能对诉求 {appeal_no} {wording.STEP_LABELS[step]}",
                remedy=wording.who_may(step),
            )
        stage = _STAGE_OF.get(step)
        if step is Step.REOPEN:
            is_refused = appeal.state is not AppealState.CLOSED
        else:
            is_refused = appeal.stage is None
        if is_refused or (stage is not None and appeal.has_reached(stage)):
            is_over = step is Step.SUPPLEMENT and appeal.state is AppealState.CLOSED
            raise AppealRefused(
                f"诉求 {appeal_no} 现为“{wording.STATE_LABELS[appeal.state]}”，"
                f"不能{'' if step is Step.REOPEN else '再'}{wording.STEP_LABELS[step]}",
                remedy=f"还没有解决的，回复“{appeal_no}重新办理：……”，写明原因" if is_over else "",
            )
        return appeal

    def take(
        self,
        person: Person,
        appeal_no: str,
        step: Step,
        text: str,
        *,
        channel: str,
        to_department: str = "",
        to_user: str = "",
    ) -> Appeal:
        """Take a step, keep who took it and in which words, tell the enterprise.

        An appeal is assigned to the contact of `to_department`, or to the official `to_user`.

        Raises:
            UnknownAppeal, AppealRefused: as `check`.
        """
        appeal = self.check(person, appeal_no, step)
        if step is Step.SUPPLEMENT and self._was_just_added(appeal, text):
            # Said again, or composed again after a crash: kept and told already.
            return appeal
        now = self._clock.now()
        after = self._assigned(appeal, to_department, to_user) if step is Step.ASSIGN else appeal
        if step is Step.WITHDRAW:
            after = replace(appeal, state=AppealState.WITHDRAWN, closed_at=now)
        if step is Step.REOPEN:
            after = _taken_up_again(appeal, now)
        if step in _STAGE_OF:
            after = _reached(appeal, _STAGE_OF[step], now)
        if step is Step.ASSIGN:
            # The history says to whom.
            text = text or self.department(after.department_code)
        event = AppealEvent(appeal_no, now, person.user_id, channel, step.value, text)
        told = self._told(after, step, text, person)
        former = {appeal.owner_user_id} - {after.owner_user_id, person.user_id, ""}
        handed_on = notice_wording.handed_on(after, self.department(after.department_code))
        told += [(user_id, handed_on) for user_id in former]
        notices = self._telling.about(appeal, told)
        self._store.change(appeal, after, event, also=notices.keep)
        notices.start()
        return after

    def _was_just_added(self, appeal: Appeal, text: str) -> bool:
        """Tell whether nothing happened since the same was added.

        After an answer or a reopening the same words are news: 还在积水.
        """
        last = self._store.history(appeal.appeal_no)[-1]
        return last.step == Step.SUPPLEMENT.value and last.text == text

    def advance(self, known: Appeal, after: Appeal) -> bool:
        """Take over how far a source says an appeal is; return whether anything changed."""
        order = list(AppealState)
        moments = [m for m in (after.answered_at, after.opinion_at, after.closed_at) if m]
        if known.reopened_at is not None and max(moments, default=known.reopened_at) <= (
            known.reopened_at
        ):
            # The source still speaks of the time before the case was taken up again.
            return False
        if order.index(after.state) <= order.index(known.state):
            return False
        moved = replace(
            known,
            state=after.state,
            answered_at=known.answered_at or after.answered_at,
            opinion_at=known.opinion_at or after.opinion_at,
            closed_at=known.closed_at or after.closed_at,
        )
        event = AppealEvent(known.appeal_no, self._clock.now(), "", FED, after.state.value)
        notice = notice_wording.moved(moved, "", self.deadlines(moved), self.provisional(moved))
        notices = self._telling.about(moved, [(moved.user_id, notice)])
        self._store.change(known, moved, event, also=notices.keep)
        notices.start()
        return True

    def _told(
        self, after: Appeal, step: Step, text: str, person: Person
    ) -> list[tuple[str, Reply]]:
        due = self.deadlines(after)
        if step is Step.ASSIGN:
            return [
                (
                    after.owner_user_id,
                    notice_wording.assigned(after, due, self.note(after), self.added(after)),
                ),
                (
                    after.user_id,
                    notice_wording.passed_on(after, self.department(after.department_code)),
                ),
            ]
        if step is Step.WITHDRAW:
            return [(after.owner_user_id, notice_wording.withdrawn(after, text))]
        if step is Step.SUPPLEMENT:
            return [(after.owner_user_id, notice_wording.supplemented(after, text, due))]
        if step is Step.REOPEN:
            notice = notice_wording.reopened(after, text, due, person.name, self.provisional(after))
            return [(user, notice) for user in (after.owner_user_id, after.user_id) if user]
        if step is Step.REMIND:
            return [(after.owner_user_id, notice_wording.reminded(after, due, person.name))]
        return [(after.user_id, notice_wording.moved(after, text, due, self.provisional(after)))]

    def _assigned(self, appeal: Appeal, department: str, user_id: str) -> Appeal:
        for person in self._people.people():
            is_contact = person.department_code == department and person.role is Role.OFFICIAL
            is_named = person.user_id == user_id and person.is_official
            if is_named if user_id else bool(department) and is_contact:
                return replace(
                    appeal,
                    owner_user_id=person.user_id,
                    department_code=person.department_code or department,
                )
        raise AppealRefused(
            "接办单位没有登记联络员，不能转办", remedy="换一个单位，或先登记其联络员"
        )

    def department(self, code: str) -> str:
        """Name a department as it is called today."""
        names = department_names(self._people.departments(), self._clock.now().date())
        return names.get(code, code)

    def person_name(self, user_id: str) -> str:
        """Name a person."""
        return name_of(self._people, user_id)

    def _under(self, person: Person) -> frozenset[str]:
        if not person.is_official:
            return frozenset()
        line = line_of(self._people)
        own = {person.department_code} if person.department_code else set()
        # A colleague of the same department has no business with somebody else's case.
        return line.departments_under(person) - (own if person.role is Role.OFFICIAL else set())


def appeal_rules(settings: AppealsSection) -> AppealRules:
    """Return how the clocks run, as the settings say."""
    return AppealRules(
        days=settings.days,
        are_natural_days=settings.natural_days,
        office_closes=settings.office_closes,
        escalate_after=settings.escalate_working_days,
    )


def _taken_up_again(appeal: Appeal, now: datetime) -> Appeal:
    return replace(
        appeal,
        state=AppealState.RECEIVED,
        answered_at=None,
        opinion_at=None,
        closed_at=None,
        reopened_at=now,
    )


def _reached(appeal: Appeal, stage: Stage, now: datetime) -> Appeal:
    """Return the appeal at a stage; whoever gives an opinion has answered, whoever closes both."""
    after = replace(appeal, state=REACHED[stage], answered_at=appeal.answered_at or now)
    if stage is Stage.OPINION:
        return replace(after, opinion_at=now)
    if stage is Stage.CLOSE:
        return replace(after, opinion_at=appeal.opinion_at or now, closed_at=now)
    return after
