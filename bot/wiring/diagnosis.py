"""Checks every part, each on its own: one that fails never hides another."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from bot.console.health import Finding
from bot.errors import BotError
from bot.messages import Outcome, Recipient, Reply
from bot.settings.names import given, unknown
from bot.wiring import Parts
from bot.wiring.health import (
    NO_CHANNEL,
    database_findings,
    disk_findings,
    failed,
    findings_of_channel,
    half_configured,
    source_findings,
)

TEST_MESSAGE = Reply(
    intent="test", text="这是一条测试消息，说明本渠道可以发送。", outcome=Outcome.ANSWERED
)


def diagnose(parts: Parts) -> list[Finding]:
    """Run every check."""
    checks: list[tuple[str, Callable[[Parts], list[Finding]]]] = [
        ("设置", setting_findings),
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
    """Send a test message to the group robot of this name, or to each account of the person."""
    if user_id in parts.settings.wecom_robot.webhooks:
        recipients = [Recipient(channel="wecom_robot", account=user_id)]
    else:
        accounts = parts.directory.accounts_of(user_id)
        recipients = [account for account in accounts if account.channel in parts.senders]
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


def setting_findings(_parts: Parts) -> list[Finding]:
    """Name every variable that looks like a setting and sets nothing: a misspelt one is silent."""
    return [
        Finding(
            "设置",
            "failed",
            f"没有 {name} 这一项，它不起作用",
            f"是不是要写 {meant}？" if meant else "对照 docs/settings.md 改正，或删去它",
        )
        for name, meant in unknown(given()).items()
    ]


def _library(parts: Parts) -> list[Finding]:
    health = parts.library.health()
    detail = f"文件 {health.documents} 份，句子 {health.sentences} 条，模型 {health.model}"
    if not health.documents:
        if not health.is_ready:
            return [Finding("政策库", "failed", f"{detail}；{health.problem}")]
        return [Finding("政策库", "ok", detail, "用 bot ingest policy_docs 导入政策文件")]
    if not health.is_ready:
        parts.library.rebuild_index()
        return [Finding("政策库", "ok", f"{detail}；{health.problem}，索引已按文件重建")]
    return [Finding("政策库", "ok", detail)]


def channel_findings(parts: Parts) -> list[Finding]:
    """Run every check of every channel that is switched on, or half so."""
    findings = half_configured(parts.settings)
    if not parts.channels and not findings:
        return [NO_CHANNEL]
    for channel in parts.channels:
        findings += findings_of_channel(channel, parts.settings.public_url)
    return findings
