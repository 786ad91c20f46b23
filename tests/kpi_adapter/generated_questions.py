"""Questions made from a grammar over the catalogue's words, each with what it must answer.

A `Case` holds the question and the numbers and names an answer must show; with ``refused`` it
must not be answered with a figure at all. Expectations come from `independent_figures`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from tests.kpi_adapter.generated_claims import OF_A_LIST, OF_TWO
from tests.kpi_adapter.generated_words import (
    AFTER,
    BEFORE,
    COUNTS,
    FLOWS,
    IMPOSSIBLE,
    INDUSTRIES,
    NAMES,
    PERIODS,
    PLACES,
    POISON,
    STOCKS,
    UNRELEASED,
)
from tests.kpi_adapter.independent_figures import (
    CITY,
    DISTRICTS,
    FIVE,
    URBAN,
    Figures,
    Ledger,
    Snapshots,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """``names``: in this order in the first line. ``only_names``: and no other place there."""

    question: str
    numbers: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    only_names: bool = False
    refused: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Files:
    figures: Figures
    snapshots: Snapshots
    ledger: Ledger


class Grammar:
    """Draws cases; the same seed draws the same ones."""

    def __init__(self, files: Files, seed: int) -> None:
        self._files = files
        self._random = random.Random(seed)
        self._makers: tuple[Callable[[], Case], ...] = (
            self._value, self._value, self._value, self._growth, self._ranking, self._condition,
            self._share, self._two_places, self._two_periods, self._sum, self._remainder,
            self._count, self._stock, self._projects, self._milestone, self._unreleased,
            self._impossible, self._poisoned, self._misspelt, self._claim, self._claimed_list,
        )  # fmt: skip

    def draw(self) -> Case:
        maker = self._pick(self._makers)
        case = maker()
        return replace(case, kind=case.kind or maker.__name__.strip("_"))

    def _pick(self, options: Sequence[T]) -> T:
        return self._random.choice(options)

    def _said(self, *parts: str) -> str:
        """The parts in any order, the indicator last, with words that ask for nothing."""
        *free, last = (part for part in parts if part)
        self._random.shuffle(free)
        return self._pick(BEFORE) + "".join(free) + last

    def _scope(self) -> tuple[str, tuple[str, ...], str, str]:
        """An industry and a place, or neither: code, places, and the words for both."""
        place = self._pick(list(PLACES))
        industry = self._pick([*INDUSTRIES, "", ""])
        code = industry or ("ALL5" if place == CITY else "IND")
        places = URBAN if place == "SHIQU" else (place,)
        said = self._pick(INDUSTRIES[industry]) if industry else ""
        return code, places, said, self._pick(PLACES[place])

    def _value(self) -> Case:
        indicator = self._pick(list(FLOWS))
        code, places, industry, place = self._scope()
        words, year, first, last = self._pick(PERIODS)
        name = self._pick(FLOWS[indicator])
        number = self._files.figures.amount(indicator, code, places, year, first, last)
        question = self._said(place, industry, words, name) + self._pick(AFTER)
        return Case(question, () if number is None else (number,), refused=number is None)

    def _growth(self) -> Case:
        indicator = self._pick(list(FLOWS))
        code, places, industry, place = self._scope()
        words, year, first, last = self._pick([item for item in PERIODS if item[2] == 1])
        if len(places) > 1 or first != 1:
            return self._value()
        rate = self._files.figures.published_growth(
            indicator, code, places[0], f"{year}-{last:02d}"
        )
        if rate is None:
            return self._value()
        name = self._pick(FLOWS[indicator])
        tail = self._pick(("同比增长多少", "增速多少", "同比", "增幅是多少"))
        return Case(self._said(place, industry, words, name) + tail, (rate,))

    def _listed(self, by_growth: bool) -> tuple[str, str, list[tuple[float, str]], str]:
        """Question scope, indicator word, scored names, dimension word."""
        indicator = self._pick(list(FLOWS))
        figures = self._files.figures
        name = self._pick(FLOWS[indicator])
        if self._random.random() < 0.5:
            industry = self._pick([*FIVE, ""])
            keys = [(industry or "IND", place, DISTRICTS[place]) for place in DISTRICTS]
            scope = self._pick(INDUSTRIES[industry]) if industry else ""
            dimension = "区"
        else:
            place = self._pick([CITY, *DISTRICTS])
            keys = [(code, place, NAMES[code]) for code in FIVE]
            scope = "" if place == CITY else self._pick(PLACES[place])
            dimension = "产业"
        read = figures.published_growth if by_growth else figures.cumulative
        scored = [(read(indicator, code, place, "2019-10"), shown) for code, place, shown in keys]
        known = sorted(((s, n) for s, n in scored if s is not None), reverse=True)
        return scope, name, known, dimension

    def _ranking(self) -> Case:
        by_growth = self._random.random() < 0.4
        scope, name, scored, dimension = self._listed(by_growth)
        count = self._pick((1, 2, 3))
        is_bottom = self._random.random() < 0.4
        chosen = list(reversed(scored))[:count] if is_bottom else scored[:count]
        if len({score for score, _ in scored}) < len(scored):
            return self._value()
        measure = "增速" if by_growth else ""
        said = "一二三"[count - 1]
        if count == 1:
            highest, lowest = ("最快", "最慢") if by_growth else ("最高", "最低")
            extreme = lowest if is_bottom else highest
            question = f"{scope}哪个{dimension}{name}{measure}{extreme}"
        elif is_bottom:
            question = f"{scope}{name}{measure}倒数前{said}的{dimension}"
        else:
            question = f"{scope}{name}{measure}前{said}的{dimension}"
        numbers = () if by_growth else tuple(score for score, _ in chosen)
        return Case(question, numbers, tuple(n for _, n in chosen), only_names=True)

    def _condition(self) -> Case:
        by_growth = self._random.random() < 0.5
        scope, name, scored, dimension = self._listed(by_growth)
        limit = self._pick((3, 5, 8, 10, 12)) if by_growth else self._pick((50, 100, 300, 800))
        is_more = self._random.random() < 0.5
        kept = [n for s, n in scored if (s > limit if is_more else s < limit)]
        bound = self._pick(("超过", "高于")) if is_more else "低于"
        tail = f"增速{bound}{limit}%" if by_growth else f"{bound}{limit}亿"
        names = tuple(kept)
        return Case(f"{scope}{name}{tail}的{dimension}有哪些", (), names, only_names=True)

    def _share(self) -> Case:
        indicator, place = self._pick(list(FLOWS)), self._pick(list(DISTRICTS))
        figures, name = self._files.figures, self._pick(FLOWS[indicator])
        words, year, first, last = self._pick(PERIODS)
        part = figures.amount(indicator, "IND", (place,), year, first, last)
        whole = figures.amount(indicator, "IND", (CITY,), year, first, last)
        question = f"{words}{self._pick(PLACES[place])}{name}占全市的比重"
        if part is None or not whole:
            return Case(question, refused=True)
        return Case(question, (part, whole, round(part / whole * 100, 1)))

    def _two_places(self) -> Case:
        indicator = self._pick(list(FLOWS))
        one, two = self._random.sample(list(DISTRICTS), 2)
        words, year, first, last = self._pick(PERIODS)
        name, ways = self._pick(FLOWS[indicator]), ("{a}和{b}{p}{m}差多少", "{p}{m}{a}比{b}多多少")
        amounts = [
            self._files.figures.amount(indicator, "IND", (place,), year, first, last)
            for place in (one, two)
        ]
        question = self._pick(ways).format(
            a=self._pick(PLACES[one]), b=self._pick(PLACES[two]), p=words, m=name
        )
        numbers = tuple(amount for amount in amounts if amount is not None)
        return Case(question, numbers, refused=len(numbers) < 2)

    def _claim(self) -> Case:
        indicator, (words, year, *months) = self._pick(list(FLOWS)), self._pick(PERIODS)
        one, two = self._random.sample(list(DISTRICTS), 2)
        amounts = [
            self._files.figures.amount(indicator, "IND", (place,), year, *months)
            for place in (one, two)
        ]
        way, above, below = self._pick(OF_TWO)
        a, b = self._pick(PLACES[one]), self._pick(PLACES[two])
        question = way.format(a=a, b=b, p=words, m=self._pick(FLOWS[indicator]))
        first, second = amounts
        if first is None or second is None:
            return Case(question, refused=True)
        said = (above if first > second else below) if first != second else "两者相等"
        return Case(question, (first, second), (f"{said}：", DISTRICTS[one]))

    def _claimed_list(self) -> Case:
        indicator, (words, year, *months) = self._pick(list(FLOWS)), self._pick(PERIODS)
        found = {
            place: self._files.figures.amount(indicator, "IND", (place,), year, *months)
            for place in DISTRICTS
        }
        known = {place: amount for place, amount in found.items() if amount is not None}
        two, (way, is_above) = self._pick(list(DISTRICTS)), self._pick(OF_A_LIST)
        name, b = self._pick(FLOWS[indicator]), self._pick(PLACES[two])
        question = way.format(b=b, p=words, m=name)
        if len(known) < len(found):
            return Case(question, refused=True)
        limit = known.pop(two)
        kept = [(amount, place) for place, amount in known.items() if (amount > limit) == is_above]
        names = tuple(DISTRICTS[place] for _, place in sorted(kept, reverse=True))
        return Case(question, (), names, only_names=True)

    def _two_periods(self) -> Case:
        indicator, name = self._pick(list(FLOWS)), ""
        name = self._pick(FLOWS[indicator])
        pairs = ((7, 9, "三季度", 4, 6, "二季度"), (10, 10, "10月", 9, 9, "9月"),
                 (4, 6, "二季度", 1, 3, "一季度"))  # fmt: skip
        first, last, one, before, until, two = self._pick(pairs)
        industry = self._pick([*FIVE, "ALL5"])
        amounts = [
            self._files.figures.amount(indicator, industry, (CITY,), 2019, *months)
            for months in ((first, last), (before, until))
        ]
        numbers = tuple(amount for amount in amounts if amount is not None)
        return Case(f"{self._pick(INDUSTRIES[industry])}{name}{one}比{two}增长多少", numbers)

    def _sum(self) -> Case:
        indicator, name = self._pick(list(FLOWS)), ""
        name = self._pick(FLOWS[indicator])
        words, year, first, last = self._pick(PERIODS)
        several = self._random.sample(list(DISTRICTS), self._pick((2, 3)))
        joined = "和".join(self._pick(PLACES[place]) for place in several)
        number = self._files.figures.amount(indicator, "IND", several, year, first, last)
        question = f"{words}{joined}{name}{self._pick(('合计多少', '一共多少', '加起来多少'))}"
        return Case(question, () if number is None else (number,), refused=number is None)

    def _remainder(self) -> Case:
        indicator = self._pick(list(FLOWS))
        name, figures = self._pick(FLOWS[indicator]), self._files.figures
        words, year, first, last = self._pick(PERIODS)
        if self._random.random() < 0.5:
            out = self._pick(list(DISTRICTS))
            rest = [place for place in DISTRICTS if place != out]
            number = figures.amount(indicator, "IND", rest, year, first, last)
            ways = ("不含{o}全市{p}{m}多少", "除{o}外各区{p}{m}合计", "{p}{m}{o}除外是多少")
            said = self._pick(PLACES[out])
        else:
            out = self._pick(FIVE)
            parts = [
                figures.amount(indicator, code, (CITY,), year, first, last)
                for code in FIVE
                if code != out
            ]
            known = [part for part in parts if part is not None]
            number = sum(known) if len(known) == len(parts) else None
            ways = ("除{o}外四个产业{p}{m}", "{p}五大产业不含{o}的{m}", "除了{o}其他产业{p}{m}合计")
            said = self._pick(INDUSTRIES[out])
        question = self._pick(ways).format(o=said, p=words, m=name)
        return Case(question, () if number is None else (number,), refused=number is None)

    def _count(self) -> Case:
        code = self._pick(list(COUNTS))
        place = self._pick(list(PLACES))
        words, year, first, last = self._pick(PERIODS)
        places = URBAN if place == "SHIQU" else (place,)
        number = self._files.figures.amount(code, "IND", places, year, first, last)
        question = f"{words}{self._pick(PLACES[place])}{COUNTS[code]}有几个"
        return Case(question, () if number is None else (number,), refused=number is None)

    def _stock(self) -> Case:
        code = self._pick(list(STOCKS))
        name, number = self._pick(STOCKS[code]), self._files.snapshots.newest(code)
        tail = self._pick(("现在多少家", "有几家", "目前有多少家了", "多少家了"))
        return Case(self._pick(BEFORE) + name + tail, (number,))

    def _projects(self) -> Case:
        place = self._pick([*DISTRICTS, CITY])
        status = self._pick(("在建", "停工", "在谈", "储备"))
        size = self._pick((None, 1, 2, 5, 10))
        bound = self._pick(("以上", "超"))
        conditions = [lambda p: p["status"] == status]
        if place != CITY:
            conditions.append(lambda p: p["region"] == DISTRICTS[place])
        said = ""
        if size is not None:
            said = f"{size}亿以上的" if bound == "以上" else f"超{size}亿的"
            if bound == "以上":
                conditions.append(lambda p: p["investment"] >= size)
            else:
                conditions.append(lambda p: p["investment"] > size)
        count = self._files.ledger.count(*conditions)
        tail = self._pick(("有几个", "多少个", "有多少"))
        return Case(f"{self._pick(PLACES[place])}{said}{status}项目{tail}", (float(count),))

    def _milestone(self) -> Case:
        year, word, field = self._pick(
            ((2019, "竣工", "actual_completion"), (2018, "新签约", "signed_on"),
             (2019, "新签约", "signed_on"))
        )  # fmt: skip
        size = self._pick((5, 10))
        count = self._files.ledger.count(
            lambda p: p["investment"] >= size and p["status"] != "终止",
            lambda p: isinstance(p[field], date) and p[field].year == year,
        )
        words = {2019: "今年", 2018: "去年"}[year]
        return Case(f"{words}{word}了几个{size}亿以上的项目", (float(count),))

    def _unreleased(self) -> Case:
        indicator = self._pick(list(FLOWS))
        words, name = self._pick(UNRELEASED), self._pick(FLOWS[indicator])
        return Case(f"{words}{name}{self._pick(AFTER)}", refused=True)

    def _impossible(self) -> Case:
        indicator = self._pick(list(FLOWS))
        words, name = self._pick(IMPOSSIBLE), self._pick(FLOWS[indicator])
        return Case(f"{words}{name}{self._pick(AFTER)}", refused=True)

    def _poisoned(self) -> Case:
        case = self._value()
        word = self._pick(POISON)
        names = [name for names in FLOWS.values() for name in names if name in case.question]
        name = max(names, key=len)
        return Case(case.question.replace(name, word + name, 1), refused=True, kind="poisoned")

    def _misspelt(self) -> Case:
        """A sign doubled, two swapped, or one replaced: the same figure, or none."""
        case = self._value()
        letters = list(case.question)
        spots = [n for n, sign in enumerate(letters[:-1]) if not _counts(sign)]
        spots = [n for n in spots if not _counts(letters[n + 1])]
        if not spots:
            return case
        spot = self._pick(spots)
        way = self._random.random()
        if way < 0.34:
            letters.insert(spot, letters[spot])
        elif way < 0.67:
            letters[spot], letters[spot + 1] = letters[spot + 1], letters[spot]
        else:
            letters[spot] = self._pick("直消硕花太华")
        return replace(case, question="".join(letters), kind="misspelt")


def _counts(sign: str) -> bool:
    """Digits and words of time: another one of these is another question, not a slip."""
    return sign in "0123456789一二三四五六七八九十〇年月季上下前去今明全半度个截至到底以来份-"
