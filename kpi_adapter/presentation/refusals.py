"""Answers that give no figure, or not the one asked for: why, and what can be had instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpi_adapter.access import AccessReason
from kpi_adapter.answer import KpiAnswer, Outcome, Reason
from kpi_adapter.catalogue.model import Catalogue, Indicator, Register
from kpi_adapter.errors import SourceError, SourceTooLarge
from kpi_adapter.evaluation.measures import Missing
from kpi_adapter.evaluation.results import MissingResult, Reading
from kpi_adapter.presentation import parts, wording
from kpi_adapter.presentation.rendering import render
from kpi_adapter.query import KpiQuery
from kpi_adapter.question.limits import Limit
from kpi_adapter.question.odd_periods import FIRST_YEAR, LAST_YEAR, Oddity, OddPeriod
from kpi_adapter.question.spelling import Slip
from kpi_adapter.question.understood import (
    Misspelt,
    NoIndicator,
    RankOfWhom,
    SeveralProjects,
    TwoSources,
    Unclear,
    Understanding,
)

LEDGER_KEEPER = "市工业和信息化局(原市经信委)"
_ACCESS = {
    AccessReason.NOT_OFFICIAL: (
        Reason.NOT_OFFICIAL,
        f"项目台账只供机关工作人员查阅。需要了解项目情况,请联系项目牵头部门或{LEDGER_KEEPER};"
        "已公布的统计数可以在这里查。",
    ),
    AccessReason.OTHER_DISTRICT: (
        Reason.OTHER_DISTRICT,
        f"您只能查看本地区的项目。其他地区的项目请联系当地或{LEDGER_KEEPER}。",
    ),
    AccessReason.IDENTITY_UNCLEAR: (
        Reason.IDENTITY_UNCLEAR,
        "还不能确认您的单位,项目数据不能显示。请联系系统管理员登记所在部门后再试。",
    ),
}
# The same for one indicator; {} is its name and the department to ask.
_ACCESS_TO_INDICATOR = {
    AccessReason.NOT_OFFICIAL: (
        Reason.NOT_OFFICIAL,
        "“{}”没有对外公布,只供机关工作人员查阅。需要了解请联系{};已公布的统计数可以在这里查。",
    ),
    AccessReason.OTHER_DISTRICT: (
        Reason.OTHER_DISTRICT,
        "“{}”您只能查看本地区的数,不能查看全市或其他地区的。需要了解请联系{}。",
    ),
    AccessReason.OTHER_DEPARTMENT: (
        Reason.OTHER_DEPARTMENT,
        "“{}”只供主管部门和市政府办公室、市效能办查阅。需要了解请联系{}。",
    ),
    AccessReason.NOT_A_LEADER: (
        Reason.NOT_A_LEADER,
        "“{}”只供市领导和主管部门负责人查阅。需要了解请联系{}。",
    ),
    AccessReason.IDENTITY_UNCLEAR: (
        Reason.IDENTITY_UNCLEAR,
        "还不能确认您的单位,“{}”不能显示。请联系系统管理员登记所在部门,或直接联系{}。",
    ),
}
_REASONS = {
    Missing.NO_DAILY_FIGURE: Reason.NO_DAILY_FIGURE,
    Missing.NOT_RELEASED: Reason.NOT_RELEASED,
    Missing.PUBLISHED_WITH_FEBRUARY: Reason.PUBLISHED_WITH_FEBRUARY,
    Missing.ONLY_CUMULATIVE: Reason.ONLY_CUMULATIVE,
    Missing.ONLY_QUARTERLY: Reason.ONLY_QUARTERLY,
    Missing.NO_RECORD: Reason.NO_RECORD,
    Missing.NOT_COLLECTED: Reason.NOT_COLLECTED,
}
# The nearest figure answers these questions in the only way they can be answered.
_ANSWERED_BY_NEAREST = {Missing.PUBLISHED_WITH_FEBRUARY, Missing.ONLY_CUMULATIVE}


def access(reason: AccessReason, query: KpiQuery | None) -> KpiAnswer:
    named, text = _ACCESS[reason]
    return KpiAnswer(Outcome.REFUSED, named, text, query=query)


def access_to(
    indicator: Indicator, keeper: str, reason: AccessReason, query: KpiQuery
) -> KpiAnswer:
    """``keeper`` is whom to ask, under the present name."""
    named, text = _ACCESS_TO_INDICATOR[reason]
    return KpiAnswer(Outcome.REFUSED, named, text.format(indicator.name, keeper), query=query)


def _why(reading: Reading, catalogue: Catalogue) -> str:
    name, period = wording.title(reading, catalogue), reading.period
    match reading.missing:
        case Missing.NO_DAILY_FIGURE:
            return f"{name}按月发布,没有按日或按周的数。"
        case Missing.NOT_RELEASED:
            expected = ""
            if reading.expected_on is not None:
                day = reading.expected_on.isoformat()
                expected = f",按以往发布规律预计{day}前后发布"
            return f"{period}{name}尚未发布{expected}。"
        case Missing.PUBLISHED_WITH_FEBRUARY:
            return f"1月与2月数据合并发布,没有单独的{period}数。"
        case Missing.ONLY_CUMULATIVE:
            return f"{name}只发布累计数,没有单独的{period}数。"
        case Missing.ONLY_QUARTERLY:
            return f"{name}按季度累计发布,没有{period}的数。"
        case _:
            return f"数据库里没有{period}{name}的记录,不能给出数字。"


@render.register
def _missing(result: MissingResult, catalogue: Catalogue) -> KpiAnswer:
    reading, nearest = result.reading, result.nearest
    missing = reading.missing or Missing.NO_RECORD
    given = ""
    choices: tuple[str, ...] = ()
    if nearest is not None and nearest.value is not None:
        changes = "".join(f",{wording.growth(g, nearest.indicator)}" for g in nearest.growths)
        value = wording.amount(nearest.value, nearest.indicator)
        lead = "" if missing in _ANSWERED_BY_NEAREST else "最近一期:"
        given = f"{lead}{nearest.period}{wording.title(nearest, catalogue)}{value}{changes}。"
        periods = [nearest.period]
        if missing is Missing.NOT_RELEASED:
            periods.append(reading.period.shifted_years(-1))
        name = wording.title(nearest, catalogue)
        choices = tuple(f"{period}{name}是多少" for period in periods)
    answered = missing in _ANSWERED_BY_NEAREST and bool(given)
    text = parts.lines(
        _why(reading, catalogue),
        given,
        parts.definition(reading.indicator) if given else "",
        parts.source([nearest]) if nearest is not None and given else "",
    )
    return KpiAnswer(
        Outcome.ANSWERED if answered else Outcome.REFUSED,
        _REASONS[missing],
        text,
        figures=(parts.figure(nearest, catalogue),) if nearest is not None and given else (),
        query=result.query,
        choices=choices,
    )


def not_collected(indicator: Indicator, keeper: str, query: KpiQuery) -> KpiAnswer:
    """No source is connected; ``keeper`` is whom to ask, under the present name."""
    target = parts.target_line(indicator, indicator.target) if indicator.target else ""
    text = parts.lines(
        f"本系统没有接入“{indicator.name}”的数据,不能给出数字。需要了解请联系{keeper}。",
        target,
        parts.definition(indicator),
    )
    return KpiAnswer(
        Outcome.REFUSED,
        Reason.NOT_COLLECTED,
        text,
        query=query,
        clauses=parts.clauses(indicator.target),
    )


def work_not_divided(indicator: Indicator, keeper: str, query: KpiQuery) -> KpiAnswer:
    """The register of work keeps neither place nor industry."""
    text = (
        f"“{indicator.name}”记在督办任务里,不分地区和产业,只有全市的数。"
        f"需要分开的情况请联系{keeper}。"
    )
    return KpiAnswer(
        Outcome.REFUSED,
        Reason.NOT_COLLECTED,
        text,
        query=query,
        choices=(f"今年{indicator.name}办了几{indicator.unit}",),
    )


def names_not_kept(register: Register, keeper: str, counted: KpiAnswer | None) -> KpiAnswer:
    """``keeper`` is whom to ask, under the present name; ``counted`` how many there are."""
    text = f"本系统没有接入“{register.name}”,不能列出名单。需要名单请联系{keeper}。"
    if counted is None or counted.outcome is not Outcome.ANSWERED:
        return KpiAnswer(Outcome.REFUSED, Reason.NAMES_NOT_KEPT, text)
    return replace(
        counted,
        outcome=Outcome.REFUSED,
        reason=Reason.NAMES_NOT_KEPT,
        text=parts.lines(text, f"数量:{counted.text}"),
    )


def not_held(name: str, headlines: Sequence[str]) -> KpiAnswer:
    """``headlines`` are figures that are held, offered instead."""
    text = f"指标库里没有接入“{name}”,给不出数。查得到的有{'、'.join(headlines)}等指标。"
    return KpiAnswer(Outcome.REFUSED, Reason.NOT_HELD, text, choices=tuple(headlines))


def definition_changed(query: KpiQuery, catalogue: Catalogue) -> KpiAnswer:
    group = catalogue.leading_group
    text = (
        f"{group.name}的产业口径(“{group.version}”版)只适用于{group.valid_from}至{group.valid_to},"
        f"{query.period}不在其内;口径不同的数不能直接相比,所以不给出。"
    )
    return KpiAnswer(Outcome.REFUSED, Reason.DEFINITION_CHANGED, text, query=query)


def other_place(place: str, own: KpiAnswer | None, own_question: str) -> KpiAnswer:
    """Only this city's figures are kept; its own are given beside the refusal."""
    hint = "(您要问的若是泰州,请点下面的问题。)" if place == "台州" else ""
    head = f"这里只有泰州市的数据,没有{place}的,不能比较,也不作推测{hint}。"
    text = parts.lines(head, f"本市情况:{own.text}" if own else "")
    return KpiAnswer(
        Outcome.REFUSED,
        Reason.OTHER_PLACE,
        text,
        figures=own.figures if own else (),
        table=own.table if own else None,
        query=own.query if own else None,
        choices=(own_question,),
    )


