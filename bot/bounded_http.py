"""HTTP whose every exchange ends: httpx bounds each read alone, and whoever sends one byte at a
time keeps such a reader for ever."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Any, Self

import httpx

_CLOSED = "the client was closed"


class BoundedHttp:
    """A client for any thread; one exchange, from connecting to the last byte, takes `limit_s`.

    `options` are those of `httpx.AsyncClient`; a `timeout` among them bounds each step as well.
    The exchanges run in a loop of the client's own, the only place where one can be given up
    wherever it stands: in a handshake, in a head, half through a body.
    """

    def __init__(self, *, limit_s: float, **options: Any) -> None:
        self._limit_s = limit_s
        self._client = httpx.AsyncClient(**{"timeout": limit_s, **options})
        self._ending = threading.Lock()
        self._is_closed = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="bounded-http", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def request(self, method: str, url: str, **content: Any) -> httpx.Response:
        """Return the answer, read whole; `content` is what `httpx.request` takes.

        Raises:
            httpx.HTTPError: no connection, no whole answer in time, no HTTP.
        """
        with self._ending:
            if self._is_closed:
                raise httpx.ReadError(_CLOSED)
            exchange = self._exchange(method, url, content)
            answer = asyncio.run_coroutine_threadsafe(exchange, self._loop)
        try:
            return answer.result()
        except CancelledError:
            # Given up before it had begun.
            raise httpx.ReadError(_CLOSED) from None

    def close(self) -> None:
        """Give the connections back; whoever still waits is told that there is no answer."""
        with self._ending:
            if self._is_closed:
                return
            # What is asked from now on would wait for a loop that has stopped, for ever.
            self._is_closed = True
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _exchange(self, method: str, url: str, content: dict[str, Any]) -> httpx.Response:
        try:
            async with asyncio.timeout(self._limit_s):
                return await self._client.request(method, url, **content)
        except TimeoutError:
            raise httpx.ReadTimeout("the exchange took too long") from None
        except asyncio.CancelledError:
            raise httpx.ReadError(_CLOSED) from None

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._client.aclose()
