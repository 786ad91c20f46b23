"""What a sentence's place in its clause says of it: which year and which matter it goes on about.

到2025年 at the head of a paragraph holds for the sentences after it, as 二、春节: does. Pure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from retrieval.documents.structure import Unit
from retrieval.text_form import normalised

_ASKED = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_SET = re.compile(r"(?<!\d)[到至]((?:19|20)\d{2})年(?!\d{1,2}月)")
# 2023年返还比例：60% is of that year, 2023年1月1日起 of all that follow.
_OPENS_WITH = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．])?((?:19|20)\d{2})年度?(?!\d{1,2}月|[底末以起前后至到])"
)
_LABEL = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]+[)）]?[、.．]?|\d+[、.．])?([\u4e00-\u9fa5]{2,10}):"
)


def label_of(sentence: str) -> str:
    """春节 of 二、春节:2月4日至10日放假; nothing where a sentence opens with no label."""
    found = _LABEL.match(normalised(sentence))
    return found[1] if found else ""


class Bearings:
    """Where the sentences of one document stand, held against one question: a clause is read once,
    however many of its sentences are asked about. `units` are all of the document's, in order."""

    def __init__(self, question: str, units: Sequence[Unit]) -> None:
        self._form = normalised(question)
        self._asked = frozenset(_ASKED.findall(self._form))
        self._clauses: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self._clauses[unit.clause].append(unit)
        self._years: dict[str, dict[int, str]] = {}

    def of(self, unit: Unit) -> float:
        """1 where a sentence stands under the year or the label that the question names, -1 where
        it stands under another, else 0."""
        clause = self._clauses.get(unit.clause)
        if not clause:
            return 0.0
        if self._asked and (year := self._year_of(unit, clause)):
            return 1.0 if year in self._asked else -1.0
        own = label_of(clause[0].text)
        if not own or not self._names_a_label:
            return 0.0
        return 1.0 if own in self._form else -1.0

    def _year_of(self, unit: Unit, clause: Sequence[Unit]) -> str:
        if unit.clause not in self._years:
            self._years[unit.clause] = _years_in(clause)
        return self._years[unit.clause].get(unit.sentence, "")

    @cached_property
    def _names_a_label(self) -> bool:
        opening = (
            unit.text for own in self._clauses.values() for unit in own if unit.sentence == 1
        )
        return any(label and label in self._form for label in map(label_of, opening))


def _years_in(clause: Sequence[Unit]) -> dict[int, str]:
    """The year each sentence of a clause stands under, by its number: the one it opens with, else
    the last one set up to it."""
    years, last = dict[int, str](), ""
    for unit in clause:
        last = next(reversed(_SET.findall(normalised(unit.text))), last)
        years[unit.sentence] = year_opened_with(unit.text) or last
    return years


def year_opened_with(sentence: str) -> str:
    """2023 of 2023年返还比例：60%; nothing where a sentence opens with no year."""
    found = _OPENS_WITH.match(normalised(sentence))
    return found[1] if found else ""
