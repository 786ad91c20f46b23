"""A rank is asked for, and not said of whom."""

from __future__ import annotations

import unicodedata

import pytest

from kpi_adapter import KpiAnswer, Outcome
from kpi_adapter.answer import Reason
from tests.kpi_adapter.kpi_demo import Ask

OF_NOBODY = {
    "工业投资是不是垫底": ("各区工业投资排名", "各产业工业投资排名"),
    "工业投资垫底吗": ("各区工业投资排名", "各产业工业投资排名"),
    "我们工业投资是不是倒数第一": ("各区工业投资排名", "各产业工业投资排名"),
    "泰州产值是不是第一": ("各区产值排名", "各产业产值排名"),
    "五大产业工业投资是不是垫底": ("各区工业投资排名", "各产业工业投资排名"),
    "上半年工业投资增速是不是垫底": ("各区上半年工业投资增速排名", "各产业上半年工业投资增速排名"),
    "工业投资最快吗": ("各区工业投资增速排名", "各产业工业投资增速排名"),
    "产值排第几": ("各区产值排名", "各产业产值排名"),
    "新签约是不是垫底": ("各区新签约排名",),
    "工业投资;是不是垫底": ("各区工业投资排名", "各产业工业投资排名"),
}
OF_SOMEBODY = {
    "泰兴工业投资是不是垫底": "在7个中排第2",
    "化工产值是不是最高": "在5个中排第1",
    "工业投资垫底的是哪个区": "最低的是医药高新区",
    "各区工业投资是不是最低": "最低的是医药高新区",
    "工业投资垫底": "最低的是新一代信息技术",
    "哪个月产值最高": "其间最高2019年6月",
    "产值增长最快的是谁": "增长最快的是节能与新能源",
    "泰兴工业投资;垫底吗": "在7个中排第2",
    "工业投资;泰兴是不是垫底": "在7个中排第",
    "工业投资;化工是不是最高": "在5个中排第1",
    "工业投资是不是垫底;1": "最高的是靖江市",
}


def asked(ask: Ask, said: str) -> KpiAnswer:
    *before, last = said.split(";")
    answer = ask(last, *before)
    assert answer is not None
    return answer


@pytest.mark.parametrize("said", OF_NOBODY)
def test_a_rank_of_nobody_is_asked_back_with_the_lists(ask: Ask, said: str) -> None:
    answer = asked(ask, said)
    assert (answer.outcome, answer.reason) == (Outcome.CLARIFY, Reason.NOBODY_RANKED)
    assert answer.choices == OF_NOBODY[said]


@pytest.mark.parametrize("said", OF_SOMEBODY)
def test_a_rank_of_somebody_and_a_list_are_answered(ask: Ask, said: str) -> None:
    assert OF_SOMEBODY[said] in unicodedata.normalize("NFKC", asked(ask, said).text)


@pytest.mark.parametrize("choice", sorted({one for all_of in OF_NOBODY.values() for one in all_of}))
def test_each_list_that_is_offered_is_answered(ask: Ask, choice: str) -> None:
    assert asked(ask, choice).outcome is Outcome.ANSWERED
