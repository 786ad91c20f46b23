"""Stages become figures for Prometheus and, where wanted, traces for a collector."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY

import bot.telemetry.stages
import kpi_adapter.stages
import retrieval.stages
from bot.telemetry.exporting import sending_to
from bot.telemetry.tracing import StageSeconds
from tests.simulators.loopback import LoopbackServer


def observed(stage: str) -> float:
    return REGISTRY.get_sample_value("bot_stage_seconds_count", {"stage": stage}) or 0


def test_an_ended_stage_is_one_observation() -> None:
    provider = TracerProvider()
    provider.add_span_processor(StageSeconds())
    before = observed("policy_find")
    with provider.get_tracer("t").start_as_current_span("policy_find"):
        assert observed("policy_find") == before
    assert observed("policy_find") == before + 1


@pytest.mark.parametrize("of", [bot.telemetry.stages, retrieval.stages, kpi_adapter.stages])
def test_what_an_exception_says_is_in_no_span(of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(of, "_tracer", provider.get_tracer("t"))
    # The number is looked for whole: identifiers of spans are random digits and hold any three.
    with pytest.raises(ValueError, match="13800000000"), of.stage("policy_find"):
        raise ValueError("我的电话是13800000000")
    (span,) = kept.get_finished_spans()
    assert "13800000000" not in span.to_json()


class Collector:
    """An OTLP/HTTP collector that keeps the names of the spans it was sent."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.application = FastAPI()
        self.application.add_api_route("/v1/traces", self._take, methods=["POST"])

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        if request.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        sent = ExportTraceServiceRequest.FromString(body)
        self.names += [
            span.name
            for resource in sent.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]
        return Response(media_type="application/x-protobuf")


@pytest.fixture
def collector() -> Iterator[tuple[Collector, str]]:
    found = Collector()
    with LoopbackServer(found.application) as server:
        yield found, f"{server.url}/v1/traces"


def test_a_collector_is_sent_whole_traces(collector: tuple[Collector, str]) -> None:
    found, endpoint = collector
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(sending_to(endpoint, share=1.0))
    tracer = provider.get_tracer("t")
    with tracer.start_as_current_span("message"), tracer.start_as_current_span("answer"):
        pass
    provider.shutdown()
    assert sorted(found.names) == ["answer", "message"]


def test_a_share_is_a_share_of_traces_never_of_a_traces_spans(
    collector: tuple[Collector, str],
) -> None:
    found, endpoint = collector
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(sending_to(endpoint, share=0.5))
    tracer = provider.get_tracer("t")
    for _ in range(200):
        with tracer.start_as_current_span("message"), tracer.start_as_current_span("answer"):
            pass
    provider.shutdown()
    assert found.names.count("message") == found.names.count("answer")
    assert 50 < found.names.count("message") < 150


def test_a_collector_that_is_away_costs_nothing_but_the_spans() -> None:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(sending_to("http://127.0.0.1:9/v1/traces", share=1.0))
    with provider.get_tracer("t").start_as_current_span("message"):
        pass
    provider.shutdown()
