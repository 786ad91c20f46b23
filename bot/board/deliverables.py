"""The 九个一 as the board shows them: a lamp for each of the nine and each industry; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.alerts.assess import Assessment
from bot.board import wording
from bot.board.tasks import lamp_of_task
from bot.tasks.deliverables import matrix
from bot.tasks.task import Task
from bot.tasks.wording import STATE_LABELS
from bot.web.board_page import DeliverableCell, DeliverableRow, Lamp


def rows(
    tasks: Sequence[Task],
    industries: Mapping[str, bool],
    assess: Callable[[Task], Assessment],
) -> tuple[DeliverableRow, ...]:
    """Return the matrix. `industries` says of each name whether the viewer sees all its tasks:
    only then does a missing task mean that there is none."""
    sees_all = all(industries.values())
    found: list[DeliverableRow] = []
    for deliverable, own in matrix(tasks, list(industries)):
        seen = (sees_all,) if deliverable.is_shared else tuple(industries.values())
        cells = tuple(
            _cell(task, assess, sees_all=sees) for task, sees in zip(own, seen, strict=True)
        )
        found.append(DeliverableRow(deliverable.name, cells, is_shared=deliverable.is_shared))
    return tuple(found)


def _cell(
    task: Task | None, assess: Callable[[Task], Assessment], *, sees_all: bool
) -> DeliverableCell:
    if task is None:
        return DeliverableCell(wording.NOT_SET_UP if sees_all else wording.NOT_YOURS)
    lamp: Lamp = lamp_of_task(assess(task))
    return DeliverableCell(STATE_LABELS[task.state], lamp, task.task_no)
