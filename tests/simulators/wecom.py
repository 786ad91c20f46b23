"""Plays WeCom: its server API for a self-built app, and the caller of the app's callback.

Obeys the documented limits (tokens, 2048 bytes, 30 per member and minute, duplicate check,
single-use response_code, 5 seconds and three retries). The crypto is wechatpy's, so that the
application's own is checked against another hand's.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import httpx
from fastapi import FastAPI, Request
from starlette.types import ASGIApp
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.clock import BUSINESS_ZONE, ManualClock
from tests.simulators.loopback import LoopbackServer
from tests.simulators.wecom_messages import Answer, refusal, refused_card, truncated

PER_MINUTE = 30
TOKEN_LIFE_S = 7200
RESPONSE_CODE_LIFE = timedelta(hours=72)
LOGIN_CODE_LIFE = timedelta(minutes=5)
RETRIES = 3


@dataclass(frozen=True)
class Delivered:
    """A message a member's phone showed."""

    member: str
    payload: dict[str, Any]
    msgid: str
    response_code: str = ""

    @property
    def text(self) -> str:
        """The text of a text message, "" for another kind."""
        return str(self.payload.get("text", {}).get("content", ""))


@dataclass(frozen=True)
class CallbackOutcome:
    """How the application dealt with one callback: each attempt's status (None: no answer in
    time), and the last body, decrypted when it was a passive reply."""

    statuses: tuple[int | None, ...]
    body: str
    passive: Element | None

    @property
    def is_accepted(self) -> bool:
        """Tell whether WeCom stopped repeating."""
        return self.statuses[-1] == 200


