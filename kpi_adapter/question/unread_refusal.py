"""What is said of a question with words nothing accounts for. Pure."""

from __future__ import annotations

import re

from kpi_adapter.question.slots import Slots
from kpi_adapter.question.understood import Unread
from kpi_adapter.question.unread import unread

# When more of a question than this is unread it is about something else.
MOST_UNREAD = 0.7
# And so it is when a word this long is unread and no figure is asked for in so many words.
MOST_UNASKED = 4


def unread_refused(slots: Slots, words: tuple[str, ...], *, about_projects: bool) -> Unread | None:
    length = sum(map(len, words))
    asks = slots.has("ASKS") or bool(slots.periods)
    is_of_else = length > MOST_UNREAD * len(slots.text) or (length > MOST_UNASKED and not asks)
    if is_of_else or slots.has("HOW_TO"):
        return None
    signs = list(slots.text)
    for start, word in unread(slots):
        signs[start : start + len(word)] = [""] * len(word)
    return Unread(words, tidy("".join(signs)), about_projects)


def tidy(rest: str) -> str:
    """What is left when words were taken out, without the signs that joined them to it."""
    return re.sub(r"[,。、]的?(?=[,。、?]|$)", "", re.sub(r"^[的,。、]+", "", rest))
