"""What only the real durable work can show: it outlives its process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa
from dbos import DBOS

from bot.clock import BUSINESS_ZONE
from bot.durable import QueueLimits, WorkflowState
from bot.durable.dbos_work import DbosWork
from bot.durable.executors import HEARTBEAT_S, LAPSE, ExecutorRegistry
from bot.errors import StorageError
from tests.databases import database_at

PATIENCE_S = 60.0


def make_work(folder: Path) -> DbosWork:
    work = DbosWork(database_at(folder, "durable.sqlite"))
    work.queue(QueueLimits("plain", polling_s=0.02))
    return work


def workflows_kept(folder: Path) -> int:
    engine = sa.create_engine(database_at(folder, "durable.sqlite"))
    # On a server the library keeps its tables in a schema of their own.
    schema = "dbos" if engine.dialect.name == "postgresql" else None
    table = sa.table("workflow_status", schema=schema)
    with engine.connect() as connection:
        kept = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    engine.dispose()
    return kept


def test_what_was_enqueued_before_a_stop_runs_after_the_next_launch(tmp_path: Path) -> None:
    first = make_work(tmp_path)
    first.register("greet", lambda name: name)
    first.launch()
    first.enqueue("greet", "赵", workflow_id="w1", queue="plain", delay_s=3600)
    first.stop()

    second = make_work(tmp_path)
    second.register("greet", lambda name: f"你好，{name}")
    second.launch()
    # Not due before: however slow the first is to stop, it is not the first that runs it.
    DBOS.set_workflow_delay("w1", delay_seconds=0)
    outcome = second.wait("w1", PATIENCE_S)
    second.stop()
    assert outcome.result == "你好，赵"


def test_a_second_one_in_a_process_is_refused_until_the_first_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = make_work(tmp_path / "a"), make_work(tmp_path / "b")
    for work in (first, second):
        work.register("greet", lambda name: name)
    first.launch()
    with pytest.raises(StorageError, match="本进程已有一个任务队列在运行"):
        second.launch()
    first.enqueue("greet", "赵", workflow_id="w1", queue="plain")
    assert first.wait("w1", PATIENCE_S).result == "赵"
    first.stop()
    second.launch()
    second.enqueue("greet", "钱", workflow_id="w1", queue="plain")
    assert second.wait("w1", PATIENCE_S).result == "钱"
    second.stop()


@pytest.mark.parametrize("step", ["_declare_queues", "_take_over"])
def test_what_a_failed_launch_began_is_ended_and_leaves_the_process_to_the_next(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_work: DbosWork) -> None:
        raise RuntimeError("something nobody expected")

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = make_work(tmp_path / "a"), make_work(tmp_path / "b")
    for work in (first, second):
        work.register("greet", lambda name: name)
    with monkeypatch.context() as patched:
        patched.setattr(DbosWork, step, break_down)
        with pytest.raises(RuntimeError):
            first.launch()
    second.launch()
    try:
        second.enqueue("greet", "赵", workflow_id="w1", queue="plain")
        assert second.wait("w1", PATIENCE_S).result == "赵"
        assert workflows_kept(tmp_path / "b") == 1
    finally:
        second.stop()


def test_a_schedule_hands_over_the_moment_in_business_time(tmp_path: Path) -> None:
    fired = threading.Event()
    moments: list[datetime] = []

    def at(moment: datetime) -> None:
        moments.append(moment)
        fired.set()

    work = make_work(tmp_path)
    work.schedule("each-second", "* * * * * *", at)
    work.launch()
    assert fired.wait(PATIENCE_S)
    work.stop()
    assert moments[0].tzinfo is BUSINESS_ZONE


def test_a_folder_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    work = DbosWork(f"sqlite:///{tmp_path / 'missing' / 'durable.sqlite'}")
    with pytest.raises(StorageError, match="任务队列数据库打不开"):
        work.launch()
    work.stop()


DAY = timedelta(days=1)


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    return sa.create_engine(database_at(tmp_path, "executors.sqlite"))


def age(engine: sa.Engine, executor_id: str, **values: object) -> None:
    table = sa.Table("durable_executors", sa.MetaData(), autoload_with=engine)
    with engine.begin() as connection:
        connection.execute(
            table.update().where(table.c.executor_id == executor_id).values(**values)
        )


def test_a_living_executor_of_this_machine_is_left_alone_however_silent(
    engine: sa.Engine,
) -> None:
    quiet, other = ExecutorRegistry(engine), ExecutorRegistry(engine)
    quiet.enter()
    other.enter()
    age(engine, quiet.executor_id, heartbeat_at=datetime(2000, 1, 1))
    assert other.claim_dead() == []


def test_a_dead_executor_of_this_machine_is_claimed_at_once_and_by_one(engine: sa.Engine) -> None:
    dead, one, two = (ExecutorRegistry(engine) for _ in range(3))
    for registry in (dead, one, two):
        registry.enter()
    age(engine, dead.executor_id, pid=_free_pid())
    assert one.claim_dead() == [dead.executor_id]
    assert two.claim_dead() == []


def test_a_process_that_ended_and_was_not_buried_yet_is_dead(engine: sa.Engine) -> None:
    dead, one = ExecutorRegistry(engine), ExecutorRegistry(engine)
    for registry in (dead, one):
        registry.enter()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    started = int(psutil.Process(ended.pid).create_time())
    age(engine, dead.executor_id, pid=ended.pid, process_started=started)
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert one.claim_dead() == [dead.executor_id]
    assert ended.wait() == 0


def test_a_pid_that_was_given_to_another_process_does_not_count(engine: sa.Engine) -> None:
    dead, one = ExecutorRegistry(engine), ExecutorRegistry(engine)
    dead.enter()
    one.enter()
    age(engine, dead.executor_id, pid=os.getpid(), process_started=1)
    assert one.claim_dead() == [dead.executor_id]


class Listening:
    """A registry that looks every five seconds of a clock that a test moves."""

    def __init__(self, engine: sa.Engine) -> None:
        self.now = 0.0
        self.registry = ExecutorRegistry(engine, monotonic=lambda: self.now)
        self.registry.enter()

    def listen(self, seconds: float) -> list[str]:
        """Listen so long, and return what was claimed."""
        claimed, until = self.registry.claim_dead(), self.now + seconds
        while self.now < until:
            self.now = min(self.now + HEARTBEAT_S, until)
            claimed += self.registry.claim_dead()
        return claimed


def test_an_executor_elsewhere_is_claimed_only_after_the_lapse(engine: sa.Engine) -> None:
    remote = ExecutorRegistry(engine, machine="elsewhere")
    remote.enter()
    here = Listening(engine)
    age(engine, remote.executor_id, pid=_free_pid())
    assert here.listen(LAPSE.total_seconds()) == []
    remote.beat()
    assert here.listen(LAPSE.total_seconds()) == []
    assert here.listen(1) == [remote.executor_id]


def test_nobody_elsewhere_is_claimed_for_a_time_in_which_nobody_could_listen(
    engine: sa.Engine,
) -> None:
    """The database was away for both: whoever is back first must not take the other for dead."""
    remote = ExecutorRegistry(engine, machine="elsewhere")
    remote.enter()
    here = Listening(engine)
    assert here.listen(10) == []
    here.now += LAPSE.total_seconds() * 3
    assert here.listen(20) == []
    remote.beat()
    assert here.listen(LAPSE.total_seconds()) == []
    assert here.listen(5) == [remote.executor_id]


def test_who_was_adopted_while_it_slept_is_known_again_once_it_wakes(engine: sa.Engine) -> None:
    sleeper = ExecutorRegistry(engine, machine="elsewhere")
    sleeper.enter()
    here = Listening(engine)
    assert here.listen(LAPSE.total_seconds() + 5) == [sleeper.executor_id]
    here.registry.forget(sleeper.executor_id)
    sleeper.beat()
    assert here.listen(5) == []
    assert here.listen(LAPSE.total_seconds()) == [sleeper.executor_id]


@pytest.mark.parametrize("days", [-1, 1])
def test_an_executor_elsewhere_whose_clock_is_wrong_is_left_alone(
    engine: sa.Engine, days: int
) -> None:
    remote, here = ExecutorRegistry(engine, machine="elsewhere"), ExecutorRegistry(engine)
    remote.enter()
    here.enter()
    told = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=days)
    age(engine, remote.executor_id, heartbeat_at=told)
    assert here.claim_dead() == []


def test_an_executor_elsewhere_that_died_before_its_clock_was_set_back_is_claimed(
    engine: sa.Engine,
) -> None:
    dead = ExecutorRegistry(engine, machine="elsewhere")
    dead.enter()
    here = Listening(engine)
    age(engine, dead.executor_id, heartbeat_at=datetime.now(UTC).replace(tzinfo=None) + DAY)
    assert here.listen(LAPSE.total_seconds()) == []
    assert here.listen(1) == [dead.executor_id]


@pytest.mark.skipif(sys.platform != "linux", reason="steps the time that Linux reckons starts from")
@pytest.mark.parametrize("seconds", [-86_400, 86_400])
def test_the_living_are_left_alone_when_the_time_of_day_is_put_right(
    engine: sa.Engine, seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet, other = ExecutorRegistry(engine), ExecutorRegistry(engine)
    quiet.enter()
    other.enter()
    booted_at = psutil.boot_time()
    monkeypatch.setattr("psutil._pslinux.boot_time", lambda: booted_at + seconds)
    assert other.claim_dead() == []


def test_one_that_a_program_before_this_one_registered_is_known_as_well(engine: sa.Engine) -> None:
    old, other = ExecutorRegistry(engine), ExecutorRegistry(engine)
    old.enter()
    other.enter()
    age(engine, old.executor_id, process_started=int(psutil.Process().create_time()))
    assert other.claim_dead() == []


def test_a_claim_of_an_adopter_that_died_itself_is_free_again(engine: sa.Engine) -> None:
    dead, adopter, last = (ExecutorRegistry(engine) for _ in range(3))
    for registry in (dead, adopter, last):
        registry.enter()
    age(engine, dead.executor_id, pid=_free_pid())
    adopter.claim_dead()
    age(engine, adopter.executor_id, pid=_free_pid())
    assert sorted(last.claim_dead()) == sorted([dead.executor_id, adopter.executor_id])


def test_waiting_for_an_unknown_workflow_says_so(tmp_path: Path) -> None:
    work = make_work(tmp_path)
    work.launch()
    assert work.wait("nobody", 0).state is WorkflowState.UNKNOWN
    work.stop()


def _free_pid() -> int:
    return max(psutil.pids()) + 10_000
