"""Renders the board's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse

from bot.web import wording
from bot.web.board_page import Board, BoardPart, FigureAddress, Lamp, ProjectChoice
from bot.web.brief_page import Briefs
from bot.web.pages import render_page
from bot.web.trend_line import trend_line
from bot.web.visit import Visit

_PATHS = {
    BoardPart.INDICATORS: "/board",
    BoardPart.DELIVERABLES: "/board/deliverables",
    BoardPart.PROJECTS: "/board/projects",
    BoardPart.TASKS: "/board/tasks",
}
Link = Callable[..., str]


def indicators(visit: Visit, board: Board) -> HTMLResponse:
    """Return the first page: indicators, or what else the person may see of a city without
    figures."""
    return _page(
        "board_indicators.html",
        visit,
        board,
        BoardPart.INDICATORS,
        page=board.indicators(),
        lamps=(Lamp.RED, Lamp.YELLOW, Lamp.GREEN, Lamp.WAITING),
    )


def figure(visit: Visit, board: Board, address: FigureAddress) -> HTMLResponse | None:
    """Return one figure explained; None when there is none for the person."""
    found = board.figure(address)
    if found is None:
        return None
    return _page(
        "board_figure.html",
        visit,
        board,
        BoardPart.INDICATORS,
        figure=found,
        line=trend_line(found.trend),
    )


def deliverables(visit: Visit, board: Board) -> HTMLResponse | None:
    """Return the 九个一 matrix."""
    found = board.deliverables()
    if found is None:
        return None
    return _page("board_deliverables.html", visit, board, BoardPart.DELIVERABLES, page=found)


def projects(visit: Visit, board: Board, choice: ProjectChoice) -> HTMLResponse | None:
    """Return the ledger with its filters."""
    found = board.projects(choice)
    if found is None:
        return None
    return _page("board_projects.html", visit, board, BoardPart.PROJECTS, page=found)


def tasks(visit: Visit, board: Board, lamp: Lamp | None) -> HTMLResponse | None:
    """Return the tasks by light."""
    found = board.tasks(lamp)
    if found is None:
        return None
    return _page("board_tasks.html", visit, board, BoardPart.TASKS, page=found)


def task(visit: Visit, board: Board, task_no: str) -> HTMLResponse | None:
    """Return one task."""
    found = board.task(task_no)
    if found is None:
        return None
    return _page("board_task.html", visit, board, BoardPart.TASKS, page=found)


def brief(visit: Visit, board: Board, briefs: Briefs, code: str) -> HTMLResponse | None:
    """Return the supervision brief of a period; None when `code` names none."""
    found = briefs.page(code)
    if found is None:
        return None
    return _page("brief.html", visit, board, BoardPart.TASKS, page=found)


def briefs_refused(visit: Visit) -> HTMLResponse:
    """Say that briefs are for officials."""
    return _instead(
        visit, wording.BRIEFS_REFUSED, wording.BRIEFS_REFUSED_WHY, 403, may_be_seen=True
    )


def address_for(visit: Visit, path: str) -> str:
    """Return an address of ours that keeps whom the visitor of a demonstration acts as."""
    return _linker(visit.chosen)(path)


def nothing_here(visit: Visit) -> HTMLResponse:
    """Say that there is no such page; the same whether it does not exist or is not for you."""
    return _instead(visit, wording.BOARD_NOTHING, wording.BOARD_NOTHING_WHY, 404, may_be_seen=True)


def unavailable(visit: Visit, detail: str, *, status: int) -> HTMLResponse:
    """Say why the board cannot be shown now."""
    return _instead(visit, wording.BOARD_UNAVAILABLE, detail, status, may_be_seen=False)


def _instead(
    visit: Visit, message: str, detail: str, status: int, *, may_be_seen: bool
) -> HTMLResponse:
    """Say why there is no page; `may_be_seen` by somebody signed in, which a guest is offered."""
    return render_page(
        "board_missing.html",
        visit,
        status=status,
        message=message,
        detail=detail,
        offers_sign_in=may_be_seen and visit.visitor is None and not visit.services.is_demo,
    )


def _page(
    template: str,
    visit: Visit,
    board: Board,
    part: BoardPart,
    **context: Any,
) -> HTMLResponse:
    link = _linker(visit.chosen)
    tabs = [(wording.BOARD_PARTS[one], link(_PATHS[one]), one is part) for one in board.parts()]
    return render_page(
        template,
        visit,
        link=link,
        tabs=tabs,
        user=visit.chosen or "",
        people=visit.services.people() if visit.services.is_demo else (),
        **context,
    )


def _linker(user: str | None) -> Link:
    """Return a maker of addresses that keeps the person; empty parameters are left out."""

    def link(path: str, **parameters: object) -> str:
        given = {name: value for name, value in parameters.items() if value not in ("", None)}
        if user:
            given["user"] = user
        return f"{path}?{urlencode(given)}" if given else path

    return link
