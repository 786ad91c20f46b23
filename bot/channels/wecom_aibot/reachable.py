"""Whether WeCom's websocket can be reached from here and takes the bot."""

from __future__ import annotations

import json

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from bot.channels.lease import Lease
from bot.channels.wecom_aibot.frames import subscription
from bot.errors import ChannelMisconfigured, ChannelUnavailable
from bot.reasons import of_network
from bot.settings import WecomAibotSection

_TIMEOUT_S = 5.0


def check_websocket(section: WecomAibotSection, lease: Lease) -> None:
    """Prove that WeCom takes a connection and, while no process of ours keeps one, the bot.

    Subscribing ends the connection that is open, so it is left alone: a bot that WeCom refuses
    is held by nobody.

    Raises:
        ChannelUnavailable: it cannot be reached.
        ChannelMisconfigured: it does not take the bot's id and secret.
    """
    is_free = lease.hold()
    try:
        with connect(section.websocket_url, open_timeout=_TIMEOUT_S, close_timeout=1.0) as socket:
            if not is_free:
                return
            socket.send(subscription(section))
            code = json.loads(socket.recv(timeout=_TIMEOUT_S)).get("errcode")
    except (OSError, WebSocketException, TimeoutError, ValueError, AttributeError) as exc:
        raise ChannelUnavailable(
            "企业微信长连接连不上",
            why=of_network(exc),
            remedy="放行服务器到 openws.work.weixin.qq.com:443 的出站连接",
        ) from exc
    finally:
        if is_free:
            lease.release()
    if code != 0:
        raise ChannelMisconfigured(
            "企业微信不认识这个智能机器人",
            why=f"错误码 {code}",
            remedy="核对 BOT_WECOM_AIBOT__BOT_ID 与 __SECRET，并确认机器人设为长连接方式",
        )
