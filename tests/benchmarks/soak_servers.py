"""The vendor and the statistics service of a soak, each in a process of its own and moody."""

from __future__ import annotations

import asyncio
import csv
import time
from collections import Counter
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.simulators.wecom import WecomSimulator

# Longer than the service waits for the vendor.
STALL_S = 15.0


def is_away(period_s: float, away_s: float, started: float) -> bool:
    """Tell whether a server is in the last `away_s` of its present `period_s`."""
    return (time.monotonic() - started) % period_s > period_s - away_s


class StallingVendor:
    """WeCom in real time, which takes no answer for `away_s` of every `period_s`."""

    def __init__(self, members: set[str], period_s: float, away_s: float) -> None:
        self._members = members
        self._period_s, self._away_s = period_s, away_s

    def __call__(self) -> ASGIApp:
        """Return the application; `GET /shown` counts what each member's phone showed."""
        wecom = WecomSimulator(members=self._members)
        vendor = wecom.application()
        started = time.monotonic()

        async def keep_time() -> None:
            while True:
                await asyncio.sleep(1)
                wecom.clock.advance(timedelta(seconds=1))

        @asynccontextmanager
        async def lifespan(_app: FastAPI) -> Any:
            ticking = asyncio.create_task(keep_time())
            yield
            ticking.cancel()

        app = FastAPI(lifespan=lifespan)

        @app.get("/shown")
        def shown() -> dict[str, int]:
            return dict(Counter(message.member for message in wecom.sent))

        async def moody(scope: Scope, receive: Receive, send: Send) -> None:
            if is_away(self._period_s, self._away_s, started):
                await asyncio.sleep(STALL_S)
            await vendor(scope, receive, send)

        app.mount("/", moody)
        return app


class FailingStatistics:
    """The bureau's paged JSON service, which fails for `away_s` of every `period_s`."""

    def __init__(self, folder: Path, period_s: float, away_s: float) -> None:
        self._folder = folder
        self._period_s, self._away_s = period_s, away_s

    def __call__(self) -> ASGIApp:
        """Return the application; it serves the demonstration's tables."""
        lines: dict[str, list[dict[str, str]]] = {}
        for path in self._folder.glob("*.csv"):
            with path.open(encoding="utf-8-sig", newline="") as stream:
                lines[path.stem] = list(csv.DictReader(stream))
        started = time.monotonic()
        app = FastAPI()

        @app.get("/api/{dataset}")
        def rows(dataset: str, request: Request) -> JSONResponse:
            if is_away(self._period_s, self._away_s, started):
                return JSONResponse({"error": "maintenance"}, status_code=503)
            wanted = request.query_params
            found = [line for line in lines[dataset] if _fits(line, wanted.multi_items())]
            page, size = int(wanted["page"]), int(wanted["page_size"])
            part = found[(page - 1) * size : page * size]
            cleaned = [{name: value or None for name, value in line.items()} for line in part]
            return JSONResponse({"rows": cleaned, "has_more": page * size < len(found)})

        return app


def _fits(line: dict[str, str], wanted: list[tuple[str, str]]) -> bool:
    equal: dict[str, set[str]] = {}
    for name, value in wanted:
        column, _, bound = name.partition("__")
        if column not in line:
            continue
        if bound == "min" and line[column] < value:
            return False
        if bound == "max" and line[column] > value:
            return False
        if not bound:
            equal.setdefault(column, set()).add(value)
    return all(_is_among(line[column], values) for column, values in equal.items())


def _is_among(held: str, values: set[str]) -> bool:
    if held in values:
        return True
    try:
        return float(held) in {float(value) for value in values}
    except ValueError:
        return False
