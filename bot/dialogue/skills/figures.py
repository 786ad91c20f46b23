"""The skills of figures, in the order in which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.audit import FigureAudit
from bot.dialogue.plan_clauses import PlanClauses
from bot.dialogue.skill import Question, Skill
from bot.dialogue.skills.mixed import MixedQuestions
from bot.dialogue.skills.policy import PolicySkill
from bot.dialogue.skills.second_opinion import SecondOpinion
from bot.dialogue.skills.status import StatusSkill, viewer_of

if TYPE_CHECKING:
    from kpi_adapter import KpiAdapter
    from retrieval import PolicyLibrary


def figure_skills(
    figures: KpiAdapter,
    library: PolicyLibrary,
    policy: PolicySkill,
    clauses: PlanClauses,
    audit: FigureAudit,
) -> list[Skill]:
    """Return what answers about figures; questions that mix figures and policy come first."""

    def is_about_figures(question: Question) -> bool:
        viewer = viewer_of(question.person)
        return figures.is_about_figures(question.text, viewer=viewer, now=question.now)

    status = SecondOpinion(
        StatusSkill(figures, clauses, is_policy=library.recognises, audit=audit),
        policy,
        is_policy=library.recognises,
    )
    mixed = MixedQuestions(
        status,
        policy,
        questions_in=library.questions_in,
        is_figures=is_about_figures,
        is_policy=library.recognises,
    )
    return [mixed, status]
