"""Structured logs without personal data."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

# Eleven digits beginning with 1 are a Chinese mobile number, and 3-4 digits, a dash and 7-8
# digits a fixed line; neither may reach a log, wherever it came from.
_TELEPHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)")
_SECRET_KEYS = frozenset({"secret", "token", "aes_key", "access_token", "corpsecret", "password"})


def configure_logs(*, level: str) -> None:
    """Send every log, the libraries' too, as masked JSON lines to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                mask,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # httpx and its like log whole request URLs, in which vendors put access tokens; the others
    # tell of themselves what nobody asked.
    for chatty in ("httpx", "httpcore", "urllib3", "faiss", "alembic", "sentence_transformers"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def mask(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Take secrets and telephone numbers out of one log event."""
    return {key: "***" if key in _SECRET_KEYS else _masked(value) for key, value in event.items()}


def _masked(value: Any) -> Any:
    return _TELEPHONE.sub("***", value) if isinstance(value, str) else value
