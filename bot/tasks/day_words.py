"""Days and periods as people say them about tasks; pure. Days are dates in Asia/Shanghai."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.tasks.calendar import WorkingCalendar

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
# Below a thousand; of many signs in a row no other than the first is a beginning.
_NUMBER = r"(?:(?<!\d)\d{1,3}|[一二两三四五六七八九十百]{1,7})"
_YEARS_ON = {"前": -2, "去": -1, "今": 0, "本": 0, "当": 0, "明": 1, "后": 2}
# 今后, 以后 name no year.
_YEAR = r"(\d{4}|[今本当明]|(?<![今以之此])后)"
# A period may be past, a new deadline is not.
_ANY_YEAR = r"(\d{4}|[去今本当明]|(?<![以之目])前|(?<![今以之此])后)"
_WEEKDAYS = "一二三四五六日"

_SHIFT = re.compile(
    rf"({_NUMBER})\s*(个)?(工作日|天|日(?!期)|周|星期|礼拜|月(?!\d|底|末)|年(?!底|末))"
)
_HALF = re.compile(r"半(?:个)?(月|年)")
_AND_HALF = re.compile(rf"({_NUMBER})(?:年半|个半月)")
_FULL_DATE = re.compile(rf"(?:{_YEAR}[年\-/.])?({_NUMBER})[月\-/.]({_NUMBER})(?:日|号)?(?!\d)")
_DAY_OF_MONTH = re.compile(rf"(?:(这个月|本月|下个?月))?({_NUMBER})[号日](?!任务|事项)")
_MONTH_END = re.compile(rf"(?:{_YEAR}年)?({_NUMBER}|这个|本|当|下个?)?月(?:底|末)")
# 20年底, 去年底: another year's than this one's, and none that can be meant.
_YEAR_END = re.compile(rf"(?:{_YEAR}年?|(?<![\d〇零一二两三四五六七八九十去前后]))年(?:底|末)")
_WEEKDAY = re.compile(rf"(下下|下|这|本)?(?:个)?(?:周|星期|礼拜)([{_WEEKDAYS}天])")

_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1)}
# 周五一定 names no feast.
_FEAST = re.compile(rf"(?:{_YEAR}年的?)?(?<![周期拜])({'|'.join(_FEASTS)})节?(之?前)?")
_OTHER_YEAR = re.compile(
    r"(?:(?<!\d)\d{1,3}|[〇零一二三四五六七八九十]{2,4}|[去前])年的?"
    rf"(?:{_NUMBER}月|{'|'.join(_FEASTS)})"
)


@dataclass(frozen=True)
class NewDate:
    """A new deadline: a day, or a shift from the old one."""

    day: date | None = None
    count: int = 0
    unit: str = ""

    def after(self, base: date, calendar: WorkingCalendar) -> date:
        """Return the day meant for a task that is due on `base`."""
        if self.day is not None:
            return self.day
        match self.unit:
            case "工作日":
                return calendar.add_workdays(base, self.count)
            case "周" | "星期" | "礼拜":
                return base + timedelta(weeks=self.count)
            case "月":
                return base + relativedelta(months=self.count)
            case "年":
                return base + relativedelta(years=self.count)
            case _:
                return base + timedelta(days=self.count)


def number(text: str) -> int:
    """Read a number below a thousand, in digits or in Chinese."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif character == "百":
            total, digit = total + (digit or 1) * 100, 0
        else:
            digit = _DIGITS[character]
    return total + digit


def new_date(text: str, today: date) -> NewDate | None:
    """Return the new deadline `text` asks for; None when it names none, or no real day."""
    try:
        day = _named_day(text, today)
    except ValueError:
        return None
    if day is not None:
        return NewDate(day)
    and_half = _AND_HALF.search(text)
    if and_half:
        months = number(and_half[1]) * 12 + 6
        # Half a month more than a month is so many days only from a day that is known.
        return NewDate(count=months, unit="月") if "年" in and_half[0] else None
    half = _HALF.search(text)
    if half:
        return NewDate(count=15, unit="天") if half[1] == "月" else NewDate(count=6, unit="月")
    shift = next((found for found in _SHIFT.finditer(text) if not _is_named(found)), None)
    return NewDate(count=number(shift[1]), unit=shift[3]) if shift else None


def _is_named(shift: re.Match[str]) -> bool:
    """Whether a month or a year is named: 延到6月 is not six months more."""
    if shift[3] == "年":
        return shift.string[: shift.start()].endswith(("到", "至", "为", "成"))
    return shift[3] == "月" and not shift[2]


def day_said(text: str, today: date) -> NewDate | None:
    """Return the deadline in the answer to "until when?", where 25号 alone is a day."""
    return new_date(text, today) or new_date(f"到{text}", today)


