"""One message out of the answers to several questions: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from retrieval.answer import wording
from retrieval.results import Gap, Outcome, PolicyAnswer

_ANSWERS = frozenset({Outcome.ANSWERED, Outcome.ANSWERED_WITH_GAP, Outcome.HANDED_OVER})


def combined(questions: Sequence[str], answers: Sequence[PolicyAnswer]) -> PolicyAnswer:
    """The answers in the order of their questions; one alone is left as it is.

    What is said of several (a document's validity, where to turn) is said once, at the end. When
    none was answered the first refusal stands for all.
    """
    if len(answers) == 1:
        return answers[0]
    if not any(answer.outcome in _ANSWERS for answer in answers):
        return answers[0]
    gaps = {gap for answer in answers for gap in answer.gaps}
    suggestions = dict.fromkeys(chain.from_iterable(a.suggestions for a in reversed(answers)))
    return PolicyAnswer(
        outcome=_outcome(answers),
        text=_text(questions, answers),
        citations=tuple(dict.fromkeys(chain.from_iterable(a.citations for a in answers))),
        gaps=tuple(gap for gap in Gap if gap in gaps),
        suggestions=tuple(suggestions)[:3],
    )


def _outcome(answers: Sequence[PolicyAnswer]) -> Outcome:
    outcomes = {answer.outcome for answer in answers}
    if Outcome.HANDED_OVER in outcomes:
        return Outcome.HANDED_OVER
    return Outcome.ANSWERED if outcomes == {Outcome.ANSWERED} else Outcome.ANSWERED_WITH_GAP


def _belongs_to_quotes(line: str) -> bool:
    """Whether a line is a quotation, or announces those that follow."""
    return line.startswith(("「", "•")) or line.endswith("：")


def _text(questions: Sequence[str], answers: Sequence[PolicyAnswer]) -> str:
    lines = [answer.text.split("\n") for answer in answers]
    said = Counter(chain.from_iterable(dict.fromkeys(own) for own in lines))
    shared = [line for line, times in said.items() if times > 1 and not _belongs_to_quotes(line)]
    parts = [wording.SEVERAL]
    for question, own in zip(questions, lines, strict=True):
        parts += [wording.part(question), *(line for line in own if line not in shared)]
    return "\n".join([*parts, *shared])
