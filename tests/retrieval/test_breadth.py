"""The questions of breadth.yaml, each against what it says a right answer must do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval import PolicyAnswer, PolicyLibrary, Turn
from retrieval.text_form import normalised

QUESTIONS = yaml.safe_load((Path(__file__).parent / "breadth.yaml").read_text("utf-8"))
BUSINESS_DATE = date(2019, 11, 15)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["ask"])
def test_a_question_in_people_s_own_words_is_answered_right(
    seed_library: PolicyLibrary, asked: dict[str, Any]
) -> None:
    answer = conversation(seed_library, asked)
    assert answer.refusal == asked.get("refuses")
    if "cites" in asked:
        assert {citation.clause for citation in answer.citations} & set(asked["cites"])
    if "gap" in asked:
        assert asked["gap"] in answer.gaps
    for words in asked.get("says", []):
        assert normalised(words) in normalised(answer.text)


def conversation(library: PolicyLibrary, asked: dict[str, Any]) -> PolicyAnswer:
    """Ask the earlier questions, then the question itself."""
    on = asked.get("asked_on", BUSINESS_DATE)
    turns: list[Turn] = []
    for question in asked.get("after", []):
        answer = library.answer(question, on=on, previous=turns)
        turns += [Turn("user", question), Turn("bot", answer.text)]
    return library.answer(asked["ask"], on=on, previous=turns)
