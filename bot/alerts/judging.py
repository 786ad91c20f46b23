"""What a scan does about one matter, and which messages carry what it found; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import uuid4

from bot.alerts.assess import Level, Light, next_level
from bot.alerts.concern import Concern
from bot.alerts.quiet import QuietTimes
from bot.alerts.raised import Raised
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.line_of_command import LineOfCommand


class ScanItem(NamedTuple):
    """A matter that shows a light, and what the scan did about it.

    `raised` is the level raised by this scan (in a dry run: that would be), None when
    everything was said before or it must wait. `message_key` is the message that carries it,
    `said_key` the one that carried the level raised last for this light; empty where there is
    none.
    """

    concern: Concern
    raised: Level | None
    recipient_user_id: str
    is_held_back: bool = False
    alert_id: str = ""
    message_key: str = ""
    said_key: str = ""


@dataclass(frozen=True)
class Moment:
    """What everything in one scan is judged by."""

    now: datetime
    calendar: WorkingCalendar
    quiet: QuietTimes
    line: LineOfCommand
    _chains: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _hearers: dict[str, str] = field(default_factory=dict)

    def recipient(self, concern: Concern, step: int) -> str:
        """Return who is told: the owner, a leader by the step, or else the supervisor, or whoever
        hears in their place."""
        owner = concern.owner_user_id
        if owner not in self._chains:
            self._chains[owner] = (owner, *self.line.leaders_of(owner))
        chain = self._chains[owner]
        if step < len(chain):
            return chain[step]
        supervisor = concern.supervisor_user_id
        if supervisor not in self._hearers:
            self._hearers[supervisor] = self.line.hearer_for(supervisor)
        return self._hearers[supervisor]

    def must_wait(self, level: Level, user_id: str) -> bool:
        """Tell whether somebody must not be disturbed with this level now."""
        return self.quiet.hold_back(level, user_id, self.now, self.calendar)


def judge(
    concern: Concern, said: Sequence[Raised], told_today: Collection[str], moment: Moment
) -> ScanItem:
    """Return what is to be said of `concern` now.

    `said` is what was raised about it and its deadline, to whomever; `told_today` are the
    people who had their message of the day already.
    """
    # What somebody else was told does not count: whoever the matter was handed to is told.
    heard = [
        one for one in said if one.recipient_user_id == moment.recipient(concern, one.level.step)
    ]
    of_light = [one for one in heard if one.level.light is concern.assessment.light]
    said_key = max(of_light, key=lambda one: one.level).message_key if of_light else ""
    before = {one.level: one.at.date() for one in heard}
    level = next_level(concern.assessment, before, moment.now.date(), moment.calendar)
    told = moment.recipient(concern, (level or concern.assessment.level).step)
    if level is None:
        return ScanItem(concern, None, told, said_key=said_key)
    # One message a day: afterwards only what cannot wait until tomorrow interrupts.
    is_late_news = told in told_today and not _is_urgent(concern, level)
    if is_late_news or moment.must_wait(level, told):
        return ScanItem(concern, None, told, is_held_back=True, said_key=said_key)
    name = alert_id(concern.subject, concern.due_on, level)
    if any(one.alert_id == name for one in said):
        name = f"{name}:{told}"
    return ScanItem(concern, level, told, alert_id=name, message_key=name, said_key=said_key)


def in_messages(items: Sequence[ScanItem], today: date) -> list[ScanItem]:
    """Put all that is raised for one person into one message."""
    count = Counter(item.recipient_user_id for item in items if item.raised is not None)
    # Told apart by chance: the rows say what a message carries, and two processes that scan at
    # the same moment must not share one.
    digests = {
        user_id: f"digest:{user_id}:{today.isoformat()}:{uuid4().hex[:12]}"
        for user_id, several in count.items()
        if several > 1
    }
    return [
        item._replace(message_key=digests[item.recipient_user_id])
        if item.raised is not None and item.recipient_user_id in digests
        else item
        for item in items
    ]


def alert_id(subject: str, due_on: date | None, level: Level) -> str:
    """Return the name of an alert: matter, deadline and level."""
    return f"alert:{subject}:{due_on.isoformat() if due_on else 'open'}:{level.name}"


def _is_urgent(concern: Concern, level: Level) -> bool:
    return level.light is Light.RED or concern.assessment.workdays_left == 0
