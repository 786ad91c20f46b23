"""One request for a page: who is looking, and on whose rights."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from bot.console.access import opens_console
from bot.errors import UnknownPerson
from bot.signin import Visitor
from bot.web.services import WebServices

SESSION_COOKIE = "bot_session"
CSRF_HEADER = "x-csrf-token"


@dataclass(frozen=True)
class Visit:
    """`visitor` is who the browser is signed in as, None for a guest; `chosen` is whom the
    visitor of a demonstration acts as."""

    services: WebServices
    visitor: Visitor | None
    chosen: str | None

    @property
    def user(self) -> str | None:
        """The user id whose rights hold; None is a guest."""
        if self.chosen is not None:
            return self.chosen
        return self.visitor.person.user_id if self.visitor else None

    @property
    def opens_console(self) -> bool:
        """Tell whether who is looking may use the console."""
        if self.chosen is None:
            return self.visitor is not None and opens_console(self.visitor.person)
        try:
            return opens_console(self.services.person(self.chosen))
        except UnknownPerson:
            return False

    def may_change(self, request: Request) -> bool:
        """Tell whether a request that changes something comes from one of our own pages.

        Another site can make a browser send its cookie along, but cannot read the token.
        """
        if self.visitor is None or self.chosen is not None:
            return True
        return self.visitor.allows(request.headers.get(CSRF_HEADER, ""))


def visit_of(request: Request, services: WebServices, chosen: str | None = None) -> Visit:
    """Return who makes `request`; `chosen` counts in a demonstration only."""
    token = request.cookies.get(SESSION_COOKIE, "")
    visitor = services.sign_in.visitor(token) if token else None
    return Visit(services, visitor, (chosen or None) if services.is_demo else None)
