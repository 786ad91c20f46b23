"""What a query finds under a light is what the rules say of each task."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.assess import AlertRules, Light, assess
from bot.alerts.lit_tasks import LitTasks, TaskChoice, light_days
from bot.storage import Model, create_engine, session_factory
from bot.tasks import WorkingDays
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.model import TaskRow
from bot.tasks.task import TaskState
from tests.databases import database_at

TODAY = date(2019, 11, 15)


class Ledger:
    """Tasks in every state, with deadlines and dates of issue all around a day."""

    def __init__(self, folder: Path) -> None:
        engine = create_engine(database_at(folder))
        Model.metadata.create_all(engine)
        self.sessions = session_factory(engine)
        self.calendar = WorkingDays(self.sessions).calendar()
        self.tasks = LitTasks(self.sessions)
        with self.sessions.begin() as session:
            session.add_all(
                TaskRow(
                    task_no=str(number),
                    title=f"任务{number}100%",
                    kind="一次性",
                    basis_clause="三-1",
                    department_code="JXW",
                    co_department_codes=[],
                    owner_user_id="u007" if number % 2 else "u009",
                    supervisor_user_id="u003",
                    issued_on=issued,
                    due_on=due,
                    state=state.value,
                    transferred_on=issued + timedelta(days=2) if number % 3 == 0 else None,
                )
                for number, (state, due, issued) in enumerate(
                    (
                        (state, due, issued)
                        for state in TaskState
                        for due in (
                            None,
                            *(TODAY + timedelta(days=days) for days in range(-12, 12)),
                        )
                        for issued in (TODAY - timedelta(days=back) for back in (0, 1, 3, 5))
                    ),
                    start=1,
                )
            )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return Ledger(tmp_path_factory.mktemp("ledger"))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    offset=st.integers(-10, 10),
    blue=st.integers(0, 6),
    unsigned=st.integers(0, 4),
    is_resting=st.booleans(),
)
def test_the_query_and_the_rules_agree_on_every_task(
    ledger: Ledger, offset: int, blue: int, unsigned: int, is_resting: bool
) -> None:
    today = TODAY + timedelta(days=offset)
    # A week of holidays in the middle, to part working days from days.
    rest = {TODAY + timedelta(days=day): False for day in range(-2, 5)} if is_resting else {}
    calendar = WorkingCalendar(rest) if is_resting else ledger.calendar
    rules = AlertRules(blue_within=blue, unsigned_after=unsigned)
    days = light_days(today, calendar, rules)
    every = ledger.tasks.page(TaskChoice(), days, limit=10_000)
    expected = {light: set[str]() for light in Light}
    for task in every:
        expected[assess(task, today, calendar, rules).light].add(task.task_no)
    for light in Light:
        found = ledger.tasks.page(TaskChoice(light=light), days, limit=10_000)
        assert {task.task_no for task in found} == expected[light], light
    assert ledger.tasks.counts(days) == {light: len(expected[light]) for light in Light}


def test_tasks_are_chosen_by_state_department_person_and_words(ledger: Ledger) -> None:
    days = light_days(TODAY, ledger.calendar, AlertRules())

    def count(choice: TaskChoice) -> int:
        return len(ledger.tasks.page(choice, days, limit=10_000))

    assert count(TaskChoice(states=None)) == 500
    assert count(TaskChoice(states=(TaskState.CLOSED,))) == 100
    assert count(TaskChoice(states=None, owner_user_id="u007")) == 250
    assert count(TaskChoice(states=None, department_code="KJJ")) == 0
    assert count(TaskChoice(states=None, text="7号")) == 1
    assert count(TaskChoice(states=None, text="任务7100%")) == 1
    assert count(TaskChoice(states=None, text="任务%")) == 0
    assert count(TaskChoice(is_requested=True)) == 0


def test_pages_follow_each_other_without_gap(ledger: Ledger) -> None:
    days = light_days(TODAY, ledger.calendar, AlertRules())
    pages = [
        ledger.tasks.page(TaskChoice(), days, limit=70, offset=offset)
        for offset in range(0, 350, 70)
    ]
    numbers = [task.task_no for page in pages for task in page]
    assert len(numbers) == len(set(numbers)) == 300
    with ledger.sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(TaskRow)) == 500
