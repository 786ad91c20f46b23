"""Whether a sentence has the form of an answer to what is asked: pure.

多少 asks for a number, 多久 for a span of time, 谁 for an office; a sentence about the right thing
that holds none of them stands behind one that does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.answer.forms import (
    ASKED,
    HANDLED_WITHIN,
    STATED_TOO,
    TELEPHONE_NUMBER,
    WHEN_TO_APPLY,
    WHETHER_CHARGED,
)
from retrieval.answer.thresholds import of_the_same_grant, without_thresholds
from retrieval.answer.to_the_point import NUMERAL, to_the_point
from retrieval.results import Gap
from retrieval.search.aid import AID
from retrieval.search.vocabulary import vocabulary
from retrieval.text_form import normalised

# 拿到卡多久内要去迁户口 asks how long the asker has, not how long an office takes.
_WITHIN_WHICH_TO_GO = re.compile(
    r"(?:多久|多长时间|几天|几个月|多少天)[之以]?内[要得须需应该必]*[去到]"
)
_FREE = re.compile(r"免费|免收|不收取|不得收取|不收费")
# 专项附加扣除有哪些: what says what it comprises goes before a list of something else about it.
_ALL_OF = re.compile(r"([\u4e00-\u9fa5]{3,}?)(?:都|一共|总共)?(?:有|包括|分为?)(?:哪些|哪几|什么)")
# 能转租给朋友吗 is answered by what forbids or allows 转租.
_MAY = re.compile(
    r"(?:能不能|可不可以|可否|能否|(?<!只)能|可以)(?:再|自己|自行|直接|随便|[去来])*(?!拿来|用来|拿去|作为|当作)([\u4e00-\u9fa5]{2})[^,。;?]{0,10}[吗么嘛不]"
)
_ALLOWS = r"(?:不得|可(?![能行见靠持])|禁止|严禁|允许|不能|有权|不予)"
# 录取了还会被取消吗 is answered by what speaks of 取消.
_WILL = re.compile(
    r"(?<![社工协学商妇残年大])会(?![计员议保])(?:不会)?被?([\u4e00-\u9fa5]{2})[^,。;?]{0,6}[吗么嘛不]"
)
# 书杂费免不免 is answered by what says of 免 that it is done, or is not.
_WHETHER = re.compile(r"([免退扣补发奖减])不\1")
_DONE_OR_NOT = r"(?:不予?|不再|不得|可以?|予以|给予|应当?)[^。;,]{0,4}"
# 号牌有几位 is answered by a number of that unit.
_HOW_MANY = re.compile(r"(?:几|多少)([位所套份只辆台层批])(?![置性于])")
_TIME_LIMIT_OF = re.compile(r"([\u4e00-\u9fa5]{2})的?(?:期限|时限)")
# 什么人不享受补贴 is answered by whoever gets none, and asks for no other condition.
_WHO_GETS_NONE = re.compile(
    r"(?:什么人|哪[些类种]人?|谁|什么样的人?|什么情况)[^,。;?]{0,8}不(?:[予得能]|可以)?(?:享受|申[请领报]|领|参加|纳入|算|给|补)"
)
_GETS_NONE = re.compile(
    r"不(?:予|得|能|可以)?(?:享受|申[请领报]|领取|参加|纳入|计入|适用)|不予|除外|不在[^。;]{0,8}范围"
)
_TELEPHONE = re.compile(r"电话|号码|联系方式")
# 奖多少 as well.
_GRANT = f"(?:{AID}|奖)"
_HOW_MUCH_IS_GRANTED = re.compile(
    rf"{_GRANT}(?:是|有|要|能|给|可以|最高|一共|大概|标准)*(?:多少|几[百千万])|多少(?:钱|元)?的?{_GRANT}"
)


def _is_stated_too(gap: Gap, text: str) -> bool:
    return gap in STATED_TOO and STATED_TOO[gap].search(text) is not None


def fit(question: str, sentence: str) -> float:
    """Share (0-1) of the kinds of particular asked for that a sentence holds; 0 for none asked."""
    form = normalised(question)
    asked = _held_where_asked(form)
    if not asked:
        return 0.0
    text = to_the_point(form, sentence)
    return sum(held.search(text) is not None for held in asked) / len(asked)


# One question is compared with every sentence found for it.
@lru_cache(maxsize=64)
def _held_where_asked(form: str) -> tuple[re.Pattern[str], ...]:
    """What a sentence holds that answers the question, for each kind of particular asked for."""
    asked = [held for _, pattern, held in ASKED if pattern.search(form)]
    if _WHO_GETS_NONE.search(form):
        asked.append(_GETS_NONE)
    # 备案期限 asks for the time limit of 备案, not for any other.
    asked += [re.compile(owner) for owner in _TIME_LIMIT_OF.findall(form)]
    for act in _MAY.findall(form):
        official = re.escape(vocabulary().in_official_words(act))
        asked.append(re.compile(rf"{_ALLOWS}[^。;]{{0,40}}(?:{act}|{official})"))
    asked += [re.compile(act) for act in _WILL.findall(form)]
    asked += [re.compile(rf"{NUMERAL}\s?{unit}") for unit in _HOW_MANY.findall(form)]
    asked += [re.compile(f"{_DONE_OR_NOT}{act}") for act in _WHETHER.findall(form)]
    asked += [re.compile(rf"{what},?(?:是指|包括|分为)") for what in _ALL_OF.findall(form)]
    return tuple(asked)


def asks_when_to_apply(question: str) -> bool:
    """Whether it is asked by when somebody has to apply, and not how long an office takes."""
    form = normalised(question)
    return any(asks.search(form) for asks in (WHEN_TO_APPLY, _WITHIN_WHICH_TO_GO))


def holding(gap: Gap, question: str, sentence: str) -> bool:
    """Whether a sentence holds a particular of a kind, as a question asks for it."""
    text = to_the_point(normalised(question), sentence)
    return any(kind is gap and held.search(text) for kind, _, held in ASKED)


def unstated(question: str, quotes: Sequence[str]) -> tuple[Gap, ...]:
    """The particulars a question asks for outright and no quote holds, in a fixed order."""
    form = normalised(question)
    is_of_a_grant = _HOW_MUCH_IS_GRANTED.search(form) is not None
    meant = of_the_same_grant(form, quotes) if is_of_a_grant else quotes
    text = "\n".join(to_the_point(form, quote) for quote in meant)
    if is_of_a_grant:
        # From which sum on something is granted is none that is granted.
        text = without_thresholds(text)
    missing = {
        gap
        for gap, pattern, held in ASKED
        if gap and pattern.search(form) and not held.search(text)
    }
    return tuple(gap for gap in Gap if gap in missing)


def told_as_unstated(question: str, quotes: Sequence[str]) -> tuple[Gap, ...]:
    """Those of the unstated particulars of which may be said that they are not stated: none that
    some other words of the quotes give."""
    form, text = normalised(question), normalised("\n".join(quotes))
    missing = unstated(question, quotes)
    if WHETHER_CHARGED.search(form) and _FREE.search(text):
        # 首次申领免收工本费 tells whether money is taken, with no sum.
        missing = tuple(gap for gap in missing if gap is not Gap.AMOUNT)
    if _WHO_GETS_NONE.search(form) and _GETS_NONE.search(text):
        missing = tuple(gap for gap in missing if gap not in {Gap.CONDITION, Gap.CONTACT})
    lacks_the_number = _TELEPHONE.search(form) and not TELEPHONE_NUMBER.search(text)
    if HANDLED_WITHIN.search(form) or lacks_the_number:
        return missing
    return tuple(gap for gap in missing if not _is_stated_too(gap, text))
