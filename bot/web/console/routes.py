"""The addresses of the console."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.console import Console
from bot.web.console import wording
from bot.web.console.asking import number_of
from bot.web.console.desk import Desk, Done
from bot.web.console.forms import Form
from bot.web.console.sections import SECTIONS
from bot.web.console.visit import CONSOLE_PATH, ConsoleVisit
from bot.web.services import WebServices
from bot.web.unserved import answer_head

_LATEST = 12


def router(services: WebServices, console: Console) -> APIRouter:
    """Return the routes under ``/console``."""
    routes = APIRouter(include_in_schema=False)
    desk = Desk(services, [section.entry for section in SECTIONS])
    _add_first_page(routes, desk, console)
    for section in SECTIONS:
        section.add(routes, desk, console)
    answer_head(routes.routes)
    return routes


def _add_first_page(routes: APIRouter, desk: Desk, console: Console) -> None:
    titles = {section.name: section.title for section in SECTIONS}

    def first_page(visit: ConsoleVisit) -> HTMLResponse:
        return desk.page(
            visit,
            "console_home.html",
            cards=[(section.entry, section.summary(console)) for section in SECTIONS],
            changes=console.audit.read(visit.person, limit=_LATEST),
            titles=titles,
        )

    @routes.get(CONSOLE_PATH)
    def home(request: Request) -> Response:
        return desk.shown(request, first_page)

    @routes.post("/console/undo/{number}")
    async def undo(request: Request, number: str) -> Response:
        def take_back(visit: ConsoleVisit, form: Form) -> Done:
            entry = console.undo.take_back(visit.person, number_of(number))
            return Done(wording.undone(entry.subject), _local(form.get("back")))

        return await desk.changed(request, take_back, back=CONSOLE_PATH)


def _local(address: str) -> str:
    """Return `address` when it is a page of the console, else the console's first page."""
    is_page = address.startswith("/console") and not any(c in address for c in "?#\\\r\n")
    return address if is_page else CONSOLE_PATH
