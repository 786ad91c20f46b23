"""Which side of a number is meant, in all the words that say so."""

from __future__ import annotations

import unicodedata

import pytest

from kpi_adapter import Outcome
from tests.kpi_adapter.kpi_demo import Ask

WORDS = {
    "不超过6%": "不超过6% 至多6% 顶多6% 最多6% 不多于6% 不大于6% 不高于6% 小于等于6% ≤6% <=6%"
    " 6%以下 6%及以下 6%(含)以下 6%以内 6%之内 6%之下 6%往下 6%内 降到6% 掉到6%以下 没超过6%",
    "6%以上(含)": "至少6% 最少6% 起码6% 不小于6% 不低于6% 大于等于6% ≥6% >=6% 达到6% 够6% 到6%"
    " 6%以上 6%(含)以上 6%以上(含) 没跌破6% 6%之上 6%往上 6%起",
    "超6%(不含)": "超过6% 超出6% 高过6% 多于6% 逾6% 突破6% 跨过6% >6% 没降到6%以下",
    "不到6%": "不到6% 少于6% 低过6% 没有6% 还没6% 没到6% 未达6% 达不到6% 跌破6% <6% 6%不到"
    " 6%都不到",
}


@pytest.mark.parametrize(
    ("said", "words"), [(said, words) for words, all_of in WORDS.items() for said in all_of.split()]
)
def test_a_list_keeps_the_side_that_was_said(ask: Ask, said: str, words: str) -> None:
    answer = ask(f"产值增速{said}的区")
    assert answer is not None
    assert f"同比{words}的有" in unicodedata.normalize("NFKC", answer.text)


@pytest.mark.parametrize("said", ["只有6%", "才6%", "正好6%", "等于6%", "接近6%", "6%左右", "约6%"])
def test_a_number_that_is_no_side_is_told_as_unread(ask: Ask, said: str) -> None:
    answer = ask(f"产值增速{said}的区")
    assert answer is not None
    assert answer.outcome is Outcome.REFUSED


def test_what_is_denied_of_projects_is_that_there_are_any(ask: Ask) -> None:
    answer = ask("海陵有没有5亿以上的项目")
    assert answer is not None
    assert "5亿元以上(含)" in unicodedata.normalize("NFKC", answer.text)
