"""One application's account at WeCom or WeChat: connections, token, and errors in our words."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.channels.tencent.access_token import AccessTokens, FetchedToken
from bot.channels.tencent.api import ApiRefusal, TencentApi
from bot.channels.vendor_http import VendorHttp
from bot.clock import Clock
from bot.errors import DeliveryError
from bot.storage.engine import SessionFactory

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class TencentAccount:
    """Calls the API of one application.

    `name` and `secret` identify it among the shared tokens; `fetch` asks the vendor for a
    token, `translate` turns the vendor's refusal into an error of delivery.
    """

    def __init__(
        self,
        http: VendorHttp,
        sessions: SessionFactory,
        clock: Clock,
        *,
        name: str,
        secret: str,
        fetch: Callable[[VendorHttp], FetchedToken],
        translate: Callable[[ApiRefusal], DeliveryError],
        stale_token: frozenset[int],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._name = name
        self._http = http
        self._translate = translate
        self._tokens = AccessTokens(
            sessions, lambda: fetch(http), account=name, secret=secret, clock=clock, pause=pause
        )
        self._api = TencentApi(http, self._tokens, stale_token=stale_token, pause=pause)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def check_access(self) -> None:
        """Prove that an access token can be had.

        Raises:
            DeliveryError: it cannot; the remedy says what to change.
        """
        self._translated(self._tokens.current)

    def call(self, use: Callable[[TencentApi], T]) -> T:
        """Return what `use` gets from the API.

        Raises:
            DeliveryError: the vendor refused, is busy, or cannot be reached.
        """
        return self._translated(lambda: use(self._api))

    def _translated(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except ApiRefusal as refused:
            _log.warning(
                "vendor_refused",
                vendor=self._name.partition(":")[0],
                code=refused.code,
                hint=refused.hint,
            )
            raise self._translate(refused) from refused
