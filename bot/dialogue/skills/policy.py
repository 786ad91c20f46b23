"""Policy questions: the library's answer, as a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.plan_clauses import reply_citation
from bot.dialogue.skill import Question
from bot.messages import Choice, Outcome, Reply
from retrieval.results import RefusalReason

if TYPE_CHECKING:
    from bot.dialogue.handover import HandoverDesk
    from bot.editorial import FixedAnswers
    from retrieval import PolicyAnswer, PolicyLibrary


# Refusals that protect somebody (another city, personal affairs, opinions, …) always stand.
_LEAVES_ROOM = frozenset(
    {
        None,
        RefusalReason.NOT_IN_LIBRARY,
        RefusalReason.WHICH_POLICY,
        RefusalReason.UNPROVEN,
        RefusalReason.EMPTY_LIBRARY,
    }
)


class PolicySkill:
    """Answers from the policy library; being the last to be asked, it never passes.

    A question the library cannot answer is refused in its own words.
    """

    name = "policy"

    def __init__(
        self,
        library: PolicyLibrary,
        desk: HandoverDesk,
        *,
        public_url: str,
        fixed: FixedAnswers | None = None,
    ) -> None:
        self._fixed = fixed
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
        by_hand = self._by_hand(question, found)
        if by_hand is not None:
            return by_hand
        reply = self._reply(found)
        if reply.outcome is not Outcome.HANDED_OVER:
            return reply
        if found.refusal is not None:
            # 打包票 is refused and told to staff; it is nothing to file.
            return reply.model_copy(update={"text": f"{found.text}\n{self._desk.tell(question)}"})
        handed = self._desk.hand_over(question)
        more = {"choices": handed.choices, "query": handed.query} if handed.query else {}
        return reply.model_copy(update={"text": f"{found.text}\n{handed.text}", **more})

    def _reply(self, found: PolicyAnswer) -> Reply:
        return Reply(
            intent="policy_qa",
            text=found.text,
            outcome=Outcome(found.outcome),
            citations=tuple(
                reply_citation(citation, self._public_url) for citation in found.citations
            ),
            choices=tuple(Choice(label=words, send=words) for words in found.suggestions),
        )

    def _by_hand(self, question: Question, found: PolicyAnswer) -> Reply | None:
        """Return the fixed answer to this question, where the library leaves room for one."""
        if self._fixed is None or found.refusal not in _LEAVES_ROOM:
            return None
        if Outcome(found.outcome) is Outcome.HANDED_OVER:
            return None
        fixed = self._fixed.answer_to(question.text, question.now.date())
        if fixed is None or fixed.citation is None:
            return None
        return Reply(
            intent="policy_qa",
            text=fixed.text,
            outcome=Outcome.ANSWERED,
            citations=(reply_citation(fixed.citation, self._public_url),),
        )
