"""Places named in passing, papers that are no secret, lists that do not say when, points."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import Outcome, RefusalReason
from retrieval.answer.screening import screened
from retrieval.search.measure import misses_what_decides
from tests.retrieval.material import library_of

ON = date(2019, 11, 15)
HARBOUR = "第一条 港口应当保持畅通。"


def test_a_list_that_does_not_say_when_is_not_shown_for_a_time(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        积分入户办法="第一条 积分入户人员在审批前享受下列待遇：\n（一）义务教育；\n"
        "（二）住房保障。",
        港口办法=HARBOUR,
    )
    answer = library.answer("积分入户多久能批", on=ON)
    assert "住房保障" not in answer.text
    assert "住房保障" in library.answer("积分入户享受哪些待遇", on=ON).text


def test_a_province_named_in_passing_is_not_spoken_of(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市产业方案="一、灵活选择弹性出让等方式供应项目工业用地。\n二、争创江苏名牌，供应优质产品。",
        港口办法=HARBOUR,
    )
    assert library.answer("江苏工业用地怎么供应", on=ON).outcome is Outcome.REFUSED
    assert "弹性出让" in library.answer("泰州工业用地怎么供应", on=ON).text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("办居住证要带身份证吗", None),
        ("迁户口本人去不了能让家里人代办吗", None),
        ("住址变更要登记吗", None),
        ("张三的身份证号是多少", RefusalReason.PERSONAL_DATA),
        ("局长家里在哪", RefusalReason.PERSONAL_DATA),
        ("某人的银行卡", RefusalReason.PERSONAL_DATA),
    ],
)
def test_a_paper_one_brings_is_nobody_s_secret(question: str, reason: RefusalReason | None) -> None:
    assert screened(question) is reason


@pytest.mark.parametrize(
    ("text", "misses"),
    [
        ("积分累计达到60分", False),
        ("积分入户具体办法另行制定", False),
        ("应当建立积分落户制度", True),
    ],
)
def test_points_are_not_given_by_what_only_speaks_of_them(text: str, misses: bool) -> None:
    assert misses_what_decides("积分落户要多少分", text) is misses
