"""Sends spans to a collector over OTLP/HTTP (https://opentelemetry.io/docs/specs/otlp/)."""

from __future__ import annotations

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased

_TIMEOUT_S = 5.0


def sending_to(endpoint: str, *, share: float) -> BatchSpanProcessor:
    """Return what sends whole traces, `share` (0 to 1) of them chosen by their ids."""
    return _Sampled(OTLPSpanExporter(endpoint=endpoint, timeout=_TIMEOUT_S), share)


class _Sampled(BatchSpanProcessor):
    def __init__(self, exporter: OTLPSpanExporter, share: float) -> None:
        super().__init__(exporter)
        # The SDK's own bound, so that the same trace is chosen in every process.
        self._bound = TraceIdRatioBased.get_bound_for_rate(share)

    def on_end(self, span: ReadableSpan) -> None:
        """Queue `span` when its trace was chosen."""
        context = span.get_span_context()
        if context is None:
            return
        if context.trace_id & TraceIdRatioBased.TRACE_ID_LIMIT < self._bound:
            super().on_end(span)
