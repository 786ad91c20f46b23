"""What the application asks of durable work; `DbosWork` and `InlineWork` both keep it.

A workflow is a function registered under a name. Starting it twice with the same id starts it
once. Inside it, each `step` runs and its result is kept: after a crash the function is run
again from the top and finished steps return what they returned the first time. A step that was
running when the process died is run again, so a step that reaches outside must carry a key by
which the other side knows the repetition.

Arguments and results are JSON (numbers, text, lists, dictionaries with text keys, None), so
that a later version of the program can read what an earlier one wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from croniter import croniter

R = TypeVar("R")


@dataclass(frozen=True)
class RateLimit:
    """At most `limit` starts within any `period_s` seconds."""

    limit: int
    period_s: float


@dataclass(frozen=True)
class QueueLimits:
    """A queue and how fast it may be worked off.

    `per_worker` bounds what runs at once in one process. `partition_*` apply to each partition
    by itself (one chat, one robot); with either set every enqueue names its partition.
    `polling_s` is how long a workflow waits at most before it is noticed.
    """

    name: str
    per_worker: int | None = None
    rate: RateLimit | None = None
    partition_concurrency: int | None = None
    partition_rate: RateLimit | None = None
    polling_s: float = 0.5

    @property
    def is_partitioned(self) -> bool:
        """Tell whether every enqueue must name a partition."""
        return self.partition_concurrency is not None or self.partition_rate is not None


@dataclass(frozen=True)
class RetryRule:
    """How often a step is tried: `attempts` in all, `first_wait_s` doubled each time.

    `is_retryable` decides by the exception; the others end the step at once.
    """

    attempts: int
    first_wait_s: float
    is_retryable: Callable[[BaseException], bool]


class WorkflowState(StrEnum):
    """Where a workflow stands."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class WorkflowOutcome:
    """How a workflow ended, or where it stands when waiting was given up.

    `error` names the exception's class only: its text may hold what must not be logged.
    """

    state: WorkflowState
    result: Any = None
    error: str = ""


@dataclass(frozen=True)
class ScheduleRun:
    """A schedule and its newest run: `at` is when that began, aware; None before the first."""

    name: str
    cron: str
    at: datetime | None = None
    state: WorkflowState = WorkflowState.UNKNOWN


class DurableWork(Protocol):
    """Runs workflows to their end."""

    def register(self, name: str, function: Callable[..., Any]) -> None:
        """Make `function` startable as `name`; before `launch`."""
        ...

    def queue(self, limits: QueueLimits) -> None:
        """Declare a queue; before `launch`."""
        ...

    def schedule(self, name: str, cron: str, function: Callable[[datetime], None]) -> None:
        """Run `function` at every match of `cron` (five fields, Asia/Shanghai), once in all
        processes together; before `launch`. It is handed the moment it was due, aware.

        Raises:
            ValueError: `cron` is malformed.
        """
        ...

    def launch(self) -> None:
        """Start working; takes over what dead processes left unfinished.

        Raises:
            StorageError: the database of the workflows cannot be used.
        """
        ...

    def stop(self) -> None:
        """Stop working; what is unfinished stays for the next launch."""
        ...

    def enqueue(
        self,
        workflow: str,
        *arguments: Any,
        workflow_id: str,
        queue: str,
        partition: str | None = None,
        delay_s: float | None = None,
    ) -> None:
        """Start `workflow` once per `workflow_id`, not before `delay_s` seconds have passed.

        Inside a workflow this is remembered like a step; inside a step it may happen again
        when the step does, which the id makes harmless.

        Raises:
            LookupError: no such workflow or queue.
            TypeError: an argument is not JSON.
            ValueError: the queue is partitioned and no partition is named, or the reverse.
        """
        ...

    def step(
        self,
        name: str,
        function: Callable[..., R],
        *arguments: Any,
        retry: RetryRule | None = None,
    ) -> R:
        """Run `function` inside a workflow and keep its result, which must be JSON."""
        ...

    def under_way(self, queue: str) -> list[str]:
        """Return the partition of each workflow of `queue` that has not ended, oldest first."""
        ...

    def schedule_runs(self) -> list[ScheduleRun]:
        """Return every schedule with its newest run, by name."""
        ...

    def wait(self, workflow_id: str, timeout_s: float) -> WorkflowOutcome:
        """Wait until the workflow ended, at most `timeout_s` seconds."""
        ...


def as_json(value: Any) -> Any:
    """Return `value` as it will be read back.

    Raises:
        TypeError: it is not JSON.
    """
    return json.loads(json.dumps(value, ensure_ascii=False))


def check_cron(cron: str) -> None:
    """Refuse a malformed schedule.

    Raises:
        ValueError: `cron` is no cron expression.
    """
    if not croniter.is_valid(cron, second_at_beginning=True):
        raise ValueError(f"malformed cron expression: {cron}")


def check_partition(limits: QueueLimits, partition: str | None) -> None:
    """Refuse an enqueue that does not fit the queue.

    Raises:
        ValueError: a partition is missing or unexpected.
    """
    if limits.is_partitioned and partition is None:
        raise ValueError(f"queue {limits.name} is partitioned: name a partition")
    if not limits.is_partitioned and partition is not None:
        raise ValueError(f"queue {limits.name} has no partitions")
