"""运行状况: the addresses of the health page; checks run when somebody asks for them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.console import Console
from bot.web.console.desk import Desk
from bot.web.console.section import Section
from bot.web.console.visit import ConsoleVisit

NAME = "health"
PATH = "/console/health"


def add(routes: APIRouter, desk: Desk, console: Console) -> None:
    """Add the section's routes."""

    def asked(visit: ConsoleVisit) -> HTMLResponse:
        return desk.page(visit, "console_health.html", section=NAME, results=None)

    def checked(visit: ConsoleVisit) -> HTMLResponse:
        results = console.health.run(visit.person)
        findings = [finding for result in results for finding in result.findings]
        return desk.page(
            visit,
            "console_health.html",
            section=NAME,
            results=results,
            failed=sum(finding.state == "failed" for finding in findings),
            passed=sum(finding.state == "ok" for finding in findings),
        )

    @routes.get(PATH)
    def before(request: Request) -> Response:
        return desk.shown(request, asked)

    @routes.get(f"{PATH}/now")
    def now(request: Request) -> Response:
        return desk.shown(request, checked)


def _summary(_console: Console) -> str:
    return "数据源、渠道、队列与定时任务"


HEALTH = Section(NAME, "运行状况", add, _summary)
