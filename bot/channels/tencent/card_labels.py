"""What stands on the buttons of a card, where there is room for some ten characters.

https://developer.work.weixin.qq.com/document/path/90236
"""

from __future__ import annotations

import re
from collections.abc import Sequence

ROOM = 10
"""Characters a button shows; a phone cuts the rest."""

_PART_ENDS = re.compile(r"(?<=[，。：；？！])")


def short_labels(labels: Sequence[str]) -> list[str]:
    """Return each of `labels` without the parts of the sentence that all of them begin or end
    with, where one is too long: what tells them apart would otherwise be cut off."""
    if len(labels) < 2 or all(len(label) <= ROOM for label in labels):
        return list(labels)
    parts = [[part for part in _PART_ENDS.split(label) if part] for label in labels]
    while len({split[0] for split in parts}) == 1 and min(map(len, parts)) > 1:
        parts = [split[1:] for split in parts]
    while len({split[-1] for split in parts}) == 1 and min(map(len, parts)) > 1:
        parts = [split[:-1] for split in parts]
    return ["".join(split).rstrip("，；：") for split in parts]


def are_cut(labels: Sequence[str]) -> bool:
    """Tell whether a phone cuts one of the short labels."""
    return any(len(label) > ROOM for label in short_labels(labels))
