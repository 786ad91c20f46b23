"""A Milvus for tests: Milvus Lite's own server, which many processes reach over the network."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tests.end_to_end.serving import eventually

START_S = 120.0
_LOWEST_PORT, _PORTS = 20_000, 12_000


class MilvusServer:
    """Serves what is in `folder` at `address`, as the settings take it; may die and come back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Start it, again too, and wait until it takes calls.

        Raises:
            ModuleNotFoundError: Milvus Lite is not installed.
        """
        import milvus_lite

        options = ["--data-dir", str(self._folder), "--host", "127.0.0.1"]
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", milvus_lite.__name__, "server"),
                *(*options, "--port", str(self._port)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        eventually(self._listens, what="the Milvus server listens", within_s=START_S)

    def kill(self) -> None:
        """SIGKILL it."""
        self._process.kill()
        self._process.wait(timeout=START_S)

    @contextmanager
    def stalled(self) -> Iterator[None]:
        """Within, it takes connections and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def _listens(self) -> bool:
        if self._process.poll() is not None:
            raise AssertionError(f"the Milvus server ended: {self._process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        except OSError:
            return False
        return True


@contextmanager
def milvus_server(folder: Path) -> Iterator[MilvusServer]:
    """Run a server until the end of the ``with`` block."""
    server = MilvusServer(folder)
    try:
        yield server
    finally:
        server.kill()


def _free_port() -> int:
    """Return a port below those that outgoing connections are given: the server takes it only
    when it has started, and another process must not have got it by then."""
    first = os.getpid()
    for number in range(first, first + _PORTS):
        port = _LOWEST_PORT + number % _PORTS
        with closing(socket.socket()) as listening, suppress(OSError):
            listening.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")
