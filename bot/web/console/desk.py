"""Lets people into the console, shows its pages and carries out what its forms ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.console.access import opens_console
from bot.errors import (
    AuditRefused,
    BotError,
    ConsoleRefused,
    PeopleRefused,
    UnknownAppeal,
    UnknownPerson,
    UnknownTask,
)
from bot.web.console import wording
from bot.web.console.flash import Flash, clear_flash, put_flash
from bot.web.console.forms import Form, read_form
from bot.web.console.visit import CONSOLE_PATH, ConsoleVisit, enter, proof_header
from bot.web.pages import render_page
from bot.web.services import WebServices
from bot.web.visit import visit_of
from retrieval.errors import RetrievalError

_ABSENT = (ConsoleRefused, UnknownPerson, UnknownTask, UnknownAppeal)
_FORBIDDEN = (AuditRefused, PeopleRefused)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class MenuEntry:
    """A section in the menu."""

    name: str
    title: str
    path: str


@dataclass(frozen=True)
class Done:
    """An action succeeded: what to say, where to go on, and the change it can be undone by."""

    text: str
    to: str
    undo: int | None = None


Show = Callable[[ConsoleVisit], Response | None]
# What is told only once is shown at once, not on the page that follows.
Act = Callable[[ConsoleVisit, Form], Done | Response]
Again = Callable[[ConsoleVisit, Form, str], Response]


class Desk:
    """What all sections share. Pages and actions run in a thread: they may block."""

    def __init__(self, services: WebServices, menu: Sequence[MenuEntry]) -> None:
        self._services = services
        self._menu = tuple(menu)

    def shown(self, request: Request, show: Show) -> Response:
        """Return the page that `show` makes; None of it is a page that does not exist."""
        visit = self._enter(request)
        if not opens_console(visit.person):
            return self._closed(visit)
        return self._made(request, visit, show)

    async def changed(
        self,
        request: Request,
        act: Act,
        *,
        back: str,
        again: Again | None = None,
        takes_files: bool = False,
    ) -> Response:
        """Carry out `act` for a form that was posted, and go on where it says.

        Refused, the person sees why: on the form again (`again`), else on the page `back`.
        """
        visit = await run_in_threadpool(self._enter, request)
        if not opens_console(visit.person):
            return await run_in_threadpool(self._closed, visit)
        form = Form({})
        try:
            form = await read_form(request, takes_files=takes_files)
            if not visit.is_proven(form.get("proof") or proof_header(request)):
                return await run_in_threadpool(
                    self.trouble, visit, wording.FORM_STALE, status=403, back=back
                )
            done = await run_in_threadpool(act, visit, form)
        except (BotError, RetrievalError) as exc:
            _log.info("console_refused", error=type(exc).__name__)
            return await run_in_threadpool(self._refused, request, visit, form, exc, back, again)
        if isinstance(done, Response):
            return done
        response = RedirectResponse(visit.link(done.to), status_code=303)
        put_flash(response, Flash(done.text, undo=done.undo), is_secure=self._is_secure(request))
        return response

    def page(
        self,
        visit: ConsoleVisit,
        template: str,
        *,
        section: str = "",
        status: int = 200,
        **context: Any,
    ) -> HTMLResponse:
        """Return `template`, which extends ``console.html``."""
        return render_page(
            template,
            visit.visit,
            status=status,
            link=visit.link,
            proof=visit.proof,
            flash=visit.flash,
            acting=visit.person,
            menu=self._menu if opens_console(visit.person) else (),
            section=section,
            user=visit.visit.chosen or "",
            people=self._services.people() if self._services.is_demo else (),
            **context,
        )

    def confirm(
        self,
        visit: ConsoleVisit,
        *,
        section: str,
        title: str,
        lines: Sequence[str],
        action: str,
        button: str,
        back: str,
        reason: bool = False,
        fields: dict[str, str] | None = None,
        problem: str = "",
    ) -> HTMLResponse:
        """Return the page that asks before something is done.

        `lines` say what will happen; `action` is where the form goes, with `fields` hidden in
        it and, if `reason`, a field “reason” that must be filled in.
        """
        return self.page(
            visit,
            "console_confirm.html",
            section=section,
            status=422 if problem else 200,
            title=title,
            lines=lines,
            action=action,
            button=button,
            back=back,
            asks_reason=reason,
            fields=fields or {},
            problem=problem,
        )

    def trouble(
        self,
        visit: ConsoleVisit,
        what: str,
        *,
        detail: str = "",
        status: int,
        back: str = CONSOLE_PATH,
    ) -> HTMLResponse:
        """Return the page that says what went wrong, in the section that `back` lies in."""
        return self.page(
            visit,
            "console_trouble.html",
            section=_section_of(back),
            status=status,
            what=what,
            detail=detail,
            back=back,
        )

    def _list_of(self, request: Request) -> str:
        """Return the first page of the section that was asked for, else the console's."""
        section = _section_of(request.url.path)
        return next((one.path for one in self._menu if one.name == section), CONSOLE_PATH)

    def _enter(self, request: Request) -> ConsoleVisit:
        chosen = request.query_params.get("user", "")[:64]
        visit = visit_of(request, self._services, chosen)
        return enter(request, visit, self._services.person)

    def _made(self, request: Request, visit: ConsoleVisit, show: Show) -> Response:
        back = self._list_of(request)
        try:
            page = show(visit)
        except _ABSENT as exc:
            page = self.trouble(visit, exc.what, detail=exc.remedy, status=404, back=back)
        except _FORBIDDEN as exc:
            page = self.trouble(visit, exc.what, detail=exc.remedy, status=403)
        except BotError as exc:
            _log.warning("console_unavailable", error=type(exc).__name__)
            page = self.trouble(visit, exc.what, detail=f"{exc.why} {exc.remedy}", status=503)
        except RetrievalError as exc:
            _log.warning("console_unavailable", error=type(exc).__name__)
            page = self.trouble(visit, exc.what, detail=exc.advice, status=503)
        return self._leave(
            request, visit, page or self.trouble(visit, wording.NOT_FOUND, status=404, back=back)
        )

    def _leave(self, request: Request, visit: ConsoleVisit, page: Response) -> Response:
        visit.remember(page, is_secure=self._is_secure(request))
        if visit.flash is not None:
            clear_flash(page)
        return page

    def _closed(self, visit: ConsoleVisit) -> HTMLResponse:
        _log.info("console_closed", user=visit.person.user_id)
        return self.page(
            visit,
            "console_closed.html",
            status=403,
            is_guest=not visit.person.user_id,
        )

    def _refused(
        self,
        request: Request,
        visit: ConsoleVisit,
        form: Form,
        exc: BotError | RetrievalError,
        back: str,
        again: Again | None,
    ) -> Response:
        if again is not None and form.fields:
            # What the form is for may be gone since it was opened.
            return self._made(request, visit, lambda _: again(visit, form, str(exc)))
        response = RedirectResponse(visit.link(back), status_code=303)
        flash = Flash(str(exc), is_trouble=True)
        put_flash(response, flash, is_secure=self._is_secure(request))
        return response

    def _is_secure(self, request: Request) -> bool:
        return self._services.sign_in.is_secure or request.url.scheme == "https"


def _section_of(path: str) -> str:
    return path.removeprefix(CONSOLE_PATH).strip("/").partition("/")[0]
