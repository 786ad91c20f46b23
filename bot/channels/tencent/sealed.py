"""Opens a sealed callback: signature first, then the window, then nothing else is believed."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request

from bot.channels.callback import RefusalReason, check_window, parameter, refusal
from bot.channels.tencent.crypto import CallbackCrypto


def open_sealed(
    request: Request, encrypted: str, crypto: CallbackCrypto, *, now: datetime, window_s: int
) -> str:
    """Return what `encrypted` holds, proved by the request's query.

    Raises:
        CallbackRefused: a parameter is missing, the signature is not ours, the content is
            malformed or foreign, or it was signed more than `window_s` from `now`.
    """
    timestamp = parameter(request, "timestamp")
    opened = crypto.open(
        signature=parameter(request, "msg_signature"),
        timestamp=timestamp,
        nonce=parameter(request, "nonce"),
        encrypted=encrypted,
    )
    check_window(timestamp, now, window_s)
    return opened


def open_echo(request: Request, crypto: CallbackCrypto, *, now: datetime, window_s: int) -> str:
    """Return the echo that proves to WeCom's administration page that we hold the key.

    Raises:
        CallbackRefused: as in `open_sealed`, and for what is no echo: a recorded message
            replayed here would otherwise come back decrypted.
    """
    # A "+" that arrived unescaped was read as a space; base64 has no spaces.
    encrypted = parameter(request, "echostr").replace(" ", "+")
    echo = open_sealed(request, encrypted, crypto, now=now, window_s=window_s)
    if not echo.isascii() or "<" in echo or "{" in echo:
        raise refusal(RefusalReason.MALFORMED)
    return echo
