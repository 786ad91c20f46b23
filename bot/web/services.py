"""What the pages need from the application, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.clause_label import clause_label
from bot.history import Exchange, PastConversation
from bot.identity import Person
from bot.messages import Answer, Attachment, Reply
from bot.signin import OpenedSession, Visitor
from bot.validity_label import tone_of_label
from bot.web.board_page import Board
from bot.web.brief_page import Briefs
from bot.web.document_page import DocumentPage
from bot.web.shelf_page import ShelfPage, ShelfQuestion


@dataclass(frozen=True)
class Asked:
    """One message typed on the page or posted by a script.

    `conversation` is None for a new one. `user` is whose rights hold, None for a guest.
    `message_id` stays the same when the page repeats a message whose answer got lost.
    """

    text: str
    conversation: str | None
    user: str | None
    attachments: tuple[Attachment, ...]
    message_id: str


@dataclass(frozen=True)
class AskResult:
    """The reply, the conversation it belongs to, and how long it took to make."""

    reply: Reply
    conversation: str
    milliseconds: int

    def answer(self) -> Answer:
        """Return the documented object that scripts get."""
        return Answer.of(self.reply, conversation=self.conversation, milliseconds=self.milliseconds)

    def shown(self) -> dict[str, Any]:
        """Return the documented object with what only the page can show: table, chart, choices."""
        return self.answer().model_dump(mode="json") | shown_reply(self.reply)


@dataclass(frozen=True)
class InboxMessage:
    """A message pushed to a person's web inbox. `number` grows; `sent_at` is aware.

    `used` has the words of those buttons that have nothing left to do, each with what is said in
    the button's place.
    """

    number: int
    sent_at: datetime
    reply: Reply
    used: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonOption:
    """Somebody the demonstration can act as."""

    user_id: str
    label: str
    opens_console: bool = False


class Verdict(StrEnum):
    """What a person thinks of an answer."""

    USEFUL = "useful"
    USELESS = "useless"


@dataclass(frozen=True)
class Opinion:
    """What somebody thinks of one answer. `message_id` is that of the question it answers;
    `user` is who thinks so, None for a guest."""

    conversation: str
    message_id: str
    verdict: Verdict
    reason: str
    user: str | None


class SignIn(Protocol):
    """Signing in and out. Every method may block."""

    @property
    def is_secure(self) -> bool:
        """Tell whether people reach the pages over TLS."""
        ...

    @property
    def has_members(self) -> bool:
        """Tell whether one can sign in through WeCom."""
        ...

    def visitor(self, token: str) -> Visitor | None:
        """Return whose session this cookie opens."""
        ...

    def with_password(self, user_id: str, password: str, *, address: str) -> OpenedSession:
        """Open a session for a local account.

        Raises:
            SignInRefused: wrong, or too many failures lately.
            PasswordMustChange: right, but another password must be chosen first.
        """
        ...

    def with_new_password(
        self, user_id: str, password: str, new: str, *, address: str
    ) -> OpenedSession:
        """Open a session for a local account whose password is replaced by `new`.

        Raises:
            SignInRefused: the old one is wrong, or the new one is not fit.
        """
        ...

    def leave(self, *, return_to: str, browser: str) -> str:
        """Return where to send a browser that signs in through WeCom.

        Raises:
            SignInRefused: WeCom is not set up.
        """
        ...

    def come_back(self, *, code: str, state: str, browser: str) -> tuple[OpenedSession, str]:
        """Open a session for who came back from WeCom; also return the page they wanted.

        Raises:
            SignInRefused: not their own round trip, or nobody of ours.
            DeliveryError: WeCom cannot be asked.
        """
        ...

    def close(self, token: str) -> None:
        """Sign a browser out."""
        ...


class WebServices(Protocol):
    """The application as the pages see it. Every method may block; routes call it in a thread."""

    @property
    def sign_in(self) -> SignIn:
        """Who the browsers belong to."""
        ...

    @property
    def is_demo(self) -> bool:
        """Tell whether this is a demonstration, in which a visitor may act as anybody."""
        ...

    def business_now(self) -> datetime:
        """Return the business clock's present moment."""
        ...

    def ask(self, asked: Asked) -> AskResult:
        """Answer a message.

        Raises:
            UnknownPerson: nobody has the id `asked.user`.
            MessageKeyReused: another message was answered under this one's id.
            BotError: the application cannot answer now.
        """
        ...

    def read_file(self, asked: Asked, content: bytes) -> AskResult:
        """Say what a picture or file is that was sent; `asked.text` stands for it where the
        conversation is shown. The content is kept nowhere.

        Raises:
            UnknownPerson: nobody has the id `asked.user`.
            MessageKeyReused: another message was answered under this one's id.
            BotError: it cannot be read now.
        """
        ...

    def document(self, document_id: str, edition: str = "") -> DocumentPage | None:
        """Return a document with its structure, or the earlier text of it that `edition` names;
        None when the library does not hold it."""
        ...

    def shelf(self, question: ShelfQuestion) -> ShelfPage:
        """Return the documents and clauses that are looked for, newest documents first."""
        ...

    def suggestions(self, user: str | None) -> Sequence[str]:
        """Return questions worth starting with; None is a guest."""
        ...

    def people(self) -> Sequence[PersonOption]:
        """Return whom a visitor may act as; asked for in demo mode only."""
        ...

    def person(self, user_id: str) -> Person:
        """Return who has this id.

        Raises:
            UnknownPerson: nobody.
        """
        ...

    def inbox(self, user_id: str, after: int) -> Sequence[InboxMessage]:
        """Return the messages pushed to `user_id` whose number is above `after`, oldest first."""
        ...

    def latest_inbox(self, user_id: str) -> Sequence[InboxMessage]:
        """Return the newest messages pushed to `user_id`, newest first."""
        ...

    @property
    def guest_messages_per_minute(self) -> int:
        """How many messages a minute guests of one address may send; 0: any number."""
        ...

    def conversations(self, user_id: str) -> Sequence[PastConversation]:
        """Return a person's conversations, the latest first."""
        ...

    def exchanges(self, user_id: str, conversation: str) -> Sequence[Exchange]:
        """Return what was said in a person's conversation, oldest first; none when the
        conversation is somebody else's."""
        ...

    def forget_conversations(self, user_id: str) -> None:
        """Delete a person's conversations."""
        ...

    def board(self, user: str | None) -> Board:
        """Return the board as `user` may see it; None is a guest.

        Raises:
            UnknownPerson: nobody has this id.
        """
        ...

    def briefs(self, user: str | None) -> Briefs:
        """Return the supervision briefs as `user` may see them; None is a guest.

        Raises:
            UnknownPerson: nobody has this id.
        """
        ...

    def keep_opinion(self, opinion: Opinion) -> bool:
        """Keep what somebody thinks of an answer, in place of what they thought before.

        False when the person was given no such answer.

        Raises:
            UnknownPerson: nobody has the id `opinion.user`.
        """
        ...


def shown_reply(reply: Reply) -> dict[str, Any]:
    """Return a reply as the page shows it: clauses also in words, badges with their colour."""
    # The page asks for opinions itself; the field is for channels that cannot.
    whole = reply.model_dump(mode="json", exclude={"opinion_on"})
    for citation in whole["citations"]:
        citation["clause_label"] = clause_label(citation["clause"])
        citation["tone"] = tone_of_label(citation["validity"])
    return whole