_LIMITS = {
    Limit.COMPANY: (
        Reason.COMPANY_NOT_KEPT,
        "指标库只有全市、地区和产业的汇总数,没有单个企业的数。",
    ),
    Limit.WHY: (
        Reason.CAUSE_NOT_KEPT,
        "指标库只记录数值,不记录升降的原因,这里不作推测;是升是降以公布数为准。",
    ),
    Limit.EXCLUSION: (
        Reason.EXCLUSION_NOT_READ,
        "“除……以外”只能在五大主导产业之间或各市(区)之间计算,这里不能相减,为免答错不给数。"
        "请直接问要包含的产业或地区,例如:除化工外四个产业产值多少。",
    ),
    Limit.STANDARD: (
        Reason.STANDARD_NOT_KEPT,
        "问的是一家企业达到多少才算得上,指标库只有全市、地区和产业的汇总数,没有认定标准;"
        "标准以主管部门现行规定为准。",
    ),
    Limit.YEARLY_MEAN: (
        Reason.MEAN_NOT_DEFINED,
        "“年均”有复合增长率和各年平均两种算法,方案和统计口径都没有定用哪一种,这里不自行计算。"
        "各年的数可以问“历年产值”。",
    ),
    Limit.FORECAST: (Reason.NO_FORECAST, "这里只有已公布的数,不作预测。"),
}


