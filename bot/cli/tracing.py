"""Tracing of the processes that run until they are stopped."""

from __future__ import annotations

import os
import socket

from opentelemetry.sdk.trace import TracerProvider

from bot import __version__
from bot.settings import Settings
from bot.telemetry.tracing import start_tracing


def tracing_of_process(settings: Settings) -> TracerProvider:
    """Start measuring stages; call `shutdown()` on what is returned before the process ends."""
    return start_tracing(
        endpoint=settings.tracing.endpoint,
        share=settings.tracing.share,
        version=__version__,
        instance=f"{socket.gethostname()}:{os.getpid()}",
    )
