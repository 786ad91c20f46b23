"""Period words that name no period: 13月, 10月45日, 2019年2月30日, 五季度, 10到3月.

They are looked for before periods are read, so that no nearest period is taken instead.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kpi_adapter.question.numerals import NUMBER, read_number

FIRST_YEAR, LAST_YEAR = 1949, 2099
LEAP_YEAR = 2020
_N = r"(?:(?<!\d)\d{1,15}|[〇零一二两三四五六七八九十百]{1,15})"


class Oddity(StrEnum):
    """Why the words name no period."""

    NO_SUCH_YEAR = "no_such_year"
    NO_SUCH_QUARTER = "no_such_quarter"
    NO_SUCH_MONTH = "no_such_month"
    NO_SUCH_DAY = "no_such_day"
    REVERSED = "reversed"


@dataclass(frozen=True)
class OddPeriod:
    text: str
    why: Oddity


_YEAR = re.compile(r"(?P<n>(?<![\d.])\d{3,})年")
_QUARTER = re.compile(rf"(?<![前个])第?(?P<n>(?<![一二三四五六七八九十\d]){_N})季度?")
_MONTH = re.compile(rf"(?P<n>(?<![\d一二三四五六七八九十年月份到至~—–-])-{_N}|{_N})月")
_DAY = re.compile(rf"(?:(?P<y>\d{{4}})年)?(?P<m>{_N})月(?:份的?)?(?P<d>{_N})[日号]")
_RUN = re.compile(rf"(?<!\d)(?P<m1>{_N})月?份?(?:到|至|-|—|–|~)(?P<m2>{_N})月")


def find_odd_period(text: str) -> OddPeriod | None:
    """The first wording in ``text`` (normalised) that names no period; None is the rule."""
    return next(_odd(text), None)


def _odd(text: str) -> Iterator[OddPeriod]:
    for pattern, why, is_odd in _RULES:
        for match in pattern.finditer(text):
            if is_odd(match):
                yield OddPeriod(match[0], why)


def _int(words: str) -> int:
    if words.startswith("-"):
        return -_int(words[1:])
    return int(read_number(words)) if re.fullmatch(NUMBER, words) else 0


def _has_no_such_year(match: re.Match[str]) -> bool:
    # More digits than a year's are not counted: Python reads no number of thousands of them.
    digits = match["n"].lstrip("0")
    return len(digits) != 4 or not FIRST_YEAR <= int(digits) <= LAST_YEAR


def _has_no_such_quarter(match: re.Match[str]) -> bool:
    return not 1 <= _int(match["n"]) <= 4


def _has_no_such_month(match: re.Match[str]) -> bool:
    words = match["n"]
    if re.fullmatch(r"(?:19|20)\d{4}", words):
        return not 1 <= int(words[4:]) <= 12
    return not 1 <= _int(words) <= 12


def _has_no_such_day(match: re.Match[str]) -> bool:
    month = _int(match["m"])
    if not 1 <= month <= 12:
        return False
    year = int(match["y"]) if match["y"] else LEAP_YEAR
    return not 1 <= _int(match["d"]) <= monthrange(year, month)[1]


def _is_reversed(match: re.Match[str]) -> bool:
    first, last = _int(match["m1"]), _int(match["m2"])
    return 1 <= last < first <= 12


_RULES: tuple[tuple[re.Pattern[str], Oddity, Callable[[re.Match[str]], bool]], ...] = (
    (_YEAR, Oddity.NO_SUCH_YEAR, _has_no_such_year),
    (_QUARTER, Oddity.NO_SUCH_QUARTER, _has_no_such_quarter),
    (_DAY, Oddity.NO_SUCH_DAY, _has_no_such_day),
    (_MONTH, Oddity.NO_SUCH_MONTH, _has_no_such_month),
    (_RUN, Oddity.REVERSED, _is_reversed),
)
