"""Renders the pages about tasks."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import HTMLResponse

from bot.alerts.assess import Light, Reason
from bot.alerts.lit_tasks import TaskChoice
from bot.alerts.wording import LIGHT_LABELS, REASON_LABELS, standing
from bot.clause_label import clause_label
from bot.console import Console
from bot.console.audit_log_wording import FIELDS, task_action
from bot.console.tasks import NEEDS_REASON, LitTask
from bot.tasks.task import OPEN_STATES, Task, TaskState
from bot.tasks.transition import Action
from bot.tasks.wording import ACTION_LABELS, STATE_LABELS, confirmation, deadline
from bot.web.console.asking import Asked
from bot.web.console.desk import Desk
from bot.web.console.forms import Form
from bot.web.console.visit import ConsoleVisit

NAME = "tasks"
PATH = "/console/tasks"
ALL, REQUESTED = "all", "requested"
_NEW_FIELDS = dict.fromkeys(("title", "basis_clause", "owner_user_id", "due_on", "note", "co"), "")


class TaskPages:
    """The pages of the section."""

    def __init__(self, desk: Desk, console: Console) -> None:
        self._desk = desk
        self._console = console
        self._tasks = console.tasks

    def listed(self, visit: ConsoleVisit, asked: Asked) -> HTMLResponse:
        """Return the list with its filters."""
        by, light, state = visit.person, asked.choice("light", Light), asked.text("state")
        choice = TaskChoice(
            light=light,
            states=_states(state),
            department_code=asked.text("department") or None,
            owner_user_id=asked.text("owner") or None,
            text=asked.text("q"),
            is_requested=state == REQUESTED,
        )
        page = asked.page(
            lambda limit, offset: self._tasks.page(by, choice, limit=limit, offset=offset)
        )
        return self._desk.page(
            visit,
            "console_tasks.html",
            section=NAME,
            page=page,
            choice=choice,
            state=state,
            counts=self._tasks.counts(by),
            labels=LIGHT_LABELS,
            states=STATE_LABELS,
            names=self._console.people.register.names(),
            department_names=self._console.people.department_names(),
            deadline=deadline,
            standing=_standing,
        )

    def task(self, visit: ConsoleVisit, task_no: str) -> HTMLResponse:
        """Return one task with its history and what may be done to it."""
        lit = self._tasks.show(visit.person, task_no)
        return self._desk.page(
            visit,
            "console_task.html",
            section=NAME,
            task=lit.task,
            light=lit.found.light.value,
            light_label=LIGHT_LABELS[lit.found.light],
            standing=_standing(lit),
            facts=self._facts(lit.task),
            actions=[
                (action, ACTION_LABELS[action])
                for action in self._tasks.open_actions(visit.person, lit.task)
            ],
            history=self._tasks.history(visit.person, task_no),
            names=self._console.people.register.names(),
            happened=task_action,
            fields=FIELDS,
        )

    def action(
        self,
        visit: ConsoleVisit,
        task_no: str,
        action: Action,
        *,
        problem: str = "",
        typed: Form | None = None,
    ) -> HTMLResponse | None:
        """Return the page that asks before `action` is done; None when it may not be done."""
        task = self._tasks.show(visit.person, task_no).task
        if action not in self._tasks.open_actions(visit.person, task):
            return None
        people, asks_receiver = self._console.people, action is Action.TRANSFER
        return self._desk.page(
            visit,
            "console_task_action.html",
            section=NAME,
            status=422 if problem else 200,
            task=task,
            action=action.value,
            label=ACTION_LABELS[action],
            question=self._question(action, task),
            asks_reason=action in NEEDS_REASON or action in {Action.CLOSE, Action.TRANSFER},
            needs_reason=action in NEEDS_REASON,
            asks_date=action is Action.SET_DEADLINE,
            asks_receiver=asks_receiver,
            receivers=people.officials_offered(visit.person) if asks_receiver else (),
            department_names=people.department_names(),
            values=typed.fields if typed is not None else {},
            problem=problem,
        )

    def new(
        self, visit: ConsoleVisit, values: Mapping[str, str], *, problem: str = ""
    ) -> HTMLResponse:
        """Return the form of a new task."""
        return self._desk.page(
            visit,
            "console_task_new.html",
            section=NAME,
            status=422 if problem else 200,
            values={**_NEW_FIELDS, **values},
            chosen=set(values.get("co", "").split(",")),
            problem=problem,
            officials=self._console.people.officials_offered(visit.person),
            department_names=self._console.people.department_names(),
        )

    def check_new(self, visit: ConsoleVisit, task: Task, fields: Mapping[str, str]) -> HTMLResponse:
        """Return the page that asks before a task is given out."""
        names, departments = (
            self._console.people.register.names(),
            self._console.people.department_names(),
        )
        co = "、".join(departments.get(code, code) for code in task.co_department_codes)
        owner = names.get(task.owner_user_id, task.owner_user_id)
        lines = [
            f"任务：{task.title}",
            f"依据条款：{clause_label(task.basis_clause)}",
            f"承办：{departments.get(task.department_code, task.department_code)} {owner}",
            f"协办：{co or '无'}",
            f"时限：{deadline(task)}",
            f"督查：{visit.person.name}",
            *([f"说明：{task.note}"] if task.note else []),
            "确认后立即通知承办人；需要收回时可以“撤回任务”",
        ]
        return self._desk.confirm(
            visit,
            section=NAME,
            title="交办这项任务？",
            lines=lines,
            action=f"{PATH}/new",
            button="确认交办",
            back=PATH,
            fields=dict(fields),
        )

    def _facts(self, task: Task) -> list[tuple[str, str]]:
        names, departments = (
            self._console.people.register.names(),
            self._console.people.department_names(),
        )
        together = "、".join(departments.get(code, code) for code in task.co_department_codes)
        requested = str(task.requested_due_on) if task.requested_due_on else ""
        return [
            ("状态", STATE_LABELS[task.state]),
            ("责任单位", departments.get(task.department_code, task.department_code)),
            ("承办人", names.get(task.owner_user_id, task.owner_user_id)),
            ("协办单位", together),
            ("督查人", names.get(task.supervisor_user_id, task.supervisor_user_id)),
            ("依据条款", clause_label(task.basis_clause)),
            ("交办日期", str(task.issued_on)),
            ("时限", deadline(task)),
            *([("申请延期至", requested)] if requested else []),
            *([("销号日期", str(task.closed_on))] if task.closed_on else []),
            ("进展", task.note),
        ]

    def _question(self, action: Action, task: Task) -> str:
        if action in {Action.SET_DEADLINE, Action.TRANSFER}:
            return f"现在的时限：{deadline(task)}，承办人：{self._owner(task)}"
        if action is Action.APPROVE_EXTENSION:
            return f"时限由 {deadline(task)} 延至 {task.requested_due_on}。"
        if action is Action.REJECT_EXTENSION:
            return f"不同意延至 {task.requested_due_on}，时限仍为 {deadline(task)}。"
        return confirmation(action, [task]).removesuffix("确认吗？")

    def _owner(self, task: Task) -> str:
        names = self._console.people.register.names()
        return names.get(task.owner_user_id, task.owner_user_id)


def _states(state: str) -> tuple[TaskState, ...] | None:
    if state == ALL:
        return None
    if state in set(TaskState):
        return (TaskState(state),)
    return tuple(sorted(OPEN_STATES))


def _standing(lit: LitTask) -> str:
    if not lit.task.is_owed:
        return ""
    if lit.found.reason is Reason.NO_DEADLINE:
        return REASON_LABELS[lit.found.reason]
    return standing(lit.found)
