"""The stages of the way of a message, as spans."""

from __future__ import annotations

from contextlib import AbstractContextManager

from opentelemetry import trace

_tracer = trace.get_tracer("bot")


def stage(name: str) -> AbstractContextManager[trace.Span]:
    """Measure what runs within, under a name of fixed words (never of data).

    An exception is not written into the span: its text may hold what a person wrote.
    """
    # The status, too, would repeat what the exception says.
    return _tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    )
