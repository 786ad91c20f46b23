"""A KpiQuery as one plain Chinese sentence."""

from __future__ import annotations

from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.presentation import wording
from kpi_adapter.query import Dimension, KpiQuery, Late, Measure, Milestone, Task

_MILESTONES = {
    Milestone.SIGNED: "新签约",
    Milestone.STARTED: "新开工",
    Milestone.COMPLETED: "竣工",
    Milestone.IMPLEMENTING: "实施",
    Milestone.DUE: "计划竣工而尚未竣工",
    Milestone.PLANNED_START: "计划开工",
}
_LATE = {
    Late.START: "过了计划开工日期还没开工",
    Late.COMPLETION: "过了计划竣工日期还没竣工",
}
_DIMENSIONS = {
    Dimension.INDUSTRY: "按产业",
    Dimension.REGION: "按地区",
    Dimension.DEPARTMENT: "按牵头部门",
}
_MEASURES = {
    Measure.AMOUNT: "数值",
    Measure.GROWTH: "增速",
    Measure.COMPLETION: "完成率",
}
_TASKS = {
    Task.VALUE: "查",
    Task.OVERVIEW: "概览",
    Task.BREAKDOWN: "分列",
    Task.RANKING: "排序",
    Task.TREND: "看走势",
    Task.COMPARE: "比较",
    Task.TARGET: "对照目标",
    Task.SHARE: "算占比",
    Task.PROJECTS: "查项目",
    Task.AT_RISK: "对照序时查年度目标",
    Task.PROVENANCE: "查来源与发布日期",
    Task.DEFINITION: "查口径",
    Task.BRIEF: "写简报",
}


def sentence(query: KpiQuery, catalogue: Catalogue) -> str:
    """For example: 查2019年1—10月全市五大主导产业的产值,带同比。"""
    if query.task is Task.PROJECTS:
        return f"{_TASKS[query.task]}:{projects(query, catalogue)}。"
    codes = [code for code in (query.indicator, *query.also) if code]
    names = "、".join(catalogue.indicator(code).name for code in codes)
    when = str(query.period) if query.period else ""
    where = "、".join(catalogue.region(code).name for code in query.regions)
    every = [catalogue.industry(code) for code in query.industries]
    what = "、".join(item.name if item.lead else item.short for item in every)
    parts = [f"{_TASKS[query.task]}{when}{where}{what}" + (f"的{names}" if names else "")]
    if query.by is not None:
        parts.append(_DIMENSIONS[query.by])
    if query.against is not None:
        parts.append(f"与{query.against}相比")
    if query.changes:
        parts.append("带" + "、".join(wording.CHANGES[change] for change in query.changes))
    if query.order is not None:
        parts.append(f"按{_MEASURES[query.order.by]}从高到低")
    if query.condition is not None:
        limit = wording.plain(query.condition.limit)
        if query.condition.reference is not None:
            limit = wording.names_of([query.condition.reference], catalogue)
        bound = wording.BOUNDS[query.condition.bound].format(limit)
        upper, is_open = query.condition.upper, query.condition.is_upper_open
        bound += wording.up_to(upper, "", is_open=is_open)
        parts.append(f"{_MEASURES[query.condition.measure]}{bound}")
    if query.order is not None and query.order.nth:
        end = "倒数" if query.order.nth < 0 else ""
        parts.append(f"取{end}第{abs(query.order.nth)}")
    if query.step is not None:
        parts.append("按季度")
    if query.is_sum:
        parts.append("合计")
    if query.is_monthly_mean:
        parts.append("按月平均")
    if query.excluded:
        parts.append(f"不含{wording.names_of(query.excluded, catalogue)}")
    if query.goal is not None:
        parts.append(f"对照{wording.plain(query.goal)}")
    return ",".join(parts) + "。"


def projects(query: KpiQuery, catalogue: Catalogue) -> str:
    """全市总投资5亿元以上(含)、在建的项目."""
    wanted = query.projects
    if wanted is None:
        return "项目"
    if wanted.name is not None:
        return wanted.name
    where = "、".join(catalogue.region(code).name for code in query.regions) or "全市"
    named = [code for code in query.industries if catalogue.industry(code).lead]
    group = catalogue.leading_group.code
    what = "、".join(catalogue.industry(code).name for code in named if code != group)
    parts: list[str] = []
    if wanted.bound is not None and wanted.investment is not None:
        size = f"{wording.plain(wanted.investment)}亿元"
        bound = wording.BOUNDS[wanted.bound].format(size)
        upper = wording.up_to(wanted.upper, "亿元", is_open=wanted.is_upper_open)
        parts.append(f"总投资{bound}{upper}")
    if wanted.milestone is not None:
        when = "至".join(wanted.days) or _when(query, wanted.milestone)
        parts.append(f"{when}{_MILESTONES[wanted.milestone]}")
    if wanted.statuses:
        parts.append("、".join(wanted.statuses))
    if wanted.late is not None:
        parts.append(_LATE[wanted.late])
    elif wanted.is_delayed:
        parts.append("超过计划日期")
    if query.excluded:
        parts.append(f"不含{wording.names_of(query.excluded, catalogue)}")
    if wanted.problem is not None:
        parts.append(f"存在问题含“{wanted.problem}”")
    elif wanted.has_problem:
        parts.append("存在问题")
    elif wanted.is_without_problem:
        parts.append("台账未填存在问题")
    if wanted.departments:
        parts.append(f"{'、'.join(wanted.departments)}牵头")
    return f"{where}{what}{'、'.join(parts)}的项目" if parts else f"{where}{what}项目"


def _when(query: KpiQuery, milestone: Milestone) -> str:
    if query.period is None:
        return "本年"
    if milestone is Milestone.IMPLEMENTING:
        return f"{query.period}"
    return str(query.period)
