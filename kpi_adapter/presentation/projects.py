"""Results on projects and yearly goals become answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from kpi_adapter.answer import (
    ChartData,
    ChartKind,
    Figure,
    KpiAnswer,
    Outcome,
    Reason,
    Table,
)
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.evaluation.projects import Project
from kpi_adapter.evaluation.results import ProjectResult, ProjectsResult
from kpi_adapter.presentation import parts, wording
from kpi_adapter.presentation.describe import projects as describe_projects
from kpi_adapter.presentation.rendering import render
from kpi_adapter.query import Dimension, Milestone, ProjectFilter

NAMED_IN_TEXT = 6
ROWS_SHOWN = 60
LEDGER = "重点项目台账"
_PER = {Dimension.DEPARTMENT: "按牵头部门", Dimension.INDUSTRY: "按产业", None: "其中"}


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _kept(updated: date | None) -> str:
    """A ledger is not released: it says when its rows were last updated."""
    return f"{LEDGER}(更新于{updated.isoformat()})" if updated else LEDGER


def _as_of(day: date | None) -> str:
    return f"截至{day.isoformat()}" if day else ""


@render.register
def _projects(result: ProjectsResult, catalogue: Catalogue) -> KpiAnswer:
    chosen = result.projects
    what = describe_projects(result.query, catalogue)
    total = sum(project.investment for project in chosen)
    money = f",总投资合计{total:.1f}亿元{_spent(chosen, result.today)}" if chosen else ""
    unit = result.indicator.unit if result.indicator else "个"
    updated = max((p.updated_on for p in chosen if p.updated_on), default=None)
    text = parts.lines(
        f"{_most(result, catalogue)}{what}{_ranked(result)}{len(chosen)}{unit}{money}。",
        _lateness(result),
        _named(chosen, result),
        _goal(result),
        _departments(result),
        _grouped(result),
        f"按您的权限,只统计{result.narrowed_to}的项目。" if result.narrowed_to else "",
        _definition(result),
        _threshold_note(result.query.projects),
        _years_before(result),
        f"来源:{LEDGER},{_owner(catalogue, result)}填报,其中最近更新{_day(updated)}。",
    )
    figure = Figure(what, len(chosen), unit, str(result.query.period), None, _kept(updated))
    target = result.indicator.target if result.indicator else None
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        figures=(figure,),
        table=_table(what, chosen, result),
        query=result.query,
        clauses=parts.clauses(target),
        chart=_chart(what, result),
    )


def _spent(chosen: tuple[Project, ...], today: date) -> str:
    """What is to be spent on them this year, and what has been, where the ledger says."""
    planned = sum(project.planned_this_year or 0.0 for project in chosen)
    invested = sum(project.invested or 0.0 for project in chosen)
    said = [f"{today.year}年计划投资{planned:.1f}亿元"] if planned else []
    said += [f"累计完成{invested:.1f}亿元"] if invested else []
    return f"({','.join(said)})" if said else ""


def _owner(catalogue: Catalogue, result: ProjectsResult) -> str:
    """The ledger's keeper under its present name."""
    keeper = next((i.owner for i in catalogue.indicators if i.ledger is not None), "")
    department = next((d for d in catalogue.departments if d.name == keeper), None)
    if department is None:
        return keeper
    now = department.name_on(result.today)
    return keeper if now == keeper else f"{keeper}(现{now})"


def _ranked(result: ProjectsResult) -> str:
    order = result.query.order
    if order is None or result.query.by is not None:
        return ""
    if order.nth:
        return f"中总投资{'倒数' if order.nth < 0 else ''}第{abs(order.nth)}大的"
    if not (order.top or order.bottom):
        return "按总投资从大到小"
    return "中总投资最大的" if order.top else "中总投资最小的"


