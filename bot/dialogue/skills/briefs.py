"""Supervision briefs and assessment sheets, asked for in words."""

from __future__ import annotations

import re
from datetime import date

from bot.dialogue.skill import Question
from bot.half_width import half_width
from bot.identity import Directory
from bot.messages import Citation, Outcome, Reply
from bot.tasks import TaskService
from bot.tasks.answers import NOT_THEIRS, ONLY_YOURS
from bot.tasks.basis import Clauses
from bot.tasks.best_and_worst import end_asked, end_asked_on, end_reply
from bot.tasks.brief import period_in, period_named
from bot.tasks.brief_wording import (
    BASIS,
    FOR_OFFICIALS,
    INTENT,
    UNKNOWN_PERIOD,
    brief_reply,
    which_brief,
)
from bot.tasks.department_names import DepartmentNames, department_names
from bot.tasks.previous_turn import last_query

_QUARTERLY = re.compile(
    r"(?:督办|督查)(?:工作)?(?:情况)?(?:的)?简报|季度?.{0,6}督办(?:情况|通报|汇总|统计|排名)"
    r"|督办(?:情况|工作).{0,4}(?:汇总|统计|排名)"
)
_YEARLY = re.compile(
    r"考核表|(?:年度|全年|\d{4}年|今年|去年)(?:督办)?考核(?:情况|排名|结果|汇总)|督办考核"
)
# 三季度简报: a quarter and the word, and nothing that tells the two briefs apart.
_EITHER = re.compile(
    r"(?:请|麻烦|帮我?|给我?|我|想|要|再|那|出|写|发|看|查|做|来|生成|调|拿|一|下|个|份|篇|的|呢|吧|吗|了"
    r"|今年|去年|上年|\d{4}年?|第?[1-4一二三四]季度?|[Qq][1-4]|[上本这当]个?季度?|季度|情况|工作)*"
    r"简报(?:呢|吧|吗|了|出来|给我|来|看看|发我|一下|有)*[?!。.]*"
)
# Briefs are of quarters and years: another time must not be answered with the year.
_NO_BRIEF = re.compile(r"半年|月|周|星期|最近|近[期来几\d]|[前明后]年|\d[日号]|[昨今][天日]")
_RATES = re.compile(r"(?:部门|单位|任务|督办).{0,6}按[时期](?:办结)?率")
# 各部门诉求按时办结率 is of something else than tasks.
_OF_OTHER_THINGS = re.compile(r"诉求|直通车|项目|应答|企业")
_NAMES_A_QUARTER = re.compile(r"季|[Qq][1-4]")
_NAMES_A_PERIOD = re.compile(r"季|[Qq][1-4]|年")


class BriefSkill:
    """Recognises a call for a brief; only officials are answered.

    `has_figures` tells whether there is another brief, of figures, that might be meant.
    """

    name = "briefs"

    def __init__(
        self,
        tasks: TaskService,
        directory: Directory,
        clauses: Clauses,
        *,
        public_url: str = "",
        has_figures: bool = False,
    ) -> None:
        self._tasks = tasks
        self._directory = directory
        self._clauses = clauses
        self._public_url = public_url.rstrip("/")
        self._has_figures = has_figures

    def answer(self, question: Question) -> Reply | None:
        """Return the brief; None when the message asks for none."""
        text = half_width(question.text)
        end = self._end_asked(question, text)
        if end is not None:
            return self._best_or_worst(question, text, end)
        # 各部门按时率 is what both sheets rank by; without a quarter it is asked of the year.
        asks_rates = bool(_RATES.search(text)) and not _OF_OTHER_THINGS.search(text)
        of_rates = asks_rates and not _NAMES_A_QUARTER.search(text)
        if question.person.is_official and asks_rates and _NO_BRIEF.search(text):
            return Reply(intent=INTENT, text=UNKNOWN_PERIOD, outcome=Outcome.CLARIFY)
        is_year = bool(_YEARLY.search(text) or of_rates)
        if is_year or _QUARTERLY.search(text) or asks_rates:
            if not question.person.is_official:
                return Reply(intent=INTENT, text=FOR_OFFICIALS, outcome=Outcome.REFUSED)
            return self._brief(question, text, is_year=is_year)
        if not question.person.is_official or not _EITHER.fullmatch(text.replace(" ", "")):
            return None
        return self._either(question, text)

    def _end_asked(self, question: Question, text: str) -> str | None:
        if not question.person.is_official:
            return None
        last = question.last_reply
        is_on = last is not None and last.intent == INTENT and "period" in (last.query or {})
        return end_asked(text) or (end_asked_on(text) if is_on else None)

    def _best_or_worst(self, question: Question, text: str, end: str) -> Reply:
        """Name the departments at one end of the standings of the period that is named, of the
        answer before, or of this year."""
        today = question.now.date()
        if not self._tasks.sees_everything(question.person):
            return Reply(intent=INTENT, text=ONLY_YOURS, outcome=Outcome.REFUSED)
        last = last_query(question.previous) if end_asked(text) is None else {}
        named = str(last.get("period", text))
        is_year = period_named(named, is_year=False) is None and not _NAMES_A_QUARTER.search(named)
        period = period_in(named, today, is_year=is_year)
        if period is None or _NO_BRIEF.search(named):
            return Reply(intent=INTENT, text=UNKNOWN_PERIOD, outcome=Outcome.CLARIFY)
        brief = self._tasks.brief(question.person, period)
        return end_reply(brief, self._names(today), end, self._cited(today))

    def _names(self, today: date) -> dict[str, str]:
        return department_names(self._directory.departments(), today)

    def _cited(self, today: date) -> tuple[Citation, ...]:
        cited = self._clauses.cite(BASIS, on=today)
        return () if cited is None else (cited,)

    def _either(self, question: Question, text: str) -> Reply | None:
        """Answer what may mean either brief: as before in the conversation, or by asking."""
        last = question.last_reply
        query = (last.query if last is not None else None) or {}
        if not self._has_figures or (last is not None and last.intent == INTENT and query):
            return self._brief(question, text, is_year=False)
        if query.get("task") == "brief":
            return None
        period = period_in(text, question.now.date(), is_year=False)
        if period is None:
            return None
        return which_brief(period.name if _NAMES_A_PERIOD.search(text) else "")

    def _brief(self, question: Question, text: str, *, is_year: bool) -> Reply:
        today = question.now.date()
        named = DepartmentNames(self._directory.departments()).find(text)
        if not all(self._tasks.sees_department(question.person, code) for code in named):
            return Reply(intent=INTENT, text=NOT_THEIRS, outcome=Outcome.REFUSED)
        period = period_in(text, today, is_year=is_year)
        if period is None:
            return Reply(intent=INTENT, text=UNKNOWN_PERIOD, outcome=Outcome.CLARIFY)
        return brief_reply(
            self._tasks.brief(question.person, period),
            self._names(today),
            is_narrowed=not self._tasks.sees_everything(question.person),
            page_url=f"{self._public_url}/briefs/{period.code}",
            citations=self._cited(today),
        )
