"""Rounds of tries: the first by itself, each further one because somebody asked; pure.

A try has a number. Those of a round follow each other, and every round begins at a number of
its own, so that no two tries of a message share a name and each is made once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# More than any back-off allows tries.
_ROUND = 1000


def first_number(retries: int) -> int:
    """Return the number of a recipient's first try in the round after `retries` retries."""
    return retries * _ROUND + 1


def round_of(number: int) -> int:
    """Return how often a round had been asked for when the try `number` was made."""
    return (number - 1) // _ROUND


def tries_in_round(number: int) -> int:
    """Return the how-manieth try of its round `number` is, from 1."""
    return (number - 1) % _ROUND + 1


def next_place(recipients: Sequence[dict[str, Any] | None], after: int) -> int | None:
    """Return the place of the next recipient that is still the person's; None after the last."""
    return next(
        (
            place
            for place, recipient in enumerate(recipients)
            if place > after and recipient is not None
        ),
        None,
    )


def for_another_round(
    known: Sequence[dict[str, Any] | None], now: Sequence[dict[str, Any]]
) -> list[dict[str, Any] | None]:
    """Return the recipients of another round: those of `known` that are among `now`, each in
    its old place, then what is new.

    The place is part of the key by which a vendor knows a repetition. An account that is not
    the person's any more must not be sent anything.
    """
    kept = [entry if entry in now else None for entry in known]
    return [*kept, *(entry for entry in now if entry not in known)]
