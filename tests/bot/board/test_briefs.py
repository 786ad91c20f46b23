"""The supervision briefs over the demonstration city, person by person."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from bot.web.brief_page import BriefPage
from tests.bot.board.conftest import BriefsOf

LEADER, SUPERVISOR, OWNER, DISTRICT, ENTERPRISE = "u001", "u003", "u007", "u025", "e001"


def page_of(briefs_of: BriefsOf, user: str, code: str) -> BriefPage:
    page = briefs_of(user).page(code)
    assert page is not None
    return page


# One line a person: how many tasks of 2019 they see, and whether that is all of them.
SEEN = [
    (LEADER, True),
    (SUPERVISOR, True),
    (OWNER, False),
    (DISTRICT, False),
]


@pytest.mark.parametrize(("user", "is_whole"), SEEN)
def test_each_person_gets_what_is_theirs_and_is_told_what_is_left_out(
    briefs_of: BriefsOf, user: str, is_whole: bool
) -> None:
    page = page_of(briefs_of, user, "2019")
    whole = page_of(briefs_of, LEADER, "2019")
    assert (page.scope == "") is is_whole
    assert page.is_ranked is is_whole
    assert (page.counts == whole.counts) is is_whole
    assert {task.task_no for task in page.late} <= {task.task_no for task in whole.late}


@pytest.mark.parametrize("user", [None, ENTERPRISE])
def test_nobody_else_gets_anything(briefs_of: BriefsOf, user: str | None) -> None:
    briefs = briefs_of(user)
    assert not briefs.is_open
    assert briefs.page("2019Q3") is None
    assert briefs.excel("2019Q3") is None


def test_an_owner_finds_the_late_task_of_the_quarter(briefs_of: BriefsOf) -> None:
    page = page_of(briefs_of, OWNER, "2019Q3")
    assert [task.task_no for task in page.late] == ["7"]
    assert dict(page.counts)["逾期未办"] == 1
    assert page.late[0].standing == "未办结，逾期30个工作日"


def test_the_counts_are_those_of_the_departments(briefs_of: BriefsOf) -> None:
    page = page_of(briefs_of, LEADER, "2019Q2")
    assert sum(int(row[2]) for row in page.rows) == dict(page.counts)["应办"] == 11
    # Four have done everything in time and share the first place.
    assert [row[0] for row in page.rows] == ["1", "1", "1", "1", "5", "6"]


def test_who_has_nothing_due_yet_has_no_rank(briefs_of: BriefsOf) -> None:
    ranks = {row[9]: row[0] for row in page_of(briefs_of, LEADER, "2019").rows}
    assert ranks["—"] == "—"


def test_one_leads_from_period_to_period_as_far_as_there_are_tasks(briefs_of: BriefsOf) -> None:
    page = page_of(briefs_of, LEADER, "2019Q3")
    assert page.before is not None
    assert page.before.code == "2019Q2"
    assert page.after is not None
    assert page.after.code == "2019Q4"
    assert [one.code for one in page.others] == ["2019"]
    year = page_of(briefs_of, LEADER, "2019")
    assert [one.code for one in year.others] == ["2019Q1", "2019Q2", "2019Q3", "2019Q4"]
    assert page_of(briefs_of, LEADER, "1991").before is None
    assert page_of(briefs_of, LEADER, "2090Q1").after is None
    assert briefs_of(LEADER).current().code == "2019Q4"


@pytest.mark.parametrize("code", ["2019Q3", "2019"])
@pytest.mark.parametrize("user", [LEADER, OWNER])
def test_the_excel_file_opens_and_holds_the_rows_of_the_page(
    briefs_of: BriefsOf, user: str, code: str
) -> None:
    page, content = page_of(briefs_of, user, code), briefs_of(user).excel(code)
    assert content is not None
    counted, late = load_workbook(io.BytesIO(content)).worksheets
    rows = [tuple(str(c.value) for c in row) for row in counted.iter_rows(min_row=4)]
    assert rows == list(page.rows)
    assert late.max_row - 3 == len(page.late)
    assert page.scope in str(counted["A2"].value)
