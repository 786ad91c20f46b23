"""How many of a file of questions are answered right, from real documents, as people ask them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import RetrievalError
from retrieval.evaluation.own_library import own_library
from retrieval.evaluation.why_unread import why_unread
from retrieval.library import LibrarySettings, PolicyLibrary
from retrieval.results import Outcome, PolicyAnswer, Turn
from retrieval.shelf.ingestion import documents_under
from retrieval.text_form import normalised

_ANSWERED = frozenset({Outcome.ANSWERED, Outcome.ANSWERED_WITH_GAP})
_FORMAT = "格式见 tests/retrieval/trust.yaml"


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A question and everything in which its answer is not what the file says it must be."""

    question: str
    faults: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """`answered_without_source` counts, of the wrong, what had to be refused and was answered."""

    documents: int
    total: int
    right: int
    answered_without_source: int
    wrong: tuple[WrongAnswer, ...]


def evaluate_answers(
    file: Path,
    folders: Sequence[Path],
    settings: LibrarySettings,
    *,
    on: date,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> AnswerReport:
    """Ask the questions of a YAML file (tests/retrieval/trust.yaml explains it) on a business
    date. The documents are those it names under the last of the `folders`, and all of the others.

    Raises RetrievalError for a file that is no such list or a document that is not there.
    """
    stated = _read(file)
    documents = _documents(stated, folders)
    library = _library_of(documents, settings, progress)
    wrong: list[WrongAnswer] = []
    groundless = 0
    questions = stated["questions"]
    for number, asked in enumerate(questions):
        progress("提问", number, len(questions))
        answer = _conversation(library, asked, on)
        if found := faults(answer, asked):
            wrong.append(WrongAnswer(asked["ask"], tuple(found), answer.text))
            groundless += bool(asked.get("refused")) and _is_answered(answer)
    right = len(questions) - len(wrong)
    return AnswerReport(len(documents), len(questions), right, groundless, tuple(wrong))


def faults(answer: PolicyAnswer, asked: dict[str, Any]) -> list[str]:
    """Everything in which an answer is not what an entry says it must be."""
    text = normalised(answer.text)
    found: list[str] = []
    if _is_answered(answer) not in _expected(answer, asked):
        found.append(f"结果是 {answer.outcome}（{answer.refusal or '有引文'}）")
    found += [f"没有说“{w}”" for w in asked.get("says", []) if normalised(w) not in text]
    found += [f"说了“{w}”" for w in asked.get("avoids", []) if normalised(w) in text]
    cited = tuple(citation.clause for citation in answer.citations)
    found += [
        f"没有引用 {address}"
        for address in asked.get("cites", [])
        if not any(clause.startswith(address) for clause in cited)
    ]
    if asked.get("gap") and not answer.gaps:
        found.append("没有说明文件未载什么")
    return found


def _expected(answer: PolicyAnswer, asked: dict[str, Any]) -> set[bool]:
    """Whether an answer may be one, a refusal, or either."""
    if not asked.get("unstated"):
        return {not asked.get("refused", False)}
    return {True, False} if answer.gaps else {False}


def _is_answered(answer: PolicyAnswer) -> bool:
    """A complaint is handed over with what the documents say to it."""
    return answer.outcome in _ANSWERED or bool(answer.citations)


def _read(file: Path) -> dict[str, Any]:
    try:
        stated = yaml.safe_load(file.read_text("utf-8"))
        if stated["questions"] and all(asked["ask"] for asked in stated["questions"]):
            return dict(stated)
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as exc:
        raise RetrievalError(f"{file} 读不出问题（{why_unread(exc)}）", _FORMAT) from exc
    raise RetrievalError(f"{file} 里没有问题", _FORMAT)


def _documents(stated: dict[str, Any], folders: Sequence[Path]) -> list[Path]:
    *whole, named = folders
    found = list(documents_under(whole))
    for pattern in stated.get("documents", []):
        matching = sorted(named.glob(pattern))
        if not matching:
            raise RetrievalError(f"{named} 里没有 {pattern}", "请核对文件夹")
        found += matching
    return found


def _library_of(
    documents: Sequence[Path],
    settings: LibrarySettings,
    progress: Callable[[str, int, int], None],
) -> PolicyLibrary:
    """A library of its own; what it held at an earlier run is not read again."""
    library, _ = own_library(settings, "answers", map(str, documents))
    for number, path in enumerate(documents):
        progress("读入", number, len(documents))
        outcome = library.ingest(path)
        if outcome.status == "failed":
            raise RetrievalError(f"{path.name} 没有读入：{outcome.reason}", "请核对文件")
    return library


def _conversation(library: PolicyLibrary, asked: dict[str, Any], on: date) -> PolicyAnswer:
    turns: list[Turn] = []
    for question in asked.get("after", []):
        answer = library.answer(question, on=on, previous=turns)
        turns += [Turn("user", question), Turn("bot", answer.text)]
    return library.answer(asked["ask"], on=on, previous=turns)
