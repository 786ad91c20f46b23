"""New tasks, given out by a supervisor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.delivery import Delivery
from bot.errors import TransitionRefused
from bot.identity import Person, Role
from bot.storage.engine import SessionFactory
from bot.tasks.ledger_file import is_clause
from bot.tasks.service import People
from bot.tasks.store import TaskEvent, TaskStore
from bot.tasks.task import Task, TaskState
from bot.tasks.transition import may_create
from bot.tasks.wording import given_out

CREATED = "create"
KIND = "一次性"
_LONGEST_TITLE = 255
_OWNERS = frozenset({Role.OFFICIAL, Role.SUPERVISOR})


@dataclass(frozen=True)
class NewTask:
    """A task to be given out. `due_on` None: the deadline is set later."""

    title: str
    basis_clause: str
    owner_user_id: str
    co_department_codes: tuple[str, ...] = ()
    due_on: date | None = None
    note: str = ""


class TaskGiving:
    """Gives out tasks and tells their owners. `clock` is business time."""

    def __init__(
        self, sessions: SessionFactory, people: People, clock: Clock, delivery: Delivery
    ) -> None:
        self._store = TaskStore(sessions)
        self._people = people
        self._clock = clock
        self._delivery = delivery

    def check(self, by: Person, new: NewTask) -> Task:
        """Return the task as it would be, still without a number; nothing is changed.

        Raises:
            TransitionRefused: the person gives out no tasks, or the entry is wrong.
        """
        if not may_create(by):
            raise TransitionRefused("您不能交办任务", remedy="请督查人员或管理员办理")
        people = {person.user_id: person for person in self._people.people()}
        departments = {department.code for department in self._people.departments()}
        today = self._clock.now().date()
        problems = _problems(new, people, departments, today)
        if problems:
            raise TransitionRefused("；".join(problems), remedy="改正后再提交")
        return Task(
            task_no="",
            title=new.title.strip(),
            kind=KIND,
            basis_clause=new.basis_clause,
            department_code=people[new.owner_user_id].department_code or "",
            co_department_codes=new.co_department_codes,
            owner_user_id=new.owner_user_id,
            supervisor_user_id=by.user_id,
            issued_on=today,
            due_on=new.due_on,
            state=TaskState.AWAITING_RECEIPT,
            original_due_on=new.due_on,
            note=new.note,
        )

    def create(self, by: Person, new: NewTask, *, channel: str) -> Task:
        """Give out a task and tell its owner, once.

        Raises:
            TransitionRefused: as `check`, or an open task has this title.
        """
        task, now = self.check(by, new), self._clock.now()
        keys: list[str] = []

        def tell(session: Session, task_no: str) -> None:
            key = f"task:{task_no}:created"
            self._keep_notice(session, task, task_no, by, key)
            keys.append(key)

        event = _event(task, by, channel, now)
        created = self._store.create(task, event, also=tell)
        for key in keys:
            self._delivery.start(key)
        return created

    def _keep_notice(
        self, session: Session, task: Task, task_no: str, by: Person, key: str
    ) -> None:
        notice = given_out(task, task_no, by.name)
        accounts = self._people.accounts_of(task.owner_user_id)
        self._delivery.keep(session, accounts, notice, key=key, user_id=task.owner_user_id)


def _event(task: Task, by: Person, channel: str, now: datetime) -> TaskEvent:
    return TaskEvent("", now, by.user_id, channel, CREATED, "", task.state.value, task.note)


def _problems(
    new: NewTask, people: Mapping[str, Person], departments: set[str], today: date
) -> list[str]:
    title, owner = new.title.strip(), people.get(new.owner_user_id)
    unknown = [code for code in new.co_department_codes if code not in departments]
    checks = [
        (
            0 < len(title) <= _LONGEST_TITLE and title.isprintable(),
            f"任务名称应为 1 至 {_LONGEST_TITLE} 个字，不能换行",
        ),
        (is_clause(new.basis_clause), "依据条款看不懂，应写作 三-6 或 四-(一)"),
        (owner is not None and owner.role in _OWNERS, "承办人不在人员名单中，或不能承办任务"),
        (owner is None or bool(owner.department_code), "承办人没有所属部门"),
        (not unknown, f"协办部门 {'、'.join(unknown)} 不存在"),
        (
            owner is None or owner.department_code not in new.co_department_codes,
            "承办人所在部门不必再列为协办",
        ),
        (new.due_on is None or new.due_on >= today, "时限不能早于今天"),
    ]
    return [problem for is_right, problem in checks if not is_right]
