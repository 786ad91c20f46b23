"""Checks every part, each on its own: one that fails never hides another."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from bot.console.health import Finding
from bot.errors import BotError
from bot.messages import Outcome, Recipient, Reply
from bot.wiring import Parts
from bot.wiring.health import database_findings, disk_findings, failed, findings_of_channel

TEST_MESSAGE = Reply(
    intent="test", text="这是一条测试消息，说明本渠道可以发送。", outcome=Outcome.ANSWERED
)


def diagnose(parts: Parts) -> list[Finding]:
    """Run every check."""
    checks: list[tuple[str, Callable[[Parts], list[Finding]]]] = [
        ("磁盘", disk_findings),
        ("数据库", database_findings),
        ("政策库", _library),
        ("数据源", source_findings),
        ("渠道", channel_findings),
    ]
    findings: list[Finding] = []
    for part, check in checks:
        try:
            findings += check(parts)
        except Exception as exc:  # a doctor reports what kills a check, whatever it is
            findings.append(failed(part, exc))
    return findings


def send_test(parts: Parts, user_id: str) -> list[Finding]:
    """Send a test message to each account of a person, and to a group robot of this name."""
    recipients = [
        recipient
        for recipient in parts.directory.accounts_of(user_id)
        if recipient.channel in parts.senders
    ]
    if user_id in parts.settings.wecom_robot.webhooks:
        recipients.append(Recipient(channel="wecom_robot", account=user_id))
    if not recipients:
        return [
            Finding(
                "测试消息",
                "failed",
                f"{user_id} 没有能收消息的账号",
                "启用企业微信，或用 bot people code 让本人绑定账号",
            )
        ]
    return [_test_message(parts, recipient) for recipient in recipients]


def _test_message(parts: Parts, recipient: Recipient) -> Finding:
    part = f"测试消息 {recipient.channel}"
    # A key of its own each time: a vendor's duplicate check must not swallow the test.
    key = f"doctor:{secrets.token_hex(8)}"
    try:
        parts.senders[recipient.channel].send(recipient.account, TEST_MESSAGE, key=key)
    except BotError as exc:
        return failed(part, exc)
    return Finding(part, "ok", f"已发给 {recipient.account}，请本人确认收到")


def _library(parts: Parts) -> list[Finding]:
    health = parts.library.health()
    detail = f"文件 {health.documents} 份，句子 {health.sentences} 条，模型 {health.model}"
    if not health.documents:
        return [Finding("政策库", "ok", detail, "用 bot ingest policy_docs 导入政策文件")]
    if not health.is_ready:
        parts.library.rebuild_index()
        return [Finding("政策库", "ok", f"{detail}；{health.problem}，索引已按文件重建")]
    return [Finding("政策库", "ok", detail)]


def source_findings(parts: Parts) -> list[Finding]:
    """Tell of each source of figures whether it answers."""
    if parts.figures is None:
        return [
            Finding(
                "数据源", "off", "未配置统计数据库", "设置 BOT_FIGURES__STATS_URL 以启用指标查询"
            )
        ]
    return [
        Finding(
            f"数据源 {health.name}",
            "ok" if health.is_available else "failed",
            health.message,
            "" if health.is_available else "检查数据源的地址、权限与网络",
        )
        for health in parts.figures.health()
    ]


def channel_findings(parts: Parts) -> list[Finding]:
    """Run every check of every channel that is switched on."""
    if not parts.channels:
        return [Finding("渠道", "off", "没有启用任何渠道，只有网页可用", "设置见 docs/settings.md")]
    return [finding for channel in parts.channels for finding in findings_of_channel(channel)]
