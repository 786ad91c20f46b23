"""The 九个一 (方案 四-(一)#s2): nine deliverables by industry, found among the tasks; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.alerts.assess import Assessment
from bot.board import wording
from bot.board.tasks import lamp_of_task
from bot.tasks.task import Task, TaskState
from bot.tasks.wording import STATE_LABELS
from bot.web.board_page import DeliverableCell, DeliverableRow, Lamp

BASIS = "四-(一)#s2"


@dataclass(frozen=True)
class Deliverable:
    """One of the nine, as the plan names it. Shared ones are made once for all industries."""

    name: str
    is_shared: bool = False


NINE = (
    Deliverable("推进机制", is_shared=True),
    Deliverable("研究报告"),
    Deliverable("统计指标", is_shared=True),
    Deliverable("产业链图谱"),
    Deliverable("重点项目"),
    Deliverable("联盟和平台"),
    Deliverable("招商指南"),
    Deliverable("招商团队"),
    Deliverable("扶持政策"),
)


def task_of(tasks: Sequence[Task], deliverable: Deliverable, industry: str | None) -> Task | None:
    """Return the task whose title names the deliverable and the industry.

    Recurring tasks are no deliverables; a withdrawn task is none. A task that is still open
    comes before one that is closed, a later one before an earlier one.
    """
    fitting = [
        task
        for task in tasks
        if deliverable.name in task.title
        and (industry is None or industry in task.title)
        and not task.recurrence
        and task.basis_clause == BASIS.partition("#")[0]
        and task.state is not TaskState.RECALLED
    ]
    return max(fitting, key=lambda task: (task.is_open, task.issued_on), default=None)


def rows(
    tasks: Sequence[Task],
    industries: Mapping[str, bool],
    assess: Callable[[Task], Assessment],
) -> tuple[DeliverableRow, ...]:
    """Return the matrix. `industries` says of each name whether the viewer sees all its tasks:
    only then does a missing task mean that there is none."""
    sees_all = all(industries.values())
    found: list[DeliverableRow] = []
    for deliverable in NINE:
        if deliverable.is_shared:
            cell = _cell(task_of(tasks, deliverable, None), assess, sees_all=sees_all)
            found.append(DeliverableRow(deliverable.name, (cell,), is_shared=True))
            continue
        cells = tuple(
            _cell(task_of(tasks, deliverable, name), assess, sees_all=sees)
            for name, sees in industries.items()
        )
        found.append(DeliverableRow(deliverable.name, cells))
    return tuple(found)


def _cell(
    task: Task | None, assess: Callable[[Task], Assessment], *, sees_all: bool
) -> DeliverableCell:
    if task is None:
        return DeliverableCell(wording.NOT_SET_UP if sees_all else wording.NOT_YOURS)
    lamp: Lamp = lamp_of_task(assess(task))
    return DeliverableCell(STATE_LABELS[task.state], lamp, task.task_no)
