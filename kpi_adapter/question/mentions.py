"""Catalogue words in a question: one scan, the longest word first, nothing counted twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kpi_adapter.catalogue.model import Catalogue


class Subject(StrEnum):
    INDICATOR = "indicator"
    INDUSTRY = "industry"
    REGION = "region"
    DEPARTMENT = "department"
    STAGE = "stage"
    AMBIGUITY = "ambiguity"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Mention:
    """``code`` is the catalogue's; ``text`` what was written; ``unit`` an indicator's."""

    subject: Subject
    code: str
    text: str
    start: int
    end: int
    unit: str = ""


# The 百亿 of 3千6百亿 is no company of that size.
_ENDS_A_NUMBER = re.compile(r"[百千]亿?")
_BEGINS_A_NUMBER = re.compile(r"[\d几数一二两三四五六七八九千]$")


_WHETHER = re.compile(r"([达超过破满够到增降])没有?(?=\1)")


def normalised(text: str) -> str:
    """NFKC, lower case, without spaces and quotation marks: how aliases are compared. 达没达到
    asks whether and denies nothing: it is read as 有没有达到."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = re.sub(r"[\s“”\"'《》]", "", plain)
    return _WHETHER.sub("有没有", plain)


class Lexicon:
    """All names and aliases of a catalogue, ready to be found."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._words: dict[str, tuple[Subject, str]] = {}
        self._units = {item.code: item.unit for item in catalogue.indicators}
        for indicator in catalogue.indicators:
            names = [indicator.name, indicator.code, *indicator.aliases]
            self._add(Subject.INDICATOR, indicator.code, names)
        for industry in catalogue.industries:
            names = [industry.name, industry.short, *industry.aliases]
            self._add(Subject.INDUSTRY, industry.code, names)
        for region in catalogue.regions:
            self._add(Subject.REGION, region.code, [region.name, *region.aliases])
        for department in catalogue.departments:
            names = [department.name, *department.aliases]
            self._add(Subject.DEPARTMENT, department.code, names)
        for stage in catalogue.stages:
            self._add(Subject.STAGE, stage.name, [stage.name, *stage.aliases])
        for ambiguity in catalogue.ambiguities:
            self._add(Subject.AMBIGUITY, ambiguity.word, [ambiguity.word])
        for place in catalogue.elsewhere:
            self._add(Subject.ELSEWHERE, place.name, [place.name])
        longest_first = sorted(self._words, key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(word) for word in longest_first))

    def _add(self, subject: Subject, code: str, words: Iterable[str]) -> None:
        for word in words:
            self._words.setdefault(normalised(word), (subject, code))

    @property
    def words(self) -> tuple[str, ...]:
        """Every name and alias, normalised."""
        return tuple(self._words)

    def find(self, text: str) -> list[Mention]:
        """Mentions in the order they stand in ``text`` (already normalised)."""
        found: list[Mention] = []
        position = 0
        while match := self._pattern.search(text, position):
            match = self._own_place_within(match) or match
            if _ENDS_A_NUMBER.match(match[0]) and _BEGINS_A_NUMBER.search(text, 0, match.start()):
                position = match.start() + 1
                continue
            position = match.end()
            subject, code = self._words[match[0]]
            unit = self._units.get(code, "") if subject is Subject.INDICATOR else ""
            found.append(Mention(subject, code, match[0], match.start(), match.end(), unit))
        return found

    def _own_place_within(self, match: re.Match[str]) -> re.Match[str] | None:
        """赶上海陵 names 海陵, and no 上海: a place of this city that reaches beyond the other."""
        if self._words[match[0]][0] is not Subject.ELSEWHERE:
            return None
        for start in range(match.start() + 1, match.end()):
            inner = self._pattern.match(match.string, start)
            is_place = inner is not None and self._words[inner[0]][0] is Subject.REGION
            if inner is not None and is_place and inner.end() > match.end():
                return inner
        return None
