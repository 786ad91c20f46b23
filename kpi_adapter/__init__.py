"""Live figures and projects: question → typed query → live source → presented figures.

Importing this package opens nothing and loads neither a database driver nor a chart library.
"""

from kpi_adapter.access import Viewer
from kpi_adapter.adapter import KpiAdapter
from kpi_adapter.answer import (
    ChartData,
    ClauseReference,
    Explanation,
    Figure,
    KpiAnswer,
    Outcome,
    Reason,
    SourceHealth,
    Table,
)
from kpi_adapter.errors import KpiError
from kpi_adapter.query import KpiQuery
from kpi_adapter.settings import HttpSourceSettings, KpiSettings

__all__ = [
    "ChartData",
    "ClauseReference",
    "Explanation",
    "Figure",
    "HttpSourceSettings",
    "KpiAdapter",
    "KpiAnswer",
    "KpiError",
    "KpiQuery",
    "KpiSettings",
    "Outcome",
    "Reason",
    "SourceHealth",
    "Table",
    "Viewer",
]
