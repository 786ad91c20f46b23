"""From when and until when a document says that another one applies.

有效期延长至…, 延长2年, 继续有效，有效期5年; 执行至…, 有效期调整为…; 暂停执行, 恢复执行, of a
document or of its clauses; 与本办法不一致的，以本办法为准.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.clause_reference import CLAUSES, clauses_in
from retrieval.documents.days import DAY_PATTERN, day_in, last_of_month_or_year, small_number
from retrieval.documents.quoted import TITLE_TOKEN, Masked
from retrieval.documents.stated import Block, is_document

_LAST = (
    rf"(?P<until>{DAY_PATTERN}"
    r"|(?:19|20)\d{2}\s*年\s*(?:年?[底末]|\d{1,2}\s*月[底末]?(?!\s*\d)))"
)
_LENGTH = r"(?P<length>[\d一二两三四五六七八九十]{1,3})\s*(?P<unit>年|个月)"
_TERM = r"(?:有效期限?|[实施执试]行?[施行]期限?|期限|有效)"
_KEPT_ON = r"继续(?:执行|施行|实施|有效)"
_LONGER = "(?:延长|延续|顺延|延期)"
_NAMED = rf"{TITLE_TOKEN}(?P<between>[^。;⟪⟫]{{0,40}}?)"
_EXTENDED = re.compile(
    rf"{_NAMED}(?:{_TERM}[^。;⟪⟫]{{0,8}}?{_LONGER}|{_KEPT_ON})(?:[^。;⟪⟫]{{0,4}}?[至到]|[^。;⟪⟫]{{0,10}}?期限?[至到])\s*{_LAST}"
)
_EXTENDED_BY = re.compile(rf"{_NAMED}{_TERM}[^。;⟪⟫]{{0,8}}?{_LONGER}\s*{_LENGTH}")
_KEPT_FOR = re.compile(rf"{_NAMED}{_KEPT_ON},?{_TERM}[为是]?\s*{_LENGTH}")
_TERM_SET = re.compile(
    rf"{_NAMED}(?:(?:有效期限?|[实施执]行?[施行]期限?)[^。;⟪⟫]{{0,24}}?(?:调整|变更|修改|改|截止|截至)(?:为|至|到)?"
    rf"|(?:提前)?(?:执行|施行|实施|终止)(?:期限)?(?:截止|截至|至|到)+)\s*{_LAST}"
)
_RESTS_ON = re.compile(r"(?:根据|依据|依照|按照|参照|按|依)\s*$")
_PAUSE = r"(?:暂停|暂缓|中止)(?:执行|实施|施行)"
_PAUSED = re.compile(
    rf"{_PAUSE}\s*{TITLE_TOKEN}(?P<part>[^。;,⟪⟫]{{0,8}})|{TITLE_TOKEN}(?P<between>[^。;⟪⟫]{{0,40}}?){_PAUSE}"
)
_RESUME = r"恢复(?:执行|实施|施行)"
_RESUMED = re.compile(
    rf"{_RESUME}\s*{TITLE_TOKEN}|{TITLE_TOKEN}(?P<between>[^。;⟪⟫]{{0,40}}?){_RESUME}"
)
_OF_CLAUSES = re.compile(rf"\s*(?:中?的)?\s*(?P<clauses>{CLAUSES})")
_IN_PART = re.compile(r"\s*(?:中|的|有关|部分|所|关于|附件)")
_SINCE = re.compile(rf"[自从]\s*({DAY_PATTERN})\s*起?|({DAY_PATTERN})\s*起")
_PAUSED_UNTIL = re.compile(
    rf"(?:暂停|暂缓|中止)[^。;]{{0,60}}?[至到]\s*{_LAST}|[至到]\s*(?P<last>{DAY_PATTERN})[^。;]{{0,8}}(?:暂停|暂缓|中止)"
)
_PAUSED_FOR = re.compile(
    rf"{_PAUSE}[^。;]{{0,8}}?{_LENGTH}|{_PAUSE}期限?为?\s*(?P<n>[\d一二两三四五六七八九十]{{1,3}})\s*(?P<u>年|个月)"
)
_OUTRANKS = re.compile(
    rf"{TITLE_TOKEN}[^。;⟪⟫]{{0,24}}与(?:本|该)[^。;,]{{1,10}}?(?:不一致|不符|相抵触|有冲突|矛盾)[^。;]{{0,16}}"
    r"(?:以本|按(?:照)?本|停止执行|不再执行|废止)"
)


def terms_in(parts: Masked, block: Block) -> Iterator[Effect]:
    """What a block states of the terms of the documents it names."""
    for sentence in re.split("(?<=[。;])", parts.text):
        yield from _new_terms(sentence, parts, block)
        yield from _paused(sentence, parts, block)
        for found in _RESUMED.finditer(sentence):
            since = _since(sentence)
            yield from _effect(ChangeKind.RESUMED, found, parts, block, on=since)
        for found in _OUTRANKS.finditer(sentence):
            yield from _effect(ChangeKind.OUTRANKED, found, parts, block)


def _new_terms(sentence: str, parts: Masked, block: Block) -> Iterator[Effect]:
    rest = sentence
    for pattern, kind in _READERS:
        for found in pattern.finditer(rest):
            if _RESTS_ON.search(rest[max(0, found.start() - 6) : found.start()]):
                continue
            stated = found.groupdict()
            until = _last_day(stated["until"]) if stated.get("until") else None
            months = _months(stated["length"], stated["unit"]) if stated.get("length") else None
            if until or months:
                yield from _effect(kind, found, parts, block, until=until, months=months)
        # What one wording has explained is not read again by a looser one.
        rest = pattern.sub(" ", rest)


def _paused(sentence: str, parts: Masked, block: Block) -> Iterator[Effect]:
    until, months = _pause_ends(sentence)
    for found in _PAUSED.finditer(sentence):
        behind = found.start("part") if found[1] else found.start("between")
        clauses = _OF_CLAUSES.match(sentence, behind)
        if clauses is None and _IN_PART.match(sentence, behind):
            continue
        named: Sequence[str | None] = clauses_in(clauses["clauses"]) if clauses else [None]
        kind = ChangeKind.CLAUSE_SUSPENDED if clauses else ChangeKind.SUSPENDED
        for clause in named:
            yield from _effect(
                kind,
                found,
                parts,
                block,
                clause=clause,
                on=_since(sentence),
                until=until,
                months=months,
            )


def _pause_ends(sentence: str) -> tuple[date | None, int | None]:
    if found := _PAUSED_UNTIL.search(sentence):
        return _last_day(found["until"] or found["last"]), None
    if found := _PAUSED_FOR.search(sentence):
        return None, _months(found["length"] or found["n"], found["unit"] or found["u"])
    return None, None


def _since(sentence: str) -> date | None:
    found = _SINCE.search(sentence)
    return day_in(found[1] or found[2]) if found else None


def _effect(
    kind: ChangeKind,
    found: re.Match[str],
    parts: Masked,
    block: Block,
    *,
    clause: str | None = None,
    on: date | None = None,
    until: date | None = None,
    months: int | None = None,
) -> Iterator[Effect]:
    token = next(group for group in found.groups() if group is not None and group.isdecimal())
    named = parts.named[int(token)]
    if is_document(named):
        yield Effect(
            kind=kind,
            title=named.title,
            number=named.number,
            clause=clause,
            on=on,
            until=until,
            months=months,
            address=block.address,
            quote=block.sentence_with(named),
        )


def _last_day(written: str) -> date | None:
    return day_in(written) or last_of_month_or_year(written)


def _months(length: str, unit: str) -> int:
    return small_number(length) * (12 if unit == "年" else 1)


_READERS: tuple[tuple[re.Pattern[str], ChangeKind], ...] = (
    (_EXTENDED, ChangeKind.EXTENDED),
    (_EXTENDED_BY, ChangeKind.EXTENDED),
    (_KEPT_FOR, ChangeKind.TERM_SET),
    (_TERM_SET, ChangeKind.TERM_SET),
)
