"""What a channel can carry: the contract that every channel passes holds it to this."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.splitting import Measure, utf8_bytes


@dataclass(frozen=True)
class Capabilities:
    """The limits of one channel, as its vendor documents them.

    `text_limit` counts in `text_measure`. A channel that does not hear offers no choices.
    """

    text_limit: int
    max_buttons: int
    text_measure: Measure = utf8_bytes
    hears: bool = True
