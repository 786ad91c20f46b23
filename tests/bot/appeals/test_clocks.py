"""The three clocks over real holidays; the dates are those of the yearly notices."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.alerts.assess import Light
from bot.appeals.appeal import Appeal, AppealState, Stage
from bot.appeals.clocks import AppealRules, assess_stage, deadlines, was_closed_so, was_late
from bot.settings import AppealsSection
from bot.storage import Model, create_engine, session_factory
from bot.tasks import WorkingDays
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.done_words import Punctuality
from tests.bot.alerts.city import City
from tests.bot.appeals.conftest import Talk
from tests.databases import database_at

ZONE = ZoneInfo("Asia/Shanghai")
WORKING = AppealRules()
NATURAL = AppealRules(are_natural_days=True)


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> WorkingCalendar:
    engine = create_engine(database_at(tmp_path_factory.mktemp("days")))
    Model.metadata.create_all(engine)
    return WorkingDays(session_factory(engine)).calendar()


@pytest.mark.parametrize(
    ("received", "rules", "days"),
    [
        ("2018-09-29T10:00", WORKING, "2018-09-30 2018-10-09 2018-10-11"),
        ("2018-09-29T10:00", NATURAL, "2018-09-30 2018-10-02 2018-10-04"),
        ("2026-09-18T10:00", WORKING, "2026-09-20 2026-09-22 2026-09-24"),
        ("2026-09-30T10:00", WORKING, "2026-10-08 2026-10-10 2026-10-13"),
        ("2026-02-13T10:00", WORKING, "2026-02-14 2026-02-25 2026-02-27"),
        ("2020-01-23T10:00", WORKING, "2020-02-03 2020-02-05 2020-02-07"),
        # After office hours, and on a day of rest: it arrives on the next working day.
        ("2019-11-15T17:30", WORKING, "2019-11-18 2019-11-20 2019-11-22"),
        ("2019-11-15T17:31", WORKING, "2019-11-19 2019-11-21 2019-11-25"),
        ("2019-11-16T09:00", WORKING, "2019-11-19 2019-11-21 2019-11-25"),
        ("2019-11-15T23:59", NATURAL, "2019-11-16 2019-11-18 2019-11-20"),
        ("2019-11-15T10:00", AppealRules(days=(2, 4, 10)), "2019-11-19 2019-11-21 2019-11-29"),
        (
            "2019-11-15T17:45",
            AppealRules(office_closes=time(18)),
            "2019-11-18 2019-11-20 2019-11-22",
        ),
    ],
)
def test_the_clocks_end_on_these_days(
    calendar: WorkingCalendar, received: str, rules: AppealRules, days: str
) -> None:
    moment = datetime.fromisoformat(received).replace(tzinfo=ZONE)
    found = deadlines(moment, calendar, rules)
    assert " ".join(day.isoformat() for day in found.values()) == days


@pytest.mark.parametrize(
    ("due", "light", "step"),
    [
        ("2019-11-18", Light.GREEN, 0),
        ("2019-11-15", Light.YELLOW, 0),
        ("2019-11-14", Light.RED, 1),
        ("2019-11-12", Light.RED, 2),
    ],
)
def test_a_clock_turns_yellow_on_its_last_day_and_red_after_it(
    calendar: WorkingCalendar, due: str, light: Light, step: int
) -> None:
    found = assess_stage(date.fromisoformat(due), date(2019, 11, 15), calendar, WORKING)
    assert (found.light, found.level.step) == (light, step)


def closed(at: str | None) -> Appeal:
    moment = datetime.fromisoformat(at).replace(tzinfo=ZONE) if at else None
    state = AppealState.CLOSED if at else AppealState.RECEIVED
    received = datetime(2019, 11, 1, 9, tzinfo=ZONE)
    return Appeal("A1", "某企业", "e001", "缺电", received, "u003", state, closed_at=moment)


@pytest.mark.parametrize(
    ("at", "today", "is_late"),
    [
        ("2019-11-14T23:59", "2019-11-20", False),
        ("2019-11-15T23:59", "2019-11-20", False),
        ("2019-11-16T00:00", "2019-11-20", True),
        (None, "2019-11-15", False),
        (None, "2019-11-16", True),
    ],
)
def test_what_is_done_on_the_last_day_is_not_late(
    at: str | None, today: str, is_late: bool
) -> None:
    due, day = date(2019, 11, 15), date.fromisoformat(today)
    assert was_late(closed(at), Stage.CLOSE, due, day) is is_late


@pytest.mark.parametrize(
    ("at", "done", "is_so"),
    [
        ("2019-11-14T10:00", Punctuality.EARLY, True),
        ("2019-11-15T10:00", Punctuality.EARLY, False),
        ("2019-11-15T10:00", Punctuality.IN_TIME, True),
        ("2019-11-15T10:00", Punctuality.LATE, False),
        ("2019-11-16T10:00", Punctuality.IN_TIME, False),
        ("2019-11-16T10:00", Punctuality.LATE, True),
    ],
)
def test_the_last_day_itself_is_in_time_and_not_early(
    at: str, done: Punctuality, is_so: bool
) -> None:
    assert was_closed_so(closed(at), date(2019, 11, 15), done, None) is is_so


@pytest.mark.parametrize(
    ("at", "is_in"),
    [
        ("2019-10-31T10:00", False),
        ("2019-11-01T00:00", True),
        ("2019-11-30T23:59", True),
        ("2019-12-01T00:00", False),
    ],
)
def test_a_period_holds_its_first_and_its_last_day(at: str, is_in: bool) -> None:
    november = (date(2019, 11, 1), date(2019, 11, 30))
    assert was_closed_so(closed(at), date(2019, 11, 15), None, november) is is_in


@pytest.mark.parametrize("days", [(0, 3, 5), (3, 1, 5), (1, 3)])
def test_clocks_that_do_not_grow_are_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError):
        AppealsSection.model_validate({"days": days})


@pytest.mark.parametrize(
    ("filed", "answer", "close"),
    [
        (datetime(2019, 9, 30, 17, 29), date(2019, 10, 8), date(2019, 10, 12)),
        (datetime(2019, 9, 30, 17, 59), date(2019, 10, 9), date(2019, 10, 14)),
        (datetime(2019, 10, 3, 10, 0), date(2019, 10, 9), date(2019, 10, 14)),
        (datetime(2019, 10, 12, 10, 0), date(2019, 10, 14), date(2019, 10, 18)),
        (datetime(2019, 9, 29, 19, 0), date(2019, 10, 8), date(2019, 10, 12)),
    ],
)
def test_around_national_day_the_days_told_are_those_of_the_notice(
    city: City, talk: Talk, filed: datetime, answer: date, close: date
) -> None:
    city.clock.move_to(filed.replace(tzinfo=ZONE))
    talk.say("e002", "我要反映一个困难：码头岸电接入排队三个月")
    opened = talk.say("e002", "确认")
    assert opened is not None
    assert f"应答时限 {answer}" in opened.text
    assert f"办结 {close}" in opened.text
    assert "休息日提出的算次一工作日" in opened.text
    assert "暂定" not in opened.text
    assert f"应答 {answer}" in city.inbox.by_account["u003"][-1].text


def test_days_of_a_year_without_its_notice_are_provisional_for_everybody(
    city: City, talk: Talk
) -> None:
    last = max(WorkingDays(city.sessions).announced())
    city.clock.move_to(datetime(last, 12, 30, 16, 0, tzinfo=ZONE))
    talk.say("e002", "我要反映一个困难：码头岸电接入排队三个月")
    opened = talk.say("e002", "确认")
    assert opened is not None
    said = f"（{last + 1}年放假安排尚未公布，时限为暂定，公布后重新计算）"
    assert said in opened.text
    assert said in city.inbox.by_account["u003"][-1].text
    number = f"Z{last}-001"
    talk.say("u003", f"应答{number}：已联系供电公司")
    talk.say("u003", "确认")
    assert said in city.inbox.by_account["e002"][-1].text
    city.clock.move_to(datetime(last + 1, 1, 29, 9, 0, tzinfo=ZONE))
    city.scan.run()
    alert = next(r.text for r in reversed(city.inbox.by_account["u003"]) if number in r.text)
    assert "暂定" in alert
