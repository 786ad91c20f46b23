"""Gives out a new task in conversation: reads it, asks for what is missing, makes it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.clause_label import clause_label
from bot.errors import TaskError
from bot.identity import Person
from bot.messages import Choice, Outcome, ProposedAction, Reply
from bot.tasks import answers
from bot.tasks.creating import NewTask, TaskGiving
from bot.tasks.meaning import Answer, Surroundings
from bot.tasks.names import Names
from bot.tasks.new_task import SpokenTask, read_new_task
from bot.tasks.question import read
from bot.tasks.service import TaskService
from bot.tasks.transition import may_create
from bot.tasks.wording import task_title

INTENT = "task_create"
HOLDS = timedelta(minutes=10)
_ONLY_SUPERVISORS = "只有督查人员可以立项交办任务。请把事项、责任单位和时限告诉督查人员。"
_LAPSED = "要确认的交办已过期，没有做任何改动，请重新说一遍。"


class GivingOut:
    """New tasks of one person's message, at one moment."""

    def __init__(
        self,
        service: TaskService,
        giving: TaskGiving,
        person: Person,
        around: Surroundings,
        names: Names,
        now: datetime,
    ) -> None:
        self._service = service
        self._giving = giving
        self._person = person
        self._around = around
        self._names = names
        self._now = now

    def answer(self, text: str, last: Mapping[str, Any], channel: str) -> Reply | None:
        """Return the reply, or None when no task is given out here."""
        begun = last.get("new_task")
        if begun:
            return self._go_on(text, begun, channel)
        new = read_new_task(text, self._around)
        if new is None:
            return None
        if not may_create(self._person):
            return answers.refused(INTENT, _ONLY_SUPERVISORS)
        return self._propose(text, new)

    def _go_on(self, text: str, begun: Mapping[str, Any], channel: str) -> Reply | None:
        said = read(text, self._around)
        if said is Answer.NO:
            return answers.cancelled()
        if said is Answer.YES:
            return self._give_out(begun, channel) if begun["is_whole"] else None
        if begun["is_whole"] or (said is not None and "号" in text and "日" not in text):
            return None
        whole = f"{begun['text']}，{text}"
        new = read_new_task(whole, self._around)
        return None if new is None else self._propose(whole, new)

    def _propose(self, text: str, new: SpokenTask) -> Reply:
        missing = _missing(new)
        if missing:
            return Reply(
                intent=INTENT,
                text=f"交办《{new.title}》还缺：{'；'.join(missing)}。请补充，或回复“取消”。",
                outcome=Outcome.CLARIFY,
                query={"new_task": {"text": text, "is_whole": False}},
            )
        [code] = new.departments
        try:
            owner = self._service.receiver(code)
        except TaskError as exc:
            return answers.refused(INTENT, f"{exc.what}。{exc.remedy}。")
        helpers = "、".join(self._names.department(one) for one in sorted(new.helpers))
        asked = (
            f"将立项交办《{new.title}》：责任单位{self._names.department(code)}，承办人{owner.name}"
            + (f"，协办{helpers}" if helpers else "")
            + f"，时限 {new.due_on or '未定'}，依据{clause_label(new.basis_clause)}。确认吗？"
        )
        kept = {"text": text, "is_whole": True, "asked_at": self._now.isoformat()}
        return Reply(
            intent=INTENT,
            text=asked,
            outcome=Outcome.CLARIFY,
            actions=(ProposedAction(type="create", task_no="", needs_confirmation=True),),
            choices=(Choice(label="确认", send="确认"), Choice(label="取消", send="取消")),
            query={"new_task": kept},
        )

    def _give_out(self, begun: Mapping[str, Any], channel: str) -> Reply:
        elapsed = self._now - datetime.fromisoformat(begun["asked_at"])
        new = read_new_task(begun["text"], self._around)
        if new is None or not timedelta(0) <= elapsed <= HOLDS:
            return answers.refused(INTENT, _LAPSED)
        try:
            owner = self._service.receiver(next(iter(new.departments), None))
            task = self._giving.create(self._person, _entry(new, owner), channel=channel)
        except TaskError as exc:
            return answers.refused(INTENT, f"{exc.what}。{exc.remedy}。")
        return Reply(
            intent=INTENT,
            text=f"已交办{task_title(task)}，已通知承办人{owner.name}签收。",
            outcome=Outcome.ANSWERED,
            actions=(
                ProposedAction(type="create", task_no=task.task_no, needs_confirmation=False),
            ),
            query={"task_nos": [task.task_no]},
        )


def _entry(new: SpokenTask, owner: Person) -> NewTask:
    return NewTask(
        title=new.title,
        basis_clause=new.basis_clause,
        owner_user_id=owner.user_id,
        co_department_codes=tuple(sorted(new.helpers)),
        due_on=new.due_on,
    )


def _missing(new: SpokenTask) -> Sequence[str]:
    missing = []
    if len(new.departments) != 1:
        missing.append("一个责任单位（如“科技局负责”）")
    if not new.basis_clause:
        missing.append("依据条款（如“依据三-1”）")
    return missing
