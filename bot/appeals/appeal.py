"""An appeal of an enterprise as everything but the database sees it; and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.identity import Person, Role


class AppealState(StrEnum):
    """Where an appeal stands; each clock of the plan (四-(三)#s6) ends with one of these.

    What the enterprise took back owes nobody anything more.
    """

    RECEIVED = "received"
    ANSWERED = "answered"
    OPINION_GIVEN = "opinion_given"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """What the government owes: an answer, a clear opinion, the end of the matter."""

    ANSWER = "answer"
    OPINION = "opinion"
    CLOSE = "close"


class Step(StrEnum):
    """What an official may do to an appeal, and its enterprise: add to it, take it back."""

    ANSWER = "answer"
    OPINION = "opinion"
    CLOSE = "close"
    ASSIGN = "assign"
    REMIND = "remind"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    SUPPLEMENT = "supplement"


NEEDS_WORDS = frozenset({Step.ANSWER, Step.OPINION, Step.CLOSE})
"""The steps of which the enterprise is told something, so that they are taken with words alone."""

STAGES = (Stage.ANSWER, Stage.OPINION, Stage.CLOSE)
REACHED = {
    Stage.ANSWER: AppealState.ANSWERED,
    Stage.OPINION: AppealState.OPINION_GIVEN,
    Stage.CLOSE: AppealState.CLOSED,
}
"""The state that ends each clock."""

_ORDER = tuple(AppealState)


@dataclass(frozen=True)
class Appeal:
    """One appeal. Moments are business time, aware.

    `user_id` is the enterprise's contact, who hears of every step; empty when a source that
    feeds appeals in names an enterprise nobody of which is known here. `reopened_at` is when a
    closed one was last taken up again.
    """

    appeal_no: str
    enterprise: str
    user_id: str
    content: str
    received_at: datetime
    owner_user_id: str
    state: AppealState = AppealState.RECEIVED
    department_code: str = ""
    answered_at: datetime | None = None
    opinion_at: datetime | None = None
    closed_at: datetime | None = None
    source: str = ""
    reopened_at: datetime | None = None

    @property
    def counted_from(self) -> datetime:
        """The moment from which the clocks run: a case taken up again begins anew."""
        return self.reopened_at or self.received_at

    @property
    def stage(self) -> Stage | None:
        """What is owed next; None when the appeal is closed."""
        return next((stage for stage in STAGES if not self.has_reached(stage)), None)

    def has_reached(self, stage: Stage) -> bool:
        """Tell whether a clock has ended: later steps include the earlier ones."""
        return _ORDER.index(self.state) >= _ORDER.index(REACHED[stage])

    def reached_at(self, stage: Stage) -> datetime | None:
        """Return when a clock was ended."""
        return {
            Stage.ANSWER: self.answered_at,
            Stage.OPINION: self.opinion_at,
            Stage.CLOSE: self.closed_at,
        }[stage]


def may_see(appeal: Appeal, person: Person, departments: frozenset[str]) -> bool:
    """Tell whether a person may see an appeal; `departments` are those below them.

    An enterprise sees its own only; an official what they, or whoever they lead, handle;
    supervisors and administrators see all. A guest sees nothing.
    """
    if person.role in {Role.SUPERVISOR, Role.ADMIN}:
        return True
    if not person.user_id:
        return False
    if not person.is_official:
        return bool(appeal.user_id) and appeal.user_id == person.user_id
    return appeal.owner_user_id == person.user_id or appeal.department_code in departments


def may_do(step: Step, appeal: Appeal, person: Person, leaders: tuple[str, ...]) -> bool:
    """Tell whether a person may do this; `leaders` are the user ids above the owner."""
    is_own = bool(appeal.user_id) and appeal.user_id == person.user_id
    if step in {Step.WITHDRAW, Step.SUPPLEMENT}:
        return is_own
    if step is Step.REOPEN:
        return is_own or person.role in {Role.SUPERVISOR, Role.ADMIN}
    if person.role in {Role.SUPERVISOR, Role.ADMIN}:
        return True
    if step in {Step.ASSIGN, Step.REMIND}:
        return person.is_official and person.user_id in leaders
    return person.is_official and person.user_id == appeal.owner_user_id
