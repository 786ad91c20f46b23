"""How strongly a text commits: 设立 is not 支持, and 支持 is not 探索."""

from __future__ import annotations

import re
from enum import StrEnum


class Strength(StrEnum):
    """Firm: it shall be done. Encouraged: it is favoured. Explored: it is tried or hoped for."""

    FIRM = "firm"
    ENCOURAGED = "encouraged"
    EXPLORED = "explored"


_EXPLORED = re.compile(r"探索|力争|争取|逐步|试点")
_ENCOURAGED = re.compile(r"支持|引导|鼓励|推广|帮助|指导|倡导")


def strength_of(segment: str) -> tuple[Strength, str]:
    """Judge the words of a stretch of text; return the strength and the word that decides.

    The weakest word wins: 探索推行 is explored, 支持…建立 is encouraged. Without such a word the
    text commits, and the word is empty.
    """
    for strength, pattern in ((Strength.EXPLORED, _EXPLORED), (Strength.ENCOURAGED, _ENCOURAGED)):
        if found := pattern.search(segment):
            return strength, found.group()
    return Strength.FIRM, ""
