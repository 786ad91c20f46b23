"""One figure explained: what it means, where it comes from, how it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.board import wording
from bot.board.indicators import Indicators, counted, department_parts, period_of, value_of
from bot.board.progress import progress_of
from bot.web.board_page import ClauseLink, FigureAddress, FigurePage, Grid, TrendPoint
from kpi_adapter import KpiQuery
from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.evaluation import figure_tasks
from kpi_adapter.evaluation.calculator import Calculator
from kpi_adapter.evaluation.project_tasks import Ledger
from kpi_adapter.evaluation.results import ListResult, Reading, ValueResult
from kpi_adapter.period import Month, Period
from kpi_adapter.presentation import parts as figure_parts
from kpi_adapter.presentation import wording as figure_wording
from kpi_adapter.query import Task

FEWEST_POINTS = 2
# Whether all of a group are big enough says nothing about one place's share of it.
_WITHOUT_GRIDS = frozenset({Kind.CLUSTER, Kind.PROJECTS, Kind.DUTY})

Describe = Callable[[KpiQuery], str]
Cite = Callable[[str], ClauseLink | None]
Statements = Callable[[KpiQuery], tuple[str, ...]]


class FigureExplainer:
    """Explains figures to one viewer. `statements` gives nothing to those who may not see it."""

    def __init__(
        self,
        calculator: Calculator,
        ledger: Ledger | None,
        *,
        describe: Describe,
        cite: Cite,
        statements: Statements,
    ) -> None:
        self._calculator = calculator
        self._ledger = ledger
        self._describe = describe
        self._cite = cite
        self._statements = statements

    @property
    def _catalogue(self) -> Catalogue:
        return self._calculator.catalogue

    def page(self, address: FigureAddress) -> FigurePage | None:
        """Return the page; None when there is no such figure, or not for the viewer."""
        indicator = _found(self._catalogue.indicators, address.indicator)
        if indicator is None or not self._exists(address) or indicator.kind is Kind.DUTY:
            return None
        if indicator.kind is Kind.PROJECTS:
            return self._count_page(indicator)
        if indicator.per is not None:
            return self._page_by_industry(indicator, address)
        result = value_of(self._calculator, indicator, address)
        if not isinstance(result, ValueResult):
            return None
        return self._value_page(result, address)

    def _exists(self, address: FigureAddress) -> bool:
        industries = {item.code for item in self._catalogue.industries}
        return address.industry in industries and address.place in {
            item.code for item in self._catalogue.regions
        }

    def _value_page(self, result: ValueResult, address: FigureAddress) -> FigurePage:
        reading = result.reading
        indicator, target = reading.indicator, result.target
        return FigurePage(
            title=figure_wording.title(reading, self._catalogue),
            value=figure_wording.number(reading.value or 0.0, indicator.decimals),
            unit=indicator.unit,
            period=period_of(reading),
            definition=wording.definition(indicator.definition, indicator.decided),
            query=wording.punctuated(self._describe(result.query)),
            source=wording.punctuated(figure_wording.release(reading)),
            changes=tuple(
                wording.punctuated(figure_wording.growth(item, indicator))
                for item in reading.growths
            ),
            made_of=_made_of(reading),
            progress=progress_of(result, self._calculator.today),
            clause=self._cite(target.clause) if target else None,
            statements=self._statements(result.query),
            trend=self._trend(indicator, result.query),
            grids=self._grids(indicator, address),
        )

    def _page_by_industry(self, indicator: Indicator, address: FigureAddress) -> FigurePage | None:
        card = Indicators(self._calculator, self._ledger).target_card(indicator)
        if address.industry != indicator.scope:
            result = value_of(self._calculator, indicator, address)
            return self._value_page(result, address) if isinstance(result, ValueResult) else None
        if card is None:
            return None
        members = self._catalogue.leading_group.members
        query = KpiQuery(
            Task.BREAKDOWN,
            indicator=indicator.code,
            industries=members,
            regions=(self._catalogue.city.code,),
            period=Period.cumulative(Month.of(self._calculator.today)),
        )
        newest = figure_tasks.listing(self._calculator, query)
        readings = newest.readings if isinstance(newest, ListResult) else ()
        return FigurePage(
            title=indicator.name,
            value=card.value,
            unit=card.unit,
            period=card.as_of,
            definition=wording.definition(indicator.definition, indicator.decided),
            query=wording.punctuated(self._describe(query)),
            source=wording.punctuated(figure_parts.source(readings))
            .removeprefix("来源：")
            .rstrip("。"),
            parts=card.parts,
            clause=self._cite(indicator.target.clause) if indicator.target else None,
            statements=self._statements(query),
        )

    def _count_page(self, indicator: Indicator) -> FigurePage | None:
        if self._ledger is None:
            return None
        result = counted(self._ledger, indicator)
        updated = max(
            (item.updated_on for item in result.projects if item.updated_on), default=None
        )
        return FigurePage(
            title=indicator.name,
            value=str(len(result.projects)),
            unit=indicator.unit,
            period=wording.as_of(result.today),
            definition=wording.definition(indicator.definition, indicator.decided),
            query=wording.punctuated(self._describe(result.query)),
            source=_ledger_line(updated),
            progress=progress_of(result, self._calculator.today),
            parts=department_parts(result, self._catalogue),
            clause=self._cite(indicator.target.clause) if indicator.target else None,
            statements=self._statements(result.query),
            counts_projects=True,
        )

    def _trend(self, indicator: Indicator, query: KpiQuery) -> tuple[TrendPoint, ...]:
        if indicator.kind is Kind.SNAPSHOT:
            readings = self._counts(indicator, query)
        else:
            found = figure_tasks.trend(self._calculator, query.but(task=Task.TREND))
            readings = list(found.readings) if isinstance(found, ListResult) else []
        if len(readings) < FEWEST_POINTS:
            return ()
        drawn = _drawn(indicator, readings)
        return tuple(
            TrendPoint(
                label=period_of(reading).removeprefix(wording.AS_OF),
                value=reading.value or 0.0,
                text=figure_wording.number(reading.value or 0.0, indicator.decimals),
                is_drawn=reading in drawn,
            )
            for reading in readings
        )

    def _counts(self, indicator: Indicator, query: KpiQuery) -> list[Reading]:
        """Every day a count was taken since the target began, once."""
        today = self._calculator.today
        first = indicator.target.first_year if indicator.target else None
        months = Period.span(Month(first or today.year, 1), Month.of(today)).months()
        periods = [Period.month(month) for month in months]
        found = self._calculator.readings(indicator, query.industries, query.regions, periods)
        by_day = {item.data_until: item for item in found if item.value is not None}
        return list(by_day.values())

    def _grids(self, indicator: Indicator, address: FigureAddress) -> tuple[Grid, ...]:
        if indicator.kind in _WITHOUT_GRIDS:
            return ()
        indicators = Indicators(self._calculator, self._ledger)
        group = self._catalogue.leading_group
        city = self._catalogue.city.code
        places = [region.code for region in self._catalogue.districts]
        grids = [
            indicators.grid(wording.BY_INDUSTRY, [indicator], group.members, [address.place]),
            indicators.grid(
                wording.BY_PLACE,
                [indicator],
                [],
                [*places, city],
                wording.PLACE_SCOPE_NOTE if indicator.place_scope else "",
            ),
        ]
        return tuple(grid for grid in grids if _is_worth_showing(grid))


def _drawn(indicator: Indicator, readings: list[Reading]) -> list[Reading]:
    """The points that may be held against each other: amounts over as many months. January and
    February, published as one, stand out of a line of months."""
    if indicator.kind is not Kind.FLOW:
        return readings
    lengths = [len(reading.period.months()) for reading in readings]
    usual = max(lengths, key=lengths.count)
    alike = [one for one, length in zip(readings, lengths, strict=True) if length == usual]
    return alike if len(alike) > len(readings) // 2 else readings


def _is_worth_showing(grid: Grid) -> bool:
    known = [cells for _, cells in grid.rows if any(cell.address for cell in cells)]
    return len(known) >= FEWEST_POINTS


def _found(indicators: tuple[Indicator, ...], code: str) -> Indicator | None:
    return next((item for item in indicators if item.code == code), None)


def _made_of(reading: Reading) -> str:
    unit = "%" if reading.indicator.kind is Kind.LEAD else "亿元"
    return "，".join(f"{part.label}{part.value:.2f}{unit}" for part in reading.parts)


def _ledger_line(updated: date | None) -> str:
    return f"{wording.LEDGER}，最近更新{wording.day(updated)}"
