"""`DurableWork` on DBOS: SQLite by default, PostgreSQL for more than one machine."""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from dbos import (
    DBOS,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    StepOptions,
)

from bot.clock import BUSINESS_ZONE
from bot.durable.clock_jumps import ClockJumps, unless_passed_over
from bot.durable.clock_set_back import ClockWatch, forget_runs_ahead
from bot.durable.dbos_database import (
    APPLICATION_NAME,
    APPLICATION_VERSION,
    LIBRARY_CONNECTIONS,
    NEWEST,
    UNTOLD,
    Starts,
    forget_ended,
    open_engine,
    outcome_of,
    schedule_run,
    schedule_workflow,
    with_driver,
)
from bot.durable.executors import HEARTBEAT_S, ExecutorRegistry
from bot.durable.work import (
    QueueLimits,
    RateLimit,
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

STOP_TIMEOUT_S = 10
WAIT_POLL_S = 0.05


_logger = logging.getLogger(__name__)
_ONE = threading.Lock()


class DbosWork:
    """Workflows kept by DBOS in the database at `database_url`.

    DBOS is one per process; so is this, between `launch` and `stop`.
    """

    running: ClassVar[DbosWork | None] = None
    """The one that was launched in this process and not stopped."""

    def __init__(
        self, database_url: str, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = with_driver(database_url)
        self._monotonic = monotonic
        self._functions: dict[str, Callable[..., Any]] = {}
        self._queues: dict[str, QueueLimits] = {}
        self._schedules: dict[str, tuple[str, Callable[[datetime], None]]] = {}
        self._engine: sa.Engine | None = None
        self._executors: ExecutorRegistry | None = None
        self._clock: ClockWatch | None = None
        self._jumps = ClockJumps(monotonic=monotonic)
        self._set_back_to: datetime | None = None
        self._has_leapt = False
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None
        self._starts = Starts()
        self._active = 0
        self._active_lock = threading.Lock()

    def register(self, name: str, function: Callable[..., Any]) -> None:
        """Make `function` startable as `name`; before `launch`."""
        self._functions[name] = function

    def queue(self, limits: QueueLimits) -> None:
        """Declare a queue; before `launch`."""
        self._queues[limits.name] = limits

    def schedule(self, name: str, cron: str, function: Callable[[datetime], None]) -> None:
        """Run `function` at every match of `cron`, Asia/Shanghai; before `launch`.

        Raises:
            ValueError: `cron` is malformed.
        """
        check_cron(cron)
        self._schedules[name] = (cron, function)

    def launch(self) -> None:
        """Start working and take over what dead executors left.

        Raises:
            StorageError: the database cannot be used, or other work runs in this process: the
                library would let this one work in the other's database, and say nothing.
        """
        self._take_process()
        try:
            self._launch()
        except (sa.exc.SQLAlchemyError, OSError) as exc:
            self._end_library()
            raise StorageError(
                "任务队列数据库打不开",
                why=type(exc).__name__,
                remedy="检查 BOT_DATA_DIR 的权限与空间，或 BOT_DATABASE_URL",
            ) from exc
        except BaseException:
            # Whatever it was: what is half launched would go on working beside the next one.
            self._end_library()
            raise

    def _launch(self) -> None:
        # The library greets at INFO before its own log level is read.
        logging.getLogger("dbos").setLevel(logging.WARNING)
        self._engine = open_engine(self._url)
        self._executors = ExecutorRegistry(self._engine)
        self._executors.enter()
        DBOS(config=self._config(self._executors.executor_id))
        wrapped = self._register_all()
        DBOS.launch()
        self._declare_queues()
        self._clock = ClockWatch(self._engine, monotonic=self._monotonic)
        self._look_at_clock(wrapped, are_running=False)
        self._apply_schedules(wrapped)
        self._take_over()
        self._stopping.clear()
        self._keeper = threading.Thread(
            target=self._keep, args=(wrapped,), name="durable-keeper", daemon=True
        )
        self._keeper.start()

    def _take_process(self) -> None:
        with _ONE:
            if DbosWork.running is not None:
                raise StorageError(
                    "任务队列没有启动",
                    why="本进程已有一个任务队列在运行",
                    remedy="先停掉它，或另起一个进程",
                )
            DbosWork.running = self

    def stop(self) -> None:
        """Stop working; running workflows get `STOP_TIMEOUT_S` seconds, the rest stays."""
        self._stopping.set()
        if self._keeper is not None:
            self._keeper.join()
            self._keeper = None
        # DBOS waits in whole seconds, so it is asked to only when something runs.
        timeout = STOP_TIMEOUT_S if self._active else 0
        self._end_library(timeout, leave=True)

    def _end_library(self, timeout_s: int = 0, *, leave: bool = False) -> None:
        try:
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=timeout_s)
            if leave and self._executors is not None:
                self._executors.leave()
        finally:
            if self._engine is not None:
                self._engine.dispose()
            self._executors = self._engine = None
            if DbosWork.running is self:
                DbosWork.running = None

    def enqueue(
        self,
        workflow: str,
        *arguments: Any,
        workflow_id: str,
        queue: str,
        partition: str | None = None,
        delay_s: float | None = None,
    ) -> None:
        """Start `workflow` once per `workflow_id`."""
        if workflow not in self._functions:
            raise LookupError(f"no workflow is registered as {workflow}")
        if queue not in self._queues:
            raise LookupError(f"no queue {queue} was declared")
        check_partition(self._queues[queue], partition)
        options = self._starts.options(workflow, workflow_id, queue, partition, delay_s)
        start = partial(DBOS.enqueue_workflow_with_options, options, *as_json(list(arguments)))
        if DBOS.step_id is None:
            start()
        else:
            # Within a step the library refuses to start a child, because a repeated step would
            # start it again; our ids make that harmless, so it is started from outside.
            contextvars.Context().run(start)

    def step(
        self,
        name: str,
        function: Callable[..., R],
        *arguments: Any,
        retry: RetryRule | None = None,
    ) -> R:
        """Run `function` inside a workflow and keep its result."""
        options = StepOptions(name=name)
        if retry is not None:
            options["retries_allowed"] = True
            options["max_attempts"] = retry.attempts
            options["interval_seconds"] = retry.first_wait_s
            options["should_retry"] = retry.is_retryable
        return DBOS.run_step(options, function, *arguments)

    def under_way(self, queue: str) -> list[str]:
        """Return the partition of each workflow of `queue` that has not ended, oldest first."""
        unfinished = partial(
            DBOS.list_queued_workflows, queue_name=queue, load_input=False, load_output=False
        )
        statuses = contextvars.Context().run(unfinished)
        return [status.queue_partition_key or "" for status in statuses]

    def schedule_runs(self) -> list[ScheduleRun]:
        """Return every schedule with its newest run, by name."""
        return [self._newest_run(name, cron) for name, (cron, _) in sorted(self._schedules.items())]

    def _newest_run(self, name: str, cron: str) -> ScheduleRun:
        newest = partial(DBOS.list_workflows, name=schedule_workflow(name), **NEWEST)
        return schedule_run(name, cron, contextvars.Context().run(newest))

    def wait(self, workflow_id: str, timeout_s: float) -> WorkflowOutcome:
        """Wait until the workflow ended, at most `timeout_s` seconds."""
        deadline = time.monotonic() + timeout_s
        while True:
            # Asked from outside: within a workflow the answer would be kept like a step's.
            status = contextvars.Context().run(DBOS.get_workflow_status, workflow_id)
            outcome = outcome_of(status)
            has_ended = outcome.state in {WorkflowState.SUCCEEDED, WorkflowState.FAILED}
            if has_ended or time.monotonic() >= deadline:
                return outcome
            time.sleep(WAIT_POLL_S)

    def forget_ended(self, before: datetime) -> int:
        """Delete every workflow that ended before a moment (system time, aware); count them."""
        # From outside, as everywhere: within a workflow the library would keep it like a step.
        return contextvars.Context().run(
            forget_ended, DBOS.list_workflows, DBOS.delete_workflows, before
        )

    def _config(self, executor_id: str) -> DBOSConfig:
        config = DBOSConfig(
            name=APPLICATION_NAME,
            system_database_url=self._url,
            application_version=APPLICATION_VERSION,
            executor_id=executor_id,
            serializer=DBOSPortableJSONSerializer(),
            log_level="WARNING",
            sys_db_pool_size=LIBRARY_CONNECTIONS,
            db_engine_kwargs=UNTOLD,
        )
        if self._engine is not None and self._engine.dialect.name == "sqlite":
            config["system_database_engine"] = self._engine
        return config

    def _register_all(self) -> dict[str, Callable[..., Any]]:
        for name, function in self._functions.items():
            DBOS.workflow(name=name)(self._counted(function))
        return {
            name: DBOS.workflow(name=schedule_workflow(name))(
                self._counted(unless_passed_over(function, self._jumps))
            )
            for name, (_, function) in self._schedules.items()
        }

    def _counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        # A new function for each registration: the library hangs its own state on it, and a
        # bound method cannot carry that.
        def run(*arguments: Any) -> Any:
            with self._active_lock:
                self._active += 1
            try:
                return function(*arguments)
            finally:
                with self._active_lock:
                    self._active -= 1

        return run

    def _declare_queues(self) -> None:
        for limits in self._queues.values():
            DBOS.register_queue(
                limits.name,
                worker_concurrency=limits.per_worker,
                limiter=_rate(limits.rate),
                partition_concurrency=limits.partition_concurrency,
                partition_limiter=_rate(limits.partition_rate),
                polling_interval_sec=limits.polling_s,
            )

    def _apply_schedules(self, wrapped: dict[str, Callable[..., Any]]) -> None:
        if wrapped:
            DBOS.apply_schedules(
                [
                    {
                        "schedule_name": name,
                        "workflow_fn": wrapped[name],
                        "schedule": cron,
                        "cron_timezone": BUSINESS_ZONE.key,
                    }
                    for name, (cron, _) in self._schedules.items()
                ]
            )

    def _look_at_clock(
        self, wrapped: dict[str, Callable[..., Any]], *, are_running: bool = True
    ) -> None:
        if self._clock is None:
            return
        self._set_back_to = self._clock.look() or self._set_back_to
        # The library sleeps by this machine's clock, which need not be the database's.
        if jump := self._jumps.look():
            self._has_leapt = not jump.is_back
            self._set_back_to = jump.shown if jump.is_back else self._set_back_to
        if self._set_back_to is None and not self._has_leapt:
            return
        if self._set_back_to is not None:
            names = [schedule_workflow(name) for name in self._schedules]
            forget_runs_ahead(DBOS.list_workflows, DBOS.delete_workflows, names, self._set_back_to)
        if are_running:
            # Each is sleeping until its next moment by the wrong clock, or has all those before
            # it that were passed over; one that is new counts from now.
            for name in wrapped:
                DBOS.delete_schedule(name)
            self._apply_schedules(wrapped)
        # Only now: what the database refused is tried again.
        self._set_back_to, self._has_leapt = None, False

    def _keep(self, wrapped: dict[str, Callable[..., Any]]) -> None:
        while not self._stopping.wait(HEARTBEAT_S):
            try:
                if self._executors is not None:
                    self._executors.beat()
                    self._look_at_clock(wrapped)
                    self._take_over()
            except Exception as exc:
                # The next beat tries again; a database that is away for longer than the lapse
                # is away for the adopters too.
                _logger.warning("heartbeat of the durable work failed: %s", type(exc).__name__)

    def _take_over(self) -> None:
        if self._executors is None:
            return
        for executor_id in self._executors.claim_dead():
            by_queue: dict[str | None, list[str]] = defaultdict(list)
            for status in DBOS.list_workflows(
                status="PENDING", executor_id=executor_id, load_input=False, load_output=False
            ):
                by_queue[status.queue_name].append(status.workflow_id)
            # Back to the queue it came from, so that its limits go on to hold.
            for queue_name, workflow_ids in by_queue.items():
                DBOS.resume_workflows(
                    workflow_ids, queue_name=queue_name if queue_name in self._queues else None
                )
            self._executors.forget(executor_id)


def _rate(rate: RateLimit | None) -> Any:
    return None if rate is None else {"limit": rate.limit, "period": rate.period_s}
