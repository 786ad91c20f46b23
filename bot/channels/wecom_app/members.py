"""Who opened a page inside WeCom: the app's web authorisation, scope ``snsapi_base``.

https://developer.work.weixin.qq.com/document/path/91022 (address), /91023 (member of a code).
"""

from __future__ import annotations

from urllib.parse import urlencode

from bot.channels.wecom_app.client import WecomClient

_AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"


class WecomMembers:
    """The vendor's side of signing in (`bot.signin.MemberSource`)."""

    def __init__(self, client: WecomClient, corp_id: str, agent_id: int) -> None:
        self._client = client
        self._corp_id = corp_id
        self._agent_id = agent_id

    def authorize_url(self, *, back: str, state: str) -> str:
        """Return where to send the browser; WeCom sends it on to `back` with a code.

        The host of `back` must be a trusted domain of the app, or WeCom shows error 50001.
        """
        query = urlencode(
            {
                "appid": self._corp_id,
                "redirect_uri": back,
                "response_type": "code",
                "scope": "snsapi_base",
                "state": state,
                "agentid": self._agent_id,
            }
        )
        # The vendor's page asks for this order and this fragment.
        return f"{_AUTHORIZE}?{query}#wechat_redirect"

    def member_of(self, code: str) -> str | None:
        """Return the user id of the member behind a code; None for who is no member.

        Raises:
            SignInRefused: the code is used up, too old or made up.
            DeliveryError: WeCom cannot be asked now, or refuses the app.
        """
        return self._client.member_of(code)
