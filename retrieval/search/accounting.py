"""Whether a document accounts for every content word of a question.

How much of an everyday question a sentence holds says little where the question is chatty. That a
word of it stands nowhere in a document says much: 积分 in no rule on households means that what is
asked about points is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from retrieval.index.lexical import LexicalIndex
from retrieval.search.places import containing, places_in
from retrieval.search.question import Question
from retrieval.search.segmenting import words_of
from retrieval.search.vocabulary import vocabulary
from retrieval.text_form import normalised

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年)")
_MEASURE = re.compile(
    r"[\d零一二两三四五六七八九十百千万几多]+(?:[年月天日岁个次家回周套亩]|个月|小时)?"
)
# 几级 and 作何 ask; what stands in their place in a text is the answer.
_ASKS = re.compile(r"[几何哪谁啥]|多少|什么")
# 查出来 is 查: how an act ends is said of any.
_ENDING = re.compile(r"(?<=[\u4e00-\u9fff])(?:[上下进出回过起][来去]|不[了起到着])$")
# 镇上, 海边: 以上 and 海洋 are nothing in their place, as 境内 is in that of 境外.
_SAYS_WHERE = "上下里内外边"
_SHORTEST = 2
_FEWEST_WORDS = 2
_WHOLLY = 0.99
_LEVEL = "级"
# 国家、省级 names two levels, 省市级 too.
_ONE_OF_SEVERAL = re.compile("(国家|省|市)(?=[、和与或及/]*(?:国家|省|市)[、和与或及/国家省市]*级)")
_TURNS = "(?:转|变更|改)(?:出|入|到|成|为|换)"
_AND_ABOVE = r"(?:\(含[^()]{0,6}\))?(?:及|或|\(含\))?以上"
_HEAD = 300  # characters
_ANY = (1 << 63) - 1


class Accounting:
    """What the documents hold of one question's content words."""

    def __init__(self, asked: Question, lexical: LexicalIndex) -> None:
        self._asked = asked.official_text
        self._years = years_named(asked.text)
        self._places = asked.places
        self._held = {word: lexical.holding(word) for word in content_words(self._asked)}
        self._unheld = [word for word, held in self._held.items() if not held(0, _ANY)]
        self._lacking: dict[int, list[str]] = {}

    def knows_every_word(self, first: int, last: int, text: str) -> bool:
        """Whether a document, whose sentences have the numbers `first` to `last`, holds all
        content words of the question, and the years it names. The place need not be named by what
        is from a province or a city around it."""
        return len(self._held) >= _FEWEST_WORDS and not self._missing(first, last, text)

    def strange_words(self, first: int, last: int, text: str) -> int | None:
        """How many content words of the question a document lacks that others hold, and that are
        therefore theirs to answer: what stands in no document is how people talk. None where it
        holds none at all."""
        missing = self._missing(first, last, text)
        if len(missing) >= len(self._held):
            return None
        return sum(word not in self._unheld for word in missing)

    def lacks_where_or_when(self, first: int, last: int, text: str) -> bool:
        """Whether a document lacks a place or a year that the question names."""
        missing = self._missing(first, last, text)
        return any(word in self._years or places_in(word) for word in missing)

    def _missing(self, first: int, last: int, text: str) -> list[str]:
        if first not in self._lacking:
            lacking = [word for word, held in self._held.items() if held(first, last) < _WHOLLY]
            if not self._places.isdisjoint(lacking):
                around = places_in(text[:_HEAD])
                lacking = [
                    word
                    for word in lacking
                    if not (word in self._places and containing(frozenset({word})) & around)
                ]
            self._lacking[first] = lacking + [year for year in self._years if year not in text]
        return self._lacking[first]

    def is_of_a_rival(self, text: str, title: str) -> bool:
        """Whether a passage under its titles, or its document by its title, is about a rival of
        what is asked."""
        rivals = vocabulary().rivals
        # 市级专项资金 by its title grants for 国家级 too.
        by_title = [group for group in rivals if not group[0].endswith(_LEVEL)]
        official = vocabulary().in_official_words(title)
        return (
            is_of_a_rival(self._asked, official, by_title)
            or is_of_a_rival(self._asked, text, rivals)
            or turns_the_other_way(self._asked, text, rivals)
        )

    def has_a_sibling(self, text: str) -> bool:
        """Whether a passage has another word in the place of one that no document holds."""
        return any(speaks_of_a_sibling(word, self._asked, text) for word in self._unheld)


