"""``/console/catalogue``: what each indicator means, and whether its files hold."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.console import Console, wording
from bot.errors import ConsoleRefused
from bot.web.console import wording as said
from bot.web.console.asking import Asked
from bot.web.console.desk import Desk, Done
from bot.web.console.forms import Form
from bot.web.console.section import Section
from bot.web.console.visit import ConsoleVisit

NAME = "catalogue"
PATH = f"/console/{NAME}"


def _add(routes: APIRouter, desk: Desk, console: Console) -> None:
    catalogue = console.catalogue

    @routes.get(PATH)
    def listed(request: Request) -> Response:
        def shown(visit: ConsoleVisit) -> HTMLResponse:
            query = Asked(request).text("q")
            lines = [line for line in catalogue.indicators() if line.is_named(query)]
            return desk.page(
                visit,
                "console_catalogue.html",
                section=NAME,
                query=query,
                lines=lines,
                run=catalogue.checks(),
                folder=catalogue.folder,
            )

        return desk.shown(request, shown)

    @routes.post(f"{PATH}/check")
    async def check(request: Request) -> Response:
        def act(visit: ConsoleVisit, _form: Form) -> Done:
            run = catalogue.check_again(visit.person)
            return Done(f"{said.CHECKS_RUN}：{wording.checked(len(run.problems))}", PATH)

        return await desk.changed(request, act, back=PATH)

    @routes.get(f"{PATH}/{{code}}")
    def one(request: Request, code: str) -> Response:
        def shown(visit: ConsoleVisit) -> HTMLResponse:
            found = next(
                (line for line in catalogue.indicators() if line.indicator.code == code), None
            )
            if found is None:
                raise ConsoleRefused(wording.NO_SUCH_INDICATOR)
            return desk.page(
                visit,
                "console_indicator.html",
                section=NAME,
                line=found,
                latest=catalogue.latest(found.indicator, visit.person),
                folder=catalogue.folder,
            )

        return desk.shown(request, shown)


def _summary(console: Console) -> str:
    count = len(console.catalogue.indicators())
    return said.catalogue_summary(count, len(console.catalogue.checks().problems))


SECTION = Section(NAME, "指标目录", _add, _summary)
