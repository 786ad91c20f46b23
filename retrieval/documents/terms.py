"""From when and until when a document says it applies.

Only sentences about the document itself count (本办法…, 现予公布…): 居住证有效期1年 is about
something else. 有效期X年 runs from the day it takes effect and ends the day before its anniversary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from retrieval.documents.days import (
    DAY_PATTERN,
    day_in,
    last_of_month_or_year,
    months_after,
    months_in,
    small_number,
)
from retrieval.documents.sentences import Span, lines, sentences
from retrieval.text_form import folded

_KINDS = (
    "办法|规定|细则|通知|意见|方案|措施|条例|政策|文件|决定|公告|通告|规划|计划|规则|标准|指南|制度|规程|通则|准则"
    "|要点|纲要|目录|清单|规范|预案|章程|法"
)
# 本市户籍居民申领政策 and 本市规范性文件 are not the document; 本市企业奖励政策 and
# 本市规范性文件管理办法 are.
_OF_OTHERS = (
    "[市省区县州](?:[^,。;]{0,6}?(?:户籍|居民|人员|企业|单位|职工|学生)[^,。;]{0,4}?"
    "(?:申[请领报]|领取|享受|办理)[^,。;]{0,2}?政策"
    "|[^,。;]{0,6}?规范性文件(?![^,。;]{0,8}(?:办法|规定|细则|条例|方案|意见|规则|制度|规程)))"
)
_OWN = re.compile(rf"本(?!{_OF_OTHERS})[\u4e00-\u9fa5]{{0,8}}?(?:{_KINDS})")
_PUBLISHED = re.compile(
    r"现.{0,8}(?:公布|发布|印发)|予以(?:公布|发布|印发)|通过|^\s*\(.{0,80}(?:公布|发布|印发|修订|修正)"
)
_APPLIED = "(?:施行|实施|执行|生效|试行)"
_ISSUE = "(?:发布|公布|印发|下发|颁布|发文|签发|公告|颁发|发出)之日"
_FROM = re.compile(
    rf"(?:自|从|于)\s*({DAY_PATTERN}|{_ISSUE})\s*(?:零时|[0零]点)?(?:起)?\s*"
    rf"(?:满?\s*([\d一二两三四五六七八九十]{{1,3}})\s*(日|天|个月)\s*(?:后|之后)?)?\s*(?:起)?\s*"
    rf"(?:正式|开始|公布)?\s*(?:{_APPLIED}|实行(?=[,。;]|$)|计算|,?\s*有效期)"
)
_END_OF = (
    r"(?:19|20)\d{2}\s*年\s*"
    r"(?:年?[底末]|(?:\d{1,2}\s*月)?[底末]|\d{1,2}\s*月(?!\s*\d))"
)
# 本方案实施，到2025年，建成… sets a goal; only a period ends with a bare year.
_UNTIL_YEAR = re.compile(
    r"(?:有效|执行|实施)期限?[^。;,，、《]{0,12}?(?:[至到]|(?<=[年\d])\s*[-—–~])\s*((?:19|20)\d{2}\s*年)(?=[。;,]|$)"
)
_UNTIL = re.compile(
    rf"(?:有效期|有效期限|(?:实施|执行|施行|试行)(?:期限?|时间)?|生效)(?:\s*起?\s*,)?[^。;,，、《]{{0,24}}?"
    rf"(?:至|到|截至|截止到?|(?<=[日年\d])\s*[-—–~])\s*({DAY_PATTERN}|{_END_OF})"
)
_VALID_DURING = re.compile(
    rf"至\s*({DAY_PATTERN})\s*(?:期间|之间)?内?有效|({DAY_PATTERN}|{_END_OF})\s*[之以]?前有效"
)
_YEARS = re.compile(
    r"(?:有效期|有效期限|(?:试行|执行|实施|施行|暂行)期限?|试行|暂行|暂定(?:执行|实施|施行)"
    r"|(?:暂定|执行|实施|施行)(?=\s*[\d一二两三四五六七八九十]{1,3}\s*年(?:[。,;]|$)))\s*(?:暂定)?(?:为|是|:)?\s*([\d一二两三四五六七八九十]{1,3})\s*(年半?(?!\d*月|底|末|度)|个月)"
)
_ENDS_ON = re.compile(rf"({DAY_PATTERN})\s*(?:起)?\s*(?:自行|自动)?(?:废止|失效|停止执行)")
# 以上补贴自…起执行 is about all that the document grants.
_ALL_OF_IT = re.compile(
    r"(?:备注|说明|附注|注)?\s*+:?\s*+(?:以上|上述|该)?(?:各项)?(?:补贴|补助|奖励|标准|政策(?:措施)?|措施|规定|收费|价格|办法|通知)"
    r"(?:,?除[^,。]{2,20}外,?)?"
)
# 政策有效期：2022年6月1日—2023年5月31日 names no other subject than the document.
_LABEL = re.compile(
    r"(?:政策措施|政策|文件)(?:有效期限?|(?:执行|实施|试行)期限|(?:执行|实施)(?:期|时间))\s*(?:[:为至到]|截至|截止)"
)
# 有效期3年, 届满后未发布新规定的，继续执行: the document does not say when it ends. What may go on,
# is not to, or is somebody else's (期满后未兑现的奖励继续执行) leaves its last day.
_GOES_ON = re.compile(
    rf"[,\s]*(?:本[\u4e00-\u9fa5]{{2,8}}?|政策)?(?:(?:有效|试行|执行|实施)期限?)?(?:届满|期满|到期)[后时]?,?"
    r"(?:[如若]?(?:尚?未|没有)[^,。;的]{2,16}(?:的|前|之前),?)?"
    rf"(?:本[\u4e00-\u9fa5]{{2,6}}?|仍然?|自动|则|按原?)?继续(?:{_APPLIED}|有效|适用)(?!的|完|或|与否)"
)
# 本办法自…起施行，…按本办法执行，有效期3年: after a clause of its own the document is spoken of
# again; after 取得的资格证书， that is, and 示范企业有效期3年 is of the enterprises.
_AGAIN = re.compile(
    rf"(?:.*(?:执行|为准|废止|失效|停止|施行|实施|解释))?\s*[,;(:]*\s*"
    rf"(?:本[\u4e00-\u9fa5]{{0,8}}?(?:{_KINDS})|其|暂定|暂行|原则上|政策|试行)?\s*"
)

_MARK = re.compile(
    r"^\s*(?:第\S{1,8}条|\(?[一二三四五六七八九十\d]{1,3}[)、.])\s*(?:[(【]\S{2,8}[)】])?"
)
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
# 本办法 followed by a noun of its own (…取得的资格有效期3年, …所称专项资金) is not the subject.
_ANOTHER = re.compile(
    r"《[^》]*》|证[书件]?|许可|合同|名单|的(?!\s*$)|所[称附列发颁]|附[件表]|资格|取得|认定|聘期|任期"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A day, where the words that give it stand, and those words."""

    day: date
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Terms:
    """None where the document does not say."""

    effective_on: Term | None = None
    valid_until: Term | None = None


