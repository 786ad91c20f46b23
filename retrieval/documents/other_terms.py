"""From when and until when a document says that another one applies.

有效期延长至…, 延长2年, 继续有效，有效期5年; 执行至…, 有效期调整为…; 暂停执行, 恢复执行, of a
document or of its clauses; 与本办法不一致的，以本办法为准.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.clause_reference import CLAUSES_WHOLE, clauses_in
from retrieval.documents.days import DAY_PATTERN, day_in, months_in
from retrieval.documents.enumerated import (
    SHORT_LENGTH,
    TITLES,
    Enumerated,
    clauses_enumerated_before,
    enumerated_before,
    objects_from,
)
from retrieval.documents.mentions import (
    LAST_DAY,
    NOTHING_LEFT,
    Left,
    is_said_of,
    is_said_outright,
    last_day,
    sentences_in,
    since_of,
    without_exceptions,
)
from retrieval.documents.quoted import TITLE_TOKEN, Masked
from retrieval.documents.stated import Block, is_document

_LAST = rf"(?P<until>{LAST_DAY})"
_LENGTH = r"(?P<length>[\d一二两三四五六七八九十]{1,3})\s*(?P<unit>年|个月)"
_TERM = r"(?:有效期限?|[实施执试]行?[施行]期限?|期限|有效)"
_KEPT_ON = r"继续(?:执行|施行|实施|有效)"
_LONGER = "(?:延长|延续|顺延|延期)"
_LAPSED = rf"(?:(?:将|已|于|\s|{DAY_PATTERN})*(?:到期|(?:有效期)?(?:届满|期满))后?,?)?"
_NAMED = rf"{TITLE_TOKEN}{_LAPSED}(?P<between>[^。;⟪⟫]{{0,60}}?)的?"
_EXTENDED = re.compile(
    rf"{_NAMED}(?:{_TERM}[^。;⟪⟫]{{0,8}}?{_LONGER}|{_KEPT_ON})(?:[^。;⟪⟫]{{0,4}}?[至到]|[^。;⟪⟫]{{0,10}}?期限?[至到])\s*{_LAST}"
)
_EXTENDED_BY = re.compile(rf"{_NAMED}{_TERM}[^。;⟪⟫]{{0,8}}?{_LONGER}\s*{_LENGTH}")
_KEPT_FOR = re.compile(rf"{_NAMED}{_KEPT_ON},?{_TERM}[为是]?\s*{_LENGTH}")
_TERM_SET = re.compile(
    rf"{_NAMED}(?:(?:有效期限?|[实施执]行?[施行]期限?)[^。;⟪⟫]{{0,24}}?(?:调整|变更|修改|改|截止|截至)(?:为|至|到)?"
    rf"|(?:提前)?(?:执行|施行|实施|终止)(?:期限)?(?:截止|截至|至|到)+)\s*{_LAST}"
)
_PAUSE = r"(?:暂停|暂缓|中止)(?:执行|实施|施行)"
# 现予以恢复 says it as well, of what was suspended.
_AGAIN = "(?:现予?以?|予以?)"
_RESUME = rf"(?:{_AGAIN}?恢复(?:执行|实施|施行)|{_AGAIN}恢复(?=\s*(?:[,。;:|()、]|$)))"
_RESUMED_NOW = re.compile("现予?以?恢复")
_ENDS_SO = rf"(?=\s*(?:[,。;:|()、]|$|[至到]|期限|{SHORT_LENGTH}))"
_PAUSED = re.compile(
    rf"(?P<verb>{_PAUSE}){TITLES}|{TITLE_TOKEN}(?P<between>[^。;⟪⟫]{{0,80}}?){_PAUSE}{_ENDS_SO}"
)
_RESUMED = re.compile(
    rf"(?P<verb>{_RESUME}|{_AGAIN}?恢复){TITLES}|{TITLE_TOKEN}(?P<between>[^。;⟪⟫]{{0,80}}?){_RESUME}{_ENDS_SO}"
)
# 恢复执行《甲》，直至2025年12月31日; 自2025年3月1日至12月31日恢复执行
_RESUMED_UNTIL = re.compile(
    rf"恢复[^。;]{{0,60}}?[至到]\s*{_LAST}|[至到]\s*(?P<last>{DAY_PATTERN})[^。;]{{0,8}}恢复"
)
_RESUMED_FOR = re.compile(rf"恢复[^。;]{{0,60}}?(?:{_TERM}[为是]?|执行|实施|施行)\s*{_LENGTH}")
# 暂停执行，自2025年1月1日起恢复执行: what had been said of the document before.
_PAUSED_BEFORE = re.compile(rf"(?P<was>此前|前期|曾)?{_PAUSE}(?:{SHORT_LENGTH})?,")
# 自疫情解除之日起恢复执行 says of no day known that it is applied again.
_ON_AN_OPEN_DAY = re.compile(
    r"[自从](?![^,。;]{0,8}(?:印发|发布|公布|公告|下发|施行|实施))[^,。;]{1,16}之日起?"
)
_OF_CLAUSES = re.compile(rf"\s*(?:[中内]?的?)\s*(?P<clauses>{CLAUSES_WHOLE})(?:的?规定)?")
# 暂停执行。恢复时间另行通知: the term of the notice does not end it.
_UNTIL_ANNOUNCED = re.compile(
    r"另行|恢复[^。;；]{0,12}?(?:时间|日期|由|须|需|经|前|之前)|直[至到]"
    r"|[至到][^,。;:]{0,8}(?:疫情|防控|响应|灾情)[^,。;:]{0,6}(?:结束|解除|终止)"
)
# 疫情期间暂停执行: from a time on that has no day, and until it is said to be over. Only words for
# what goes on, so that 不得在…, 拟于… and 餐饮企业… before it still tell what is said, and of whom.
_GOES_ON = (
    "(?:新型|新冠|冠状|病毒|感染|肺炎|传染病|非典|流感|疫情|防控|防疫|防治|抗击|抗疫|应对|应急|响应|重大|突发|公共|卫生|自然"
    "|事件|地质|洪涝|干旱|地震|台风|灾害|灾情|救灾|[一二三四ⅠⅡⅢⅣ]级|启动|影响|工作|常态化|本轮|当前|的)"
)
_WHILE_IT_LASTS = re.compile(
    rf"(?<![不非除])(?<![不非除][在于])[在于]?(?!的)(?={_GOES_ON}*?(?:疫情|防控|响应|突发|灾害|灾情)){_GOES_ON}+期间内?"
    r"(?!的|之?外|以外),?(?=[^。;]*?(?:执行|实施|施行))"
)
# 疫情期间出台的《甲》暂停执行: it was made then, and is not paused for as long as that.
_MADE_THEN = re.compile("[^,。;⟪⟫]{0,6}(?:制定|出台|印发|发布)")
_PAUSED_UNTIL = re.compile(
    rf"(?:暂停|暂缓|中止)[^。;]{{0,60}}?[至到]\s*{_LAST}|[至到]\s*(?P<last>{DAY_PATTERN})[^。;]{{0,8}}(?:暂停|暂缓|中止)"
)
# 自2020年2月1日至6月30日
_UNTIL_OF_THAT_YEAR = re.compile(
    r"((?:19|20)\d{2})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*起?[至到]\s*(\d{1,2}\s*月\s*\d{1,2}\s*日)"
)
_PAUSED_FOR = re.compile(rf"{_PAUSE}[^。;]{{0,8}}?{_LENGTH}")
# 《甲》第一条购房补贴政策延续至…, and no other clause of it.
_CLAUSE_EXTENDED = re.compile(
    rf"{TITLE_TOKEN}\s*(?:中|内)?的?\s*(?P<clauses>{CLAUSES_WHOLE})(?P<what>[^,。;⟪⟫第]{{0,24}}?)"
    rf"(?:{_LONGER}(?:执行|施行|实施)?|{_KEPT_ON})[^,。;⟪⟫]{{0,4}}?[至到]\s*{_LAST}(?P<only>的?)"
)
_DENIED = re.compile("[不未拟可]|除|以外|建议|计划")
# The time to apply or to build in, and what somebody holds, are not how long a clause applies.
_OF_SOMETHING_ELSE = re.compile(
    "(?<!有效)(?<!执行)(?<!实施)(?<!适用)(?<!试行)(?<!政策)(?:期限?|时间|日期)|资格|证书?|合同|称号|名单"
)
_ONLY_WANTED = re.compile("争取|是否|拟|建议|计划|研究|探索|推动|申请")
_OF_RULES = "(?:中|的|等|有关|相关|规定|内容|文件|条款|政策|部分|此前|已|原|,)*"
_OUTRANKS = re.compile(
    rf"{TITLE_TOKEN}(?:中[^,。;⟪⟫与的]{{0,12}}内容|{_OF_RULES})与(?:本|该)[^。;,]{{1,10}}?(?:不一致|不符|相抵触|有冲突|矛盾)"
    r"(?:的|之处)*(?:规定|内容|条款|部分)?,?(?:一律|均|同时|应当)?(?:以本|按(?:照)?本|停止执行|不再执行|废止)"
)


def terms_in(parts: Masked, block: Block) -> Iterator[Effect]:
    """What a block states of the terms of the documents it names."""
    for sentence in sentences_in(parts.text):
        yield from _new_terms(sentence, parts, block)
        yield from _paused(sentence, parts, block)
        yield from _resumed(sentence, parts, block)
        yield from _clauses_extended(sentence, parts, block)
        for found in _OUTRANKS.finditer(sentence):
            if is_said_of(sentence, found.start(), ""):
                for token in (*enumerated_before(sentence, found.start()), int(found[1])):
                    yield from _effect(ChangeKind.OUTRANKED, token, parts, block)


def _new_terms(sentence: str, parts: Masked, block: Block) -> Iterator[Effect]:
    rest = sentence
    for pattern, kind in _READERS:
        for found in pattern.finditer(rest):
            if not is_said_of(rest, found.start(), found["between"]):
                continue
            stated = found.groupdict()
            until = last_day(stated["until"]) if stated.get("until") else None
            months = months_in(stated["length"], stated["unit"]) if stated.get("length") else None
            if until or months:
                for token in (*enumerated_before(rest, found.start()), int(found[1])):
                    yield from _effect(kind, token, parts, block, until=until, months=months)
        # What one wording has explained is not read again by a looser one.
        rest = pattern.sub(" ", rest)


def _paused(sentence: str, parts: Masked, block: Block) -> Iterator[Effect]:
    lasting = _WHILE_IT_LASTS.search(sentence)
    is_open = _UNTIL_ANNOUNCED.search(block.text) is not None or (
        lasting is not None and _MADE_THEN.match(sentence, lasting.end()) is None
    )
    sentence, excepted = without_exceptions(_WHILE_IT_LASTS.sub("", sentence))
    until, months = _ends(sentence, _PAUSED_UNTIL, _PAUSED_FOR)
    for found in _PAUSED.finditer(sentence):
        since = since_of(sentence, found)
        for token, clause in _meant(sentence, found):
            kind = ChangeKind.CLAUSE_SUSPENDED if clause else ChangeKind.SUSPENDED
            yield from _effect(
                kind,
                token,
                parts,
                block,
                clause=clause,
                on=since,
                until=until,
                months=months,
                is_open=is_open,
                excepted=() if clause else excepted.get(token, NOTHING_LEFT).clauses,
            )
            if not clause:
                yield from of_what_is_left(excepted.get(token, NOTHING_LEFT), token, parts, block)


def of_what_is_left(left: Left, token: int, parts: Masked, block: Block) -> Iterator[Effect]:
    """Until when clauses still apply of a document that is ended or suspended, and which of them
    are suspended."""
    for paused in left.paused:
        yield from _paused(f"⟪{token}⟫{paused}", parts, block)
    for clause, until in left.until:
        yield from _effect(
            ChangeKind.CLAUSE_EXTENDED, token, parts, block, clause=clause, until=until
        )


def _resumed(sentence: str, parts: Masked, block: Block) -> Iterator[Effect]:
    sentence, excepted = without_exceptions(_WHILE_IT_LASTS.sub("", sentence))
    until, months = _ends(sentence, _RESUMED_UNTIL, _RESUMED_FOR)
    for found in _RESUMED.finditer(sentence):
        since = since_of(sentence, found)
        between = found["between"] or ""
        if paused := _PAUSED_BEFORE.search(between):
            # 自2025年3月1日起暂停执行，2026年3月1日恢复执行: the first day is that of the pause.
            since = day_in(between[paused.end() :])
            if not (since or paused["was"] or _RESUMED_NOW.search(found.group())):
                continue
        if not since and _ON_AN_OPEN_DAY.search(between):
            continue
        for token, clause in _meant(sentence, found):
            if excepted.get(token, NOTHING_LEFT).clauses:
                # Which clauses stay ended cannot be told, so the document is not called in force.
                continue
            yield from _effect(ChangeKind.RESUMED, token, parts, block, clause=clause, on=since)
            if (until or months) and not clause:
                kind = ChangeKind.TERM_SET
                yield from _effect(kind, token, parts, block, on=since, until=until, months=months)


def _clauses_extended(sentence: str, parts: Masked, block: Block) -> Iterator[Effect]:
    for found in _CLAUSE_EXTENDED.finditer(sentence):
        until = last_day(found["until"])
        if until is None or _DENIED.search(found["what"]):
            continue
        before = re.split("[,;]", sentence[: found.start()])[-1]
        if _OF_SOMETHING_ELSE.search(found["what"]) or _ONLY_WANTED.search(before) or found["only"]:
            continue
        if not is_said_of(sentence, found.start(), ""):
            continue
        last = Enumerated(int(found[1]), tuple(clauses_in(found["clauses"])))
        for each in (*clauses_enumerated_before(sentence, found.start()), last):
            for clause in each.clauses:
                yield from _effect(
                    ChangeKind.CLAUSE_EXTENDED, each.token, parts, block, clause=clause, until=until
                )


def _meant(sentence: str, found: re.Match[str]) -> list[tuple[int, str | None]]:
    """The documents, each whole or by a clause, that are suspended or brought back."""
    if found["verb"]:
        if not is_said_outright(sentence, found.start()):
            return []
        named = objects_from(sentence, found.end("verb"))
        return [(each.token, clause) for each in named for clause in each.clauses or [None]]
    at = found.start("between")
    clauses = _OF_CLAUSES.match(sentence, at)
    between = sentence[clauses.end() if clauses else at : found.end("between")]
    if not is_said_of(sentence, found.start(), _PAUSED_BEFORE.sub("", between)):
        return []
    of_last: list[str | None] = [*clauses_in(clauses["clauses"])] if clauses else [None]
    whole = [] if clauses else enumerated_before(sentence, found.start())
    by_clause = clauses_enumerated_before(sentence, found.start())
    return [
        *((token, None) for token in whole),
        *((each.token, clause) for each in by_clause for clause in each.clauses),
        *((_token(found), clause) for clause in of_last),
    ]


def _token(found: re.Match[str]) -> int:
    return int(next(group for group in found.groups() if group and group.isdecimal()))


def _ends(
    sentence: str, until: re.Pattern[str], lasting: re.Pattern[str]
) -> tuple[date | None, int | None]:
    """The last day that `until` finds, or the months that `lasting` does."""
    if found := until.search(sentence):
        return last_day(found["until"] or found["last"]), None
    if found := _UNTIL_OF_THAT_YEAR.search(sentence):
        return day_in(f"{found[1]}年{found[2]}"), None
    if found := lasting.search(sentence):
        return None, months_in(found["length"], found["unit"])
    return None, None


def _effect(
    kind: ChangeKind,
    token: int,
    parts: Masked,
    block: Block,
    *,
    clause: str | None = None,
    on: date | None = None,
    until: date | None = None,
    months: int | None = None,
    is_open: bool = False,
    excepted: tuple[str, ...] = (),
) -> Iterator[Effect]:
    named = parts.named[token]
    if is_document(named):
        yield Effect(
            kind=kind,
            title=named.title,
            number=named.number,
            clause=clause,
            on=on,
            until=until,
            months=months,
            is_open=is_open,
            excepted=excepted,
            address=block.address,
            quote=block.sentence_with(named),
        )


_READERS: tuple[tuple[re.Pattern[str], ChangeKind], ...] = (
    (_EXTENDED, ChangeKind.EXTENDED),
    (_EXTENDED_BY, ChangeKind.EXTENDED),
    (_KEPT_FOR, ChangeKind.TERM_SET),
    (_TERM_SET, ChangeKind.TERM_SET),
)
