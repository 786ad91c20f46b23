"""Plays WeCom's side of an AI bot: messages, polling, and the response_url."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from wechatpy.crypto import PrpCrypto
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from bot.clock import BUSINESS_ZONE, ManualClock
from tests.simulators.http_answer import HttpAnswer
from tests.simulators.loopback import LoopbackServer

Json = dict[str, Any]


@dataclass
class AibotSimulator:
    """One bot; `responded` holds what came to response_urls, each of which works once."""

    token: str = "QDG6eK"
    aes_key: str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
    clock: ManualClock = field(
        default_factory=lambda: ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))
    )
    responded: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._serial = itertools.count(1)
        self._used: set[str] = set()
        self._crypto = WeChatCrypto(self.token, self.aes_key, "")

    def serve(self) -> LoopbackServer:
        """Return the server behind response_urls."""
        app = FastAPI()
        app.add_api_route("/cgi-bin/aibot/response", self._respond, methods=["POST"])
        return LoopbackServer(app)

    async def _respond(self, request: Request, response_code: str) -> Json:
        if response_code in self._used:
            return {"errcode": 40096, "errmsg": "invalid response_code"}
        self._used.add(response_code)
        self.responded.append(json.loads(await request.body()))
        return {"errcode": 0, "errmsg": "ok"}

    def message(self, kind: str = "text", *, user: str = "zhangsan", **more: Any) -> Json:
        """Return a message from `user`, before encryption."""
        return {
            # No id of the published vectors, whose messages the same service may be sent.
            "msgid": f"simulated-{next(self._serial)}",
            "aibotid": "BOT",
            "chattype": "single",
            "from": {"userid": user},
            "msgtype": kind,
            **more,
        }

    def text(self, content: str, **more: Any) -> Json:
        """Return a text message."""
        return self.message(text={"content": content}, **more)

    def event(self, kind: str, **more: Any) -> Json:
        """Return an event; `more` is the event's own part."""
        return self.message("event", event={"eventtype": kind, **more})

    def poll(self, handle: str) -> Json:
        """Return WeCom's question for the state of a stream."""
        return self.message("stream", stream={"id": handle})

    def sealed(self, plain: str) -> tuple[dict[str, str], Json]:
        """Return the query and the body that carry `plain`, signed and encrypted."""
        timestamp, nonce = str(int(self.clock.now().timestamp())), f"nonce{next(self._serial)}"
        sealed = PrpCrypto(self._crypto.key).encrypt(plain, "").decode()
        query = {
            "msg_signature": self._signature(timestamp, nonce, sealed),
            "timestamp": timestamp,
            "nonce": nonce,
        }
        return query, {"encrypt": sealed}

    def post(self, client: TestClient, path: str, message: Json) -> HttpAnswer:
        """Deliver `message`, signed and encrypted."""
        query, body = self.sealed(json.dumps(message))
        answer: HttpAnswer = client.post(path, params=query, json=body)
        if answer.content:
            assert answer.json()["nonce"] == query["nonce"]
        return answer

    def opened(self, answer: HttpAnswer) -> Json:
        """Return the message inside an encrypted answer, its signature verified."""
        body = answer.json()
        assert set(body) == {"encrypt", "msgsignature", "timestamp", "nonce"}
        expected = self._signature(str(body["timestamp"]), body["nonce"], body["encrypt"])
        assert body["msgsignature"] == expected
        opened: Json = json.loads(PrpCrypto(self._crypto.key).decrypt(body["encrypt"], ""))
        return opened

    def ask(self, client: TestClient, path: str, message: Json) -> Json:
        """Deliver `message` and return the stream it is answered with."""
        opened = self.opened(self.post(client, path, message))
        stream: Json = opened["stream"]
        content, is_finished = stream["content"].encode(), stream["finish"]
        assert opened["msgtype"] == "stream"
        assert len(content) <= 20480
        assert is_finished or "msg_item" not in stream
        return stream

    def _signature(self, timestamp: str, nonce: str, sealed: str) -> str:
        signer = WeChatSigner()
        signer.add_data(self.token, timestamp, nonce, sealed)
        return str(signer.signature)
