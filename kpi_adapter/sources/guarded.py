"""A guard around any source: its own threads, a time limit, a breaker, its last good rows."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from kpi_adapter.answer import SourceHealth
from kpi_adapter.errors import SourceError, SourceTimeout, SourceTooLarge, SourceUnavailable
from kpi_adapter.sources.selection import Fetched, Selection, Source
from kpi_adapter.stages import stage

_THREADS = 4


@dataclass(frozen=True)
class GuardSettings:
    """Durations in seconds; see KpiSettings."""

    timeout_seconds: float
    breaker_failures: int
    breaker_rest_seconds: float
    remembered_answers: int


class GuardedSource:
    """Never waits longer than its limit; one slow source cannot hold up another, because
    each has threads of its own.

    When the source fails, the last good rows *of the same selection* come back marked
    ``stale_since``, also those of a day before, which were released by then. The selection
    holds the viewer's regions, so nobody is served rows that were fetched under other rights.
    Without such rows the failure is raised.
    """

    def __init__(
        self,
        source: Source,
        settings: GuardSettings,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._settings = settings
        self._monotonic = monotonic
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix=f"source-{source.name}")
        self._lock = Lock()
        self._good: OrderedDict[Selection, tuple[Selection, Fetched]] = OrderedDict()
        self._failures = 0
        self._rests_until = 0.0
        self._last_success: datetime | None = None

    @property
    def name(self) -> str:
        return self._source.name

    @stage("figures_fetch")
    def fetch(self, selection: Selection) -> Fetched:
        try:
            fetched = self._fetch_in_time(selection)
        except SourceTooLarge:
            # The question is too wide; the source is well.
            raise
        except SourceError as exc:
            return self._last_good(selection, exc)
        with self._lock:
            self._failures = 0
            self._last_success = fetched.fetched_at
            key = replace(selection, at_most=())
            self._good[key] = (selection, fetched)
            self._good.move_to_end(key)
            while len(self._good) > self._settings.remembered_answers:
                self._good.popitem(last=False)
        return fetched

    def health(self) -> SourceHealth:
        future = self._threads.submit(self._source.health)
        try:
            found = future.result(self._settings.timeout_seconds)
        except FutureTimeout:
            found = SourceHealth(self.name, False, "未在时限内应答")
        return replace(found, last_success=self._last_success or found.last_success)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._source.close()

    def _fetch_in_time(self, selection: Selection) -> Fetched:
        if self._monotonic() < self._rests_until:
            raise SourceUnavailable(self.name, "连续失败,暂停访问,稍后自动重试")
        future: Future[Fetched] = self._threads.submit(self._source.fetch, selection)
        try:
            return future.result(self._settings.timeout_seconds)
        except FutureTimeout as exc:
            future.cancel()
            self._count_failure()
            raise SourceTimeout(self.name, "未在时限内应答") from exc
        except SourceTooLarge:
            raise
        except SourceError:
            self._count_failure()
            raise

    def _count_failure(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= self._settings.breaker_failures:
                self._rests_until = self._monotonic() + self._settings.breaker_rest_seconds
                self._failures = 0

    def _last_good(self, selection: Selection, exc: SourceError) -> Fetched:
        with self._lock:
            asked, remembered = self._good.get(replace(selection, at_most=()), (None, None))
        if asked is None or remembered is None or not selection.reaches_to(asked):
            raise exc
        stale_since = remembered.stale_since or remembered.fetched_at
        return replace(remembered, stale_since=stale_since)
