"""One message that asks for figures and for policy: each question goes where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from bot.dialogue.skill import Question, Skill
from bot.dialogue.wording import mixed_part
from bot.messages import Outcome, Reply


class MixedQuestions:
    """Answers a message some of whose questions are plainly about figures and others are not.

    `questions_in` tells the questions of a message apart and never one in two; `is_figures` says
    whether one is plainly about figures. A message that is all of one kind is passed on whole.
    """

    name = "mixed"

    def __init__(
        self,
        figures: Skill,
        policy: Skill,
        *,
        questions_in: Callable[[str], tuple[str, ...]],
        is_figures: Callable[[Question], bool],
        is_policy: Callable[[str], bool],
    ) -> None:
        self._figures = figures
        self._policy = policy
        self._questions_in = questions_in
        self._is_figures = is_figures
        self._is_policy = is_policy

    def answer(self, question: Question) -> Reply | None:
        """Return one reply to all of them, in their order; None when they are of one kind."""
        asked = [replace(question, text=text) for text in self._questions_in(question.text)]
        kinds = [self._is_figures(one) for one in asked]
        others = [one for one, is_figures in zip(asked, kinds, strict=True) if not is_figures]
        if not others or len(others) == len(asked):
            return None
        if not all(self._is_policy(one.text) for one in others):
            return None
        parts: list[tuple[str, Reply]] = []
        for is_figures, group in groupby(zip(kinds, asked, strict=True), key=lambda pair: pair[0]):
            text = "".join(one.text for _, one in group)
            skill = self._figures if is_figures else self._policy
            reply = skill.answer(replace(question, text=text))
            if reply is None:
                return None
            parts.append((text, reply))
        return _joined(parts)


def _joined(parts: list[tuple[str, Reply]]) -> Reply:
    replies = [reply for _, reply in parts]
    first = next((reply for reply in replies if reply.figures), replies[0])
    return first.model_copy(
        update={
            "text": "\n".join(mixed_part(asked, reply.text) for asked, reply in parts),
            "outcome": _outcome({reply.outcome for reply in replies}),
            "citations": tuple(
                dict.fromkeys(citation for reply in replies for citation in reply.citations)
            ),
            "figures": tuple(figure for reply in replies for figure in reply.figures),
            "choices": tuple(choice for reply in replies for choice in reply.choices),
            "query": next((reply.query for reply in replies if _waits(reply)), first.query),
        }
    )


def _waits(reply: Reply) -> bool:
    """Whether it asks to confirm something: a yes must find it."""
    return "appeal_pending" in (reply.query or {})


def _outcome(outcomes: set[Outcome]) -> Outcome:
    """What all have in common; a part that was left unanswered makes the rest one with a gap."""
    if Outcome.HANDED_OVER in outcomes:
        return Outcome.HANDED_OVER
    return outcomes.pop() if len(outcomes) == 1 else Outcome.ANSWERED_WITH_GAP
