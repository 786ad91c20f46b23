"""What waits for an answer between two messages, as JSON and back; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.tasks.change import Change
from bot.tasks.day_words import NewDate
from bot.tasks.meaning import Reference, TaskCommand
from bot.tasks.transition import Action


def asking(
    command: TaskCommand, *, needs_date: bool = False, needs_receiver: bool = False
) -> dict[str, Any]:
    wanted = command.new_due
    return {
        "action": command.action.value,
        "reason": command.reason,
        "needs_date": needs_date,
        "needs_receiver": needs_receiver,
        "day": wanted.day.isoformat() if wanted and wanted.day else None,
        "count": wanted.count if wanted else 0,
        "unit": wanted.unit if wanted else "",
        "to_departments": sorted(command.to_departments),
        "to_users": sorted(command.to_users),
    }


def command_from(asked: Mapping[str, Any]) -> TaskCommand:
    wanted = None
    if asked["day"] or asked["unit"]:
        day = date.fromisoformat(asked["day"]) if asked["day"] else None
        wanted = NewDate(day, asked["count"], asked["unit"])
    return TaskCommand(
        Action(asked["action"]),
        Reference(),
        asked["reason"],
        wanted,
        frozenset(asked["to_departments"]),
        frozenset(asked.get("to_users", ())),
    )


def pending(change: Change) -> dict[str, Any]:
    return {
        "action": change.action.value,
        "task_no": change.task_no,
        "reason": change.reason,
        "new_due_on": change.new_due_on.isoformat() if change.new_due_on else None,
        "to_department": change.to_department,
        "to_user": change.to_user,
    }


def change_from(entry: Mapping[str, Any]) -> Change:
    due = entry["new_due_on"]
    return Change(
        Action(entry["action"]),
        entry["task_no"],
        entry["reason"],
        date.fromisoformat(due) if due else None,
        entry["to_department"],
        entry.get("to_user"),
    )
