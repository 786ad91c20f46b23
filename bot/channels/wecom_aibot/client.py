"""The one later answer an AI bot may give, to the address that came with the message."""

from __future__ import annotations

from bot.channels.tencent.api import ApiRefusal, checked
from bot.channels.vendor_http import Payload, VendorHttp
from bot.errors import RecipientUnreachable
from bot.settings import WecomAibotSection


class WecomAibotClient:
    """Posts to response_urls; needs no token, each address carries its own code."""

    def __init__(self, settings: WecomAibotSection) -> None:
        self._http = VendorHttp(settings.api_base_url, timeout_s=settings.timeout_s)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def respond(self, url: str, payload: Payload) -> None:
        """Post the answer; the address works once, within an hour.

        Raises:
            RecipientUnreachable: the address is used up or too old.
            ChannelUnavailable: WeCom cannot be reached; `ReceiptLost`: it may have arrived, and
                the address is then used up.
        """
        try:
            checked(self._http.request("POST", url, json=payload, may_repeat=False))
        except ApiRefusal as refused:
            raise RecipientUnreachable(
                "智能机器人没有送达", why=f"回复地址已失效，错误码 {refused.code}"
            ) from refused
