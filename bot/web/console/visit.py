"""One request for the console: who asks, in whose name, with which proof."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from bot.errors import UnknownPerson
from bot.identity import GUEST, Person
from bot.web.console.flash import Flash, read_flash
from bot.web.visit import CSRF_HEADER, Visit

# In a demonstration nobody signs in: the form's proof is tied to the browser instead.
PROOF_COOKIE = "bot_console"
CONSOLE_PATH = "/console"


@dataclass(frozen=True)
class ConsoleVisit:
    """`person` is in whose name things are done; `proof` is what every form must carry."""

    visit: Visit
    person: Person
    proof: str
    flash: Flash | None = None
    is_new_browser: bool = field(default=False)

    def link(self, path: str, **parameters: object) -> str:
        """Return an address that keeps the person chosen; empty parameters are left out."""
        given = {name: value for name, value in parameters.items() if value not in ("", None)}
        if self.visit.chosen:
            given["user"] = self.visit.chosen
        return f"{path}?{urlencode(given)}" if given else path

    def is_proven(self, given: str) -> bool:
        """Tell whether a change comes from one of our own pages."""
        return not self.is_new_browser and hmac.compare_digest(self.proof.encode(), given.encode())

    def remember(self, response: Response, *, is_secure: bool) -> None:
        """Give a demonstration's browser the cookie that its forms are tied to."""
        if self.is_new_browser:
            response.set_cookie(
                PROOF_COOKIE,
                self.proof,
                path=CONSOLE_PATH,
                httponly=True,
                samesite="strict",
                secure=is_secure,
            )


def enter(request: Request, visit: Visit, person_of: Callable[[str], Person]) -> ConsoleVisit:
    """Return the visit of the console; of the guest where nobody is signed in or chosen."""
    person = _person(visit, person_of)
    flash = read_flash(request)
    if visit.visitor is not None and visit.chosen is None:
        return ConsoleVisit(visit, person, visit.visitor.csrf_token, flash)
    known = request.cookies.get(PROOF_COOKIE, "")
    return ConsoleVisit(
        visit, person, known or secrets.token_urlsafe(32), flash, is_new_browser=not known
    )


def _person(visit: Visit, person_of: Callable[[str], Person]) -> Person:
    if visit.chosen is not None:
        try:
            return person_of(visit.chosen)
        except UnknownPerson:
            return GUEST
    return visit.visitor.person if visit.visitor is not None else GUEST


def proof_header(request: Request) -> str:
    """Return the proof that a script sends."""
    return request.headers.get(CSRF_HEADER, "")
