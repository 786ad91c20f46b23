"""The 九个一 by industry, asked for in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.dialogue.skill import Question
from bot.messages import Outcome, Reply, Table
from bot.tasks import TaskService
from bot.tasks.basis import Clauses
from bot.tasks.deliverables import BASIS, Deliverable, matrix
from bot.tasks.selection import TaskSelection
from bot.tasks.task import Task, TaskState
from bot.tasks.title_match import longest_common_run
from bot.tasks.wording import STATE_LABELS

if TYPE_CHECKING:
    from kpi_adapter.catalogue.model import Catalogue

INTENT = "task_query"
SHARED = "全市共用"
NOT_SET_UP = "未立项"
NOT_YOURS = "—"
# So many characters of an industry's name are no chance: 高端装备, 新材料.
SURE_RUN = 3

_ASKED = re.compile(r"[九9]个[“\"]?一")
_STANDING = re.compile(
    r"进度|进展|完成|情况|矩阵|表|到哪|怎么样|如何|还差|还缺|没|哪些|哪几|多少|几[个项]|统计|汇总|看"
)
# What the nine are is told by the plan.
_DEFINITION = re.compile(r"是什么|指什么|什么是|是哪|哪九|包括|包含|含义|内容|意思|依据|规定|要求")


class DeliverablesSkill:
    """Recognises a question about how far the nine are; only officials are answered."""

    name = "deliverables"

    def __init__(self, tasks: TaskService, catalogue: Catalogue, clauses: Clauses) -> None:
        self._tasks = tasks
        self._catalogue = catalogue
        self._clauses = clauses

    def answer(self, question: Question) -> Reply | None:
        """Return the matrix; None when the message asks for something else."""
        text = question.text
        if not question.person.is_official or not _ASKED.search(text):
            return None
        if _DEFINITION.search(text) or not _STANDING.search(text):
            return None
        members = [self._catalogue.industry(code) for code in self._catalogue.leading_group.members]
        named = [
            item
            for item in members
            if item.short in text or longest_common_run(item.name, text) >= SURE_RUN
        ] or members
        person = question.person
        sees = {item.name: self._tasks.sees_department(person, item.lead or "") for item in members}
        tasks = self._tasks.find(person, TaskSelection())
        rows = matrix(tasks, [item.name for item in named])
        seen = [sees[item.name] for item in named]
        table = Table(
            title="“九个一”进展",
            columns=("事项", *(item.short for item in named)),
            rows=tuple(_row(one, own, seen, sees_all=all(sees.values())) for one, own in rows),
        )
        cited = self._clauses.cite(BASIS, on=question.now.date())
        shown = [task for _, own in rows for task in own if task is not None]
        return Reply(
            intent=INTENT,
            text=_text(rows, [item.short for item in named], shown, is_narrowed=not all(seen)),
            outcome=Outcome.ANSWERED,
            citations=() if cited is None else (cited,),
            table=table,
            query={"task_nos": [task.task_no for task in shown]},
        )


def _row(
    one: Deliverable, own: tuple[Task | None, ...], seen: list[bool], *, sees_all: bool
) -> tuple[str, ...]:
    if one.is_shared:
        cell = _cell(own[0], sees=sees_all)
        return (f"{one.name}（{SHARED}）", *(cell for _ in seen))
    return (one.name, *(_cell(task, sees=sees) for task, sees in zip(own, seen, strict=True)))


def _cell(task: Task | None, *, sees: bool) -> str:
    if task is None:
        return NOT_SET_UP if sees else NOT_YOURS
    return f"{STATE_LABELS[task.state]}（{task.task_no}号）"


def _text(
    rows: list[tuple[Deliverable, tuple[Task | None, ...]]],
    industries: list[str],
    shown: list[Task],
    *,
    is_narrowed: bool,
) -> str:
    cells = sum(len(own) for _, own in rows)
    closed = sum(task.state is TaskState.CLOSED for task in shown)
    lines = [
        f"“九个一”{'、'.join(industries)}：应有{cells}项，已立项{len(shown)}项，"
        f"其中已销号{closed}项；没有对应督办任务的记为“{NOT_SET_UP}”。"
    ]
    for one, own in rows:
        parts = [
            f"{name} {_cell(task, sees=not is_narrowed)}"
            for name, task in zip([SHARED] if one.is_shared else industries, own, strict=True)
        ]
        lines.append(f"- {one.name}：" + "，".join(parts))
    if is_narrowed:
        lines.append(f"“{NOT_YOURS}”：不由您经办，或未立项。")
    return "\n".join(lines)
