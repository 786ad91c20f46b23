"""A server whose answers come byte by byte, each soon after the one before."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self

PAUSE_S = 0.05


class DrippingServer:
    """Sends `at_once` and then `slowly` to everybody who connects; `url` has no final slash."""

    def __init__(self, at_once: bytes, slowly: bytes) -> None:
        self._at_once, self._slowly = at_once, slowly
        self._is_over = threading.Event()
        self.has_asked = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=60)
        self._socket.close()

    def _serve(self) -> None:
        while not self._is_over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self._drip(connection)

    def _drip(self, connection: socket.socket) -> None:
        try:
            connection.recv(65_536)
            self.has_asked.set()
            connection.sendall(self._at_once)
            for byte in self._slowly:
                if self._is_over.wait(PAUSE_S):
                    return
                connection.sendall(bytes([byte]))
        except OSError:
            # Whoever asked has gone.
            return


def dripping_head(body: bytes) -> DrippingServer:
    """Serve `body` under a head that takes its time."""
    head = b"X-Slow: " + b"a" * 80 + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
    return DrippingServer(b"HTTP/1.1 200 OK\r\n", head + body)


def dripping_body(body: bytes) -> DrippingServer:
    """Serve `body` after a head, with spaces in front, as JSON allows."""
    whole = b" " * 80 + body
    return DrippingServer(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(whole), whole)
