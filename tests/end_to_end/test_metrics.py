"""What an operator watches is there, is right, and names nobody."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from bot.app import create_app
from bot.wiring import Parts
from tests.bot.demonstration import city_settings
from tests.bot.serving.test_keeping import refuse_to_write
from tests.databases import copy_city
from tests.end_to_end.conftest import REPOSITORY
from tests.end_to_end.serving import eventually


@pytest.fixture
def parts(prepared_city: Path, tmp_path: Path) -> Parts:
    folder = tmp_path / "city"
    copy_city(prepared_city, folder)
    return Parts(city_settings(folder))


@pytest.fixture
def client(parts: Parts) -> Iterator[TestClient]:
    with TestClient(create_app(parts.settings, parts=parts)) as running:
        yield running


def readings(client: TestClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    found = client.get("/metrics").text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(found)
        for sample in family.samples
    }


def test_sizes_queues_and_sources_can_be_watched(client: TestClient, parts: Parts) -> None:
    client.post("/api/chat", json={"text": "1到10月五大产业产值多少", "user": "u001"})
    found = readings(client)
    documents, sentences = parts.library.health().documents, parts.library.health().sentences
    assert found["bot_library_documents", ()] == documents > 0
    assert found["bot_library_indexed", ()] == sentences > 0
    assert found["bot_inbound_waiting", ()] == 0
    assert found["bot_outbound_oldest_seconds", ()] >= 0
    sources = [value for (name, _), value in found.items() if name == "bot_source_available"]
    assert sources
    assert set(sources) == {1}
    assert sum(value for (name, _), value in found.items() if name == "bot_tasks") > 0
    assert all(value == 0 for (name, _), value in found.items() if name == "bot_reading_failed")


def test_a_service_that_cannot_keep_a_message_is_not_ready_and_says_why(
    client: TestClient, parts: Parts
) -> None:
    eventually(lambda: client.get("/readyz").status_code == 200, what="readiness")
    assert readings(client)["bot_database_writable", ()] == 1
    refuse_to_write(parts.engine)
    eventually(lambda: client.get("/readyz").status_code == 503, what="the refusal")
    assert client.get("/readyz").json()["reason"].startswith("消息存不下来：")
    assert readings(client)["bot_database_writable", ()] == 0


def test_answers_are_counted_by_what_became_of_them(client: TestClient) -> None:
    label = (("channel", "web"), ("intent", "policy_qa"), ("outcome", "refused"))
    before = readings(client).get(("bot_answer_seconds_count", label), 0)
    client.post("/api/chat", json={"text": "社保断缴了怎么办"})
    assert readings(client)["bot_answer_seconds_count", label] == before + 1


def test_a_part_that_is_down_hides_no_other(client: TestClient, parts: Parts) -> None:
    assert parts.figures is not None
    parts.figures.close()
    parts.__dict__["figures"] = _Broken()
    found = readings(client)
    assert found["bot_reading_failed", (("part", "sources"),)] == 1
    assert found["bot_reading_failed", (("part", "library"),)] == 0
    assert ("bot_inbound_waiting", ()) in found


def test_nobody_is_named(client: TestClient) -> None:
    client.post("/api/chat", json={"text": "我有哪些逾期的任务", "user": "u007"})
    text = client.get("/metrics").text
    assert "u007" not in text
    assert "逾期" not in text


@pytest.mark.parametrize("name", ["prometheus-rules.yml", "grafana-dashboard.json"])
def test_alarms_and_dashboard_name_only_what_is_measured(client: TestClient, name: str) -> None:
    # Stages are measured once a command has started tracing; its module declares the metric.
    importlib.import_module("bot.telemetry.tracing")
    text = (REPOSITORY / "deploy" / name).read_text(encoding="utf-8")
    watched = set(re.findall(r"bot_[a-z_]+", text))
    described = set(re.findall(r"# TYPE (bot_[a-z_]+)", client.get("/metrics").text))
    series = described | {f"{one}_{part}" for one in described for part in ("bucket", "count")}
    assert yaml.safe_load(text)
    assert watched
    assert watched <= series


class _Broken:
    """Stands for a source that cannot even be asked."""

    def health(self) -> list[object]:
        raise OSError("no route")

    def close(self) -> None:
        """Nothing to give back."""
