"""A question of figures that names no indicator: asked back, with the headline ones."""

from __future__ import annotations

import re

from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.period import Grain
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.understood import Choice, NoIndicator
from kpi_adapter.question.unread import unread_words

SHORT_ENOUGH_TO_BE_A_NAME = 14
_GROWTH_WORD = re.compile(r"增速|增幅|增长|同比|环比")


def no_indicator(slots: Slots, catalogue: Catalogue) -> NoIndicator | None:
    """Everything was read and a period or change stands there, but of no indicator."""
    of_place = _growth_of_a_place(slots, catalogue)
    if of_place is not None:
        return of_place
    grains = {mention.period.grain for mention in slots.periods}
    if not (grains - {Grain.DAY} or slots.changes) or slots.odd_period is not None:
        return None
    if slots.mentions or len(slots.text) > SHORT_ENOUGH_TO_BE_A_NAME or unread_words(slots):
        return None
    if slots.has("PROJECT") or slots.milestone is not None or slots.excluded:
        return None
    headline = [item.name for item in catalogue.headlines]
    said = slots.text.rstrip("?呢吧啊")
    return NoIndicator(tuple(Choice(f"{name}{said}") for name in headline))


def _growth_of_a_place(slots: Slots, catalogue: Catalogue) -> NoIndicator | None:
    """靖江增速比全市低几个点: of which indicator was not said."""
    word = _GROWTH_WORD.search(slots.text)
    places = slots.codes(Subject.REGION)
    others = [mention for mention in slots.mentions if mention.subject is not Subject.REGION]
    if word is None or not places or others or slots.by is not None or unread_words(slots):
        return None
    headline = [item.name for item in catalogue.headlines]
    start = word.start()
    said = slots.text
    return NoIndicator(tuple(Choice(f"{said[:start]}{name}{said[start:]}") for name in headline))
