"""Whether WeCom's websocket can be reached from here."""

from __future__ import annotations

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from bot.errors import ChannelUnavailable

_TIMEOUT_S = 5.0


def check_websocket(url: str) -> None:
    """Prove that `url` takes a connection; subscribing would end the running one.

    Raises:
        ChannelUnavailable: it cannot be reached.
    """
    try:
        with connect(url, open_timeout=_TIMEOUT_S, close_timeout=1.0):
            return
    except (OSError, WebSocketException, TimeoutError) as exc:
        raise ChannelUnavailable(
            "企业微信长连接连不上",
            why=type(exc).__name__,
            remedy="放行服务器到 openws.work.weixin.qq.com:443 的出站连接",
        ) from exc
