"""The day a question puts itself back to, as in 2019年时怎么规定的: pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from retrieval.text_form import normalised

_YEAR = r"(?P<year>(?:19|20)\d{2})年"
_TEXT = r"(?:政策|规定|办法|文件|方案|标准|条款|要求|扶持)"
_ASKS = r"(?:怎么|如何|是什么|有什么|有哪些|什么)"
# A year alone says when something is due or was done (2020年要达到几家); only these put the
# question back to it.
_THEN = re.compile(
    rf"{_YEAR}(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?)?(?:份)?"
    rf"(?:的?(?:时候|那时候?|那会儿?|当时|那年|当年)|时(?![间限期段候])|(?:的时候)?(?:有效的|执行的|施行的|适用的)"
    rf"|(?:的)?{_TEXT}(?:是)?{_ASKS}(?:规定|写|说)的?|(?:是)?(?:怎么|如何)(?:规定|说|写)的)"
)
# 2013年6月渔船管理办法有效吗 asks of that month; 2013年的办法, 2013年6月发布的办法 and
# 2013年6月那份办法 name an edition, and 现在还有效吗 asks of today.
_IN_A_MONTH = re.compile(
    rf"^{_YEAR}(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?(?:份|时|那时)?,?(?![那这]|版)"
    r"(?P<asked>(?:(?!现在|目前|如今|今天|的|起|前|后|[之以]|至|到|发|印|颁|公布|出台|施行|实施|生效|通过|制定|修[改订])[^,。;?]){2,40}?"
    r"(?:还|是否|是不是|有没有|已经|已)?(?:有效|管用|适用|失效|废止)[了没吗么呢吧?]*)$"
)
_RELATIVE = re.compile(
    rf"(?P<which>去年|前年|上年)(?:的?(?:时候|那时候?|那会儿?|当时)|的?{_TEXT}|(?:是)?(?:怎么|如何)(?:规定|说|写)的)"
)
_BACK = re.compile(r"当时|那时候?|那会儿")
YEARS_AGO = {"去年": 1, "上年": 1, "前年": 2}


def as_of(question: str, today: date, earlier: Sequence[str] = ()) -> date | None:
    """The day in the past that a question asks about, or None for the present.

    Of a year or a month it is the last day, but never one after `today`: of a month to come the
    answer is that of the present. 当时 means the day the
    nearest of the `earlier` questions (oldest first) was put back to.
    """
    form = normalised(question)
    if found := _THEN.search(form) or _IN_A_MONTH.search(form):
        return _last_day(int(found["year"]), found["month"], found["day"], today)
    if found := _RELATIVE.search(form):
        return _last_day(today.year - YEARS_AGO[found["which"]], None, None, today)
    if earlier and _BACK.search(form):
        return as_of(earlier[-1], today, earlier[:-1])
    return None


def without_day(question: str) -> str:
    """A question without the words that put it back to a day."""
    form = normalised(question)
    if found := _IN_A_MONTH.search(form):
        return found["asked"]
    return _THEN.sub("", _RELATIVE.sub("", form)) or question


def _last_day(year: int, month: str | None, day: str | None, today: date) -> date | None:
    number = int(month) if month else 12
    if not 1 <= number <= 12:
        return None
    if month and (year, number) > (today.year, today.month):
        return None
    last = monthrange(year, number)[1]
    asked = date(year, number, min(int(day), last) if day and int(day) else last)
    return min(asked, today)