def limited(limit: Limit, own: KpiAnswer | None) -> KpiAnswer:
    """The figure stands beside the refusal, but not in place of a company's."""
    reason, text = _LIMITS[limit]
    if own is None:
        return KpiAnswer(Outcome.REFUSED, reason, text)
    return replace(
        own,
        outcome=Outcome.REFUSED,
        reason=reason,
        text=parts.lines(text, f"已公布的数:{own.text}"),
    )


def no_daily_projects(query: KpiQuery) -> KpiAnswer:
    text = "项目按月归集,不按日或按周统计。请按月、季度或年来问,例如:今年竣工的项目有几个。"
    return KpiAnswer(
        Outcome.REFUSED,
        Reason.NO_DAILY_FIGURE,
        text,
        query=query,
        choices=("今年竣工的项目有几个",),
    )


def no_such_project(query: KpiQuery) -> KpiAnswer:
    text = "台账里没有找到这个项目,或不在您可查看的范围内。请核对项目名称。"
    return KpiAnswer(Outcome.REFUSED, Reason.NO_SUCH_PROJECT, text, query=query)


def which_reading(word: str, choices: Sequence[str], *, is_dimension: bool) -> KpiAnswer:
    reason = Reason.INDUSTRY_OR_ZONE if is_dimension else Reason.SEVERAL_INDICATORS
    text = f"“{word}”有两种理解,请选一个:{_numbered(choices)}"
    return KpiAnswer(Outcome.CLARIFY, reason, text, choices=tuple(choices))


def which_source(choices: Sequence[str]) -> KpiAnswer:
    text = (
        "这类项目有两个数,口径不同:统计公布数由市发改委按月通报,全市所有产业都算;"
        f"重点项目台账只算在册的五大主导产业项目,随填随更新。请选一个:{_numbered(choices)}"
    )
    return KpiAnswer(Outcome.CLARIFY, Reason.SEVERAL_SOURCES, text, choices=tuple(choices))


