"""A real `bot serve` in a process of its own, so that it can really be killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import psutil

from tests.databases import environment_at

REPOSITORY = Path(__file__).resolve().parents[2]
START_S = 120.0
CONDITION_S = 120.0
END_S = 90.0
ANSWER_S = 60.0


class ServingBot:
    """`bot serve` over `data_dir` while the ``with`` block lasts; `url` has no final slash."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self._log = data_dir / f"serve-{time.monotonic_ns()}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve", "--port", "0"],
                env={
                    **os.environ,
                    "PYTHONPATH": str(REPOSITORY),
                    "PYTHONUNBUFFERED": "1",
                    **environment_at(data_dir),
                    "BOT_DEMO": "true",
                    "BOT_RETRIEVAL__MODEL": "hashing",
                    **environment,
                },
                cwd=data_dir,
                stdout=log,
                stderr=log,
            )
        self.url = ""

    def __enter__(self) -> Self:
        eventually(self._has_started, within_s=START_S, what=f"start: {self._log}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop(signal.SIGTERM)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL to every process of the service: no handler runs, nothing is flushed."""
        answerers = self.answerers()
        self._process.send_signal(signal.SIGKILL)
        for answerer in answerers:
            with suppress(psutil.NoSuchProcess):
                answerer.kill()
        self._process.wait(timeout=END_S)
        psutil.wait_procs(answerers, timeout=END_S)

    def stop(self, number: signal.Signals) -> int:
        """Ask the service to stop, unless it has ended; return its exit status."""
        self._process.send_signal(number)
        return self._process.wait(timeout=END_S)

    def kill_serving(self) -> None:
        """SIGKILL to the serving process alone."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=END_S)

    def answerers(self) -> list[psutil.Process]:
        """Return the answerers that run."""
        return psutil.Process(self._process.pid).children()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Hold every process of the service still while the ``with`` block lasts."""
        processes = [psutil.Process(self._process.pid), *self.answerers()]
        for process in processes:
            process.suspend()
        try:
            yield
        finally:
            for process in processes:
                process.resume()

    def log(self) -> str:
        """Return everything the process wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def _has_started(self) -> bool:
        if self._process.poll() is not None:
            raise AssertionError(f"bot serve ended: {self.log()}")
        found = re.search(r"http://[\d.]+:\d+", self.log())
        if not found:
            return False
        self.url = found.group(0)
        try:
            return httpx.get(f"{self.url}/healthz", timeout=ANSWER_S).status_code == 200
        except httpx.TransportError:
            return False


def eventually(condition: Callable[[], bool], *, what: str, within_s: float = CONDITION_S) -> None:
    """Return as soon as `condition` holds; fail when it does not within `within_s`."""
    until = time.monotonic() + within_s
    while not condition():
        if time.monotonic() >= until:
            raise AssertionError(f"did not happen within {within_s} s: {what}")
        time.sleep(0.02)
