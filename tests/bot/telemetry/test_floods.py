"""One fault that repeats itself does not fill the disk with what is said of it."""

from __future__ import annotations

import logging
import subprocess
import sys

from bot.telemetry.floods import Seldom

# What asyncio does when no file descriptor is left to accept a connection with.
OUT_OF_FILES = """
import asyncio, resource, socket, sys
from bot.telemetry.logs import configure_logs
configure_logs(level="WARNING")
async def main():
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, backlog=2048)
    address = server.sockets[0].getsockname()
    waiting = socket.socket()
    resource.setrlimit(resource.RLIMIT_NOFILE, (waiting.fileno() + 1, waiting.fileno() + 1))
    waiting.setblocking(False)
    waiting.connect_ex(address)
    loop = asyncio.get_running_loop()
    refused = loop.create_future()
    handler = loop.default_exception_handler
    def told(context):
        handler(context)
        if not refused.done():
            refused.set_result(None)
    loop.set_exception_handler(lambda _loop, context: told(context))
    await refused
asyncio.run(main())
"""


def test_a_server_out_of_file_descriptors_says_so_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OUT_OF_FILES], capture_output=True, timeout=60, check=False
    )
    said = [line for line in done.stderr.splitlines() if b"out of system resource" in line]
    assert len(said) == 1, done.stderr[-2000:]


def test_what_is_said_again_is_written_once_a_minute_and_anything_else_at_once() -> None:
    now = 0.0
    seldom = Seldom(monotonic=lambda: now)

    def is_written(message: str) -> bool:
        record = logging.LogRecord("asyncio", logging.ERROR, __file__, 1, message, None, None)
        return seldom.filter(record)

    assert is_written("no file left")
    assert not is_written("no file left")
    assert is_written("something else")
    assert is_written("no file left")
    now = 59.0
    assert not is_written("no file left")
    now = 61.0
    assert is_written("no file left")
