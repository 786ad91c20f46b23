"""KpiAdapter: a question in, an answer out. The package in one readable class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from kpi_adapter.access import Viewer
from kpi_adapter.answer import Explanation, KpiAnswer, SourceHealth
from kpi_adapter.catalogue.loading import load_catalogue
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.evaluation.facts import Trace
from kpi_adapter.presentation import describe, wording
from kpi_adapter.presentation.punctuation import full_width, punctuated
from kpi_adapter.query import KpiQuery
from kpi_adapter.question.odd_periods import OddPeriod
from kpi_adapter.question.own_place import with_own_place
from kpi_adapter.question.project_questions import is_about_progress
from kpi_adapter.question.registers import register_asked
from kpi_adapter.question.understanding import Reader
from kpi_adapter.question.understood import (
    AnotherPlace,
    Limited,
    TwoSources,
    Unclear,
    Understood,
    Unheld,
)
from kpi_adapter.responding import View
from kpi_adapter.settings import KpiSettings
from kpi_adapter.sources.permitted import visible_catalogue
from kpi_adapter.sources.selection import Source
from kpi_adapter.turn import Turn


class KpiAdapter:
    """Live figures and projects.

    ``figures`` keeps monthly facts, snapshots and plans; ``ledger`` the projects and ``work``
    the work that comes again and again, None where none is connected. Thread-safe; keeps no
    conversation.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        figures: Source,
        ledger: Source | None,
        *,
        work: Source | None = None,
        is_demonstration: bool = False,
    ) -> None:
        self._catalogue = catalogue
        self._figures = figures
        self._ledger = ledger
        self._work = work
        self._is_demonstration = is_demonstration
        self._reader = Reader(catalogue)

    @classmethod
    def open(cls, settings: KpiSettings, *, work: Source | None = None) -> KpiAdapter:
        """Load the catalogue and prepare the sources; nothing is connected yet.

        ``work`` keeps Dataset.WORK; it gets the same guard as the others.
        Raises CatalogueError or SettingsError, each saying what to change.
        """
        from kpi_adapter.sources.opening import guarded, open_figures, open_ledger

        return cls(
            load_catalogue(settings.catalogue_dir, decisions=settings.decisions),
            open_figures(settings),
            open_ledger(settings),
            work=guarded(work, settings) if work is not None else None,
            is_demonstration=settings.is_demonstration,
        )

    def answer(
        self,
        question: str,
        *,
        viewer: Viewer,
        now: datetime,
        previous: Sequence[KpiQuery] = (),
        previous_questions: Sequence[str] = (),
    ) -> KpiAnswer | None:
        """Answer, ask back, or refuse; None when the question is not about figures.

        ``now`` is business time and must carry a time zone. ``previous`` are the queries
        answered before in this conversation, oldest first; where they are not kept,
        ``previous_questions`` serve instead.
        """
        turn = self._turn(viewer, now)
        question = with_own_place(question, viewer, self._catalogue)
        register = register_asked(question, self._catalogue)
        if register is not None:
            return self._marked(turn.names_of(register), turn.trace)
        question = turn.chosen(question, previous, previous_questions)
        understood = turn.understand(question, turn.context(previous, previous_questions))
        answered = turn.respond(understood)
        if answered is None and is_about_progress(question):
            answered = turn.unknown_project()
        return self._marked(answered, turn.trace) if answered else None

    def is_choice(
        self,
        text: str,
        *,
        viewer: Viewer,
        now: datetime,
        previous: Sequence[KpiQuery] = (),
        previous_questions: Sequence[str] = (),
    ) -> bool:
        """Whether ``text`` picks one of the readings offered when the question before was
        asked back. Parameters as of `answer`."""
        turn = self._turn(viewer, now)
        return turn.chosen(text, previous, previous_questions) != text

    def is_about_figures(self, question: str, *, viewer: Viewer, now: datetime) -> bool:
        """Whether the question by itself, without what was said before, plainly asks for
        figures or projects. Reads no source but the names of projects."""
        if register_asked(question, self._catalogue) is not None:
            return True
        turn = self._turn(viewer, now)
        understood = turn.understand(with_own_place(question, viewer, self._catalogue), ())
        plainly = Understood | TwoSources | Limited | AnotherPlace | Unheld | OddPeriod
        if isinstance(understood, Unclear) and not understood.is_place_or_industry:
            # 产值增速高于投资增速吗: a figure, whichever 投资 is meant.
            readings = [turn.understand(choice.question, ()) for choice in understood.choices]
            return all(isinstance(reading, plainly) for reading in readings)
        return isinstance(understood, plainly)

    def explain(self, query: KpiQuery, *, viewer: Viewer, now: datetime) -> Explanation:
        """Answer ``query`` again and show its sentence, bound statements and rows.

        What the viewer may not see is neither fetched nor shown.
        """
        turn = self._turn(viewer, now)
        turn.respond(Understood(query))
        return Explanation(
            sentence=self.describe(query),
            statements=tuple(
                f"{item.source}: {item.statement} {dict(item.parameters)}"
                for item in turn.trace.fetched
            ),
            rows=tuple(
                tuple((name, "" if value is None else str(value)) for name, value in row.items())
                for item in turn.trace.fetched
                for row in item.rows
            ),
        )

    def describe(self, query: KpiQuery) -> str:
        """The query as one plain Chinese sentence."""
        return full_width(describe.sentence(query, self._catalogue))

    def health(self) -> list[SourceHealth]:
        found = [source.health() for source in self._sources()]
        return [replace(one, message=full_width(one.message)) for one in found]

    def close(self) -> None:
        """Give back connections and threads."""
        for source in self._sources():
            source.close()

    def _sources(self) -> list[Source]:
        every = (self._figures, self._ledger, self._work)
        return [source for source in every if source is not None]

    @property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    @property
    def is_demonstration(self) -> bool:
        """Tell whether the figures are made up, which whoever shows them must say."""
        return self._is_demonstration

    def view(self, viewer: Viewer, now: datetime) -> View:
        """The sources as ``viewer`` may read them at business time ``now``; there is no other
        way to them."""
        today = _business_day(now)
        return View.of(viewer, self._catalogue, self._figures, self._ledger, self._work, today)

    def catalogue_for(self, viewer: Viewer) -> Catalogue:
        """The indicators whose figure over the whole city ``viewer`` may see."""
        return visible_catalogue(viewer, self._catalogue)

    def _turn(self, viewer: Viewer, now: datetime) -> Turn:
        return Turn(self.view(viewer, now), self._reader)

    def _marked(self, answered: KpiAnswer, trace: Trace) -> KpiAnswer:
        """Say what is stale and what is demonstration."""
        notes = dict.fromkeys(
            wording.stale(item.stale_since, item.source)
            for item in trace.fetched
            if item.stale_since is not None
        )
        text = "\n".join([answered.text, *notes])
        chart = answered.chart
        if self._is_demonstration and trace.fetched:
            text = f"{text}\n{wording.DEMONSTRATION}"
            if chart is not None:
                chart = replace(chart, footnote=chart.footnote + wording.DEMONSTRATION)
        marked = replace(
            answered,
            text=text,
            chart=chart,
            rows_read=sum(len(item.rows) for item in trace.fetched),
        )
        return punctuated(marked)


def _business_day(now: datetime) -> date:
    if now.tzinfo is None:
        raise ValueError("now must carry a time zone; business time is Asia/Shanghai")
    return now.astimezone(wording.BUSINESS_ZONE).date()
