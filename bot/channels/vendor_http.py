"""HTTP to a vendor: every failure below the vendor's own error codes is translated here."""

from __future__ import annotations

import logging
import math
from typing import Any

import httpx

from bot.bounded_http import AnswerTooLarge, BoundedHttp
from bot.errors import ChannelUnavailable, ReceiptLost
from bot.reasons import of_network

Payload = dict[str, Any]

# By one of these words a vendor's own answer is known; a gateway in between answers as well.
_VENDORS_OWN = frozenset({"errcode", "ok"})
# Tries are many: after as many days a message would not have gone another way, and what keeps it
# from being sent twice would be forgotten.
_LONGEST_WAIT_S = 3600
# A slow line may use up its time for connecting and once more for answering.
_STEPS = 2

# By these the request did not go out whole.
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.WriteError,
    httpx.WriteTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
PASSED_ON = frozenset({500, 502, 504})
"""By these a gateway tells of a request that it passed on, or may have."""

REACH_VENDOR = "检查服务器的出站网络、防火墙、代理与接口地址的设置；恢复后会自动重发"

# httpx writes every URL at INFO, and the vendors put secrets into URLs.
logging.getLogger("httpx").setLevel(logging.WARNING)


class VendorHttp:
    """Posts JSON to one vendor and returns the JSON object that comes back.

    `timeout_s` bounds connecting, writing and each read, and twice as much the whole. No error
    holds the URL, because tokens and robot keys travel in it.
    """

    def __init__(self, base_url: str, *, timeout_s: float, proxy: str = "") -> None:
        self._base_url = base_url.rstrip("/")
        self._client = BoundedHttp(
            limit_s=_STEPS * timeout_s, timeout=timeout_s, proxy=proxy or None
        )

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        json: Payload | None = None,
        data: dict[str, str] | None = None,
        files: dict[str, tuple[str, bytes, str]] | None = None,
        may_repeat: bool = True,
    ) -> Payload:
        """Send one request; `path` may be a whole URL. `may_repeat`: made twice it does no harm.

        Raises:
            ChannelUnavailable: no connection, no answer in time or one too large, no JSON object,
                or the error of a gateway, with the seconds to wait where it names them.
            ReceiptLost: one of these, after a request that may not be repeated went out.
        """
        url = path if path.startswith(("http://", "https://")) else f"{self._base_url}/{path}"
        try:
            response = self._client.request(
                method, url, params=params, json=json, data=data, files=files
            )
        except AnswerTooLarge:
            raise _unanswered(is_lost=not may_repeat)(
                "接口的应答太大，没有读完", why="不是平台自己的应答", remedy=REACH_VENDOR
            ) from None
        except httpx.HTTPError as exc:
            # `from None`: httpx writes the URL, secret included, into its messages.
            raise _unanswered(is_lost=not may_repeat and not isinstance(exc, _NOT_SENT))(
                "接口没有应答", why=of_network(exc), remedy=REACH_VENDOR
            ) from None
        answer = _object_in(response)
        if answer is None or (response.is_error and not _VENDORS_OWN & answer.keys()):
            was_passed_on = response.is_success or response.status_code in PASSED_ON
            raise _unanswered(is_lost=not may_repeat and was_passed_on)(
                "接口的应答无法识别",
                why=f"HTTP {response.status_code}",
                retry_after=seconds_to_wait(response.headers.get("retry-after")),
            )
        return answer


def seconds_to_wait(told: object) -> float | None:
    """Return how long a vendor asks to be left alone, an hour at most; None when that is
    no positive number."""
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        return None
    try:
        seconds = float(told)
    except (ValueError, OverflowError):
        return None
    return min(seconds, _LONGEST_WAIT_S) if 0 < seconds < math.inf else None


def _unanswered(*, is_lost: bool) -> type[ChannelUnavailable]:
    return ReceiptLost if is_lost else ChannelUnavailable


def _object_in(response: httpx.Response) -> Payload | None:
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
