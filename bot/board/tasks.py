"""Supervised tasks as the board shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.alerts.assess import WORST_FIRST, Assessment
from bot.board import wording
from bot.tasks.store import TaskEvent
from bot.tasks.task import Task
from bot.tasks.wording import ACTION_LABELS, STATE_LABELS
from bot.web.board_page import ClauseLink, Lamp, TaskLine, TaskPage, TasksPage

_EVENT_LABELS = wording.FILE_EVENTS | {
    action.value: label for action, label in ACTION_LABELS.items()
}
_WORST_FIRST = tuple(Lamp(light) for light in WORST_FIRST)

Assess = Callable[[Task], Assessment]


def lamp_of_task(found: Assessment) -> Lamp:
    """Return the lamp of a task's light."""
    return Lamp(found.light)


def tasks_page(
    tasks: Sequence[Task], lamp: Lamp | None, assess: Assess, departments: Mapping[str, str]
) -> TasksPage:
    """Return open tasks, worst first, then by deadline; of one lamp, or of all."""
    judged = [(task, assess(task)) for task in tasks if task.is_open]
    counts = Counter(lamp_of_task(found) for _, found in judged)
    lines = [task_line(task, found, departments) for task, found in judged]
    shown = [line for line in lines if lamp is None or line.lamp is lamp]
    # Sorting is stable: within a lamp the tasks stay in the order of their deadlines.
    shown.sort(key=lambda line: _WORST_FIRST.index(line.lamp))
    return TasksPage(
        lamp=lamp,
        counts=tuple((one, counts[one]) for one in _WORST_FIRST),
        tasks=tuple(shown),
    )


def task_line(task: Task, found: Assessment, departments: Mapping[str, str]) -> TaskLine:
    """Return a task as one line."""
    return TaskLine(
        task_no=task.task_no,
        title=task.title,
        department=departments.get(task.department_code, task.department_code),
        deadline=task.due_on.isoformat() if task.due_on else wording.NO_DEADLINE,
        standing=wording.standing(task, found),
        lamp=lamp_of_task(found),
    )


def task_page(
    task: Task,
    found: Assessment,
    *,
    departments: Mapping[str, str],
    people: Mapping[str, str],
    history: Sequence[TaskEvent],
    clause: ClauseLink | None,
) -> TaskPage:
    """Return one task with its facts and what happened to it, newest first."""
    together = "、".join(departments.get(code, code) for code in task.co_department_codes)
    facts = {
        "状态": STATE_LABELS[task.state],
        "责任人": people.get(task.owner_user_id, task.owner_user_id),
        "督办人": people.get(task.supervisor_user_id, task.supervisor_user_id),
        "协办单位": together,
        "交办日期": task.issued_on.isoformat(),
        "办理时限": wording.day(task.due_on) if task.due_on else wording.NO_DEADLINE,
        "原定时限": _if_other(task.original_due_on, task.due_on),
        "申请延期至": _if_other(task.requested_due_on, None),
        "销号日期": _if_other(task.closed_on, None),
        "进展": task.note,
    }
    return TaskPage(
        line=task_line(task, found, departments),
        facts=tuple((name, text) for name, text in facts.items() if text),
        clause=clause,
        history=tuple(_happened(event, people) for event in reversed(history)),
    )


def _if_other(day: date | None, known: date | None) -> str:
    return day.isoformat() if day and day != known else ""


def _happened(event: TaskEvent, people: Mapping[str, str]) -> tuple[date, str]:
    action = _EVENT_LABELS.get(event.action, wording.OTHER_CHANGE)
    who = people.get(event.user_id, "")
    said = "，".join(part for part in (f"{who}{action}", event.reason) if part)
    return event.at.date(), said
