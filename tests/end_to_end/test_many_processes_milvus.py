"""Three processes on one database and one Milvus: its vectors are theirs together."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from tests.end_to_end.cluster import Cluster, moved_city
from tests.end_to_end.serving import REPOSITORY, ServingBot, eventually
from tests.milvus_server import MilvusServer, milvus_server

pytestmark = pytest.mark.slow

QUESTION = "企业有困难向政府反映，多久能有回音？"
ANSWER = "1天应答、3天明确意见、5天办结"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed")
    with milvus_server(tmp_path_factory.mktemp("milvus")) as running:
        yield running


@pytest.fixture(scope="module")
def cluster(
    prepared_city: Path,
    postgresql: str,
    server: MilvusServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster-milvus")
    url = moved_city(prepared_city, postgresql, folder)
    settings = {
        "BOT_RETRIEVAL__INDEX": server.address,
        "BOT_PAGES__GUEST_MESSAGES_PER_MINUTE": "0",
    }
    with Cluster(folder, prepared_city, url, **settings) as made:
        yield made


def run(cluster: Cluster, server: MilvusServer, data: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command],
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "BOT_DATA_DIR": str(data),
            "BOT_DATABASE_URL": cluster.engine.url.render_as_string(hide_password=False),
            "BOT_RETRIEVAL__MODEL": "hashing",
            "BOT_RETRIEVAL__INDEX": server.address,
        },
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def is_said(cluster: Cluster, process: ServingBot, question: str, words: str) -> bool:
    return words in cluster.ask(process, question)["text"]


def test_what_one_process_takes_in_all_of_them_find(
    cluster: Cluster, server: MilvusServer, tmp_path: Path
) -> None:
    file = tmp_path / "船舶.txt"
    file.write_text("关于船舶修造补贴的通知\n\n一、对船舶修造企业每艘补贴九万元。\n", "utf-8")
    run(cluster, server, tmp_path / "data", "ingest", str(file))
    for process in cluster.processes:
        assert "九万元" in cluster.ask(process, "船舶修造企业每艘补贴多少")["text"]


def test_all_go_on_answering_while_another_index_is_built_and_switched_to(
    cluster: Cluster, server: MilvusServer, tmp_path: Path
) -> None:
    over = Event()

    def ask_until_over(number: int) -> list[str]:
        found = []
        while not over.is_set():
            found.append(cluster.ask(cluster.processes[number], QUESTION)["text"])
        return found

    with ThreadPoolExecutor(len(cluster.processes)) as pool:
        asking = [pool.submit(ask_until_over, number) for number in range(len(cluster.processes))]
        try:
            for command in ("build", "switch", "verify"):
                run(cluster, server, tmp_path / "data", "index", command)
        finally:
            over.set()
    for answers in asking:
        assert answers.result()
        assert all(ANSWER in text for text in answers.result())


def test_all_answer_by_words_while_milvus_is_away_and_find_it_again(
    cluster: Cluster, server: MilvusServer, tmp_path: Path
) -> None:
    server.kill()
    for process in cluster.processes:
        assert ANSWER in cluster.ask(process, QUESTION)["text"]
    server.start()
    for process in cluster.processes:
        assert ANSWER in cluster.ask(process, QUESTION)["text"]
    file = tmp_path / "冷链.txt"
    file.write_text("关于冷链物流补贴的通知\n\n一、对冷链物流企业每辆车补贴七万元。\n", "utf-8")
    run(cluster, server, tmp_path / "data", "ingest", str(file))
    for process in cluster.processes:
        eventually(
            partial(is_said, cluster, process, "冷链物流企业每辆车补贴多少", "七万元"),
            what="an answer from what was taken in after Milvus came back",
        )
