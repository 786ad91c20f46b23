"""Opens the console over the demonstration city, in a test client or a real browser."""

from __future__ import annotations

import functools
import re

from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.serving.page_services import PageServices
from bot.web import router
from bot.web.console import router as console_router
from bot.web.unserved import add_unserved
from bot.wiring import Parts

ADMIN, SUPERVISOR, OFFICIAL, LEADER, ENTERPRISE = "u038", "u003", "u007", "u001", "e001"


@functools.lru_cache(maxsize=1)
def console_app(parts: Parts) -> FastAPI:
    """All pages over a city, without channels; one for all who open it, as in a service."""
    app = FastAPI()
    services = PageServices(parts)
    app.include_router(router(services))
    app.include_router(console_router(services, parts.console))
    add_unserved(app, services)
    return app


def console_client(parts: Parts) -> TestClient:
    """A browser of its own, without scripts; redirects are not followed."""
    return TestClient(console_app(parts), raise_server_exceptions=False, follow_redirects=False)


def proof_in(page: str) -> str:
    """Return what a form of `page` carries to prove where it comes from."""
    found = re.search(r'name="proof" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]
