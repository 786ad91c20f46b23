"""Launches durable work only when something is started.

A command that usually starts nothing (`bot ask`) need not pay for a launch, nor for importing
the library; when it does start something, what it cannot finish before it ends is taken over
by the serving process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from bot.durable.work import QueueLimits, RetryRule, ScheduleRun, WorkflowOutcome, check_cron

if TYPE_CHECKING:
    from bot.durable.dbos_work import DbosWork

R = TypeVar("R")


class LaunchOnUse:
    """`DbosWork` that launches itself at the first workflow started.

    `before_launch` registers every workflow of the application: a process that works off the
    queues must know whatever may lie in them.
    """

    def __init__(self, database_url: str, *, before_launch: Callable[[], None]) -> None:
        self._url = database_url
        self._before_launch = before_launch
        self._declared: list[Callable[[DbosWork], None]] = []
        self._launched: DbosWork | None = None
        self._lock = threading.Lock()

    def register(self, name: str, function: Callable[..., Any]) -> None:
        """Make `function` startable as `name`; before `launch`."""
        self._declared.append(lambda work: work.register(name, function))

    def queue(self, limits: QueueLimits) -> None:
        """Declare a queue; before `launch`."""
        self._declared.append(lambda work: work.queue(limits))

    def schedule(self, name: str, cron: str, function: Callable[[datetime], None]) -> None:
        """Run `function` at every match of `cron`, Asia/Shanghai; before `launch`.

        Raises:
            ValueError: `cron` is malformed.
        """
        check_cron(cron)
        self._declared.append(lambda work: work.schedule(name, cron, function))

    def launch(self) -> None:
        """Start working; launching again changes nothing.

        Raises:
            StorageError: the database of the workflows cannot be used.
        """
        self._work()

    def stop(self) -> None:
        """Stop working, if it was ever started."""
        if self._launched is not None:
            self._launched.stop()
            self._launched = None

    def enqueue(
        self,
        workflow: str,
        *arguments: Any,
        workflow_id: str,
        queue: str,
        partition: str | None = None,
        delay_s: float | None = None,
    ) -> None:
        """Launch if need be, and start `workflow` once per `workflow_id`."""
        self._work().enqueue(
            workflow,
            *arguments,
            workflow_id=workflow_id,
            queue=queue,
            partition=partition,
            delay_s=delay_s,
        )

    def step(
        self,
        name: str,
        function: Callable[..., R],
        *arguments: Any,
        retry: RetryRule | None = None,
    ) -> R:
        """Run `function` inside a workflow and keep its result."""
        return self._work().step(name, function, *arguments, retry=retry)

    def under_way(self, queue: str) -> list[str]:
        """Return the partition of each workflow of `queue` that has not ended, oldest first."""
        return self._work().under_way(queue)

    def schedule_runs(self) -> list[ScheduleRun]:
        """Return every schedule with its newest run, by name."""
        return self._work().schedule_runs()

    def wait(self, workflow_id: str, timeout_s: float) -> WorkflowOutcome:
        """Wait until the workflow ended, at most `timeout_s` seconds."""
        return self._work().wait(workflow_id, timeout_s)

    def _work(self) -> DbosWork:
        if self._launched is None:
            with self._lock:
                if self._launched is None:
                    self._launch()
        if self._launched is None:
            raise AssertionError("launching either succeeds or raises")
        return self._launched

    def _launch(self) -> None:
        from bot.durable.dbos_work import DbosWork

        self._before_launch()
        work = DbosWork(self._url)
        for declare in self._declared:
            declare(work)
        # Set first: what is taken over may run, and ask for its steps, before launch returns.
        self._launched = work
        try:
            work.launch()
        except BaseException:
            self._launched = None
            raise
