"""The key of a card's button: what it said and what it sends.

The vendor gives back the key alone when a button is pressed; with the label inside, the card
can be changed to show the choice without looking anything up.
"""

from __future__ import annotations

from typing import NamedTuple

MAX_KEY_BYTES = 1024
_SEPARATOR = "|"


class CardKey(NamedTuple):
    """A button's label ("" when the key is not one of ours) and the message it sends."""

    label: str
    send: str


def write_key(label: str, send: str) -> str:
    """Return the key of a button; `label` loses the separator."""
    return label.replace(_SEPARATOR, " ") + _SEPARATOR + send


def read_key(key: str) -> CardKey:
    """Return what `key` carries; a key that has no label is all message."""
    label, separator, send = key.partition(_SEPARATOR)
    return CardKey(label, send) if separator else CardKey("", key)