def _lateness(result: ProjectsResult) -> str:
    wanted = result.query.projects
    if wanted is not None and wanted.milestone is Milestone.PLANNED_START:
        started = sum(project.actual_start is not None for project in result.projects)
        late = sum(project.start_is_late(result.today) for project in result.projects)
        return f"其中已经开工{started}个,过了计划开工日期还没开工的{late}个。"
    if wanted is None or not wanted.is_delayed:
        return ""
    if wanted.late is not None:
        return ""
    starts = sum(project.start_is_late(result.today) for project in result.projects)
    ends = sum(project.completion_is_late(result.today) for project in result.projects)
    return f"其中过了计划开工日期还没开工的{starts}个,过了计划竣工日期还没竣工的{ends}个。"


def _named(chosen: tuple[Project, ...], result: ProjectsResult) -> str:
    if not chosen or len(chosen) > NAMED_IN_TEXT:
        return ""
    by_lead = result.query.by is Dimension.DEPARTMENT
    return "\n".join(f"· {_one_line(item, result.today, with_lead=by_lead)}" for item in chosen)


def _one_line(project: Project, today: date, *, with_lead: bool) -> str:
    said = [f"{project.name}:{project.region},总投资{project.investment}亿元,{project.status}"]
    if project.completion_is_late(today):
        said.append(f"计划{_day(project.planned_completion)}竣工,已超期")
    if project.start_is_late(today):
        said.append(f"计划{_day(project.planned_start)}开工,尚未开工")
    if project.problem:
        said.append(f"存在问题:{project.problem}")
    if with_lead:
        said.append(f"{project.lead_department or '未填'}牵头")
    return ",".join(said)


def _goal(result: ProjectsResult) -> str:
    indicator = result.indicator
    if indicator is None or indicator.target is None:
        return ""
    line = parts.target_line(indicator, indicator.target)
    if result.assessment is None:
        return f"相关要求({indicator.target.clause}):“{indicator.target.quote}”。"
    return f"{line}{wording.assessment(result.assessment, indicator)}。"


def _definition(result: ProjectsResult) -> str:
    """Only where the count is the indicator's: a list of some of its projects is not."""
    is_count = result.assessment is not None or bool(result.departments)
    return parts.definition(result.indicator) if result.indicator and is_count else ""


def _departments(result: ProjectsResult) -> str:
    if not result.departments or result.indicator is None:
        return ""
    said = [
        f"{item.name}{item.count}{result.indicator.unit}"
        + (f"({wording.STANDINGS[item.assessment.standing]})" if item.assessment else "")
        for item in result.departments
    ]
    return f"{_PER[result.indicator.per]}:{'、'.join(said)}。"


def _most(result: ProjectsResult, catalogue: Catalogue) -> str:
    """哪个区停工项目最多: which it is, before how many there are; one with none has fewest."""
    order, by = result.query.order, result.query.by
    if order is None or order.nth or result.narrowed_to is not None:
        return ""
    places, industries = result.query.regions, result.query.industries
    if by is Dimension.REGION and places == (catalogue.city.code,):
        every = [item.name for item in catalogue.districts]
        counts = Counter(project.region for project in result.projects)
    elif by is Dimension.INDUSTRY and not {*industries} & {*catalogue.leading_group.members}:
        every = [catalogue.industry(code).name for code in catalogue.leading_group.members]
        counts = Counter(project.industry for project in result.projects)
    else:
        return ""
    ranked = sorted(every, key=lambda name: -counts[name])
    said = []
    if order.top:
        least = counts[ranked[: order.top][-1]]
        said.append(f"最多的是{_with_counts([n for n in ranked if counts[n] >= least], counts)}")
    if order.bottom:
        most = counts[ranked[-order.bottom :][0]]
        said.append(f"最少的是{_with_counts([n for n in ranked if counts[n] <= most], counts)}")
    return f"{';'.join(said)}。" if said else ""


def _with_counts(names: Sequence[str], counts: Counter[str]) -> str:
    return "、".join(f"{name}({counts[name]}个)" for name in names)


