"""One understood query of one viewer becomes an answer: rights first, then computing, then
rendering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpi_adapter import access
from kpi_adapter.access import AccessReason, Grant, Sensitivity, Viewer
from kpi_adapter.answer import KpiAnswer
from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind, Register
from kpi_adapter.errors import AccessDenied, SourceError
from kpi_adapter.evaluation import duties, figure_tasks, project_tasks
from kpi_adapter.evaluation.brief import brief
from kpi_adapter.evaluation.calculator import Calculator
from kpi_adapter.evaluation.duties import DutyResult
from kpi_adapter.evaluation.facts import Trace
from kpi_adapter.evaluation.project_tasks import Ledger
from kpi_adapter.evaluation.results import DefinitionResult, Result
from kpi_adapter.period import Grain
from kpi_adapter.presentation import brief as brief_text
from kpi_adapter.presentation import comparisons, figures, lists, projects, refusals, risks
from kpi_adapter.presentation import duties as duties_text
from kpi_adapter.presentation.rendering import render
from kpi_adapter.query import KpiQuery, Task
from kpi_adapter.question.scope import default_indicator
from kpi_adapter.sources.permitted import PermittedSource, granted, visible_catalogue
from kpi_adapter.sources.selection import Source

_OF_ALL_INDICATORS = (Task.AT_RISK, Task.BRIEF, Task.OVERVIEW)
# Renderers register themselves with `render` when their modules are imported.
_RENDERERS = (brief_text, comparisons, duties_text, figures, lists, projects, refusals, risks)


@dataclass(frozen=True)
class View:
    """What one viewer may read. ``today`` is the business date; ``ledger`` and ``work`` are
    None where none is connected."""

    catalogue: Catalogue
    figures: PermittedSource
    ledger: PermittedSource | None
    work: PermittedSource | None
    viewer: Viewer
    today: date

    @classmethod
    def of(
        cls,
        viewer: Viewer,
        catalogue: Catalogue,
        figures: Source,
        ledger: Source | None,
        work: Source | None,
        today: date,
    ) -> View:
        """The only way to the sources leads through the viewer's rights."""
        return cls(
            catalogue,
            PermittedSource(figures, viewer, catalogue),
            PermittedSource(ledger, viewer, catalogue) if ledger is not None else None,
            PermittedSource(work, viewer, catalogue) if work is not None else None,
            viewer,
            today,
        )


