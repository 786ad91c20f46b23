"""The day a question puts itself back to, as in 2019年时怎么规定的: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from retrieval.search.said_day import SAID_DAY, day_said
from retrieval.text_form import normalised

_TEXT = r"(?:政策|规定|办法|文件|方案|标准|条款|要求|扶持)"
_ASKS = r"(?:怎么|如何|是什么|有什么|有哪些|什么)"
_AT_THE_TIME = r"(?:的?(?:时候|那时候?|那会儿?|当时|那年|当年)|时(?![间限期段候]))"
# A year alone says when something is due or was done (2020年要达到几家); only these put the
# question back to it.
_THEN = re.compile(
    rf"{SAID_DAY}"
    rf"(?:{_AT_THE_TIME}|(?:的时候)?(?:有效的|执行的|施行的|适用的)"
    rf"|(?:的)?{_TEXT}(?:是)?{_ASKS}(?:规定|写|说)的?|(?:是)?(?:怎么|如何)(?:规定|说|写)的"
    rf"|(?(which)的?{_TEXT}|(?!)))"
)
_NOW = "(?:现在|目前|如今|今天)"
_IN_FORCE = (
    r"(?:它|该|还|是否|是不是|有没有|已经?|仍然?|依然|到底|究竟|都|就)*"
    r"(?:有效|管用|算数|适用|失效|作废|废止)[了没吗么呢吧?]*"
)
# The answer as of a day tells what holds today, too: 2013年底有效吗，现在呢.
_ENDS = rf"(?:,(?:那么?)?{_NOW}(?:呢|{_IN_FORCE})[?]*)?$"
_WHEN = rf"(?:截至|截止到?|[在到于])?(?P<when>{SAID_DAY})(?:{_AT_THE_TIME})?,?"
# What is made at a day is called by it, and asked of today: 2013年6月市政府印发办法有效吗.
_MADE = (
    "(?:[^,。;?]{0,8}?(?:府|局|委|厅|院|部|办|室))?"
    "(?:发布|发文|印发|颁[布发]|公布|出台|施行|实施|生效|通过|制定|修[改订])"
)
# 2013年6月渔船管理办法有效吗 asks of that month; 2013年的办法, 2013年6月发布的办法 and
# 2013年6月那份办法 name an edition, and 现在还有效吗 asks of today.
_BEFORE_THE_NAME = re.compile(
    rf"^(?:请问|想问一?下?|问一?下|您好|你好|那么?)?,?{_WHEN}(?(part)|(?(which)|(?!)))"
    rf"(?![那这起前后]|版|[之以]|{_MADE})"
    rf"(?P<name>(?:《[^《》]+》|(?!{_NOW}|的)[^,。;?]){{0,40}}?)(?P<asked>{_IN_FORCE}){_ENDS}"
)
# 渔船管理办法2013年还有效吗 says a year of which it asks; 是2013年废止的吗 asks which year it was.
_BEHIND_THE_NAME = re.compile(
    rf"^(?P<name>.*?)(?<![至\-年月日号是自从(\d]),?{_WHEN}(?P<asked>{_IN_FORCE}){_ENDS}"
)
_OF_ANOTHER_DAY = re.compile(rf"^那?么?(?:{_WHEN}|(?P<now>{_NOW}))呢[?]*$")
_STILL_IN_FORCE = re.compile(rf"^(?P<name>.+?)(?:{_NOW})?(?P<asked>{_IN_FORCE})$")
_BACK = re.compile(r"当时|那时候?|那会儿")


def as_of(question: str, today: date, earlier: Sequence[str] = ()) -> date | None:
    """The day in the past that a question asks about, or None for the present.

    Of a year or a month it is the last day, but never one after `today`: of a month to come the
    answer is that of the present. 当时 means the day the nearest of the `earlier` questions
    (oldest first) was put back to.
    """
    form = normalised(question)
    if found := _THEN.search(form) or _in_force_at(form):
        return day_said(found, today)
    if earlier and _BACK.search(form):
        return as_of(earlier[-1], today, earlier[:-1])
    return None


def without_day(question: str) -> str:
    """A question without the words that put it back to a day."""
    form = normalised(question)
    if found := _in_force_at(form):
        return found["name"] + found["asked"]
    return _THEN.sub("", form) or question


def of_another_day(question: str, earlier: Sequence[str]) -> str:
    """那2013年底呢 and 那现在呢 after 渔船管理办法还有效吗, the last of the `earlier` questions,
    in full; others stay."""
    asked = _OF_ANOTHER_DAY.match(normalised(question))
    if not asked or not earlier:
        return question
    last = without_day(of_another_day(earlier[-1], earlier[:-1]))
    found = _STILL_IN_FORCE.match(normalised(last))
    return found["name"] + (asked["when"] or "") + found["asked"] if found else question


def _in_force_at(form: str) -> re.Match[str] | None:
    return _BEFORE_THE_NAME.search(form) or _BEHIND_THE_NAME.search(form)
