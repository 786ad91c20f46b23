"""Indicators against their targets, and figures by industry and place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.board import wording
from bot.board.progress import lamp_of, progress_of, worst
from bot.web.board_page import (
    CardGroup,
    CardPart,
    Cell,
    FigureAddress,
    Grid,
    IndicatorCard,
    IndicatorsPage,
    Lamp,
)
from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.evaluation import figure_tasks, project_tasks
from kpi_adapter.evaluation.calculator import Calculator
from kpi_adapter.evaluation.project_tasks import Ledger
from kpi_adapter.evaluation.results import ProjectsResult, Reading, Result, ValueResult
from kpi_adapter.evaluation.targets import assess, assess_plan
from kpi_adapter.period import Period
from kpi_adapter.presentation import wording as figure_wording
from kpi_adapter.query import Change, Dimension, KpiQuery, Task


class Indicators:
    """Reads the figures for one page. `ledger` None: no counts over the city's projects."""

    def __init__(self, calculator: Calculator, ledger: Ledger | None) -> None:
        self._calculator = calculator
        self._ledger = ledger

    @property
    def _catalogue(self) -> Catalogue:
        return self._calculator.catalogue

    def page(self) -> IndicatorsPage:
        """Return the whole page; an indicator without a figure has no card."""
        targets = [card for item in self._catalogue.indicators if (card := self.target_card(item))]
        plans = [card for item in self._catalogue.indicators if (card := self._plan_card(item))]
        groups = (
            CardGroup(wording.PLAN_TARGETS, tuple(sorted(targets, key=_urgency))),
            CardGroup(wording.YEAR_PLANS, tuple(sorted(plans, key=_urgency))),
        )
        return IndicatorsPage(
            groups=tuple(group for group in groups if group.cards),
            grids=(self._by_industry(), self._by_place()),
            note=wording.LAMP_NOTE,
        )

    # Cards ---------------------------------------------------------------------------------

    def target_card(self, indicator: Indicator) -> IndicatorCard | None:
        """Return the card of an indicator with a target; None without a figure."""
        if indicator.target is None or indicator.kind is Kind.DUTY:
            return None
        if indicator.kind is Kind.PROJECTS:
            return self._project_card(indicator)
        if indicator.per is Dimension.INDUSTRY:
            return self._card_by_industry(indicator)
        return self._value_card(indicator)

    def _plan_card(self, indicator: Indicator) -> IndicatorCard | None:
        if indicator.target is not None or indicator.kind is not Kind.FLOW:
            return None
        card = self._value_card(indicator)
        return card if card is not None and card.progress is not None else None

    def _value_card(self, indicator: Indicator) -> IndicatorCard | None:
        address = self._address(indicator)
        result = value_of(self._calculator, indicator, address)
        if not isinstance(result, ValueResult) or result.reading.value is None:
            return None
        progress = progress_of(result, self._calculator.today)
        if progress is None:
            return None
        return IndicatorCard(
            name=indicator.name,
            value=figure_wording.number(result.reading.value, indicator.decimals),
            unit=indicator.unit,
            as_of=period_of(result.reading),
            lamp=progress.lamp,
            address=address,
            progress=progress,
        )

    def _card_by_industry(self, indicator: Indicator) -> IndicatorCard | None:
        city = self._catalogue.city.code
        period = Period.year_so_far(self._calculator.today.year)
        members = self._catalogue.leading_group.members
        settled = self._calculator.settle(indicator, members, [city], period)
        found = self._calculator.readings(indicator, members, [city], [settled])
        known = [reading for reading in found if reading.value is not None]
        if not known or indicator.target is None:
            return None
        parts = tuple(self._industry_part(reading) for reading in known)
        total = sum(reading.value or 0.0 for reading in known)
        return IndicatorCard(
            name=indicator.name,
            value=figure_wording.number(total, indicator.decimals),
            unit=indicator.unit,
            as_of=period_of(known[0]),
            lamp=worst(part.lamp for part in parts),
            address=self._address(indicator),
            parts=parts,
        )

    def _industry_part(self, reading: Reading) -> CardPart:
        target = reading.indicator.target
        until = reading.data_until or self._calculator.today
        standing = assess(reading.value or 0.0, target, until).standing if target else None
        return CardPart(
            self._catalogue.industry(reading.industry).short,
            figure_wording.number(reading.value or 0.0, reading.indicator.decimals),
            lamp_of(standing),
        )

    def _project_card(self, indicator: Indicator) -> IndicatorCard | None:
        if self._ledger is None:
            return None
        result = counted(self._ledger, indicator)
        progress = None
        if result.assessment is not None and indicator.target is not None:
            progress = progress_of(result, self._calculator.today)
        parts = department_parts(result, self._catalogue)
        lamps = [part.lamp for part in parts] + ([progress.lamp] if progress else [])
        return IndicatorCard(
            name=indicator.name,
            value=str(len(result.projects)),
            unit=indicator.unit,
            as_of=wording.as_of(result.today),
            lamp=worst(lamps),
            address=self._address(indicator),
            progress=progress,
            parts=parts,
        )

    def _address(self, indicator: Indicator) -> FigureAddress:
        return FigureAddress(indicator.code, indicator.scope, self._catalogue.city.code)

    # Grids ---------------------------------------------------------------------------------

    def _by_industry(self) -> Grid:
        group = self._catalogue.leading_group
        shown = self._catalogue.headlines
        return self.grid(
            wording.BY_INDUSTRY, shown, [*group.members, group.code], [self._catalogue.city.code]
        )

    def _by_place(self) -> Grid:
        places = [region.code for region in self._catalogue.districts]
        shown = [item for item in self._catalogue.indicators if self._is_planned(item, places)]
        shown += self._catalogue.headlines
        return self.grid(
            wording.BY_PLACE, shown, [], [*places, self._catalogue.city.code], wording.PLACE_NOTE
        )

    def _is_planned(self, indicator: Indicator, places: Sequence[str]) -> bool:
        if indicator.kind is not Kind.FLOW or indicator.is_headline:
            return False
        year = self._calculator.today.year
        plans = self._calculator.plans(indicator, indicator.scope, places, year)
        return set(places) <= set(plans)

    def grid(
        self,
        title: str,
        indicators: Sequence[Indicator],
        industries: Sequence[str],
        places: Sequence[str],
        note: str = "",
    ) -> Grid:
        """Return one column per indicator, one row per industry, or per place without any."""
        columns: list[str] = []
        cells: dict[str, list[Cell]] = {}
        for indicator in indicators:
            wanted = industries or [indicator.place_scope or indicator.scope]
            readings = self._newest(indicator, wanted, places)
            plans = self._plans(indicator, wanted[0], places, readings) if not industries else {}
            period = next((str(item.period) for item in readings if item.value is not None), "")
            columns.append(f"{indicator.name}\n{indicator.unit}，{period}")
            for reading in readings:
                row = reading.industry if industries else reading.place
                cells.setdefault(row, []).append(_cell(reading, plans.get(reading.place)))
        named = self._catalogue.industry if industries else self._catalogue.region
        return Grid(
            title=title,
            columns=tuple(columns),
            rows=tuple((named(code).name, tuple(row)) for code, row in cells.items()),
            note=note,
        )

    def _newest(
        self, indicator: Indicator, industries: Sequence[str], places: Sequence[str]
    ) -> list[Reading]:
        period = Period.year_so_far(self._calculator.today.year)
        settled = self._calculator.settle(indicator, industries, places, period)
        return self._calculator.readings(indicator, industries, places, [settled])

    def _plans(
        self, indicator: Indicator, industry: str, places: Sequence[str], found: Iterable[Reading]
    ) -> dict[str, float]:
        if indicator.kind is not Kind.FLOW or indicator.is_headline:
            return {}
        year = next((reading.period.last.year for reading in found), self._calculator.today.year)
        return self._calculator.plans(indicator, industry, places, year)


