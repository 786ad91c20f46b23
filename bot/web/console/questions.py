"""``/console/questions``: what people asked in vain, and what is answered by hand."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.console import Console
from bot.console.questions import Questions
from bot.errors import ConsoleRefused
from bot.web.console import wording as said
from bot.web.console.asking import Asked, number_of
from bot.web.console.desk import Desk, Done
from bot.web.console.forms import Form
from bot.web.console.question_pages import LONGEST, NAME, PATH, QuestionPages
from bot.web.console.section import Section
from bot.web.console.visit import ConsoleVisit

_ALSO = "also_"


def _add(routes: APIRouter, desk: Desk, console: Console) -> None:
    pages = QuestionPages(desk, console)

    @routes.get(PATH)
    def listed(request: Request) -> Response:
        return desk.shown(request, pages.listed)

    @routes.get(f"{PATH}/one")
    def one(request: Request) -> Response:
        asked = Asked(request)
        question, find = asked.text("q", longest=LONGEST), asked.text("find", longest=LONGEST)
        return desk.shown(request, lambda visit: pages.one(visit, question, find))

    _add_decisions(routes, desk, console.questions, pages)
    _add_removals(routes, desk, console.questions)


def _add_decisions(
    routes: APIRouter, desk: Desk, questions: Questions, pages: QuestionPages
) -> None:
    @routes.post(f"{PATH}/alias")
    async def alias(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            number = questions.add_alias(
                visit.person,
                form.required("said", said.SAID, longest=64),
                form.required("official", said.OFFICIAL, longest=64),
                question=form.get("question", longest=LONGEST),
            )
            return Done(said.ALIAS_ADDED, PATH, undo=number)

        return await desk.changed(request, act, back=PATH, again=pages.again)

    @routes.post(f"{PATH}/answer")
    async def answer(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            document_id, _, clause = form.required("clause", said.CLAUSE).partition("|")
            number = questions.write(
                visit.person,
                form.required("question", said.QUESTION, longest=LONGEST),
                form.required("text", said.ANSWER, longest=1000),
                document_id=document_id,
                clause=clause,
                also=[form.get(name) for name in form.fields if name.startswith(_ALSO)],
            )
            return Done(said.ANSWER_KEPT, PATH, undo=number)

        return await desk.changed(request, act, back=PATH, again=pages.again)

    @routes.post(f"{PATH}/dismiss")
    async def dismiss(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            number = questions.dismiss(
                visit.person,
                form.required("question", said.QUESTION, longest=LONGEST),
                reason=form.required("reason", said.REASON, longest=500),
            )
            return Done(said.DISMISSED, PATH, undo=number)

        return await desk.changed(request, act, back=PATH)


def _add_removals(routes: APIRouter, desk: Desk, questions: Questions) -> None:
    @routes.post(f"{PATH}/alias/remove")
    async def remove_alias(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            number = questions.remove_alias(visit.person, form.required("said", said.SAID))
            return Done(said.ALIAS_REMOVED, PATH, undo=number)

        return await desk.changed(request, act, back=PATH)

    @routes.post(f"{PATH}/answer/{{number}}/remove")
    async def remove_answer(request: Request, number: str) -> Response:
        def act(visit: ConsoleVisit, _form: Form) -> Done:
            found = questions.fixed.find(number_of(number))
            if found is None:
                raise ConsoleRefused(said.ANSWER_GONE)
            removed = questions.remove_answer(visit.person, found.form)
            return Done(said.ANSWER_REMOVED, PATH, undo=removed)

        return await desk.changed(request, act, back=PATH)


def _summary(console: Console) -> str:
    groups = console.questions.waiting()
    return said.questions_summary(len(groups), sum(group.useless > 0 for group in groups))


SECTION = Section(NAME, "未答与差评", _add, _summary)
