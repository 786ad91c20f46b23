"""Settings become guarded sources."""

from __future__ import annotations

from kpi_adapter.settings import KpiSettings
from kpi_adapter.sources.guarded import GuardedSource, GuardSettings
from kpi_adapter.sources.ledger import LedgerSource
from kpi_adapter.sources.selection import Source
from kpi_adapter.sources.sql import SqlSource

FIGURES, LEDGER = "统计数据库", "重点项目台账"


def _guarded(source: Source, settings: KpiSettings) -> GuardedSource:
    guard = GuardSettings(
        timeout_seconds=settings.timeout_seconds,
        breaker_failures=settings.breaker_failures,
        breaker_rest_seconds=settings.breaker_rest_seconds,
        remembered_answers=settings.remembered_answers,
    )
    return GuardedSource(source, guard)


def open_figures(settings: KpiSettings) -> Source:
    """The statistics database. Raises SettingsError when its URL cannot be understood."""
    source = SqlSource(
        settings.stats_url,
        name=FIGURES,
        timeout_seconds=settings.timeout_seconds,
        row_limit=settings.row_limit,
    )
    return _guarded(source, settings)


def open_ledger(settings: KpiSettings) -> Source | None:
    """The project ledger: a JSON service, a workbook, or none."""
    if settings.ledger_path is not None:
        source: Source = LedgerSource(
            settings.ledger_path, name=LEDGER, row_limit=settings.row_limit
        )
        return _guarded(source, settings)
    if settings.ledger_http is not None:
        # Imported here: httpx is only needed where a JSON service keeps the ledger.
        from kpi_adapter.sources.http import HttpSource

        service = HttpSource(
            settings.ledger_http,
            name=LEDGER,
            timeout_seconds=settings.timeout_seconds,
            row_limit=settings.row_limit,
        )
        return _guarded(service, settings)
    return None