@dataclass
class WecomSimulator:
    """One corp with one app; members outside `members` do not exist.

    `clock` is the vendor's time and stands still until a test moves it.
    """

    corp_id: str = "wx5823bf96d3bd56c7"
    secret: str = "app-secret"
    agent_id: int = 1000002
    token: str = "QDG6eK"
    aes_key: str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
    members: set[str] = field(default_factory=lambda: {"zhangsan", "lisi"})
    unlicensed: set[str] = field(default_factory=set)
    clock: ManualClock = field(
        default_factory=lambda: ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))
    )
    patience_s: float = 5.0
    base_url: str = ""
    calls: Counter[str] = field(default_factory=Counter)
    sent: list[Delivered] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    updated_cards: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._serial = itertools.count(1)
        self._tokens: dict[str, datetime] = {}
        self._scripted: defaultdict[str, deque[tuple[int, dict[str, str]]]] = defaultdict(deque)
        self._recent: dict[str, datetime] = {}
        self._minute: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._response_codes: dict[str, datetime] = {}
        self._media: dict[str, bytes] = {}
        self._login_codes: dict[str, tuple[dict[str, str], datetime]] = {}
        self._crypto = WeChatCrypto(self.token, self.aes_key, self.corp_id)

    def script(self, path: str, *codes: int, hint: str = "scripted", **more: str) -> None:
        """Answer the next calls of `path` with these error codes, and `more` beside them."""
        self._scripted[path].extend((code, {"errmsg": hint, **more}) for code in codes)

    def invalidate_tokens(self) -> None:
        """Kill every token before its time, as Tencent may."""
        self._tokens.clear()

    def texts_to(self, member: str) -> list[str]:
        """Return the text messages `member` got, in order."""
        return [message.text for message in self.sent if message.member == member and message.text]

    def application(self) -> ASGIApp:
        """Return the server API under ``/cgi-bin``."""
        app = FastAPI()
        app.add_api_route("/cgi-bin/gettoken", self._gettoken, methods=["GET"])
        app.add_api_route("/cgi-bin/message/send", self._message_send, methods=["POST"])
        app.add_api_route(
            "/cgi-bin/message/update_template_card", self._update_card, methods=["POST"]
        )
        app.add_api_route("/cgi-bin/agent/get", self._agent_get, methods=["GET"])
        app.add_api_route("/cgi-bin/auth/getuserinfo", self._getuserinfo, methods=["GET"])
        app.add_api_route("/cgi-bin/media/upload", self._upload, methods=["POST"])
        return app

    def serve(self) -> LoopbackServer:
        """Return the loopback server; `base_url` is then the API base URL."""
        server = LoopbackServer(self.application())
        self.base_url = f"{server.url}/cgi-bin"
        return server

    async def _gettoken(self, corpid: str = "", corpsecret: str = "") -> Answer:
        with self._lock:
            self.calls["gettoken"] += 1
            if scripted := self._next_scripted("gettoken"):
                return scripted
            if corpid != self.corp_id:
                return refusal(40013, "invalid corpid")
            if corpsecret != self.secret:
                return refusal(40001, "invalid credential")
            for token, expires_at in self._tokens.items():
                if expires_at > self.clock.now():
                    return self._token_answer(token, expires_at)
            token = f"token-{next(self._serial)}"
            self._tokens[token] = self.clock.now() + timedelta(seconds=TOKEN_LIFE_S)
            return self._token_answer(token, self._tokens[token])

    def _token_answer(self, token: str, expires_at: datetime) -> Answer:
        life = int((expires_at - self.clock.now()).total_seconds())
        return {"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": life}

    async def _agent_get(self, request: Request) -> Answer:
        with self._lock:
            refused = self._refused_token(request) or self._next_scripted("agent/get")
        if refused:
            return refused
        if request.query_params.get("agentid") != str(self.agent_id):
            return refusal(301002, "not allow operate another agent with this accesstoken")
        return {"errcode": 0, "errmsg": "ok", "agentid": self.agent_id}

    def login_code(self, **identity: str) -> str:
        """Return the code a browser brings back: ``userid=…`` of a member, ``openid=…`` else."""
        code = f"login-{next(self._serial)}"
        self._login_codes[code] = (identity, self.clock.now() + LOGIN_CODE_LIFE)
        return code

    async def _getuserinfo(self, request: Request) -> Answer:
        with self._lock:
            refused = self._refused_token(request) or self._next_scripted("auth/getuserinfo")
            if refused:
                return refused
            known = self._login_codes.pop(request.query_params.get("code", ""), None)
        if known is None or known[1] <= self.clock.now():
            return refusal(40029, "invalid code")
        return {"errcode": 0, "errmsg": "ok", **known[0]}

    async def _message_send(self, request: Request) -> Answer:
        payload = json.loads(await request.body())
        with self._lock:
            self.calls["message/send"] += 1
            return (
                self._refused_token(request)
                or self._next_scripted("message/send")
                or self._refused_message(payload)
                or self._deliver(payload)
            )

    def _refused_token(self, request: Request) -> Answer | None:
        token = request.query_params.get("access_token", "")
        if not token:
            return refusal(41001, "access_token missing")
        if token not in self._tokens:
            return refusal(40014, "invalid access_token")
        if self._tokens[token] <= self.clock.now():
            return refusal(42001, "access_token expired")
        return None

    def _refused_message(self, payload: dict[str, Any]) -> Answer | None:
        kind = str(payload.get("msgtype", ""))
        if payload.get("agentid") != self.agent_id:
            return refusal(40056, "invalid agentid")
        if not isinstance(payload.get(kind), dict):
            return refusal(40008, "invalid message type")
        if kind == "text" and not payload["text"].get("content"):
            return refusal(44004, "empty content")
        if kind == "image" and payload["image"].get("media_id") not in self._media:
            return refusal(40007, "invalid media_id")
        return refused_card(payload["template_card"]) if kind == "template_card" else None

    def _deliver(self, payload: dict[str, Any]) -> Answer:
        wanted = str(payload.get("touser", "")).split("|")
        known = {member.casefold(): member for member in self.members}
        found = [known[name.casefold()] for name in wanted if name.casefold() in known]
        invalid = [name.lower() for name in wanted if name.casefold() not in known]
        if not found:
            return refusal(81013, "user & party & tag all invalid")
        unlicensed = [name for name in found if name in self.unlicensed]
        msgid = f"msg-{next(self._serial)}"
        code = f"code-{msgid}" if payload["msgtype"] == "template_card" else ""
        if code:
            self._response_codes[code] = self.clock.now() + RESPONSE_CODE_LIFE
        if not self._is_repeated(payload):
            for member in found:
                if member not in unlicensed:
                    self._show(member, payload, msgid, code)
        return {
            "errcode": 0,
            "errmsg": "ok",
            "invaliduser": "|".join(invalid),
            "unlicenseduser": "|".join(name.lower() for name in unlicensed),
            "msgid": msgid,
            **({"response_code": code} if code else {}),
        }

    def _is_repeated(self, payload: dict[str, Any]) -> bool:
        if payload.get("enable_duplicate_check") != 1:
            return False
        request = json.dumps(payload, sort_keys=True)
        interval = min(int(payload.get("duplicate_check_interval", 1800)), 4 * 3600)
        now = self.clock.now()
        is_repeated = request in self._recent and self._recent[request] > now
        if is_repeated:
            self.dropped.append(payload)
        else:
            self._recent[request] = now + timedelta(seconds=interval)
        return is_repeated

    def _show(self, member: str, payload: dict[str, Any], msgid: str, code: str) -> None:
        minute = self._minute[member]
        while minute and minute[0] <= self.clock.now() - timedelta(minutes=1):
            minute.popleft()
        if len(minute) >= PER_MINUTE:
            self.dropped.append(payload)
            return
        minute.append(self.clock.now())
        self.sent.append(Delivered(member, truncated(payload), msgid, code))

    async def _update_card(self, request: Request) -> Answer:
        payload = json.loads(await request.body())
        with self._lock:
            self.calls["message/update_template_card"] += 1
            refused = self._refused_token(request) or self._next_scripted(
                "message/update_template_card"
            )
            if refused:
                return refused
            expires_at = self._response_codes.pop(str(payload.get("response_code")), None)
            if expires_at is None or expires_at <= self.clock.now():
                return refusal(40096, "invalid response_code")
            self.updated_cards.append(payload)
            return {"errcode": 0, "errmsg": "ok", "invaliduser": []}

    async def _upload(self, request: Request) -> Answer:
        async with request.form() as form:
            media = form.get("media")
            content = b"" if media is None or isinstance(media, str) else await media.read()
        with self._lock:
            self.calls["media/upload"] += 1
            if refused := self._refused_token(request):
                return refused
            if len(content) <= 5:
                return refusal(41005, "media data missing")
            media_id = f"media-{next(self._serial)}"
            self._media[media_id] = content
            return {"errcode": 0, "errmsg": "ok", "type": "image", "media_id": media_id}

    def _next_scripted(self, path: str) -> Answer | None:
        if not self._scripted[path]:
            return None
        code, more = self._scripted[path].popleft()
        return {"errcode": code, **more}

    def text_xml(
        self, sender: str, content: str, msg_id: str = "1", *, agent_id: int | None = None
    ) -> str:
        """Return the plain XML of a text message."""
        return self.xml(
            sender, "text", Content=content, MsgId=msg_id, AgentID=str(agent_id or self.agent_id)
        )

    def xml(self, sender: str, kind: str, *, inner: str = "", **fields: str) -> str:
        """Return the plain XML of a message or event; `inner` is appended as it is."""
        fields = {
            "ToUserName": self.corp_id,
            "FromUserName": sender,
            "CreateTime": str(int(self.clock.now().timestamp())),
            "MsgType": kind,
            **fields,
        }
        lines = [f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items()]
        return f"<xml>{''.join(lines)}{inner}</xml>"

    def signed(
        self, plain: str, *, nonce: str = "nonce123", timestamp: int | None = None
    ) -> tuple[dict[str, str], str]:
        """Return the query and the body of the callback that carries `plain`."""
        moment = str(timestamp or int(self.clock.now().timestamp()))
        sealed = fromstring(self._crypto.encrypt_message(plain, nonce, moment))
        query = {
            "msg_signature": sealed.findtext("MsgSignature") or "",
            "timestamp": moment,
            "nonce": nonce,
        }
        return query, envelope(sealed.findtext("Encrypt") or "", self.corp_id, self.agent_id)

    def deliver_callback(self, url: str, plain: str) -> CallbackOutcome:
        """Call the application as WeCom does: 5 s to answer 200, else three retries."""
        query, body = self.signed(plain)
        statuses: list[int | None] = []
        answer = ""
        for _ in range(1 + RETRIES):
            try:
                response = httpx.post(
                    url, params=query, content=body.encode(), timeout=self.patience_s
                )
            except httpx.TimeoutException:
                statuses.append(None)
                continue
            statuses.append(response.status_code)
            answer = response.text
            if response.status_code == 200:
                break
        return CallbackOutcome(tuple(statuses), answer, self.read_passive(answer))

    def read_passive(self, body: str) -> Element | None:
        """Return the decrypted passive reply in `body`, None when it is empty."""
        if not body:
            return None
        sealed = fromstring(body)
        plain = self._crypto.decrypt_message(
            body,
            sealed.findtext("MsgSignature"),
            sealed.findtext("TimeStamp"),
            sealed.findtext("Nonce"),
        )
        return fromstring(plain)

    def press_button(self, url: str, card: Delivered, key: str) -> CallbackOutcome:
        """Let the card's reader press the button with `key`."""
        payload = card.payload["template_card"]
        keys = {button["key"] for button in payload["button_list"]}
        if key not in keys:
            raise AssertionError(f"the card has no button {key!r}")
        code = f"click-{next(self._serial)}"
        self._response_codes[code] = self.clock.now() + RESPONSE_CODE_LIFE
        plain = self.xml(
            card.member,
            "event",
            Event="template_card_event",
            EventKey=key,
            TaskId=payload["task_id"],
            CardType=payload["card_type"],
            ResponseCode=code,
            AgentID=str(self.agent_id),
        )
        return self.deliver_callback(url, plain)


def envelope(encrypted: str, corp_id: str, agent_id: int | str) -> str:
    """Return the outer XML of a callback."""
    return (
        f"<xml><ToUserName><![CDATA[{corp_id}]]></ToUserName>"
        f"<AgentID><![CDATA[{agent_id}]]></AgentID>"
        f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )
