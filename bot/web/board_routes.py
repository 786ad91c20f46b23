"""The addresses of the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from bot.errors import BotError, UnknownPerson
from bot.web import board_rendering as rendering
from bot.web.board_page import Board, FigureAddress, Lamp, ProjectChoice
from bot.web.services import WebServices
from bot.web.visit import Visit, visit_of

_LONGEST_CHOICE = 64
_HIGHEST_PAGE = 10_000
_HIGHEST_AMOUNT = 1e6

Word = Annotated[str, Query(max_length=_LONGEST_CHOICE)]
User = Annotated[str | None, Query(max_length=_LONGEST_CHOICE)]


Render = Callable[[Visit, Board], HTMLResponse | None]
Shown = Callable[[Request, str | None, Render], HTMLResponse]


def add_board(routes: APIRouter, services: WebServices) -> None:
    """Add the pages of the board to `routes`."""

    def shown(request: Request, user: str | None, render: Render) -> HTMLResponse:
        visit = visit_of(request, services, user)
        try:
            found = render(visit, services.board(visit.user))
        except UnknownPerson as exc:
            return rendering.unavailable(visit, str(exc), status=404)
        except BotError as exc:
            return rendering.unavailable(visit, str(exc), status=503)
        return found or rendering.nothing_here(visit)

    _add_figures(routes, shown)
    _add_projects(routes, shown)
    _add_tasks(routes, shown)


def _add_figures(routes: APIRouter, shown: Shown) -> None:
    @routes.get("/board", response_class=HTMLResponse, include_in_schema=False)
    def indicators(request: Request, user: User = None) -> HTMLResponse:
        return shown(request, user, lambda visit, board: rendering.indicators(visit, board))

    @routes.get("/board/figure", response_class=HTMLResponse, include_in_schema=False)
    def figure(
        request: Request,
        indicator: Word = "",
        industry: Word = "",
        place: Word = "",
        user: User = None,
    ) -> HTMLResponse:
        address = FigureAddress(indicator, industry, place)
        return shown(request, user, lambda visit, board: rendering.figure(visit, board, address))

    @routes.get("/board/deliverables", response_class=HTMLResponse, include_in_schema=False)
    def deliverables(request: Request, user: User = None) -> HTMLResponse:
        return shown(request, user, lambda visit, board: rendering.deliverables(visit, board))


def _add_projects(routes: APIRouter, shown: Shown) -> None:
    @routes.get("/board/projects", response_class=HTMLResponse, include_in_schema=False)
    def projects(
        request: Request,
        stage: Word = "",
        place: Word = "",
        industry: Word = "",
        amount: Word = "",
        late: Word = "",
        page: Word = "",
        user: User = None,
    ) -> HTMLResponse:
        choice = ProjectChoice(stage, place, industry, _amount(amount), bool(late), _page(page))
        return shown(request, user, lambda visit, board: rendering.projects(visit, board, choice))


def _add_tasks(routes: APIRouter, shown: Shown) -> None:
    @routes.get("/board/tasks", response_class=HTMLResponse, include_in_schema=False)
    def tasks(request: Request, lamp: Word = "", user: User = None) -> HTMLResponse:
        wanted = Lamp(lamp) if lamp in set(Lamp) else None
        return shown(request, user, lambda visit, board: rendering.tasks(visit, board, wanted))

    @routes.get("/board/tasks/{task_no}", response_class=HTMLResponse, include_in_schema=False)
    def task(request: Request, task_no: str, user: User = None) -> HTMLResponse:
        return shown(request, user, lambda visit, board: rendering.task(visit, board, task_no))


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
