"""Calls our own webhook from outside as Telegram does, with an update that means nothing."""

from __future__ import annotations

from bot.channels.own_callback import called, odd_answer
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.errors import ChannelMisconfigured


def check_own_webhook(url: str, secret: str) -> None:
    """Prove that `url` takes what carries `secret`.

    Raises:
        ChannelUnavailable: `url` cannot be reached.
        ChannelMisconfigured: it answers, but not as Telegram wants it.
    """
    answer = called("POST", url, json={"update_id": 0}, headers={SECRET_HEADER: secret})
    if answer.status_code == 403:
        raise ChannelMisconfigured(
            f"回调地址 {url} 拒绝了 secret_token",
            remedy="核对该地址上的服务的 BOT_TELEGRAM__SECRET_TOKEN，改后重启服务并重新 setWebhook",
        )
    if answer.status_code != 200:
        raise odd_answer(url, answer, "确认反向代理把该路径原样转给本服务")
