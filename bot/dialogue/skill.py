"""What the dialogue asks of a skill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.identity import Person
from bot.messages import Reply


@dataclass(frozen=True)
class Turn:
    """Something that was said before in the conversation, oldest first.

    `intent` and `query` are known for the bot's own turns only.
    """

    role: Literal["user", "bot"]
    text: str
    intent: str | None = None
    query: dict[str, Any] | None = None


@dataclass(frozen=True)
class Question:
    """One message as a skill sees it.

    `now` is business time, aware, Asia/Shanghai.
    """

    text: str
    person: Person
    conversation: str
    channel: str
    now: datetime
    previous: tuple[Turn, ...] = ()

    @property
    def last_reply(self) -> Turn | None:
        """Our last turn before this message, if any."""
        return next((turn for turn in reversed(self.previous) if turn.role == "bot"), None)


class Skill(Protocol):
    """Answers one kind of question."""

    name: str

    def answer(self, question: Question) -> Reply | None:
        """Return the reply, or None when the question is not of this kind."""
        ...
