"""Checks every part, each on its own: one that fails never hides another."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

import sqlalchemy as sa

from bot.channels.channel import Channel
from bot.errors import BotError
from bot.wiring import Parts

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
        ("渠道", _channels),
    ]
    findings: list[Finding] = []
    for part, check in checks:
        try:
            findings += check(parts)
        except Exception as exc:  # a doctor reports what kills a check, whatever it is
            findings.append(_failed(part, exc))
    return findings


def _failed(part: str, exc: Exception) -> Finding:
    remedy = getattr(exc, "remedy", "") or "查看日志；必要时从备份恢复"
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


def _channels(parts: Parts) -> list[Finding]:
    if not parts.channels:
        return [Finding("渠道", "off", "没有启用任何渠道，只有网页可用", "设置见 docs/settings.md")]
    return [finding for channel in parts.channels for finding in _channel(channel)]


def _channel(channel: Channel) -> list[Finding]:
    part = f"渠道 {channel.title}"
    if not channel.checks:
        return [Finding(part, "ok", "已启用")]
    findings = []
    for check in channel.checks:
        try:
            check.run()
        except BotError as exc:
            findings.append(_failed(f"{part} {check.name}", exc))
        else:
            findings.append(Finding(f"{part} {check.name}", "ok", "正常"))
    return findings
