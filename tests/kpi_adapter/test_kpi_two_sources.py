"""Projects that the published statistics and the ledger both count: who says of neither is
asked; who says of one is answered from it; who may see one only is answered from that."""

from __future__ import annotations

import pytest

from kpi_adapter import Outcome, Reason
from tests.kpi_adapter.independent_figures import Figures, Ledger
from tests.kpi_adapter.kpi_demo import DEMO, ENTERPRISE, GUEST, LEDGER, Ask


@pytest.fixture(scope="module")
def published() -> float:
    return Figures(DEMO / "stats").amount("M08", "IND", ("321200",), 2019, 1, 10) or 0.0


@pytest.fixture(scope="module")
def started() -> int:
    days = [project["actual_start"] for project in Ledger(LEDGER).projects]
    return sum(day is not None and day.year == 2019 for day in days)


UNSAID = [
    "亿元以上项目开工了几个",
    "今年开工了几个项目",
    "泰兴今年开工的亿元以上项目有多少",
    "各区今年开工了几个亿元以上项目",
    "今年签了几个亿元项目",
    "今年竣工的项目有几个",
    "上半年竣工了多少亿元以上项目",
]


@pytest.mark.parametrize("question", UNSAID)
def test_it_asks_which_of_the_two_is_meant(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.CLARIFY, Reason.SEVERAL_SOURCES)
    assert len(answer.choices) == 2


@pytest.mark.parametrize("said", ["1", "统计的", "按统计公布数"])
def test_the_statistics_are_chosen(ask: Ask, said: str, published: float) -> None:
    answer = ask(said, "亿元以上项目开工了几个")
    assert answer is not None
    assert answer.figures[0].value == published == 344


@pytest.mark.parametrize("said", ["2", "台账", "台账里的", "亿元以上项目开工了几个,按台账"])
def test_the_ledger_is_chosen(ask: Ask, said: str, started: int) -> None:
    answer = ask(said, "亿元以上项目开工了几个")
    assert answer is not None
    assert answer.figures[0].value == started == 30


@pytest.mark.parametrize("viewer", [ENTERPRISE, GUEST])
def test_who_may_not_see_the_ledger_is_given_what_is_published(
    ask: Ask, viewer: object, published: float
) -> None:
    answer = ask("亿元以上项目开工了几个", viewer=viewer)
    assert answer is not None
    assert answer.figures[0].value == published


@pytest.mark.parametrize(
    "question",
    [
        "台账里今年新开工多少项目",
        "哪些亿元以上项目今年开工了",
        "新开工项目清单",
        "化工今年开工了几个亿元以上项目",
        "今年开工的5亿元以上项目有几个",
        "今年竣工的项目总投资多少",
    ],
)
def test_what_only_the_ledger_can_tell_is_not_asked_back(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED
    assert "重点项目台账" in answer.text


@pytest.mark.parametrize(
    "question", ["今年新开工亿元以上项目多少个", "新开工项目完成率", "开工项目同比增长多少"]
)
def test_what_only_the_statistics_can_tell_is_not_asked_back(
    ask: Ask, question: str, published: float
) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.figures[0].value == published
    assert not answer.choices


def test_a_published_name_that_the_ledger_uses_too_offers_the_ledger(ask: Ask) -> None:
    answer = ask("今年新开工项目有几个")
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED
    assert "重点项目台账另有" in answer.text
    assert answer.choices == ("今年新开工项目有几个，按台账",)
    hidden = ask("今年新开工项目有几个", viewer=GUEST)
    assert hidden is not None
    assert not hidden.choices


def test_started_ones_of_those_signed_are_no_count_that_is_kept(ask: Ask) -> None:
    answer = ask("签约项目开工了多少")
    assert answer is None or answer.outcome is Outcome.REFUSED
