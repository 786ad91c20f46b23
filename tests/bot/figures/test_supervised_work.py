"""Supervised tasks and appeals as a source of figures: the contract of all sources, the counts
of the plan's duties, and who is told them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from bot.appeals.clocks import AppealRules
from bot.figures.supervised_work import APPEALS, SupervisedWork
from bot.identity import GUEST
from bot.messages import Outcome, Reply
from bot.serving.conversing import converse
from bot.tasks.model import TaskRow
from bot.tasks.recurrence import without_period
from bot.wiring import Parts
from kpi_adapter.errors import SourceUnavailable
from kpi_adapter.sources.selection import Dataset, Selection
from tests.bot.demonstration import demonstration
from tests.kpi_adapter.source_contract import LIMIT, Make, Sample, SourceContract

FORUMS = "产业发展论坛"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(tmp_path_factory.mktemp("city"))


@pytest.fixture
def make(city: Parts) -> Make:
    def build(limit: int) -> SupervisedWork:
        return SupervisedWork(city.sessions, city.working_days, AppealRules(), row_limit=limit)

    return build


def asked(city: Parts, text: str, user: str | None = "u002") -> Reply:
    person = city.directory.require(user) if user else GUEST
    reply, _ = converse(city, text, person=person, conversation=f"{user}-{text}", channel="web")
    return reply


class TestSupervisedWork(SourceContract):
    @pytest.fixture
    def sample(self) -> Sample:
        return Sample(
            dataset=Dataset.WORK,
            # 51 tasks, and four appeals with three steps each.
            rows=51 + 4 * 3,
            name="item",
            among={"work": [FORUMS]},
            chosen={
                "2018年下半年产业发展论坛",
                "2019年上半年产业发展论坛",
                "2019年下半年产业发展论坛",
            },
            at_least={"period": "2019-06"},
            at_most={"done_on": date(2019, 6, 30)},
            within="2019年上半年产业发展论坛",
        )

    def test_an_appeal_is_a_number_and_days_and_nothing_of_its_enterprise(self, make: Make) -> None:
        rows = make(LIMIT).fetch(Selection.of(Dataset.WORK, {"work": [APPEALS]})).rows
        assert {row["item"] for row in rows} >= {"A2019-030", "A2019-033"}
        assert not any(
            word in str(row) for row in rows for word in ("培育库", "检测费", "有限公司")
        )

    def test_another_dataset_is_refused(self, make: Make) -> None:
        with pytest.raises(SourceUnavailable):
            make(LIMIT).fetch(Selection.of(Dataset.MONTHLY))


@pytest.mark.parametrize(
    ("title", "work", "month"),
    [
        ("2019年3季度产业联盟特色活动", "产业联盟特色活动", date(2019, 9, 1)),
        ("2019年上半年产业发展论坛", FORUMS, date(2019, 6, 1)),
        ("2019年10月指标发布", "指标发布", date(2019, 10, 1)),
        ("2020年度考核", "度考核", date(2020, 12, 1)),
        ("涉企收费清单公布", "涉企收费清单公布", None),
        ("2019年13月指标发布", "2019年13月指标发布", None),
    ],
)
def test_a_title_is_work_and_the_last_month_it_is_for(
    title: str, work: str, month: date | None
) -> None:
    assert without_period(title) == (work, month)


# question → what the answer says; the numbers are counted in organisation/tasks.csv by hand
COUNTS = {
    "今年产业联盟活动办了几次": ("已办2次", "应办4次", "已逾期未销号1次", "未到期1次"),
    "产业联盟活动三季度办了没有": ("已办0次", "应办1次", "2019年3季度产业联盟特色活动"),
    "今年论坛办了几次": ("已办1次", "应办2次", "未到期1次"),
    "今年基金对接活动搞了几场": ("已办0场", "应办2场", "未到期1场"),
    "统计数据今年按月发布了几次": ("已办9次", "应办12次"),
    "直通车按时办结率是多少": (
        "应答到期4件、按时3件",
        "明确意见到期4件、按时2件",
        "办结到期2件、按时1件",
    ),
}


@pytest.mark.parametrize("question", COUNTS)
def test_what_the_plan_owes_is_counted_from_the_work(city: Parts, question: str) -> None:
    reply = asked(city, question)
    assert reply.outcome is Outcome.ANSWERED
    assert reply.intent == "figures"
    for words in COUNTS[question]:
        assert words in reply.text


def test_nothing_is_owed_for_the_months_before_the_plan(city: Parts) -> None:
    text = asked(city, "去年产业联盟活动办了几次").text
    assert "已办1次" in text
    assert "应办" not in text


def test_a_task_that_is_closed_counts_in_the_next_answer(city: Parts) -> None:
    with city.sessions.begin() as session:
        task = session.scalars(sa.select(TaskRow).where(TaskRow.task_no == "7")).one()
        before, task.state, task.closed_on = task.state, "closed", date(2019, 11, 14)
    text = asked(city, "今年产业联盟活动办了几次").text
    with city.sessions.begin() as session:
        task = session.scalars(sa.select(TaskRow).where(TaskRow.task_no == "7")).one()
        task.state, task.closed_on = before, None
    assert "已办3次" in text


@pytest.mark.parametrize("user", ["e001", "u027", None])
def test_who_may_not_see_the_whole_city_is_told_whom_to_ask(city: Parts, user: str | None) -> None:
    reply = asked(city, "今年基金对接活动搞了几场", user)
    assert reply.outcome is Outcome.REFUSED
    assert "市财政局" in reply.text
    assert "已办" not in reply.text


def test_how_often_it_is_to_be_done_is_the_plans(city: Parts) -> None:
    assert asked(city, "每季度办几次联盟活动").intent == "policy_qa"
