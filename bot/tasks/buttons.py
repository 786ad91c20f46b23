"""Which buttons under a reminder have been used, or have nothing left to do.

A button sends words; what they ask for may have been done meanwhile, by that button, in words, on
another channel, or by somebody else. That is read from the task as it is now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from bot.clock import BUSINESS_ZONE, Clock
from bot.identity import Person
from bot.tasks import wording
from bot.tasks.service import TaskService
from bot.tasks.store import TaskStore
from bot.tasks.task import Task
from bot.tasks.transition import Action

_SENT = re.compile(r"(签收|催办)(\w+)号任务|(\w+)号任务(办结|申请延期)")
_ASKS_FOR = {
    "签收": Action.SIGN_RECEIPT,
    "催办": Action.REMIND,
    "办结": Action.REPORT_COMPLETION,
    "申请延期": Action.REQUEST_EXTENSION,
}


class TaskButtons:
    """Looks at buttons for whoever was shown them; `clock` is business time."""

    def __init__(self, service: TaskService, store: TaskStore, clock: Clock) -> None:
        self._service = service
        self._store = store
        self._clock = clock

    def used(self, person: Person, sends: Iterable[str]) -> Mapping[str, str]:
        """Return, of the words that buttons send, those that ask for nothing any more, each with
        what to say in place of the button; words about no task are never among them."""
        asked = {send: found for send in sends if (found := _asked(send))}
        tasks = {one.task_no: one for one in self._store.numbered({no for _, no in asked.values()})}
        today = self._clock.now().astimezone(BUSINESS_ZONE).date()
        is_open = {
            action: {
                one.task_no for one in self._service.open_to(person, action, [*tasks.values()])
            }
            for action in {action for action, _ in asked.values()}
        }
        said: dict[str, str] = {}
        for send, (action, number) in asked.items():
            task = tasks.get(number)
            if task is None or number not in is_open[action]:
                said[send] = wording.no_longer(action, task)
            elif self._is_used(person, action, task, today):
                said[send] = wording.used(action, task)
        return said

    def _is_used(self, person: Person, action: Action, task: Task, today: date) -> bool:
        if action is Action.REQUEST_EXTENSION:
            return task.requested_due_on is not None or task.is_overdue(today)
        if action is not Action.REMIND:
            return False
        return any(
            event.action == action.value
            and event.user_id == person.user_id
            and event.at.astimezone(BUSINESS_ZONE).date() == today
            for event in self._store.history(task.task_no)
        )


def _asked(send: str) -> tuple[Action, str] | None:
    found = _SENT.fullmatch(send)
    if found is None:
        return None
    return _ASKS_FOR[found[1] or found[4]], found[2] or found[3]
