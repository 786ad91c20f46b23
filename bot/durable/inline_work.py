"""`DurableWork` without a database or a thread: the double that ships with the product.

A workflow runs where it is enqueued, after the one that is running. Delayed ones wait for
`run_delayed`. Limits are not enforced; nothing survives the process.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.durable.work import (
    QueueLimits,
    RetryRule,
    ScheduleRun,
    WorkflowOutcome,
    WorkflowState,
    as_json,
    check_cron,
    check_partition,
)

R = TypeVar("R")


@dataclass(frozen=True)
class _Started:
    workflow: str
    arguments: list[Any]
    workflow_id: str


class InlineWork:
    """Runs each workflow at once, in the thread that enqueued it."""

    def __init__(self) -> None:
        self._functions: dict[str, Callable[..., Any]] = {}
        self._queues: dict[str, QueueLimits] = {}
        self._schedules: dict[str, Callable[[datetime], None]] = {}
        self._runs: dict[str, ScheduleRun] = {}
        self._outcomes: dict[str, WorkflowOutcome] = {}
        self._ready: deque[_Started] = deque()
        self._partitions: dict[str, tuple[str, str]] = {}
        self._delayed: list[tuple[float, _Started]] = []
        self._is_launched = False
        self._is_running = False

    def register(self, name: str, function: Callable[..., Any]) -> None:
        """Make `function` startable as `name`."""
        self._functions[name] = function

    def queue(self, limits: QueueLimits) -> None:
        """Declare a queue."""
        self._queues[limits.name] = limits

    def schedule(self, name: str, cron: str, function: Callable[[datetime], None]) -> None:
        """Remember a schedule for `fire`.

        Raises:
            ValueError: `cron` is malformed.
        """
        check_cron(cron)
        self._schedules[name] = function
        self._runs[name] = ScheduleRun(name, cron)

    def launch(self) -> None:
        """Start working."""
        self._is_launched = True
        self._run_ready()

    def stop(self) -> None:
        """Stop working."""
        self._is_launched = False

    def enqueue(
        self,
        workflow: str,
        *arguments: Any,
        workflow_id: str,
        queue: str,
        partition: str | None = None,
        delay_s: float | None = None,
    ) -> None:
        """Run `workflow` now, or keep it for `run_delayed`."""
        if workflow not in self._functions:
            raise LookupError(f"no workflow is registered as {workflow}")
        if queue not in self._queues:
            raise LookupError(f"no queue {queue} was declared")
        check_partition(self._queues[queue], partition)
        started = _Started(workflow, as_json(list(arguments)), workflow_id)
        if workflow_id in self._outcomes:
            return
        self._outcomes[workflow_id] = WorkflowOutcome(WorkflowState.WAITING)
        self._partitions[workflow_id] = (queue, partition or "")
        if delay_s:
            self._delayed.append((delay_s, started))
            return
        self._ready.append(started)
        if self._is_launched:
            self._run_ready()

    def step(
        self,
        name: str,
        function: Callable[..., R],
        *arguments: Any,
        retry: RetryRule | None = None,
    ) -> R:
        """Run `function`; retries come at once, without waiting."""
        del name
        attempts = retry.attempts if retry else 1
        for attempt in range(1, attempts + 1):
            try:
                result = function(*arguments)
            except Exception as exc:
                if retry is None or attempt == attempts or not retry.is_retryable(exc):
                    raise
            else:
                as_json(result)
                return result
        raise AssertionError("unreachable: the last attempt returns or raises")

    def schedule_runs(self) -> list[ScheduleRun]:
        """Return every schedule with its newest run, by name."""
        return [self._runs[name] for name in sorted(self._runs)]

    def under_way(self, queue: str) -> list[str]:
        """Return the partition of each workflow of `queue` that has not ended, oldest first."""
        unfinished = {WorkflowState.WAITING, WorkflowState.RUNNING}
        return [
            partition
            for workflow_id, (of_queue, partition) in self._partitions.items()
            if of_queue == queue and self._outcomes[workflow_id].state in unfinished
        ]

    def wait(self, workflow_id: str, timeout_s: float) -> WorkflowOutcome:
        """Return how the workflow stands; nothing changes by waiting."""
        del timeout_s
        return self._outcomes.get(workflow_id, WorkflowOutcome(WorkflowState.UNKNOWN))

    def run_delayed(self) -> int:
        """Run what was delayed so far, shortest delay first; return how many started."""
        due = sorted(self._delayed, key=lambda entry: entry[0])
        self._delayed = []
        self._ready.extend(started for _, started in due)
        self._run_ready()
        return len(due)

    def fire(self, name: str, at: datetime) -> None:
        """Run a schedule as if `at` had come."""
        self._schedules[name](at)
        self._runs[name] = replace(self._runs[name], at=at, state=WorkflowState.SUCCEEDED)

    def _run_ready(self) -> None:
        if self._is_running:
            return
        self._is_running = True
        try:
            while self._ready:
                self._run(self._ready.popleft())
        finally:
            self._is_running = False

    def _run(self, started: _Started) -> None:
        self._outcomes[started.workflow_id] = WorkflowOutcome(WorkflowState.RUNNING)
        try:
            result = as_json(self._functions[started.workflow](*started.arguments))
        except Exception as exc:
            outcome = WorkflowOutcome(WorkflowState.FAILED, error=type(exc).__name__)
        else:
            outcome = WorkflowOutcome(WorkflowState.SUCCEEDED, result=result)
        self._outcomes[started.workflow_id] = outcome