def _grouped(result: ProjectsResult) -> str:
    """各区在建项目个数: how many in each place or industry."""
    by = result.query.by
    if by is Dimension.REGION:
        counts = Counter(project.region for project in result.projects)
    elif by is Dimension.INDUSTRY:
        counts = Counter(project.industry for project in result.projects)
    elif by is Dimension.DEPARTMENT and not result.departments:
        counts = Counter(project.lead_department or "未填" for project in result.projects)
    elif result.query.projects and not result.query.projects.statuses:
        is_long = len(result.projects) > NAMED_IN_TEXT and result.query.order is None
        counts = Counter(project.status for project in result.projects) if is_long else Counter()
    else:
        return ""
    if not counts:
        return ""
    return f"其中:{'、'.join(f'{name}{count}个' for name, count in counts.most_common())}。"


def _years_before(result: ProjectsResult) -> str:
    """A ledger lists what is on it now: whatever left it in an earlier year is not counted."""
    period = result.query.period
    wanted = result.query.projects
    if period is None or wanted is None or wanted.milestone is None:
        return ""
    is_before = period.last.year < result.today.year
    return "台账只记现在在册的项目,往年已退出名单的不在内。" if is_before else ""


def _threshold_note(wanted: ProjectFilter | None) -> str:
    if wanted is None or wanted.investment is None:
        return ""
    return "“以上”“以下”含本数,“超”“不到”不含本数;终止项目不计。"


def _table(what: str, chosen: tuple[Project, ...], result: ProjectsResult) -> Table | None:
    if not chosen:
        return None
    left = len(chosen) - ROWS_SHOWN
    title = what + (f"(前{ROWS_SHOWN}个,另有{left}个)" if left > 0 else "")
    columns = ("项目名称", "所在地", "所属产业", "总投资(亿元)", "状态", "计划竣工", "存在问题")
    rows = tuple(
        (
            project.name,
            project.region,
            project.industry,
            wording.plain(project.investment),
            project.status + ("(超期)" if project.completion_is_late(result.today) else ""),
            _day(project.planned_completion),
            project.problem or "—",
        )
        for project in chosen[:ROWS_SHOWN]
    )
    return Table(title, columns, rows)


def _chart(what: str, result: ProjectsResult) -> ChartData | None:
    if result.assessment is None or result.indicator is None:
        return None
    return ChartData(
        ChartKind.PROGRESS,
        what,
        result.indicator.unit,
        (result.indicator.name,),
        (float(len(result.projects)),),
        f"{result.query.period} {LEDGER}",
        goal=result.assessment.goal,
    )


@render.register
def _project(result: ProjectResult, catalogue: Catalogue) -> KpiAnswer:
    project = result.project
    share = ""
    if project.invested is not None and project.investment:
        done = wording.percent(project.invested / project.investment * 100)
        share = f",累计完成{wording.plain(project.invested)}亿元({done})"
    lead = next((d for d in catalogue.departments if d.name == project.lead_department), None)
    keeper = project.lead_department or "—"
    if lead is not None and lead.name_on(result.today) != lead.name:
        keeper += f"(现{lead.name_on(result.today)})"
    late = ",已超过计划竣工日期" if project.completion_is_late(result.today) else ""
    late = late or (",已超过计划开工日期" if project.start_is_late(result.today) else "")
    planned = ""
    if project.planned_this_year is not None:
        amount = wording.plain(project.planned_this_year)
        planned = f",{result.today.year}年计划投资{amount}亿元"
    text = parts.lines(
        f"{project.name}:当前{project.status}(阶段:{project.phase or '—'}){late}。",
        f"总投资{wording.plain(project.investment)}亿元{planned}{share}。",
        f"签约{_day(project.signed_on)};开工计划{_day(project.planned_start)}、"
        f"实际{_day(project.actual_start)};竣工计划{_day(project.planned_completion)}、"
        f"实际{_day(project.actual_completion)}。",
        f"存在问题:{project.problem or '台账未填'}。",
        f"{project.region},{project.industry};牵头部门{keeper}。",
        f"来源:{LEDGER},更新于{_day(project.updated_on)}。",
    )
    figure = Figure(
        f"{project.name}总投资",
        project.investment,
        "亿元",
        _as_of(project.updated_on),
        None,
        _kept(project.updated_on),
    )
    return KpiAnswer(
        Outcome.ANSWERED, Reason.FIGURE_GIVEN, text, figures=(figure,), query=result.query
    )
