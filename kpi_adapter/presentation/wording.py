"""Chinese for numbers, changes, scopes, sources. Small pieces that the renderers join."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind, RegionKind, Target, TargetSpan
from kpi_adapter.evaluation.measures import Basis, Growth
from kpi_adapter.evaluation.results import Reading
from kpi_adapter.evaluation.targets import Assessment, Standing
from kpi_adapter.query import Bound, Change, Dimension

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")
DEMONSTRATION = "(演示数据)"
STANDINGS = {
    Standing.MET: "已达到",
    Standing.ON_PACE: "达到序时",
    Standing.BEHIND: "低于序时",
    Standing.FAR_BEHIND: "明显低于序时",
    Standing.NOT_DUE: "尚未达到,到期才判定",
}
LAMPS = {
    Standing.MET: "绿",
    Standing.ON_PACE: "绿",
    Standing.BEHIND: "黄",
    Standing.FAR_BEHIND: "红",
    Standing.NOT_DUE: "—",
}
BOUNDS = {
    Bound.AT_LEAST: "{}以上(含)",
    Bound.MORE_THAN: "超{}(不含)",
    Bound.AT_MOST: "不超过{}",
    Bound.LESS_THAN: "不到{}",
}
CHANGES = {Change.YEAR_ON_YEAR: "同比", Change.ON_PREVIOUS: "环比"}
DIRECTIONS = {"higher": "越高越好", "lower": "越低越好"}
PACE_RULE = (
    "序时进度=年内已过月数÷12(当月按天折算);完成率÷序时进度≥100%为绿,80%—100%为黄,不足80%为红"
)


def number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}"


def plain(value: float) -> str:
    """A number as short as it can be said: 12.5, 8."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def amount(value: float, indicator: Indicator) -> str:
    return f"{number(value, indicator.decimals)}{indicator.unit}"


def up_to(upper: float | None, unit: str, *, is_open: bool = False) -> str:
    """The other end of a range: 、10亿元以下(含), 、不到10亿元."""
    if upper is None:
        return ""
    return f"、不到{plain(upper)}{unit}" if is_open else f"、{plain(upper)}{unit}以下(含)"


def percent(value: float) -> str:
    return f"{value:.1f}%"


def scope(reading: Reading, catalogue: Catalogue) -> str:
    """Place and industry; an industry that goes without saying is not said."""
    place = catalogue.region(reading.place)
    return place.name + _industry(reading, catalogue)


def _industry(reading: Reading, catalogue: Catalogue) -> str:
    indicator, industry = reading.indicator, catalogue.industry(reading.industry)
    is_named = indicator.place_scope is not None or indicator.kind is Kind.CLUSTER
    if not is_named and industry.code == indicator.scope:
        return ""
    if industry.lead is not None:
        return industry.name
    # 全市工业投资, not 全市规上工业工业投资.
    return "" if indicator.name.startswith("工业") else industry.short


def names_of(codes: Iterable[str], catalogue: Catalogue) -> str:
    """The names of places and industries, by code."""
    names = {item.code: item.name for item in catalogue.industries}
    names |= {item.code: item.name for item in catalogue.regions}
    return "、".join(names.get(code, code) for code in codes)


def title(reading: Reading, catalogue: Catalogue) -> str:
    return f"{scope(reading, catalogue)}{measured_name(reading, catalogue)}"


def measured_name(reading: Reading, catalogue: Catalogue) -> str:
    """A cluster is measured by what its size is: 产值 or 开票销售."""
    parts = reading.indicator.parts
    if reading.indicator.kind is Kind.CLUSTER and parts is not None:
        return catalogue.indicator(parts.of).name
    return reading.indicator.name


def choice(indicator: Indicator) -> str:
    """可选口径:产值、开票销售,现按产值."""
    found = indicator.choice
    if found is None:
        return ""
    return (
        f"原文未明确{found.question},可选口径:{'、'.join(found.options)};"
        f"现按{found.chosen},可由系统管理员切换。"
    )


def row_name(
    reading: Reading,
    catalogue: Catalogue,
    readings: Iterable[Reading],
    by: Dimension | None = None,
) -> str:
    """What tells this row from the others: place, industry, or both. ``by`` is what was
    listed, for the list that a condition left with a single row."""
    every = list(readings)
    places = {item.place for item in every}
    industries = {item.industry for item in every}
    place = catalogue.region(reading.place).name
    industry = catalogue.industry(reading.industry).name
    if len({item.indicator.code for item in every}) > 1:
        return title(reading, catalogue)
    if len(places) > 1 and len(industries) > 1:
        return f"{place}·{industry}"
    is_industry = len(industries) > 1 or (len(places) == 1 and by is Dimension.INDUSTRY)
    return industry if is_industry else place


