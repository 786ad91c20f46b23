"""Plays the Bot API of Telegram, with its limits, and the caller of the webhook."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from tests.simulators.loopback import LoopbackServer

Json = dict[str, Any]


@dataclass
class TelegramSimulator:
    """One bot. `shown` holds what chats saw; `script` the next errors of a method."""

    token: str = "123456:bot-token"
    secret_token: str = "webhook-secret"
    blocked: set[str] = field(default_factory=set)
    upgraded: dict[str, int] = field(default_factory=dict)
    """Groups that became supergroups, and their chat ids as such."""
    shown: list[Json] = field(default_factory=list)
    edits: list[Json] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    webhook_info: Json = field(default_factory=lambda: {"url": "", "pending_update_count": 0})

    def __post_init__(self) -> None:
        self._serial = itertools.count(1)
        self._updates = itertools.count(700_000)
        self._scripted: defaultdict[str, deque[Json]] = defaultdict(deque)

    def script(self, method: str, code: int, description: str, **parameters: int) -> None:
        """Answer the next call of `method` with this error."""
        error = {"ok": False, "error_code": code, "description": description}
        self._scripted[method].append({**error, "parameters": parameters} if parameters else error)

    def serve(self) -> LoopbackServer:
        """Return the server; its ``url`` is the API base URL."""
        app = FastAPI()
        app.add_api_route("/bot{token}/{method}", self._call, methods=["POST"])
        return LoopbackServer(app)

    async def _call(self, token: str, method: str, request: Request) -> JSONResponse:
        self.calls.append(method)
        if token != self.token:
            return _answer({"ok": False, "error_code": 401, "description": "Unauthorized"})
        if self._scripted[method]:
            return _answer(self._scripted[method].popleft())
        if request.headers["content-type"].startswith("multipart/"):
            async with request.form() as form:
                payload: Json = {name: form[name] for name in form}
        else:
            payload = json.loads(await request.body())
        return _answer(self._perform(method, payload))

    def _perform(self, method: str, payload: Json) -> Json:
        chat_id = str(payload.get("chat_id", ""))
        if chat_id in self.blocked:
            return _refused(403, "Forbidden: bot was blocked by the user")
        if chat_id in self.upgraded:
            return {
                **_refused(400, "Bad Request: group chat was upgraded to a supergroup chat"),
                "parameters": {"migrate_to_chat_id": self.upgraded[chat_id]},
            }
        match method:
            case "getMe":
                return {"ok": True, "result": {"id": 1, "is_bot": True}}
            case "getWebhookInfo":
                return {"ok": True, "result": self.webhook_info}
            case "sendMessage":
                return _refused_text(payload) or self._show(payload)
            case "sendPhoto":
                if len(payload.get("caption", "")) > 1024:
                    return _refused(400, "Bad Request: message caption is too long")
                return self._show(payload)
            case "editMessageReplyMarkup":
                if payload in self.edits:
                    return _refused(400, "Bad Request: message is not modified")
                self.edits.append(payload)
                return {"ok": True, "result": {"message_id": payload["message_id"]}}
            case _:
                return _refused(404, "Not Found")

    def _show(self, payload: Json) -> Json:
        self.shown.append(payload)
        return {"ok": True, "result": {"message_id": next(self._serial)}}

    def update(
        self, text: str = "", *, chat_id: int = 42, kind: str = "private", **more: Any
    ) -> Json:
        """Return an update with a message."""
        message = {
            "message_id": next(self._serial),
            "date": 1_790_000_000,
            "from": {"id": 42, "is_bot": False, "first_name": "三"},
            "chat": {"id": chat_id, "type": kind},
            **({"text": text} if text else {}),
            **more,
        }
        return {"update_id": next(self._updates), "message": message}

    def press(self, data: str, *, chat_id: int = 42) -> Json:
        """Return the update of somebody pressing the button with `data`, on the last message."""
        message = {
            "message_id": next(self._serial),
            "chat": {"id": chat_id, "type": "private"},
            "reply_markup": self.shown[-1].get("reply_markup", {}) if self.shown else {},
        }
        query = {"id": f"query-{next(self._serial)}", "data": data, "message": message}
        return {"update_id": next(self._updates), "callback_query": query}


class _Markup(HTMLParser):
    """What is shown of a text in HTML mode."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.shown = ""
        self.is_sound = True

    def handle_data(self, data: str) -> None:
        self.shown += data
        self.is_sound = self.is_sound and "<" not in data

    def handle_entityref(self, name: str) -> None:
        self.shown += "&"
        self.is_sound = self.is_sound and name in {"lt", "gt", "amp", "quot"}

    def handle_charref(self, name: str) -> None:
        self.shown += name[:1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.is_sound = self.is_sound and tag in {"a", "b", "i", "code", "pre"}


def _refused_text(payload: Json) -> Json | None:
    text = str(payload.get("text", ""))
    if payload.get("parse_mode") == "HTML":
        markup = _Markup()
        markup.feed(text)
        markup.close()
        if not markup.is_sound:
            return _refused(400, "Bad Request: can't parse entities: unsupported start tag")
        text = markup.shown
    if not text.strip():
        return _refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        return _refused(400, "Bad Request: message is too long")
    for row in payload.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
                return _refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return None


def _refused(code: int, description: str) -> Json:
    return {"ok": False, "error_code": code, "description": description}


def _answer(answer: Json) -> JSONResponse:
    return JSONResponse(answer, status_code=answer.get("error_code", 200))
