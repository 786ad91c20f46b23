"""Between which days a task must be due to be meant: 下周一到周三, 周末, 月底前; pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.tasks.calendar import WorkingCalendar
from bot.tasks.day_words import (
    ANY_YEAR,
    MONTH_END,
    NUMBER,
    WEEKDAYS,
    day_of_week,
    month_end,
    next_year_if_past,
    number,
    year_of,
)

Period = tuple[date, date]

_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "": 0, "下": 1, "下下": 2}
_WEEK_DAY = re.compile(
    rf"(?P<week>上上|上|下下|下|这|本)?个?(?:周|星期|礼拜)(?P<day>[{WEEKDAYS}天末])"
)
_FAR = timedelta(days=183)
_AND_AFTER = re.compile(r"(?:之|以)?后(?!天)")
_AHEAD = re.compile(r"到期|截止|[要该得]|前")
_WITHIN = re.compile(
    rf"(?:未来|今后|接下来|最近|近)?({NUMBER})(个工作日|天|周|个星期)"
    r"(?:之?内|以内|(?=的?[要将就会快]?(?:到期|截止)))"
)
_MONTH_DUE = re.compile(
    rf"(?:{ANY_YEAR}年)?({NUMBER})月(?:份)?(?:(?:要|该)?(?:到期|截止|办结|交|完成)|的?(?:时限|期限))"
)
_YEAR_DUE = re.compile(rf"{ANY_YEAR}年?年(?:[底末]|内)|(明)年|(?<![今以之此])(后)年")
_BEFORE_DATE = re.compile(rf"(?:{ANY_YEAR}年)?({NUMBER})月({NUMBER})[日号](?:之?前|以前)")


def due_period(text: str, today: date, calendar: WorkingCalendar) -> Period | None:
    """Return the first and last day between which a task must be due to be meant."""
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    fixed: list[tuple[str, date, date]] = [
        (r"今天|今日|当天", today, today),
        (r"明天|明日", today + timedelta(days=1), today + timedelta(days=1)),
        (r"后天", today + timedelta(days=2), today + timedelta(days=2)),
        (r"下个?(?:周|星期|礼拜)", monday + timedelta(days=7), monday + timedelta(days=13)),
        (r"(?:这|本)个?(?:周|星期|礼拜)", monday, monday + timedelta(days=6)),
        (r"下个?月", first + relativedelta(months=1), first + relativedelta(months=2, days=-1)),
        (r"这个月|本月|当月", first, first + relativedelta(months=1, days=-1)),
        (r"上个?(?:周|星期|礼拜)", monday - timedelta(days=7), monday - timedelta(days=1)),
        (r"上个?月", first - relativedelta(months=1), first - timedelta(days=1)),
        (r"去年|上年", date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        (r"前年", date(today.year - 2, 1, 1), date(today.year - 2, 12, 31)),
        (r"年底前|年内|今年", date(today.year, 1, 1), date(today.year, 12, 31)),
        (r"快(?:要)?到期|临期|临近|即将到期|马上到期", today, calendar.add_workdays(today, 3)),
    ]
    within = _WITHIN.search(text)
    if within:
        return today, _within(number(within[1]), within[2], today, calendar)
    before, month = _BEFORE_DATE.search(text), _MONTH_DUE.search(text)
    year = _YEAR_DUE.search(text)
    try:
        if before:
            end = date(year_of(before[1], today), number(before[2]), number(before[3]))
            end = end if before[1] else next_year_if_past(end, today)
            return today if end >= today else end.replace(month=1, day=1), end
        if month:
            start = date(year_of(month[1], today), number(month[2]), 1)
            return start, start + relativedelta(months=1, days=-1)
        if year:
            named = year_of(year[1] or year[2] or year[3], today)
            return date(named, 1, 1), date(named, 12, 31)
        days = _days_of_weeks(text, today) or _ends_of_months(text, today)
    except ValueError:
        # 13月, 3月32日: no such day.
        return None
    if days is not None:
        return days
    for pattern, start, end in fixed:
        if re.search(pattern, text):
            return start, end
    return None


def _days_of_weeks(text: str, today: date) -> Period | None:
    """下周一的 is of that day, 下周一到周三 of three, 周五前 of all until then, 周末 of two."""
    found = list(_WEEK_DAY.finditer(text))
    if not found or len(found) > 2:
        return None
    is_ahead = _AHEAD.search(text) is not None
    first, last = _of_week(found[0], found[0]["week"], today, is_ahead=is_ahead)
    after = text[found[0].end() :]
    if len(found) == 1:
        if re.match(r"(?:之|以)?前", after):
            return min(today, last), last
        # What is due after a day has no last one.
        return (last + timedelta(days=1), date.max) if _AND_AFTER.match(after) else (first, last)
    second = found[1]
    if re.fullmatch(r"[到至~-]", text[found[0].end() : second.start()]) is None:
        return None
    week = second["week"] or found[0]["week"]
    _, end = _of_week(second, week, today, is_ahead=is_ahead)
    return (first, end) if first <= end else None


def _of_week(
    said: re.Match[str], week: str | None, today: date, *, is_ahead: bool
) -> tuple[date, date]:
    is_weekend = said["day"] == "末"
    first = day_of_week("六" if is_weekend else said["day"], _WEEKS[week or ""], today)
    last = first + timedelta(days=1) if is_weekend else first
    if week is None and is_ahead and last < today:
        # 周一到期的, said on a Friday, is to come.
        first, last = first + timedelta(weeks=1), last + timedelta(weeks=1)
    return first, last


def _ends_of_months(text: str, today: date) -> Period | None:
    """12月底前 is all until then; 月底 is the month's last ten days, as nobody says which."""
    found = MONTH_END.search(text)
    if found is None:
        return None
    end = month_end(found[1], found[2] or "", today)
    if found[1] is None and end - today > _FAR:
        # 10月底, said in November, may be the one just past.
        return None
    if re.match(r"(?:之|以)?前", text[found.end() :]):
        return min(today, end.replace(day=1)) if end < today else today, end
    return end.replace(day=21), end


def _within(count: int, unit: str, today: date, calendar: WorkingCalendar) -> date:
    if unit == "个工作日":
        return calendar.add_workdays(today, count)
    return today + (timedelta(weeks=count) if unit in {"周", "个星期"} else timedelta(days=count))
