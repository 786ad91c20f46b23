"""What a channel can carry; the application asks this instead of the channel's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.channels.splitting import Measure, utf8_bytes


@dataclass(frozen=True)
class Capabilities:
    """The limits of one channel, as its vendor documents them.

    `text_limit` counts in `text_measure`. A channel that does not hear offers no choices.
    `reply_window` is how long after a person's message the channel may still write to them;
    None: at any time.
    """

    text_limit: int
    has_tables: bool
    has_images: bool
    max_buttons: int
    is_streaming: bool
    can_start: bool
    reply_window: timedelta | None = None
    text_measure: Measure = utf8_bytes
    hears: bool = True
