"""One request for a page: who is looking, and on whose rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import Request

from bot.console.access import opens_console
from bot.errors import UnknownPerson
from bot.signin import Visitor
from bot.web import wording
from bot.web.services import WebServices

SESSION_COOKIE = "bot_session"
CSRF_HEADER = "x-csrf-token"
SIGN_IN_PATH = "/signin"
LONGEST_ADDRESS = 512
"""Of an address to come back to after signing in."""


class Objection(NamedTuple):
    """Why a request is not taken: HTTP's status, and words for the person."""

    status: int
    detail: str


@dataclass(frozen=True)
class Visit:
    """`visitor` is who the browser is signed in as, None for a guest; `chosen` is whom the
    visitor of a demonstration acts as. `address` is the page being looked at."""

    services: WebServices
    visitor: Visitor | None
    chosen: str | None
    address: str = "/"

    @property
    def user(self) -> str | None:
        """The user id whose rights hold; None is a guest."""
        if self.chosen is not None:
            return self.chosen
        return self.visitor.person.user_id if self.visitor else None

    @property
    def sign_in_url(self) -> str:
        """Return where to sign in or out, and to come back from to what is being looked at."""
        is_start = self.address == "/" or self.address.startswith(SIGN_IN_PATH)
        if is_start or len(self.address) > LONGEST_ADDRESS:
            return SIGN_IN_PATH
        return f"{SIGN_IN_PATH}?{urlencode({'next': self.address})}"

    @property
    def opens_console(self) -> bool:
        """Tell whether who is looking may use the console."""
        if self.chosen is None:
            return self.visitor is not None and opens_console(self.visitor.person)
        try:
            return opens_console(self.services.person(self.chosen))
        except UnknownPerson:
            return False

    def objection(self, request: Request) -> Objection | None:
        """Return why a page's request in somebody's name is not taken; None when it is.

        Another site can make a browser send its cookie along, but cannot read the token. A token
        without a session comes from a page whose session has ended meanwhile: its reader believes
        to be signed in and must not be answered as a guest.
        """
        token = request.headers.get(CSRF_HEADER, "")
        if self.visitor is None:
            return Objection(401, wording.SESSION_ENDED) if token else None
        if self.chosen is not None or self.visitor.allows(token):
            return None
        return Objection(403, wording.NOT_OUR_PAGE)


def visit_of(request: Request, services: WebServices, chosen: str | None = None) -> Visit:
    """Return who makes `request`; `chosen` counts in a demonstration only."""
    token = request.cookies.get(SESSION_COOKIE, "")
    visitor = services.sign_in.visitor(token) if token else None
    chosen = (chosen or None) if services.is_demo else None
    return Visit(services, visitor, chosen, _address(request))


def _address(request: Request) -> str:
    """Return the page asked for; what a form is sent to is no page to come back to."""
    if request.method not in {"GET", "HEAD"}:
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
