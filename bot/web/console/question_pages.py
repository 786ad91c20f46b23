"""The pages about questions asked in vain: all of them, and one with what can be done to it."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from bot.console import Console
from bot.web.console.desk import Desk
from bot.web.console.forms import Form
from bot.web.console.visit import ConsoleVisit

NAME = "questions"
PATH = f"/console/{NAME}"
LONGEST = 2000
_LONGEST_SEARCH = 200
_SHOWN, _HITS, _WAYS = 60, 4, 30


class QuestionPages:
    """Shows the pages to whoever visits them."""

    def __init__(self, desk: Desk, console: Console) -> None:
        self._desk = desk
        self._questions = console.questions
        self._library = console.documents.library

    def listed(self, visit: ConsoleVisit) -> HTMLResponse:
        """Return the page of all groups, aliases and answers written by hand."""
        questions, today = self._questions, self._questions.today()
        groups = questions.waiting()
        return self._desk.page(
            visit,
            "console_questions.html",
            section=NAME,
            groups=groups[:_SHOWN],
            total=len(groups),
            aliases=questions.aliases.all(),
            answers=[(one, questions.fixed.check(one, today)) for one in questions.fixed.all()],
        )

    def one(
        self,
        visit: ConsoleVisit,
        question: str,
        find: str,
        *,
        typed: Form | None = None,
        problem: str = "",
    ) -> HTMLResponse:
        """Return the page of one question: the clauses found for `find`, or for the question
        itself, and the form with what was `typed` where that had a `problem`."""
        group = self._questions.group(question)
        find = find[:_LONGEST_SEARCH] or group.question
        return self._desk.page(
            visit,
            "console_question.html",
            section=NAME,
            status=422 if problem else 200,
            group=group,
            question=question,
            others=self._questions.other_ways(group, question)[:_WAYS],
            find=find,
            hits=self._library.search(find, on=self._questions.today(), limit=_HITS),
            given=typed.fields if typed else {},
            problem=problem,
        )

    def again(self, visit: ConsoleVisit, form: Form, problem: str) -> HTMLResponse:
        """Return the page of the question that a refused form was about."""
        question = form.fields.get("question", "")[:LONGEST]
        if not question:
            return self._desk.trouble(visit, problem, status=422, back=PATH)
        find = form.fields.get("find", "")
        return self.one(visit, question, find, typed=form, problem=problem)
