"""The addresses of the supervision briefs: a page and an Excel file for each period."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from bot.errors import BotError, UnknownPerson
from bot.web import board_rendering as rendering
from bot.web.board_page import Board
from bot.web.brief_page import Briefs
from bot.web.headers import DATA_HEADERS
from bot.web.services import WebServices
from bot.web.visit import Visit, visit_of

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CHOICE = 64

User = Annotated[str | None, Query(max_length=_LONGEST_CHOICE)]
Answer = Callable[[Visit, Briefs, Board], Response | None]


def add_briefs(routes: APIRouter, services: WebServices) -> None:
    """Add the briefs' pages and files to `routes`."""

    def answered(request: Request, user: str | None, answer: Answer) -> Response:
        visit = visit_of(request, services, user)
        try:
            briefs = services.briefs(visit.user)
            if not briefs.is_open:
                return rendering.briefs_refused(visit)
            found = answer(visit, briefs, services.board(visit.user))
        except UnknownPerson as exc:
            return rendering.unavailable(visit, str(exc), status=404)
        except BotError as exc:
            return rendering.unavailable(visit, str(exc), status=503)
        return found or rendering.nothing_here(visit)

    @routes.get("/briefs", response_model=None, include_in_schema=False)
    def newest(request: Request, user: User = None) -> Response:
        return answered(
            request,
            user,
            lambda visit, briefs, _board: RedirectResponse(
                rendering.address_for(visit, f"/briefs/{briefs.current().code}")
            ),
        )

    @routes.get("/briefs/{code}.xlsx", response_model=None, include_in_schema=False)
    def excel(request: Request, code: str, user: User = None) -> Response:
        return answered(request, user, lambda _visit, briefs, _board: _file(briefs, code))

    @routes.get("/briefs/{code}", response_model=None, include_in_schema=False)
    def brief(request: Request, code: str, user: User = None) -> Response:
        return answered(
            request, user, lambda visit, briefs, board: rendering.brief(visit, board, briefs, code)
        )


def _file(briefs: Briefs, code: str) -> Response | None:
    page, content = briefs.page(code), briefs.excel(code)
    if page is None or content is None:
        return None
    name = quote(f"{page.title}.xlsx")
    disposition = f"attachment; filename=\"{page.code}.xlsx\"; filename*=UTF-8''{name}"
    return Response(
        content, media_type=_EXCEL, headers=DATA_HEADERS | {"Content-Disposition": disposition}
    )
