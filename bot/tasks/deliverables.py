"""The 九个一 (方案 四-(一)#s2): nine deliverables by industry, found among the tasks; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.tasks.task import Task, TaskState

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


def matrix(
    tasks: Sequence[Task], industries: Sequence[str]
) -> list[tuple[Deliverable, tuple[Task | None, ...]]]:
    """Return each of the nine with its task by industry; a shared one has a single task."""
    return [
        (
            one,
            (task_of(tasks, one, None),)
            if one.is_shared
            else tuple(task_of(tasks, one, name) for name in industries),
        )
        for one in NINE
    ]
