"""HTTP whose every exchange ends, and fits in memory: httpx bounds each read alone, and whoever
sends one byte at a time keeps such a reader for ever; how much it reads it bounds not at all."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Any, Self

import httpx

MOST_BYTES = 32 * 1024 * 1024
"""Ten thousand appeals; a vendor's own answer has some hundred bytes."""

_CLOSED = "the client was closed"
# Said of the bytes on the way, no longer true of what was read.
_OF_THE_WAY = ("content-encoding", "content-length", "transfer-encoding")


class AnswerTooLarge(httpx.HTTPError):
    """An answer was not read to its end, because it has more than `MOST_BYTES`."""

    def __init__(self) -> None:
        super().__init__("the answer is too large")


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
            AnswerTooLarge: it was more than is read.
        """
        with self._ending:
            if self._is_closed:
                raise httpx.ConnectError(_CLOSED)
            exchange = self._exchange(method, url, content)
            answer = asyncio.run_coroutine_threadsafe(exchange, self._loop)
        try:
            return answer.result()
        except CancelledError:
            # Given up before it had begun.
            raise httpx.ConnectError(_CLOSED) from None

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
                async with self._client.stream(method, url, **content) as answer:
                    return await _read(answer)
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


async def _read(answer: httpx.Response) -> httpx.Response:
    body = bytearray()
    async for some in answer.aiter_bytes():
        body += some
        if len(body) > MOST_BYTES:
            raise AnswerTooLarge
    headers = [(k, v) for k, v in answer.headers.multi_items() if k not in _OF_THE_WAY]
    return httpx.Response(
        answer.status_code, headers=headers, content=bytes(body), request=answer.request
    )
