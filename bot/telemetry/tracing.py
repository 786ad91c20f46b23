"""Where spans go: always into the stages' histogram, and to a collector where one is set."""

from __future__ import annotations

from opentelemetry import trace
from opentelemetry.sdk.resources import (
    SERVICE_INSTANCE_ID,
    SERVICE_NAME,
    SERVICE_VERSION,
    Resource,
)
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from prometheus_client import Histogram

_NAME = "policybot"
_NANOSECONDS = 1e9

_stage_seconds = Histogram(
    "bot_stage_seconds",
    "Seconds spent in one stage of the way of a message",
    ["stage"],
    buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
)


def start_tracing(*, endpoint: str, share: float, version: str, instance: str) -> TracerProvider:
    """Let spans be measured, and `share` (0 to 1) of the traces sent to `endpoint` unless empty.

    Once in a process. The provider's `shutdown()` sends what waits. A collector that is away
    loses spans and nothing else: they are sent by a thread of their own, out of a bounded queue.
    """
    resource = Resource(
        {SERVICE_NAME: _NAME, SERVICE_VERSION: version, SERVICE_INSTANCE_ID: instance}
    )
    # Everything is measured; what share is sent is decided where it is sent.
    provider = TracerProvider(sampler=ALWAYS_ON, resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(StageSeconds())
    if endpoint:
        from bot.telemetry.exporting import sending_to

        provider.add_span_processor(sending_to(endpoint, share=share))
    trace.set_tracer_provider(provider)
    return provider


class StageSeconds(SpanProcessor):
    """Turns ended spans into the histogram."""

    def on_end(self, span: ReadableSpan) -> None:
        """Observe how long `span` took."""
        if span.start_time is not None and span.end_time is not None:
            seconds = (span.end_time - span.start_time) / _NANOSECONDS
            _stage_seconds.labels(span.name).observe(seconds)
