"""The words all channels share: what comes in, what goes out, and to whom.

Everything here is a frozen pydantic model, because it is stored with durable workflows as
JSON and read again by another process, perhaps of a later version.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

LONGEST_TEXT = 2000
"""Characters of a message that is read, whatever channel it comes by; a longer one is refused."""


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Outcome(StrEnum):
    """How a message was dealt with; part of the stable outside face."""

    ANSWERED = "answered"
    ANSWERED_WITH_GAP = "answered_with_gap"
    CLARIFY = "clarify"
    REFUSED = "refused"
    HANDED_OVER = "handed_over"


class Attachment(_Word):
    """Something sent along with a message: its kind and where the vendor keeps it."""

    kind: Literal["image", "voice", "video", "file", "location", "link"]
    reference: str = ""
    name: str = ""


class Opinion(_Word):
    """What somebody thinks of an answer: the id of the message it answered, the verdict
    (`revoked` takes an earlier one back), and why, in words or the vendor's codes."""

    of: str
    verdict: Literal["useful", "useless", "revoked"]
    reason: str = ""


class InboundMessage(_Word):
    """One message of one person, whatever channel it came by.

    `message_id` is the vendor's own, or derived from what the vendor promises to repeat; it
    is unique within the channel and makes the workflow id. `sender` is the account on that
    channel, not yet a person. One that only brings an `opinion` is not answered.
    """

    channel: str
    message_id: str
    sender: str
    conversation: str
    text: str
    received_at: datetime
    attachments: tuple[Attachment, ...] = ()
    opinion: Opinion | None = None


class Recipient(_Word):
    """An account on a channel."""

    channel: str
    account: str


class Citation(_Word):
    """A sentence of a policy document, verbatim, and where it stands."""

    document: str
    document_number: str | None
    clause: str
    quote: str
    validity: str
    url: str


class FigureShown(_Word):
    """One figure of an answer. `value` is None when the source holds none."""

    label: str
    value: float | None
    unit: str
    period: str
    released_on: str | None
    source: str


class ProposedAction(_Word):
    """Something the message asks to be done to a task."""

    type: str
    task_no: str
    needs_confirmation: bool


class Table(_Word):
    """A table; every cell is text as it is to be shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(_Word):
    """A picture of figures: PNG bytes, base64, and what it shows in words."""

    png_base64: str
    description: str


class Choice(_Word):
    """A button: what it says and the message it sends when pressed."""

    label: str
    send: str


class Reply(_Word):
    """The answer to one message, neutral to the channel that will carry it.

    `text` is complete on its own: a channel that can show nothing else loses nothing but
    comfort. `query` is the typed question about figures, as it can be run again. `opinion_on`
    is the id of the message whose answer this is, when people may say what they think of it.
    """

    intent: str
    text: str
    outcome: Outcome
    citations: tuple[Citation, ...] = ()
    query: dict[str, Any] | None = None
    figures: tuple[FigureShown, ...] = ()
    actions: tuple[ProposedAction, ...] = ()
    table: Table | None = None
    chart: Chart | None = None
    choices: tuple[Choice, ...] = ()
    opinion_on: str = ""


class Answer(_Word):
    """A reply as the outside sees it: `bot ask --json` and ``POST /api/chat``."""

    intent: str
    text: str
    citations: tuple[Citation, ...] = ()
    query: dict[str, Any] | None = None
    figures: tuple[FigureShown, ...] = ()
    actions: tuple[ProposedAction, ...] = ()
    outcome: Outcome
    conversation: str
    milliseconds: int = Field(ge=0)

    @classmethod
    def of(cls, reply: Reply, *, conversation: str, milliseconds: int) -> Answer:
        """Wrap `reply` for the conversation it belongs to."""
        return cls(
            intent=reply.intent,
            text=reply.text,
            citations=reply.citations,
            query=reply.query,
            figures=reply.figures,
            actions=reply.actions,
            outcome=reply.outcome,
            conversation=conversation,
            milliseconds=milliseconds,
        )