def _urgency(card: IndicatorCard) -> int:
    """What is behind comes first; the rest stays in the catalogue's order."""
    return {Lamp.RED: 0, Lamp.YELLOW: 1}.get(card.lamp, 2)


def value_of(calculator: Calculator, indicator: Indicator, address: FigureAddress) -> Result:
    """Return the newest figure of this year at `address`."""
    query = KpiQuery(
        Task.VALUE,
        indicator=indicator.code,
        industries=(address.industry,),
        regions=(address.place,),
        changes=(Change.YEAR_ON_YEAR,),
    )
    return figure_tasks.value(calculator, query, None)


def counted(ledger: Ledger, indicator: Indicator) -> ProjectsResult:
    """Return the projects an indicator counts, against its target."""
    query = KpiQuery(
        Task.PROJECTS,
        indicator=indicator.code,
        industries=(indicator.scope,),
        projects=project_tasks.filter_of(indicator),
    )
    return project_tasks.select(ledger, query, indicator, None)


def department_parts(result: ProjectsResult, catalogue: Catalogue) -> tuple[CardPart, ...]:
    """Return each leading department's count, under its present name."""
    present = {item.name: item.name_on(result.today) for item in catalogue.departments}
    return tuple(
        CardPart(
            wording.department(present.get(item.name, item.name), item.name),
            str(item.count),
            lamp_of(item.assessment.standing if item.assessment else None),
        )
        for item in result.departments
    )


def period_of(reading: Reading) -> str:
    """Say what the figure covers: a period, or until when a count holds."""
    if reading.indicator.kind is Kind.SNAPSHOT and reading.data_until is not None:
        return wording.as_of(reading.data_until)
    return str(reading.period)


def _cell(reading: Reading, plan: float | None) -> Cell:
    if reading.value is None:
        return Cell(wording.NO_FIGURE)
    growth = figure_wording.growth_cell(reading, Change.YEAR_ON_YEAR)
    lamp = None
    if plan is not None and reading.data_until is not None:
        lamp = lamp_of(assess_plan(reading.value, plan, reading.data_until).standing)
    return Cell(
        text=figure_wording.number(reading.value, reading.indicator.decimals),
        note=_growth_note(reading, growth) if plan is None else _plan_note(plan, reading),
        lamp=lamp,
        address=FigureAddress(reading.indicator.code, reading.industry, reading.place),
    )


def _growth_note(reading: Reading, growth: str) -> str:
    if not reading.growths:
        return ""
    unit = {"published": "%", "nominal": "%（名义测算）", "points": "个百分点"}
    basis = str(reading.growths[0].basis)
    return f"{growth}{unit.get(basis, reading.indicator.unit)}"


def _plan_note(plan: float, reading: Reading) -> str:
    share = figure_wording.percent((reading.value or 0.0) / plan * 100) if plan else ""
    return f"计划{figure_wording.plain(plan)}·{share}"
