"""Structured logs without personal data."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from bot.masking import MASK, without_personal_numbers
from bot.telemetry.failures import described
from bot.telemetry.floods import Seldom

# Vendors put secrets into addresses, and libraries put addresses into messages.
_SECRETS_IN_ADDRESS = (
    (re.compile(r"(?<=[?&])(access_token|corpsecret|secret|key)=[^&\s\"']+"), rf"\1={MASK}"),
    # Telegram's token is a part of the path, a database's password stands before its server.
    (re.compile(r"(?<=/bot)\d+:[\w-]+"), MASK),
    (re.compile(r"(?<=://)[^/\s]+(?=@)"), MASK),
)
# Our own ids: of a thousand a few hold ten digits that look like a number, and lines that belong
# together are found by them.
_IDENTIFIER = re.compile(r"(?=\d*[a-f])[\da-f]{12}(?:[\da-f]{4}|[\da-f]{20})?")
_SELDOM = Seldom()
_SECRET_KEYS = frozenset({"secret", "token", "aes_key", "access_token", "corpsecret", "password"})


def configure_logs(*, level: str) -> None:
    """Send every log, the libraries' too, as masked JSON lines to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.ExceptionRenderer(described),
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
    logging.getLogger("asyncio").addFilter(_SELDOM)


def mask(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Take secrets, telephone and identity card numbers out of one log event."""
    return {key: MASK if key in _SECRET_KEYS else _masked(value) for key, value in event.items()}


def _masked(value: Any) -> Any:
    """Return `value` masked wherever it holds words; an object is told as its own words."""
    match value:
        case None | bool() | float():
            return value
        case int():
            return value if without_personal_numbers(str(value)) == str(value) else MASK
        case str() if _IDENTIFIER.fullmatch(value):
            return value
        case str():
            # First: a token may begin with digits that look like a number.
            return without_personal_numbers(_without_secrets(value))
        case Mapping():
            return mask(None, "", {str(key): each for key, each in value.items()})
        case list() | tuple() | set() | frozenset():
            return [_masked(each) for each in value]
        case _:
            return _masked(repr(value))


def _without_secrets(text: str) -> str:
    for pattern, instead in _SECRETS_IN_ADDRESS:
        text = pattern.sub(instead, text)
    return text
