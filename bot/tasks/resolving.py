"""Finds the tasks that a reference means, among those given; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.tasks.meaning import Reference
from bot.tasks.narrowing import selection_by
from bot.tasks.selection import select
from bot.tasks.task import Task


@dataclass(frozen=True)
class Resolved:
    """The tasks meant, and what was named and none of them is: 12号, 第9项."""

    tasks: tuple[Task, ...]
    unknown: tuple[str, ...] = ()


def by_number(reference: Reference, tasks: Sequence[Task], last_shown: Sequence[str]) -> Resolved:
    """Return the tasks whose numbers were named.

    `last_shown` are the numbers of the last list, in its order: "第2个" is a place in it, and
    so is a bare number that is no number of the list but a place in it ("1和3都办结了").
    """
    known = {task.task_no: task for task in tasks}
    found: list[Task] = []
    unknown: list[str] = []
    for number in reference.numbers:
        task_no = str(number)
        is_place = reference.is_ordinal or (
            bool(last_shown)
            and not set(map(str, reference.numbers)) & set(last_shown)
            and max(reference.numbers) <= len(last_shown)
        )
        if is_place and number <= len(last_shown):
            task_no = last_shown[number - 1]
        elif reference.is_ordinal and last_shown:
            # 第9个 of a list of three is not the task of that number.
            unknown.append(f"第{number}项")
            continue
        if task_no in known:
            found.append(known[task_no])
        else:
            unknown.append(f"{task_no}号")
    return Resolved(tuple(found), tuple(unknown))


def by_words(reference: Reference, tasks: Sequence[Task], today: date) -> tuple[Task, ...]:
    """Return the tasks that fit everything a reference says in words.

    A department means the tasks it leads: what it only helps with is another's to answer for.
    """
    owned = [t for t in tasks if not reference.owners or t.owner_user_id in reference.owners]
    return tuple(select(owned, selection_by(reference), today))
