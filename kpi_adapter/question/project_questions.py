"""Questions about projects: one by name, or those that satisfy a filter."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.period import Month
from kpi_adapter.query import Bound, Dimension, KpiQuery, Late, Milestone, ProjectFilter, Task
from kpi_adapter.question import scope, signals
from kpi_adapter.question.mentions import Subject, normalised
from kpi_adapter.question.parts_of_whole import left_out, remaining_places
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.two_sources import wants_names

# A name said with a word left out (星河疫苗二期) still shares this much with the full one.
SIMILAR_ENOUGH = 80.0
ONE_YI = 1.0
_REACHED = frozenset({"签约", "竣工", "投产", "达产"})
OWNERS_PROJECTS = 10
# What no project is: 在建 and 没开工 at once.
_NONE = ("互相矛盾的阶段",)
# 江海 of 江海抗体药物一期.
OWNER_SIGNS = 2
SHORTEST_PART = 2
_ONLY_OF_A_PLACE = re.compile(r"(?:_的?)+(?:重点)?项目呢?\??")
PROGRESS_OF_ONE = re.compile(
    r"到哪一?步|什么阶段|推进得|推进到|(?:一期|二期|扩建|产业园).{0,4}进展"
)
_COUNT = re.compile(r"多少|几个|项目的?(?:个数|数)")
_GENERIC = ("项目", "一期", "二期", "扩建", "产业园")
_PHASE = re.compile(r"[一二三四]期")
ProjectNames = Callable[[], Sequence[str]]


def named(slots: Slots, names: ProjectNames) -> KpiQuery | tuple[str, ...] | None:
    """The project whose name is in the question; several when it could be more than one."""
    if not (slots.has("PROJECT_STEP") or slots.has("PROJECT") or slots.has("REASON")):
        return None
    every = list(names())
    exact = [name for name in every if normalised(name) in slots.text]
    found = exact or _similar(slots.text, every) or _of_part(slots, every)
    found = found or _of_owner(slots.text, every)
    if not found:
        return None
    if len(found) > 1:
        return tuple(found)
    return KpiQuery(Task.PROJECTS, projects=ProjectFilter(name=found[0]))


def _similar(text: str, names: Sequence[str]) -> list[str]:
    scored = []
    for name in names:
        plain = normalised(name)
        # The first two characters are the owner's name: without them it is another project.
        start = text.find(plain[:OWNER_SIGNS])
        if start < 0:
            continue
        said = text[start : start + len(plain)]
        if any(sign in said for sign in _core(name)):
            scored.append((fuzz.partial_ratio(plain, text[start:]), fuzz.ratio(plain, said), name))
    phases = _PHASE.findall(text)
    # 溱湖传感器二期 is not the first phase of it.
    scored = [item for item in scored if not phases or any(word in item[2] for word in phases)]
    best = max((score for score, _, _ in scored), default=0.0)
    if best < SIMILAR_ENOUGH:
        return []
    return [name for score, _, name in sorted(scored, reverse=True) if score == best]


def _core(name: str) -> str:
    """What a project makes: its name without the owner's and without 一期, 产业园 …"""
    core = normalised(name)[OWNER_SIGNS:]
    for word in _GENERIC:
        core = core.removesuffix(word)
    return core


def _of_part(slots: Slots, names: Sequence[str]) -> list[str]:
    """星河疫苗, 金港树脂: the owner and a part of what is made; 抗体药物项目 by that alone."""
    text = slots.text
    if slots.codes(Subject.INDICATOR):
        # 星河生物今年产值多少 asks for the company's.
        return []
    owned = [name for name in names if normalised(name)[:OWNER_SIGNS] in text]
    shared = [(_shared(_core(name), text), name) for name in owned]
    most = max((length for length, _ in shared), default=0)
    if most >= SHORTEST_PART:
        return _of_phase(text, [name for length, name in shared if length == most])
    is_filter = slots.threshold is not None or slots.by is not None or slots.codes(Subject.STAGE)
    says_project = any(word in text for word in _GENERIC)
    if not says_project:
        # 疫苗企业有多少家, 谁负责疫苗监管 ask for no project.
        return []
    if is_filter or slots.codes(Subject.REGION):
        return []
    said = [core for name in names if len(core := _core(name)) >= SHORTEST_PART and core in text]
    if not said:
        return []
    longest = max(said, key=len)
    return _of_phase(text, [name for name in names if longest in name])[:OWNERS_PROJECTS]


