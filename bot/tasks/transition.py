"""Who may do what to a task, in which state; one table, no database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.identity import Person, Role
from bot.tasks.task import OPEN_STATES, OWED_STATES, Task, TaskState


class Action(StrEnum):
    """What can be done to a task."""

    SIGN_RECEIPT = "receipt"
    REPORT_PROGRESS = "progress"
    REPORT_COMPLETION = "complete"
    RECALL_REPORT = "recall"
    REQUEST_EXTENSION = "extend"
    APPROVE_EXTENSION = "approve_extension"
    REJECT_EXTENSION = "reject_extension"
    SET_DEADLINE = "set_deadline"
    TRANSFER = "transfer"
    REMIND = "remind"
    CLOSE = "close"
    RETURN = "return"
    WITHDRAW = "withdraw"


class Relation(StrEnum):
    """What a person is to a task."""

    OWNER = "owner"
    OWNERS_LEADER = "owners_leader"
    SUPERVISOR = "supervisor"


class Told(StrEnum):
    """Who hears that something was done."""

    NOBODY = "nobody"
    OWNER = "owner"
    SUPERVISOR = "supervisor"


class Refusal(StrEnum):
    """Why an action is refused."""

    NOT_YOURS = "not_yours"
    WRONG_STATE = "wrong_state"
    ALREADY_DUE = "already_due"
    NO_DEADLINE = "no_deadline"
    NEEDS_NEW_DATE = "needs_new_date"
    NOT_LATER = "not_later"
    NOTHING_REQUESTED = "nothing_requested"
    BEYOND_PLAN = "beyond_plan"


@dataclass(frozen=True)
class Rule:
    """One line of the table. `to` None leaves the state as it is."""

    who: frozenset[Relation]
    states: frozenset[TaskState]
    to: TaskState | None = None


_OWNER = frozenset({Relation.OWNER})
_SUPERVISOR = frozenset({Relation.SUPERVISOR})
_ABOVE = frozenset({Relation.SUPERVISOR, Relation.OWNERS_LEADER})
_REPORTED = frozenset({TaskState.COMPLETION_REPORTED})

RULES: dict[Action, Rule] = {
    Action.SIGN_RECEIPT: Rule(
        _OWNER, frozenset({TaskState.AWAITING_RECEIPT}), TaskState.IN_PROGRESS
    ),
    Action.REPORT_PROGRESS: Rule(_OWNER, OWED_STATES, TaskState.IN_PROGRESS),
    # Reporting a task that was never signed signs it: nobody finishes what they never got.
    Action.REPORT_COMPLETION: Rule(_OWNER, OWED_STATES, TaskState.COMPLETION_REPORTED),
    Action.RECALL_REPORT: Rule(_OWNER, _REPORTED, TaskState.IN_PROGRESS),
    Action.REQUEST_EXTENSION: Rule(_OWNER, OWED_STATES),
    Action.APPROVE_EXTENSION: Rule(_SUPERVISOR, OWED_STATES),
    Action.REJECT_EXTENSION: Rule(_SUPERVISOR, OWED_STATES),
    Action.SET_DEADLINE: Rule(_SUPERVISOR, OWED_STATES),
    Action.TRANSFER: Rule(_ABOVE, OWED_STATES, TaskState.AWAITING_RECEIPT),
    Action.REMIND: Rule(_ABOVE, OWED_STATES),
    Action.CLOSE: Rule(_SUPERVISOR, _REPORTED, TaskState.CLOSED),
    Action.RETURN: Rule(_SUPERVISOR, _REPORTED, TaskState.IN_PROGRESS),
    Action.WITHDRAW: Rule(_SUPERVISOR, OPEN_STATES, TaskState.RECALLED),
}

TOLD_OF: dict[Action, Told] = {
    Action.SIGN_RECEIPT: Told.NOBODY,
    Action.REPORT_PROGRESS: Told.NOBODY,
    Action.REPORT_COMPLETION: Told.SUPERVISOR,
    Action.RECALL_REPORT: Told.SUPERVISOR,
    Action.REQUEST_EXTENSION: Told.SUPERVISOR,
    Action.APPROVE_EXTENSION: Told.OWNER,
    Action.REJECT_EXTENSION: Told.OWNER,
    Action.SET_DEADLINE: Told.OWNER,
    Action.TRANSFER: Told.OWNER,
    Action.REMIND: Told.OWNER,
    Action.CLOSE: Told.OWNER,
    Action.RETURN: Told.OWNER,
    Action.WITHDRAW: Told.OWNER,
}
"""Who hears of an action; for a transfer it is the new owner."""

_DATED = frozenset({Action.REQUEST_EXTENSION, Action.SET_DEADLINE})
_ANSWERS_A_REQUEST = frozenset({Action.APPROVE_EXTENSION, Action.REJECT_EXTENSION})


def may_create(person: Person) -> bool:
    """Tell whether a person may give out new tasks."""
    return bool(person.user_id) and person.role in {Role.SUPERVISOR, Role.ADMIN}


def relations(task: Task, person: Person, leaders: Collection[str]) -> frozenset[Relation]:
    """Return what `person` is to `task`; `leaders` are the user ids above the owner."""
    found = set()
    if person.user_id == task.owner_user_id:
        found.add(Relation.OWNER)
    if person.user_id in leaders:
        found.add(Relation.OWNERS_LEADER)
    if person.role in {Role.SUPERVISOR, Role.ADMIN} or person.user_id == task.supervisor_user_id:
        found.add(Relation.SUPERVISOR)
    return frozenset(found)


def refusal(
    action: Action,
    task: Task,
    held: frozenset[Relation],
    today: date,
    new_due_on: date | None = None,
    *,
    plan_end: date | None = None,
) -> Refusal | None:
    """Return why `action` is refused to somebody with the relations `held`; None allows it.

    An extension is asked before the deadline has passed (到期前提出), with a new date. Nobody
    may ask for one beyond `plan_end`, the last day of the plan that the task rests on: that is
    for the supervisor to set.
    """
    rule = RULES[action]
    if not held & rule.who:
        return Refusal.NOT_YOURS
    if task.state not in rule.states:
        return Refusal.WRONG_STATE
    if action in _ANSWERS_A_REQUEST and task.requested_due_on is None:
        return Refusal.NOTHING_REQUESTED
    if action is Action.REQUEST_EXTENSION:
        if task.due_on is None:
            return Refusal.NO_DEADLINE
        if task.is_overdue(today):
            return Refusal.ALREADY_DUE
    if action in _DATED:
        refused = _date_refusal(action, task, today, new_due_on)
        if refused is None and _is_beyond_plan(action, today, new_due_on, plan_end):
            return Refusal.BEYOND_PLAN
        return refused
    return None


def _is_beyond_plan(
    action: Action, today: date, new_due_on: date | None, plan_end: date | None
) -> bool:
    # When the plan itself has ended, what is still open can only end after it.
    return (
        action is Action.REQUEST_EXTENSION
        and plan_end is not None
        and new_due_on is not None
        and today <= plan_end < new_due_on
    )


def _date_refusal(
    action: Action, task: Task, today: date, new_due_on: date | None
) -> Refusal | None:
    if new_due_on is None:
        return Refusal.NEEDS_NEW_DATE
    is_extension = action is Action.REQUEST_EXTENSION and task.due_on is not None
    if new_due_on < today or (is_extension and new_due_on <= (task.due_on or today)):
        return Refusal.NOT_LATER
    return None
