"""Settings become guarded sources."""

from __future__ import annotations

from kpi_adapter.errors import SettingsError
from kpi_adapter.settings import HttpSourceSettings, KpiSettings
from kpi_adapter.sources.guarded import GuardedSource, GuardSettings
from kpi_adapter.sources.ledger import LedgerSource
from kpi_adapter.sources.selection import Dataset, Source
from kpi_adapter.sources.tables import TablesSource

FIGURES, LEDGER = "统计数据库", "重点项目台账"


def guarded(source: Source, settings: KpiSettings) -> GuardedSource:
    """The source with the time limit, breaker and memory that the settings name."""
    guard = GuardSettings(
        timeout_seconds=settings.timeout_seconds,
        breaker_failures=settings.breaker_failures,
        breaker_rest_seconds=settings.breaker_rest_seconds,
        remembered_answers=settings.remembered_answers,
    )
    return GuardedSource(source, guard)


def open_figures(settings: KpiSettings) -> Source:
    """The statistics: a database, a folder of tables or a JSON service. Raises SettingsError
    when none or several are named, or the address cannot be understood."""
    named = [settings.stats_url, settings.stats_folder, settings.stats_http]
    if sum(item is not None for item in named) != 1:
        raise SettingsError("统计数据的来源须且只须设一个:数据库地址、文件夹或接口")
    if settings.stats_folder is not None:
        folder = TablesSource(settings.stats_folder, name=FIGURES, row_limit=settings.row_limit)
        return guarded(folder, settings)
    if settings.stats_http is not None:
        return _service(settings.stats_http, FIGURES, Dataset.MONTHLY, settings)
    # Imported here: SQLAlchemy is only needed where a database keeps the figures.
    from kpi_adapter.sources.sql import SqlSource

    source = SqlSource(
        settings.stats_url or "",
        name=FIGURES,
        timeout_seconds=settings.timeout_seconds,
        row_limit=settings.row_limit,
    )
    return guarded(source, settings)


def open_ledger(settings: KpiSettings) -> Source | None:
    """The project ledger: a workbook, a JSON service, or none. Raises SettingsError when both
    are named."""
    if settings.ledger_path is not None and settings.ledger_http is not None:
        raise SettingsError("项目台账的来源只能设一个:文件或接口")
    if settings.ledger_path is not None:
        workbook = LedgerSource(settings.ledger_path, name=LEDGER, row_limit=settings.row_limit)
        return guarded(workbook, settings)
    if settings.ledger_http is not None:
        return _service(settings.ledger_http, LEDGER, Dataset.PROJECTS, settings)
    return None


def _service(
    service: HttpSourceSettings, name: str, probe: Dataset, settings: KpiSettings
) -> GuardedSource:
    # Imported here: httpx is only needed where a JSON service keeps the data.
    from kpi_adapter.sources.http import HttpSource

    source = HttpSource(
        service,
        name=name,
        timeout_seconds=settings.timeout_seconds,
        row_limit=settings.row_limit,
        probe=probe,
    )
    return guarded(source, settings)
