"""The words for public money that is given, as one pattern for questions and documents alike, and
what an aid that is named by its purpose is for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from retrieval.text_form import normalised

AID = "(?:补[贴助]|奖[励补金]|资助|津贴|贴息)"
# What an aid is called by, and every way in which a text may say that. A word for more than one of
# them (住房补贴, 安家费) is none.
_PURPOSES = (
    r"购房子?|买房子?|购(?:买|置)[^,。;]{0,8}房|置业",
    r"租房子?|房租|租金|租赁|租住",
    r"装修|装潢",
    r"生活",
    r"交通|乘车|公交",
    r"(?:伙食|用餐|餐饮|午餐)",
    r"培训|实训",
    r"社保|社会保险|养老保险|医疗保险|失业保险|工伤保险",
    r"求职|面试",
    r"创业",
    r"见习|实习",
    r"取暖|供暖|采暖|供热",
    r"购车|买车|购(?:买|置)[^,。;]{0,8}车",
    r"生育|育儿",
    r"学费|助学|就学",
)
_WHAT_FOR = tuple(re.compile(words) for words in _PURPOSES)
# 租房和生活补贴 is called by both, 住房租金补贴 and 租房专项补贴 by one.
_BY_PURPOSE = "|".join(_PURPOSES)
_NAMED = re.compile(
    rf"(?:(?:{_BY_PURPOSE})[费用]?[、和与及或/]?)+的?(?:专项|一次性|定额)?(?:{AID}|补(?=多少|吗))"
)

_CALLED = re.compile(rf"(?=([\u4e00-\u9fa5]{{2}}{AID}))")


def is_of_another_aid(question: str, text: str, around: Iterable[str]) -> bool:
    """Whether a question asks for an aid by its purpose (购房补贴), and a text is about one for
    another only (租房补贴): by its own words or, where it names none, by what it stands in, the
    narrowest first (its article, its document's title)."""
    asked = _purposes_asked(question)
    if not asked or _speaks_of(asked, text):
        return False
    named = next(filter(None, map(_named_in, chain((text,), around))), frozenset())
    return bool(named) and not asked & named


def _named_in(text: str) -> frozenset[re.Pattern[str]]:
    """The purposes by which aids are called in a text."""
    names = [found.group() for found in _NAMED.finditer(normalised(text))]
    return frozenset(what for what in _WHAT_FOR if any(what.search(name) for name in names))


# One question is compared with every sentence found for it.
_purposes_asked = lru_cache(maxsize=64)(_named_in)


def _speaks_of(purposes: frozenset[re.Pattern[str]], text: str) -> bool:
    form = normalised(text)
    return any(what.search(form) for what in purposes)


def aid_named(question: str) -> str | None:
    """What a question calls an aid, with the word before it: 租房补贴 in 租房补贴一个月多少."""
    found = _CALLED.search(normalised(question))
    return found[1] if found else None
