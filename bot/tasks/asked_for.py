"""Which tasks a question asks for, said back in words; pure."""

from __future__ import annotations

from datetime import date

from bot.tasks.done_words import LABELS as DONE_LABELS
from bot.tasks.done_words import Punctuality
from bot.tasks.meaning import TaskQuestion
from bot.tasks.names import Names
from bot.tasks.task import OPEN_STATES, OWED_STATES, TaskState
from bot.tasks.wording import STATE_LABELS


def asked_for(question: TaskQuestion, names: Names) -> str:
    """Say which tasks a question asks for, whose they are first: none found are none of these."""
    whose, which = _whose(question, names), _which(question)
    if question.is_helped:
        return f"{whose}协办的{which}任务"
    joint = "的" if whose and not which and not whose.endswith("的") else ""
    return f"{whose}{joint}{which}任务"


def _whose(question: TaskQuestion, names: Names) -> str:
    reference = question.reference
    named = "、".join(names.department(code) for code in sorted(reference.departments))
    if question.is_ours:
        named = f"您单位和{named}" if named else "您单位"
    owners = "、".join(names.person(user_id) for user_id in sorted(reference.owners))
    if question.is_mine:
        owners = "您"
    return named + (f"{owners}承办的" if owners else "")


def _which(question: TaskQuestion) -> str:
    reference = question.reference
    parts = ["所说单位以外"] if reference.left_out else []
    parts += ["所说承办人以外"] if reference.left_out_owners else []
    left_out = "、".join(sorted(reference.left_out_numbers, key=int))
    parts += [f"{left_out}号以外"] if left_out else []
    if reference.topic:
        parts.append(f"与“{reference.topic.name}”有关的")
    if reference.due is not None:
        parts.append(_when(question))
    if reference.is_undated:
        parts.append("未定时限的")
    if reference.has_request:
        parts.append("申请延期待批的")
    least, most = question.late_at_least, question.late_at_most
    parts += [f"逾期{least}个工作日以上的"] if least else []
    parts += [f"逾期不超过{most}个工作日的"] if most is not None else []
    if question.done is not None:
        return f"{''.join(parts)}{DONE_LABELS[question.done]}"
    if reference.is_overdue:
        parts += [] if least or most is not None else ["逾期的"]
    elif question.states and not (reference.due and question.states == (TaskState.CLOSED,)):
        parts.append(_states(frozenset(question.states)))
    parts += ["未逾期的"] if reference.is_on_time else []
    return "".join(parts)


def _when(question: TaskQuestion) -> str:
    if question.reference.due is None:
        return ""
    first, last = question.reference.due
    when = str(first) if first == last else f"{first}至{last}"
    when = f"{first}起" if last == date.max else when
    is_closed = question.states == (TaskState.CLOSED,)
    # What was done so is counted by the day of the report, and says itself that it was done.
    is_by_report = question.done not in {None, Punctuality.MISSED}
    by_day = "销号" if is_closed and not question.done else "到期"
    return when if is_by_report else f"{when}{by_day}的"


def _states(states: frozenset[TaskState]) -> str:
    if states == OPEN_STATES:
        return "未销号的"
    if states == OWED_STATES:
        return "未办结的"
    return "、".join(STATE_LABELS[state] for state in TaskState if state in states) + "的"
