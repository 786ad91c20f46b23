"""What the audit log says, in Chinese."""

from __future__ import annotations

from datetime import date

from bot.appeals.wording import EVENT_LABELS
from bot.tasks.wording import ACTION_LABELS, CHANNEL_LABELS

SECTION = "audit"
EXPORTED = "导出审计记录"
CONSOLE = "管理台"
ADMIN_ONLY = "数据查询审计记录只供管理员查阅"
ADMIN_ONLY_REMEDY = "请管理员查阅"
KINDS = {"console": "管理操作", "tasks": "任务经过", "appeals": "诉求经过", "figures": "数据查询"}
FIELDS = {
    "due_on": "时限",
    "requested_due_on": "申请延至",
    "owner_user_id": "承办人",
    "department_code": "责任单位",
}
COLUMNS = ("时间", "用户编号", "姓名", "操作", "对象", "内容", "渠道")
CHANNELS = {
    **CHANNEL_LABELS,
    "console": CONSOLE,
    "import": "导入",
    "schedule": "定时",
}
_TASK_ACTIONS = {action.value: label for action, label in ACTION_LABELS.items()} | {
    "create": "交办",
    "import": "导入",
    "recalculate": "重算时限",
}
_OUTCOMES = {"answered": "已答", "clarify": "追问", "refused": "拒答"}


def task_action(name: str) -> str:
    """Say what was done to a task."""
    return _TASK_ACTIONS.get(name, name)


def appeal_step(name: str) -> str:
    """Say what was done to an appeal."""
    return EVENT_LABELS.get(name, name)


def outcome(name: str) -> str:
    """Say how a question ended."""
    return _OUTCOMES.get(name, name)


def from_to(before: str, after: str) -> str:
    """Say what something was and became."""
    if before and after:
        return f"{before} → {after}"
    return after or before


def figure(sentence: str, rows: int) -> str:
    """Say what was read for a question."""
    return f"{sentence or '没有形成查询'}（读取 {rows} 行）"


def chosen(person: str, since: date | None, until: date | None, text: str) -> str:
    """Say which entries were asked for."""
    parts = [
        f"人员 {person}" if person else "",
        f"自 {since}" if since else "",
        f"至 {until}" if until else "",
        f"含“{text}”" if text else "",
    ]
    return "，".join(part for part in parts if part) or "全部"
