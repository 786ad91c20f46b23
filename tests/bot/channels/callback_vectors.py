"""The published test vectors of WXBizMsgCrypt (Tencent's own, and ours made the same way)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.messages import InboundMessage
from tests.simulators.wecom import envelope

_FILE = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Vector:
    """One signed and encrypted callback."""

    signature: str
    timestamp: str
    nonce: str
    encrypted: str

    @property
    def query(self) -> dict[str, str]:
        """The query of a message callback."""
        return {
            "msg_signature": self.signature,
            "timestamp": self.timestamp,
            "nonce": self.nonce,
        }

    def clock(self) -> ManualClock:
        """Return a clock that stands at the moment of signing."""
        return ManualClock(datetime.fromtimestamp(int(self.timestamp), BUSINESS_ZONE))

    def envelope(self, agent_id: int | str, corp_id: str) -> str:
        """Return the outer XML."""
        return envelope(self.encrypted, corp_id, agent_id)


@dataclass(frozen=True)
class Key:
    """A callback's token, EncodingAESKey and receiver."""

    token: str
    aes_key: str
    receive_id: str


def vector(name: str) -> Vector:
    """Return vector `name`, "V1" to "V16"."""
    entry = _FILE[name]
    return Vector(entry["sig"], entry["ts"], entry["nonce"], entry["enc"])


def key(name: str) -> Key:
    """Return "K1" (WeCom) or "K2" (official account)."""
    entry = _FILE[name]
    return Key(entry["token"], entry["aeskey"], entry["receiveid"])


class Received:
    """Stands for the application: keeps each message id once, as durable workflows do."""

    def __init__(self) -> None:
        self.messages: dict[str, InboundMessage] = {}
        self.calls = 0
        self.is_down = False

    async def __call__(self, message: InboundMessage) -> None:
        self.calls += 1
        if self.is_down:
            raise RuntimeError("database is down")
        # The application stores what it takes: what cannot be written is not accepted.
        message.model_dump_json()
        self.messages.setdefault(f"{message.channel}:{message.message_id}", message)

    @property
    def all(self) -> list[InboundMessage]:
        """The messages that count, in order of arrival."""
        return list(self.messages.values())
