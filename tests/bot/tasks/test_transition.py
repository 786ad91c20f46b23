"""Who may do what, as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.identity import Person, Role
from bot.tasks.task import Task, TaskState
from bot.tasks.transition import (
    RULES,
    Action,
    Refusal,
    Relation,
    is_beyond_plan,
    refusal,
    relations,
)
from tests.bot.tasks.made_task import made_task

TODAY = date(2019, 11, 15)
OWNER = frozenset({Relation.OWNER})
LEADER = frozenset({Relation.OWNERS_LEADER})
SUPERVISOR = frozenset({Relation.SUPERVISOR})
NOBODY: frozenset[Relation] = frozenset()


def task(state: str = "in_progress", due: str | None = "2019-11-18") -> Task:
    due_on = date.fromisoformat(due) if due else None
    return made_task(state=TaskState(state), due_on=due_on)


@pytest.mark.parametrize(
    ("action", "state", "held", "expected"),
    [
        (Action.SIGN_RECEIPT, "awaiting_receipt", OWNER, None),
        (Action.SIGN_RECEIPT, "awaiting_receipt", LEADER, Refusal.NOT_YOURS),
        (Action.SIGN_RECEIPT, "in_progress", OWNER, Refusal.WRONG_STATE),
        (Action.REPORT_COMPLETION, "in_progress", OWNER, None),
        (Action.REPORT_COMPLETION, "awaiting_receipt", OWNER, None),
        (Action.REPORT_COMPLETION, "in_progress", SUPERVISOR, Refusal.NOT_YOURS),
        (Action.REPORT_COMPLETION, "closed", OWNER, Refusal.WRONG_STATE),
        (Action.RECALL_REPORT, "completion_reported", OWNER, None),
        (Action.RECALL_REPORT, "in_progress", OWNER, Refusal.WRONG_STATE),
        (Action.CLOSE, "completion_reported", SUPERVISOR, None),
        (Action.CLOSE, "completion_reported", OWNER, Refusal.NOT_YOURS),
        (Action.CLOSE, "in_progress", SUPERVISOR, Refusal.WRONG_STATE),
        (Action.RETURN, "completion_reported", SUPERVISOR, None),
        (Action.TRANSFER, "in_progress", LEADER, None),
        (Action.TRANSFER, "in_progress", OWNER, Refusal.NOT_YOURS),
        (Action.REMIND, "in_progress", LEADER, None),
        (Action.REMIND, "closed", SUPERVISOR, Refusal.WRONG_STATE),
        (Action.WITHDRAW, "completion_reported", SUPERVISOR, None),
        (Action.APPROVE_EXTENSION, "in_progress", SUPERVISOR, Refusal.NOTHING_REQUESTED),
    ],
)
def test_the_table_of_rights(
    action: Action, state: str, held: frozenset[Relation], expected: Refusal | None
) -> None:
    assert refusal(action, task(state), held, TODAY) is expected


@pytest.mark.parametrize(
    ("due", "new", "expected"),
    [
        ("2019-11-18", "2019-12-02", None),
        ("2019-11-15", "2019-11-29", None),
        ("2019-11-14", "2019-12-02", Refusal.ALREADY_DUE),
        ("2019-11-18", "2019-11-18", Refusal.NOT_LATER),
        ("2019-11-18", None, Refusal.NEEDS_NEW_DATE),
        (None, "2019-12-02", Refusal.NO_DEADLINE),
    ],
)
def test_an_extension_is_asked_before_the_deadline_and_for_a_later_day(
    due: str | None, new: str | None, expected: Refusal | None
) -> None:
    wanted = date.fromisoformat(new) if new else None
    found = refusal(Action.REQUEST_EXTENSION, task(due=due), OWNER, TODAY, wanted)
    assert found is expected


@pytest.mark.parametrize("action", list(Action))
def test_a_stranger_may_do_nothing(action: Action) -> None:
    assert refusal(action, task(), NOBODY, TODAY, date(2020, 1, 1)) is Refusal.NOT_YOURS


@pytest.mark.parametrize("action", list(Action))
def test_nothing_can_be_done_to_a_closed_task(action: Action) -> None:
    everybody = OWNER | LEADER | SUPERVISOR
    found = refusal(action, task("closed"), everybody, TODAY, date(2020, 1, 1))
    assert found is Refusal.WRONG_STATE


def test_every_action_has_a_rule() -> None:
    assert set(RULES) == set(Action)


def test_relations_come_from_the_task_the_role_and_the_line() -> None:
    def person(user_id: str, role: Role) -> Person:
        return Person(user_id, "某", "JXW", "", role)

    assert relations(task(), person("u007", Role.OFFICIAL), ["u006"]) == OWNER
    assert relations(task(), person("u006", Role.LEADER), ["u006"]) == LEADER
    assert relations(task(), person("u002", Role.SUPERVISOR), ["u006"]) == SUPERVISOR
    assert relations(task(), person("u009", Role.OFFICIAL), ["u006"]) == NOBODY
    assert relations(task(), person("e001", Role.ENTERPRISE), ["u006"]) == NOBODY


ABOVE = SUPERVISOR | {Relation.SUPERVISORS_LEADER}


@pytest.mark.parametrize(
    ("wanted", "today", "held", "expected"),
    [
        ("2020-12-31", "2019-11-15", SUPERVISOR, None),
        ("2021-01-01", "2019-11-15", SUPERVISOR, Refusal.BEYOND_PLAN),
        ("2021-01-01", "2019-11-15", ABOVE, None),
        ("2021-01-01", "2019-11-15", OWNER, Refusal.NOT_YOURS),
        ("2021-03-01", "2021-01-04", SUPERVISOR, None),
    ],
)
def test_an_extension_beyond_the_plan_is_approved_above_the_supervisor(
    wanted: str, today: str, held: frozenset[Relation], expected: Refusal | None
) -> None:
    asked_of = replace(task(), requested_due_on=date.fromisoformat(wanted))
    found = refusal(
        Action.APPROVE_EXTENSION,
        asked_of,
        held,
        date.fromisoformat(today),
        plan_end=date(2020, 12, 31),
    )
    assert found is expected


def test_an_owner_may_ask_for_an_extension_beyond_the_plan() -> None:
    beyond, end = date(2021, 3, 1), date(2020, 12, 31)
    found = refusal(Action.REQUEST_EXTENSION, task(), OWNER, TODAY, beyond, plan_end=end)
    assert found is None


def test_a_supervisor_may_set_a_deadline_beyond_the_plan() -> None:
    beyond, end = date(2021, 3, 1), date(2020, 12, 31)
    found = refusal(Action.SET_DEADLINE, task(), SUPERVISOR, TODAY, beyond, plan_end=end)
    assert found is None


@pytest.mark.parametrize(
    ("today", "new", "expected"),
    [
        ("2020-12-30", "2020-12-31", False),
        ("2020-12-30", "2021-01-04", True),
        ("2020-12-31", "2021-01-04", True),
        # The plan has ended: what is still open can only end after it.
        ("2021-01-01", "2021-01-04", False),
    ],
)
def test_a_deadline_lies_beyond_the_plan_while_the_plan_lasts(
    today: str, new: str, expected: bool
) -> None:
    end = date(2020, 12, 31)
    found = is_beyond_plan(date.fromisoformat(new), date.fromisoformat(today), end)
    assert found is expected
