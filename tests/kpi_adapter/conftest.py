"""The demonstration as the adapter meets it: a real SQLite database and the real workbook."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from kpi_adapter import KpiAdapter, KpiAnswer, KpiSettings, Viewer
from kpi_adapter.catalogue.loading import load_catalogue
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.demo_source import build_statistics_database
from tests.kpi_adapter.independent_figures import Figures, Ledger, Snapshots
from tests.kpi_adapter.kpi_demo import DEMO, LEDGER, NOW, SUPERVISOR, Ask, Facts


@pytest.fixture(scope="session")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("statistics") / "statistics.sqlite3"
    build_statistics_database(DEMO / "stats", path)
    return path


@pytest.fixture(scope="session")
def adapter(statistics: Path) -> KpiAdapter:
    settings = KpiSettings(
        stats_url=f"sqlite:///{statistics}", ledger_path=LEDGER, is_demonstration=True
    )
    return KpiAdapter.open(settings)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def figures() -> Figures:
    return Figures(DEMO / "stats")


@pytest.fixture(scope="session")
def snapshots() -> Snapshots:
    return Snapshots(DEMO / "stats")


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return Ledger(LEDGER)


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The CSV as it is, for computing expectations without the code under test."""
    with (DEMO / "stats" / "fact_monthly.csv").open(encoding="utf-8-sig", newline="") as stream:
        return Facts(csv.DictReader(stream))


@pytest.fixture
def ask(adapter: KpiAdapter) -> Ask:
    def answer(
        question: str,
        *before: str,
        viewer: Viewer = SUPERVISOR,
        now: datetime = NOW,
    ) -> KpiAnswer | None:
        return adapter.answer(question, viewer=viewer, now=now, previous_questions=before)

    return answer
