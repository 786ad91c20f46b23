"""Answers that are none: refused with a reason, or asked back which policy or document is meant."""

from __future__ import annotations

from retrieval.answer import wording
from retrieval.answer.case import Records
from retrieval.answer.citing import short_title
from retrieval.answer.composing import suggestions_after
from retrieval.results import Outcome, PolicyAnswer, RefusalReason
from retrieval.search.question import Question
from retrieval.search.vocabulary import ConceptKind, vocabulary

OFFERED = 3


def refused(reason: RefusalReason) -> PolicyAnswer:
    return PolicyAnswer(
        outcome=Outcome.HANDED_OVER if reason is RefusalReason.PROMISE else Outcome.REFUSED,
        text=wording.refusal(reason),
        refusal=reason,
        suggestions=suggestions_after(()),
    )


def which_policy(asked: Question) -> PolicyAnswer:
    """Ask which policy is meant, and offer the question with a topic put to it."""
    measures = [c for c in vocabulary().concepts if c.kind is ConceptKind.MEASURE]
    offered = measures[:: max(len(measures) // OFFERED, 1)][:OFFERED]
    return clarified(tuple(wording.with_topic(c.label, asked.text) for c in offered))


def which_document(asked: Question, records: Records) -> PolicyAnswer:
    titles = [short_title(record.metadata) for record in records.values()]
    return clarified(tuple(wording.with_document(t, asked.text) for t in titles[:OFFERED]))


def clarified(suggestions: tuple[str, ...] = (), text: str | None = None) -> PolicyAnswer:
    return PolicyAnswer(
        outcome=Outcome.CLARIFY,
        text=text or wording.refusal(RefusalReason.WHICH_POLICY),
        refusal=RefusalReason.WHICH_POLICY,
        suggestions=suggestions,
    )
