"""Plays WeChat for an official account: the server API and the caller of the callback.

Obeys the documented limits: stable tokens, customer messages only after the person wrote
(5 within 48 hours), five seconds for the passive reply and three retries.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from fastapi import FastAPI, Request
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from bot.clock import BUSINESS_ZONE, ManualClock
from tests.simulators.loopback import LoopbackServer

Answer = dict[str, Any]

WINDOW = timedelta(hours=48)
PER_CONTACT = 5


@dataclass
class WechatSimulator:
    """One account; `shown` holds the texts each person saw by customer message."""

    app_id: str = "wx2c2769f8efd9abc2"
    secret: str = "account-secret"
    token: str = "spamtest"
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    clock: ManualClock = field(
        default_factory=lambda: ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))
    )
    shown: list[tuple[str, str]] = field(default_factory=list)
    consenting: set[str] = field(default_factory=set)
    notices: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    is_ip_listed: bool = True

    def __post_init__(self) -> None:
        self._serial = itertools.count(1)
        self._token = ("", self.clock.now())
        self._scripted: deque[int] = deque()
        self._media: dict[str, bytes] = {}
        self._contacts: dict[str, datetime] = {}
        self._used: defaultdict[str, int] = defaultdict(int)
        self._crypto = WeChatCrypto(self.token, self.aes_key, self.app_id)

    def script(self, *codes: int) -> None:
        """Answer the next customer messages with these error codes."""
        self._scripted.extend(codes)

    def serve(self) -> LoopbackServer:
        """Return the server; its ``url + "/cgi-bin"`` is the API base URL."""
        app = FastAPI()
        app.add_api_route("/cgi-bin/stable_token", self._stable_token, methods=["POST"])
        app.add_api_route("/cgi-bin/message/custom/send", self._custom_send, methods=["POST"])
        app.add_api_route("/cgi-bin/media/upload", self._upload, methods=["POST"])
        app.add_api_route("/cgi-bin/message/subscribe/bizsend", self._bizsend, methods=["POST"])
        return LoopbackServer(app)

    async def _stable_token(self, request: Request) -> Answer:
        self.calls["stable_token"] += 1
        body = json.loads(await request.body())
        if not self.is_ip_listed:
            return {"errcode": 40164, "errmsg": "invalid ip, not in whitelist"}
        if body.get("grant_type") != "client_credential" or body.get("appid") != self.app_id:
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if body.get("secret") != self.secret:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if self._token[1] <= self.clock.now():
            expires_at = self.clock.now() + timedelta(seconds=7200)
            self._token = (f"token-{next(self._serial)}", expires_at)
        life = int((self._token[1] - self.clock.now()).total_seconds())
        return {"access_token": self._token[0], "expires_in": life}

    async def _custom_send(self, request: Request) -> Answer:
        self.calls["custom/send"] += 1
        if request.query_params.get("access_token") != self._token[0]:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        if self._scripted:
            return {"errcode": self._scripted.popleft(), "errmsg": "scripted"}
        payload = json.loads(await request.body())
        person = payload["touser"]
        contact = self._contacts.get(person)
        if contact is None or self.clock.now() - contact > WINDOW:
            return {"errcode": 45015, "errmsg": "response out of time limit"}
        if self._used[person] >= PER_CONTACT:
            return {"errcode": 45047, "errmsg": "out of response count limit"}
        if payload["msgtype"] == "image":
            self._used[person] += 1
            self.pictures.append((person, self._media[payload["image"]["media_id"]]))
            return {"errcode": 0, "errmsg": "ok"}
        content = payload["text"]["content"]
        if len(content.encode()) > 2048:
            return {"errcode": 45002, "errmsg": "content size out of limit"}
        self._used[person] += 1
        self.shown.append((person, content))
        return {"errcode": 0, "errmsg": "ok"}

    async def _upload(self, request: Request) -> Answer:
        if request.query_params.get("access_token") != self._token[0]:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        async with request.form() as form:
            media = form.get("media")
            content = b"" if media is None or isinstance(media, str) else await media.read()
        media_id = f"media-{next(self._serial)}"
        self._media[media_id] = content
        return {"type": "image", "media_id": media_id}

    async def _bizsend(self, request: Request) -> Answer:
        if request.query_params.get("access_token") != self._token[0]:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        payload = json.loads(await request.body())
        if payload["touser"] not in self.consenting:
            return {"errcode": 43101, "errmsg": "user refuse to accept the msg"}
        values = [entry["value"] for entry in payload["data"].values()]
        if payload["template_id"] != "T1" or not all(0 < len(value) <= 20 for value in values):
            return {"errcode": 47003, "errmsg": "argument invalid"}
        self.notices.append((payload["touser"], values[0]))
        return {"errcode": 0, "errmsg": "ok"}

    def text_xml(self, person: str, content: str, msg_id: str = "") -> str:
        """Return the plain XML of a text; writing opens the window of customer messages."""
        return self.xml(person, "text", Content=content, MsgId=msg_id or str(next(self._serial)))

    def xml(self, person: str, kind: str, **fields: str) -> str:
        """Return the plain XML of a message or event."""
        self._contacts[person] = self.clock.now()
        self._used[person] = 0
        fields = {
            "ToUserName": "gh_account",
            "FromUserName": person,
            "CreateTime": str(int(self.clock.now().timestamp())),
            "MsgType": kind,
            **fields,
        }
        lines = [f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items()]
        return f"<xml>{''.join(lines)}</xml>"

    def plain_query(self, nonce: str = "n1") -> dict[str, str]:
        """Return the query that proves the token alone (verification, plain mode)."""
        timestamp = str(int(self.clock.now().timestamp()))
        signer = WeChatSigner()
        signer.add_data(self.token, timestamp, nonce)
        return {"signature": str(signer.signature), "timestamp": timestamp, "nonce": nonce}

    def sealed(self, plain: str, nonce: str = "n1") -> tuple[dict[str, str], str]:
        """Return query and body of a callback in safe mode."""
        query = self.plain_query(nonce)
        envelope = fromstring(self._crypto.encrypt_message(plain, nonce, query["timestamp"]))
        signature = envelope.findtext("MsgSignature") or ""
        body = (
            "<xml><ToUserName><![CDATA[gh_account]]></ToUserName>"
            f"<Encrypt><![CDATA[{envelope.findtext('Encrypt')}]]></Encrypt></xml>"
        )
        return {**query, "encrypt_type": "aes", "msg_signature": signature}, body

    def read_passive(self, body: str) -> Element | None:
        """Return the decrypted passive reply, None when WeChat shows nothing.

        Raises:
            AssertionError: WeChat would show "该公众号提供的服务出现故障".
        """
        if body in {"", "success"}:
            return None
        sealed = fromstring(body)
        arguments = [sealed.findtext(name) for name in ("MsgSignature", "TimeStamp", "Nonce")]
        reply = fromstring(self._crypto.decrypt_message(body, *arguments))
        content = reply.findtext("Content")
        if not content or len(content.encode()) > 2048:
            raise AssertionError("WeChat shows a fault")
        return reply
