"""``bot alerts``: what is late, and who is told."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import Annotated

import typer

from bot.alerts.judging import ScanItem
from bot.alerts.scan import ScanReport
from bot.alerts.wording import KIND_NAMES, LIGHT_LABELS, REASON_LABELS
from bot.cli.commands import Commands
from bot.cli.terminal import err, open_parts, out, print_json, say_demonstration
from bot.delivery import DeliveryState
from bot.wiring import Parts

app = Commands(help="逾期提醒")

# A vendor that is down is waited for by the serving process, not by a person at a terminal.
PATIENCE_S = 30.0
POLL_S = 0.2

_STANDING = {
    DeliveryState.SENT: "已通知",
    DeliveryState.QUEUED: "发送中",
    DeliveryState.FAILED: "未送达",
    None: "发送中",
}


_NUMBERED = {
    "task": "task_no",
    "appeal": "appeal_no",
    "indicator": "indicator",
    "project": "project",
}


@app.callback()
def alerts() -> None:
    """逾期提醒。"""


@app.command("scan")
def scan(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看，不通知")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """扫描任务；新出现的提醒各通知一次。"""
    parts = open_parts()
    say_demonstration(parts.settings)
    report = parts.alert_scan.run(dry_run=dry_run)
    known = {} if dry_run else _await_delivery(parts, report)
    said = parts.delivery.states({item.said_key for item in report.items if item.said_key})
    parts.stop()
    if as_json:
        print_json(_as_dict(report, known))
        return
    for item in report.items:
        out.print(
            describe(item, said.get(item.said_key), is_dry_run=dry_run),
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    err.print(_conclusion(report, known))


def _await_delivery(parts: Parts, report: ScanReport) -> dict[str, DeliveryState | None]:
    """Wait until every message of this scan was sent or given up, at most `PATIENCE_S`."""
    keys = {item.message_key for item in report.raised}
    until = time.monotonic() + PATIENCE_S
    while True:
        known = {**dict.fromkeys(keys), **parts.delivery.states(keys)}
        is_waiting = any(state in {None, DeliveryState.QUEUED} for state in known.values())
        if not is_waiting or time.monotonic() >= until:
            return known
        time.sleep(POLL_S)


def describe(item: ScanItem, said: DeliveryState | None, *, is_dry_run: bool) -> str:
    """Describe an item in one line; `said` is where its last message stands."""
    found = item.concern.assessment
    light = LIGHT_LABELS[found.light]
    late = f"{found.workdays_late}个工作日" if found.workdays_late else ""
    what = _STANDING[said]
    if item.is_held_back:
        what = "稍后通知"
    elif item.raised is not None:
        verb = "将通知" if is_dry_run else "通知"
        what = f"{verb} {item.recipient_user_id}"
    reason = REASON_LABELS[found.reason]
    named = KIND_NAMES[item.concern.kind].format(item.concern.number)
    return f"{light}  {named} {item.concern.title}  {reason}{late}  {what}"


def _conclusion(report: ScanReport, known: Mapping[str, DeliveryState | None]) -> str:
    due = len(report.raised)
    states = Counter(known.get(item.message_key) for item in report.raised)
    if report.is_dry_run:
        return f"新提醒 {due} 条（只看，未通知）。下一步：bot alerts scan"
    messages = len(known)
    sent, failed = states[DeliveryState.SENT], states[DeliveryState.FAILED]
    waiting = due - sent - failed
    text = f"新提醒 {due} 条，合并为 {messages} 条消息，送达提醒 {sent} 条"
    if failed:
        text += f"，失败 {failed} 条（bot doctor 查看渠道）"
    if waiting:
        text += f"，排队 {waiting} 条（由 bot serve 继续发送）"
    return text + "。"


def _as_dict(report: ScanReport, known: Mapping[str, DeliveryState | None]) -> dict[str, object]:
    of_tasks, *others = (_counted(report, known, kind) for kind in KIND_NAMES)
    return {
        "scanned_at": report.scanned_at.isoformat(),
        "dry_run": report.is_dry_run,
        "messages": len({item.message_key for item in report.raised}),
        **of_tasks,
        **dict(zip(("appeals", "indicators", "projects"), others, strict=True)),
    }


def _counted(
    report: ScanReport, known: Mapping[str, DeliveryState | None], kind: str
) -> dict[str, object]:
    items = [item for item in report.items if item.concern.kind == kind]
    raised = [item for item in items if item.raised is not None]
    states = Counter(known.get(item.message_key) for item in raised)
    return {
        "due": len(raised),
        "started": 0 if report.is_dry_run else len(raised),
        "sent": states[DeliveryState.SENT],
        "failed": states[DeliveryState.FAILED],
        "items": [_item(item) for item in items],
    }


def _item(item: ScanItem) -> dict[str, object]:
    concern = item.concern
    return {
        _NUMBERED[concern.kind]: concern.number,
        "title": concern.title,
        "due_on": concern.due_on.isoformat() if concern.due_on else None,
        "light": concern.assessment.light.value,
        "reason": concern.assessment.reason.value,
        "working_days_late": concern.assessment.workdays_late,
        "level": item.raised.name if item.raised else None,
        "recipient": item.recipient_user_id,
        "held_back": item.is_held_back,
    }
