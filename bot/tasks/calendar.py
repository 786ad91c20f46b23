"""Working days (工作日): what the yearly notices of the State Council's office say.

Which days are worked cannot be computed, only looked up. A year whose notice is not out yet
counts Monday to Friday and is provisional (暂定); asking for it never fails.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)
_SATURDAY = 5


class WorkingCalendar:
    """Counts working days. Days are dates in Asia/Shanghai.

    `exceptions` are the days that depart from Monday to Friday: False is a holiday, True a
    weekend day that is worked (补班). `announced_years` are those whose notice is known.
    """

    def __init__(
        self, exceptions: Mapping[date, bool], announced_years: Collection[int] = ()
    ) -> None:
        self._exceptions = dict(exceptions)
        self._announced = frozenset(announced_years)
        # A scan asks for the same few pairs of days for every task.
        self._count = lru_cache(maxsize=8192)(self._count_after)

    def is_workday(self, day: date) -> bool:
        """Tell whether `day` is worked."""
        return self._exceptions.get(day, day.weekday() < _SATURDAY)

    def is_provisional(self, day: date) -> bool:
        """Tell whether the notice for the year of `day` is still to come (暂定)."""
        return day.year not in self._announced

    def add_workdays(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`, which itself is not counted."""
        remaining = count
        while remaining > 0:
            day += _DAY
            if self.is_workday(day):
                remaining -= 1
        return day

    def workdays_after(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and including `end`.

        Negative when `end` comes before `start`.
        """
        if end < start:
            return -self._count(end, start)
        return self._count(start, end)

    def last_workday(self, day: date) -> date:
        """Return `day`, or the working day before it when it is not worked."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def received_on(self, moment: datetime, office_closes: time) -> date:
        """Return the day that counts as the day of arrival.

        What arrives after hours, or on a day of rest, arrives on the next working day.
        """
        day = moment.date()
        if self.is_workday(day) and moment.time() <= office_closes:
            return day
        return self.add_workdays(day, 1)

    def _count_after(self, start: date, end: date) -> int:
        days = (end - start).days
        return sum(self.is_workday(start + _DAY * offset) for offset in range(1, days + 1))
