"""Figures and projects: the adapter's answer, as a reply."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from bot.audit import FigureAudit
from bot.clause_label import with_clauses_in_words
from bot.dialogue.plan_clauses import PlanClauses
from bot.dialogue.skill import Question
from bot.dialogue.skills.explained import asks_how, explained
from bot.identity import Person
from bot.messages import Chart, Choice, Citation, FigureShown, Outcome, Reply, Table
from bot.validity_label import CURRENT_LABELS

if TYPE_CHECKING:
    from kpi_adapter import Figure, KpiAdapter, KpiAnswer, KpiQuery, Viewer

_log = structlog.get_logger(__name__)

# 比去年同期多了100亿吧, after a figure, is of it: 100亿 is a size of companies as well.
_HELD_AGAINST = re.compile(
    r"(?:那么?|这)?[比较](?:去年|上年|前年|同期|上个?月|上个?季度?|年初|全市)"
)
INTENT = "figures"
EXPLAINED = "explained"


class StatusSkill:
    """Asks the figures' adapter with the rights of the person."""

    name = "status"

    def __init__(
        self,
        adapter: KpiAdapter,
        clauses: PlanClauses,
        *,
        is_policy: Callable[[str], bool],
        audit: FigureAudit,
    ) -> None:
        self._adapter = adapter
        self._audit = audit
        self._clauses = clauses
        self._is_policy = is_policy

    def answer(self, question: Question) -> Reply | None:
        """Return the figures, a clarifying question or a refusal; None when not about them."""
        if asks_how(question.text):
            queries = _earlier_queries(question)
            if queries:
                return self._explained(question, queries[-1])
        found = self._found(question)
        if found is None:
            return None
        self._record(question, found)
        citations = self._citations(found, question)
        return Reply(
            intent=INTENT,
            text=_with_validity(_in_words(found), citations),
            outcome=Outcome(found.outcome.value),
            citations=citations,
            query=None if found.query is None else found.query.to_dict(),
            figures=tuple(_shown(figure) for figure in found.figures),
            table=_table(found),
            chart=_chart(found, question.text),
            choices=tuple(Choice(label=words, send=words) for words in found.choices),
        )

    def _explained(self, question: Question, query: KpiQuery) -> Reply:
        """How the figure before was got, with the rights of whoever asks now."""
        viewer = viewer_of(question.person)
        reply, rows = explained(self._adapter, query, question, viewer, INTENT)
        self._audit.record(
            question.person,
            business_at=question.now,
            channel=question.channel,
            question=question.text,
            sentence=self._adapter.describe(query),
            outcome=reply.outcome.value,
            reason=EXPLAINED,
            rows_read=rows,
        )
        return reply

    def _found(self, question: Question) -> KpiAnswer | None:
        """Ask once, with what was said before.

        A question that names a policy topic is about figures only when it asks for them by
        itself and unmistakably: 天使投资基金 holds the word 投资, and a policy question after a
        figure is no follow-up to the figure.
        """
        viewer, adapter = viewer_of(question.person), self._adapter
        queries = _earlier_queries(question)
        questions = [turn.text for turn in question.previous if turn.role == "user"]
        if self._is_policy(question.text) and not (
            (queries and _HELD_AGAINST.match(question.text))
            or adapter.is_about_figures(question.text, viewer=viewer, now=question.now)
            or adapter.is_choice(
                question.text,
                viewer=viewer,
                now=question.now,
                previous=queries,
                previous_questions=questions,
            )
        ):
            return None
        return adapter.answer(
            question.text,
            viewer=viewer,
            now=question.now,
            previous=queries,
            previous_questions=questions,
        )

    def _record(self, question: Question, found: KpiAnswer) -> None:
        """Keep who asked what before anything is told."""
        self._audit.record(
            question.person,
            business_at=question.now,
            channel=question.channel,
            question=question.text,
            sentence="" if found.query is None else self._adapter.describe(found.query),
            outcome=found.outcome.value,
            reason=found.reason.value,
            rows_read=found.rows_read,
        )

    def _citations(self, found: KpiAnswer, question: Question) -> tuple[Citation, ...]:
        today = question.now.date()
        cited = (self._clauses.cite(clause.clause, on=today) for clause in found.clauses)
        return tuple(citation for citation in cited if citation is not None)


def _in_words(found: KpiAnswer) -> str:
    return with_clauses_in_words(found.text, (clause.clause for clause in found.clauses))


def viewer_of(person: Person) -> Viewer:
    """Return `person` as the adapter's rights see them."""
    from kpi_adapter import Viewer

    return Viewer(
        user_id=person.user_id or None,
        role=person.role.value,
        department_code=person.department_code,
    )


def _earlier_queries(question: Question) -> list[KpiQuery]:
    from kpi_adapter import KpiQuery

    return [
        KpiQuery.from_dict(turn.query)
        for turn in question.previous
        if turn.intent == INTENT and turn.query is not None
    ]


def _shown(figure: Figure) -> FigureShown:
    return FigureShown(
        label=figure.label,
        value=figure.value,
        unit=figure.unit,
        period=figure.period,
        released_on=figure.released_on.isoformat() if figure.released_on else None,
        source=figure.source,
    )


def _table(found: KpiAnswer) -> Table | None:
    if found.table is None:
        return None
    return Table(title=found.table.title, columns=found.table.columns, rows=found.table.rows)


def _with_validity(text: str, citations: tuple[Citation, ...]) -> str:
    """Say of a target whose document is no longer current that it is not."""
    stale = {citation.validity for citation in citations} - CURRENT_LABELS
    if not stale:
        return text
    return f"{text}\n时效：目标所依据的文件{'、'.join(sorted(stale))}，不作为现行目标。"


def _chart(found: KpiAnswer, text: str) -> Chart | None:
    """Draw what is better looked at than read, or what was asked for as a picture.

    Drawing takes longer than everything else together, so a table does where it can.
    """
    data = found.chart
    if data is None or not (data.is_essential or "图" in text):
        return None
    from kpi_adapter.errors import ChartUnavailable
    from kpi_adapter.presentation.chart import draw

    try:
        png = draw(data)
    except ChartUnavailable:
        _log.warning("chart_unavailable")
        return None
    return Chart(png_base64=base64.b64encode(png).decode(), description=data.title)