def read_terms(text: str, issued_on: date | None) -> Terms:
    """Read both; words like 自发布之日起 count from `issued_on`, and say nothing without it."""
    plain = folded(text).translate(_CAPITALS)
    effective: Term | None = None
    until: Term | None = None
    spans = list(_sentences(text))
    labelled = [span for span in spans if _is_labelled(plain[slice(*span)])]
    for start, end in spans:
        sentence = plain[start:end]
        if len(labelled) > 1 and (start, end) in labelled:
            # Under each policy of a compilation stands its own.
            continue
        if not re.search(rf"{_APPLIED}|实行|有效|废止|失效|执行期", sentence):
            continue
        own_effective = _effective(sentence, start, issued_on)
        if own_effective and (effective is None or _OWN.search(sentence)):
            effective = own_effective
        base = own_effective or effective
        until = _until(sentence, start, own_effective, base.day if base else issued_on) or until
        if until and _goes_on(sentence, until, start):
            until = None
    return Terms(effective, until)


def _goes_on(sentence: str, until: Term, offset: int) -> bool:
    """Whether a sentence lets the document apply when the term is over that it, or one before it,
    gives."""
    rest = sentence[max(until.span[1] - offset, 0) :]
    return any(_GOES_ON.match(part) for part in (rest, rest.partition(",")[2]))


def _is_labelled(sentence: str) -> bool:
    return _LABEL.match(_MARK.sub("", sentence)) is not None


def _sentences(text: str) -> Iterator[Span]:
    for line in lines(text):
        yield from sentences(text, *line)


def _effective(sentence: str, offset: int, issued_on: date | None) -> Term | None:
    for found in _FROM.finditer(sentence):
        before = sentence[: found.start()]
        is_own = (
            _OWN.search(before)
            or _PUBLISHED.search(before)
            or not re.search(r"\w\w", _MARK.sub("", before))
            or _ALL_OF_IT.fullmatch(_MARK.sub("", before).strip())
        )
        if not is_own or (_ANOTHER.search(before) and not _says_own(before)):
            continue
        day = day_in(found[1]) or issued_on
        if day is None:
            continue
        if found[2]:
            day = _later(day, small_number(found[2]), found[3])
        return _term(day, found, offset)
    return None


def _says_own(before: str) -> bool:
    return bool(_OWN.search(before) or _PUBLISHED.search(before))


def _until(sentence: str, offset: int, own: Term | None, base: date | None) -> Term | None:
    """The last day a sentence gives; `own` is the day from which it says the document applies,
    `base` the day from which 有效期X年 counts."""
    subject = _OWN.search(sentence)
    if subject is None and own is None and not _is_labelled(sentence):
        return None
    begins = subject.end() if subject else own.span[1] - offset if own else 0
    for pattern in (_UNTIL, _UNTIL_YEAR, _VALID_DURING, _ENDS_ON, _YEARS):
        for found in pattern.finditer(sentence):
            at = found.start()
            if own and at >= own.span[1] - offset:
                is_about_it = _AGAIN.fullmatch(sentence[own.span[1] - offset : at]) is not None
            else:
                is_near = at >= begins or (own is not None and at >= own.span[0] - offset)
                is_about_it = is_near and not _ANOTHER.search(sentence[begins:at])
            if not is_about_it:
                continue
            last = _last_day(pattern, found, base)
            if last is not None:
                return _term(last, found, offset)
    return None


def _last_day(pattern: re.Pattern[str], found: re.Match[str], base: date | None) -> date | None:
    if pattern is _YEARS:
        if base is None:
            return None
        return months_after(base, months_in(found[1], found[2])) - timedelta(days=1)
    written = found[found.lastindex or 1]
    day = day_in(written) or last_of_month_or_year(written)
    if day is None or pattern is not _ENDS_ON:
        return day
    # On the day of its repeal it no longer applies.
    return day - timedelta(days=1)


def _later(day: date, amount: int, unit: str) -> date:
    return months_after(day, amount) if unit == "个月" else day + timedelta(days=amount)


def _term(day: date, found: re.Match[str], offset: int) -> Term:
    return Term(day, (offset + found.start(), offset + found.end()), found.group())
