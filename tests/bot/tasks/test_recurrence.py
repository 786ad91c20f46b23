"""Recurring tasks come again in time, under the right name, and never twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.storage.engine import SessionFactory
from bot.tasks import TaskService
from bot.tasks.calendar_table import WorkingDays
from bot.tasks.recurrence import coming, latest_of_each_series, next_title
from bot.tasks.store import TaskStore
from bot.tasks.task import Task, TaskState

PLAN_ENDS = date(2020, 12, 31)


@pytest.mark.parametrize(
    ("title", "following"),
    [
        ("2019年4季度产业联盟特色活动", "2020年1季度产业联盟特色活动"),
        ("2019年三季度督查通报", "2019年四季度督查通报"),
        ("2019年上半年产业发展论坛", "2019年下半年产业发展论坛"),
        ("2019年下半年产业基金对接活动", "2020年上半年产业基金对接活动"),
        ("2019年12月五大产业主要经济指标发布", "2020年1月五大产业主要经济指标发布"),
        ("2019年度考核", "2020年度考核"),
        ("领军型人才地图", None),
    ],
)
def test_the_title_names_the_following_period(title: str, following: str | None) -> None:
    assert next_title(title) == following


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=BUSINESS_ZONE)


@pytest.mark.parametrize(
    ("today", "created"),
    [
        ("2019-11-15", {}),
        ("2019-11-26", {"2019年11月五大产业主要经济指标发布": "2019-12-25"}),
        (
            "2020-01-02",
            {
                "2019年11月五大产业主要经济指标发布": "2019-12-25",
                "2019年12月五大产业主要经济指标发布": "2020-01-25",
                "2020年1季度产业联盟特色活动": "2020-03-31",
                "2020年上半年产业发展论坛": "2020-06-30",
                "2020年上半年产业基金对接活动": "2020-06-30",
            },
        ),
    ],
)
def test_what_is_due_in_the_running_period_is_created(
    service: TaskService, clock: ManualClock, today: str, created: dict[str, str]
) -> None:
    clock.move_to(at(today))
    made = service.create_recurring(until=PLAN_ENDS)
    assert {task.title: str(task.due_on) for task in made} == created
    assert {task.state for task in made} <= {TaskState.AWAITING_RECEIPT}
    assert [task.task_no for task in made] == [str(52 + place) for place in range(len(made))]


def test_creating_again_creates_nothing(
    service: TaskService, clock: ManualClock, store: TaskStore
) -> None:
    clock.move_to(at("2020-01-02"))
    made = service.create_recurring(until=PLAN_ENDS)
    assert service.create_recurring(until=PLAN_ENDS) == []
    assert store.history(made[0].task_no)[0].action == "create"


def test_only_the_tasks_that_come_again_are_read(store: TaskStore) -> None:
    read = store.recurring()
    assert read == [task for task in store.all() if task.recurrence]
    assert 0 < len(read) < len(store.all())


@pytest.mark.parametrize("eve", ["2019-12-25", "2019-12-31", "2020-02-29", "2020-03-31"])
def test_run_every_hour_over_midnight_makes_what_one_run_the_next_morning_makes(
    service: TaskService,
    store: TaskStore,
    sessions: SessionFactory,
    clock: ManualClock,
    eve: str,
) -> None:
    evening = at(eve).replace(hour=22, minute=10)
    morning, calendar = evening.date() + timedelta(days=1), WorkingDays(sessions).calendar()
    wanted = [
        (task.title, task.due_on)
        for latest in latest_of_each_series(store.recurring())
        for task in coming(latest, morning, calendar, until=PLAN_ENDS)
    ]
    made: list[Task] = []
    for hours in range(12):
        clock.move_to(evening + timedelta(hours=hours))
        made += service.create_recurring(until=PLAN_ENDS)
    assert sorted((task.title, task.due_on) for task in made) == sorted(wanted)
    assert {task.issued_on for task in made} <= {evening.date(), morning}


def test_the_end_of_a_month_means_its_last_working_day(
    service: TaskService, clock: ManualClock
) -> None:
    clock.move_to(at("2020-07-01"))
    made = service.create_recurring(until=PLAN_ENDS)
    by_title = {task.title: task.due_on for task in made}
    assert by_title["2020年2季度产业联盟特色活动"] == date(2020, 6, 30)
    clock.move_to(at("2020-10-09"))
    # 31 January 2021 would be a Sunday; 31 December 2020 is a Thursday.
    assert {task.due_on for task in service.create_recurring(until=PLAN_ENDS)} >= {
        date(2020, 12, 31)
    }


def test_nothing_is_created_beyond_the_plan(service: TaskService, clock: ManualClock) -> None:
    clock.move_to(at("2021-06-01"))
    made = service.create_recurring(until=PLAN_ENDS)
    assert max(task.due_on or date.min for task in made) <= PLAN_ENDS
