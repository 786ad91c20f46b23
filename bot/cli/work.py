"""``bot work``: answers, sends and keeps the schedules, without serving anything."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from typing import Annotated

import typer
import uvicorn

from bot.cli.terminal import err
from bot.cli.tracing import tracing_of_process
from bot.serving.answerer_app import create_answerer
from bot.serving.warming import Readiness
from bot.settings import load_settings
from bot.telemetry.logs import configure_logs
from bot.wiring import Parts

NICENESS = 10
"""Whoever takes messages in goes first: a callback waits five seconds, an answer may wait more."""

_LAST_MOMENT_S = 30.0


def work(
    listener: Annotated[
        int | None, typer.Option("--socket", hidden=True, help="由 bot serve 给出")
    ] = None,
) -> None:
    """作答进程：回答消息、推送、定时任务；bot serve 会自行启动，多机部署时可另行启动。"""
    settings = load_settings()
    configure_logs(level=settings.log_level)
    tracing = tracing_of_process(settings)
    os.nice(NICENESS)
    parts = Parts(settings)
    if listener is None:
        _work_alone(parts)
    else:
        _work_for(parts, socket.socket(fileno=listener))
    tracing.shutdown()


def _work_alone(parts: Parts) -> None:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    parts.launch()
    Readiness().warm(parts)
    err.print("作答进程已启动  （按 Ctrl+C 停止）", style="bold green")
    stopping.wait()
    parts.stop()


def _work_for(parts: Parts, listener: socket.socket) -> None:
    config = uvicorn.Config(create_answerer(parts), log_config=None, access_log=False)
    server = uvicorn.Server(config)
    listening = threading.Thread(
        target=_listen_to_parent, args=(parts, server), name="parent", daemon=True
    )
    listening.start()
    server.run(sockets=[listener])


def _listen_to_parent(parts: Parts, server: uvicorn.Server) -> None:
    """Hear of messages kept; end when the serving process has, even without a word."""
    while os.read(sys.stdin.fileno(), 4096):
        parts.intake.wake()
    server.should_exit = True
    # Whatever keeps it from ending must not let it work on for nobody.
    threading.Event().wait(_LAST_MOMENT_S)
    os._exit(1)
