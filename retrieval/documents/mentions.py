"""Whether a sentence says something of a document it names, or only mentions it.

依据《甲》, 符合《甲》条件的企业, 《甲》以外的许可, 不得暂停执行《甲》 say nothing of 甲. Every
reader of what one document does to another asks here, so that none is told less than the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.documents.clause_reference import CLAUSE, CLAUSES_WHOLE, clauses_in
from retrieval.documents.days import DAY_PATTERN, day_in, last_of_month_or_year
from retrieval.documents.enumerated import first_enumerated
from retrieval.documents.quoted import NAME, TITLE_TOKEN

NO_LONGER = (
    "(?:(?<![不未])停止(?:执行|施行|实施|适用)|终止(?:执行|施行|实施)"
    "|不再(?:执行|施行|实施|适用|有效))"
)
ENDS = rf"(?:废止|失效|作废|{NO_LONGER})"
# What may stand between a document and what is said of it; with anything else it is said of
# another thing: 依照《某办法》取得的证书失效.
_YEARLESS = r"\d{1,2}\s*月\s*\d{1,2}\s*日"
_FILLER = (
    rf"\([^()]*\)|\)|[\s,、]|(?:自|从|于)?\s*{DAY_PATTERN}\s*起?|[自从于]\S{{0,16}}?(?<!满)之日起?|[自从]?(?:同|即|该)日起?"
    rf"|(?:有效期?|执行|施行|实施)?[至到]\s*"
    rf"(?:{DAY_PATTERN}|{_YEARLESS})(?:止|期间)?"
    r"|经\S{0,10}?(?:研究|同意|批准|评估)(?:决定)?"
    r"|[\d一二三四五六七八九十百]+[件个项]|行政规范性文件|规范性文件|文件|文|规章|政策|同时|全文|一律|决定|等|原|现"
    r"|已经|已|也|即(?!将)|将|均"
)
_NOTHING_ELSE = re.compile(rf"(?>{_FILLER})*")
# What follows a verb that is said of the name before it: 《甲》不再执行的条款 ends no document.
SAID = r"(?=\s*(?:[,。;:|()、]|$))"
_RESTS_ON = re.compile(
    r"(?:根据|依据|依照|按照|参照|遵照|比照|违反|符合|落实|贯彻|享受|适用|属于|列入|纳入|取得)[^,。;:]*$"
    r"|(?:[按依以与由被用为]|(?<![删废])除)\s*$"
)
# 为贯彻《省条例》制定的《甲》同时废止 rests on nothing.
_MADE_UNDER = re.compile(r"(?:制定|出台)的\s*$")
_UNSAID = re.compile(
    r"(?:不予|不再|不得|不应|不宜|不|尚未|未|拟|是否|可以?|(?<!相)应当?|须|建议|如(?![下皋东])|若(?!干)|一旦|适时|(?<!经)研究(?!决定|同意)|[报提]请"
    r"|申请|期间|无[需须])[^,。;:⟪⟫]{0,6}$|或者?$"
    # 撤销废止《甲》的决定, 停止执行关于废止《甲》的通知: it is the end that is undone.
    r"|(?:撤销|撤回|取消|收回)(?:关于|原)*$|(?:停止执行|终止执行|不再执行|废止)关于$"
)
_OF_SOMEBODY = "(?:企业|项目|人员|单位|个人|人才|家庭|申请人|对象|情形|用户|居民|职工|机构|主体)"
# 企业迁出本市的，… 对已享受奖励的企业，… 合同期满后，… 高考期间，…
_ON_CONDITION = re.compile(
    rf"(?:(?:的|{_OF_SOMEBODY}|期间|(?<!同)时|期满|到期|(?<!施行|实施|印发|发布|公布|出台|生效|研究|讨论|审议|通过)后),"
    r"|期?满[之以]?后,?)(?:[^,。;:]{0,16}起,)?\s*$"
)
_PLANNED = re.compile("(?:拟|建议|提议|提请|报请|是否|[不未])(?:将|对|把)?\\s*$")
# 如国家调整标准，… 一旦…，… 待新办法出台后，… but neither 如皋市, 若干 nor 待遇.
_IF = "如(?![下此图期实数附前皋东]|上[所述])"
_SUPPOSED = re.compile(
    rf"(?:^|[,。;:、)\s])(?:(?:{_IF}|若(?!干)|倘|假如|一旦)[^,。;:]*,"
    r"|(?:待(?!遇)|等(?![级候待]))[^,。;:]{1,30}[后时],?|新[^,。;:]{0,12}(?:出台|制定)后,?)(?:则|相应)?\s*$"
)
_OUTRIGHT = re.compile(
    rf"(?:.*(?:决定|批准|同意|研究|关于)|[为因][^的]*)?(?>{_FILLER}|全市|我市|本市|全省|{CLAUSE})*"
)
_STOPS = r"(?:暂停|暂缓|中止|停止)(?:执行|实施|施行)"
# The last day of a term: 2020年12月31日, 2020年底, 2020年6月.
LAST_DAY = (
    rf"(?:{DAY_PATTERN}"
    r"|(?:19|20)\d{2}\s*年\s*(?:年?[底末]|\d{1,2}\s*月[底末]?(?!\s*\d)))"
)
_UNTIL = rf"(?:期限)?[至到]\s*{LAST_DAY}(?:为?止)?"
_STAYS = (
    rf"(?:(?:仍|继续)+(?:然|予以)?(?:有效|执行|施行|实施|适用)(?:{_UNTIL})?"
    rf"|(?:有效期?|执行|施行|实施|适用|延续|保留|延长){_UNTIL})"
)
_ITS_WORDS = "(?:的?(?:规定|内容|条款))?"
# 第三条规定的补贴, 第三条有关补贴的规定继续执行; neither 第三条规定的补贴不再… nor 除第三条规定的
# 情形外, and nothing that only goes on for those who have begun: 对已备案的项目继续执行.
_IT_STAYS = (
    rf"{_ITS_WORDS}(?:(?:的|中|所|有关|关于|补[贴助]|奖[励补]|津贴|资助|优惠|减免)"
    r"[^,。;⟪⟫()不未拟可除已]{0,24}?)?"
)
_THE_REST = "其[余他](?:各?条款?|内容|规定|部分)?的?"
_FROM_ITS_OWN = "[自从](?:本[\u4e00-\u9fa5]{1,4})?(?:发布|公布|印发|施行|实施|生效|执行)之日起"
_ON_A_DAY = rf"(?:[自从于]?\s*{DAY_PATTERN}\s*起?,?|{_FROM_ITS_OWN},?)?"
_AT_ONCE = "(?:同时|一律|全部|均|即|予以)*"
_REST_ENDS = rf"{_THE_REST}{_ON_A_DAY}{_AT_ONCE}{ENDS}"
_BUT = "(?:但是?,?)?(?:其中?,?)?"
# Behind it the sentence ends, the next exception begins, or 其余条款一律废止.
_LEFT_OUT = (
    rf"(?:{_ITS_WORDS}除外|{_IT_STAYS}{_ON_A_DAY}{_STAYS})"
    rf"(?=[。;]|$|,(?:{_BUT}{CLAUSE}|{_REST_ENDS}))"
)
# 第三条继续有效, 第五条修改为“…”: what stays with other words stays too.
_NEW_WORDS = r"(?:修改|修订|调整|变更|改)为\s*[:,]?\s*(?:⟦\d+⟧|[^,;。⟦⟧⟪⟫第]{1,60})"
# 第三条暂停执行，其余废止: what is only suspended is not ended.
_PAUSED = (
    rf"{CLAUSES_WHOLE}(?:的?规定)?{_ON_A_DAY}(?:现|予以)*(?:暂停|暂缓|中止)(?:执行|实施|施行)"
    r"[^,。;⟪⟫第不未]{0,16}?(?:,恢复[^,。;⟪⟫第不未]{0,20})?"
)
_KEPT_ALONE = (
    rf"(?:{_PAUSED}(?=[,;。])"
    rf"|{CLAUSES_WHOLE}(?:{_IT_STAYS}(?:{_STAYS}|{_NEW_WORDS})|{_ITS_WORDS}除外))"
)
_GONE_ALONE = rf"{CLAUSES_WHOLE}{_ITS_WORDS}{_AT_ONCE}(?:{ENDS}|删[去除])"
# A new wording in quotes may hold the full stop: 第五条修改为“….”其余条款废止.
_THEN = r"(?:[,;。]|(?<=⟧))\s*(?:但是?,?)?"
_EACH_OF_SEVERAL = rf"(?:{_KEPT_ALONE}|{_GONE_ALONE}){_THEN}"
# 除第三条外，《甲》暂停执行; 除第三条规定的情形外 leaves no clause as it is, and neither
# 除第三条外，本办法自…施行，《甲》同时废止 nor 本办法除第三条外… speaks of a clause of 甲. Behind
# 《甲》第三条继续执行至…， it is the rest of 甲 that is ended.
_EXCEPTED = re.compile(
    rf"(?:(?<=⟫)[中内]|(?<!本[\u4e00-\u9fa5]{{2}}))除\s*(?P<before>{CLAUSES_WHOLE})(?:{_IT_STAYS}{_STAYS}|{_ITS_WORDS})[以之]?外,?"
    rf"(?=(?:{_THE_REST})?{_ON_A_DAY}(?:对|原|决定|同时|一律|全部|均|即)*"
    rf"(?:(?:恢复(?:执行|实施|施行)?)?{TITLE_TOKEN}|{_STOPS}|废止|失效))"
    rf"|(?P<said>⟫|{_STOPS}|废止|失效|作废)\s*\((?:"
    rf"(?P<beside>{CLAUSES_WHOLE})(?:{_ITS_WORDS}除外|{_IT_STAYS}{_STAYS})|除(?P<inside>{CLAUSES_WHOLE}){_ITS_WORDS}[以之]?外)\)"
    rf"|[,。;]\s*{_BUT}(?P<behind>{CLAUSES_WHOLE}){_LEFT_OUT}"
    rf"|(?<=⟫)\s*(?:其?中,?的?|的)?(?P<alone>(?:{_EACH_OF_SEVERAL}){{1,9}})(?={_REST_ENDS}{SAID})"
)
# 除《甲》第三条外，其余条款废止 says the same as 《甲》除第三条外，其余条款废止.
_NAMED_WITHIN = re.compile(
    rf"除\s*(?P<name>{TITLE_TOKEN})(?:[中内]?的|[中内])?(?={CLAUSES_WHOLE}(?:{_IT_STAYS}{_STAYS}|{_ITS_WORDS})[以之]?外,?{_REST_ENDS}{SAID})"
)
_ONE_KEPT = re.compile(_KEPT_ALONE)
_ONE_PAUSED = re.compile(_PAUSED)
_REST_THAT_ENDS = re.compile(rf"{_THE_REST}(?={_ON_A_DAY}{_AT_ONCE}(?:{_STOPS}|{ENDS}))")
_LONGEST = 2_000
_REACH = 1_000


# 《甲》同时废止。其中第三条继续执行 goes on with the sentence before.
_GOES_ON = rf"\s*(?=[但其]){_BUT}{CLAUSES_WHOLE}{_LEFT_OUT}"
_EXCEPTION = re.compile(_GOES_ON)
_SENTENCE_ENDS = re.compile(
    rf"(?<=[。;])(?!{_GOES_ON}|\s*(?:{_EACH_OF_SEVERAL}){{0,8}}{_REST_ENDS})"
)


def is_exception(sentence: str) -> bool:
    """Whether a sentence only says which clauses the one before it leaves as they are."""
    return _EXCEPTION.match(sentence) is not None


def sentences_in(text: str) -> list[str]:
    """The sentences of a masked text, each with the exceptions made of it right behind; of one
    longer than any sentence its beginning and end."""
    return [
        part
        for sentence in _SENTENCE_ENDS.split(text)
        for part in (
            [sentence]
            if len(sentence) <= _LONGEST
            else [sentence[:_LONGEST], sentence[-_LONGEST:].partition("、")[2]]
        )
    ]


@dataclass(frozen=True, slots=True)
class Left:
    """The clauses of a document that what is said of it leaves as they are; those of `until` only
    up to a day; `paused` says of which of them that they are suspended, in its words."""

    clauses: tuple[str, ...] = ()
    until: tuple[tuple[str, date], ...] = ()
    paused: tuple[str, ...] = ()


NOTHING_LEFT = Left()


def without_exceptions(sentence: str) -> tuple[str, Mapping[int, Left]]:
    """A sentence without the clauses that what it says leaves as they are, and those clauses by
    the document they are of: 废止《甲》、《乙》（第三条除外） leaves none of 甲."""
    left: dict[int, Left] = {}

    def without(found: re.Match[str]) -> str:
        document = _excepted_from(sentence, found)
        if document is not None:
            left[document] = _with(left.get(document, NOTHING_LEFT), _exceptions(found))
        return found["said"] or ""

    sentence = _NAMED_WITHIN.sub(r"\g<name>除", sentence)
    rest = _EXCEPTED.sub(without, sentence)
    return _REST_THAT_ENDS.sub("", rest) if left else rest, left


def last_day(written: str) -> date | None:
    """The last day of a term as LAST_DAY reads it; None for a day that does not exist."""
    return day_in(written) or last_of_month_or_year(written)


def _last_day_of(exception: str) -> date | None:
    found = _LEFT_UNTIL.search(exception)
    return last_day(found[1]) if found else None


def _exceptions(found: re.Match[str]) -> list[tuple[str, str]]:
    """The clauses excepted, each with what says up to which day."""
    if several := found["alone"]:
        # Each of 第三条继续执行至…，第五条修改为… has a day of its own, or none.
        return [(kept.group(), kept.group()) for kept in _ONE_KEPT.finditer(several)]
    return [(found[group], found.group()) for group in _WHERE if found[group]]


def _with(before: Left, exceptions: Sequence[tuple[str, str]]) -> Left:
    for words, whole in exceptions:
        is_paused = _ONE_PAUSED.fullmatch(whole) is not None
        clauses, last = tuple(clauses_in(words)), None if is_paused else _last_day_of(whole)
        until = tuple((clause, last) for clause in clauses if last)
        paused = (whole,) if is_paused else ()
        before = Left(before.clauses + clauses, before.until + until, before.paused + paused)
    return before


_WHERE = ("before", "beside", "inside", "behind")
_LEFT_UNTIL = re.compile(rf"[至到]\s*({LAST_DAY})")


def _excepted_from(sentence: str, found: re.Match[str]) -> int | None:
    """The document of which an exception is made: the nearest one before it, or that behind
    除第三条外 where none stands right before."""
    before = [*NAME.finditer(sentence, max(0, found.start() - _REACH), found.end())]
    is_right_before = bool(before) and _RIGHT_BEHIND.fullmatch(
        sentence, before[-1].end(), found.start()
    )
    behind = NAME.search(sentence, found.end()) if found["before"] else None
    meant = behind if behind and not is_right_before else (before[-1] if before else None)
    return int(meant[1]) if meant else None


_RIGHT_BEHIND = re.compile(r"(?:\([^()]*\))?[\s,]*(?:中的?|的)?")


def says_nothing_else(between: str) -> bool:
    """Whether what stands between a name and a verb leaves the verb to the name."""
    return _NOTHING_ELSE.fullmatch(between) is not None


def is_rested_on(sentence: str, at: int) -> bool:
    """Whether the name at `at`, or an enumeration it belongs to, is what the sentence rests on."""
    first = first_enumerated(sentence, at)
    clause = _clause_of(sentence[max(0, first - _REACH) : first])
    if _MADE_UNDER.search(clause) and not re.match(r"\S[^,。;⟫]*⟫\s*,", sentence[at:]):
        return False
    return _RESTS_ON.search(clause) is not None


def is_conditional(sentence: str, at: int) -> bool:
    """Whether what stands before `at` makes it hold only for some: 企业迁出的，…不再适用."""
    before = sentence[max(0, at - _REACH) : at]
    return _ON_CONDITION.search(before) is not None or _SUPPOSED.search(before) is not None


def is_only_meant(sentence: str, at: int) -> bool:
    """Whether what stands before `at` supposes or plans it: 如国家调整，… 拟将… 建议将…."""
    before = sentence[max(0, at - _REACH) : at]
    return _SUPPOSED.search(before) is not None or _PLANNED.search(before) is not None


def is_unsaid(sentence: str, at: int) -> bool:
    """Whether the verb at `at` is denied, planned or only permitted: 不得…, 拟…, 可…."""
    return _UNSAID.search(sentence[max(0, at - _REACH) : at]) is not None


def is_said_outright(sentence: str, at: int) -> bool:
    """Whether a verb at `at` has no subject of its own: 决定停止执行…, not 企业停止执行…."""
    if is_unsaid(sentence, at) or is_conditional(sentence, at):
        return False
    before = _clause_of(sentence[max(0, at - _REACH) : at])
    return _OUTRIGHT.fullmatch(before) is not None and not _RESTS_ON.search(before)


def is_said_of(sentence: str, at: int, between: str) -> bool:
    """Whether a verb that follows the name at `at`, with `between` before it, is said of it."""
    first = first_enumerated(sentence, at)
    return says_nothing_else(between) and not (
        is_rested_on(sentence, at) or is_conditional(sentence, first) or is_unsaid(sentence, first)
    )


def since_of(sentence: str, found: re.Match[str]) -> date | None:
    """The day from which what `found` states holds: the nearest before its end, else behind it.

    Not the day from which a document had applied (自…起施行的《甲》), nor that of its return.
    """
    before = [*_SINCE.finditer(sentence, max(0, found.start() - _REACH), found.end())]
    behind = _SINCE.search(sentence[: found.end() + 80], found.end())
    if behind and sentence[behind.end() :].startswith("恢复"):
        behind = None
    last = before[-1] if before else behind
    return day_in(last[1] or last[2]) if last else None


def _clause_of(before: str) -> str:
    return re.split("[,。;:]", before)[-1]


_NOT_ITS_DAY = r"(?![^,。;⟪⟫]{0,8}(?:(?:施行|实施|执行|生效)的))"
_SINCE = re.compile(
    rf"[自从]\s*((?>{DAY_PATTERN}))(?>\s*起?){_NOT_ITS_DAY}|((?>{DAY_PATTERN}))(?>\s*起){_NOT_ITS_DAY}"
)
