"""Whether a question asks for a figure that statistics know and no source here holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.question.scope import default_indicator
from kpi_adapter.question.understood import Understanding, Understood, Unheld

_COUNTED = re.compile(r"多少|几[家个户]|总数|数量")


def unheld_asked(
    question: str, catalogue: Catalogue, reading: Callable[[str], Understanding]
) -> Unheld | None:
    """The figure asked for, where the question would ask for one if it named an indicator held
    here in that place: 出口额增长多少, and not 出口额多少才能享受补贴. Pure, as `reading` is."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", question))
    is_counted = _COUNTED.search(text) is not None
    held = default_indicator(catalogue).name
    said = [
        word
        for entry in catalogue.unheld
        for word in (entry.name, *entry.aliases, *(entry.counted if is_counted else ()))
        if word.lower() in text.lower()
    ]
    if not said:
        return None
    word = max(said, key=len)
    at = text.lower().index(word.lower())
    found = reading(text[:at] + held + text[at + len(word) :])
    return Unheld(word) if isinstance(found, Understood) else None
