"""The server API of an official account; its error codes become delivery errors here only."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.channels.tencent.access_token import FetchedToken
from bot.channels.tencent.account import TencentAccount
from bot.channels.tencent.api import WECHAT_STALE_TOKEN, ApiRefusal, fetched_token, told
from bot.channels.vendor_http import Payload, VendorHttp
from bot.clock import Clock
from bot.errors import ChannelMisconfigured, DeliveryError, RecipientUnreachable
from bot.settings import WechatSection
from bot.storage.engine import SessionFactory

_OUTSIDE_WINDOW = {45015: "对方超过 48 小时没有来过", 45047: "对方来过后的条数已用完"}
_UNREACHABLE = {40003: "没有这个用户", 43004: "对方没有关注", 43101: "对方拒收"}
_REACH = "请对方关注公众号、发一条消息，并允许接收通知"
_REMEDIES = {
    40001: "核对 BOT_WECHAT__SECRET",
    40013: "核对 BOT_WECHAT__APP_ID",
    40125: "核对 BOT_WECHAT__SECRET",
    40164: "把本服务器的出口 IP 加入公众号的 IP 白名单",
    48001: "公众号未认证，没有客服消息接口：设 BOT_WECHAT__HAS_CUSTOMER_MESSAGES=false",
}


class OutsideWindow(DeliveryError):
    """The person must write first; until then WeChat takes nothing for them."""


class WechatClient:
    """Sends customer messages as one account."""

    def __init__(
        self,
        settings: WechatSection,
        sessions: SessionFactory,
        clock: Clock,
        *,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._account = TencentAccount(
            VendorHttp(settings.api_base_url, timeout_s=settings.timeout_s),
            sessions,
            clock,
            name=f"wechat:{settings.app_id}",
            secret=settings.secret.get_secret_value(),
            fetch=self._fetch_token,
            translate=_delivery_error,
            stale_token=WECHAT_STALE_TOKEN,
            pause=pause,
        )
        self.close = self._account.close
        self.check_access = self._account.check_access

    def send_text(self, openid: str, text: str) -> None:
        """Send a customer message; the API gives no message id.

        Raises:
            OutsideWindow: the person has not written lately enough, or got five already.
            RecipientUnreachable: the person cannot get it.
            ChannelUnavailable: try again later; `ReceiptLost`: it may have arrived.
            ChannelMisconfigured: an operator must act first.
        """
        self._send(openid, "text", {"content": text})

    def send_image(self, openid: str, png: bytes) -> None:
        """Send a picture as a customer message. Errors as in `send_text`."""
        uploaded = self._account.call(
            lambda api: api.upload("media/upload", "image", "chart.png", png, "image/png")
        )
        self._send(openid, "image", {"media_id": told(uploaded, "media_id")})

    def notify(self, openid: str, line: str) -> None:
        """Send a subscription notice, which needs consent but no earlier message.

        https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html

        Raises:
            RecipientUnreachable: no template is set up, or the person refuses notices.
            ChannelUnavailable, ChannelMisconfigured: as in `send_text`.
        """
        template = self._settings.notice_template_id
        if not template:
            raise RecipientUnreachable(
                "公众号没有送达",
                why="对方近期没有来过，也没有设订阅通知",
                remedy="请对方先给公众号发一条消息，或设置 BOT_WECHAT__NOTICE_TEMPLATE_ID",
            )
        data = {self._settings.notice_field: {"value": line}}
        payload = {"touser": openid, "template_id": template, "data": data}
        self._account.call(
            lambda api: api.post("message/subscribe/bizsend", payload, may_repeat=False)
        )

    def _send(self, openid: str, kind: str, content: Payload) -> None:
        payload = {"touser": openid, "msgtype": kind, kind: content}
        self._account.call(lambda api: api.post("message/custom/send", payload, may_repeat=False))

    def _fetch_token(self, http: VendorHttp) -> FetchedToken:
        # stable_token, because the classic address kills the token of other callers.
        return fetched_token(
            http.request(
                "POST",
                "stable_token",
                json={
                    "grant_type": "client_credential",
                    "appid": self._settings.app_id,
                    "secret": self._settings.secret.get_secret_value(),
                    "force_refresh": False,
                },
            )
        )


def _delivery_error(refused: ApiRefusal) -> DeliveryError:
    code = refused.code
    if code in _OUTSIDE_WINDOW:
        return OutsideWindow(
            "公众号现在不能发给对方",
            why=_OUTSIDE_WINDOW[code],
            remedy="请对方先给公众号发一条消息",
        )
    if code in _UNREACHABLE:
        return RecipientUnreachable("公众号没有送达", why=_UNREACHABLE[code], remedy=_REACH)
    if code in _REMEDIES:
        return ChannelMisconfigured(
            "微信拒绝了公众号", why=f"错误码 {code}", remedy=_REMEDIES[code]
        )
    return DeliveryError(
        "微信没有接受这条消息",
        why=f"错误码 {code}：{refused.hint}",
        remedy="按错误码查阅微信公众号开发文档的“全局返回码说明”",
    )
