"""The status skill asks the figures once, and leaves policy questions to the library."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import pytest

from bot.audit import FigureAudit
from bot.dialogue.plan_clauses import PlanClauses
from bot.dialogue.skill import Question, Turn
from bot.dialogue.skills.status import StatusSkill
from bot.identity import GUEST
from kpi_adapter import KpiAdapter, KpiAnswer, KpiQuery, Outcome, Reason
from kpi_adapter.query import Task

NOW = datetime.fromisoformat("2019-11-15T09:00:00+08:00")
BEFORE = KpiQuery(Task.VALUE, "M01")


@dataclass
class OneFigure:
    """Answers whatever it is asked, and counts; ``is_plain`` is what it thinks of questions."""

    is_plain: bool
    asked: list[dict[str, Any]] = field(default_factory=list)

    def is_about_figures(self, question: str, **context: object) -> bool:
        del question, context
        return self.is_plain

    def is_choice(self, text: str, **context: object) -> bool:
        del text, context
        return False

    def answer(self, question: str, **context: Any) -> KpiAnswer:
        self.asked.append({"question": question, **context})
        return KpiAnswer(Outcome.ANSWERED, Reason.FIGURE_GIVEN, "产值")


class NoAudit:
    """What is asked here is not worth keeping."""

    def record(self, *asked: object, **found: object) -> None:
        del asked, found


def question(text: str) -> Question:
    earlier = (
        Turn("user", "产值多少"),
        Turn("bot", "……", "figures", BEFORE.to_dict()),
    )
    return Question(text, GUEST, "c", "test", NOW, earlier)


def skill(figures: OneFigure, *, is_policy: bool) -> StatusSkill:
    # Without clauses in the answer none is looked up, so the plan's clauses are not needed.
    clauses = cast("PlanClauses", None)
    return StatusSkill(
        cast("KpiAdapter", figures),
        clauses,
        is_policy=lambda _: is_policy,
        audit=cast("FigureAudit", NoAudit()),
    )


def test_a_follow_up_is_asked_once_with_what_was_said_before() -> None:
    figures = OneFigure(is_plain=False)
    assert skill(figures, is_policy=False).answer(question("那兴化呢")) is not None
    (asked,) = figures.asked
    assert asked["previous"] == [BEFORE]
    assert asked["previous_questions"] == ["产值多少"]


@pytest.mark.parametrize(("is_plain", "times"), [(True, 1), (False, 0)])
def test_a_policy_topic_is_asked_only_when_a_figure_is_plainly_meant(
    is_plain: bool, times: int
) -> None:
    figures = OneFigure(is_plain)
    skill(figures, is_policy=True).answer(question("技改投资"))
    assert len(figures.asked) == times
