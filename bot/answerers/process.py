"""One answerer: started, started again when it ends, stopped with the process it works for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import structlog
from prometheus_client import Counter

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0
# One that lived this long did not end of what made the one before it end.
_STEADY_S = 60.0
# Longer than running workflows are given to end.
_STOP_S = 20.0
_BACKLOG = 128
_NOT_STARTED = "not started"

_log = structlog.get_logger(__name__)
_restarts = Counter("bot_answerer_restarts_total", "Answerers that ended and were started again")


class AnswererProcess:
    """`bot work` over a socket that outlives it: who asks while it is restarted just waits.

    Its standard input is a pipe from here: a byte says that messages have been kept, and its
    end says that this process is gone, however it went.
    """

    def __init__(self, path: Path, environment: Callable[[], Mapping[str, str]]) -> None:
        self.path = path
        self._environment = environment
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(_BACKLOG)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._failures = 0
        self._keeper = threading.Thread(target=self._keep, name="answerer-keeper", daemon=True)

    def start(self) -> None:
        """Start it, and again whenever it ends."""
        self._keeper.start()

    def stop(self) -> None:
        """End it: what it has begun it may finish, the rest stays for the next start."""
        self._stopping.set()
        with self._lock:
            process = self._process
            if process is not None and process.stdin is not None:
                process.stdin.close()
                process.terminate()
        if process is not None:
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
        if self._keeper.is_alive():
            self._keeper.join()
        self._listener.close()

    def wake(self) -> None:
        """Say that messages have been kept."""
        with self._lock:
            if self._process is not None and self._process.stdin is not None:
                # Full: it has not even read the last; ended: the next one looks anyway.
                with suppress(BlockingIOError, BrokenPipeError, ValueError):
                    os.write(self._process.stdin.fileno(), b".")

    @property
    def is_running(self) -> bool:
        """Tell whether there is a process at this moment."""
        process = self._process
        return process is not None and process.poll() is None

    @property
    def failures(self) -> int:
        """How often it has ended by itself since it last ran steadily."""
        return self._failures

    def _keep(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._stopping.is_set():
            began = time.monotonic()
            status = self._run()
            if self._stopping.is_set():
                return
            if time.monotonic() - began > _STEADY_S:
                pause_s, self._failures = _FIRST_PAUSE_S, 0
            self._failures += 1
            _restarts.inc()
            _log.error("answerer_ended", status=status, again_in_s=pause_s)
            self._stopping.wait(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    def _run(self) -> int | str:
        try:
            process = self._start_process()
        except OSError as exc:  # no memory, no process left: the next try may find some
            return type(exc).__name__
        return _NOT_STARTED if process is None else process.wait()

    def _start_process(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            # Whoever stops has looked for a process to end: one begun after that nobody ends.
            if self._stopping.is_set():
                return None
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
            handle = self._listener.fileno()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "work", "--socket", str(handle)],
                stdin=subprocess.PIPE,
                bufsize=0,
                env={**os.environ, **self._environment()},
                pass_fds=[handle],
                # Ctrl+C is for the serving process, which then stops this one in order.
                start_new_session=True,
            )
            if self._process.stdin is not None:
                os.set_blocking(self._process.stdin.fileno(), False)
            return self._process
