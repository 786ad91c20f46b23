"""Calling a callback of ours from outside, as its vendor does."""

from __future__ import annotations

from typing import Any

import httpx

from bot.bounded_http import BoundedHttp
from bot.errors import ChannelMisconfigured, ChannelUnavailable
from bot.reasons import of_network

_TIMEOUT_S = 5.0


def called(method: str, url: str, **request: Any) -> httpx.Response:
    """Return the answer of our own callback; `request` is what `httpx.request` takes.

    Raises:
        ChannelUnavailable: `url` cannot be reached.
    """
    try:
        with BoundedHttp(limit_s=_TIMEOUT_S) as http:
            return http.request(method, url, **request)
    except httpx.HTTPError as exc:
        raise ChannelUnavailable(
            f"回调地址 {url} 打不开",
            why=of_network(exc),
            remedy="检查 BOT_PUBLIC_URL、域名解析、证书与防火墙",
        ) from exc


def odd_answer(url: str, answer: httpx.Response, remedy: str) -> ChannelMisconfigured:
    """Return the error for an answer that is not what the vendor wants."""
    return ChannelMisconfigured(
        f"回调地址 {url} 的应答不对", why=f"HTTP {answer.status_code}", remedy=remedy
    )
