"""运行状况: every check on its own, side by side, and never longer than a page may wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from bot.console.access import require_console
from bot.identity import Person

PATIENCE_S = 8.0


@dataclass(frozen=True)
class Finding:
    """What one check found; `remedy` is empty when there is nothing to do."""

    part: str
    state: Literal["ok", "off", "failed"]
    detail: str
    remedy: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the finding as JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class HealthCheck:
    """Something to look at; `run` may block, and may raise anything."""

    part: str
    run: Callable[[], Sequence[Finding]]


@dataclass(frozen=True)
class CheckResult:
    """What a check found, in how many milliseconds."""

    part: str
    findings: tuple[Finding, ...]
    milliseconds: int


class HealthSection:
    """Runs checks on request. `failed` words what a check died of."""

    def __init__(
        self,
        checks: Callable[[], Sequence[HealthCheck]],
        failed: Callable[[str, Exception], Finding],
        *,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._checks = checks
        self._failed = failed
        self._patience_s = patience_s
        self._running: dict[str, _Running] = {}
        self._lock = threading.Lock()

    def run(self, by: Person) -> list[CheckResult]:
        """Run every check; what has not ended in time is a finding, and is not started anew
        while it still hangs.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        checks = self._checks()
        started = [self._start(check) for check in checks]
        until = time.monotonic() + self._patience_s
        return [self._result(check, run, until) for check, run in zip(checks, started, strict=True)]

    def _start(self, check: HealthCheck) -> _Running:
        with self._lock:
            running = self._running.get(check.part)
            if running is None or running.is_done.is_set():
                running = _Running(check, self._failed)
                self._running[check.part] = running
                # A daemon: a check that hangs must not keep the service from ending.
                threading.Thread(target=running.work, daemon=True).start()
            return running

    def _result(self, check: HealthCheck, run: _Running, until: float) -> CheckResult:
        if run.is_done.wait(max(0.0, until - time.monotonic())):
            return CheckResult(check.part, run.findings, run.milliseconds)
        waited = int((time.monotonic() - run.began) * 1000)
        hangs = Finding(
            check.part, "failed", f"{waited / 1000:.0f} 秒内没有结果", "检查对方是否可达，稍后再查"
        )
        return CheckResult(check.part, (hangs,), waited)


class _Running:
    def __init__(self, check: HealthCheck, failed: Callable[[str, Exception], Finding]) -> None:
        self._check = check
        self._failed = failed
        self.began = time.monotonic()
        self.is_done = threading.Event()
        self.findings: tuple[Finding, ...] = ()
        self.milliseconds = 0

    def work(self) -> None:
        try:
            self.findings = tuple(self._check.run())
        except Exception as exc:  # whatever kills a check is its finding
            self.findings = (self._failed(self._check.part, exc),)
        self.milliseconds = int((time.monotonic() - self.began) * 1000)
        self.is_done.set()
