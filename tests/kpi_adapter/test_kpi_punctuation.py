"""Everything a person reads has Chinese punctuation."""

from __future__ import annotations

import re

import pytest

from kpi_adapter.presentation.punctuation import full_width
from tests.kpi_adapter.kpi_demo import Ask, text_and_table

TABLE = {
    "产值,同比增长11.4%(公布);来源:市统计局": "产值，同比增长11.4%（公布）；来源：市统计局",
    "2019-11-15 09:30,共1,234个": "2019-11-15 09:30，共1,234个",
    "目标(四-(三)#s6:“原文”)": "目标（四-(三)#s6：“原文”）",
    "完成了吗?完成了!": "完成了吗？完成了！",
    "": "",
}


@pytest.mark.parametrize("text", TABLE)
def test_marks_become_wide_and_numbers_stay(text: str) -> None:
    assert full_width(text) == TABLE[text]
    assert full_width(TABLE[text]) == TABLE[text]


QUESTIONS = [
    "1到10月五大产业产值多少",
    "完成不了年度目标的指标有哪几个",
    "停工的项目有几个",
    "给我一份10月份月报",
    "11月产值多少",
    "产销规模是多少",
    "直通车时限是什么口径",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_half_width_mark_is_left_in_an_answer(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    shown = "\n".join([text_and_table(answer), *answer.choices, *(f.label for f in answer.figures)])
    assert re.findall(r"(?<!\d)[,;!?](?!\d)|(?<![-#])[(](?![一二三四]\))|[:](?!\d)", shown) == []


def test_a_ledger_says_when_it_was_updated_and_claims_no_release(ask: Ask) -> None:
    for question in ("停工的项目有几个", "星河生物疫苗二期现在到哪一步了"):
        answer = ask(question)
        assert answer is not None
        assert {figure.released_on for figure in answer.figures} == {None}
        assert "更新于2019-1" in answer.figures[0].source
        assert "发布" not in answer.text


def test_a_yearly_goal_counted_in_the_ledger_claims_no_release(ask: Ask) -> None:
    answer = ask("完成不了年度目标的指标有哪几个")
    assert answer is not None
    assert "市经信委，台账更新于2019-11-14" in answer.text
    counted = [figure for figure in answer.figures if "竣工5亿元以上" in figure.label]
    assert [figure.released_on for figure in counted] == [None]
