"""What messages about tasks can mean: questions, commands, answers to ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.tasks.calendar import WorkingCalendar
from bot.tasks.day_words import NewDate
from bot.tasks.department_names import DepartmentNames
from bot.tasks.done_words import Punctuality
from bot.tasks.task import TaskState
from bot.tasks.title_match import NO_TOPIC, Topic
from bot.tasks.transition import Action


class Form(StrEnum):
    """What a question wants to see: tasks, or departments or people by their number of tasks, how
    many there are and how many of them done, those of which the person was told last, or what
    becomes of them while somebody is away."""

    LIST = "list"
    SHOW = "show"
    HISTORY = "history"
    DEPARTMENTS = "departments"
    RANKING = "ranking"
    PEOPLE = "people"
    TALLY = "tally"
    TOLD = "told"
    AWAY = "away"


class Answer(StrEnum):
    """An answer to a question of ours."""

    YES = "yes"
    NO = "no"


class Missing(StrEnum):
    """Something people ask for that the tasks do not hold, or that was not read whole."""

    CIRCULAR_MENTIONS = "circular_mentions"
    COMPARISON = "comparison"
    TWO_COUNTS = "two_counts"
    UNREAD = "unread"


@dataclass(frozen=True)
class Reference:
    """Which tasks are meant. `numbers` may be task numbers or places in the last list.

    `is_on_time` means those not overdue, `left_out` the departments and `left_out_owners` the
    people whose tasks are not meant, `left_out_numbers` the tasks themselves.
    `is_undated` means those without a deadline, `has_request` those with an extension asked for.
    """

    numbers: tuple[int, ...] = ()
    is_ordinal: bool = False
    is_pointing: bool = False
    is_all: bool = False
    topic: Topic = NO_TOPIC
    states: tuple[TaskState, ...] = ()
    departments: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    left_out_owners: frozenset[str] = frozenset()
    left_out_numbers: frozenset[str] = frozenset()
    is_overdue: bool = False
    is_on_time: bool = False
    is_undated: bool = False
    has_request: bool = False
    due: tuple[date, date] | None = None

    @property
    def says_which(self) -> bool:
        """Tell whether words narrow which tasks are meant."""
        return bool(
            self.topic
            or self.states
            or self.departments
            or self.owners
            or self.left_out
            or self.left_out_owners
            or self.left_out_numbers
            or self.is_overdue
            or self.is_on_time
            or self.is_undated
            or self.has_request
            or self.due
        )


@dataclass(frozen=True)
class TaskQuestion:
    """A question about tasks.

    `is_mine` and `is_ours` narrow to the person and to their department; `late_at_least` and
    `late_at_most` to tasks that are that many working days late; `is_citywide` asks of every
    department; `is_helped` of what the person's department helps another with; `done` of what
    was done, and how punctually.
    """

    form: Form
    reference: Reference
    states: tuple[TaskState, ...] | None = None
    is_mine: bool = False
    is_ours: bool = False
    late_at_least: int | None = None
    late_at_most: int | None = None
    is_citywide: bool = False
    is_helped: bool = False
    done: Punctuality | None = None

    def admits_lateness(self, days: int) -> bool:
        """Tell whether a task that many working days late is asked for."""
        is_enough = self.late_at_least is None or days >= self.late_at_least
        return is_enough and (self.late_at_most is None or days <= self.late_at_most)


@dataclass(frozen=True)
class TaskCommand:
    """Something to be done to tasks; `to_departments` and `to_users` go with a transfer."""

    action: Action
    reference: Reference
    reason: str = ""
    new_due: NewDate | None = None
    to_departments: frozenset[str] = frozenset()
    to_users: frozenset[str] = frozenset()


Reading = TaskQuestion | TaskCommand | Answer | Missing


@dataclass(frozen=True)
class Surroundings:
    """What words are read against: the day, the calendar, and how all are called.

    `people` are user ids by name.
    """

    today: date
    calendar: WorkingCalendar
    departments: DepartmentNames
    people: Mapping[str, str]
