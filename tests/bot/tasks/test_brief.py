"""The quarterly brief and the yearly sheet: what counts as late, and who sees what."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.clock import ManualClock
from bot.identity import Directory
from bot.tasks import Change, TaskService
from bot.tasks.brief import Standing, period_in, period_named, quarter, whole_year
from bot.tasks.brief_wording import brief_reply, write_excel
from bot.tasks.transition import Action

TODAY = date(2019, 11, 15)


@pytest.mark.parametrize(
    ("text", "is_year", "name"),
    [
        ("2019Q3", False, "2019年3季度"),
        ("2019年三季度督办简报", False, "2019年3季度"),
        ("第4季度督办情况", False, "2019年4季度"),
        ("上季度督办简报", False, "2019年3季度"),
        ("督办简报", False, "2019年3季度"),
        ("本季度督办简报", False, "2019年4季度"),
        ("去年4季度督办简报", False, "2018年4季度"),
        ("2018年考核表", True, "2018年"),
        ("去年的考核表", True, "2018年"),
        ("年度考核表", True, "2019年"),
        ("0000年考核表", True, None),
        ("2019年5季度督办简报", False, None),
        ("2019年第十二季度督办简报", False, None),
        ("2019Q12简报", False, None),
        ("2019Q4简报", False, "2019年4季度"),
    ],
)
def test_a_period_is_read_from_words(text: str, is_year: bool, name: str | None) -> None:
    found = period_in(text, TODAY, is_year=is_year)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "is_year", "name"),
    [
        ("2019Q3", False, "2019年3季度"),
        ("2019年三季度", False, "2019年3季度"),
        ("2019", True, "2019年"),
        ("2019Q5", False, None),
        ("2019", False, None),
        ("Q3", False, None),
        ("2019Q3", True, None),
        ("next year", True, None),
    ],
)
def test_an_argument_is_a_period_and_nothing_else_or_none(
    text: str, is_year: bool, name: str | None
) -> None:
    found = period_named(text, is_year=is_year)
    assert (found.name if found else None) == name


def standings(service: TaskService, directory: Directory, user_id: str) -> dict[str, Standing]:
    found = service.brief(directory.require(user_id), whole_year(2019))
    return {one.department_code: one for one in found.standings}


def test_a_year_counts_every_task_once_by_its_first_deadline(
    service: TaskService, directory: Directory
) -> None:
    found = standings(service, directory, "u002")
    jxw = found["JXW"]
    # 3 5 7 9 17 18 19 23 24 25 lie in 2019.
    assert (jxw.owed, jxw.in_time, jxw.late, jxw.open_late, jxw.running, jxw.unknown) == (
        10, 2, 0, 2, 5, 1,
    )  # fmt: skip
    assert jxw.in_time_rate == 50
    assert jxw.workdays_late == 96 + 30


def test_what_was_reported_late_stays_late_after_it_was_closed(
    service: TaskService, directory: Directory, clock: ManualClock
) -> None:
    owner, supervisor = directory.require("u007"), directory.require("u003")
    service.carry_out(owner, Change(Action.REPORT_COMPLETION, "7"), channel="web")
    clock.advance(timedelta(days=3))
    service.carry_out(supervisor, Change(Action.CLOSE, "7"), channel="web")
    jxw = standings(service, directory, "u002")["JXW"]
    assert (jxw.late, jxw.open_late, jxw.workdays_late) == (1, 1, 97 + 30)


def test_an_approved_extension_counts_and_keeps_the_quarter(
    service: TaskService, directory: Directory
) -> None:
    change = Change(Action.SET_DEADLINE, "7", new_due_on=date(2019, 12, 20))
    service.carry_out(directory.require("u003"), change, channel="web")
    found = service.brief(directory.require("u002"), quarter(2019, 3))
    jxw = next(one for one in found.standings if one.department_code == "JXW")
    assert (jxw.owed, jxw.open_late, jxw.running, jxw.extended) == (1, 0, 1, 1)


def test_an_official_gets_only_the_tasks_they_may_see(
    service: TaskService, directory: Directory
) -> None:
    assert set(standings(service, directory, "u014")) == {"TJJ"}
    assert len(standings(service, directory, "u001")) > 10


def test_the_excel_file_holds_the_same_counts_and_no_formula(
    service: TaskService, directory: Directory, tmp_path: Path
) -> None:
    found = service.brief(directory.require("u002"), whole_year(2019))
    path = tmp_path / "brief.xlsx"
    with path.open("wb") as file:
        write_excel(found, {"JXW": "=HYPERLINK(1)"}, file)
    sheet, late = load_workbook(path).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    reply = brief_reply(found, {"JXW": "=HYPERLINK(1)"}, is_narrowed=False)
    assert reply.table is not None
    assert [[str(value) for value in row] for row in rows] == [list(r) for r in reply.table.rows]
    cell = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("="))
    assert cell.data_type == "s"
    assert late.max_row - 3 == len(found.late)
