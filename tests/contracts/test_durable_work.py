"""One contract, kept by the real durable work and by the double that ships with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.durable import (
    DurableWork,
    InlineWork,
    QueueLimits,
    RateLimit,
    RetryRule,
    WorkflowState,
)
from bot.durable.dbos_work import DbosWork
from bot.durable.launch_on_use import LaunchOnUse
from bot.durable.remote_work import RemoteWork
from tests.databases import name_of, new_database

PATIENCE_S = 60.0


@pytest.fixture(params=["sqlite", "on_use", "postgres", "inline"])
def work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DurableWork]:
    made: DurableWork
    if request.param == "inline":
        made = InlineWork()
    elif request.param == "sqlite":
        made = DbosWork(f"sqlite:///{tmp_path / 'durable.sqlite'}")
    elif request.param == "on_use":
        url = f"sqlite:///{tmp_path / 'durable.sqlite'}"
        made = LaunchOnUse(url, before_launch=lambda: None)
    else:
        made = DbosWork(new_database(request.getfixturevalue("postgresql"), name_of(tmp_path)))
    made.queue(QueueLimits("plain", per_worker=4, polling_s=0.02))
    made.queue(QueueLimits("parted", partition_rate=RateLimit(5, 1.0), polling_s=0.02))
    yield made
    made.stop()


def test_a_workflow_started_twice_runs_once(work: DurableWork) -> None:
    runs: list[str] = []

    def greet(name: str) -> dict[str, str]:
        runs.append(name)
        return {"greeted": name}

    work.register("greet", greet)
    work.launch()
    for _ in range(3):
        work.enqueue("greet", "赵", workflow_id="w1", queue="plain")
    outcome = work.wait("w1", PATIENCE_S)
    assert (outcome.state, outcome.result) == (WorkflowState.SUCCEEDED, {"greeted": "赵"})
    work.enqueue("greet", "钱", workflow_id="w1", queue="plain")
    work.wait("w1", PATIENCE_S)
    assert runs == ["赵"]


def test_a_failed_workflow_names_its_error_and_not_its_text(work: DurableWork) -> None:
    def fail() -> None:
        raise KeyError("13800000000")

    work.register("fail", fail)
    work.launch()
    work.enqueue("fail", workflow_id="w1", queue="plain")
    outcome = work.wait("w1", PATIENCE_S)
    assert (outcome.state, outcome.error) == (WorkflowState.FAILED, "KeyError")


def test_a_workflow_may_start_another(work: DurableWork) -> None:
    seen: list[int] = []

    def first(count: int) -> None:
        doubled = work.step("double", lambda value: value * 2, count)
        work.enqueue("second", doubled, workflow_id="w2", queue="parted", partition="p1")

    work.register("first", first)
    work.register("second", seen.append)
    work.launch()
    work.enqueue("first", 21, workflow_id="w1", queue="plain")
    assert work.wait("w1", PATIENCE_S).state is WorkflowState.SUCCEEDED
    assert work.wait("w2", PATIENCE_S).state is WorkflowState.SUCCEEDED
    assert seen == [42]


def test_a_step_may_start_a_workflow_and_started_again_it_is_the_same(
    work: DurableWork,
) -> None:
    seen: list[str] = []

    def hand_over() -> str:
        for _ in range(2):
            work.enqueue("told", "supervisor", workflow_id="w2", queue="plain")
        return "kept"

    work.register("first", lambda: work.step("compose", hand_over))
    work.register("told", seen.append)
    work.launch()
    work.enqueue("first", workflow_id="w1", queue="plain")
    assert work.wait("w1", PATIENCE_S).result == "kept"
    assert work.wait("w2", PATIENCE_S).state is WorkflowState.SUCCEEDED
    assert seen == ["supervisor"]


def test_a_delayed_workflow_waits(work: DurableWork) -> None:
    work.register("later", lambda: None)
    work.launch()
    work.enqueue("later", workflow_id="w1", queue="plain", delay_s=3600)
    assert work.wait("w1", 0).state is WorkflowState.WAITING


@pytest.mark.parametrize(("failures", "succeeds"), [(2, True), (3, False)])
def test_a_step_is_tried_as_often_as_its_rule_says(
    work: DurableWork, failures: int, succeeds: bool
) -> None:
    calls: list[int] = []

    def shaky() -> str:
        calls.append(1)
        if len(calls) <= failures:
            raise ConnectionError
        return "done"

    rule = RetryRule(3, 0.01, lambda exc: isinstance(exc, ConnectionError))
    work.register("try", lambda: work.step("shaky", shaky, retry=rule))
    work.launch()
    work.enqueue("try", workflow_id="w1", queue="plain")
    state = work.wait("w1", PATIENCE_S).state
    assert (state is WorkflowState.SUCCEEDED) is succeeds
    assert len(calls) == 3


def test_a_step_is_not_tried_again_after_an_error_the_rule_excludes(work: DurableWork) -> None:
    calls: list[int] = []

    def broken() -> None:
        calls.append(1)
        raise ValueError

    rule = RetryRule(5, 0.01, lambda exc: isinstance(exc, ConnectionError))
    work.register("try", lambda: work.step("broken", broken, retry=rule))
    work.launch()
    work.enqueue("try", workflow_id="w1", queue="plain")
    assert work.wait("w1", PATIENCE_S).state is WorkflowState.FAILED
    assert len(calls) == 1


WRONG_CALLS: list[tuple[Callable[[DurableWork], None], type[Exception]]] = [
    (lambda w: w.enqueue("nobody", workflow_id="x", queue="plain"), LookupError),
    (lambda w: w.enqueue("known", workflow_id="x", queue="nowhere"), LookupError),
    (lambda w: w.enqueue("known", object(), workflow_id="x", queue="plain"), TypeError),
    (lambda w: w.enqueue("known", workflow_id="x", queue="parted"), ValueError),
    (lambda w: w.enqueue("known", workflow_id="x", queue="plain", partition="p"), ValueError),
    (lambda w: w.schedule("s", "every day", lambda _: None), ValueError),
]


def test_a_wrong_call_is_refused_and_starts_nothing(work: DurableWork) -> None:
    work.register("known", lambda *_: None)
    work.launch()
    for start, error in WRONG_CALLS:
        with pytest.raises(error):
            start(work)
    assert work.wait("x", 0).state is WorkflowState.UNKNOWN


def test_a_schedule_is_accepted(work: DurableWork) -> None:
    def at(moment: datetime) -> None:
        del moment

    work.schedule("scan", "*/10 8-18 * * *", at)
    work.launch()


def test_nothing_is_launched_until_something_is_started(tmp_path: Path) -> None:
    registered: list[str] = []
    file = tmp_path / "durable.sqlite"
    work = LaunchOnUse(f"sqlite:///{file}", before_launch=lambda: registered.append("all"))
    work.queue(QueueLimits("plain", polling_s=0.02))
    work.register("greet", lambda: "hello")
    assert not file.exists()
    work.enqueue("greet", workflow_id="w1", queue="plain")
    assert work.wait("w1", PATIENCE_S).result == "hello"
    work.stop()
    assert registered == ["all"]


def test_what_has_not_ended_is_under_way_in_its_partition(work: DurableWork) -> None:
    go_on, ended = threading.Event(), threading.Event()
    seen: list[list[str]] = []

    def wait() -> None:
        seen.append(work.under_way("parted"))
        ended.set()
        go_on.wait(0 if isinstance(work, InlineWork) else PATIENCE_S)

    work.register("wait", wait)
    work.launch()
    work.enqueue("wait", workflow_id="under-way", queue="parted", partition="p1")
    assert ended.wait(PATIENCE_S)
    go_on.set()
    assert work.wait("under-way", PATIENCE_S).state is WorkflowState.SUCCEEDED
    assert seen == [["p1"]]
    assert work.under_way("parted") == []


def test_a_partition_works_in_order_whatever_the_ids(work: DurableWork) -> None:
    """DBOS sorts by whole seconds under an old SQLite, then by id."""
    go_on = threading.Event()
    order: list[str] = []

    def note(name: str) -> None:
        order.append(name)
        if name == "first":
            go_on.wait(0 if isinstance(work, InlineWork) else PATIENCE_S)

    work.queue(QueueLimits("ordered", partition_concurrency=1, polling_s=0.02))
    work.register("note", note)
    work.launch()
    for number, name in enumerate(("first", "second", "third")):
        key = f"id-{9 - number}"
        work.enqueue("note", name, workflow_id=key, queue="ordered", partition="p1")
    go_on.set()
    assert work.wait("id-7", PATIENCE_S).state is WorkflowState.SUCCEEDED
    assert order == ["first", "second", "third"]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_one_process_starts_another_runs(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    is_file = kind == "sqlite"
    url = (
        f"sqlite:///{tmp_path / 'durable.sqlite'}"
        if is_file
        else new_database(request.getfixturevalue("postgresql"), name_of(tmp_path))
    )
    starting, working = RemoteWork(url), DbosWork(url)
    for each in (starting, working):
        each.queue(QueueLimits("plain", polling_s=0.02))
        each.queue(QueueLimits("parted", partition_concurrency=1, polling_s=0.02))
        each.register("greet", lambda name: f"您好，{name}")
        each.register("fail", lambda: dict[str, str]()["13800000000"])
        each.schedule("scan", "*/10 8-18 * * *", lambda _: None)
    starting.launch()
    starting.enqueue("greet", "赵", workflow_id="w1", queue="plain")
    starting.enqueue("fail", workflow_id="w2", queue="parted", partition="p1")
    assert starting.wait("w1", 0).state is WorkflowState.WAITING
    assert starting.under_way("parted") == ["p1"]
    working.launch()
    assert starting.wait("w1", PATIENCE_S).result == "您好，赵"
    failed = starting.wait("w2", PATIENCE_S)
    assert (failed.state, failed.error) == (WorkflowState.FAILED, "KeyError")
    assert starting.wait("unknown", 0).state is WorkflowState.UNKNOWN
    assert [run.name for run in starting.schedule_runs()] == ["scan"]
    starting.stop()
    working.stop()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@pytest.mark.parametrize("starts", [RemoteWork, DbosWork])
def test_a_failure_of_the_database_does_not_repeat_what_a_person_wrote(
    kind: str,
    starts: type[RemoteWork] | type[DbosWork],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    url, table = f"sqlite:///{tmp_path / 'durable.sqlite'}", "workflow_input"
    if kind == "postgres":
        url = new_database(request.getfixturevalue("postgresql"), name_of(tmp_path))
        table = "dbos.workflow_input"
    work = starts(url)
    work.queue(QueueLimits("plain"))
    work.register("note", lambda *_: None)
    work.launch()
    work.enqueue("note", "一", workflow_id="w1", queue="plain")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO taken_away")
    with pytest.raises(sa.exc.DBAPIError) as failed:
        work.enqueue("note", "我的诉求", workflow_id="w2", queue="plain")
    with engine.begin() as connection:
        schema = "dbos." if kind == "postgres" else ""
        connection.exec_driver_sql(f"ALTER TABLE {schema}taken_away RENAME TO workflow_input")
    engine.dispose()
    work.stop()
    assert "诉求" not in str(failed.value)
    assert "\\u8bc9" not in str(failed.value)


def test_starting_elsewhere_refuses_the_same_wrong_calls(tmp_path: Path) -> None:
    work = RemoteWork(f"sqlite:///{tmp_path / 'durable.sqlite'}")
    work.queue(QueueLimits("plain"))
    work.queue(QueueLimits("parted", partition_concurrency=1))
    work.register("known", lambda *_: None)
    for start, error in WRONG_CALLS:
        with pytest.raises(error):
            start(work)
    assert work.wait("x", 0).state is WorkflowState.UNKNOWN
    work.stop()


def test_what_ended_is_forgotten_and_what_waits_is_not(work: DurableWork) -> None:
    runs: list[str] = []
    work.register("note", runs.append)
    work.launch()
    work.enqueue("note", "ended", workflow_id="ended", queue="plain")
    work.enqueue("note", "waits", workflow_id="waits", queue="plain", delay_s=3600)
    assert work.wait("ended", PATIENCE_S).state is WorkflowState.SUCCEEDED
    assert work.forget_ended(datetime.now(UTC) - timedelta(days=1)) == 0
    assert work.forget_ended(datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert work.wait("ended", 0).state is WorkflowState.UNKNOWN
    assert work.wait("waits", 0).state is WorkflowState.WAITING
    work.enqueue("note", "again", workflow_id="ended", queue="plain")
    assert work.wait("ended", PATIENCE_S).state is WorkflowState.SUCCEEDED
    assert runs == ["ended", "again"]
