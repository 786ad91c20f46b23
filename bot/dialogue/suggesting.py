"""Which questions are worth starting with: none that would only be refused."""

from __future__ import annotations

from bot.dialogue.plan_clauses import PlanClauses
from bot.dialogue.wording import SUGGESTED_OF_FIGURES, SUGGESTED_OF_THE_PLAN, SUGGESTED_OF_WORK
from retrieval.errors import RetrievalError


class Suggestions:
    """Chooses by what the city holds: the plan, figures, tasks."""

    def __init__(self, plan: PlanClauses, *, has_figures: bool) -> None:
        self._plan = plan
        self._has_figures = has_figures

    def for_reader(self, *, is_official: bool) -> tuple[str, ...]:
        """Return questions that are answered now, the likeliest first."""
        if not is_official:
            return self._of_the_plan()
        first = SUGGESTED_OF_FIGURES if self._has_figures else self._of_the_plan()
        return (*first, *SUGGESTED_OF_WORK)

    def _of_the_plan(self) -> tuple[str, ...]:
        try:
            return SUGGESTED_OF_THE_PLAN if self._plan.is_held() else ()
        except RetrievalError:
            # Whoever opens the page still has the line to write in.
            return ()