def _of_phase(text: str, names: list[str]) -> list[str]:
    """二期, 产业园: said, it tells two of a kind apart."""
    said = [word for word in _GENERIC[1:] if word in text]
    return [name for name in names if any(word in name for word in said)] if said else names


def _shared(core: str, text: str) -> int:
    """How many signs in a row of ``core`` stand in the text."""
    runs = (core[i:j] for i in range(len(core)) for j in range(i + 1, len(core) + 1))
    return max((len(run) for run in runs if run in text), default=0)


def _of_owner(text: str, names: Sequence[str]) -> list[str]:
    """江海项目: every project that begins with the owner's name said."""
    said = re.search(r"(..)的?项目", text)
    if said is None:
        return []
    return [name for name in names if normalised(name).startswith(said[1])][:OWNERS_PROJECTS]


def counted(slots: Slots, catalogue: Catalogue) -> KpiQuery | None:
    """Projects by stage, milestone, size, delay or problem; None when not about projects."""
    indicator = _ledger_indicator(slots, catalogue)
    stages = slots.codes(Subject.STAGE)
    if not _is_about_projects(slots, indicator, catalogue):
        return None
    milestone = _milestone(slots, stages, indicator)
    cause = signals.PROBLEM.search(slots.text)
    problem = cause[0] if cause else None
    wanted = ProjectFilter(
        statuses=_statuses(stages, milestone, catalogue, is_delayed=slots.has("DELAYED")),
        bound=slots.threshold.bound if slots.threshold else None,
        investment=slots.threshold.number if slots.threshold else None,
        upper=slots.threshold.upper if slots.threshold else None,
        milestone=milestone,
        is_delayed=slots.has("DELAYED") and problem is None,
        late=_late(slots) if problem is None else None,
        problem=problem,
        has_problem=slots.has("WITH_PROBLEM") and not slots.has("WITHOUT_PROBLEM"),
        is_without_problem=slots.has("WITHOUT_PROBLEM"),
        departments=_departments(slots, catalogue),
        days=slots.days,
        is_upper_open=slots.threshold is not None and slots.threshold.is_upper_open,
    )
    if indicator is not None and slots.threshold is None and indicator.ledger is not None:
        ledger = indicator.ledger
        wanted = replace(
            wanted,
            bound=ledger.bound,
            investment=ledger.investment,
            milestone=ledger.milestone or milestone,
        )
    found = indicator or matching(wanted, catalogue)
    query = KpiQuery(
        Task.PROJECTS,
        found.code if found else None,
        industries=scope.industries(slots, catalogue, found),
        regions=scope.regions(slots, catalogue),
        period=slots.period,
        by=slots.by or _several_places(slots) or _who_leads(slots),
        order=slots.order,
        projects=wanted,
    )
    return _without(query, slots, catalogue)


def _several_places(slots: Slots) -> Dimension | None:
    """高港和姜堰各几个: the count of each place named."""
    return Dimension.REGION if len(slots.codes(Subject.REGION)) > 1 else None


def _who_leads(slots: Slots) -> Dimension | None:
    return Dimension.DEPARTMENT if slots.has("WHO_LEADS") else None


def _late(slots: Slots) -> Late | None:
    if slots.has("LATE_START"):
        return Late.START
    return Late.COMPLETION if slots.has("LATE_COMPLETION") else None


