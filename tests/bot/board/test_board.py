"""The whole board over the demonstration city, person by person."""

from __future__ import annotations

import csv

import pytest

from bot.settings import DEMO_DATA
from bot.web.board_page import (
    BoardPart,
    FigureAddress,
    IndicatorCard,
    Lamp,
    ProjectChoice,
)
from kpi_adapter.catalogue.loading import load_catalogue
from kpi_adapter.catalogue.model import Kind
from tests.bot.board.conftest import BoardOf

CITY_LEADER, SUPERVISOR, DISTRICT, ENTERPRISE = "u001", "u003", "u025", "e001"
OUTPUT = FigureAddress("M01", "ALL5", "321200")
ANY = ProjectChoice()


def cards_of(board_of: BoardOf, user: str | None) -> dict[str, IndicatorCard]:
    page = board_of(user).indicators()
    assert page is not None
    return {card.address.indicator: card for group in page.groups for card in group.cards}


@pytest.mark.parametrize("user", [CITY_LEADER, SUPERVISOR, DISTRICT])
def test_officials_have_every_part(board_of: BoardOf, user: str) -> None:
    assert board_of(user).parts() == tuple(BoardPart)


def test_a_guest_has_published_indicators_alone(board_of: BoardOf) -> None:
    guest = board_of(None)
    assert guest.parts() == (BoardPart.INDICATORS,)
    assert guest.deliverables() is None
    assert guest.projects(ANY) is None
    assert guest.tasks(None) is None
    assert guest.task("7") is None


# One line a person, one column a thing: what each may see of the city.
SEEN = [
    # person, indicators, matrix, all districts' projects, one's own, task 7, statements
    (None, True, False, False, False, False, False),
    (ENTERPRISE, True, False, False, False, False, False),
    (DISTRICT, True, True, False, True, False, True),
    (SUPERVISOR, True, True, True, True, True, True),
    (CITY_LEADER, True, True, True, True, True, True),
]


@pytest.mark.parametrize(
    ("user", "indicators", "matrix", "everywhere", "own", "task", "statements"), SEEN
)
def test_each_person_sees_what_is_theirs_and_nothing_else(
    board_of: BoardOf,
    user: str | None,
    indicators: bool,
    matrix: bool,
    everywhere: bool,
    own: bool,
    task: bool,
    statements: bool,
) -> None:
    board = board_of(user)
    figure = board.figure(OUTPUT)
    projects = board.projects(ANY)
    places = {project.place for project in projects.projects} if projects else set()
    assert (board.indicators() is not None) is indicators
    assert (board.deliverables() is not None) is matrix
    assert (board.tasks(None) is not None) is matrix
    assert (len(places) > 1) is everywhere
    assert bool(places) is own
    assert (board.task("7") is not None) is task
    assert (figure is not None and bool(figure.statements)) is statements


def test_every_target_with_a_figure_has_a_card(board_of: BoardOf) -> None:
    targets = {
        item.code
        for item in load_catalogue(None).indicators
        if item.target is not None and item.kind is not Kind.DUTY
    }
    assert targets <= set(cards_of(board_of, CITY_LEADER))


@pytest.mark.parametrize("user", [None, DISTRICT])
def test_counts_over_the_citys_projects_are_for_city_departments(
    board_of: BoardOf, user: str | None
) -> None:
    counted = {item.code for item in load_catalogue(None).indicators if item.kind is Kind.PROJECTS}
    assert counted & set(cards_of(board_of, CITY_LEADER)) == counted
    assert not counted & set(cards_of(board_of, user))
    for code in counted:
        assert board_of(user).figure(FigureAddress(code, "ALL5", "321200")) is None


def test_a_lamp_follows_the_figures(board_of: BoardOf) -> None:
    cards = cards_of(board_of, CITY_LEADER)
    # 6 of 8 at 61 % of the time; 247 of 300 at 83 %; 10 a year at 6 in November.
    assert cards["K03"].lamp is Lamp.GREEN
    assert cards["M09"].lamp is Lamp.YELLOW
    assert cards["K06"].lamp is Lamp.RED
    assert cards["K07"].lamp is Lamp.WAITING


def test_todays_pace_is_told_where_it_gives_another_lamp(board_of: BoardOf) -> None:
    progress = cards_of(board_of, None)["M07"].progress
    assert progress is not None
    assert progress.lamp is Lamp.GREEN
    assert progress.remark == "按今天的序时为黄灯"


