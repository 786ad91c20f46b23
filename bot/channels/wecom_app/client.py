"""The server API of a WeCom app; its error codes become delivery errors here only."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from bot.channels.tencent.access_token import FetchedToken
from bot.channels.tencent.account import TencentAccount
from bot.channels.tencent.api import (
    WECOM_STALE_TOKEN,
    ApiRefusal,
    TencentApi,
    fetched_token,
    told,
)
from bot.channels.vendor_http import Payload, VendorHttp
from bot.clock import Clock
from bot.errors import (
    ChannelMisconfigured,
    DeliveryError,
    RecipientUnreachable,
    SignInRefused,
)
from bot.settings import WecomSection
from bot.signin import wording as signin_wording
from bot.storage.engine import SessionFactory

# Made up, used, older than five minutes, or longer than the 512 bytes a code can have.
_BAD_CODE = 40029
_CODE_BYTES = 512

_UNREACHABLE = {
    40003: "没有这个成员",
    46004: "没有这个成员",
    60111: "没有这个成员",
    81013: "成员不存在，或不在应用的可见范围内",
}
_VISIBLE = "核对成员账号，并在管理后台把该成员加入应用的可见范围"
_REMEDIES = {
    40001: "核对应用 Secret（BOT_WECOM__SECRET）",
    40013: "核对企业 ID（BOT_WECOM__CORP_ID）",
    40056: "核对应用 AgentId（BOT_WECOM__AGENT_ID）",
    48002: "在管理后台给应用开通发送消息的权限",
    50001: "在管理后台把本服务的域名设为应用的“网页授权及JS-SDK”可信域名",
    50003: "应用已被停用，在管理后台启用",
    60011: "把接收人或部门加入应用的可见范围",
    301002: "Secret 与 AgentId 不是同一个应用的：核对 BOT_WECOM__AGENT_ID 与 BOT_WECOM__SECRET",
    60020: "把本服务器的出口 IP 加入应用的“企业可信IP”",
}


class Sent(NamedTuple):
    """The vendor's id of a message, and for a card the code that changes it once ("" else)."""

    message_id: str
    response_code: str


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
        self._account = TencentAccount(
            VendorHttp(settings.api_base_url, timeout_s=settings.timeout_s),
            sessions,
            clock,
            name=f"wecom:{settings.corp_id}",
            secret=settings.secret.get_secret_value(),
            fetch=self._fetch_token,
            translate=_delivery_error,
            stale_token=WECOM_STALE_TOKEN,
            pause=pause,
        )
        self.close = self._account.close
        self.check_access = self._account.check_access

    def check_agent(self) -> None:
        """Prove that the secret is this agent's.

        https://developer.work.weixin.qq.com/document/path/90227

        Raises:
            DeliveryError: it is not; the remedy says what to change.
        """
        agent = {"agentid": str(self._settings.agent_id)}
        self._account.call(lambda api: api.get("agent/get", agent))

    def send(self, payload: Payload) -> Sent:
        """Send one message to one member.

        Raises:
            RecipientUnreachable: the member cannot get it.
            ChannelUnavailable: try again later.
            ChannelMisconfigured: an operator must act first.
        """
        answer = self._account.call(lambda api: api.post("message/send", payload))
        account = str(payload["touser"])
        # errcode 0 does not mean delivered; ids come back in lower case.
        for field, why in (
            ("invaliduser", "成员不存在，或不在应用的可见范围内"),
            ("unlicenseduser", "成员没有基础接口许可"),
        ):
            refused = {name.casefold() for name in str(answer.get(field) or "").split("|")}
            if account.casefold() in refused:
                raise RecipientUnreachable("企业微信没有送达", why=why, remedy=_VISIBLE)
        return Sent(str(answer.get("msgid", "")), str(answer.get("response_code", "")))

    def replace_buttons(self, response_code: str, account: str, words: str) -> None:
        """Show `words` in place of a card's buttons; the code is then spent.

        https://developer.work.weixin.qq.com/document/path/94888

        Raises:
            DeliveryError: the code was spent or is too old, or as in `send`.
        """
        update = {
            "userids": [account],
            "agentid": self._settings.agent_id,
            "response_code": response_code,
            "button": {"replace_name": words},
        }
        self._account.call(lambda api: api.post("message/update_template_card", update))

    def upload_image(self, png: bytes) -> str:
        """Upload a picture; return its media_id, valid for three days. Errors as in `send`."""
        answer = self._account.call(
            lambda api: api.upload("media/upload", "image", "chart.png", png, "image/png")
        )
        return told(answer, "media_id")

    def member_of(self, code: str) -> str | None:
        """Return the user id of the member whose sign-in code this is; None for a stranger.

        https://developer.work.weixin.qq.com/document/path/91023; an older interface spells the
        field ``UserId``.

        Raises:
            SignInRefused: the code is used up, too old or made up.
            DeliveryError: WeCom cannot be asked now, or refuses the app.
        """
        if not 0 < len(code.encode()) <= _CODE_BYTES:
            raise SignInRefused(signin_wording.BAD_CODE)
        answer = self._account.call(lambda api: _of_code(api, code))
        if answer is None:
            raise SignInRefused(signin_wording.BAD_CODE)
        member = answer.get("userid") or answer.get("UserId")
        return str(member) if member else None

    def _fetch_token(self, http: VendorHttp) -> FetchedToken:
        secret = self._settings.secret.get_secret_value()
        params = {"corpid": self._settings.corp_id, "corpsecret": secret}
        return fetched_token(http.request("GET", "gettoken", params=params))


def _of_code(api: TencentApi, code: str) -> Payload | None:
    try:
        return api.get("auth/getuserinfo", {"code": code})
    except ApiRefusal as refused:
        if refused.code == _BAD_CODE:
            return None
        raise


def _delivery_error(refused: ApiRefusal) -> DeliveryError:
    if refused.code in _UNREACHABLE:
        return RecipientUnreachable(
            "企业微信没有送达", why=_UNREACHABLE[refused.code], remedy=_VISIBLE
        )
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
