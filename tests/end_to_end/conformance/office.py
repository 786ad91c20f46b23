"""The whole application with every channel switched on, and every vendor simulated.

Only the dialogue is scripted, so that a test decides how long an answer takes and what it is.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from fastapi.testclient import TestClient

from bot.app import create_app
from bot.channels.intake.model import InboundMessageRow
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.delivery.limits import channel_queue
from bot.dialogue import Dialogue
from bot.dialogue.answering import QUEUE
from bot.identity import Person
from bot.messages import InboundMessage, Outcome, Reply
from bot.settings import Settings, load_settings
from bot.wiring import Parts
from tests.bot.channels.callback_vectors import Vector, key
from tests.databases import settings_at
from tests.end_to_end.serving import ANSWER_S
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.wechat import WechatSimulator
from tests.simulators.wecom import WecomSimulator
from tests.simulators.wecom_aibot import AibotSimulator
from tests.simulators.wecom_robot import WecomRobotSimulator

WECOM, AIBOT, WECHAT, TELEGRAM = (
    "/wecom/callback",
    "/wecom/aibot",
    "/wechat/callback",
    "/telegram/webhook",
)
# A robot only tells: what waits for its next minute is no answer.
ANSWERING = ("wecom_app", "wecom_aibot", "wechat_official", "telegram")
# Takes nothing away by XML or by vendor, and fills three messages.
AWKWARD = "含]]>标记、\U0001f600表情与\n换行。" + "五大主导产业高质量发展。" * 400
SLOW, BROKEN, LONG = "慢", "坏", "长"


class ScriptedDialogue(Dialogue):
    """Answers by repeating; `SLOW` waits until `go_on`, `BROKEN` fails, `LONG` is long."""

    def __init__(self) -> None:
        super().__init__([], None, None)  # type: ignore[arg-type]
        self.go_on = threading.Event()
        self.asked: list[str] = []

    def answer(self, message: InboundMessage, person: Person) -> Reply:
        """Return the scripted reply."""
        self.asked.append(message.message_id)
        if message.text == BROKEN:
            raise RuntimeError("a skill fails")
        if message.text == SLOW and not self.go_on.wait(ANSWER_S):
            raise TimeoutError("nobody was acknowledged while this answer was awaited")
        text = AWKWARD if message.text == LONG else f"{person.name}说：{message.text}"
        return Reply(intent="help", text=text, outcome=Outcome.ANSWERED)


class Office:
    """The running application; use as a context manager. `http` reaches its routes."""

    def __init__(self, folder: Path) -> None:
        now = datetime.now(BUSINESS_ZONE)
        members = {f"member{number}" for number in range(100)} | {"mycreate", "zhangsan"}
        self.wecom = WecomSimulator(members=members, clock=ManualClock(now))
        self.aibot = AibotSimulator(clock=ManualClock(now))
        self.wechat = WechatSimulator(clock=ManualClock(now))
        self.robots = WecomRobotSimulator(clock=ManualClock(now))
        self.telegram = TelegramSimulator()
        self.dialogue = ScriptedDialogue()
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.parts = Parts(self.settings())
        self.parts.dialogue = self.dialogue
        app = create_app(self.parts.settings, parts=self.parts)
        self.http = self._stack.enter_context(TestClient(app, raise_server_exceptions=False))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.dialogue.go_on.set()
        self._stack.close()

    def settings(self, **more: object) -> Settings:
        """Return the settings that switch everything on; the vectors are old, so the window is
        off unless `callback_window_s` says otherwise."""
        window = {"callback_window_s": 0, **{k: v for k, v in more.items() if k != "agent_id"}}
        agent_id = more.get("agent_id", self.wecom.agent_id)
        api = {name: self._served(name) for name in ("wecom", "aibot", "wechat", "robots")}
        k1, k2 = key("K1"), key("K2")
        robot = f"{api['robots']}/cgi-bin/webhook/send?key=robot-key"
        return load_settings(
            **settings_at(self._folder),
            retrieval={"model": "hashing"},
            intake={"per_sender": 1000},
            wecom={
                "corp_id": k1.receive_id,
                "secret": self.wecom.secret,
                "token": k1.token,
                "aes_key": k1.aes_key,
                "api_base_url": f"{api['wecom']}/cgi-bin",
                "agent_id": agent_id,
                **window,
            },
            wecom_aibot={
                "token": k1.token,
                "aes_key": k1.aes_key,
                "api_base_url": f"{api['aibot']}/cgi-bin",
                **window,
            },
            wecom_robot={"webhooks": {"督查群": robot}},
            wechat={
                "app_id": k2.receive_id,
                "secret": self.wechat.secret,
                "token": k2.token,
                "aes_key": k2.aes_key,
                "api_base_url": f"{api['wechat']}/cgi-bin",
                "passive_wait_s": 3.0,
                **window,
            },
            telegram={
                "token": self.telegram.token,
                "secret_token": self.telegram.secret_token,
                "username": "policy_bot",
                "api_base_url": self._served("telegram"),
            },
        )

    def _served(self, vendor: str) -> str:
        if not hasattr(self, "_urls"):
            self._urls: dict[str, str] = {}
        if vendor not in self._urls:
            server = getattr(self, vendor).serve()
            self._urls[vendor] = self._stack.enter_context(server).url
        return self._urls[vendor]

    def post_vector(self, path: str, sealed: Vector, *, agent_id: int | None = None) -> int:
        """Deliver a published vector to the app's route at `path`; return the status."""
        if path == AIBOT:
            content = {"encrypt": sealed.encrypted}
            return self.http.post(path, params=sealed.query, json=content).status_code
        body = sealed.envelope(agent_id or self.wecom.agent_id, key("K1").receive_id)
        return self.http.post(path, params=sealed.query, content=body.encode()).status_code

    def post_wecom(self, plain: str, nonce: str = "nonce123") -> int:
        """Deliver a WeCom message, sealed now; return the status."""
        query, body = self.wecom.signed(plain, nonce=nonce)
        return self.http.post(WECOM, params=query, content=body.encode()).status_code

    def taken_in(self, channel: str) -> list[InboundMessageRow]:
        """Return the messages the application took in from `channel`, in order."""
        with self.parts.intake_sessions() as session:
            rows = session.scalars(
                sa.select(InboundMessageRow)
                .where(InboundMessageRow.channel == channel)
                .order_by(InboundMessageRow.id)
            )
            return list(rows)

    def is_at_rest(self) -> bool:
        """Tell whether everything that was taken in has been answered and nothing is being sent."""
        kept = sa.select(sa.func.count()).where(InboundMessageRow.relayed_at.is_(None))
        with self.parts.intake_sessions() as session:
            if session.scalar(kept):
                return False
        queues = [QUEUE, *(channel_queue(channel) for channel in ANSWERING)]
        return not any(self.parts.work.under_way(queue) for queue in queues)

    def ids_from(self, channel: str, sender: str) -> list[str]:
        """Return the ids of the messages taken in from one sender."""
        return [row.message_id for row in self.taken_in(channel) if row.sender == sender]
