"""What is said beside a step that waits to be confirmed: one more task, one less, another; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.tasks.meaning import Reading, TaskCommand
from bot.tasks.reference_words import numbers_in
from bot.tasks.transition import Action

_ALSO = re.compile(r"也|还有|加上|连同|一起|一并|同样")
# 45号不用催, 除了45号.
_NOT_THAT_ONE = re.compile(r"不用|不要|不必|别|先不|不催|除了|去掉|除开|不算")
# 打错了，是23号.
_ANOTHER_ONE = re.compile(
    r"(?:不[是对]|[说打写搞弄]?错了?|我(?:是)?说的?)[,，。\s]*(?:应该|我说的|我要的|我是说)?(?:是|为)?(?=\d+号)"
)


class Place(StrEnum):
    """Where a task stands to those that were proposed."""

    WITH_THEM = "with_them"
    NOT_AMONG_THEM = "not_among_them"
    INSTEAD = "instead"


@dataclass(frozen=True)
class Beside:
    """Tasks by their numbers, and where they stand to what was proposed."""

    place: Place
    numbers: tuple[int, ...]


def read_beside(text: str, reading: Reading | None, *, proposed: int) -> Beside | None:
    """Return which tasks `text`, read as `reading`, means beside the so many that were proposed;
    None where it starts something of its own."""
    numbers, is_ordinal = numbers_in(text)
    if not numbers or is_ordinal:
        return None
    if _NOT_THAT_ONE.search(text):
        return Beside(Place.NOT_AMONG_THEM, numbers)
    if isinstance(reading, TaskCommand) and reading.action is not Action.REMIND:
        return None
    if _ANOTHER_ONE.match(text) and proposed == 1:
        return Beside(Place.INSTEAD, numbers)
    return Beside(Place.WITH_THEM, numbers) if _ALSO.search(text) else None
