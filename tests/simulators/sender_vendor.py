"""A vendor on loopback that takes messages, with a duplicate check by key, and can be stopped.

Plays what WeCom's `enable_duplicate_check` promises: the same message within the interval is
taken and not shown twice.
"""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hold(StrEnum):
    """Where the vendor makes a request wait."""

    BEFORE_TAKING = "before_taking"
    AFTER_TAKING = "after_taking"


@dataclass(frozen=True)
class Shown:
    """A message as the person saw it."""

    account: str
    key: str
    text: str


class Vendor:
    """The server; use as a context manager."""

    def __init__(self, *, failure_rate: float = 0.0, seed: int = 0) -> None:
        self.shown: list[Shown] = []
        self.taken: Counter[str] = Counter()
        self.held = threading.Event()
        self.held_key = ""
        self._hold: tuple[Hold, int, bool] | None = None
        self._release = threading.Event()
        self._requests = 0
        self._lock = threading.Lock()
        self._failure_rate = failure_rate
        self._random = random.Random(seed)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where messages are posted."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/send"

    def __enter__(self) -> Vendor:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.let_go()
        self._server.shutdown()
        self._server.server_close()

    def hold(self, where: Hold, request: int, *, and_later: bool = False) -> None:
        """Make the `request`-th request from now (from 1) wait, and set `held` when it does."""
        with self._lock:
            self._hold, self._requests = (where, request, and_later), 0
            self.held.clear()
            self._release.clear()

    def let_go(self) -> None:
        """Forget what is held: whoever asked is dead by now."""
        with self._lock:
            self._hold = None
        self._release.set()

    def take(self, message: dict[str, str]) -> bool:
        """Take a message; False when this time the vendor fails."""
        with self._lock:
            self._requests += 1
            where = self._held_where()
            if where is not None:
                self.held_key = message["key"]
            fails = self._random.random() < self._failure_rate
        if where is Hold.BEFORE_TAKING:
            self._wait()
            return False
        if fails:
            return False
        with self._lock:
            self.taken[message["key"]] += 1
            if self.taken[message["key"]] == 1:
                self.shown.append(Shown(message["account"], message["key"], message["text"]))
        if where is Hold.AFTER_TAKING:
            self._wait()
        return True

    def _held_where(self) -> Hold | None:
        if self._hold is None:
            return None
        where, request, and_later = self._hold
        is_held = self._requests == request or (and_later and self._requests > request)
        return where if is_held else None

    def _wait(self) -> None:
        self.held.set()
        self._release.wait()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name the library calls
                length = int(self.headers["Content-Length"])
                message = json.loads(self.rfile.read(length))
                is_taken = vendor.take(message)
                try:
                    self.send_response(200 if is_taken else 503)
                    self.end_headers()
                except OSError:
                    pass  # the asker was killed while it waited

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: the test says what went wrong."""

        return Handler
