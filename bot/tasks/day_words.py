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
NUMBER = r"(?:(?<!\d)\d{1,3}|[一二两三四五六七八九十百]{1,7})"
_YEARS_ON = {"前": -2, "去": -1, "今": 0, "本": 0, "当": 0, "明": 1, "后": 2}
# 今后, 以后 name no year.
_YEAR = r"(\d{4}|[今本当明]|(?<![今以之此])后)"
# A period may be past, a new deadline is not.
ANY_YEAR = r"(\d{4}|[去今本当明]|(?<![以之目])前|(?<![今以之此])后)"
WEEKDAYS = "一二三四五六日"

_SHIFT = re.compile(
    rf"({NUMBER})\s*(个)?(工作日|天|日(?!期)|周|星期|礼拜|月(?!\d|底|末)|年(?!底|末))"
)
_HALF = re.compile(r"半(?:个)?(月|年)")
_AND_HALF = re.compile(rf"({NUMBER})(?:年半|个半月)")
_FULL_DATE = re.compile(rf"(?:{_YEAR}[年\-/.])?({NUMBER})[月\-/.]({NUMBER})(?:日|号)?(?!\d)")
_DAY_OF_MONTH = re.compile(rf"(?:(这个月|本月|下个?月))?({NUMBER})[号日](?!任务|事项)")
MONTH_END = re.compile(rf"(?:{_YEAR}年)?({NUMBER}|这个|本|当|下个?)?月(?:底|末)")
# 20年底, 去年底: another year's than this one's, and none that can be meant.
_YEAR_END = re.compile(rf"(?:{_YEAR}年?|(?<![\d〇零一二两三四五六七八九十去前后]))年(?:底|末)")
_WEEKDAY = re.compile(rf"(下下|下|这|本)?(?:个)?(?:周|星期|礼拜)([{WEEKDAYS}天])")

_WEEKDAY_BESIDE = re.compile(
    rf"(?:那天|当天|那日|(?P<day>\d{{1,2}})[号日])(?:正好|刚好|就)?(?:是)?(?:周|星期|礼拜)(?P<is>[{WEEKDAYS}天])[^,，。]{{0,4}}[,，。]"
    rf"(?P<way>[^,，。]{{0,6}}?)(?P<week>下下|[下上这本])?个?(?:周|星期|礼拜)(?P<instead>[{WEEKDAYS}天])"
)
_EARLIER, _LATER = re.compile(r"提前|往前|前移"), re.compile(r"[延推]|往后|后移")
_SATURDAY = 5

_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1)}
# 周五一定 names no feast.
_FEAST = re.compile(rf"(?:{_YEAR}年的?)?(?<![周期拜])({'|'.join(_FEASTS)})节?(之?前)?")
_OTHER_YEAR = re.compile(
    r"(?:(?<!\d)\d{1,3}|[〇零一二三四五六七八九十]{2,4}|[去前])年的?"
    rf"(?:{NUMBER}月|{'|'.join(_FEASTS)})"
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
        day = named_day(text, today)
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
    """Return the deadline in the answer to "until when?", where 25号 and 25日 alone are days."""
    text = re.sub(r"^\s*(\d{1,2})日\s*$", r"\1号", text)
    return new_date(text, today) or new_date(f"到{text}", today)


def named_day(text: str, today: date) -> date | None:
    """Return the day that words name. Raises ValueError where they name none that there is."""
    if _OTHER_YEAR.search(text):
        raise ValueError("a day of a year that is not read")
    full = _FULL_DATE.search(text)
    if full:
        day = date(year_of(full[1], today), number(full[2]), number(full[3]))
        # 延到1月10日 said in November means the next one.
        return day if full[1] or day >= today else day.replace(year=day.year + 1)
    of_month = MONTH_END.search(text)
    if of_month:
        return month_end(of_month[1], of_month[2] or "", today)
    year_end = _YEAR_END.search(text)
    if year_end:
        return date(year_of(year_end[1], today), 12, 31)
    feast = _FEAST.search(text)
    if feast:
        day = date(year_of(feast[1], today), *_FEASTS[feast[2]])
        day = day if feast[1] else next_year_if_past(day, today + timedelta(days=1))
        return day - timedelta(days=1) if feast[3] else day
    weekday = _WEEKDAY.search(text)
    if weekday:
        weeks = {"下下": 2, "下": 1}.get(weekday[1] or "", 0)
        return day_of_week(weekday[2], weeks, today)
    day_of_month = _DAY_OF_MONTH.search(text)
    if day_of_month and re.search(r"[到至为成]\s*" + re.escape(day_of_month[0]), text):
        first = today.replace(day=1)
        if (day_of_month[1] or "").startswith("下"):
            first += relativedelta(months=1)
        day = first.replace(day=number(day_of_month[2]))
        return day if day_of_month[1] or day >= today else day + relativedelta(months=1)
    return None


def weekday_beside(text: str, day: date) -> date | None:
    """Return the day that 那天周六，改成周五 means where `day` was proposed: before it or after it
    as is said, the nearer one where it is of a weekend, otherwise the one of its week."""
    found = _WEEKDAY_BESIDE.search(text)
    if found is None or day_of_week(found["is"], 0, day) != day:
        return None
    # 这周五 is of the week we are in, and 23号周六 of another day than the proposed one.
    if int(found["day"] or day.day) != day.day or found["week"] not in {None, "下"}:
        return None
    same_week = day_of_week(found["instead"], 0, day)
    after = day + timedelta(days=(same_week - day).days % 7 or 7)
    if found["week"]:
        return same_week + timedelta(weeks=1)
    if _EARLIER.search(found["way"]):
        return after - timedelta(weeks=1)
    is_nearer = day.weekday() >= _SATURDAY and (after - day).days <= 3
    return after if is_nearer or _LATER.search(found["way"]) else same_week


def day_of_week(weekday: str, weeks: int, today: date) -> date:
    """Return the day that is called so (一 to 日, or 天), so many weeks after this one."""
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=weeks, days=WEEKDAYS.index(weekday.replace("天", "日")))


def year_of(words: str | None, today: date) -> int:
    """Return the year that `words` name; this one without any."""
    if words is None or words in _YEARS_ON:
        return today.year + _YEARS_ON.get(words or "今", 0)
    return int(words)


def month_end(year: str | None, month: str, today: date) -> date:
    """Return the last day of a month, as `MONTH_END` reads it; the next one where it is past."""
    if month in {"", "这个", "本", "当"}:
        first = today.replace(day=1)
    elif month.startswith("下"):
        first = today.replace(day=1) + relativedelta(months=1)
    else:
        first = date(year_of(year, today), number(month), 1)
        if year is None and first.replace(day=monthrange(first.year, first.month)[1]) < today:
            first = first.replace(year=first.year + 1)
    return first.replace(day=monthrange(first.year, first.month)[1])


def next_year_if_past(day: date, today: date) -> date:
    """Return the day of that name that is to come."""
    return day if day >= today else day.replace(year=day.year + 1)
