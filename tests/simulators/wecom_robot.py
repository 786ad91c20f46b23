"""Plays the webhook of WeCom group robots, with its limits."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fastapi import FastAPI, Request

from bot.clock import BUSINESS_ZONE, ManualClock
from tests.simulators.loopback import LoopbackServer

Answer = dict[str, Any]

_BYTES = {"text": 2048, "markdown": 4096, "markdown_v2": 4096}


@dataclass
class WecomRobotSimulator:
    """Robots by key; `shown` holds what each group saw."""

    keys: set[str] = field(default_factory=lambda: {"robot-key"})
    clock: ManualClock = field(
        default_factory=lambda: ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))
    )
    shown: list[dict[str, Any]] = field(default_factory=list)
    calls: int = 0

    def __post_init__(self) -> None:
        self._minute: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def serve(self) -> LoopbackServer:
        """Return the server; a robot is ``url + "/cgi-bin/webhook/send?key=…"``."""
        app = FastAPI()
        app.add_api_route("/cgi-bin/webhook/send", self._send, methods=["POST"])
        return LoopbackServer(app)

    async def _send(self, request: Request) -> Answer:
        self.calls += 1
        key = request.query_params.get("key", "")
        if key not in self.keys:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        minute = self._minute[key]
        while minute and minute[0] <= self.clock.now() - timedelta(minutes=1):
            minute.popleft()
        if len(minute) >= 20:
            return {"errcode": 45009, "errmsg": "api freq out of limit"}
        payload = json.loads(await request.body())
        refused = _refused(payload)
        if refused is None:
            minute.append(self.clock.now())
            self.shown.append(payload)
        return refused or {"errcode": 0, "errmsg": "ok"}


def _refused(payload: dict[str, Any]) -> Answer | None:
    kind = payload.get("msgtype", "")
    content = payload.get(kind, {})
    if kind in _BYTES:
        is_sound = 0 < len(content.get("content", "").encode()) <= _BYTES[kind]
        return None if is_sound else {"errcode": 40058, "errmsg": "content exceeds max length"}
    if kind != "image":
        return {"errcode": 40008, "errmsg": "invalid message type"}
    try:
        picture = base64.b64decode(content["base64"], validate=True)
    except binascii.Error:
        return {"errcode": 301019, "errmsg": "image md5 mismatch"}
    if len(picture) > 2 * 1024 * 1024:
        return {"errcode": 45001, "errmsg": "media size out of limit"}
    if hashlib.md5(picture, usedforsecurity=False).hexdigest() != content.get("md5"):
        return {"errcode": 301019, "errmsg": "image md5 mismatch"}
    return None
