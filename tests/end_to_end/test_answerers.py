"""The answering processes behind `bot serve`: one command, whatever is killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import httpx
import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.end_to_end.serving import ANSWER_S, END_S, REPOSITORY, ServingBot, eventually
from tests.end_to_end.test_wecom_conversation import QUESTION, callback, played, settings_of, vendor
from tests.simulators.wecom import WecomSimulator

__all__ = ["vendor"]


@pytest.fixture
def city(prepared_city: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "city"
    shutil.copytree(prepared_city, folder)
    return folder


@pytest.fixture(scope="module")
def watched(
    prepared_city: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ServingBot, WecomSimulator]]:
    """A service that goes on whatever becomes of its answerer, and its vendor."""
    folder = tmp_path_factory.mktemp("watched") / "city"
    shutil.copytree(prepared_city, folder)
    with played() as simulator, ServingBot(folder, **settings_of(simulator)) as service:
        yield service, simulator


def is_ready(service: ServingBot) -> bool:
    return httpx.get(f"{service.url}/readyz", timeout=ANSWER_S).status_code == 200


def reason(service: ServingBot) -> str:
    return httpx.get(f"{service.url}/readyz", timeout=ANSWER_S).text


def samples(service: ServingBot, name: str) -> dict[str, float]:
    """Return the values of a metric by the process that has it, "" for the serving one."""
    found = httpx.get(f"{service.url}/metrics", timeout=ANSWER_S).text
    values: dict[str, float] = {}
    for family in text_string_to_metric_families(found):
        for sample in family.samples:
            if sample.name == name:
                process = sample.labels.get("process", "")
                values[process] = values.get(process, 0) + sample.value
    return values


def ask(service: ServingBot) -> str:
    answer = httpx.post(f"{service.url}/api/chat", json={"text": QUESTION}, timeout=ANSWER_S)
    assert answer.status_code == 200
    return str(answer.json()["text"])


def test_a_page_is_answered_by_an_answerer_and_both_can_be_watched(
    watched: tuple[ServingBot, WecomSimulator],
) -> None:
    service, _ = watched
    # Until an answerer can be asked the serving process answers itself.
    eventually(lambda: is_ready(service), what="readiness")
    # One that is slow to show its figures is left out of them, that time.
    both = {"", "answerer-1"}
    resident = "process_resident_memory_bytes"
    eventually(lambda: both <= set(samples(service, resident)), what="the figures of both")
    answered = "bot_answer_seconds_count"
    before = samples(service, answered).get("answerer-1", 0)
    assert "5天办结" in ask(service)
    assert samples(service, "bot_answerers") == {"": 1}
    eventually(
        lambda: samples(service, answered).get("answerer-1") == before + 1, what="one answer more"
    )


def test_a_killed_answerer_is_replaced_and_nothing_is_lost(
    watched: tuple[ServingBot, WecomSimulator],
) -> None:
    service, vendor = watched
    eventually(lambda: is_ready(service), what="readiness")
    (answerer,) = service.answerers()
    answerer.kill()
    answerer.wait(END_S)
    outcome = callback(vendor, service, vendor.text_xml("e001", QUESTION, "71"))
    assert outcome.statuses == (200,)
    assert "5天办结" in ask(service)
    eventually(lambda: bool(vendor.texts_to("e001")), what="the answer")
    eventually(lambda: is_ready(service), what="readiness again")
    assert samples(service, "bot_answerer_restarts_total")[""] == 1
    (replaced,) = service.answerers()
    assert replaced.pid != answerer.pid
    # A message sent afterwards is answered after everything that came before it.
    callback(vendor, service, vendor.text_xml("e001", "你好", "72"))
    eventually(lambda: any("您好" in text for text in vendor.texts_to("e001")), what="a greeting")
    assert len([text for text in vendor.texts_to("e001") if "1天应答" in text]) == 1


def test_no_answerer_outlives_the_serving_process(city: Path) -> None:
    with ServingBot(city) as service:
        eventually(lambda: is_ready(service), what="readiness")
        answerers = service.answerers()
        service.kill_serving()
        _, alive = psutil.wait_procs(answerers, timeout=END_S)
        assert not alive


@contextmanager
def visitor_who_never_finishes(service: ServingBot) -> Iterator[None]:
    """Somebody whose request has begun, and does not end while the ``with`` block lasts."""
    host, port = service.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as visitor:
        visitor.sendall(
            b"POST /api/chat HTTP/1.1\r\nHost: city\r\nContent-Type: application/json\r\n"
            b"Content-Length: 500\r\n\r\n{"
        )
        # Another request that came later has been answered: the first has been begun.
        assert httpx.get(f"{service.url}/healthz", timeout=ANSWER_S).status_code == 200
        yield


def stops(service: ServingBot, number: signal.Signals) -> bool:
    """Tell whether it ends as it should when it is asked to, with all that it started."""
    answerers = service.answerers()
    is_asked = service.stop(number) in {0, -number, 128 + number}
    is_whole = "Application shutdown complete." in service.log()
    return is_asked and is_whole and not any(answerer.is_running() for answerer in answerers)


@pytest.mark.parametrize(
    ("number", "visitors"),
    [(signal.SIGTERM, nullcontext), (signal.SIGINT, visitor_who_never_finishes)],
)
def test_stopping_the_service_stops_its_answerers_and_waits_for_no_visitor_who_never_finishes(
    city: Path,
    number: signal.Signals,
    visitors: Callable[[ServingBot], AbstractContextManager[object]],
) -> None:
    with ServingBot(city) as service:
        eventually(lambda: is_ready(service), what="readiness")
        with visitors(service):
            assert stops(service, number)


def test_an_answerer_that_cannot_start_is_told_and_pages_are_answered_all_the_same(
    city: Path,
) -> None:
    # Only the answerer reads this: it ends at once, as often as it is started.
    (city / "sitecustomize.py").write_text(
        "import sys\nif 'work' in sys.orig_argv: sys.exit('broken')\n", encoding="utf-8"
    )
    path = os.pathsep.join([str(city), str(REPOSITORY)])
    with ServingBot(city, PYTHONPATH=path) as service:
        eventually(lambda: "反复退出" in reason(service), what="the reason")
        assert "5天办结" in ask(service)


def test_without_answerers_everything_runs_in_one_process_and_ends_with_it(
    vendor: WecomSimulator, city: Path
) -> None:
    with ServingBot(city, BOT_ANSWERERS="0", **settings_of(vendor)) as service:
        callback(vendor, service, vendor.text_xml("e001", QUESTION, "71"))
        eventually(lambda: bool(vendor.texts_to("e001")), what="the answer")
        assert service.answerers() == []
        with visitor_who_never_finishes(service):
            assert stops(service, signal.SIGTERM)
