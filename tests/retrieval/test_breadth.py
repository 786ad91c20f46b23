"""The questions of breadth.yaml and wording_variety.yaml, each against what a right answer does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import create_engine

from retrieval import LibrarySettings, PolicyAnswer, PolicyLibrary, Turn, documents_under
from retrieval.text_form import normalised
from tests.databases import database_at
from tests.retrieval.material import POLICY_DOCS

FILES = ("breadth.yaml", "wording_variety.yaml")
QUESTIONS = [
    asked
    for name in FILES
    for asked in yaml.safe_load((Path(__file__).parent / name).read_text("utf-8"))
]
BUSINESS_DATE = date(2019, 11, 15)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["ask"][:40])
def test_a_question_in_people_s_own_words_is_answered_right(
    seed_library: PolicyLibrary, asked: dict[str, Any]
) -> None:
    assert faults(conversation(seed_library, asked), asked) == []


@pytest.mark.slow
def test_the_questions_are_answered_right_with_the_model_that_is_served(tmp_path: Path) -> None:
    settings = LibrarySettings(tmp_path, model="embedded")
    library = PolicyLibrary.open(settings, create_engine(database_at(tmp_path)))
    for path in documents_under([POLICY_DOCS]):
        assert library.ingest(path).status == "ingested"
    wrong = {asked["ask"]: faults(conversation(library, asked), asked) for asked in QUESTIONS}
    assert {ask: found for ask, found in wrong.items() if found} == {}


def faults(answer: PolicyAnswer, asked: dict[str, Any]) -> list[str]:
    """Everything in which an answer is not what an entry says it must be."""
    cited = {citation.clause for citation in answer.citations}
    text = normalised(answer.text)
    found: list[str] = []
    if answer.refusal != asked.get("refuses"):
        found.append(f"refused for {answer.refusal}, not for {asked.get('refuses')}")
    if "cites" in asked and not cited & set(asked["cites"]):
        found.append(f"cites {sorted(cited)}, none of {asked['cites']}")
    found += [
        f"does not cite {address}" for address in asked.get("cites_all", []) if address not in cited
    ]
    if "gap" in asked and asked["gap"] not in answer.gaps:
        found.append(f"gaps {answer.gaps}, without {asked['gap']}")
    found += [f"does not say {w}" for w in asked.get("says", []) if normalised(w) not in text]
    own = text.replace(normalised(asked["ask"]), "")
    found += [f"says {w}" for w in asked.get("avoids", []) if normalised(w) in own]
    return found


def conversation(library: PolicyLibrary, asked: dict[str, Any]) -> PolicyAnswer:
    """Ask the earlier questions, then the question itself."""
    on = asked.get("asked_on", BUSINESS_DATE)
    turns: list[Turn] = []
    for question in asked.get("after", []):
        answer = library.answer(question, on=on, previous=turns)
        turns += [Turn("user", question), Turn("bot", answer.text)]
    return library.answer(asked["ask"], on=on, previous=turns)
