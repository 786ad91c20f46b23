"""The durable workflows that say what a scan raised, and report whoever was not reached."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.alerts.assess import still_applies
from bot.alerts.concern import Concern, Concerns, DigestLine
from bot.alerts.digest_wording import LINES_SHOWN, Told, digest_reply, order, unreached_reply
from bot.alerts.judging import Moment
from bot.alerts.model import AlertRow
from bot.alerts.quiet import QuietTimes
from bot.alerts.raised import Raised, RaisedAlerts
from bot.alerts.task_concerns import People
from bot.clock import Clock
from bot.delivery import Delivery
from bot.durable import DurableWork, QueueLimits
from bot.durable.restart import PATIENT_WITH_DATABASE, start_again
from bot.messages import Recipient, Reply
from bot.tasks import WorkingDays
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.line_of_command import line_of, name_of

WORKFLOW = "alert_message"
UNREACHED_WORKFLOW = "alert_unreached"
QUEUE = "alerts"
_AT_ONCE = 16
_UNREACHED = ":unreached"
# What the workflow returns: the first told nobody and may be started again by a scan.
UNSAID = "unsaid"
HANDED_TO_DELIVERY = "handed_to_delivery"


class Telling:
    """Composes and hands over messages; create it before `work.launch()`."""

    def __init__(
        self,
        work: DurableWork,
        alerts: RaisedAlerts,
        kinds: Sequence[Concerns],
        people: People,
        delivery: Delivery,
        clock: Clock,
        working_days: WorkingDays,
        quiet: Callable[[], QuietTimes],
    ) -> None:
        self._work = work
        self._alerts = alerts
        self._kinds = {kind.kind: kind for kind in kinds}
        self._people = people
        self._delivery = delivery
        self._clock = clock
        self._working_days = working_days
        self._quiet = quiet
        work.register(WORKFLOW, self._tell)
        work.register(UNREACHED_WORKFLOW, self._tell_supervisor)
        work.queue(QueueLimits(QUEUE, per_worker=_AT_ONCE))

    def start(self, key: str) -> None:
        """Start the message `key`; one that waits, runs or was said is left alone."""
        start_again(self._work, WORKFLOW, key, workflow_id=key, queue=QUEUE, postponed=UNSAID)

    def start_lost(self, alerts: Sequence[Raised]) -> None:
        """Start again what was never handed to delivery, quiet times permitting."""
        lost = self._delivery.missing({alert.message_key for alert in alerts})
        moment = self._moment()
        due = {
            one.message_key
            for one in alerts
            if one.message_key in lost and not moment.must_wait(one.level, one.recipient_user_id)
        }
        for key in sorted(due):
            self.start(key)

    def report_unreached(self, keys: Collection[str]) -> None:
        """Tell the supervisor of whoever could not be told: nobody is silently unreachable."""
        for key in sorted(self._delivery.failed(keys)):
            self._work.enqueue(
                UNREACHED_WORKFLOW, key, workflow_id=f"{key}{_UNREACHED}", queue=QUEUE
            )

    def _tell(self, key: str) -> str:
        """Compose and deliver one message: the workflow. Returns what came of it."""
        composed = self._work.step("compose", self._compose, key, retry=PATIENT_WITH_DATABASE)
        if composed is None:
            return UNSAID
        self._hand_over(composed, key)
        return HANDED_TO_DELIVERY

    def _compose(self, key: str) -> dict[str, Any] | None:
        alerts = self._alerts.of([key]).get(key, [])
        moment = self._moment()
        current = self._current(alerts, moment.now, moment.calendar)
        stale = [one for one in alerts if not _applies(one, current.get(one.subject), moment)]
        # Forgotten, so that a scan raises it anew should it become true again.
        self._alerts.drop(stale)
        gone = {one.alert_id for one in stale}
        valid = [one for one in alerts if one.alert_id not in gone]
        # A backlog may be worked off long after the scan that started it.
        waiting = [one for one in valid if moment.must_wait(one.level, one.recipient_user_id)]
        said = [one for one in valid if one not in waiting]
        if not said:
            return None
        self._alerts.split_off(waiting)
        reply = self._reply([(current[one.subject], one) for one in said], moment)
        return self._composed(said[0].recipient_user_id, reply)

    def _reply(self, said: Sequence[tuple[Concern, Raised]], moment: Moment) -> Reply:
        today = moment.now.date()
        is_provisional = any(
            moment.calendar.is_provisional(concern.due_on or today) for concern, _ in said
        )
        if len(said) == 1:
            [(concern, alert)] = said
            kind = self._kinds[concern.kind]
            above = moment.line.leaders_of(concern.owner_user_id)
            return kind.message(
                concern,
                alert.level,
                today,
                is_provisional=is_provisional,
                is_leader=alert.recipient_user_id in above[alert.level.step - 1 :],
            )
        told = order([Told(concern, alert.level) for concern, alert in said])
        shown = self._with_lines(told[:LINES_SHOWN], today)
        return digest_reply([*shown, *told[LINES_SHOWN:]], is_provisional=is_provisional)

    def _with_lines(self, told: Sequence[Told], today: date) -> list[Told]:
        lines: dict[tuple[str, str], DigestLine] = {}
        for name, kind in self._kinds.items():
            of_kind = [one.concern for one in told if one.concern.kind == name]
            described = kind.lines(of_kind, today) if of_kind else []
            for concern, line in zip(of_kind, described, strict=True):
                lines[name, concern.subject] = line
        return [
            Told(one.concern, one.level, lines[one.concern.kind, one.concern.subject])
            for one in told
        ]

    def _current(
        self, alerts: Sequence[Raised], now: datetime, calendar: WorkingCalendar
    ) -> dict[str, Concern]:
        subjects = {alert.subject for alert in alerts}
        found: dict[str, Concern] = {}
        for kind in self._kinds.values():
            found |= kind.current(subjects, now.date(), calendar)
        return found

    def _tell_supervisor(self, failed: str) -> None:
        composed = self._work.step(
            "compose", self._compose_unreached, failed, retry=PATIENT_WITH_DATABASE
        )
        if composed is not None:
            self._hand_over(composed, f"{failed}{_UNREACHED}")

    def _compose_unreached(self, failed: str) -> dict[str, Any] | None:
        alerts = self._alerts.of([failed]).get(failed, [])
        moment = self._moment()
        current = self._current(alerts, moment.now, moment.calendar)
        still = [one for one in alerts if one.subject in current]
        if not still:
            return None
        concerns = [current[one.subject] for one in still]
        unreached = still[0].recipient_user_id
        supervisor = concerns[0].supervisor_user_id
        # The supervisor themself may be the one who cannot be reached, or have left.
        hearers = moment.line.hearers_for(supervisor)
        told = next((user_id for user_id in hearers if user_id != unreached), supervisor)
        worst = max(still, key=lambda one: one.level.severity)
        return self._composed(
            told, unreached_reply(concerns, worst.level.light, self._name(unreached))
        )

    def _composed(self, user_id: str, reply: Reply) -> dict[str, Any]:
        accounts = self._people.accounts_of(user_id)
        return {
            "user_id": user_id,
            "recipients": [account.model_dump() for account in accounts],
            "reply": reply.model_dump(mode="json"),
        }

    def _hand_over(self, composed: dict[str, Any], key: str) -> None:
        self._delivery.deliver_within(
            [Recipient(**entry) for entry in composed["recipients"]],
            Reply(**composed["reply"]),
            key=key,
            user_id=composed.get("user_id", ""),
        )

    def _moment(self) -> Moment:
        return Moment(
            self._clock.now(),
            self._working_days.calendar(),
            self._quiet(),
            line_of(self._people),
        )

    def _name(self, user_id: str) -> str:
        return name_of(self._people, user_id)


def keys_asked_about() -> sa.CompoundSelect[str]:
    """Select the keys of the messages that every scan asks about, of whatever age: those of what
    is raised, and those that tell a supervisor of whoever was not reached."""
    told = AlertRow.message_key
    return sa.select(told).union_all(sa.select(told + _UNREACHED))


def _applies(alert: Raised, concern: Concern | None, moment: Moment) -> bool:
    """Tell whether what was raised is still true, of this deadline and for this person."""
    return (
        concern is not None
        and concern.due_on == alert.due_on
        and still_applies(alert.level, concern.assessment)
        and moment.recipient(concern, alert.level.step) == alert.recipient_user_id
    )
