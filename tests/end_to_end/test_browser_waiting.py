"""What measures a page waits for the one that a click has asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, StreamingResponse

from tests.bot.web.chromium import DESK, chromium, has_sideways_scroll, opened
from tests.bot.web.reading import small_targets
from tests.bot.web.serving import served

pytestmark = pytest.mark.browser


async def _coming() -> AsyncIterator[str]:
    # The headers are out before the first text is asked for.
    await asyncio.sleep(0.3)
    yield '<p style="width: 3000px"><button style="width: 9px">x</button></p>'


def _pages() -> FastAPI:
    app = FastAPI()

    @app.get("/")
    def first() -> HTMLResponse:
        return HTMLResponse('<a href="/late">late</a>')

    @app.get("/late")
    def late() -> StreamingResponse:
        return StreamingResponse(_coming(), media_type="text/html")

    return app


def test_a_page_whose_text_is_still_coming_is_measured_once_it_is_there(tmp_path: Path) -> None:
    with served(_pages()) as address, chromium(tmp_path) as browser:
        for measured in (has_sideways_scroll, small_targets):
            with opened(browser, address, DESK) as page:
                page.get_by_role("link", name="late").click()
                assert measured(page)
