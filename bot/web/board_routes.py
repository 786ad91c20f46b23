"""The addresses of the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from bot.errors import BotError, UnknownPerson
from bot.web import board_rendering as rendering
from bot.web.board_page import Board, FigureAddress, Lamp, ProjectChoice
from bot.web.services import WebServices

_LONGEST_CHOICE = 64
_HIGHEST_PAGE = 10_000
_HIGHEST_AMOUNT = 1e6

Word = Annotated[str, Query(max_length=_LONGEST_CHOICE)]
User = Annotated[str | None, Query(max_length=_LONGEST_CHOICE)]


def add_board(routes: APIRouter, services: WebServices) -> None:
    """Add the pages of the board to `routes`."""

    def shown(user: str | None, render: Callable[[Board], HTMLResponse | None]) -> HTMLResponse:
        """Render for the person, who is a guest outside the demonstration until sign-in."""
        acting_as = user if services.is_demo else None
        try:
            found = render(services.board(acting_as or None))
        except UnknownPerson as exc:
            return rendering.unavailable(services, str(exc), status=404)
        except BotError as exc:
            return rendering.unavailable(services, str(exc), status=503)
        return found or rendering.nothing_here(services)

    @routes.get("/board", response_class=HTMLResponse, include_in_schema=False)
    def indicators(user: User = None) -> HTMLResponse:
        return shown(user, lambda board: rendering.indicators(services, board, user))

    @routes.get("/board/figure", response_class=HTMLResponse, include_in_schema=False)
    def figure(
        indicator: Word = "", industry: Word = "", place: Word = "", user: User = None
    ) -> HTMLResponse:
        address = FigureAddress(indicator, industry, place)
        return shown(user, lambda board: rendering.figure(services, board, user, address))

    @routes.get("/board/deliverables", response_class=HTMLResponse, include_in_schema=False)
    def deliverables(user: User = None) -> HTMLResponse:
        return shown(user, lambda board: rendering.deliverables(services, board, user))

    @routes.get("/board/projects", response_class=HTMLResponse, include_in_schema=False)
    def projects(
        stage: Word = "",
        place: Word = "",
        industry: Word = "",
        amount: Word = "",
        late: Word = "",
        page: Word = "",
        user: User = None,
    ) -> HTMLResponse:
        choice = ProjectChoice(stage, place, industry, _amount(amount), bool(late), _page(page))
        return shown(user, lambda board: rendering.projects(services, board, user, choice))

    @routes.get("/board/tasks", response_class=HTMLResponse, include_in_schema=False)
    def tasks(lamp: Word = "", user: User = None) -> HTMLResponse:
        wanted = Lamp(lamp) if lamp in set(Lamp) else None
        return shown(user, lambda board: rendering.tasks(services, board, user, wanted))

    @routes.get("/board/tasks/{task_no}", response_class=HTMLResponse, include_in_schema=False)
    def task(task_no: str, user: User = None) -> HTMLResponse:
        return shown(user, lambda board: rendering.task(services, board, user, task_no))


def _page(text: str) -> int:
    """Read a page number; what is none is the first page."""
    return max(1, min(int(text), _HIGHEST_PAGE)) if text.isdecimal() else 1


def _amount(text: str) -> float | None:
    """Read an amount in 亿元; what is no amount filters nothing."""
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if 0 < amount <= _HIGHEST_AMOUNT else None
