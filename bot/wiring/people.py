"""People, their channels, and sending to them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from bot.channels.channel import Channel
from bot.channels.telegram.channel import KIND as telegram
from bot.channels.web import WebInboxSender
from bot.channels.wechat_official.channel import KIND as wechat_official
from bot.channels.wecom_aibot.channel import KIND as wecom_aibot
from bot.channels.wecom_app.channel import KIND as wecom_app
from bot.channels.wecom_robot.channel import KIND as wecom_robot
from bot.clock import SystemClock
from bot.delivery import Delivery, Sender
from bot.identity import Directory
from bot.wiring.state import StateParts

if TYPE_CHECKING:
    from bot.signin import LocalAccounts, SignInDesk


# Adding a channel is one folder and one line here.
CHANNELS = (wecom_app, wecom_aibot, wecom_robot, wechat_official, telegram)


class PeopleParts(StateParts):
    """Channels, directory, signing in, delivery."""

    @cached_property
    def channels(self) -> list[Channel]:
        """Every vendor channel that is switched on."""
        built = (kind.build(self.settings, self.sessions, SystemClock()) for kind in CHANNELS)
        return [channel for channel in built if channel is not None]

    @cached_property
    def directory(self) -> Directory:
        """People and their accounts."""
        company = [channel.name for channel in self.channels if channel.is_company]
        return Directory(self.sessions, company_channels=company, has_inbox=self._has_inbox)

    def _has_inbox(self, user_id: str) -> bool:
        # The demonstration lets a visitor act as anybody; elsewhere one signs in.
        return self.settings.is_demonstration or self.local_accounts.has(user_id)

    @cached_property
    def local_accounts(self) -> LocalAccounts:
        """Passwords of people who do not come through WeCom."""
        from bot.signin import LocalAccounts

        return LocalAccounts(self.sessions, self.directory, SystemClock())

    @cached_property
    def sign_in(self) -> SignInDesk:
        """Signing in to the pages."""
        from bot.signin import SignInDesk

        sources = (channel.members for channel in self.channels if channel.members is not None)
        return SignInDesk.open(
            self.local_accounts,
            self.sessions,
            self.directory,
            next(sources, None),
            public_url=self.settings.public_url,
        )

    @cached_property
    def senders(self) -> Mapping[str, Sender]:
        """One sender for each channel; the page's inbox is always there."""
        if self._given_senders is not None:
            return self._given_senders
        senders: list[Sender] = [channel.sender for channel in self.channels]
        senders.append(WebInboxSender(self.sessions, SystemClock()))
        return {sender.channel: sender for sender in senders}

    @cached_property
    def delivery(self) -> Delivery:
        """Durable sending."""
        return Delivery(self.work, self.sessions, self.senders, SystemClock())
