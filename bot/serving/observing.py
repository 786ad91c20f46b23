"""What an operator watches: read from the parts at the moment Prometheus asks.

Counters and latencies are kept where things happen (`bot.dialogue`, `bot.delivery`,
`bot.channels`); here is what has to be looked up: depths of queues, size of the library, state
of the sources. Each is read on its own, so that one part that is down hides no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa
import structlog
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.answerers import Answerers
from bot.serving.keeping import Keeping
from bot.tasks.model import TaskRow
from bot.wiring import Parts
from bot.wiring.queues import Waiting, inbound_waiting, outbound_waiting

_log = structlog.get_logger(__name__)


class Observed:
    """What one application shows, its answerers' counters and sources with it."""

    def __init__(self, parts: Parts, answerers: Answerers | None, keeping: Keeping) -> None:
        self._answerers = answerers
        self._city = _City(parts, answerers, keeping)

    def shown(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self)

    def collect(self) -> Iterator[Metric]:
        """Yield each metric once, with the answerers' samples under the label `process`."""
        found = {metric.name: metric for metric in REGISTRY.collect()}
        for metric in self._city.collect():
            found[metric.name] = metric
        theirs = {} if self._answerers is None else self._answerers.metrics()
        for number, text in theirs.items():
            for metric in text_string_to_metric_families(text):
                _add(found, metric, f"answerer-{number}")
        yield from found.values()


def _add(found: dict[str, Metric], metric: Metric, process: str) -> None:
    # The text format shows when a counter began as a metric of its own; ours has it already.
    if metric.name.endswith("_created"):
        return
    ours = found.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
    for sample in metric.samples:
        labels = {**sample.labels, "process": process}
        ours.samples.append(sample._replace(labels=labels))


def source_registry(parts: Parts) -> CollectorRegistry:
    """Return the registry of the sources that an answerer reads."""
    registry = CollectorRegistry()
    # auto_describe off: describing would read everything once more at start.
    registry.register(_Sources(parts))
    return registry


class _Sources:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def describe(self) -> Iterator[Metric]:
        return iter(())

    def collect(self) -> Iterator[Metric]:
        available = GaugeMetricFamily(
            "bot_source_available", "1 when a source of figures answers", labels=["source"]
        )
        last = GaugeMetricFamily(
            "bot_source_last_success_seconds", "When a source last answered", labels=["source"]
        )
        figures = self._parts.figures
        for source in figures.health() if figures is not None else ():
            available.add_metric([source.name], source.is_available)
            if source.last_success is not None:
                last.add_metric([source.name], source.last_success.timestamp())
        yield available
        yield last


class _City:
    def __init__(self, parts: Parts, answerers: Answerers | None, keeping: Keeping) -> None:
        self._parts = parts
        self._answerers = answerers
        self._keeping = keeping
        self._readings: tuple[Callable[[], Iterable[Metric]], ...] = (
            self._kept,
            self._intake,
            self._deliveries,
            self._tasks,
            self._library,
            self._sources,
            self._running,
        )

    def collect(self) -> Iterator[Metric]:
        failed = GaugeMetricFamily(
            "bot_reading_failed", "1 when a part could not be read", labels=["part"]
        )
        for reading in self._readings:
            part = reading.__name__.strip("_")
            try:
                yield from list(reading())
            except Exception as exc:  # a part that is down is a finding, not an error page
                _log.warning("metrics_reading_failed", part=part, error=type(exc).__name__)
                failed.add_metric([part], 1)
            else:
                failed.add_metric([part], 0)
        yield failed

    def _kept(self) -> Iterator[Metric]:
        is_kept = not self._keeping.trouble()
        yield _gauge("bot_database_writable", "1 when messages can be kept", is_kept)

    def _intake(self) -> Iterator[Metric]:
        waiting = inbound_waiting(self._parts.intake_sessions)
        yield from _queue("bot_inbound", "Messages taken in, not yet handed on", waiting)

    def _deliveries(self) -> Iterator[Metric]:
        waiting = outbound_waiting(self._parts.sessions)
        yield from _queue("bot_outbound", "Messages kept, not yet delivered", waiting)

    def _tasks(self) -> Iterator[Metric]:
        found = GaugeMetricFamily("bot_tasks", "Supervised tasks by state", labels=["state"])
        with self._parts.sessions() as session:
            for state, count in session.execute(
                sa.select(TaskRow.state, sa.func.count()).group_by(TaskRow.state)
            ):
                found.add_metric([state], count)
        yield found

    def _library(self) -> Iterator[Metric]:
        health = self._parts.library.health()
        yield _gauge(
            "bot_library_ready", "1 when policy questions can be answered", health.is_ready
        )
        yield _gauge("bot_library_documents", "Documents in the policy library", health.documents)
        yield _gauge("bot_library_sentences", "Sentences in the policy library", health.sentences)
        yield _gauge("bot_library_indexed", "Sentences in the index", health.indexed_sentences)

    def _sources(self) -> Iterator[Metric]:
        return _Sources(self._parts).collect()

    def _running(self) -> Iterator[Metric]:
        # Without answerers this process answers.
        count = 1 if self._answerers is None else self._answerers.running()
        yield _gauge("bot_answerers", "Processes that answer", count)


def _queue(name: str, meaning: str, waiting: Waiting) -> Iterator[Metric]:
    yield _gauge(f"{name}_waiting", meaning, waiting.count)
    yield _gauge(f"{name}_oldest_seconds", f"{meaning}: age of the oldest", waiting.oldest_s)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    found = GaugeMetricFamily(name, meaning)
    found.add_metric([], float(value))
    return found
