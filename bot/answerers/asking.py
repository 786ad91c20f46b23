"""What the serving process and an answerer say to each other, as JSON over a local socket."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.messages import Reply

ASK = "/ask"
STATE = "/state"
METRICS = "/metrics"


class PageQuestion(BaseModel):
    """A message somebody waits for; `user` is whose rights hold, None for a guest."""

    model_config = ConfigDict(frozen=True)

    text: str
    user: str | None
    conversation: str
    channel: str
    message_id: str


class Answered(BaseModel):
    """The reply, and how long it took to make."""

    model_config = ConfigDict(frozen=True)

    reply: Reply
    milliseconds: int


class AnswererState(BaseModel):
    """Whether the first question would be answered without loading anything; else why not."""

    model_config = ConfigDict(frozen=True)

    is_warm: bool
    reason: str = ""
