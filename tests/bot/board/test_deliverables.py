"""The 九个一 matrix out of tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.alerts.assess import Assessment, Level, Light, Reason
from bot.board.deliverables import rows
from bot.tasks.deliverables import NINE, task_of
from bot.tasks.task import Task, TaskState
from bot.web.board_page import Lamp

REPORT, GUIDE = NINE[1], NINE[6]
TASK = Task(
    task_no="20",
    title="节能与新能源产业研究报告",
    kind="一次性",
    basis_clause="四-(一)",
    department_code="KJJ",
    co_department_codes=(),
    owner_user_id="u009",
    supervisor_user_id="u003",
    issued_on=date(2018, 10, 30),
    due_on=date(2019, 6, 30),
    state=TaskState.IN_PROGRESS,
)
RED = Assessment(Level(Light.RED), Reason.OVERDUE, workdays_late=9)


@pytest.mark.parametrize(
    ("task", "is_found"),
    [
        (TASK, True),
        (replace(TASK, title="化工及新材料产业研究报告"), False),
        (replace(TASK, title="节能与新能源招商指南"), False),
        (replace(TASK, state=TaskState.RECALLED), False),
        (replace(TASK, recurrence="FREQ=YEARLY"), False),
        (replace(TASK, basis_clause="三-2"), False),
    ],
)
def test_a_task_is_found_by_what_its_title_names(task: Task, is_found: bool) -> None:
    assert (task_of([task], REPORT, "节能与新能源") is not None) == is_found


def test_an_open_task_comes_before_a_closed_one() -> None:
    closed = replace(TASK, task_no="19", state=TaskState.CLOSED, issued_on=date(2019, 5, 1))
    found = task_of([closed, TASK], REPORT, "节能与新能源")
    assert found is not None
    assert found.task_no == "20"


def test_the_matrix_has_nine_rows_in_the_order_of_the_plan() -> None:
    found = rows([TASK], {"节能与新能源": True, "化工及新材料": False}, lambda _: RED)
    assert [row.name for row in found] == [one.name for one in NINE]
    report = found[1].cells
    assert (report[0].text, report[0].lamp, report[0].task_no) == ("承办中", Lamp.RED, "20")


def test_only_who_sees_all_tasks_is_told_that_there_is_none() -> None:
    found = rows([], {"节能与新能源": True, "化工及新材料": False}, lambda _: RED)
    assert [cell.text for cell in found[1].cells] == ["未立项", "—"]
    assert [cell.text for cell in found[0].cells] == ["—"]
