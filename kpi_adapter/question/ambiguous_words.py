"""Words of a question with more than one reading: 医药 is an industry and a zone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpi_adapter.catalogue.model import Ambiguity, Catalogue
from kpi_adapter.query import KpiQuery, Task
from kpi_adapter.question.mentions import Mention, Subject
from kpi_adapter.question.nothing_named import SHORT_ENOUGH_TO_BE_A_NAME
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.understood import Choice, Unclear
from kpi_adapter.question.unread import unread_words

_ONLY_NAMES = re.compile(r"[_的]+呢?\??")


def unclear_word(slots: Slots, catalogue: Catalogue) -> Unclear | None:
    """An ambiguous word, unless the rest of the question settles it."""
    if slots.codes(Subject.ELSEWHERE):
        return None
    for mention, word in _said(slots, catalogue):
        is_dimension = bool(word.industries or word.regions)
        if is_dimension and _settles_dimension(slots):
            continue
        named = slots.codes(Subject.INDICATOR)
        is_said = bool(named) and (slots.has("SHARE") or set(named) & set(word.indicators))
        if not is_dimension and (is_said or slots.has("PROJECT")):
            continue
        if not is_dimension and slots.threshold is not None:
            continue
        # 医药的产值, 靖江投资: nothing but names, and one of them has two meanings.
        is_short = len(slots.text) <= SHORT_ENOUGH_TO_BE_A_NAME
        is_name = (is_short and bool(named)) if is_dimension else _is_only_names(slots)
        asks = slots.has("ASKS") or slots.order is not None
        if not (asks or slots.periods or is_name):
            continue
        readings = [catalogue.industry(code).short + "产业" for code in word.industries]
        readings += [catalogue.region(code).name for code in word.regions]
        readings += [catalogue.indicator(code).name for code in word.indicators]
        choices = tuple(Choice(_with(slots.text, mention, name)) for name in readings)
        return Unclear(mention.text, choices, is_dimension)
    return None


def made_plain(slots: Slots, catalogue: Catalogue) -> str | None:
    """The question with the industry's own name for a word that another name beside it settles;
    None where there is none: 化工和医药产值相差多少 is of two industries."""
    if slots.codes(Subject.ELSEWHERE) or not _settles_dimension(slots):
        return None
    for mention, word in _said(slots, catalogue):
        if word.industries:
            return _with(slots.text, mention, catalogue.industry(word.industries[0]).short)
    return None


def _said(slots: Slots, catalogue: Catalogue) -> Iterator[tuple[Mention, Ambiguity]]:
    """The ambiguous words of a question, each with where it stands by itself."""
    for mention in slots.mentions:
        if mention.subject is not Subject.AMBIGUITY:
            continue
        word = next(a for a in catalogue.ambiguities if a.word == mention.code)
        if not _is_within(slots.text, mention, word.longer_words):
            yield mention, word


def _is_only_names(slots: Slots) -> bool:
    """Not 我该不该投资光伏, whose other words ask for nothing that is kept."""
    signs = list(slots.text)
    for mention in slots.mentions:
        signs[mention.start : mention.end] = "_" * (mention.end - mention.start)
    scoped = slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)
    return bool(scoped) and _ONLY_NAMES.fullmatch("".join(signs)) is not None


def names_no_one_indicator(slots: Slots, catalogue: Catalogue) -> bool:
    """五大产业投资, after 产值: of two indicators it is neither, and not the one before."""
    words = {m.code for m in slots.mentions if m.subject is Subject.AMBIGUITY}
    of_indicators = any(a.word in words and a.indicators for a in catalogue.ambiguities)
    return of_indicators and not slots.codes(Subject.INDICATOR)


def unclear_after(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> Unclear | None:
    """投资呢, after one figure: asked back with the place, industry and time of that figure."""
    words = [m for m in slots.mentions if m.subject is Subject.AMBIGUITY]
    is_one = len(previous.regions) == 1 and len(previous.industries) == 1
    if not is_one or previous.task not in (Task.VALUE, Task.TARGET) or len(slots.mentions) != 1:
        return None
    if not words or slots.periods or not slots.has("FOLLOW_UP") or unread_words(slots):
        return None
    word = next(a for a in catalogue.ambiguities if a.word == words[0].code)
    if word.industries or word.regions or previous.projects is not None:
        return None
    industry = catalogue.industry(previous.industries[0])
    of = catalogue.region(previous.regions[0]).name + (industry.short if industry.lead else "")
    when = "" if previous.period is None or previous.period.open_end else str(previous.period)
    names = [catalogue.indicator(code).name for code in word.indicators]
    return Unclear(words[0].text, tuple(Choice(f"{when}{of}{n}") for n in names), False)


def _settles_dimension(slots: Slots) -> bool:
    """A place beside it makes it an industry; another industry beside it, one of a list."""
    return bool(slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY))


def _is_within(text: str, mention: Mention, longer_words: Sequence[str]) -> bool:
    """高新 of 高新技术企业 is no word of its own."""
    return any(
        0 <= text.find(longer, max(0, mention.end - len(longer))) <= mention.start
        for longer in longer_words
    )


def _with(text: str, mention: Mention, name: str) -> str:
    return text[: mention.start] + name + text[mention.end :]
