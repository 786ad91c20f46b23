"""The project ledger with filters, as one viewer may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.board import wording
from bot.web.board_page import ProjectChoice, ProjectLine, ProjectsPage
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.evaluation.project_tasks import Ledger
from kpi_adapter.evaluation.projects import TERMINATED, Project

PAGE_SIZE = 40
AMOUNTS = (1.0, 5.0, 10.0, 50.0)


def projects_page(
    ledger: Ledger, choice: ProjectChoice, *, narrowed_to: str | None
) -> ProjectsPage:
    """Return the page of the projects chosen, largest first.

    A terminated project is listed only when that stage is asked for; a choice that names no
    stage, place or industry of the ledger finds nothing.
    """
    catalogue, today = ledger.catalogue, ledger.today
    every = ledger.projects()
    chosen = [project for project in every if _fits(project, choice, today)]
    chosen.sort(key=lambda project: (-project.investment, project.name))
    pages = max(1, -(-len(chosen) // PAGE_SIZE))
    first = (min(max(choice.page, 1), pages) - 1) * PAGE_SIZE
    updated = max((item.updated_on for item in every if item.updated_on), default=None)
    return ProjectsPage(
        choice=choice,
        stages=_stages(catalogue, every),
        places=tuple(item.name for item in catalogue.districts)
        if narrowed_to is None
        else (narrowed_to,),
        industries=tuple(catalogue.industry(code).name for code in catalogue.leading_group.members),
        amounts=AMOUNTS,
        projects=tuple(_line(item, catalogue, today) for item in chosen[first : first + PAGE_SIZE]),
        summary=wording.project_summary(len(chosen), sum(item.investment for item in chosen)),
        source=wording.ledger_source(keeper(catalogue, today), updated),
        narrowed_to=narrowed_to,
        pages=pages,
    )


def keeper(catalogue: Catalogue, today: date) -> str:
    """Return who keeps the ledger, under the present name."""
    owner = next((item.owner for item in catalogue.indicators if item.ledger is not None), "")
    return department_name(catalogue, owner, today)


def department_name(catalogue: Catalogue, name: str, today: date) -> str:
    """Return what the department of this name is called on `today`."""
    found = next((item for item in catalogue.departments if item.name == name), None)
    return found.name_on(today) if found else name


def _stages(catalogue: Catalogue, projects: Sequence[Project]) -> tuple[str, ...]:
    """The single statuses of the catalogue, in the order of a project's life."""
    seen = {project.status for project in projects}
    known = [item.statuses[0] for item in catalogue.stages if len(item.statuses) == 1]
    return tuple(status for status in dict.fromkeys(known) if status in seen)


def _fits(project: Project, choice: ProjectChoice, today: date) -> bool:
    is_terminated = project.status == TERMINATED
    return (
        (project.status == choice.stage if choice.stage else not is_terminated)
        and (not choice.place or project.region == choice.place)
        and (not choice.industry or project.industry == choice.industry)
        and (choice.at_least is None or project.investment >= choice.at_least)
        and (not choice.is_late or bool(_lateness(project, today)))
    )


def _lateness(project: Project, today: date) -> str:
    if project.completion_is_late(today) and project.planned_completion:
        return wording.late_completion(project.planned_completion)
    if project.start_is_late(today) and project.planned_start:
        return wording.late_start(project.planned_start)
    return ""


def _line(project: Project, catalogue: Catalogue, today: date) -> ProjectLine:
    share = None
    if project.invested is not None and project.investment:
        share = round(min(100.0, project.invested / project.investment * 100))
    facts = {
        "累计完成": wording.amount(project.invested),
        "本年计划": wording.amount(project.planned_this_year),
        "阶段": project.phase or "",
        "签约": wording.day(project.signed_on),
        "开工": wording.planned_and_actual(project.planned_start, project.actual_start),
        "竣工": wording.planned_and_actual(project.planned_completion, project.actual_completion),
        "牵头部门": department_name(catalogue, project.lead_department or "", today),
        "存在问题": project.problem or "",
        "更新日期": wording.day(project.updated_on),
    }
    return ProjectLine(
        name=project.name,
        stage=project.status,
        place=project.region,
        industry=project.industry,
        investment=wording.amount(project.investment),
        lateness=_lateness(project, today),
        share=share,
        facts=tuple(fact for fact in facts.items() if fact[1] not in {"", wording.NO_FIGURE}),
    )
