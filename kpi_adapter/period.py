"""Months and periods: the calendar of published statistics.

Statistics are published by month, so a month is the smallest unit here. January has no
figure of its own (it is published together with February), which is a rule of measuring
(`evaluation.measures`), not of the calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from kpi_adapter.errors import QueryError

MONTHS_PER_YEAR = 12
MONTHS_PER_QUARTER = 3
QUARTER_NAMES = ("一", "二", "三", "四")


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month; ``number`` is 1 to 12."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= MONTHS_PER_YEAR:
            raise QueryError(f"月份应为1至12,收到{self.number}")

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, key: str) -> Month:
        """Read ``2019-10``. Raises QueryError for anything else."""
        year, dash, number = key.partition("-")
        if not (dash and year.isdigit() and number.isdigit()):
            raise QueryError(f"月份应写作2019-10的样子,收到“{key}”")
        return cls(int(year), int(number))

    @property
    def key(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def quarter(self) -> int:
        return (self.number - 1) // MONTHS_PER_QUARTER + 1

    def shifted(self, months: int) -> Month:
        year, number = divmod(self.year * MONTHS_PER_YEAR + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def months_until(self, later: Month) -> int:
        return (later.year - self.year) * MONTHS_PER_YEAR + later.number - self.number

    def __str__(self) -> str:
        return f"{self.year}年{self.number}月"


class Grain(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    CUMULATIVE = "cumulative"
    YEAR = "year"
    SPAN = "span"
    YEARS = "years"


_STEP = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}


@dataclass(frozen=True)
class Period:
    """A run of whole months, both ends included.

    ``open_end``: the asker said "so far" (今年以来); the last month is whatever has been
    released, and is fixed when the question is answered. ``was_open`` stays then: 去年呢 after
    今年 is all of last year, and after 前三季度 its first three quarters.
    """

    grain: Grain
    first: Month
    last: Month
    open_end: bool = False
    was_open: bool = field(default=False, compare=False)

    @classmethod
    def month(cls, month: Month) -> Period:
        return cls(Grain.MONTH, month, month)

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        last = Month(year, number * MONTHS_PER_QUARTER)
        return cls(Grain.QUARTER, last.shifted(-2), last)

    @classmethod
    def half(cls, year: int, number: int) -> Period:
        last = Month(year, number * 6)
        return cls(Grain.HALF, last.shifted(-5), last)

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(Grain.YEAR, Month(year, 1), Month(year, MONTHS_PER_YEAR))

    @classmethod
    def cumulative(cls, last: Month) -> Period:
        """January to ``last``; a whole year is a YEAR."""
        if last.number == MONTHS_PER_YEAR:
            return cls.year(last.year)
        return cls(Grain.CUMULATIVE, Month(last.year, 1), last)

    @classmethod
    def year_so_far(cls, year: int) -> Period:
        return cls(Grain.CUMULATIVE, Month(year, 1), Month(year, MONTHS_PER_YEAR), open_end=True)

    @classmethod
    def years(cls, first: int, last: int, *, open_end: bool = False) -> Period:
        return cls(Grain.YEARS, Month(first, 1), Month(last, MONTHS_PER_YEAR), open_end)

    @classmethod
    def span(cls, first: Month, last: Month, *, open_end: bool = False) -> Period:
        return cls(Grain.SPAN, first, last, open_end)

    @property
    def starts_in_january(self) -> bool:
        return self.first.number == 1 and self.first.year == self.last.year

    def closed_at(self, newest: Month) -> Period:
        """The same period with its open end set to the newest released month."""
        if not self.open_end:
            return self
        if self.grain is Grain.CUMULATIVE:
            return replace(Period.cumulative(newest), was_open=True)
        if self.grain is Grain.MONTH:
            return Period.month(min(newest, self.last))
        return replace(self, last=min(newest, self.last), open_end=False)

    def course(self) -> Period:
        """What shows how things went: one step has no course, the year up to it has."""
        is_step = self.grain in (Grain.MONTH, Grain.QUARTER, Grain.DAY)
        return Period.cumulative(self.last) if is_step else self

    def shifted_years(self, years: int) -> Period:
        months = years * MONTHS_PER_YEAR
        return replace(self, first=self.first.shifted(months), last=self.last.shifted(months))

    def preceding(self) -> Period | None:
        """The period just before of the same length (环比); None where that has no meaning."""
        step = _STEP.get(self.grain)
        if step is None:
            return None
        return replace(self, first=self.first.shifted(-step), last=self.last.shifted(-step))

    def months(self) -> tuple[Month, ...]:
        return tuple(self.first.shifted(n) for n in range(self.first.months_until(self.last) + 1))

    def to_dict(self) -> dict[str, object]:
        plain: dict[str, object] = {
            "grain": str(self.grain),
            "first": self.first.key,
            "last": self.last.key,
            "open_end": self.open_end,
        }
        return {**plain, "was_open": True} if self.was_open else plain

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Period:
        try:
            return cls(
                Grain(str(data["grain"])),
                Month.parse(str(data["first"])),
                Month.parse(str(data["last"])),
                bool(data.get("open_end", False)),
                bool(data.get("was_open", False)),
            )
        except (KeyError, ValueError) as exc:
            raise QueryError(f"存储的期间无法读回:{exc}") from exc

    def __str__(self) -> str:
        year = self.last.year
        match self.grain:
            case Grain.DAY | Grain.MONTH:
                return str(self.last)
            case Grain.QUARTER:
                return f"{year}年{QUARTER_NAMES[self.last.quarter - 1]}季度"
            case Grain.HALF:
                return f"{year}年{'上' if self.last.number <= 6 else '下'}半年"
            case Grain.YEAR:
                return f"{year}年"
            case Grain.CUMULATIVE:
                return f"{year}年以来" if self.open_end else f"{year}年1—{self.last.number}月"
            case Grain.YEARS:
                return f"{self.first.year}—{year}年"
            case Grain.SPAN:
                if self.first.year == year:
                    return f"{year}年{self.first.number}—{self.last.number}月"
                return f"{self.first}至{self.last}"