def _named_day(text: str, today: date) -> date | None:
    if _OTHER_YEAR.search(text):
        raise ValueError("a day of a year that is not read")
    full = _FULL_DATE.search(text)
    if full:
        day = date(_year(full[1], today), number(full[2]), number(full[3]))
        # 延到1月10日 said in November means the next one.
        return day if full[1] or day >= today else day.replace(year=day.year + 1)
    month_end = _MONTH_END.search(text)
    if month_end:
        return _month_end(month_end[1], month_end[2] or "", today)
    year_end = _YEAR_END.search(text)
    if year_end:
        return date(_year(year_end[1], today), 12, 31)
    feast = _FEAST.search(text)
    if feast:
        day = date(_year(feast[1], today), *_FEASTS[feast[2]])
        day = day if feast[1] else _next(day, today + timedelta(days=1))
        return day - timedelta(days=1) if feast[3] else day
    weekday = _WEEKDAY.search(text)
    if weekday:
        weeks = {"下下": 2, "下": 1}.get(weekday[1] or "", 0)
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
        return monday + timedelta(days=min(_WEEKDAYS.find(weekday[2].replace("天", "日")), 6))
    day_of_month = _DAY_OF_MONTH.search(text)
    if day_of_month and re.search(r"[到至为成]\s*" + re.escape(day_of_month[0]), text):
        first = today.replace(day=1)
        if (day_of_month[1] or "").startswith("下"):
            first += relativedelta(months=1)
        day = first.replace(day=number(day_of_month[2]))
        return day if day_of_month[1] or day >= today else day + relativedelta(months=1)
    return None


def _year(words: str | None, today: date) -> int:
    """Return the year that `words` name; this one without any."""
    if words is None or words in _YEARS_ON:
        return today.year + _YEARS_ON.get(words or "今", 0)
    return int(words)


def _month_end(year: str | None, month: str, today: date) -> date:
    if month in {"", "这个", "本", "当"}:
        first = today.replace(day=1)
    elif month.startswith("下"):
        first = today.replace(day=1) + relativedelta(months=1)
    else:
        first = date(_year(year, today), number(month), 1)
        if year is None and first.replace(day=monthrange(first.year, first.month)[1]) < today:
            first = first.replace(year=first.year + 1)
    return first.replace(day=monthrange(first.year, first.month)[1])


_WITHIN = re.compile(
    rf"(?:未来|今后|接下来|最近|近)?({_NUMBER})(个工作日|天|周|个星期)"
    r"(?:之?内|以内|(?=的?[要将就会快]?(?:到期|截止)))"
)
_MONTH_DUE = re.compile(
    rf"(?:{_ANY_YEAR}年)?({_NUMBER})月(?:份)?(?:(?:要|该)?(?:到期|截止|办结|交|完成)|的?(?:时限|期限))"
)
_YEAR_DUE = re.compile(rf"{_ANY_YEAR}年?年(?:[底末]|内)|(明)年|(?<![今以之此])(后)年")
_BEFORE_DATE = re.compile(rf"(?:{_ANY_YEAR}年)?({_NUMBER})月({_NUMBER})[日号](?:之?前|以前)")


def due_period(text: str, today: date, calendar: WorkingCalendar) -> tuple[date, date] | None:
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
        (
            r"这个月|本月|当月|(?<![\d一二三四五六七八九十])月底前",
            first,
            first + relativedelta(months=1, days=-1),
        ),
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
            end = date(_year(before[1], today), number(before[2]), number(before[3]))
            end = end if before[1] else _next(end, today)
            return today if end >= today else end.replace(month=1, day=1), end
        if month:
            start = date(_year(month[1], today), number(month[2]), 1)
            return start, start + relativedelta(months=1, days=-1)
        if year:
            named = _year(year[1] or year[2] or year[3], today)
            return date(named, 1, 1), date(named, 12, 31)
    except ValueError:
        # 13月, 3月32日: no such day.
        return None
    weekdays = _weekdays_said(text, today)
    if weekdays is not None:
        return weekdays
    for pattern, start, end in fixed:
        if re.search(pattern, text):
            return start, end
    return None


def _weekdays_said(text: str, today: date) -> tuple[date, date] | None:
    """下周一的呢 is of that day, 下周一到周三 of three, 周五前 of all until then."""
    found = list(_WEEKDAY.finditer(text))
    first = _named_day(found[0][0], today) if found else None
    if first is None or len(found) > 2:
        return None
    after = text[found[0].end() :]
    if len(found) == 1:
        is_until = re.match(r"(?:之|以)?前", after)
        return None if re.match(r"(?:之|以)?后", after) else (today if is_until else first, first)
    second = found[1]
    if re.fullmatch(r"[到至~-]", text[found[0].end() : second.start()]) is None:
        return None
    week = second[0] if second[1] else f"{found[0][1] or ''}{second[0]}"
    last = _named_day(week, today)
    return (first, last) if last is not None and first <= last else None


def _within(count: int, unit: str, today: date, calendar: WorkingCalendar) -> date:
    if unit == "个工作日":
        return calendar.add_workdays(today, count)
    return today + (timedelta(weeks=count) if unit in {"周", "个星期"} else timedelta(days=count))


def _next(day: date, today: date) -> date:
    return day if day >= today else day.replace(year=day.year + 1)
