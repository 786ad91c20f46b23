"""Quarters, months, days in which something was done or falls due: 三季度办结了几件; pure.

Only right before such a verb: 3季度督查通报 is the name of a task.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.tasks.day_words import number

_BETWEEN = (
    r"(?:里|内|中|份|一?共|总共|已经?|都|我们?|全市|的|任务|督办|逾期|超期|按时|按期|提前|延期"
    r"|才|后|没有?|未|有|[几多]少?[件个项])*"
)
_DONE = r"报?办结|办完|办好|完成|销号"
_IS_DONE = rf"(?={_BETWEEN}(?:{_DONE}))"
_VERB = rf"(?={_BETWEEN}(?:{_DONE}|到期|截止))"
_YEAR = r"(?:(?P<year>\d{4}|今|本|去|上|前|明|来)年)?的?"
_PERIOD = re.compile(
    rf"{_YEAR}(?:第?(?P<quarter>[一二三四1-4])季度?|(?P<half>[上下])半年"
    rf"|(?P<from>\d{{1,2}})月?份?(?:到|至|-|—|~)(?P<to>\d{{1,2}})月份?|(?P<month>\d{{1,2}})月份?)"
    rf"{_VERB}"
)
_QUARTER_NOW = re.compile(rf"(?P<which>上一?个?|本|这个?|当)季度?{_VERB}")
_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_YESTERDAY = re.compile(rf"(?P<which>昨|前)[天日]{_VERB}")
_LAST = re.compile(
    rf"(?:最近|近|过去|这)(?P<count>半|{_N})(?P<unit>天|日|个?(?:周|星期)|个?月|年)(?:之?内|以来|来|间)?{_IS_DONE}"
)
_DAYS = re.compile(
    rf"(?P<first>(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}[日号])"
    rf"(?:(?:到|至|-|—|~)(?P<last>(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}[日号])|(?P<since>以来|以后|之后|后|起))?(?:当天)?{_VERB}"
)
# 截至10月31日, 8月和10月, 没有在10月: more, or other, than the period that follows.
_NOT_IT_ALONE = re.compile(
    r"(?:截至|截止到?|直到|[月季年日号天周](?:度|份)?(?:和|、|以?及|与|跟|,|或者?|到|至)"
    r"|(?<!有)(?:没有?|未|没能|未能|不)[在于])\s*$"
)
_ALL = (_YESTERDAY, _LAST, _DAYS, _QUARTER_NOW, _PERIOD)
_YEARS_BACK = {"今": 0, "本": 0, "去": 1, "上": 1, "前": 2, "明": -1, "来": -1}


def done_period(text: str, today: date) -> tuple[date, date] | None:
    """Return the period that words name.

    Without a year the latest that has begun is meant. None when no such period is named, or
    not it alone.
    """
    found = (pattern.search(text) for pattern in _ALL)
    if any(one and _NOT_IT_ALONE.search(text[: one.start()]) for one in found):
        return None
    try:
        days = _days(text, today)
    except ValueError:
        return None
    if days is not None:
        return days
    now = _QUARTER_NOW.search(text)
    if now is not None:
        first = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
        if now["which"].startswith("上"):
            first -= relativedelta(months=3)
        return first, _end(first, 3)
    named = _PERIOD.search(text)
    if named is None:
        return None
    start, count = _months(named)
    if not (1 <= start <= 12 and 1 <= count <= 12 and start + count <= 13):
        return None
    year = today.year
    if named["year"]:
        back = _YEARS_BACK.get(named["year"])
        year = today.year - back if back is not None else int(named["year"])
    elif date(year, start, 1) > today and "到期" not in text and "截止" not in text:
        year -= 1
    first = date(year, start, 1)
    return first, _end(first, count)


def without_period(text: str) -> str:
    """Return the words without such a period."""
    for pattern in _ALL:
        text = pattern.sub(" ", text)
    return text


def is_unread_period(text: str, today: date) -> bool:
    """Tell whether words name such a period that cannot be told."""
    return without_period(text) != text and done_period(text, today) is None


def _days(text: str, today: date) -> tuple[date, date] | None:
    yesterday = _YESTERDAY.search(text)
    if yesterday is not None:
        day = today - timedelta(days=1 if yesterday["which"] == "昨" else 2)
        return day, day
    last = _LAST.search(text)
    if last is not None:
        return _before(today, last["count"], last["unit"]), today
    named = _DAYS.search(text)
    if named is None:
        return None
    first = _day(named["first"], today, today.year)
    if first > today and not re.search(r"\d{4}年", named["first"]) and "到期" not in text:
        first = first.replace(year=first.year - 1)
    if named["since"]:
        # 11月20日后到期 has no end that could be told.
        return None if re.search(r"到期|截止", text) else (first, today)
    if named["last"] is None:
        return first, first
    end = _day(named["last"], first, first.year)
    return first, end if end >= first else end.replace(year=end.year + 1)


def _day(said: str, near: date, year: int) -> date:
    """Return the day that is said; without a month it is in that of `near`."""
    parts = [int(part) for part in re.findall(r"\d+", said)]
    months_and_days = parts[-2:] if len(parts) > 1 else [near.month, parts[-1]]
    return date(parts[0] if len(parts) == 3 else year, *months_and_days)


def _before(today: date, count: str, unit: str) -> date:
    """Return the first of so many days, weeks, months or years that end today."""
    if count == "半":
        return today - (relativedelta(months=6) if unit == "年" else timedelta(days=14))
    many = number(count)
    if unit in {"天", "日"}:
        return today - timedelta(days=many - 1)
    if unit.endswith(("周", "星期")):
        return today - timedelta(weeks=many) + timedelta(days=1)
    months = many * 12 if unit == "年" else many
    return today - relativedelta(months=months) + timedelta(days=1)


def _months(named: re.Match[str]) -> tuple[int, int]:
    """Return the first month and how many there are."""
    if named["quarter"]:
        digit = named["quarter"]
        return 3 * (int(digit) if digit.isdigit() else "一二三四".index(digit) + 1) - 2, 3
    if named["half"]:
        return (1 if named["half"] == "上" else 7), 6
    if named["from"]:
        return int(named["from"]), int(named["to"]) - int(named["from"]) + 1
    return int(named["month"]), 1


def _end(first: date, months: int) -> date:
    return first + relativedelta(months=months, days=-1)
