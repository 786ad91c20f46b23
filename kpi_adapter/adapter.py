"""KpiAdapter: a question in, an answer out. The package in one readable class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from kpi_adapter import access
from kpi_adapter.access import AccessReason, Grant, Sensitivity, Viewer
from kpi_adapter.answer import Explanation, KpiAnswer, SourceHealth
from kpi_adapter.catalogue.loading import load_catalogue
from kpi_adapter.catalogue.model import Catalogue, Kind
from kpi_adapter.errors import SourceError
from kpi_adapter.evaluation import figure_tasks, project_tasks
from kpi_adapter.evaluation.brief import brief
from kpi_adapter.evaluation.calculator import Calculator
from kpi_adapter.evaluation.facts import Trace
from kpi_adapter.evaluation.project_tasks import Ledger
from kpi_adapter.evaluation.results import DefinitionResult, Result
from kpi_adapter.period import Grain
from kpi_adapter.presentation import brief as brief_text
from kpi_adapter.presentation import (
    comparisons,
    describe,
    figures,
    lists,
    projects,
    refusals,
    wording,
)
from kpi_adapter.presentation.rendering import render
from kpi_adapter.query import KpiQuery, Task
from kpi_adapter.question.limits import Limit
from kpi_adapter.question.project_questions import is_about_progress
from kpi_adapter.question.scope import default_indicator
from kpi_adapter.question.understanding import (
    AnotherPlace,
    Limited,
    Reader,
    SeveralProjects,
    Unclear,
    Understanding,
    Understood,
)
from kpi_adapter.settings import KpiSettings
from kpi_adapter.sources.selection import Source

_OF_ALL_INDICATORS = (Task.AT_RISK, Task.BRIEF, Task.OVERVIEW)
# Renderers register themselves with `render` when their modules are imported.
_RENDERERS = (brief_text, comparisons, figures, lists, projects, refusals)


class KpiAdapter:
    """Live figures and projects.

    ``figures`` keeps monthly facts, snapshots and plans; ``ledger`` the projects, None where
    no ledger is connected. Thread-safe; keeps no conversation.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        figures: Source,
        ledger: Source | None,
        *,
        is_demonstration: bool = False,
    ) -> None:
        self._catalogue = catalogue
        self._figures = figures
        self._ledger = ledger
        self._is_demonstration = is_demonstration
        self._reader = Reader(catalogue)

    @classmethod
    def open(cls, settings: KpiSettings) -> KpiAdapter:
        """Load the catalogue and prepare the sources; nothing is connected yet.

        Raises CatalogueError or SettingsError, each saying what to change.
        """
        from kpi_adapter.sources.opening import open_figures, open_ledger

        return cls(
            load_catalogue(settings.catalogue_dir),
            open_figures(settings),
            open_ledger(settings),
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
        turn = _Turn(self, viewer, _business_day(now))
        understood = turn.understand(question, turn.context(previous, previous_questions))
        answered = turn.respond(understood)
        if answered is None and is_about_progress(question):
            answered = turn.unknown_project()
        return self._marked(answered, turn.trace) if answered else None

    def explain(self, query: KpiQuery, *, viewer: Viewer, now: datetime) -> Explanation:
        """Answer ``query`` again and show its sentence, bound statements and rows.

        What the viewer may not see is neither fetched nor shown.
        """
        turn = _Turn(self, viewer, _business_day(now))
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
        return describe.sentence(query, self._catalogue)

    def health(self) -> list[SourceHealth]:
        sources = [self._figures] + ([self._ledger] if self._ledger else [])
        return [source.health() for source in sources]

    def close(self) -> None:
        """Give back connections and threads."""
        for source in (self._figures, self._ledger):
            if source is not None:
                source.close()

    @property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    @property
    def figures_source(self) -> Source:
        return self._figures

    @property
    def ledger_source(self) -> Source | None:
        return self._ledger

    @property
    def reader(self) -> Reader:
        return self._reader

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
        return replace(answered, text=text, chart=chart, demonstration=self._is_demonstration)


def _business_day(now: datetime) -> date:
    if now.tzinfo is None:
        raise ValueError("now must carry a time zone; business time is Asia/Shanghai")
    return now.astimezone(wording.BUSINESS_ZONE).date()


class _Turn:
    """One question of one viewer on one day, with the trace of what was read for it."""

    def __init__(self, adapter: KpiAdapter, viewer: Viewer, today: date) -> None:
        self._adapter = adapter
        self._catalogue = adapter.catalogue
        self._viewer = viewer
        self._today = today
        self.trace = Trace()
        self.projects = self._granted((self._catalogue.city.code,))

    def _granted(self, regions: tuple[str, ...]) -> Grant:
        places = tuple(place for code in regions for place in self._catalogue.places_of(code))
        return access.grant(
            self._viewer, Sensitivity.OFFICIAL, places, self._catalogue.organisation
        )

    def context(self, previous: Sequence[KpiQuery], questions: Sequence[str]) -> KpiQuery | None:
        """The query the question may follow up on: the last one, or what the last question
        that was asked means."""
        if previous:
            return previous[-1]
        found: KpiQuery | None = None
        for question in questions:
            understood = self.understand(question, found)
            found = understood.query if isinstance(understood, Understood) else None
        return found

    def understand(self, question: str, previous: KpiQuery | None) -> Understanding:
        return self._adapter.reader.read(
            question,
            today=self._today,
            previous=previous,
            project_names=self._project_names,
        )

    def _project_names(self) -> Sequence[str]:
        """Names the viewer may know; none for those who may not see projects, so that a
        refusal does not tell whether a project exists."""
        ledger = self._open_ledger(self.projects)
        if ledger is None:
            return ()
        try:
            return [project.name for project in replace(ledger, trace=Trace()).projects()]
        except SourceError:
            return ()

    def unknown_project(self) -> KpiAnswer:
        """The same refusal whether the project does not exist or may not be seen."""
        if not self.projects.is_allowed:
            return refusals.access(self.projects.reason, None)
        return refusals.no_such_project(KpiQuery(Task.PROJECTS))

    def _open_ledger(self, grant: Grant) -> Ledger | None:
        source = self._adapter.ledger_source
        if source is None or not grant.is_allowed:
            return None
        return Ledger(self._catalogue, source, self.trace, self._today, grant.regions)

    def respond(self, understood: Understanding) -> KpiAnswer | None:
        match understood:
            case None:
                return None
            case Unclear(word, choices, is_dimension):
                said = [choice.question for choice in choices]
                return refusals.which_reading(word, said, is_dimension=is_dimension)
            case SeveralProjects(names):
                return refusals.which_project(names)
            case Limited(limit, own_query):
                is_given = limit not in {Limit.COMPANY, Limit.EXCLUSION}
                shown = self.respond(Understood(own_query)) if is_given else None
                return refusals.limited(limit, shown)
            case AnotherPlace(place, own, own_question):
                answered = self.respond(Understood(own)) if own is not None else None
                return refusals.other_place(place, answered, own_question)
            case Understood(query, companion):
                try:
                    return self._answer(query, companion)
                except SourceError as exc:
                    return refusals.source_failed(exc, query)

    def _answer(self, query: KpiQuery, companion: str | None) -> KpiAnswer:
        if query.task is Task.PROJECTS:
            return self._about_projects(query)
        query = self._completed(query)
        if self._leaves_the_definition(query):
            return refusals.definition_changed(query, self._catalogue)
        if query.indicator is not None:
            indicator = self._catalogue.indicator(query.indicator)
            if query.task is Task.DEFINITION:
                return self._rendered(DefinitionResult(query, indicator))
            if indicator.kind is Kind.DUTY:
                return refusals.not_collected(indicator, query)
            if indicator.kind is Kind.PROJECTS:
                wanted = project_tasks.filter_of(indicator)
                return self._about_projects(query.but(task=Task.PROJECTS, projects=wanted))
        return self._rendered(self._evaluated(query, companion))

    def _completed(self, query: KpiQuery) -> KpiQuery:
        """A query always says where and of what; a stored one may leave the defaults out."""
        scope = self._catalogue.leading_group.code
        if query.indicator is None and query.task not in _OF_ALL_INDICATORS:
            query = query.but(indicator=default_indicator(self._catalogue).code)
        if query.indicator is not None:
            scope = self._catalogue.indicator(query.indicator).scope
        return query.but(
            industries=query.industries or (scope,),
            regions=query.regions or (self._catalogue.city.code,),
        )

    def _evaluated(self, query: KpiQuery, companion: str | None) -> Result:
        calculator = Calculator(
            self._catalogue, self._adapter.figures_source, self._today, self.trace
        )
        match query.task:
            case Task.AT_RISK:
                return project_tasks.at_risk(calculator, self._whole_ledger(), query)
            case Task.BRIEF:
                return brief(calculator, self._whole_ledger(), query)
            case Task.OVERVIEW:
                return figure_tasks.overview(calculator, query)
            case Task.BREAKDOWN | Task.RANKING:
                return figure_tasks.listing(calculator, query)
            case Task.TREND:
                return figure_tasks.trend(calculator, query)
            case Task.COMPARE:
                return figure_tasks.compare(calculator, query)
            case Task.SHARE:
                return figure_tasks.share(calculator, query)
            case Task.PROVENANCE:
                return figure_tasks.provenance(calculator, query)
            case _:
                return figure_tasks.value(calculator, query, companion)

    def _whole_ledger(self) -> Ledger | None:
        """The ledger for counts over the whole city; a district's count is not the city's."""
        if self.projects.reason is not AccessReason.CITY_DEPARTMENT:
            return None
        return self._open_ledger(self.projects)

    def _about_projects(self, query: KpiQuery) -> KpiAnswer:
        grant = self._granted(query.regions or (self._catalogue.city.code,))
        ledger = self._open_ledger(grant)
        if not grant.is_allowed:
            return refusals.access(grant.reason, query)
        if ledger is None:
            return refusals.no_such_project(query)
        if query.projects is not None and query.projects.name is not None:
            found = project_tasks.one_project(ledger, query)
            return self._rendered(found) if found else refusals.no_such_project(query)
        if query.period is not None and query.period.grain is Grain.DAY:
            return refusals.no_daily_projects(query)
        narrowed = None
        if grant.reason is AccessReason.OWN_DISTRICT:
            narrowed = self._catalogue.region(grant.regions[0]).name
            query = query.but(regions=grant.regions)
        indicator = self._catalogue.indicator(query.indicator) if query.indicator else None
        return self._rendered(project_tasks.select(ledger, query, indicator, narrowed))

    def _leaves_the_definition(self, query: KpiQuery) -> bool:
        """Whether the period lies outside the validity of the industries asked for."""
        period = query.period
        if period is None:
            return False
        last = date(period.last.year, period.last.number, 1)
        return any(
            valid_to is not None and last > valid_to
            for valid_to in (self._catalogue.industry(code).valid_to for code in query.industries)
        )

    def _rendered(self, result: Result) -> KpiAnswer:
        return render(result, self._catalogue)
