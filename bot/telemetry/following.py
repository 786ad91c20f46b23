"""The ids by which the log lines of one request, conversation or workflow are found again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from opentelemetry import trace

_LENGTH = 12


@contextmanager
def following(**ids: str) -> Iterator[None]:
    """Put `ids` (`request`, `conversation`, `workflow`) on every log line and span within.

    A conversation's and a workflow's own name hold people's account ids, so callers give
    `short_name` of them.
    """
    span = trace.get_current_span()
    for name, value in ids.items():
        span.set_attribute(f"bot.{name}", value)
    with structlog.contextvars.bound_contextvars(**ids):
        yield


def short_name(name: str) -> str:
    """Return twelve hexadecimal digits that stand for `name` and do not tell it.

    The same name always gives the same digits, so that lines of one conversation can be put
    together, also those of other processes and other days.
    """
    return hashlib.blake2b(name.encode(), digest_size=_LENGTH // 2).hexdigest()
