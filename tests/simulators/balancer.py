"""Plays the load balancer in front of several processes: each request to the next one in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import httpx
from fastapi import FastAPI, Request, Response

PATIENCE_S = 30.0
_OWN_TO_A_HOP = {"connection", "content-length", "host", "transfer-encoding", "keep-alive"}


class Balancer:
    """`addresses` gives the URLs to share requests among, as they are now."""

    def __init__(self, addresses: Callable[[], Sequence[str]]) -> None:
        self._addresses = addresses
        self._turn = 0
        self._client = httpx.AsyncClient(timeout=PATIENCE_S)
        self.requests: Counter[str] = Counter()

    def application(self) -> FastAPI:
        """Return the balancer as an application."""
        app = FastAPI()
        app.add_api_route("/{path:path}", self._pass_on, methods=["GET", "POST"])
        return app

    async def _pass_on(self, request: Request, path: str) -> Response:
        body = await request.body()
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _OWN_TO_A_HOP}
        addresses = self._addresses()
        for _ in addresses:
            self._turn += 1
            address = addresses[self._turn % len(addresses)]
            try:
                answer = await self._client.request(
                    request.method,
                    f"{address}/{path}",
                    params=request.query_params,
                    content=body,
                    headers=headers,
                )
            except httpx.TransportError:
                # As real ones do: who does not answer is passed over, the sender may repeat.
                continue
            self.requests[address] += 1
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in _OWN_TO_A_HOP}
            kept.pop("content-encoding", None)
            return Response(answer.content, answer.status_code, kept)
        return Response("nobody answers", 502)
