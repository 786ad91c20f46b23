"""What delivery asks of a channel."""

from __future__ import annotations

from typing import Literal, Protocol, runtime_checkable

from bot.delivery.receipt import Receipt
from bot.messages import Reply


class Sender(Protocol):
    """Sends replies over one channel."""

    @property
    def channel(self) -> str:
        """The channel's name, as in `Recipient.channel`."""
        ...

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        """Send `reply` to `account` and return the vendor's receipt.

        The addresses of clauses behind its quotations are in words, but for a sender that
        `LinksClauses`.

        `key` is the same whenever the same message is tried again, so that the vendor's
        duplicate check can know the repetition.

        Raises:
            RecipientUnreachable: this account cannot get messages; another way is tried.
            ChannelUnavailable: the vendor cannot take it now; it is tried again later.
        """
        ...


@runtime_checkable
class CountsCopies(Sender, Protocol):
    """A sender that sends a message on other occasions too, and bounds how often."""

    def begin_round(self, key: str) -> None:
        """Count the copies of `key` anew: somebody asked for another round of tries."""
        ...


@runtime_checkable
class LinksClauses(Sender, Protocol):
    """A sender whose channel makes a link of the address behind a quotation."""

    links_clauses: Literal[True]
