"""Indicators and projects show lights, and whoever is responsible hears of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

import bot
from bot.alerts.figure_concerns import watched_figures
from bot.alerts.figure_lights import FigureRules, ProjectSchedule, assess_pace, assess_project
from bot.alerts.scan import AlertScan
from bot.settings import AlertsSection
from bot.tasks import WorkingDays
from kpi_adapter import KpiAdapter, KpiSettings
from tests.bot.alerts.city import City, Plan

DEMO = Path(bot.__file__).parent / "demo"
RULES = FigureRules()
TODAY = date(2019, 11, 15)
LATE = AlertsSection(watch_indicators=True, watch_projects=True, red_ignores_quiet=True)


@pytest.mark.parametrize(
    ("completion", "pace", "light"),
    [
        (87.5, 87.5, "green"),
        (87.4, 87.5, "yellow"),
        (70.0, 87.5, "yellow"),
        (69.9, 87.5, "red"),
        (0.0, 87.5, "red"),
        (0.0, None, "green"),
        (0.0, 0.0, "green"),
    ],
)
def test_an_indicator_is_judged_by_its_completion_over_the_time_passed(
    completion: float, pace: float | None, light: str
) -> None:
    assert assess_pace(completion, pace, RULES).light.value == light


@pytest.mark.parametrize(
    ("completion", "light"),
    [(40.1, "green"), (40.0, "yellow"), (20.1, "yellow"), (20.0, "red"), (None, "green")],
)
def test_a_project_is_judged_by_the_points_it_is_behind_its_schedule(
    completion: float | None, light: str
) -> None:
    half_way = ProjectSchedule(
        date(2019, 11, 5), date(2019, 11, 5), date(2019, 11, 25), is_begun=True, is_ended=False
    )
    assert assess_project(half_way, completion, TODAY, RULES).light.value == light


@pytest.mark.parametrize(
    ("planned_start", "is_begun", "light", "reason"),
    [
        (date(2019, 11, 15), False, "green", "in_time"),
        (date(2019, 11, 14), False, "yellow", "not_begun"),
        (date(2019, 10, 31), False, "yellow", "not_begun"),
        (date(2019, 9, 30), False, "red", "not_begun"),
        (date(2018, 12, 1), False, "red", "not_begun"),
        (date(2019, 9, 30), True, "green", "in_time"),
        (None, False, "green", "in_time"),
    ],
)
def test_a_project_not_begun_is_yellow_and_red_in_its_third_month(
    planned_start: date | None, is_begun: bool, light: str, reason: str
) -> None:
    schedule = ProjectSchedule(planned_start, None, None, is_begun=is_begun, is_ended=False)
    found = assess_project(schedule, 0.0, TODAY, RULES)
    assert (found.light.value, found.reason.value) == (light, reason)


def test_a_project_that_is_finished_shows_no_light() -> None:
    finished = ProjectSchedule(date(2018, 1, 1), None, date(2019, 1, 1), True, is_ended=True)
    assert assess_project(finished, 50.0, TODAY, RULES).light.value == "green"


def test_thresholds_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValidationError, match="project_yellow_points"):
        AlertsSection(project_yellow_points=30, project_red_points=30)


def test_the_responsible_department_hears_of_figures_and_tomorrow_its_leader(
    tmp_path: Path,
) -> None:
    city = City(tmp_path)
    figures = KpiAdapter.open(
        KpiSettings(
            stats_folder=DEMO / "stats",
            ledger_path=DEMO / "projects" / "重点项目台账.xlsx",
            is_demonstration=True,
        )
    )
    watched = watched_figures(LATE, figures, city.directory, city.clock, Plan())
    scan = AlertScan(
        city.work,
        city.sessions,
        city.directory,
        city.delivery,
        city.clock,
        WorkingDays(city.sessions),
        LATE,
        others=watched,
    )
    city.work.launch()
    told = {item.recipient_user_id for item in scan.run().raised if item.concern.kind == "project"}
    assert told == {"u007", "u009", "u011", "u013"}
    text = city.inbox.by_account["u023"][0].text
    assert "2. 指标“新竣工亿元以上项目”：原定时限 2019-12-31，2019年1—10月完成" in text
    assert "责任单位：市发改委" in text
    assert "序时进度" in text
    assert "演示数据" in text
    assert "；本年度计划" in text
    assert not scan.run().raised
    city.clock.advance(timedelta(days=3))
    of_projects = [item for item in scan.run().raised if item.concern.kind == "project"]
    climbed = [item for item in of_projects if item.raised and item.raised.step]
    assert {item.recipient_user_id for item in climbed} == {"u006", "u008", "u010", "u012"}
    assert "项落后于序时或应开未开" in city.inbox.by_account["u006"][0].text
    figures.close()


def test_nothing_is_watched_that_was_not_switched_on(city: City) -> None:
    figures = KpiAdapter.open(KpiSettings(stats_folder=DEMO / "stats"))
    assert watched_figures(AlertsSection(), figures, city.directory, city.clock) == []
    assert watched_figures(LATE, None, city.directory, city.clock) == []
    figures.close()
