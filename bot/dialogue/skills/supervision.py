"""The skills of supervision, in the order in which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.alerts.attention import Attention
from bot.alerts.mutes import Mutes
from bot.appeals.desk import AppealDesk
from bot.dialogue.skill import Skill
from bot.dialogue.skills.appeals import AppealsSkill
from bot.dialogue.skills.attention import AttentionSkill
from bot.dialogue.skills.briefs import BriefSkill
from bot.dialogue.skills.deliverables import DeliverablesSkill
from bot.dialogue.skills.mutes import MutesSkill
from bot.dialogue.skills.tasks import TasksSkill
from bot.identity import Directory
from bot.tasks import TaskService
from bot.tasks.basis import Clauses
from bot.tasks.desk import TaskDesk

if TYPE_CHECKING:
    from kpi_adapter.catalogue.model import Catalogue


def supervision_skills(
    appeals: AppealDesk,
    desk: TaskDesk,
    tasks: TaskService,
    directory: Directory,
    mutes: Mutes,
    attention: Attention,
    clauses: Clauses,
    catalogue: Catalogue | None,
    *,
    public_url: str,
) -> list[Skill]:
    """Return what answers about appeals, alerts and tasks; the tasks themselves come last.

    Without a catalogue of industries there is no 九个一 by industry.
    """
    skills: list[Skill] = [
        AttentionSkill(attention, appeals),
        AppealsSkill(appeals),
        MutesSkill(mutes),
    ]
    has_figures = catalogue is not None
    skills.append(
        BriefSkill(tasks, directory, clauses, public_url=public_url, has_figures=has_figures)
    )
    if catalogue is not None:
        skills.append(DeliverablesSkill(tasks, catalogue, clauses))
    return [*skills, TasksSkill(desk)]
