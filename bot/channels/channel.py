"""A channel as wiring joins it: each folder's ``channel.py`` builds one from the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.channels.callback import Callback, Receive
from bot.channels.capabilities import Capabilities
from bot.delivery import Sender
from bot.signin import MemberSource


class ChannelSender(Sender, Protocol):
    """A sender that also says what its channel can carry."""

    @property
    def capabilities(self) -> Capabilities:
        """The limits of the channel."""
        ...


@dataclass(frozen=True)
class Check:
    """One thing an operator wants to know; `run` raises DeliveryError, with the remedy."""

    name: str
    run: Callable[[], None]


@dataclass(frozen=True)
class Channel:
    """A channel that is switched on.

    `title` is Chinese, for operators. `is_company` tells that its accounts are the user ids
    of the organisation itself. `callback` builds where its vendor calls, `listen` starts to hear
    over a connection of its own and returns what stops it; None: it does not hear that way.
    `members` tells who opened a page inside the vendor's client.
    """

    title: str
    sender: ChannelSender
    is_company: bool
    callback: Callable[[Receive], Callback] | None
    checks: tuple[Check, ...]
    close: Callable[[], None]
    listen: Callable[[Receive], Callable[[], None]] | None = None
    members: MemberSource | None = None

    @property
    def name(self) -> str:
        """The channel's name, as in `Recipient.channel`."""
        return self.sender.channel
