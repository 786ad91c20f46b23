"""When nobody is disturbed: at night, on days of rest, and in a person's own hours; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from bot.alerts.assess import Level, Light
from bot.tasks.calendar import WorkingCalendar


@dataclass(frozen=True)
class Hours:
    """A span of every day, Asia/Shanghai; it may pass midnight. Equal ends are no span."""

    begins: time
    ends: time

    def hold(self, moment: time) -> bool:
        """Tell whether `moment` lies in the span; its end does not."""
        if self.begins <= self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends


@dataclass(frozen=True)
class QuietTimes:
    """When alerts wait. What is not said then is said by the first scan afterwards.

    `red_excepted` lets red through the night and days of rest. `muted` are the hours that
    people asked for themselves, by user id; they never hold red back.
    """

    night: Hours = Hours(time(22, 0), time(8, 0))
    red_excepted: bool = True
    muted: Mapping[str, Hours] = field(default_factory=dict)

    def hold_back(
        self, level: Level, user_id: str, now: datetime, calendar: WorkingCalendar
    ) -> bool:
        """Tell whether this level must wait before it is said to somebody."""
        is_red = level.light is Light.RED
        if is_red and self.red_excepted:
            return False
        if self.night.hold(now.time()) or not calendar.is_workday(now.date()):
            return True
        own = self.muted.get(user_id)
        return not is_red and own is not None and own.hold(now.time())
