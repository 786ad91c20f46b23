"""Everyday words and official words, read once from the table beside this file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib.resources import files

import yaml

from retrieval.text_form import normalised

_COMPOUND = 4
_GRANTS = re.compile("资助|奖励|补贴|补助|贴息|扶持政策")
_END = re.compile(r"[?!。;]+")


class ConceptKind(StrEnum):
    """THEME lists what is provided on one subject, OUTLINE what stands in a part that every plan
    has, OVERVIEW whatever is provided."""

    MEASURE = "measure"
    FACT = "fact"
    THEME = "theme"
    OUTLINE = "outline"
    OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Concept:
    """Something people ask about. `everyday` recognises it in a question, `official` (in the
    form of text_form.normalised) in a sentence."""

    id: str
    kind: ConceptKind
    label: str
    everyday: re.Pattern[str]
    official: tuple[str, ...]
    needs_industry: bool = False

    @property
    def is_list(self) -> bool:
        return self.kind in {ConceptKind.THEME, ConceptKind.OUTLINE, ConceptKind.OVERVIEW}

    def stretches(self, form: str) -> list[tuple[int, int]]:
        """Where the everyday words stand in a question, overlapping ones too: 旧设备 and 设备淘汰
        in 旧设备淘汰."""
        found = (self.everyday.match(form, at) for at in range(len(form)))
        return [match.span() for match in found if match]


@dataclass(frozen=True, slots=True)
class Register:
    """An everyday word that has an official one where a matter is asked of, and only there: who
    withholds income tax is 公司 to everybody."""

    matter: str
    said: re.Pattern[str]
    official: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole table: what can be asked about, the terms spelling is corrected to, and the
    everyday words that have an official one (a word that is left whole has itself, and guards its
    parts), with the pattern that finds them, the groups of words that exclude each other, and those
    that people say around any matter. `edition` changes with the table: an index holds texts in the
    official words of one edition."""

    concepts: tuple[Concept, ...]
    terms: tuple[str, ...]
    synonyms: Mapping[str, str]
    within: tuple[Register, ...]
    everyday: re.Pattern[str]
    official: re.Pattern[str]
    slips: tuple[tuple[str, str], ...]
    rivals: tuple[tuple[str, ...], ...]
    around: frozenset[str]
    edition: str

    @property
    def overview(self) -> tuple[Concept, ...]:
        """The list of everything that is provided."""
        return tuple(c for c in self.concepts if c.kind is ConceptKind.OVERVIEW)

    @property
    def granting(self) -> tuple[Concept, ...]:
        """What gives money by its official words, where it is asked of no matter."""
        return tuple(
            c
            for c in self.concepts
            if not c.is_list and any(_GRANTS.search(phrase) for phrase in c.official)
        )

    def in_official_words(self, text: str) -> str:
        """A text with its everyday words replaced by the official ones, longest first and each
        stretch once: 公租房租下来 holds 公租房 and no 房租."""

        def official(found: re.Match[str]) -> str:
            word = self.synonyms[found.group()]
            return found.group() if word in text else word

        return self.everyday.sub(official, text)

    def asked_in_official_words(self, question: str) -> str:
        """A question with its everyday words replaced, also by those of the matter it names."""
        matter = self.in_official_words(question)
        for register in self.within:
            if register.matter in matter:
                question = register.said.sub(register.official, question)
        return self.in_official_words(question)

    def concepts_in(self, question: str, *, with_industry: bool) -> tuple[Concept, ...]:
        """The concepts a question touches, the one named at most length first.

        A concept recognised only inside another's words is not meant: 基金 in 基金的对接会.
        """
        # A pattern reaches over a comma but not from one question into the next.
        form = _END.sub("\n", normalised(question).lower())
        found = [
            (match.span(), concept)
            for concept in self.concepts
            if (with_industry or not concept.needs_industry)
            and (match := concept.everyday.search(form))
        ]
        outermost = [
            (span, concept)
            for span, concept in found
            if not any(
                _lies_inside(span, other)
                for other, wider in found
                if wider.kind is not ConceptKind.OVERVIEW
            )
        ]
        by_length = sorted(outermost, key=lambda pair: (pair[0][0] - pair[0][1], pair[0]))
        return tuple(concept for _, concept in by_length)


def _lies_inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


@cache
def vocabulary() -> Vocabulary:
    """Read the packaged table (once)."""
    source = files("retrieval.search").joinpath("vocabulary.yaml").read_text("utf-8")
    table = yaml.safe_load(source)
    synonyms = table["synonyms"] | {word: word for word in table["left_whole"].split()}
    return Vocabulary(
        concepts=tuple(_concept(entry) for entry in table["concepts"]),
        terms=tuple(table["terms"].split()),
        slips=tuple(table["slips"].items()),
        around=frozenset(table["around"].split()),
        edition=sha256(source.encode()).hexdigest()[:8],
        rivals=tuple(tuple(group.split()) for group in table["rivals"]),
        synonyms=synonyms,
        within=tuple(
            Register(entry["matter"], re.compile(entry["said"]), entry["official"])
            for entry in table["within"]
        ),
        everyday=_any_of(synonyms),
        official=_any_of({w for w in synonyms.values() if len(w) >= _COMPOUND}),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def _concept(entry: dict[str, str | list[str] | bool]) -> Concept:
    patterns = [normalised(pattern) for pattern in str(entry["everyday"]).split()]
    phrases = entry["official"]
    return Concept(
        id=str(entry["id"]),
        kind=ConceptKind(str(entry["kind"])),
        label=str(entry["label"]),
        everyday=re.compile("|".join(f"(?:{pattern})" for pattern in patterns)),
        official=tuple(normalised(phrase) for phrase in phrases)
        if isinstance(phrases, list)
        else (),
        needs_industry=bool(entry.get("needs_industry", False)),
    )
