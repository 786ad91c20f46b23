"""Whether a question asks for a figure that statistics know and no source here holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.question import signals
from kpi_adapter.question.mentions import normalised
from kpi_adapter.question.scope import default_indicator
from kpi_adapter.question.understood import Understanding, Understood, Unheld

_COUNTED = re.compile(r"多少(?![钱元万亿天年倍])|几[家个户]|总数|数量")
# What is to be reached, by whom and how stands in documents and not in statistics.
_OF_DOCUMENTS = re.compile(
    rf"目标|任务|标准|要求|[要应须]达到|达到多少|谁|负责|牵头|"
    rf"{signals.HOW_TO.pattern}|{signals.DEFINITION.pattern}"
)


def unheld_asked(
    question: str, catalogue: Catalogue, reading: Callable[[str], Understanding]
) -> Unheld | None:
    """The figure asked for, where the question would ask for one if it named an indicator held
    here in that place: 出口额增长多少, and not 出口额多少才能享受补贴. Pure, as `reading` is."""
    text = normalised(question)
    is_counted = _COUNTED.search(text) is not None
    said = [
        word
        for entry in catalogue.unheld
        for word in (entry.name, *entry.aliases, *(entry.counted if is_counted else ()))
        if normalised(word) in text
    ]
    if not said or _OF_DOCUMENTS.search(text) or signals.TO_COUNT_AS_ONE.search(text):
        return None
    word = max(said, key=len)
    held = default_indicator(catalogue).name
    found = reading(text.replace(normalised(word), held, 1))
    return Unheld(word) if isinstance(found, Understood) else None
