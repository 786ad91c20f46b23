"""How sure the search is that what it found is about the question: pure."""

from __future__ import annotations

from collections.abc import Sequence

_ATTAINED_WEIGHT = 2.0
_LEAD_WEIGHT = 0.3
_LEAD_OVER = 5
_PLACE_PENALTY = 0.25


def confidence(coverage: float, attained: float, lead: float, *, names_place: bool) -> float:
    """A number that is comparable between questions; on policy passages 0.98 divides the
    answerable from the others.

    `coverage` is the rarity-weighted share of the question's wording that the best passage and its
    titles hold, `attained` the share of the attainable BM25 score, both 0-1; `lead` as lead_of;
    `names_place` is False when the question names a place that the document does not.
    """
    penalty = 0.0 if names_place else _PLACE_PENALTY
    return coverage + _ATTAINED_WEIGHT * attained + _LEAD_WEIGHT * lead - penalty


def lead_of(scores: Sequence[float]) -> float:
    """How far the best score stands above the fifth: one passage that answers stands out, where
    many speak of the subject and none of what is asked."""
    return scores[0] - scores[min(_LEAD_OVER, len(scores)) - 1] if scores else 0.0
