"""A channel as wiring joins it: each folder's ``channel.py`` builds one from the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa

from bot.channels.callback import Callback, Receive
from bot.channels.capabilities import Capabilities
from bot.clock import Clock
from bot.delivery import Sender
from bot.settings import Settings
from bot.signin import MemberSource
from bot.storage.engine import SessionFactory


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


@dataclass(frozen=True)
class ChannelKind:
    """What a folder gives to wiring, whether its channel is switched on or not.

    `build` returns the channel, None when it is not configured. `settled_before` deletes what
    was settled before a moment (system time, aware) from a table of the folder's own; None: it
    has none that holds people's words or accounts.
    """

    build: Callable[[Settings, SessionFactory, Clock], Channel | None]
    settled_before: Callable[[datetime], sa.Delete] | None = None
