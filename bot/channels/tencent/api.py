"""Calls the server API of WeCom or WeChat with a token, retrying only what the rules allow.

Rules: https://developer.work.weixin.qq.com/document/path/90313 (global error codes).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.channels.tencent.access_token import AccessTokens, FetchedToken
from bot.channels.vendor_http import Payload, VendorHttp
from bot.errors import ChannelUnavailable

WECOM_STALE_TOKEN = frozenset({40014, 42001})
WECHAT_STALE_TOKEN = frozenset({40001, 40014, 42001})

_BUSY = -1
_BUSY_TRIES = 3
_BUSY_PAUSE_S = 0.5
# A minute's limit blocks for the rest of the minute; too many parallel calls for a moment.
_WAIT_S = {45009: 60.0, 45033: 2.0}


class ApiRefusal(Exception):
    """The vendor answered with an error code that retrying cannot mend.

    `hint` is the vendor's errmsg, which carries the id its support asks for.
    """

    def __init__(self, code: int, hint: str) -> None:
        self.code = code
        self.hint = hint
        super().__init__(f"{code}: {hint}")


def checked(answer: Payload) -> Payload:
    """Return `answer` when its errcode is 0 or absent.

    Raises:
        ChannelUnavailable: busy or over a rate limit, with the seconds to wait.
        ApiRefusal: any other code.
    """
    code = answer.get("errcode", 0)
    if code == 0:
        return answer
    if not isinstance(code, int):
        raise ChannelUnavailable("接口的应答无法识别", why="errcode 不是数字")
    if code == _BUSY or code in _WAIT_S:
        raise ChannelUnavailable("接口繁忙", why=f"错误码 {code}", retry_after=_WAIT_S.get(code))
    raise ApiRefusal(code, str(answer.get("errmsg", ""))[:300])


def told(answer: Payload, field: str) -> str:
    """Return what `answer` says under `field`.

    Raises:
        ChannelUnavailable: it says nothing, as half an answer does.
    """
    value = answer.get(field)
    if not isinstance(value, str) or not value:
        raise ChannelUnavailable("接口的应答无法识别", why=f"没有 {field}")
    return value


def fetched_token(answer: Payload) -> FetchedToken:
    """Return the access token of an answer that gives one.

    Raises:
        ChannelUnavailable, ApiRefusal: as in `checked` and `told`.
    """
    lives = checked(answer).get("expires_in")
    if not isinstance(lives, int):
        raise ChannelUnavailable("接口的应答无法识别", why="没有 expires_in")
    return FetchedToken(told(answer, "access_token"), lives)


class TencentApi:
    """The token-bearing API of one application.

    `stale_token` are the codes that mean "fetch another token": answered by one renewal and
    one repetition, never more. `pause` waits between tries while the vendor is busy.
    """

    def __init__(
        self,
        http: VendorHttp,
        tokens: AccessTokens,
        *,
        stale_token: frozenset[int],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._tokens = tokens
        self._stale_token = stale_token
        self._pause = pause

    def post(self, path: str, payload: Payload, *, may_repeat: bool = True) -> Payload:
        """Post JSON and return the answer, whose errcode is 0.

        Raises:
            ChannelUnavailable: try again later; `ReceiptLost` where it may not be repeated and
                may have arrived.
            ApiRefusal: the vendor's refusal.
        """
        return self._with_token(
            lambda token: self._http.request(
                "POST",
                path,
                params={"access_token": token},
                json=payload,
                may_repeat=may_repeat,
            )
        )

    def get(self, path: str, params: dict[str, str]) -> Payload:
        """Get JSON; errors as in `post`."""
        return self._with_token(
            lambda token: self._http.request("GET", path, params={"access_token": token, **params})
        )

    def upload(self, path: str, kind: str, name: str, content: bytes, mime: str) -> Payload:
        """Upload a file under the multipart field ``media``; errors as in `post`."""
        return self._with_token(
            lambda token: self._http.request(
                "POST",
                path,
                params={"access_token": token, "type": kind},
                files={"media": (name, content, mime)},
            )
        )

    def _with_token(self, call: Callable[[str], Payload]) -> Payload:
        token = self._tokens.current()
        answer = self._while_busy(call, token)
        if answer.get("errcode") in self._stale_token:
            answer = self._while_busy(call, self._tokens.replace(token))
            if answer.get("errcode") in self._stale_token:
                raise ChannelUnavailable(
                    "接口令牌刚换过仍被拒绝", why=f"错误码 {answer['errcode']}"
                )
        return checked(answer)

    def _while_busy(self, call: Callable[[str], Payload], token: str) -> Payload:
        answer = call(token)
        for _ in range(_BUSY_TRIES - 1):
            if answer.get("errcode") != _BUSY:
                break
            self._pause(_BUSY_PAUSE_S)
            answer = call(token)
        return answer
