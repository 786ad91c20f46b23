"""What the console's health page looks at: only ever read, and each part on its own."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from bot.channels.channel import Channel
from bot.clock import BUSINESS_ZONE
from bot.console.health import Finding, HealthCheck
from bot.console.messages_wording import reason
from bot.delivery import Delivery
from bot.delivery.receipt import AttemptResult
from bot.durable import WorkflowState
from bot.errors import BotError
from bot.reasons import of_database, of_system
from bot.settings import Settings
from bot.settings.channels import ChannelSection
from bot.storage import utc_now
from bot.storage.data_folder import is_open_to_others, make_data_folder
from bot.wiring.conversation import ConversationParts
from bot.wiring.health_wording import how_long, plan_in_words
from bot.wiring.queues import Waiting, inbound_waiting, outbound_waiting
from kpi_adapter.errors import KpiError
from retrieval.errors import RetrievalError

_NO_STATISTICS = "未配置统计数据，指标和项目都查不了"
_CONFIGURE_STATISTICS = (
    "设置 BOT_FIGURES__STATS_URL（数据库）、__STATS_FOLDER（表格）或 __STATS_HTTP__BASE_URL（接口）"
)
NO_CHANNEL = Finding("渠道", "off", "没有启用任何渠道，只有网页可用", "做法见 docs/connecting.md")
LEAST_FREE_BYTES = 500 * 1024 * 1024
_LATE_S = 600
_SERVER_APART_S = 5
_SCHEDULES = {
    "alert_scan": "扫描提醒",
    "appeals_source": "接入诉求",
    "recurring_tasks": "生成周期任务",
    "uploads": "续读上传的文件",
    "deliveries": "续发未发出的消息",
    "forget": "清理过期数据",
}
_RUNS = {
    WorkflowState.UNKNOWN: "还没有运行过",
    WorkflowState.WAITING: "等待运行",
    WorkflowState.RUNNING: "正在运行",
    WorkflowState.SUCCEEDED: "成功",
    WorkflowState.FAILED: "失败",
}


def health_checks(parts: ConversationParts) -> list[HealthCheck]:
    """Return the checks of the parts that are there."""
    return [
        HealthCheck("磁盘", partial(disk_findings, parts)),
        HealthCheck("数据库", partial(database_findings, parts)),
        HealthCheck("政策库", partial(_library, parts)),
        HealthCheck("数据源", partial(source_findings, parts)),
        HealthCheck("队列", partial(_queues, parts)),
        HealthCheck("定时任务", partial(_schedules, parts)),
        *(
            HealthCheck(f"渠道 {channel.title}", partial(_channel, parts, channel))
            for channel in parts.channels
        ),
        HealthCheck("渠道设置", partial(_channel_settings, parts)),
    ]


def _library(parts: ConversationParts) -> list[Finding]:
    health = parts.library.health()
    detail = (
        f"文件 {health.documents} 份，句子 {health.sentences} 条，"
        f"已建索引 {health.indexed_sentences} 条，模型 {health.model}"
    )
    if not health.documents:
        return [Finding("政策库", "failed", detail, "在“文件”页上传政策文件")]
    if not health.is_ready:
        remedy = "用 bot doctor 重建索引"
        return [Finding("政策库", "failed", f"{detail}；{health.problem}", remedy)]
    return [Finding("政策库", "ok", detail)]


def source_findings(parts: ConversationParts) -> list[Finding]:
    """Tell of each source of figures whether it answers, and when it last gave any."""
    if parts.figures is None:
        return [Finding("数据源", "off", _NO_STATISTICS, _CONFIGURE_STATISTICS)]
    return [
        Finding(
            f"数据源 {source.name}",
            "ok" if source.is_available else "failed",
            _with_last_success(source.message, source.last_success),
            "" if source.is_available else "检查数据源的地址、权限与网络",
        )
        for source in parts.figures.health()
    ]


def _with_last_success(message: str, moment: datetime | None) -> str:
    # A process that has asked for no figure yet, like the doctor's, has no success to tell of.
    return f"{message}；最近一次成功 {_moment(moment)}" if moment else message


def _queues(parts: ConversationParts) -> list[Finding]:
    return [
        _queue("收件队列", inbound_waiting(parts.intake_sessions)),
        _queue("发送队列", outbound_waiting(parts.sessions)),
    ]


def _queue(part: str, waiting: Waiting) -> Finding:
    if not waiting.count:
        return Finding(part, "ok", "没有等待的消息")
    detail = f"等待 {waiting.count} 条，最早的已等 {how_long(waiting.oldest_s)}"
    if waiting.oldest_s > _LATE_S:
        return Finding(part, "failed", detail, "检查服务进程与渠道是否正常")
    return Finding(part, "ok", detail)


def _schedules(parts: ConversationParts) -> list[Finding]:
    return [
        Finding(
            f"定时任务 {_SCHEDULES.get(run.name, run.name)}",
            "failed" if run.state is WorkflowState.FAILED else "ok",
            f"{_RUNS[run.state]}{_last_run(run.at)}（计划：{plan_in_words(run.cron)}）",
            "查看日志，修好后等下一次运行" if run.state is WorkflowState.FAILED else "",
        )
        for run in parts.work.schedule_runs()
    ]


def _channel(parts: ConversationParts, channel: Channel) -> list[Finding]:
    found = findings_of_channel(channel, parts.settings.public_url)
    return [*found, *_last_trouble(parts.delivery, channel)]


def _last_trouble(delivery: Delivery, channel: Channel) -> list[Finding]:
    """Tell of the newest try that failed, unless one after it arrived."""
    last = delivery.last_try(channel.name)
    if last is None or last.result == AttemptResult.SENT:
        return []
    detail = f"最近一次发送失败：{reason(last.reason)}，{_moment(last.at)}"
    return [Finding(f"渠道 {channel.title} 发送", "failed", detail, "在“提醒与送达”页查看并重发")]


def _channel_settings(parts: ConversationParts) -> list[Finding]:
    found = half_configured(parts.settings)
    if found or parts.channels:
        return found
    return [NO_CHANNEL]


def _last_run(moment: datetime | None) -> str:
    return f"，最近一次 {_moment(moment)}" if moment else ""


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}"


def failed(part: str, exc: Exception) -> Finding:
    """Word what a check died of."""
    if isinstance(exc, BotError):
        return Finding(part, "failed", "：".join(filter(None, (exc.what, exc.why))), exc.remedy)
    if isinstance(exc, RetrievalError):
        return Finding(part, "failed", exc.what, exc.advice)
    if isinstance(exc, KpiError):
        return Finding(part, "failed", str(exc), "对照 docs/settings.md 改正设置或指标目录")
    return Finding(part, "failed", f"{type(exc).__name__}：{exc}", "查看日志；必要时从备份恢复")


def disk_findings(parts: ConversationParts) -> list[Finding]:
    """Tell how much room is left for data, and whether strangers may look at it."""
    directory = parts.settings.data_dir.resolve()
    try:
        make_data_folder(directory)
    except OSError as exc:
        detail = f"数据目录 {directory} 无法创建：{of_system(exc)}"
        return [Finding("磁盘", "failed", detail, "检查 BOT_DATA_DIR 的权限与空间")]
    free = shutil.disk_usage(directory).free
    detail = f"剩余 {free / 1024**3:.1f} GiB"
    if free < LEAST_FREE_BYTES:
        return [Finding("磁盘", "failed", detail, "清理磁盘，或把 BOT_DATA_DIR 移到更大的磁盘")]
    if is_open_to_others(directory):
        detail += f"；数据目录 {directory} 本机的其他用户也能进入"
        return [Finding("磁盘", "ok", detail, f"只让服务账户进入：chmod 700 {directory}")]
    return [Finding("磁盘", "ok", detail)]


def database_findings(parts: ConversationParts) -> list[Finding]:
    """Tell whether the database takes what is written, and whether anybody is in it."""
    try:
        parts.sessions.prove_writable()
    except sa.exc.SQLAlchemyError as exc:
        reason = of_database(getattr(exc, "orig", None) or exc)
        remedy = "检查数据目录或数据库服务器的权限与磁盘空间"
        return [Finding("数据库", "failed", f"写不进去：{reason}", remedy)]
    people = len(parts.directory.people())
    detail = f"{parts.engine.dialect.name}，人员 {people} 人"
    remedy = "" if people else "用 bot people import 导入人员"
    ahead = parts.sessions.server_ahead(utc_now)
    return [Finding("数据库", "ok", detail, remedy), *clock_findings(ahead)]


def clock_findings(ahead: timedelta) -> list[Finding]:
    """Tell of a database server whose clock is `ahead` of ours, or behind: what is counted in
    minutes (who failed to sign in too often) then comes to something else on each machine."""
    seconds = ahead.total_seconds()
    if abs(seconds) <= _SERVER_APART_S:
        return []
    side = "快" if seconds > 0 else "慢"
    detail = f"数据库服务器的时钟比本机{side} {abs(seconds):.0f} 秒"
    remedy = "在各台机器和数据库服务器上用 NTP 校准时间（如 timedatectl set-ntp true）"
    return [Finding("数据库时钟", "failed", detail, remedy)]


def half_configured(settings: Settings) -> list[Finding]:
    """Name what each channel still lacks whose configuration has begun."""
    findings = []
    for name in Settings.model_fields:
        section = getattr(settings, name)
        missing = section.missing() if isinstance(section, ChannelSection) else ()
        if missing:
            names = "、".join(f"BOT_{name}__{field}".upper() for field in missing)
            findings.append(Finding(f"渠道 {name}", "failed", "没有填完整", f"还缺 {names}"))
    return findings


def findings_of_channel(channel: Channel, public_url: str) -> list[Finding]:
    """Run every check of one channel, and tell when its callback could not be tried."""
    part = f"渠道 {channel.title}"
    findings = []
    if not channel.checks:
        remedy = "发一条才知道通不通：bot doctor --send-test 用户或群名"
        findings.append(Finding(part, "ok", "已启用", remedy))
    if channel.callback is not None and not public_url:
        detail = "没有检查：不知道从外面访问本服务的网址"
        remedy = "设置 BOT_PUBLIC_URL，如 https://你的域名"
        findings.append(Finding(f"{part} 回调地址", "off", detail, remedy))
    for check in channel.checks:
        try:
            check.run()
        except BotError as exc:
            findings.append(failed(f"{part} {check.name}", exc))
        else:
            findings.append(Finding(f"{part} {check.name}", "ok", "正常"))
    return findings
