"""Calls our own webhook from outside as Telegram does, with an update that means nothing."""

from __future__ import annotations

import httpx

from bot.channels.telegram.webhook import SECRET_HEADER
from bot.errors import ChannelMisconfigured, ChannelUnavailable

_TIMEOUT_S = 5.0


def check_own_webhook(url: str, secret: str) -> None:
    """Prove that `url` takes what carries `secret`.

    Raises:
        ChannelUnavailable: `url` cannot be reached.
        ChannelMisconfigured: it answers, but not as Telegram wants it.
    """
    try:
        answer = httpx.post(
            url, json={"update_id": 0}, headers={SECRET_HEADER: secret}, timeout=_TIMEOUT_S
        )
    except httpx.HTTPError as exc:
        raise ChannelUnavailable(
            f"回调地址 {url} 打不开",
            why=type(exc).__name__,
            remedy="检查 BOT_PUBLIC_URL、域名解析、证书与防火墙",
        ) from exc
    if answer.status_code == 403:
        raise ChannelMisconfigured(
            f"回调地址 {url} 拒绝了 secret_token",
            remedy="核对该地址上的服务的 BOT_TELEGRAM__SECRET_TOKEN，改后重启服务并重新 setWebhook",
        )
    if answer.status_code != 200:
        raise ChannelMisconfigured(
            f"回调地址 {url} 的应答不对",
            why=f"HTTP {answer.status_code}",
            remedy="确认反向代理把该路径原样转给本服务",
        )
