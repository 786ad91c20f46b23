"""Loading the model and the index before the first question needs them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.wiring import Parts

_log = structlog.get_logger(__name__)


class Readiness:
    """Whether the first question would be answered without loading anything; else why not."""

    def __init__(self) -> None:
        self.is_warm = False
        self.reason = "正在装入模型与索引"

    def warm(self, parts: Parts) -> None:
        """Load, and note how it went."""
        try:
            parts.warm()
        except Exception as exc:  # the service goes on: figures and tasks need no model
            self.reason = f"模型或索引不可用：{type(exc).__name__}"
            _log.exception("warming_failed")
            return
        self.is_warm = True
        self.reason = ""


@asynccontextmanager
async def launched(parts: Parts, readiness: Readiness) -> AsyncIterator[None]:
    """Do the durable work within the block, and load the model beside it. What is unfinished at
    the end is left for the next start."""
    await asyncio.to_thread(parts.launch)
    warming = asyncio.create_task(asyncio.to_thread(readiness.warm, parts))
    yield
    await warming
    await asyncio.to_thread(parts.stop)
