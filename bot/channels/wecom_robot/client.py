"""The robots' webhooks; their error codes become delivery errors here only."""

from __future__ import annotations

from bot.channels.tencent.api import ApiRefusal, checked
from bot.channels.vendor_http import Payload, VendorHttp
from bot.errors import ChannelMisconfigured, DeliveryError, RecipientUnreachable
from bot.settings import WecomRobotSection

_BAD_KEY = 93000


class WecomRobotClient:
    """Posts to the robot of a group; the address holds a key and reaches no log."""

    def __init__(self, settings: WecomRobotSection) -> None:
        self._http = VendorHttp("", timeout_s=settings.timeout_s)
        self._webhooks = settings.webhooks

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def send(self, group: str, payload: Payload) -> None:
        """Post one message to `group`.

        Raises:
            RecipientUnreachable: no robot is set up for this group.
            ChannelMisconfigured: the vendor does not know the robot.
            ChannelUnavailable: limited (20 a minute) or down; `ReceiptLost`: it may have arrived.
        """
        webhook = self._webhooks.get(group)
        if webhook is None:
            raise RecipientUnreachable(
                "群机器人没有送达",
                why="没有为这个群设置机器人",
                remedy="把群名与机器人地址写进 BOT_WECOM_ROBOT__WEBHOOKS",
            )
        answer = self._http.request(
            "POST", webhook.get_secret_value(), json=payload, may_repeat=False
        )
        try:
            checked(answer)
        except ApiRefusal as refused:
            raise _delivery_error(refused) from refused


def _delivery_error(refused: ApiRefusal) -> DeliveryError:
    if refused.code == _BAD_KEY:
        return ChannelMisconfigured(
            "企业微信不认识这个群机器人",
            why=f"错误码 {refused.code}",
            remedy="核对 BOT_WECOM_ROBOT__WEBHOOKS 中的地址，机器人可能已被移出群",
        )
    return DeliveryError(
        "群机器人没有接受这条消息",
        why=f"错误码 {refused.code}：{refused.hint}",
        remedy="按错误码查阅企业微信开发文档 90313",
    )