def which_indicator(choices: Sequence[str]) -> KpiAnswer:
    text = f"没有说要看哪项指标,请选一个,或直接说指标名:{_numbered(choices)}"
    return KpiAnswer(Outcome.CLARIFY, Reason.NO_INDICATOR_SAID, text, choices=tuple(choices))


def which_ranked(choices: Sequence[str]) -> KpiAnswer:
    text = (
        "没有说是哪个地区或产业,排名只在本市各区、五大主导产业之间比,没有与外市比的。"
        f"请说出地区或产业,或选一个:{_numbered(choices)}"
    )
    return KpiAnswer(Outcome.CLARIFY, Reason.NOBODY_RANKED, text, choices=tuple(choices))


def choices_of(understood: Understanding) -> tuple[str, ...]:
    """The questions offered when this was asked back, in the order they are numbered."""
    match understood:
        case (
            Unclear(_, choices, _)
            | NoIndicator(choices)
            | RankOfWhom(choices)
            | TwoSources(_, choices)
        ):
            return tuple(choice.question for choice in choices)
        case Misspelt(_, meant):
            return (meant,)
        case SeveralProjects(names):
            return tuple(_step_of(name) for name in names)
        case _:
            return ()


def _numbered(choices: Sequence[str]) -> str:
    return "".join(f"\n{number}. {item}" for number, item in enumerate(choices, 1))


def _step_of(name: str) -> str:
    return f"{name}现在到哪一步了"


def words_not_read(words: Sequence[str], rest: str, *, about_projects: bool) -> KpiAnswer:
    """The figure without these words would answer another question, so none is given."""
    said = "、".join(f"“{word}”" for word in words)
    kept = (
        "项目台账里没有这样的名称、编号或条件"
        if about_projects
        else "指标库只有全市、地区和产业的汇总数,没有按它分开的数"
    )
    text = f"没有读懂{said}:{kept},为免答错,这里不给数。不按{said}来问的话,可以点下面的问题。"
    return KpiAnswer(Outcome.REFUSED, Reason.WORDS_NOT_READ, text, choices=(rest,) if rest else ())


def which_word(slips: Sequence[Slip], meant: str) -> KpiAnswer:
    """What was written is a word of its own, so what it sounds like is asked about."""
    written = "、".join(f"“{slip.wrong}”" for slip in slips)
    known = "、".join(f"“{slip.right}”" for slip in slips)
    text = f"没有读懂{written},您要问的是{known}吗?{_numbered((meant,))}"
    return KpiAnswer(Outcome.CLARIFY, Reason.WORDS_NOT_READ, text, choices=(meant,))


_ODDITIES = {
    Oddity.NO_SUCH_YEAR: f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间",
    Oddity.NO_SUCH_QUARTER: "一年只有四个季度",
    Oddity.NO_SUCH_MONTH: "月份应为1至12月",
    Oddity.NO_SUCH_DAY: "没有这一天;数据按月发布,请按月来问",
    Oddity.REVERSED: "起止月份颠倒了;跨年请写明年份,例如去年10月到今年3月",
}


def no_such_period(odd: OddPeriod) -> KpiAnswer:
    text = f"“{odd.text}”不是有效的期间:{_ODDITIES[odd.why]}。请改一下再问。"
    return KpiAnswer(Outcome.REFUSED, Reason.NO_SUCH_PERIOD, text)


def which_project(names: Sequence[str]) -> KpiAnswer:
    choices = tuple(_step_of(name) for name in names)
    text = f"有几个名称相近的项目,请选一个:{_numbered(names)}"
    return KpiAnswer(Outcome.CLARIFY, Reason.SEVERAL_PROJECTS, text, choices=choices)


def source_failed(exc: SourceError, query: KpiQuery) -> KpiAnswer:
    if isinstance(exc, SourceTooLarge):
        text = "符合条件的数据太多,请缩小期间、地区或产业范围再问。"
        return KpiAnswer(Outcome.CLARIFY, Reason.ANSWER_TOO_LARGE, text, query=query)
    text = f"数据来源“{exc.source}”暂时读不到,也没有留存的数,不能给出数字。请稍后再试。"
    return KpiAnswer(Outcome.REFUSED, Reason.SOURCE_UNAVAILABLE, text, query=query)