def test_a_figure_is_the_newest_released_and_names_its_source(board_of: BoardOf) -> None:
    figure = board_of(None).figure(OUTPUT)
    assert figure is not None
    kept = (DEMO_DATA / "stats" / "fact_monthly.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(kept.splitlines())
    [newest] = [
        row
        for row in rows
        if (row["indicator_code"], row["industry_code"], row["region_code"])
        == ("M01", "ALL5", "321200")
        and row["period"] == "2019-10"
    ]
    assert float(figure.value) == float(newest["value_ytd"])
    assert newest["released_on"] in figure.source
    assert newest["source_org"] in figure.source
    assert len(figure.trend) == 9
    assert [point.is_drawn for point in figure.trend] == [False] + [True] * 8


def test_bound_statements_are_for_officials(board_of: BoardOf) -> None:
    guest, leader = board_of(None).figure(OUTPUT), board_of(CITY_LEADER).figure(OUTPUT)
    assert guest is not None
    assert leader is not None
    assert guest.statements == ()
    assert any("SELECT" in statement for statement in leader.statements)


def test_a_target_cites_its_clause(board_of: BoardOf) -> None:
    figure = board_of(None).figure(FigureAddress("K03", "ALL5", "321200"))
    assert figure is not None
    assert figure.clause is not None
    assert "产销规模超100亿元企业达8家" in figure.clause.quote
    assert "clause=" in figure.clause.url


@pytest.mark.parametrize(
    "address",
    [
        FigureAddress("K99", "ALL5", "321200"),
        FigureAddress("M01", "XXX", "321200"),
        FigureAddress("M01", "ALL5", "999"),
        FigureAddress("K22", "ALL5", "321200"),
    ],
)
def test_no_page_for_what_has_no_figure(board_of: BoardOf, address: FigureAddress) -> None:
    assert board_of(CITY_LEADER).figure(address) is None


def test_every_figure_of_the_first_page_opens(board_of: BoardOf) -> None:
    board = board_of(CITY_LEADER)
    page = board.indicators()
    assert page is not None
    addresses = {card.address for group in page.groups for card in group.cards}
    addresses |= {
        cell.address for grid in page.grids for _, row in grid.rows for cell in row if cell.address
    }
    assert len(addresses) > 90
    sample = sorted(addresses, key=lambda one: (one.indicator, one.industry, one.place))[::6]
    for address in {card.address for card in cards_of(board_of, CITY_LEADER).values()} | set(
        sample
    ):
        assert board.figure(address) is not None, address


def test_a_district_sees_its_own_projects(board_of: BoardOf) -> None:
    page, whole = board_of(DISTRICT).projects(ANY), board_of(CITY_LEADER).projects(ANY)
    assert page is not None
    assert whole is not None
    assert page.narrowed_to == "海陵区"
    assert {project.place for project in page.projects} == {"海陵区"}
    other = board_of(DISTRICT).projects(ProjectChoice(place="泰兴市"))
    assert other is not None
    assert other.projects == ()
    assert len({project.place for project in whole.projects}) > 1


@pytest.mark.parametrize("stage", ["在建", "终止"])
def test_the_ledger_is_filtered(board_of: BoardOf, stage: str) -> None:
    page = board_of(CITY_LEADER).projects(ProjectChoice(stage=stage))
    assert page is not None
    assert {project.stage for project in page.projects} == {stage}


def test_above_includes_the_number_and_terminated_projects_are_left_out(board_of: BoardOf) -> None:
    page = board_of(CITY_LEADER).projects(ProjectChoice(at_least=5.0))
    assert page is not None
    smallest = board_of(CITY_LEADER).projects(ProjectChoice(at_least=5.0, page=page.pages))
    assert smallest is not None
    assert smallest.projects[-1].investment == "5 亿元"
    assert "终止" not in {project.stage for project in (*page.projects, *smallest.projects)}


def test_tasks_are_sorted_by_light_and_filtered(board_of: BoardOf) -> None:
    page = board_of(SUPERVISOR).tasks(None)
    assert page is not None
    order = [Lamp.RED, Lamp.YELLOW, Lamp.BLUE, Lamp.GREEN]
    shown = [order.index(task.lamp) for task in page.tasks]
    assert shown == sorted(shown)
    red = board_of(SUPERVISOR).tasks(Lamp.RED)
    assert red is not None
    assert len(red.tasks) == dict(page.counts)[Lamp.RED] > 0
    assert "7" in {task.task_no for task in red.tasks}


def test_a_task_of_another_department_is_not_there(board_of: BoardOf) -> None:
    found = board_of(SUPERVISOR).task("7")
    assert found is not None
    assert found.line.standing == "逾期30个工作日"
    assert found.clause is not None
    assert board_of(DISTRICT).task("7") is None


def test_the_matrix_shows_what_the_tasks_say(board_of: BoardOf) -> None:
    page = board_of(SUPERVISOR).deliverables()
    assert page is not None
    rows = {row.name: row.cells for row in page.rows}
    assert [cell.text for cell in rows["研究报告"]] == [
        "已销号",
        "报办结",
        "已销号",
        "承办中",
        "承办中",
    ]
    assert {cell.text for cell in rows["招商团队"]} == {"未立项"}
    narrow = board_of(DISTRICT).deliverables()
    assert narrow is not None
    assert {cell.text for row in narrow.rows for cell in row.cells} == {"—"}
