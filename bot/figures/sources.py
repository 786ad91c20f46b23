"""Opens the systems that own the figures, as the settings name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.settings import DEMO_DATA, JsonServiceSection, Settings

if TYPE_CHECKING:
    from kpi_adapter import HttpSourceSettings, KpiAdapter
    from kpi_adapter.sources.selection import Source

DEMO_LEDGER = DEMO_DATA / "projects" / "重点项目台账.xlsx"


def open_figures(settings: Settings, *, work: Source | None = None) -> KpiAdapter | None:
    """Return the figures; None while no source of indicators is configured.

    A demonstration without a source of its own reads the demonstration's. `work` keeps the
    supervised work that some indicators count.
    """
    from kpi_adapter import KpiAdapter, KpiSettings

    section = settings.figures
    is_demonstration = section.is_demonstration
    stats_url, ledger = section.stats_url, section.ledger_path
    stats_http, ledger_http = _service(section.stats_http), _service(section.ledger_http)
    is_set = any((stats_url, section.stats_folder, stats_http))
    if not is_set and settings.is_demonstration:
        stats_url = f"sqlite:///{settings.data_dir.resolve() / 'statistics.sqlite'}"
        if ledger_http is None:
            ledger = ledger or DEMO_LEDGER
        is_set = is_demonstration = True
    if not is_set:
        return None
    return KpiAdapter.open(
        KpiSettings(
            stats_url=stats_url,
            stats_folder=section.stats_folder,
            stats_http=stats_http,
            ledger_path=ledger,
            ledger_http=ledger_http,
            catalogue_dir=section.catalogue_dir,
            decisions=section.decisions,
            is_demonstration=is_demonstration,
            timeout_seconds=section.timeout_s,
            row_limit=section.row_limit,
            breaker_failures=section.breaker_failures,
            breaker_rest_seconds=section.breaker_rest_s,
        ),
        work=work,
    )


def _service(section: JsonServiceSection) -> HttpSourceSettings | None:
    """Return how a JSON service is reached; None where none is set."""
    from kpi_adapter import HttpSourceSettings

    if not section.base_url:
        return None
    return HttpSourceSettings(section.base_url, section.token.get_secret_value(), section.page_size)
