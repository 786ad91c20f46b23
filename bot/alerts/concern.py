"""What an alert may be about: a task, or a stage of an appeal; one engine for both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from bot.alerts.assess import Assessment, Level
from bot.messages import Citation, Reply
from bot.tasks.calendar import WorkingCalendar


# A tuple: a scan makes a hundred thousand of them, and a frozen dataclass takes thrice as long.
class Concern(NamedTuple):
    """Something owed, with its light.

    `subject` names it in alert ids: the number of a task, or kind, number and stage.
    """

    subject: str
    kind: str
    number: str
    title: str
    department_code: str
    owner_user_id: str
    supervisor_user_id: str
    due_on: date | None
    assessment: Assessment


@dataclass(frozen=True)
class DigestLine:
    """One matter in a message about several: how it stands, and the clause it rests on."""

    named: str
    department: str
    owner: str
    deadline: str
    standing: str
    basis: Citation | None
    clause: str


class Concerns(Protocol):
    """One kind of matter that alerts speak of."""

    kind: str

    def pressing(self, today: date, calendar: WorkingCalendar) -> list[Concern]:
        """Return everything that shows a light other than green."""
        ...

    def current(
        self, subjects: Collection[str], today: date, calendar: WorkingCalendar
    ) -> dict[str, Concern]:
        """Return how these stand now; what is gone or not of this kind is left out."""
        ...

    def message(
        self,
        concern: Concern,
        level: Level,
        today: date,
        *,
        is_provisional: bool,
        is_leader: bool = True,
    ) -> Reply:
        """Write the message about one matter; `is_leader` tells whether one stands above its
        owner at this level, or the supervisor reads it instead."""
        ...

    def lines(self, concerns: Sequence[Concern], today: date) -> list[DigestLine]:
        """Describe each of these for a message about several, in the same order."""
        ...
