"""``bot serve``: everything, in this process and the answerers it starts."""

from __future__ import annotations

import errno
import gc
import socket
import sys
from contextlib import suppress
from typing import Annotated

import typer
import uvicorn

from bot.answerers import Answerers
from bot.app import create_app
from bot.cli.terminal import err
from bot.cli.tracing import tracing_of_process
from bot.demo.prepare import prepare_demo
from bot.durable import DurableWork
from bot.errors import PortInUse, SettingsError
from bot.reasons import of_system
from bot.settings import Settings, load_settings
from bot.telemetry.logs import configure_logs
from bot.wiring import Parts

SWITCH_INTERVAL_S = 0.0005
"""How long a thread may keep the interpreter from the others (5 ms by default): a callback waits
that long, several times, for each answer being composed."""

_MOST_FILES = 65_536
_LAST_EXCHANGES_S = 8
"""How long a visitor who is still sending or reading keeps the service from ending. With what the
answerers are given it stays below the half minute that compose.yaml gives."""


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="演示模式：装入演示数据")] = False,
    host: Annotated[str | None, typer.Option(help="监听地址")] = None,
    port: Annotated[int | None, typer.Option(help="监听端口；0 由系统选择")] = None,
) -> None:
    """启动服务：页面、回调、定时任务与推送。"""
    given = {"demo": demo or None, "host": host, "port": port}
    settings = load_settings(**{key: value for key, value in given.items() if value is not None})
    configure_logs(level=settings.log_level)
    tracing = tracing_of_process(settings)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    allow_many_files()
    listener = _listen(settings.host, settings.port)
    _guard_demonstration(settings)
    parts = Parts(settings, work=_work_elsewhere(settings))
    if settings.demo:
        prepare_demo(parts, say=err.print)
    address, taken_port = listener.getsockname()[:2]
    shown = "127.0.0.1" if address in {"0.0.0.0", "::"} else address
    proxies = settings.pages.trusted_proxies
    config = uvicorn.Config(
        create_app(settings, parts=parts, answerers=_answerers(parts)),
        log_config=None,
        access_log=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=_LAST_EXCHANGES_S,
    )
    _AnnouncingServer(config, f"http://{shown}:{taken_port}/").run(sockets=[listener])
    tracing.shutdown()


def _work_elsewhere(settings: Settings) -> DurableWork | None:
    if not settings.answerers:
        return None
    from bot.durable.remote_work import RemoteWork

    return RemoteWork(settings.durable_database_url)


def _answerers(parts: Parts) -> Answerers | None:
    settings = parts.settings
    if not settings.answerers:
        return None

    def environment() -> dict[str, str]:
        demo = {"BOT_DEMO": "true"} if settings.demo else {}
        if settings.clock_start is None:
            return demo
        # Started again tomorrow, it must not begin the business day anew.
        return {**demo, "BOT_BUSINESS_CLOCK": parts.clock.now().isoformat()}

    return Answerers(settings.answerers, environment)


class _AnnouncingServer(uvicorn.Server):
    """Prints the address once it can really be opened."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say where."""
        await super().startup(sockets)
        if self.started:
            spare_the_collector()
            err.print(f"打开 {self._address}  （按 Ctrl+C 停止）", style="bold green")


def allow_many_files() -> None:
    """Take as many open files as this process may have, where it was given fewer to begin with:
    each visitor is one, and so is each connection of this service."""
    try:
        import resource
    except ImportError:
        # Windows has no such limit.
        return
    given, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if most == resource.RLIM_INFINITY else min(most, _MOST_FILES)
    if given != resource.RLIM_INFINITY and given < wanted:
        # macOS names no limit and refuses what is above its own.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def spare_the_collector() -> None:
    """Take what is there now out of the garbage collector's sight: it stays to the end anyway.

    Going through it all once more stops every thread, and every callback, for a good part of a
    second.
    """
    gc.collect()
    gc.freeze()


def _guard_demonstration(settings: Settings) -> None:
    """Refuse to let strangers act as anybody because a data directory was once a demonstration.

    Raises:
        SettingsError: the directory holds the demonstration, `--demo` was not given, and the
            address can be reached from outside.
    """
    if not settings.is_demonstration:
        return
    is_local = settings.host in {"127.0.0.1", "::1", "localhost"}
    if not settings.demo and not is_local:
        raise SettingsError(
            "数据目录里是演示数据，任何访客都能以任何人的身份操作，不能对外提供服务",
            remedy="正式使用请换一个 BOT_DATA_DIR；确要对外演示，请加 --demo",
        )
    err.print("演示模式：访客可以任选身份，数据均为演示数据。", style="yellow")


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything is loaded, so that a taken one is told at once."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Bound is not taken: only a listening socket refuses a second server.
        listener.listen(2048)
    except OSError as exc:
        listener.close()
        remedy = "换一个端口（--port），或先停掉占用它的程序"
        if exc.errno != errno.EADDRINUSE:
            remedy = "检查 --host 与 --port：地址须是本机的，1024 以下的端口须有权限"
        raise PortInUse(f"无法监听 {host}:{port}", why=of_system(exc), remedy=remedy) from exc
    return listener
