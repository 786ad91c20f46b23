"""A yearly notice comes in: open deadlines that rest on the calendar move with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.errors import ImportRefused
from bot.storage.engine import SessionFactory
from bot.tasks import TaskService, WorkingDays
from bot.tasks.store import TaskStore
from bot.tasks.task import Task, TaskState

RULE = "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"


def task(number: int, due_on: date, **changed: object) -> Task:
    made = Task(
        task_no="",
        title=f"{number}号周期任务",
        kind="周期",
        basis_clause="三-1",
        department_code="JXW",
        co_department_codes=(),
        owner_user_id="u007",
        supervisor_user_id="u003",
        issued_on=date(2019, 1, 1),
        due_on=due_on,
        original_due_on=due_on,
        state=TaskState.IN_PROGRESS,
        recurrence=RULE,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "2031.csv"
    file.write_text("date,is_workday,name\n2031-03-31,0,演示假日\n", encoding="utf-8")
    return file


def test_only_deadlines_that_rest_on_the_calendar_move(
    service: TaskService, store: TaskStore, sessions: SessionFactory, notice: Path
) -> None:
    from tests.bot.beginnings import NOW

    monday = date(2031, 3, 31)
    rests, extended, chosen, closed = store.add(
        [
            task(1, monday),
            task(2, monday, original_due_on=date(2031, 3, 20)),
            task(3, date(2031, 3, 28)),
            task(4, monday, state=TaskState.CLOSED),
        ],
        NOW,
    )
    _, would = service.import_calendar(notice, source="演示通知", dry_run=True)
    assert store.get(rests.task_no).due_on == monday
    years, moved = service.import_calendar(notice, source="演示通知")
    assert years == (2031,)
    assert moved == would
    assert [one.task_no for one in moved] == [rests.task_no]
    assert store.get(rests.task_no).due_on == date(2031, 3, 28)
    for one in (extended, chosen, closed):
        assert store.get(one.task_no).due_on == one.due_on
    assert store.history(rests.task_no)[-1].action == "recalculate"
    assert not WorkingDays(sessions).calendar().is_provisional(monday)


def test_a_bad_notice_changes_nothing(
    service: TaskService, sessions: SessionFactory, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("date,is_workday\n2031-02-30,0\n2031-01-01,也许\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="第2行：日期看不懂；第3行：is_workday"):
        service.import_calendar(file, source="演示通知")
    assert WorkingDays(sessions).calendar().is_provisional(date(2031, 1, 1))
