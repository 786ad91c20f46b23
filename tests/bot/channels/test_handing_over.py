"""A message that cannot be kept in time is refused, so that its vendor repeats it."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels import callback
from bot.channels.callback import KEEP_WITHIN_S, hand_over
from bot.messages import InboundMessage
from tests.bot.channels.test_intake import message


async def test_an_application_that_hangs_is_waited_for_no_longer_than_a_vendor_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def hang(_message: InboundMessage) -> None:
        await asyncio.Event().wait()

    assert KEEP_WITHIN_S < 5, "vendors hang up after five seconds"
    monkeypatch.setattr(callback, "KEEP_WITHIN_S", 0.01)
    assert not await hand_over(hang, message(0))


async def test_what_was_kept_is_said_to_be() -> None:
    kept: list[InboundMessage] = []

    async def keep(given: InboundMessage) -> None:
        kept.append(given)

    assert await hand_over(keep, message(0))
    assert kept == [message(0)]
