"""The Bot API; its errors become delivery errors here only.

https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

from bot.channels.telegram.updates import USED
from bot.channels.vendor_http import PASSED_ON, Payload, VendorHttp, seconds_to_wait
from bot.errors import (
    ChannelMisconfigured,
    ChannelUnavailable,
    DeliveryError,
    ReceiptLost,
    RecipientUnreachable,
)
from bot.settings import TelegramSection


class UnparsableText(DeliveryError):
    """Telegram could not read the markup; the same text without it will do."""


class GroupMoved(DeliveryError):
    """A group became a supergroup, which has a chat id of its own: `chat_id`."""

    def __init__(self, chat_id: int) -> None:
        self.chat_id = str(chat_id)
        super().__init__("Telegram 没有送达", why="群已升级，换了编号", remedy="请在群里再提问一次")


class TelegramClient:
    """Calls methods of one bot."""

    def __init__(self, settings: TelegramSection) -> None:
        self._http = VendorHttp(
            settings.api_base_url, timeout_s=settings.timeout_s, proxy=settings.proxy
        )
        self._token = settings.token.get_secret_value()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def check_access(self) -> None:
        """Prove that the token is the bot's.

        Raises:
            DeliveryError: it is not, or Telegram cannot be reached.
        """
        self._call("getMe", {})

    def check_webhook(self, url: str) -> None:
        """Prove that Telegram calls `url` with all we answer, and meets no error there.

        Raises:
            ChannelMisconfigured: another address is set, updates are left out, or the last call
                failed.
            DeliveryError: Telegram cannot be reached.
        """
        info = self._call("getWebhookInfo", {})
        if info.get("url") != url:
            raise ChannelMisconfigured(
                "Telegram 的回调地址不是本服务",
                remedy=f"用 setWebhook 把地址设为 {url}，并带上 BOT_TELEGRAM__SECRET_TOKEN",
            )
        allowed = info.get("allowed_updates")
        if isinstance(allowed, list) and not {"message", "callback_query"} <= set(allowed):
            raise ChannelMisconfigured(
                "Telegram 不会送来全部消息",
                why="setWebhook 时的 allowed_updates 缺了 message 或 callback_query",
                remedy='重新 setWebhook，allowed_updates 写 ["message","callback_query"]',
            )
        if fault := info.get("last_error_message"):
            raise ChannelMisconfigured(
                "Telegram 最近一次回调失败",
                why=str(fault),
                remedy="检查域名证书、防火墙与 BOT_TELEGRAM__SECRET_TOKEN",
            )

    def send_message(self, payload: Payload) -> str:
        """Send a text; return its message id.

        Raises:
            UnparsableText: the markup is refused.
            GroupMoved: the group is to be written to under another id.
            RecipientUnreachable: the chat is gone or the bot is blocked.
            ChannelUnavailable: limited or down, with the seconds Telegram names; `ReceiptLost`: it
                may have arrived.
            ChannelMisconfigured: the token is refused.
        """
        return _message_id(
            self._http.request("POST", self._path("sendMessage"), json=payload, may_repeat=False)
        )

    def send_photo(self, chat_id: str, png: bytes, caption: str) -> str:
        """Send a picture; return its message id. Errors as in `send_message`."""
        answer = self._http.request(
            "POST",
            self._path("sendPhoto"),
            data={"chat_id": chat_id, "caption": caption},
            files={"photo": ("chart.png", png, "image/png")},
            may_repeat=False,
        )
        return _message_id(answer)

    def replace_buttons(self, chat_id: str, message_id: int, label: str) -> None:
        """Let a message show one button, `label`, that says what was chosen.

        Errors as in `send_message`; that it shows it already is none.
        """
        markup = {"inline_keyboard": [[{"text": label, "callback_data": USED}]]}
        payload = {"chat_id": chat_id, "message_id": message_id, "reply_markup": markup}
        answer = self._http.request("POST", self._path("editMessageReplyMarkup"), json=payload)
        if "message is not modified" not in str(answer.get("description", "")):
            _result(answer)

    def _call(self, method: str, payload: Payload) -> Payload:
        return _result(self._http.request("POST", self._path(method), json=payload))

    def _path(self, method: str) -> str:
        return f"bot{self._token}/{method}"


def _result(answer: Payload) -> Payload:
    if answer.get("ok") is True:
        result = answer.get("result")
        return result if isinstance(result, dict) else {}
    raise _delivery_error(answer)


def _message_id(answer: Payload) -> str:
    """Return the id of what was sent.

    Raises:
        DeliveryError: as `TelegramClient.send_message` says.
    """
    code = answer.get("error_code")
    if code in PASSED_ON:
        # Its own gateway says so in the same words as it does, and may have handed it on before.
        raise ReceiptLost("Telegram 暂时不可用", why=f"错误码 {code}")
    return str(_result(answer).get("message_id", ""))


def _delivery_error(answer: Payload) -> DeliveryError:
    code, description = answer.get("error_code"), str(answer.get("description", ""))
    given = answer.get("parameters")
    parameters = given if isinstance(given, dict) else {}
    match code:
        case 429:
            wait_s = seconds_to_wait(parameters.get("retry_after"))
            return ChannelUnavailable("Telegram 限流", why="错误码 429", retry_after=wait_s)
        case 400 if isinstance(moved_to := parameters.get("migrate_to_chat_id"), int) and moved_to:
            return GroupMoved(moved_to)
        case 400 if "can't parse entities" in description:
            return UnparsableText("Telegram 读不懂排版", why=description)
        case 403:
            return RecipientUnreachable(
                "Telegram 没有送达",
                why="对方已停用机器人",
                remedy="请对方在 Telegram 里重新启用机器人（发送 /start）",
            )
        case 400 if "chat not found" in description:
            return RecipientUnreachable(
                "Telegram 没有送达", why="没有这个会话", remedy="请对方先给机器人发一条消息"
            )
        case 401 | 404:
            return ChannelMisconfigured(
                "Telegram 拒绝了机器人", why=f"错误码 {code}", remedy="核对 BOT_TELEGRAM__TOKEN"
            )
        case int() if code >= 500:
            return ChannelUnavailable("Telegram 暂时不可用", why=f"错误码 {code}")
        case _:
            return DeliveryError(
                "Telegram 没有接受这条消息",
                why=f"错误码 {code}：{description}",
                remedy="查阅 core.telegram.org/bots/api；说明文字就是原因",
            )
