"""Whether this server's clock agrees with the vendor's, whose signatures carry the time."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import httpx

from bot.bounded_http import BoundedHttp
from bot.clock import Clock
from bot.errors import ChannelMisconfigured, ChannelUnavailable
from bot.reasons import of_network

TOLERATED_S = 60
_TIMEOUT_S = 5.0


def check_clock(url: str, clock: Clock) -> None:
    """Compare `clock` with the Date that the server at `url` writes into its answers.

    Raises:
        ChannelMisconfigured: they differ by more than a minute.
        ChannelUnavailable: the server cannot be reached, or tells no time.
    """
    try:
        with BoundedHttp(limit_s=_TIMEOUT_S) as http:
            told = http.request("GET", url).headers["date"]
        skew_s = (clock.now() - parsedate_to_datetime(told)).total_seconds()
    except (httpx.HTTPError, KeyError, ValueError, TypeError) as exc:
        # `from None`: the URL may hold a secret, and httpx writes it into its messages.
        raise ChannelUnavailable(
            "没有问到对方的时间",
            why=of_network(exc),
            remedy="检查服务器的出站网络、防火墙与接口地址的设置",
        ) from None
    if abs(skew_s) > TOLERATED_S:
        raise ChannelMisconfigured(
            "服务器时钟不准",
            why=f"与对方相差 {abs(skew_s):.0f} 秒，回调会因时间戳被拒",
            remedy="用 NTP 校准服务器时间（如 timedatectl set-ntp true）",
        )