def content_words(text: str) -> tuple[str, ...]:
    """The words of a question, in official words, that name its matter, each once, in order."""
    return tuple(dict.fromkeys(_words(normalised(text))))


def years_named(text: str) -> tuple[str, ...]:
    """The years of a question, which a document has to name too: 2021 of 2021年春节放几天假."""
    return tuple(dict.fromkeys(_YEAR.findall(normalised(text))))


def is_of_a_rival(question: str, text: str, groups: Iterable[Sequence[str]]) -> bool:
    """Whether a text speaks of the rivals only of what a question names: of 居民 where 职工 is
    asked about. Both are in official words, the text under its titles; what is above a word in
    its group counts as named where the word is with 以上."""
    asked, said = (_ONE_OF_SEVERAL.sub(r"\1级", normalised(each)) for each in (question, text))
    for group in groups:
        named, spoken_of = set(_named(group, asked)), set(_named(group, said))
        if named and spoken_of and not named & spoken_of:
            return True
    return False


def turns_the_other_way(question: str, text: str, groups: Iterable[Sequence[str]]) -> bool:
    """Whether a text speaks of turning one of two rivals into the other, and the question asks for
    the contrary alone: 职工养老转入居民养老 where 居民养老转到职工养老 is asked about."""
    asked, said = normalised(question), normalised(text)
    for group in groups:
        rivals = "|".join(map(re.escape, group))
        turned = re.compile(
            rf"({rivals})(?:(?!{rivals})[^。;]){{0,24}}?{_TURNS}[^。;]{{0,16}}?({rivals})"
        )
        wanted = turned.search(asked)
        if wanted is None or wanted[1] == wanted[2]:
            continue
        ways = {found.groups() for found in turned.finditer(said)}
        if wanted.groups() not in ways and wanted.groups()[::-1] in ways:
            return True
    return False


def _named(group: Sequence[str], text: str) -> Iterator[str]:
    """The words of a group that a text names, in so many words or by 以上."""
    for at, word in enumerate(group):
        if word in text:
            yield word
            if re.search(word + _AND_ABOVE, text):
                yield from group[:at]


def speaks_of_a_sibling(word: str, question: str, text: str) -> bool:
    """Whether a text has, in the place of a question's word, another that shares a character
    with it: 企业用地补贴 for 企业用电补贴. For a word that no document holds."""
    asked, said = normalised(question), normalised(text)
    at = asked.find(word)
    before, after = asked[max(at - _SHORTEST, 0) : at], asked[at + len(word) :][:_SHORTEST]
    if at < 0 or not (before or after):
        return False
    others = (
        [_other(word, len(word) - 1, f"[{_SAYS_WHERE}]")]
        if word.endswith(tuple(_SAYS_WHERE))
        else [_other(word, place, "[\u4e00-\u9fff]") for place in range(len(word))]
    )
    return any(
        re.search(f"{re.escape(before)}{other}的?{re.escape(after)}", said) for other in others
    )


def _other(word: str, place: int, by: str) -> str:
    """The pattern of a word that has another character, one of `by`, at a place."""
    own = re.escape(word[place])
    before, after = re.escape(word[:place]), re.escape(word[place + 1 :])
    return f"{before}(?!{own}){by}{after}"


def _words(form: str) -> Iterator[str]:
    around = vocabulary().around
    for official in vocabulary().official.findall(form):
        form = form.replace(official, " ")
        yield official
    for word in words_of(form):
        word = _ENDING.sub("", word)
        is_around = word in around or _ASKS.search(word) or _MEASURE.fullmatch(word)
        if len(word) >= _SHORTEST and not is_around:
            yield word