class Responder:
    """Answers queries of one view; ``trace`` holds what was read for them."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.catalogue = view.catalogue
        self._viewer = view.viewer
        self._today = view.today
        self.trace = Trace()
        self.projects = self._granted((self.catalogue.city.code,))

    def answer(self, query: KpiQuery, companion: str | None = None) -> KpiAnswer:
        """The figures, or a refusal that names its reason; raises nothing of a source."""
        try:
            return self._answer(query, companion)
        except SourceError as exc:
            return refusals.source_failed(exc, query)
        except AccessDenied as exc:
            return self._denied(exc, query)

    def names_of(self, register: Register) -> KpiAnswer:
        """The names are not kept here: who has them, and how many there are."""
        counted = None
        if register.indicator is not None:
            counted = self.answer(KpiQuery(Task.VALUE, register.indicator))
        keeper = self.catalogue.present_name(register.owner, self._today)
        return refusals.names_not_kept(register, keeper, counted)

    def open_ledger(self, grant: Grant) -> Ledger | None:
        """The ledger of the regions granted; None where none is, or no ledger is connected."""
        source = self._view.ledger
        if source is None or not grant.is_allowed:
            return None
        return Ledger(self.catalogue, source, self.trace, self._today, grant.regions)

    def _granted(self, regions: tuple[str, ...]) -> Grant:
        places = tuple(place for code in regions for place in self.catalogue.places_of(code))
        return access.grant(self._viewer, Sensitivity.OFFICIAL, places, self.catalogue.organisation)

    def _answer(self, query: KpiQuery, companion: str | None) -> KpiAnswer:
        if query.task is Task.PROJECTS:
            return self._about_projects(query)
        query = self._completed(query)
        if self._leaves_the_definition(query):
            return refusals.definition_changed(query, self.catalogue)
        if query.indicator is not None:
            indicator = self.catalogue.indicator(query.indicator)
            if query.task is Task.DEFINITION:
                return self._rendered(DefinitionResult(query, indicator))
            if indicator.kind is Kind.DUTY:
                return self._about_duty(query, indicator)
            if indicator.kind is Kind.PROJECTS:
                wanted = project_tasks.filter_of(indicator)
                return self._about_projects(query.but(task=Task.PROJECTS, projects=wanted))
        self._check_access(query)
        return self._rendered(self._evaluated(query, companion))

    def _completed(self, query: KpiQuery) -> KpiQuery:
        """A query always says where and of what; a stored one may leave the defaults out."""
        scope = self.catalogue.leading_group.code
        if query.indicator is None and query.task not in _OF_ALL_INDICATORS:
            query = query.but(indicator=default_indicator(self.catalogue).code)
        if query.indicator is not None:
            scope = self.catalogue.indicator(query.indicator).scope
        return query.but(
            industries=query.industries or (scope,),
            regions=query.regions or (self.catalogue.city.code,),
        )

    def _leaves_the_definition(self, query: KpiQuery) -> bool:
        """Whether the period lies outside the validity of the industries asked for."""
        period = query.period
        if period is None:
            return False
        last = date(period.last.year, period.last.number, 1)
        return any(
            valid_to is not None and last > valid_to
            for valid_to in (self.catalogue.industry(code).valid_to for code in query.industries)
        )

    def _check_access(self, query: KpiQuery) -> None:
        """Raises AccessDenied for the indicators named; what they are computed from is checked
        when it is read."""
        regions = tuple(place for code in query.regions for place in self.catalogue.places_of(code))
        for code in (query.indicator, *query.also):
            if code is None:
                continue
            given = granted(self._viewer, self.catalogue, self.catalogue.indicator(code), regions)
            if not given.is_allowed:
                raise AccessDenied(given.reason, code)
            if given.regions != regions:
                raise AccessDenied(AccessReason.OTHER_DISTRICT, code)

    def _denied(self, denied: AccessDenied, query: KpiQuery) -> KpiAnswer:
        reason = AccessReason(denied.reason)
        if denied.indicator is None:
            return refusals.access(reason, query)
        indicator = self.catalogue.indicator(denied.indicator)
        return refusals.access_to(indicator, self._keeper(indicator), reason, query)

    def _keeper(self, indicator: Indicator) -> str:
        """Who keeps the figure, under the present name."""
        return self.catalogue.present_name(indicator.owner, self._today)

    def _evaluated(self, query: KpiQuery, companion: str | None) -> Result:
        seen = self.catalogue
        if query.task in _OF_ALL_INDICATORS:
            seen = visible_catalogue(self._viewer, seen)
        calculator = Calculator(seen, self._view.figures, self._today, self.trace)
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
        return self.open_ledger(self.projects)

    def _about_duty(self, query: KpiQuery, indicator: Indicator) -> KpiAnswer:
        keeper, source = self._keeper(indicator), self._view.work
        if source is None or indicator.duty is None:
            return refusals.not_collected(indicator, keeper, query)
        self._check_access(query)
        city = (self.catalogue.city.code,)
        if query.regions != city or query.industries != (indicator.scope,):
            return refusals.work_not_divided(indicator, keeper, query)
        return self._rendered(duties.count(source, self.trace, self.catalogue, query, self._today))

    def _about_projects(self, query: KpiQuery) -> KpiAnswer:
        grant = self._granted(query.regions or (self.catalogue.city.code,))
        ledger = self.open_ledger(grant)
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
            narrowed = self.catalogue.region(grant.regions[0]).name
            query = query.but(regions=grant.regions)
        indicator = self.catalogue.indicator(query.indicator) if query.indicator else None
        if indicator is not None:
            given = granted(self._viewer, self.catalogue, indicator, grant.regions)
            if not given.is_allowed:
                raise AccessDenied(given.reason, indicator.code)
        return self._rendered(project_tasks.select(ledger, query, indicator, narrowed))

    def _rendered(self, result: Result | DutyResult) -> KpiAnswer:
        return render(result, self.catalogue)
