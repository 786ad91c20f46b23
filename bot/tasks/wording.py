"""What people read about tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.clause_label import clause_label
from bot.messages import Choice, Outcome, Reply
from bot.tasks.task import Task, TaskState
from bot.tasks.transition import RULES, TOLD_OF, Action, Refusal, Relation, Told

NOTICE_INTENT = "task_notice"
ALERT_INTENT = "task_alert"
PUSHED_INTENTS = frozenset({NOTICE_INTENT, ALERT_INTENT})
"""What is sent unasked; an answer to a question has other intents."""

STATE_LABELS = {
    TaskState.AWAITING_RECEIPT: "待签收",
    TaskState.IN_PROGRESS: "承办中",
    TaskState.COMPLETION_REPORTED: "报办结",
    TaskState.CLOSED: "已销号",
    TaskState.RECALLED: "已撤回",
}

ACTION_LABELS = {
    Action.SIGN_RECEIPT: "签收",
    Action.REPORT_PROGRESS: "反馈进展",
    Action.REPORT_COMPLETION: "报办结",
    Action.RECALL_REPORT: "撤回办结报告",
    Action.REQUEST_EXTENSION: "申请延期",
    Action.APPROVE_EXTENSION: "同意延期",
    Action.REJECT_EXTENSION: "不同意延期",
    Action.SET_DEADLINE: "设定时限",
    Action.TRANSFER: "转办",
    Action.REMIND: "催办",
    Action.CLOSE: "销号",
    Action.RETURN: "退办",
    Action.WITHDRAW: "撤回任务",
}

CHANNEL_LABELS = {
    "web": "网页",
    "cli": "命令行",
    "wecom_app": "企业微信",
    "wecom_aibot": "企业微信机器人",
    "wecom_robot": "企业微信群",
    "wechat_official": "微信公众号",
    "telegram": "Telegram",
}

_REFUSALS = {
    Refusal.NOT_YOURS: "您不能对这项任务{action}",
    Refusal.WRONG_STATE: "任务现为“{state}”，不能{action}",
    Refusal.ALREADY_DUE: "任务已于 {due_on} 到期，延期须在到期前提出",
    Refusal.NO_DEADLINE: "任务尚未设定时限，无需延期",
    Refusal.NEEDS_NEW_DATE: "没有说明新的时限",
    Refusal.NOT_LATER: "新的时限须晚于现有时限和今天",
    Refusal.NOTHING_REQUESTED: "任务没有待批的延期申请",
    Refusal.BEYOND_PLAN: "申请的时限 {requested} 超出了任务所依据文件的方案期",
}

_WHO = {
    Relation.OWNER: "承办人",
    Relation.OWNERS_LEADER: "承办人的分管领导",
    Relation.SUPERVISOR: "督查人员",
}

_REMEDIES = {
    Refusal.ALREADY_DUE: "请尽快报办结，或向督查人员书面说明",
    Refusal.NEEDS_NEW_DATE: "例如“延两周”或“延到12月2日”",
    Refusal.NOT_LATER: "换一个更晚的日期",
    Refusal.BEYOND_PLAN: "须由督查人员的上级领导批准",
}


def refusal_text(reason: Refusal, action: Action, task: Task) -> str:
    """Say why `action` is refused."""
    return _REFUSALS[reason].format(
        action=ACTION_LABELS[action],
        state=STATE_LABELS[task.state],
        due_on=task.due_on,
        requested=task.requested_due_on,
    )


def refusal_remedy(reason: Refusal, action: Action) -> str:
    """Say what can be done instead; empty when there is nothing."""
    if reason is Refusal.NOT_YOURS:
        who = "或".join(label for one, label in _WHO.items() if one in RULES[action].who)
        return f"这一步由{who}办理"
    return _REMEDIES.get(reason, "")


def task_title(task: Task) -> str:
    """Name a task: number and title."""
    return f"{task.task_no}号《{task.title}》"


def not_listed(count: int) -> str:
    """Say that a list goes on; most channels show no table beside it."""
    return f"……其余{count}项未逐条列出，可按单位或时限再问"


def deadline(task: Task) -> str:
    """Say the deadline, with the first one where it was extended."""
    if task.due_on is None:
        return "未定时限"
    if task.original_due_on and task.original_due_on != task.due_on:
        return f"{task.due_on}（原定 {task.original_due_on}）"
    return str(task.due_on)


def task_line(task: Task, department: str, owner: str, late_workdays: int = 0) -> str:
    """Describe a task in one line."""
    late = f"，已逾期{late_workdays}个工作日" if late_workdays > 0 else ""
    asked = f"，申请延至 {task.requested_due_on}" if task.requested_due_on else ""
    return (
        f"{task_title(task)} {department} {owner}，"
        f"时限 {deadline(task)}，{STATE_LABELS[task.state]}{late}{asked}"
    )


def confirmation(
    action: Action,
    tasks: Sequence[Task],
    *,
    new_due_on: date | None = None,
    target: str = "",
    reason: str = "",
) -> str:
    """Ask once before anything is changed; `reason` is what others will be told with it."""
    said = f"，说明：{reason}" if reason else ""
    return f"{_intended(action, tasks, new_due_on, target)}{said}。确认吗？"


def _intended(action: Action, tasks: Sequence[Task], new_due_on: date | None, target: str) -> str:
    named = "、".join(task_title(task) for task in tasks)
    if action is Action.REQUEST_EXTENSION:
        old = "、".join(deadline(task) for task in tasks)
        return f"将为{named}申请延期：时限由 {old} 延至 {new_due_on}"
    if action is Action.SET_DEADLINE:
        return f"将把{named}的时限设为 {new_due_on}"
    if action is Action.TRANSFER:
        return f"将把{named}转由{target}办理，对方需重新签收"
    if action is Action.RECALL_REPORT:
        return f"将撤回{named}的办结报告，任务回到承办中"
    if action in {Action.APPROVE_EXTENSION, Action.REJECT_EXTENSION}:
        named = "、".join(
            f"{task_title(task)}（时限 {deadline(task)}，申请延至 {task.requested_due_on}）"
            for task in tasks
        )
    return f"将对{named}{ACTION_LABELS[action]}"


def done(action: Action, task: Task) -> str:
    """Say that it was done."""
    if action is Action.REQUEST_EXTENSION:
        asked = f"{task_title(task)}已申请延期至 {task.requested_due_on}"
        return f"{asked}，待督查人员批准；批准前仍按原时限。"
    if action is Action.REPORT_COMPLETION:
        return f"{task_title(task)}已报办结，待督查人员审核销号。"
    if action in {Action.APPROVE_EXTENSION, Action.SET_DEADLINE}:
        return f"{task_title(task)}已{ACTION_LABELS[action]}，时限 {deadline(task)}。"
    return f"{task_title(task)}已{ACTION_LABELS[action]}，现为“{STATE_LABELS[task.state]}”。"


# What whoever reviews a step may answer to it.
_REVIEWED = {
    Action.REPORT_COMPLETION: "审核后回复“{0}号予以销号”，或“{0}号退办”并说明原因",
    Action.REQUEST_EXTENSION: "回复“同意{0}号延期”，或“不同意{0}号延期”并说明原因",
}


def notice(action: Action, task: Task, by: str, reason: str, today: date) -> Reply:
    """Tell somebody what was done to a task, and what they may do now."""
    lines = [
        f"【{ACTION_LABELS[action]}】{task_title(task)}",
        f"由{by}{ACTION_LABELS[action]}，现为“{STATE_LABELS[task.state]}”，时限 {deadline(task)}",
    ]
    if task.requested_due_on is not None:
        lines.append(f"申请延至 {task.requested_due_on}")
    if reason:
        lines.append(f"说明：{reason}")
    if action in _REVIEWED:
        lines.append(f"请您：{_REVIEWED[action].format(task.task_no)}")
    lines.append(f"依据：{clause_label(task.basis_clause)}")
    is_for_owner = TOLD_OF[action] is Told.OWNER and task.is_owed
    return Reply(
        intent=NOTICE_INTENT,
        text="\n".join(lines),
        outcome=Outcome.ANSWERED,
        choices=owner_choices(task, today) if is_for_owner else (),
        query={"task_no": task.task_no},
    )


def given_out(task: Task, task_no: str, by: str) -> Reply:
    """Tell an owner of a new task."""
    numbered = replace(task, task_no=task_no)
    lines = [
        f"【新任务】{task_title(numbered)}",
        f"由{by}交办，时限 {deadline(task)}",
        *([f"说明：{task.note}"] if task.note else []),
        f"依据：{clause_label(task.basis_clause)}",
    ]
    return Reply(
        intent=NOTICE_INTENT,
        text="\n".join(lines),
        outcome=Outcome.ANSWERED,
        choices=owner_choices(numbered, task.issued_on),
        query={"task_no": task_no},
    )


def owner_choices(task: Task, today: date) -> tuple[Choice, ...]:
    """Return the owner's buttons under a message about a task; each sends the words for it.

    An extension is offered only while it may still be asked for.
    """
    choices = []
    if task.state is TaskState.AWAITING_RECEIPT:
        choices.append(Choice(label="签收", send=f"签收{task.task_no}号任务"))
    choices.append(Choice(label="办结", send=f"{task.task_no}号任务办结"))
    if task.due_on is not None and not task.is_overdue(today):
        choices.append(Choice(label="申请延期", send=f"{task.task_no}号任务申请延期"))
    return tuple(choices)


def no_longer(action: Action, task: Task | None) -> str:
    """Say in place of a button why there is nothing to press: the task has moved on."""
    if task is None or task.state in {TaskState.CLOSED, TaskState.RECALLED}:
        return "任务已结束"
    if task.state is TaskState.COMPLETION_REPORTED:
        return "已报办结"
    is_signed = action is Action.SIGN_RECEIPT and task.state is not TaskState.AWAITING_RECEIPT
    return "已签收" if is_signed else "不再由您办理"


def used(action: Action, task: Task) -> str:
    """Say in place of a button that what it asks for was asked for, or is too late."""
    if action is Action.REMIND:
        return "今天已催办"
    return "已到期，不能延期" if task.requested_due_on is None else "已申请延期"
