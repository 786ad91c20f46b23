"""What a department is called, and since when."""

from __future__ import annotations

from datetime import date

import pytest

from bot.identity.person import Department
from bot.tasks.department_names import DepartmentNames, department_names

RENAMED = Department("JXW", "市经信委", "市工业和信息化局", "2019-03-01")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2019-02-28", "市经信委"),
        ("2019-03-01", "市工业和信息化局（原市经信委）"),
        ("2026-01-01", "市工业和信息化局（原市经信委）"),
    ],
)
def test_a_department_has_its_present_name_from_its_first_day_on(day: str, name: str) -> None:
    assert RENAMED.name_on(date.fromisoformat(day)) == name


def test_what_we_call_a_department_is_found_again_in_what_people_write() -> None:
    names = department_names([RENAMED, Department("XN", "市效能办")], date(2019, 11, 15))
    found = DepartmentNames([RENAMED, Department("XN", "市效能办")])
    assert {code: found.find(f"转给{name}") for code, name in names.items()} == {
        "JXW": {"JXW"},
        "XN": {"XN"},
    }
