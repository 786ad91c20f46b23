"""A client of callbacks that costs little itself: prepared requests over open connections."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

CONNECTIONS = 16


class Load(NamedTuple):
    """Which server, and which of its paths."""

    url: str
    path: str


@dataclass
class Answered:
    """How long each acknowledgement took, and how many answers were no acknowledgement."""

    milliseconds: list[float] = field(default_factory=list)
    refused: int = 0


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def ask(self, request: bytes) -> int:
        """Send one request and return the status of its answer."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        await self._reader.readexactly(length)
        return int(head.split(b" ", 2)[1])


async def _connect(load: Load) -> _Connection:
    host = urlsplit(load.url)
    return _Connection(*await asyncio.open_connection(host.hostname, host.port))


async def at_rate(load: Load, messages: Iterator[bytes], *, rate: int, count: int) -> Answered:
    """Send `count` messages, `rate` a second whatever the answers; latency from the due time."""
    free: asyncio.Queue[_Connection] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(await _connect(load))
    answered = Answered()

    async def send(request: bytes, due: float) -> None:
        connection = await free.get()
        status = await connection.ask(request)
        free.put_nowait(connection)
        answered.milliseconds.append((time.perf_counter() - due) * 1000)
        answered.refused += status != 200

    started = time.perf_counter()
    sending = []
    for number in range(count):
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        sending.append(asyncio.create_task(send(next(messages), due)))
    await asyncio.gather(*sending)
    return answered


async def each_once(load: Load, requests: Iterable[bytes]) -> Answered:
    """Send `requests` as fast as answers come, over all connections at once."""
    answered = Answered()
    waiting = iter(requests)

    async def keep_sending() -> None:
        connection = await _connect(load)
        for request in waiting:
            started = time.perf_counter()
            answered.refused += await connection.ask(request) != 200
            answered.milliseconds.append((time.perf_counter() - started) * 1000)

    await asyncio.gather(*(keep_sending() for _ in range(CONNECTIONS)))
    return answered
