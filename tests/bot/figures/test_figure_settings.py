"""The settings of the figures reach their sources and their catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import DEMO_DATA, load_settings
from bot.wiring import Parts
from kpi_adapter import Viewer
from kpi_adapter.errors import CatalogueError
from kpi_adapter.errors import SettingsError as FigureSettingsError
from tests.databases import settings_at

SUPERVISOR = Viewer("u002", "supervisor", "XN")


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parts:
    monkeypatch.setenv("BOT_FIGURES__STATS_FOLDER", str(DEMO_DATA / "stats"))
    monkeypatch.setenv("BOT_BUSINESS_CLOCK", "2019-11-15T09:00:00+08:00")
    # A busy machine may read the tables for longer than a person would wait.
    monkeypatch.setenv("BOT_FIGURES__TIMEOUT_S", "600")
    return Parts(load_settings(**settings_at(tmp_path)))


def test_without_a_source_there_are_no_figures(tmp_path: Path) -> None:
    assert Parts(load_settings(**settings_at(tmp_path))).figures is None


def test_a_decision_of_the_environment_holds_in_the_answer(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_FIGURES__DECISIONS", '{"K01": "开票销售"}')
    figures = Parts(load_settings(**settings_at(parts.settings.data_dir))).figures
    assert figures is not None
    answer = figures.answer("五大产业跑赢全市规上工业没", viewer=SUPERVISOR, now=parts.clock.now())
    figures.close()
    assert answer is not None
    assert "4.0个百分点" in answer.text
    assert "此处取开票销售" in answer.text


def test_a_decision_nobody_offers_stops_the_start(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_FIGURES__DECISIONS", '{"K01": "利润"}')
    with pytest.raises(CatalogueError, match="可选"):
        _ = Parts(load_settings(**settings_at(parts.settings.data_dir))).figures


def test_a_json_service_keeps_the_ledger_and_its_token_is_in_no_repr(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_FIGURES__LEDGER_HTTP__BASE_URL", "http://127.0.0.1:9/api")
    monkeypatch.setenv("BOT_FIGURES__LEDGER_HTTP__TOKEN", "hunter2")
    settings = load_settings(**settings_at(parts.settings.data_dir))
    assert "hunter2" not in repr(settings)
    figures = Parts(settings).figures
    assert figures is not None
    health = {item.name: item for item in figures.health()}
    figures.close()
    assert health["统计数据库"].is_available
    assert not health["重点项目台账"].is_available
    assert "hunter2" not in health["重点项目台账"].message


def test_two_sources_of_statistics_are_refused(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_FIGURES__STATS_URL", "sqlite:///elsewhere.db")
    with pytest.raises(FigureSettingsError, match="只须设一个"):
        _ = Parts(load_settings(**settings_at(parts.settings.data_dir))).figures