def _without(query: KpiQuery, slots: Slots, catalogue: Catalogue) -> KpiQuery:
    """除高港外在建的项目. What cannot be left out stays, and is refused as unread."""
    if slots.exclusion is None:
        return query
    places, industries = left_out(slots.exclusion.left_out, catalogue)
    if industries and not places and set(industries) <= set(catalogue.leading_group.members):
        named = slots.codes(Subject.INDUSTRY)
        pool = [c for c in named if c != catalogue.leading_group.code]
        rest = [c for c in pool or catalogue.leading_group.members if c not in industries]
        return query.but(industries=tuple(rest), excluded=industries, indicator=None)
    rest_places = remaining_places(slots.codes(Subject.REGION), places, catalogue)
    if places and not industries and rest_places:
        return query.but(regions=rest_places, excluded=places, indicator=None)
    return query


def _ledger_indicator(slots: Slots, catalogue: Catalogue) -> Indicator | None:
    if slots.by is Dimension.DEPARTMENT and slots.milestone and slots.threshold is None:
        # 哪个部门没完成新签约的任务: the count that is kept by department.
        return next(
            (
                item
                for item in catalogue.indicators
                if item.per is Dimension.DEPARTMENT
                and item.ledger is not None
                and item.ledger.milestone is slots.milestone
            ),
            None,
        )
    codes = slots.codes(Subject.INDICATOR)
    found = [catalogue.indicator(code) for code in codes]
    return next((item for item in found if item.kind is Kind.PROJECTS), None)


def _is_about_projects(slots: Slots, indicator: Indicator | None, catalogue: Catalogue) -> bool:
    others = [
        code
        for code in slots.codes(Subject.INDICATOR)
        if catalogue.indicator(code).kind is not Kind.PROJECTS
    ]
    if _is_published_count(slots, others, catalogue):
        return False
    if indicator is not None:
        return True
    about = slots.has("PROJECT") or bool(slots.codes(Subject.STAGE))
    about = about or slots.has("PLANNED_START")
    sized = slots.threshold is not None and slots.milestone is not None
    signing = bool(slots.codes(Subject.DEPARTMENT)) and slots.milestone is not None
    money = [code for code in others if catalogue.indicator(code).unit == "亿元"]
    signs = (
        *("ASKS", "REASON", "DELAYED", "DUE", "PLANNED_START", "PROJECT_COUNT", "PROVENANCE"),
        *("MONEY", "PROBLEM", "WHO_LEADS"),
    )
    asks = any(slots.has(name) for name in (*signs, "PROJECT_LIST"))
    asks = asks or slots.by is not None or slots.ahead is not None
    # 高港区项目, 高港区的项目呢: short and nothing but names.
    asks = asks or _names_only_a_place(slots)
    asks = asks or bool(
        slots.periods or slots.threshold or slots.order or slots.codes(Subject.STAGE)
    )
    return bool((about or sized or signing) and asks and not (money and not slots.has("PROJECT")))


def _names_only_a_place(slots: Slots) -> bool:
    rest = slots.text
    for mention in slots.mentions:
        if mention.subject in (Subject.REGION, Subject.INDUSTRY):
            rest = rest.replace(mention.text, "_")
    return _ONLY_OF_A_PLACE.fullmatch(rest) is not None


def _is_published_count(slots: Slots, codes: Sequence[str], catalogue: Catalogue) -> bool:
    """新签约, 新开工, 新竣工亿元以上 are published; with another size, an industry, a
    department, a delay or a reason only the ledger can tell."""
    counts = [code for code in codes if catalogue.indicator(code).unit == "个"]
    published = any(catalogue.indicator(code).kind is Kind.FLOW for code in counts)
    is_other_size = slots.threshold is not None and slots.threshold.number != ONE_YI
    is_finer = bool(slots.codes(Subject.DEPARTMENT)) or any(
        catalogue.industry(code).lead is not None for code in slots.codes(Subject.INDUSTRY)
    )
    by_industry = slots.by in (Dimension.INDUSTRY, Dimension.DEPARTMENT)
    is_finer = is_finer or slots.has("PLANNED_START")
    if is_other_size or is_finer or by_industry or slots.has("DELAYED") or slots.has("REASON"):
        return False
    if slots.has("OF_LEDGER") or wants_names(slots):
        return False
    return published or bool(
        codes and not counts and not slots.has("PROJECT") and not slots.codes(Subject.STAGE)
    )


