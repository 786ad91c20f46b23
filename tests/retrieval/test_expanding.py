"""Official phrases help where the library speaks in them, and nowhere else."""

from __future__ import annotations

from retrieval.index.lexical import LexicalIndex
from retrieval.search.expanding import expansion_of
from retrieval.search.question import understand

QUESTION = "有没有产业基金的支持？"
OF_THE_PLAN = "依托整合现有的政府产业引导基金,设立五大主导产业投资基金,引导社会资本聚焦产业发展"
OF_ANOTHER = "本市设立农业产业发展投资基金,由市财政局管理"


def index_of(*sentences: str) -> LexicalIndex:
    index = LexicalIndex()
    index.add(range(len(sentences)), sentences)
    return index


def test_a_phrase_that_a_sentence_holds_is_searched_for() -> None:
    found = expansion_of(understand(QUESTION, (), ()), index_of(OF_ANOTHER, OF_THE_PLAN))
    assert "设立五大主导产业投资基金" in found.text
    assert 1 in found.closest


def test_a_phrase_that_stands_nowhere_is_left_out_and_its_closest_sentence_still_seen() -> None:
    found = expansion_of(understand(QUESTION, (), ()), index_of(OF_ANOTHER))
    assert found.text == ""
    assert list(found.closest) == [0]


def test_a_question_on_no_known_topic_adds_nothing() -> None:
    found = expansion_of(understand("今天天气怎么样", (), ()), index_of(OF_THE_PLAN))
    assert (found.text, list(found.closest)) == ("", [])


def test_an_empty_library_adds_nothing() -> None:
    found = expansion_of(understand(QUESTION, (), ()), LexicalIndex())
    assert (found.text, list(found.closest)) == ("", [])
