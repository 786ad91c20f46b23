"""Starts workflows that other processes run: for the process that only takes messages in.

It never imports what the workflows call, runs no queue and adopts nobody; what it starts lies in
the database until a process that works comes by, now or after the next start.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer

from bot.durable.dbos_database import (
    APPLICATION_NAME,
    NEWEST,
    Starts,
    forget_ended,
    open_engine,
    outcome_of,
    schedule_run,
    schedule_workflow,
    with_driver,
)
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
from bot.errors import StorageError

R = TypeVar("R")

_WAIT_POLL_S = 0.05


class RemoteWork:
    """`DurableWork` without the working; connects when something is first started."""

    def __init__(self, database_url: str) -> None:
        self._url = with_driver(database_url)
        self._workflows: set[str] = set()
        self._queues: dict[str, QueueLimits] = {}
        self._schedules: dict[str, str] = {}
        self._starts = Starts()
        self._lock = threading.Lock()
        self._engine: sa.Engine | None = None
        self._client: DBOSClient | None = None

    def register(self, name: str, function: Callable[..., Any]) -> None:
        """Make `name` startable; the function is the working process's affair."""
        del function
        self._workflows.add(name)

    def queue(self, limits: QueueLimits) -> None:
        """Declare a queue, to check what is started on it."""
        self._queues[limits.name] = limits

    def schedule(self, name: str, cron: str, function: Callable[[datetime], None]) -> None:
        """Check `cron`; the schedule runs where the work is done.

        Raises:
            ValueError: `cron` is malformed.
        """
        del function
        check_cron(cron)
        self._schedules[name] = cron

    def launch(self) -> None:
        """Do nothing: nothing runs here."""

    def stop(self) -> None:
        """Give the connections back."""
        with self._lock:
            if self._client is not None:
                self._client.destroy()
            if self._engine is not None:
                self._engine.dispose()
            self._client = self._engine = None

    def enqueue(
        self,
        workflow: str,
        *arguments: Any,
        workflow_id: str,
        queue: str,
        partition: str | None = None,
        delay_s: float | None = None,
    ) -> None:
        """Start `workflow` once per `workflow_id`, in another process.

        Raises:
            StorageError: the database of the workflows cannot be used.
        """
        if workflow not in self._workflows:
            raise LookupError(f"no workflow is registered as {workflow}")
        if queue not in self._queues:
            raise LookupError(f"no queue {queue} was declared")
        check_partition(self._queues[queue], partition)
        options = self._starts.options(workflow, workflow_id, queue, partition, delay_s)
        self._connected().enqueue(options, *as_json(list(arguments)))

    def step(
        self,
        name: str,
        function: Callable[..., R],
        *arguments: Any,
        retry: RetryRule | None = None,
    ) -> R:
        """Refuse: no workflow runs here, so there is none to keep a step for.

        Raises:
            RuntimeError: always.
        """
        del function, arguments, retry
        raise RuntimeError(f"step {name} was called in a process that runs no workflows")

    def under_way(self, queue: str) -> list[str]:
        """Return the partition of each workflow of `queue` that has not ended, oldest first."""
        statuses = self._connected().list_queued_workflows(
            queue_name=queue, load_input=False, load_output=False
        )
        return [status.queue_partition_key or "" for status in statuses]

    def schedule_runs(self) -> list[ScheduleRun]:
        """Return every schedule with its newest run, by name."""
        client = self._connected()
        return [
            schedule_run(name, cron, client.list_workflows(name=schedule_workflow(name), **NEWEST))
            for name, cron in sorted(self._schedules.items())
        ]

    def wait(self, workflow_id: str, timeout_s: float) -> WorkflowOutcome:
        """Wait until the workflow ended, at most `timeout_s` seconds."""
        deadline = time.monotonic() + timeout_s
        while True:
            found = self._connected().list_workflows(workflow_ids=[workflow_id])
            outcome = outcome_of(found[0] if found else None)
            has_ended = outcome.state in {WorkflowState.SUCCEEDED, WorkflowState.FAILED}
            if has_ended or time.monotonic() >= deadline:
                return outcome
            time.sleep(_WAIT_POLL_S)

    def forget_ended(self, before: datetime) -> int:
        """Delete every workflow that ended before a moment (system time, aware); count them."""
        client = self._connected()
        return forget_ended(client.list_workflows, client.delete_workflows, before)

    def _connected(self) -> DBOSClient:
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> DBOSClient:
        try:
            # The first process of a city may be this one: then the tables are made here.
            DBOS.migrate(self._url)
            self._engine = open_engine(self._url)
            return DBOSClient(
                system_database_engine=self._engine,
                serializer=DBOSPortableJSONSerializer(),
                application_name=APPLICATION_NAME,
                retry_connection_errors=False,
            )
        except (sa.exc.SQLAlchemyError, OSError) as exc:
            if self._engine is not None:
                self._engine.dispose()
            raise StorageError(
                "任务队列数据库打不开",
                why=type(exc).__name__,
                remedy="检查 BOT_DATA_DIR 的权限与空间，或 BOT_DATABASE_URL",
            ) from exc
