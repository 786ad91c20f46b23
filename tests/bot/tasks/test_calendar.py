"""Working days, against the dates of the yearly notices."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import BUSINESS_ZONE
from bot.errors import ImportRefused
from bot.storage import Model, create_engine, session_factory
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.calendar_table import WorkingDays
from tests.databases import database_at


@pytest.fixture(scope="module")
def working_days(tmp_path_factory: pytest.TempPathFactory) -> WorkingDays:
    engine = create_engine(database_at(tmp_path_factory.mktemp("calendar")))
    Model.metadata.create_all(engine)
    return WorkingDays(session_factory(engine))


@pytest.fixture(scope="module")
def calendar(working_days: WorkingDays) -> WorkingCalendar:
    return working_days.calendar()


MAKE_UP_DAYS = {
    2018: "02-11 02-24 04-08 04-28 09-29 09-30 12-29",
    2019: "02-02 02-03 04-28 05-05 09-29 10-12",
    2020: "01-19 04-26 05-09 06-28 09-27 10-10",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


@pytest.mark.parametrize(
    "day", [f"{year}-{day}" for year, days in MAKE_UP_DAYS.items() for day in days.split()]
)
def test_a_make_up_day_is_worked_though_it_is_a_weekend(
    calendar: WorkingCalendar, day: str
) -> None:
    moment = date.fromisoformat(day)
    assert moment.weekday() >= 5
    assert calendar.is_workday(moment)


@pytest.mark.parametrize(
    ("received", "one", "three", "five"),
    [
        ("2018-09-29", "2018-09-30", "2018-10-09", "2018-10-11"),
        ("2026-09-18", "2026-09-20", "2026-09-22", "2026-09-24"),
        ("2026-09-30", "2026-10-08", "2026-10-10", "2026-10-13"),
        ("2026-02-13", "2026-02-14", "2026-02-25", "2026-02-27"),
        ("2020-01-23", "2020-02-03", "2020-02-05", "2020-02-07"),
    ],
)
def test_the_three_clocks_of_an_appeal_count_working_days(
    calendar: WorkingCalendar, received: str, one: str, three: str, five: str
) -> None:
    day = date.fromisoformat(received)
    ends = [calendar.add_workdays(day, count).isoformat() for count in (1, 3, 5)]
    assert ends == [one, three, five]


def test_an_unannounced_year_counts_monday_to_friday_and_is_provisional(
    calendar: WorkingCalendar,
) -> None:
    assert calendar.is_provisional(date(2027, 10, 1))
    assert calendar.is_workday(date(2027, 10, 1))
    assert not calendar.is_workday(date(2027, 10, 2))
    assert not calendar.is_provisional(date(2026, 10, 1))
    assert not calendar.is_workday(date(2026, 10, 1))


@given(
    st.dates(date(2018, 1, 1), date(2030, 12, 31)),
    st.integers(min_value=0, max_value=30),
)
def test_adding_and_counting_agree(start: date, count: int) -> None:
    calendar = WorkingCalendar({date(2019, 10, day): False for day in range(1, 8)}, [2019])
    end = calendar.add_workdays(start, count)
    assert calendar.workdays_after(start, end) == count
    assert calendar.workdays_after(end, start) == -count


@pytest.mark.parametrize(
    ("moment", "counts_as"),
    [
        ("2019-11-15T17:30", "2019-11-15"),
        ("2019-11-15T17:31", "2019-11-18"),
        ("2019-11-16T10:00", "2019-11-18"),
    ],
)
def test_what_arrives_after_hours_counts_from_the_next_working_day(
    calendar: WorkingCalendar, moment: str, counts_as: str
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=BUSINESS_ZONE)
    assert calendar.received_on(at, time(17, 30)).isoformat() == counts_as


def test_a_weekend_deadline_falls_to_the_working_day_before(calendar: WorkingCalendar) -> None:
    assert calendar.last_workday(date(2019, 6, 30)) == date(2019, 6, 28)


def test_an_imported_year_is_final_and_is_not_seeded_over(tmp_path: Path) -> None:
    engine = create_engine(database_at(tmp_path))
    Model.metadata.create_all(engine)
    sessions = session_factory(engine)
    file = tmp_path / "2026.csv"
    file.write_text(
        "date,is_workday,name\n2026-10-01,0,国庆节\n2026-10-09,0,国庆节\n", encoding="utf-8"
    )
    for _ in range(2):
        years = WorkingDays(sessions).import_file(file, source="国办发明电〔2025〕0号")
        assert years == (2026,)
    calendar = WorkingDays(sessions).calendar()
    assert not calendar.is_provisional(date(2026, 10, 1))
    assert not calendar.is_workday(date(2026, 10, 9))
    assert calendar.is_workday(date(2026, 10, 8))
    assert not calendar.is_workday(date(2025, 10, 1))


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("date,is_workday\n2028-13-01,0\n", 2),
        ("date,is_workday\n2028-01-01,0\n2028-01-01,1\n", 3),
        ("date,is_workday\n2028-01-01,也许\n", 2),
        ("", 1),
    ],
)
def test_a_bad_calendar_file_changes_nothing(
    working_days: WorkingDays, tmp_path: Path, content: str, row: int
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        working_days.import_file(file, source="x")
    assert refused.value.rows[0][0] == row
    assert working_days.calendar().is_provisional(date(2028, 1, 1))