def _milestone(
    slots: Slots, stages: Sequence[str], indicator: Indicator | None
) -> Milestone | None:
    """竣工 with a period is an event of that period; 现在竣工的 is a status."""
    if indicator is not None and indicator.ledger and indicator.ledger.milestone:
        return indicator.ledger.milestone
    milestone = _still_to_come(slots)
    if milestone is None or (slots.has("STATED_NOW") and milestone is not Milestone.STARTED):
        return None
    if milestone in (Milestone.DUE, Milestone.PLANNED_START):
        return milestone
    if any(code not in ("签约", "竣工") for code in stages):
        return None
    if milestone is Milestone.COMPLETED and not slots.periods and "新竣工" not in slots.text:
        # 5亿以上竣工几个 asks how many were completed this year, as the plan counts them.
        is_count = slots.threshold is not None and bool(_COUNT.search(slots.text))
        return milestone if "了" in slots.text or is_count else None
    return milestone


def asks_who_leads(slots: Slots, previous: KpiQuery | None, names: ProjectNames) -> bool:
    """停工项目分别谁牵头: the ledger says; 每个产业谁牵头 the plan."""
    rest = signals.WHO_LEADS.sub("", slots.text)
    if rest == slots.text or signals.POLICY_WORDS.search(rest):
        return False
    if slots.codes(Subject.STAGE) or (previous is not None and previous.projects is not None):
        return True
    return any(normalised(name) in slots.text for name in names())


def _still_to_come(slots: Slots) -> Milestone | None:
    """明年竣工的项目: of a time that has not begun only the plan is known."""
    period, milestone = slots.period, slots.milestone
    if period is None or period.first <= Month.of(slots.today):
        return milestone
    planned = {Milestone.COMPLETED: Milestone.DUE, Milestone.STARTED: Milestone.PLANNED_START}
    return planned.get(milestone, milestone) if milestone is not None else None


def _statuses(
    stages: Sequence[str],
    milestone: Milestone | None,
    catalogue: Catalogue,
    *,
    is_delayed: bool,
) -> tuple[str, ...]:
    if milestone is Milestone.PLANNED_START and "未开工" in stages:
        stages = ["未开工"]
    elif milestone is not None:
        return ()
    every = [stage for stage in catalogue.stages if stage.name in stages]
    if any(stage.name.startswith("未") for stage in every) and not is_delayed:
        # 竣工没投产: those of both.
        both = set.intersection(*(set(stage.statuses) for stage in every))
        return tuple(status for status in every[0].statuses if status in both) or _NONE
    if is_delayed:
        # 到期没竣工: the stage named is the one not reached.
        every = [stage for stage in every if stage.name not in _REACHED | {"未竣工"}]
    return tuple(dict.fromkeys(status for stage in every for status in stage.statuses))


def _departments(slots: Slots, catalogue: Catalogue) -> tuple[str, ...]:
    """The ledger's names of the leading departments mentioned."""
    mentioned = slots.codes(Subject.DEPARTMENT)
    return tuple(d.name for d in catalogue.departments if d.code in mentioned and d.industries)


def matching(wanted: ProjectFilter, catalogue: Catalogue) -> Indicator | None:
    """The indicator whose register the filter looks at: same milestone and size, else the
    register of that size, so that the clause behind it can be cited."""
    if wanted.upper is not None:
        return None
    if wanted.investment is None or wanted.bound not in (Bound.AT_LEAST, Bound.MORE_THAN):
        return None
    ledgers = [
        (item, item.ledger)
        for item in catalogue.indicators
        if item.ledger is not None and item.ledger.investment == wanted.investment
    ]
    same = [item for item, ledger in ledgers if ledger.milestone is wanted.milestone]
    return same[0] if same else None


def is_about_progress(question: str) -> bool:
    """Asks how far something has come, in words used of projects only."""
    text = normalised(question)
    return bool(PROGRESS_OF_ONE.search(text)) and not (
        signals.TASK_WORDS.search(text)
        or signals.A_TASK.search(text)
        or signals.POLICY_WORDS.search(text)
    )
