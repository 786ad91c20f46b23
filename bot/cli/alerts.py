"""``bot alerts``: what is late, and who is told."""

from __future__ import annotations

import time
from collections import Counter
from typing import Annotated

import typer

from bot.alerts.scan import ScanItem, ScanReport, alert_id
from bot.alerts.wording import LIGHT_LABELS, REASON_LABELS
from bot.cli.terminal import err, open_parts, out, print_json, say_demonstration
from bot.delivery import DeliveryState
from bot.wiring import Parts

app = typer.Typer(help="逾期提醒", no_args_is_help=True)

# A vendor that is down is waited for by the serving process, not by a person at a terminal.
PATIENCE_S = 30.0
POLL_S = 0.05

_STANDING = {
    DeliveryState.SENT: "已通知",
    DeliveryState.QUEUED: "发送中",
    DeliveryState.FAILED: "未送达",
    None: "发送中",
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
    states = Counter() if dry_run else _await_delivery(parts, report)
    said = {item.task.task_no: _said_before(parts, item) for item in report.items}
    parts.stop()
    if as_json:
        print_json(_as_dict(report, states))
        return
    for item in report.items:
        out.print(
            describe(item, said[item.task.task_no], is_dry_run=dry_run),
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    err.print(_conclusion(report, states))


def _await_delivery(parts: Parts, report: ScanReport) -> Counter[DeliveryState | None]:
    """Wait until every message of this scan was sent or given up, at most `PATIENCE_S`."""
    keys = [
        alert_id(item.task.task_no, item.task.due_on, item.raised)
        for item in report.raised
        if item.raised is not None
    ]
    until = time.monotonic() + PATIENCE_S
    while True:
        states = Counter(parts.delivery.state(key) for key in keys)
        waiting = states[None] + states[DeliveryState.QUEUED]
        if not waiting or time.monotonic() >= until:
            return states
        time.sleep(POLL_S)


def _said_before(parts: Parts, item: ScanItem) -> DeliveryState | None:
    if item.said_before is None:
        return None
    return parts.delivery.state(alert_id(item.task.task_no, item.task.due_on, item.said_before))


def describe(item: ScanItem, said: DeliveryState | None, *, is_dry_run: bool) -> str:
    """Describe an item in one line; `said` is where its last message stands."""
    light = LIGHT_LABELS[item.assessment.light]
    late = f"{item.assessment.workdays_late} 个工作日" if item.assessment.workdays_late else ""
    what = _STANDING[said]
    if item.is_held_back:
        what = "休息时间，稍后通知"
    elif item.raised is not None:
        verb = "将通知" if is_dry_run else "通知"
        what = f"{verb} {item.recipient_user_id}"
    reason = REASON_LABELS[item.assessment.reason]
    return f"{light}  {item.task.task_no}号 {item.task.title}  {reason}{late}  {what}"


def _conclusion(report: ScanReport, states: Counter[DeliveryState | None]) -> str:
    due = len(report.raised)
    if report.is_dry_run:
        return f"新提醒 {due} 条（只看，未通知）。下一步：bot alerts scan"
    sent, failed = states[DeliveryState.SENT], states[DeliveryState.FAILED]
    waiting = due - sent - failed
    text = f"新提醒 {due} 条，送达 {sent} 条"
    if failed:
        text += f"，失败 {failed} 条（bot doctor 查看渠道）"
    if waiting:
        text += f"，排队 {waiting} 条（由 bot serve 继续发送）"
    return text + "。"


def _as_dict(report: ScanReport, states: Counter[DeliveryState | None]) -> dict[str, object]:
    raised = len(report.raised)
    return {
        "scanned_at": report.scanned_at.isoformat(),
        "dry_run": report.is_dry_run,
        "due": raised,
        "started": 0 if report.is_dry_run else raised,
        "sent": states[DeliveryState.SENT],
        "failed": states[DeliveryState.FAILED],
        "items": [
            {
                "task_no": item.task.task_no,
                "title": item.task.title,
                "due_on": item.task.due_on.isoformat() if item.task.due_on else None,
                "light": item.assessment.light.value,
                "reason": item.assessment.reason.value,
                "working_days_late": item.assessment.workdays_late,
                "level": item.raised.name if item.raised else None,
                "recipient": item.recipient_user_id,
                "held_back": item.is_held_back,
            }
            for item in report.items
        ],
    }
