"""Three processes on one database are one service."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from tests.end_to_end.cluster import Cluster, moved_city
from tests.end_to_end.serving import ANSWER_S, REPOSITORY, ServingBot, eventually
from tests.end_to_end.test_wecom_conversation import QUESTION, settings_of
from tests.simulators.wecom import WecomSimulator

pytestmark = pytest.mark.slow

ANSWER = "1天应答、3天明确意见、5天办结"
TAKEN_OVER_S = 90.0
# The library names a run of a schedule by the moment it is for.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@pytest.fixture(scope="module")
def vendor() -> Iterator[WecomSimulator]:
    members = {f"m{number:03}" for number in range(200)} | {"u002", "u003", "u007"}
    clock = ManualClock(datetime.now(BUSINESS_ZONE))
    simulator = WecomSimulator(members=members, clock=clock, patience_s=ANSWER_S)
    with simulator.serve() as server:
        simulator.base_url = f"{server.url}/cgi-bin"
        yield simulator


@pytest.fixture(scope="module")
def cluster(
    prepared_city: Path,
    postgresql: str,
    vendor: WecomSimulator,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    url = moved_city(prepared_city, postgresql, folder)
    scan_each_second = {"BOT_ALERTS__SCAN_CRON": "* * * * * *"}
    with Cluster(folder, prepared_city, url, **settings_of(vendor), **scan_each_second) as made:
        yield made


def answers_to(vendor: WecomSimulator, members: list[str]) -> Counter[str]:
    return Counter(
        member for member in members for text in vendor.texts_to(member) if ANSWER in text
    )


def test_copies_sent_to_different_processes_are_answered_once(
    cluster: Cluster, vendor: WecomSimulator
) -> None:
    members = [f"m{number:03}" for number in range(12)]

    def deliver(number: int) -> bool:
        member = members[number % len(members)]
        plain = vendor.text_xml(member, QUESTION, f"copy-{member}")
        return vendor.deliver_callback(f"{cluster.url}/wecom/callback", plain).is_accepted

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(deliver, range(3 * len(members))))
    eventually(
        lambda: len(answers_to(vendor, members)) == len(members), what="answers", within_s=60
    )
    # Asked afterwards, answered afterwards: nothing of before is still on its way.
    vendor.deliver_callback(f"{cluster.url}/wecom/callback", vendor.text_xml("m199", "你好", "x"))
    eventually(lambda: bool(vendor.texts_to("m199")), what="the greeting", within_s=60)
    assert set(answers_to(vendor, members).values()) == {1}
    assert len(cluster.balancer.requests) == len(cluster.processes)


def test_all_processes_share_one_access_token(cluster: Cluster, vendor: WecomSimulator) -> None:
    assert cluster.processes
    assert vendor.calls["gettoken"] == 1


def test_a_follow_up_is_understood_by_another_process(cluster: Cluster) -> None:
    first, second, third = cluster.processes
    said = {"user": "u002", "conversation": "shared"}
    assert "3657.33" in cluster.ask(first, "1到10月五大产业产值多少", **said)["text"]
    assert "兴化市" in cluster.ask(second, "那兴化呢", **said)["text"]
    assert "兴化市" in cluster.ask(third, "同比呢", **said)["text"]


def test_each_moment_of_a_schedule_runs_once(cluster: Cluster) -> None:
    runs = (
        "SELECT workflow_uuid, status FROM dbos.workflow_status"
        " WHERE name = 'schedule:alert_scan' AND status <> 'ENQUEUED'"
    )
    eventually(lambda: len(cluster.rows(runs)) >= 5, what="five moments", within_s=60)
    ids = [str(workflow_id) for workflow_id, _ in cluster.rows(runs)]
    moments = [MOMENT.search(workflow_id) for workflow_id in ids]
    assert all(moments), ids
    assert len({moment[0] for moment in moments if moment}) == len(ids)
    told = cluster.rows(
        "SELECT account, CAST(reply AS text), count(*) FROM web_inbox GROUP BY 1, 2"
    )
    assert told, "the demonstration city owes its owners something each morning"
    assert {count for *_, count in told} == {1}


def test_what_one_process_takes_in_all_of_them_find(cluster: Cluster, tmp_path: Path) -> None:
    file = tmp_path / "船舶.txt"
    file.write_text("关于船舶修造补贴的通知\n\n一、对船舶修造企业每艘补贴九万元。\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ingest", str(file)],
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "BOT_DATA_DIR": str(tmp_path / "data"),
            "BOT_DATABASE_URL": cluster.engine.url.render_as_string(hide_password=False),
            "BOT_RETRIEVAL__MODEL": "hashing",
        },
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert b"ingested" in done.stdout
    for process in cluster.processes:
        assert "九万元" in cluster.ask(process, "船舶修造企业每艘补贴多少")["text"]


def at_work(cluster: Cluster) -> ServingBot | None:
    """A process in the middle of an answer, by what the durable work says."""
    pids = cluster.rows(
        "SELECT DISTINCT e.pid FROM dbos.workflow_status w JOIN durable_executors e"
        " ON w.executor_id = e.executor_id WHERE w.status = 'PENDING'"
        " AND w.name NOT LIKE 'schedule:%'"
    )
    busy = {pid for (pid,) in pids}
    return next((process for process in cluster.processes if busy & numbers_of(process)), None)


def numbers_of(process: ServingBot) -> set[int]:
    return {process.pid, *(answerer.pid for answerer in process.answerers())}


def test_a_process_killed_in_the_middle_of_an_answer_is_taken_over(
    cluster: Cluster, vendor: WecomSimulator
) -> None:
    members = [f"m{number:03}" for number in range(20, 50)]
    found: list[ServingBot] = []

    def deliver(member: str) -> bool:
        plain = vendor.text_xml(member, QUESTION, f"kill-{member}")
        return vendor.deliver_callback(f"{cluster.url}/wecom/callback", plain).is_accepted

    def is_caught() -> bool:
        caught = at_work(cluster)
        if caught is not None:
            found.append(caught)
        return caught is not None

    with ThreadPoolExecutor(4) as pool:
        accepted = pool.map(deliver, members)
        eventually(is_caught, what="a process in the middle of an answer")
        found[0].kill()
        assert all(accepted)
    eventually(
        lambda: len(answers_to(vendor, members)) == len(members),
        what="every answer, those of the killed process too",
        within_s=TAKEN_OVER_S,
    )
    assert set(answers_to(vendor, members).values()) == {1}
    cluster.replace(found[0])


def test_a_rolling_restart_loses_nothing(cluster: Cluster, vendor: WecomSimulator) -> None:
    members = [f"m{number:03}" for number in range(60, 120)]
    remaining = iter(members)

    def deliver() -> int:
        count = 0
        for member in remaining:
            plain = vendor.text_xml(member, QUESTION, f"roll-{member}")
            answer = vendor.deliver_callback(f"{cluster.url}/wecom/callback", plain)
            assert answer.is_accepted
            count += 1
            if count == len(members) // len(cluster_then):
                break
        return count

    cluster_then = list(cluster.processes)
    with ThreadPoolExecutor(1) as pool:
        for process in cluster_then:
            sending = pool.submit(deliver)
            cluster.replace(process)
            assert sending.result(timeout=60) > 0
    eventually(
        lambda: len(answers_to(vendor, members)) == len(members),
        what="an answer to every message",
        within_s=TAKEN_OVER_S,
    )
    assert set(answers_to(vendor, members).values()) == {1}