def growth(change: Growth, indicator: Indicator) -> str:
    label = CHANGES[change.change]
    up = change.value >= 0
    if change.basis is Basis.COUNT:
        size = amount(abs(change.value), indicator)
        verb = "增加" if up else "减少"
        return f"较{change.against.last.year}年底" + (f"{verb}{size}" if change.value else "持平")
    if change.basis is Basis.POINTS:
        verb = "提高" if up else "回落"
        return f"较{change.against}{verb}{abs(change.value):.1f}个百分点"
    verb = "增长" if up else "下降"
    basis = "公布" if change.basis is Basis.PUBLISHED else "名义测算"
    return f"{label}{verb}{abs(change.value):.1f}%({basis})"


def growth_cell(reading: Reading, change: Change) -> str:
    found = next((item for item in reading.growths if item.change is change), None)
    if found is None:
        return "—"
    if found.basis is Basis.COUNT:
        return f"{found.value:+.{reading.indicator.decimals}f}"
    return f"{found.value:+.1f}"


def growth_heading(readings: Iterable[Reading], change: Change) -> str:
    bases = {g.basis for r in readings for g in r.growths if g.change is change}
    label = CHANGES[change]
    if Basis.COUNT in bases:
        return "较上年底"
    if Basis.POINTS in bases:
        return f"{label}变化(百分点)"
    names = {Basis.PUBLISHED: "公布", Basis.NOMINAL: "名义测算"}
    kinds = "、".join(names[basis] for basis in names if basis in bases)
    return f"{label}({kinds},%)" if kinds else f"{label}(%)"


def release(reading: Reading) -> str:
    """市统计局,2019-11-12发布(初步数). Stocks and the ledger are not released: a stock says
    until when it was counted, the ledger when it was last updated."""
    if reading.indicator.kind is Kind.PROJECTS:
        updated = reading.released_on
        return reading.source + (f",台账更新于{updated.isoformat()}" if updated else "")
    if reading.indicator.kind is Kind.SNAPSHOT and reading.data_until is not None:
        return f"{reading.source},数据截至{reading.data_until.isoformat()}"
    if reading.released_on is None:
        return reading.source
    vintage = f"({reading.vintage}数)" if reading.vintage else ""
    derived = ",由累计数相减得出" if reading.is_derived else ""
    return f"{reading.source},{reading.released_on.isoformat()}发布{vintage}{derived}"


def target(goal: Target, indicator: Indicator) -> str:
    soft = "力争" if goal.is_soft else ""
    size = plain(goal.value) + (f"~{plain(goal.upper)}" if goal.upper else "")
    more = "以上" if goal.bound is Bound.AT_LEAST and goal.upper is None else ""
    each = {"industry": "每个产业", "department": "每个牵头部门"}.get(str(indicator.per), "")
    if goal.span is TargetSpan.EACH_YEAR:
        years = f"{goal.first_year}—{goal.last_year}年"
        when = f"{years}年均" if indicator.kind is Kind.LEAD else f"{years}每年"
    else:
        when = f"到{goal.last_year}年" if goal.last_year else ""
    return f"{when}{each}{soft}{size}{indicator.unit}{more}"


# A hundred times what was asked about is no share of it that tells anything.
_MOST_TELLING = 1000.0


def _size(found: Assessment, indicator: Indicator) -> str:
    if indicator.unit == "%":
        return f"{abs(found.gap):.{indicator.decimals}f}个百分点"
    return amount(abs(found.gap), indicator)


def held_to(found: Assessment, indicator: Indicator) -> str:
    """还差42.67亿元,为其98.8%: a size that was asked about, and that is nobody's goal."""
    if not found.gap:
        return "正好达到"
    size = _size(found, indicator)
    said = f"{'超过' if found.gap > 0 else '还差'}{size}"
    is_telling = found.completion is not None and found.completion < _MOST_TELLING
    return f"{said},为其{percent(found.completion)}" if is_telling and found.completion else said


def assessment(found: Assessment, indicator: Indicator, *, of: str = "目标") -> str:
    """还差2家,完成率75.0%;序时进度61.1%,达到序时."""
    size = _size(found, indicator)
    if found.gap >= 0:
        verb = "超过" if found.gap > 0 else "正好达到"
        parts = [f"{verb}{of}" + (size if found.gap > 0 else "")]
    else:
        parts = [f"距{of}还差{size}"]
    if found.completion is not None and indicator.kind not in (Kind.LEAD, Kind.RATIO):
        parts.append(f"完成率{percent(found.completion)}")
    if found.pace is not None and found.standing is not Standing.MET:
        parts.append(f"序时进度{percent(found.pace)},{STANDINGS[found.standing]}")
    return ",".join(parts)


def stale(since: datetime, source: str) -> str:
    local = since.astimezone(BUSINESS_ZONE)
    return f"注意:“{source}”暂时读不到,以上为截至{local:%Y-%m-%d %H:%M}读到的数,未更新。"


def place_note(codes: Iterable[str], catalogue: Catalogue) -> str:
    groups = [catalogue.region(code) for code in codes]
    return ";".join(item.note for item in groups if item.kind is RegionKind.GROUP and item.note)
