"""Supervision briefs and assessment sheets, asked for in words."""

from __future__ import annotations

import re

from bot.dialogue.skill import Question
from bot.identity import Directory
from bot.messages import Outcome, Reply
from bot.tasks import TaskService
from bot.tasks.basis import Clauses
from bot.tasks.brief import period_in
from bot.tasks.brief_wording import BASIS, INTENT, UNKNOWN_PERIOD, brief_reply
from bot.tasks.wording import department_name

_QUARTERLY = re.compile(
    r"(?:督办|督查)(?:工作)?(?:情况)?(?:的)?简报|季度?.{0,6}督办(?:情况|通报|汇总|统计|排名)"
    r"|督办(?:情况|工作).{0,4}(?:汇总|统计|排名)"
)
_YEARLY = re.compile(
    r"考核表|(?:年度|全年|\d{4}年|今年|去年)(?:督办)?考核(?:情况|排名|结果|汇总)|督办考核"
)


class BriefSkill:
    """Recognises a call for a brief; only officials are answered."""

    name = "briefs"

    def __init__(self, tasks: TaskService, directory: Directory, clauses: Clauses) -> None:
        self._tasks = tasks
        self._directory = directory
        self._clauses = clauses

    def answer(self, question: Question) -> Reply | None:
        """Return the brief; None when the message asks for none."""
        is_year = bool(_YEARLY.search(question.text))
        if not question.person.is_official or not (is_year or _QUARTERLY.search(question.text)):
            return None
        today = question.now.date()
        period = period_in(question.text, today, is_year=is_year)
        if period is None:
            return Reply(intent=INTENT, text=UNKNOWN_PERIOD, outcome=Outcome.CLARIFY)
        names = {
            department.code: department_name(department, today)
            for department in self._directory.departments()
        }
        cited = self._clauses.cite(BASIS, on=today)
        return brief_reply(
            self._tasks.brief(question.person, period),
            names,
            is_narrowed=not self._tasks.sees_everything(question.person),
            citations=() if cited is None else (cited,),
        )
