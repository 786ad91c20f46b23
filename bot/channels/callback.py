"""What every vendor callback shares: a capped body, one silent refusal, acknowledgement first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import structlog
from prometheus_client import Counter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.errors import CallbackRefused
from bot.messages import InboundMessage

Receive = Callable[[InboundMessage], Awaitable[None]]
"""Returns when the message is safely kept, not when it is answered."""

KEEP_WITHIN_S = 4.0
"""Vendors wait five seconds; what is not kept by then is refused, and so repeated."""

WELCOME = "/welcome"
"""The text of a message that stands for "somebody has just opened the chat"."""

_log = structlog.get_logger(__name__)
_refused = Counter("bot_callbacks_refused_total", "Callbacks refused", ["channel", "reason"])
_not_accepted = Counter(
    "bot_callbacks_not_accepted_total",
    "Genuine callbacks the application could not keep",
    ["channel"],
)


class RefusalReason(StrEnum):
    """Why a callback was refused; goes to the log and the counter, never to the caller."""

    TOO_LARGE = "too_large"
    MISSING_PARAMETER = "missing_parameter"
    MALFORMED = "malformed"
    BAD_SIGNATURE = "bad_signature"
    OUTSIDE_WINDOW = "outside_window"
    FOREIGN = "foreign"


_STATUS = {
    RefusalReason.TOO_LARGE: 413,
    RefusalReason.MISSING_PARAMETER: 400,
    RefusalReason.MALFORMED: 400,
    RefusalReason.BAD_SIGNATURE: 403,
    RefusalReason.OUTSIDE_WINDOW: 403,
    RefusalReason.FOREIGN: 403,
}


def refusal(reason: RefusalReason) -> CallbackRefused:
    """Return the error for `reason`, with the HTTP status that belongs to it."""
    return CallbackRefused("回调被拒绝", why=reason.value, status=_STATUS[reason])


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body, reading never more than `limit` bytes of it.

    The declared length only lets us refuse earlier: it may lie or be absent (chunked).

    Raises:
        CallbackRefused: longer than `limit`, compressed, or broken off.
    """
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
        raise refusal(RefusalReason.TOO_LARGE)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise refusal(RefusalReason.MALFORMED)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise refusal(RefusalReason.TOO_LARGE)
    except ClientDisconnect as exc:
        raise refusal(RefusalReason.MALFORMED) from exc
    return bytes(body)


def parameter(request: Request, name: str) -> str:
    """Return a query parameter that must be there.

    Raises:
        CallbackRefused: it is absent or empty.
    """
    value = request.query_params.get(name, "")
    if not value:
        raise refusal(RefusalReason.MISSING_PARAMETER)
    return value


def identifier(value: str) -> str:
    """Return `value`, which names an account or a message and goes into the database.

    Raises:
        CallbackRefused: empty, longer than 128, or other than printable ASCII, which no
            vendor's ids are.
    """
    if not 0 < len(value) <= 128 or not value.isascii() or not value.isprintable():
        raise refusal(RefusalReason.MALFORMED)
    return value


def readable(text: str) -> str:
    """Return `text` without what JSON can carry and a database cannot: NUL, half surrogates."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def check_window(timestamp: str, now: datetime, window_s: int) -> None:
    """Refuse a callback signed too long ago or in the future; 0 seconds switches this off.

    Only the timestamp is judged, never the nonce: whether a vendor's retry carries the old
    one is not documented, and a genuine retry must pass.

    Raises:
        CallbackRefused: not a number, or further than `window_s` seconds from `now`.
    """
    if window_s == 0:
        return
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise refusal(RefusalReason.MALFORMED)
    if abs(now.timestamp() - int(timestamp)) > window_s:
        raise refusal(RefusalReason.OUTSIDE_WINDOW)


async def hand_over(receive: Receive, message: InboundMessage) -> bool:
    """Give `message` to the application; False when it could not be kept.

    The caller then answers 500, because the vendor's retry is the only copy left.
    """
    try:
        async with asyncio.timeout(KEEP_WITHIN_S):
            await receive(message)
    except Exception as exc:  # whatever it is, an acknowledged message must not be lost
        _not_accepted.labels(message.channel).inc()
        _log.error(
            "message_not_accepted",
            channel=message.channel,
            message_id=message.message_id,
            error=type(exc).__name__,
        )
        return False
    return True


Handle = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Callback:
    """Where a vendor calls, and what is done there, by HTTP method."""

    path: str
    handles: Mapping[str, Handle]


def guarded_callback(channel: str, path: str, **handles: Handle) -> Callback:
    """Return the callback of `channel` at `path`, one handle a method (``GET=…, POST=…``).

    A CallbackRefused becomes an empty answer with its status, counted and logged.
    """
    guarded = {method: _guarded(channel, handle) for method, handle in handles.items()}
    return Callback(path, guarded)


def _guarded(channel: str, handle: Handle) -> Handle:
    async def guarded(request: Request) -> Response:
        try:
            return await handle(request)
        except CallbackRefused as refused:
            _refused.labels(channel, refused.why).inc()
            _log.warning("callback_refused", channel=channel, reason=refused.why)
            return Response(status_code=refused.status)

    return guarded
