"""Checks every part, each on its own: one that fails never hides another."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

import sqlalchemy as sa

from bot.channel_settings import ChannelSection
from bot.channels.channel import Channel
from bot.errors import BotError
from bot.messages import Outcome, Recipient, Reply
from bot.wiring import Parts

TEST_MESSAGE = Reply(
    intent="test", text="这是一条测试消息，说明本渠道可以发送。", outcome=Outcome.ANSWERED
)
LEAST_FREE_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """What one check found; `remedy` is empty when there is nothing to do."""

    part: str
    state: Literal["ok", "off", "failed"]
    detail: str
    remedy: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the finding as JSON values."""
        return asdict(self)


def diagnose(parts: Parts) -> list[Finding]:
    """Run every check."""
    checks: list[tuple[str, Callable[[Parts], list[Finding]]]] = [
        ("磁盘", _disk),
        ("数据库", _database),
        ("政策库", _library),
        ("数据源", _sources),
        ("渠道", channel_findings),
    ]
    findings: list[Finding] = []
    for part, check in checks:
        try:
            findings += check(parts)
        except Exception as exc:  # a doctor reports what kills a check, whatever it is
            findings.append(_failed(part, exc))
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
        return _failed(part, exc)
    return Finding(part, "ok", f"已发给 {recipient.account}，请本人确认收到")


def _failed(part: str, exc: Exception) -> Finding:
    unexpected = "" if isinstance(exc, BotError) else "查看日志；必要时从备份恢复"
    remedy = getattr(exc, "remedy", "") or unexpected
    detail = getattr(exc, "what", "") or type(exc).__name__
    why = getattr(exc, "why", "") or str(exc)
    return Finding(part, "failed", f"{detail}：{why}" if why else detail, remedy)


def _disk(parts: Parts) -> list[Finding]:
    directory = parts.settings.data_dir.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(directory).free
    detail = f"剩余 {free / 1024**3:.1f} GiB"
    if free < LEAST_FREE_BYTES:
        return [Finding("磁盘", "failed", detail, "清理磁盘，或把 BOT_DATA_DIR 移到更大的磁盘")]
    return [Finding("磁盘", "ok", detail)]


def _database(parts: Parts) -> list[Finding]:
    with parts.sessions() as session:
        session.execute(sa.text("SELECT 1"))
    people = len(parts.directory.people())
    detail = f"{parts.engine.dialect.name}，人员 {people} 人"
    if not people:
        return [Finding("数据库", "ok", detail, "用 bot people import 导入人员")]
    return [Finding("数据库", "ok", detail)]


def _library(parts: Parts) -> list[Finding]:
    health = parts.library.health()
    detail = f"文件 {health.documents} 份，句子 {health.sentences} 条，模型 {health.model}"
    if not health.documents:
        return [Finding("政策库", "ok", detail, "用 bot ingest policy_docs 导入政策文件")]
    if not health.is_ready:
        parts.library.rebuild_index()
        return [Finding("政策库", "ok", f"{detail}；{health.problem}，索引已按文件重建")]
    return [Finding("政策库", "ok", detail)]


def _sources(parts: Parts) -> list[Finding]:
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
    """Run every check of every channel that is switched on, or half so."""
    findings = _half_configured(parts)
    if not parts.channels and not findings:
        return [Finding("渠道", "off", "没有启用任何渠道，只有网页可用", "设置见 docs/settings.md")]
    for channel in parts.channels:
        findings += _channel(channel)
        if channel.routes is not None and not parts.settings.public_url:
            findings.append(
                Finding(
                    f"渠道 {channel.title} 回调地址",
                    "off",
                    "没有检查：不知道从外面访问本服务的网址",
                    "设置 BOT_PUBLIC_URL，如 https://你的域名",
                )
            )
    return findings


def _half_configured(parts: Parts) -> list[Finding]:
    findings = []
    for name in type(parts.settings).model_fields:
        section = getattr(parts.settings, name)
        missing = section.missing() if isinstance(section, ChannelSection) else ()
        if missing:
            names = "、".join(f"BOT_{name}__{field}".upper() for field in missing)
            findings.append(Finding(f"渠道 {name}", "failed", "没有填完整", f"还缺 {names}"))
    return findings


def _channel(channel: Channel) -> list[Finding]:
    part = f"渠道 {channel.title}"
    if not channel.checks:
        return [
            Finding(part, "ok", "已启用", "发一条才知道通不通：bot doctor --send-test 用户或群名")
        ]
    findings = []
    for check in channel.checks:
        try:
            check.run()
        except BotError as exc:
            findings.append(_failed(f"{part} {check.name}", exc))
        else:
            findings.append(Finding(f"{part} {check.name}", "ok", "正常"))
    return findings
