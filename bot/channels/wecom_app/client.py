"""The server API of a WeCom app; its error codes become delivery errors here only."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from bot.channels.tencent.access_token import AccessTokens, FetchedToken
from bot.channels.tencent.api import WECOM_STALE_TOKEN, ApiRefusal, TencentApi, checked
from bot.channels.vendor_http import Payload, VendorHttp
from bot.clock import Clock
from bot.errors import ChannelMisconfigured, DeliveryError, RecipientUnreachable
from bot.settings import WecomSection
from bot.storage.engine import SessionFactory

_log = structlog.get_logger(__name__)

_UNREACHABLE = {
    40003: "没有这个成员",
    46004: "没有这个成员",
    60111: "没有这个成员",
    81013: "成员不存在，或不在应用的可见范围内",
}
_REMEDIES = {
    40001: "核对应用 Secret（BOT_WECOM__SECRET）",
    40013: "核对企业 ID（BOT_WECOM__CORP_ID）",
    40056: "核对应用 AgentId（BOT_WECOM__AGENT_ID）",
    48002: "在管理后台给应用开通发送消息的权限",
    50003: "应用已被停用，在管理后台启用",
    60011: "把接收人或部门加入应用的可见范围",
    60020: "把本服务器的出口 IP 加入应用的“企业可信IP”",
}


class WecomClient:
    """Sends messages and pictures as one app."""

    def __init__(
        self,
        settings: WecomSection,
        sessions: SessionFactory,
        clock: Clock,
        *,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._http = VendorHttp(settings.api_base_url, timeout_s=settings.timeout_s)
        self._tokens = AccessTokens(
            sessions,
            self._fetch_token,
            account=f"wecom:{settings.corp_id}",
            secret=settings.secret.get_secret_value(),
            clock=clock,
            pause=pause,
        )
        self._api = TencentApi(self._http, self._tokens, stale_token=WECOM_STALE_TOKEN, pause=pause)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def check_access(self) -> None:
        """Prove that an access token can be had.

        Raises:
            DeliveryError: it cannot; the remedy says what to change.
        """
        self._translated(lambda: {"token": self._tokens.current()})

    def send(self, payload: Payload) -> str:
        """Send one message to one member; return its msgid.

        Raises:
            RecipientUnreachable: the member cannot get it.
            ChannelUnavailable: try again later.
            ChannelMisconfigured: an operator must act first.
        """
        answer = self._translated(lambda: self._api.post("message/send", payload))
        account = str(payload["touser"])
        # errcode 0 does not mean delivered; ids come back in lower case.
        for field, why in (
            ("invaliduser", "成员不存在，或不在应用的可见范围内"),
            ("unlicenseduser", "成员没有基础接口许可"),
        ):
            refused = {name.casefold() for name in str(answer.get(field) or "").split("|")}
            if account.casefold() in refused:
                raise RecipientUnreachable("企业微信没有送达", why=why)
        return str(answer.get("msgid", ""))

    def upload_image(self, png: bytes) -> str:
        """Upload a picture; return its media_id, valid for three days. Errors as in `send`."""
        answer = self._translated(
            lambda: self._api.upload("media/upload", "image", "chart.png", png, "image/png")
        )
        return str(answer["media_id"])

    def _fetch_token(self) -> FetchedToken:
        answer = checked(
            self._http.request(
                "GET",
                "gettoken",
                params={
                    "corpid": self._settings.corp_id,
                    "corpsecret": self._settings.secret.get_secret_value(),
                },
            )
        )
        return FetchedToken(str(answer["access_token"]), int(answer["expires_in"]))

    def _translated(self, call: Callable[[], Payload]) -> Payload:
        try:
            return call()
        except ApiRefusal as refused:
            _log.warning("wecom_refused", code=refused.code, hint=refused.hint)
            raise _delivery_error(refused) from refused


def _delivery_error(refused: ApiRefusal) -> DeliveryError:
    if refused.code in _UNREACHABLE:
        return RecipientUnreachable("企业微信没有送达", why=_UNREACHABLE[refused.code])
    if refused.code in _REMEDIES:
        return ChannelMisconfigured(
            "企业微信拒绝了本应用",
            why=f"错误码 {refused.code}",
            remedy=_REMEDIES[refused.code],
        )
    return DeliveryError(
        "企业微信没有接受这条消息",
        why=f"错误码 {refused.code}：{refused.hint}",
        remedy="按错误码查阅企业微信开发文档 90313",
    )
