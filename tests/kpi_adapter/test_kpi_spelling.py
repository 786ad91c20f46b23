"""Names and terms written by sound are read, and the answer says so."""

from __future__ import annotations

import pytest

from kpi_adapter import Outcome, Reason
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.question.mentions import Lexicon
from kpi_adapter.question.spelling import Slip, Spelling
from tests.kpi_adapter.kpi_demo import Ask

WRITTEN_BY_SOUND = {
    "太兴产值多少": "泰兴产值多少",
    "静江产值": "靖江产值",
    "今年产直多少": "今年产值多少",
    "化工产值同笔": "化工产值同比",
    "生物医要产值": "生物医药产值",
    "新能原产值": "新能源产值",
    "上半年开飘多少": "上半年开票多少",
    "泰兴今年工业头资多少": "泰兴今年工业投资多少",
    "只能车间多少个": "智能车间多少个",
    "專精特新現在多少家": "专精特新现在多少家",
}


@pytest.fixture(scope="module")
def spelling(catalogue: Catalogue) -> Spelling:
    return Spelling(Lexicon(catalogue).words)


@pytest.mark.parametrize("question", WRITTEN_BY_SOUND)
def test_what_was_written_by_sound_gets_the_same_figure(ask: Ask, question: str) -> None:
    answer, meant = ask(question), ask(WRITTEN_BY_SOUND[question])
    assert answer is not None
    assert meant is not None
    assert answer.outcome is Outcome.ANSWERED
    assert answer.figures == meant.figures


def test_the_answer_says_what_was_read_for_what(ask: Ask) -> None:
    answer = ask("太兴产直多少")
    assert answer is not None
    first, second = answer.text.splitlines()[:2]
    assert "泰兴市规上工业产值1775.89亿元" in first
    assert "“太兴”按“泰兴”、“产直”按“产值”理解" in second


def test_a_word_of_its_own_is_asked_about(ask: Ask) -> None:
    answer = ask("新化产值多少")
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.CLARIFY, Reason.WORDS_NOT_READ)
    assert answer.choices == ("兴化产值多少",)
    assert answer.figures == ()


def test_the_one_word_asked_about_can_be_chosen(ask: Ask) -> None:
    answer = ask("1", "新化产值多少")
    assert answer is not None
    assert "兴化市规上工业产值796.71亿元" in answer.text


@pytest.mark.parametrize(
    "question", ["民赢企业产值多少", "外姿产值", "安全生产值班表", "软件正版化要求", "扬子江产直"]
)
def test_sound_alone_brings_no_figure(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is None or answer.figures == ()


def test_what_was_understood_is_no_part_of_a_slip(spelling: Spelling) -> None:
    text = "生物医药在五大产业里"
    assert spelling.restored(text, read=[(0, 4), (5, 9)]) is None
    restored = spelling.restored("静江在五大产业里", read=[(3, 7)])
    assert restored is not None
    assert restored.slips == (Slip("静江", "靖江"),)
