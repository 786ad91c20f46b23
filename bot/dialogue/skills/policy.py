"""Policy questions: the library's answer, as a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.plan_clauses import reply_citation
from bot.dialogue.skill import Question
from bot.messages import Choice, Outcome, Reply

if TYPE_CHECKING:
    from bot.dialogue.handover import HandoverDesk
    from retrieval import PolicyLibrary


class PolicySkill:
    """Answers from the policy library; being the last to be asked, it never passes.

    A question the library cannot answer is refused in its own words.
    """

    name = "policy"

    def __init__(self, library: PolicyLibrary, desk: HandoverDesk, *, public_url: str) -> None:
        self._library = library
        self._desk = desk
        self._public_url = public_url

    def answer(self, question: Question) -> Reply | None:
        """Return the library's answer with its citations."""
        from retrieval import Turn as LibraryTurn

        found = self._library.answer(
            question.text,
            on=question.now.date(),
            previous=[LibraryTurn(role=turn.role, text=turn.text) for turn in question.previous],
        )
        outcome = Outcome(found.outcome)
        text = found.text
        if outcome is Outcome.HANDED_OVER:
            text = f"{text}\n{self._desk.hand_over(question)}"
        return Reply(
            intent="policy_qa",
            text=text,
            outcome=outcome,
            citations=tuple(
                reply_citation(citation, self._public_url) for citation in found.citations
            ),
            choices=tuple(Choice(label=words, send=words) for words in found.suggestions),
        )
