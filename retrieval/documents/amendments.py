"""The clause-by-clause wordings of amending documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.clause_reference import CLAUSES_WHOLE, clauses_in, with_articles
from retrieval.documents.days import DAY_PATTERN, day_in
from retrieval.documents.enumerated import (
    AS_WHOLE,
    EACH_OF_SEVERAL,
    clauses_enumerated_before,
    each_of,
    enumerated_before,
    first_enumerated,
)
from retrieval.documents.mentions import (
    NO_LONGER,
    SAID,
    is_conditional,
    is_only_meant,
    is_rested_on,
    is_unsaid,
    sentences_in,
)
from retrieval.documents.quoted import NAME, QUOTE_TOKEN, TITLE_TOKEN, Masked, Named

_Read = tuple[ChangeKind, str | None, str | None, str | None]
_Quotes = tuple[str, ...]
_QUOTES = rf"(?:{QUOTE_TOKEN}[、,和及]?\s*)+"
_CHANGED = (
    "(?:(?:修改|修订|更改|调整|变更|替换|提高|降低|上调|下调|扩大|缩短|延长|增加|减少|改)(?:为|成|至|到)"
    "|更名为)"
)
_DELETES = "(?:删去|删除|取消|废止|停止执行|停止实施|不再执行)"
# 取消第五条规定的年检 leaves the rest of the clause.
_PART = "(?:中|内|里|所)?的?(?:规定|关于|有关|相关)的?[^,。;]"
_DELETED_SO = (
    rf"(?:[自从]\s*(?P<day>{DAY_PATTERN})\s*起|[,\s]|予以|均|一并|同时|相应|即行|自行|也|随之)*"
    rf"(?:删去|删除|废止|{NO_LONGER}|失效|作废){SAID}"
)
_BETWEEN = rf"(?:(?!{_CHANGED}|第)[^。;⟦⟧])"
# 第三条继续有效,第五条修改为“…” changes the clause named last.
_REPLACED = re.compile(
    rf"(?P<clauses>{CLAUSES_WHOLE})(?:(?!,[^,。;]{{0,6}}?第)[^。;⟦⟧《]){{0,20}}?{_CHANGED}"
    rf"\s*[:,]?\s*(?P<new>{QUOTE_TOKEN})"
)
# 第三条、第五条合并，作为第三条，修改为“…” changes both.
_MERGED = re.compile(
    rf"(?P<clauses>{CLAUSES_WHOLE})合并[^。;⟦⟧《]{{0,30}}?{_CHANGED}\s*[:,]?\s*(?P<new>{QUOTE_TOKEN})"
)
# 第三条奖励标准由20万元调整为30万元, and the same of a document without its clause.
_FIGURE = rf"由(?P<was>[^,。;由⟦⟧⟪⟫]{{1,30}}?){_CHANGED}(?P<becomes>[^,。;⟦⟧⟪⟫]{{1,30}})"
_FIGURES = re.compile(rf"(?P<clauses>{CLAUSES_WHOLE})[^,。;⟦⟧⟪⟫]{{0,40}}?{_FIGURE}")
# Only of a standard: 《甲》实施以来，人才总量由1.2万人增加到3.5万人 tells what has come of it.
_FIGURES_ANYWHERE = re.compile(
    rf"(?P<clauses>){TITLE_TOKEN}(?:(?!实施|施行|执行|以来|期间|目标|以外|将|把|明确|提出|要求)[^,。;⟦⟧⟪⟫]){{0,30}}?"
    rf"(?:标准|比例|金额|额度|上限|下限|限额|费率|税率|价格|时限|期限|年限|系数){_FIGURE}"
)
# 第四条改为第三条 gives it another number, and the words it had.
_ANOTHER_NUMBER = rf"{CLAUSES_WHOLE}\s*(?:[。;]|$|,(?![^,。;]{{0,6}}{_CHANGED}))"
# 第三条修改为: 新文, without quotation marks; 第三条奖励标准调整为30万元.
_REPLACED_PLAINLY = re.compile(
    rf"(?P<clauses>{CLAUSES_WHOLE})(?!(?:的)?规定)(?P<what>[^,。;⟦⟧《⟪⟫]{{0,24}}?){_CHANGED}\s*[:,]?\s*"
    rf"(?!\s*[⟦“]|{_ANOTHER_NUMBER})[^\s]"
)
# “甲”改为“乙”，“丙”改为“丁”: 丙 is none of the new words of 甲.
_NEW_QUOTES = (
    rf"{QUOTE_TOKEN}(?:[、,和及]?\s*{QUOTE_TOKEN}"
    rf"(?!(?:[、和及]\s*{QUOTE_TOKEN})*{_BETWEEN}{{0,12}}?{_CHANGED}))*"
)


def _pair(old: str = "", new: str = "") -> str:
    return rf"({old}{_QUOTES}){_BETWEEN}{{0,12}}?{_CHANGED}\s*[:,]?\s*({new}{_NEW_QUOTES})"


_ONE_PAIR = re.compile(_pair("?P<old>", "?P<new>"))
_PAIRS = rf"(?P<pairs>{_pair('?:', '?:')}(?:[、,]?\s*(?:并|同时)?[将把]?{_pair('?:', '?:')})*)"
_WORDS = re.compile(rf"(?P<clauses>{CLAUSES_WHOLE}){_BETWEEN}{{0,24}}?{_PAIRS}")
_WORDS_ANYWHERE = re.compile(rf"(?P<clauses>){_PAIRS}")
# Of 废止《甲》第二条、《乙》第六条 each; and of 《甲》第二条、《乙》第六条同时废止.
_EACH_DELETED = re.compile(
    rf"{_DELETES}(?P<each>{EACH_OF_SEVERAL})(?:(?P<part>{_PART})|(?={AS_WHOLE}))"
)
_EACH_DELETED_AFTER = re.compile(rf"(?P<each>{EACH_OF_SEVERAL}){_DELETED_SO}")
_DELETED = re.compile(
    rf"{_DELETES}\s*(?:(?:{TITLE_TOKEN}[、和及与]\s*)*{TITLE_TOKEN}\s*(?:中?的)?\s*)?(?:原)?(?P<clauses>{CLAUSES_WHOLE})(?:[中内里]?的?\s*(?P<old>{_QUOTES}))?(?P<part>{_PART})?"
)
_DELETED_AFTER = re.compile(rf"(?P<clauses>{CLAUSES_WHOLE})(?:的?(?:内容|规定))?{_DELETED_SO}")
# The clause stands alone, or behind the name of its document: 第五条 租住公寓变更为购房的 is an
# article of the text itself.
_BEHIND_NAME = re.compile(rf"{TITLE_TOKEN}\s*(?:中|内)?的?\s*$")
# 《甲》有效期延长至…，其中第三条不再执行 is of the one document named before, and so is 第五条 of
# 《甲》第三条继续有效，第五条修改为….
_OF_IT = re.compile(
    rf"^[^⟪⟫]*{TITLE_TOKEN}(?:[^⟪⟫]*,其中的?|\s*(?:中?的)?{CLAUSES_WHOLE}[^⟪⟫]*[,;])\s*$"
)
_NOT_CHANGED = re.compile(f"(?:[不拟]|尚?未|是否)(?:予以?|作出?|再|相应)?{_CHANGED}")
_OWN_ARTICLE = re.compile(rf"^\s*{CLAUSES_WHOLE}(?=\s)")
_FOR_SOME = re.compile(r"[^,。;:⟦⟧⟪⟫]*的(?:[,。;]|\S{2}[,。;])")
_DELETED_WORDS = re.compile(
    rf"(?P<clauses>{CLAUSES_WHOLE})[^。;⟦⟧]{{0,8}}?(?:删去|删除)[中的]*\s*(?P<old>{_QUOTES})"
)
_NEW = (
    rf"增加[一二三两\d]+[条款项目个],?(?:作为(?P<as>{CLAUSES_WHOLE}|第.{{1,6}}[款项]))?"
    rf"\s*[,:]?\s*(?P<new>{QUOTE_TOKEN})"
)
_ADDED = re.compile(rf"(?P<at>{CLAUSES_WHOLE})[^。;⟦⟧]{{0,10}}?{_NEW}")
_ADDED_ANYWHERE = re.compile(rf"(?P<at>){_NEW}")


def amendments_in(
    parts: Masked, target: Named | None, address: str, quote: str, *, is_amending: bool
) -> Iterator[Effect]:
    """The changes a block states of the document it names, else of `target`.

    Nothing when no document is known: 将第三条修改为 alone is a change of something unnamed.
    Without quotation marks only an amending text (`is_amending`) changes what it has not named
    right before.
    """
    for sentence in sentences_in(with_articles(parts.text)):
        yield from _changes(sentence, parts, target, address, quote, is_amending)


def _changes(
    sentence: str,
    parts: Masked,
    target: Named | None,
    address: str,
    quote: str,
    is_amending: bool,
) -> Iterator[Effect]:
    def effect(about: Named, read: _Read, day: str | None) -> Effect:
        kind, clause, words, new = read
        return Effect(
            kind=kind,
            title=about.title,
            number=about.number,
            clause=clause,
            words=words,
            new_words=new,
            on=day_in(day) if day else None,
            address=address,
            quote=quote.strip(),
        )

    rest = sentence
    for pattern in (_EACH_DELETED, _EACH_DELETED_AFTER):
        for found in pattern.finditer(rest):
            for token, read in _deleted_of_each(found):
                yield effect(parts.named[token], read, found.groupdict().get("day"))
        rest = pattern.sub(" ", rest)
    for pattern, reads in _READERS:
        for found in pattern.finditer(rest):
            if reads in _PLAIN:
                about = _named_plainly(found, parts, target if is_amending else None)
            else:
                about = _named_for(found, parts) or target
            if about is None or _is_only_meant(found):
                continue
            stated = [*reads(found, parts.quotes)]
            for read in stated:
                yield effect(about, read, found.groupdict().get("day"))
            if reads is _words_replaced:
                for token, clause in _named_beside(found):
                    for kind, words, new in dict.fromkeys((k, w, n) for k, _, w, n in stated):
                        yield effect(parts.named[token], (kind, clause, words, new), None)
        # What one wording has explained is not read again by a looser one.
        rest = pattern.sub(" ", rest)


def _deleted_of_each(found: re.Match[str]) -> Iterator[tuple[int, _Read]]:
    """The clauses of each document of an enumeration that are ended."""
    text, at = found.string, found.start()
    if is_unsaid(text, at) or is_conditional(text, at) or is_rested_on(text, at):
        return
    is_part = found.groupdict().get("part") is not None
    kind = ChangeKind.CLAUSE_REPLACED if is_part else ChangeKind.CLAUSE_DELETED
    for each in each_of(found["each"]):
        for clause in each.clauses:
            yield each.token, (kind, clause, None, None)


def _is_only_meant(found: re.Match[str]) -> bool:
    """Whether a change is denied, planned or supposed: 暂不修改为…, 拟将《甲》第三条修改为…."""
    text, start = found.string, found.start()
    _, first = _enumeration_before(found)
    return (
        is_only_meant(text, start)
        or is_only_meant(text, first)
        or _NOT_CHANGED.search(found.group()) is not None
    )


def _enumeration_before(found: re.Match[str]) -> tuple[re.Match[str] | None, int]:
    """The name right before a change, and where what is enumerated with it begins; where no name
    stands there, the change's own beginning."""
    text, start = found.string, found.start()
    behind = _BEHIND_NAME.search(text[:start])
    return behind, first_enumerated(text, behind.start()) if behind else start


def _named_for(found: re.Match[str], parts: Masked) -> Named | None:
    """The document a change is of: the one its wording names, else the nearest before it."""
    names = [*NAME.finditer(found.string, 0, found.end())]
    if not names or is_rested_on(found.string, names[-1].start()):
        return None
    return parts.named[int(names[-1][1])]


def _named_beside(found: re.Match[str]) -> Iterator[tuple[int, str | None]]:
    """The documents and clauses enumerated before the one whose words are changed:
    将《甲》、《乙》中的“…”修改为“…”, 将《甲》第八条、《乙》第九条中的….
    """
    text = found.string
    last = _BEHIND_NAME.search(text[: found.start()])
    if last is None or is_rested_on(text, last.start()):
        return
    if found["clauses"]:
        for each in clauses_enumerated_before(text, last.start()):
            yield from ((each.token, clause) for clause in each.clauses)
    else:
        yield from ((token, None) for token in enumerated_before(text, last.start()))


def _named_plainly(found: re.Match[str], parts: Masked, target: Named | None) -> Named | None:
    """The same for wordings that ordinary rules use too: the name stands right before the clause
    or in the wording itself, or the text amends one document."""
    text, start = found.string, found.start()
    is_for_some = ":" not in found.group() and _FOR_SOME.match(text, found.end())
    behind, first = _enumeration_before(found)
    if is_for_some or is_unsaid(text, start) or is_conditional(text, first):
        return None
    # 废止《甲》、《乙》第六条 is of a clause of 乙.
    within = [*NAME.finditer(text, start, found.end())]
    named = (within[-1] if within else None) or behind or _named_once(text[:start])
    if named is None:
        return None if _OWN_ARTICLE.match(text) and not start else target
    return None if is_rested_on(text, named.start()) else parts.named[int(named[1])]


def _named_once(before: str) -> re.Match[str] | None:
    return NAME.search(before) if _OF_IT.match(before) else None


def _added(found: re.Match[str], quotes: _Quotes) -> Iterator[_Read]:
    clause = next(iter(clauses_in(found["as"] or found["at"] or "")), None)
    yield ChangeKind.CLAUSE_ADDED, clause, None, _quoted(found["new"], quotes)[0]


def _replaced(found: re.Match[str], quotes: _Quotes) -> Iterator[_Read]:
    new = _quoted(found["new"], quotes)[0]
    for clause in clauses_in(found["clauses"]):
        yield ChangeKind.CLAUSE_REPLACED, clause, None, new


def _words_replaced(found: re.Match[str], quotes: _Quotes) -> Iterator[_Read]:
    clauses: list[str | None] = [*clauses_in(found["clauses"] or "")] or [None]
    for pair in _ONE_PAIR.finditer(found["pairs"]):
        old, new = _quoted(pair["old"], quotes), _quoted(pair["new"], quotes)
        if len(new) not in {1, len(old)}:
            continue
        for before, after in zip(old, new if len(new) == len(old) else new * len(old), strict=True):
            for clause in clauses:
                yield ChangeKind.WORDS_REPLACED, clause, before, after


def _figures(found: re.Match[str], _quotes: _Quotes) -> Iterator[_Read]:
    is_figure = re.search(r"[\d一二两三四五六七八九十百千万]", found["was"]) is not None
    # 由8%提高到10%的单位 are some of those it applies to.
    if not is_figure or "的" in found["becomes"]:
        return
    clauses: list[str | None] = [*clauses_in(found["clauses"] or "")] or [None]
    for clause in clauses:
        yield ChangeKind.WORDS_REPLACED, clause, found["was"].strip(), found["becomes"].strip()


def _replaced_plainly(found: re.Match[str], _quotes: _Quotes) -> Iterator[_Read]:
    """Where its new text begins and ends is not said, so only that the clause has another."""
    for clause in clauses_in(found["clauses"]):
        yield ChangeKind.CLAUSE_REPLACED, clause, None, None


def _deleted(found: re.Match[str], quotes: _Quotes) -> Iterator[_Read]:
    if found.groupdict().get("part"):
        yield from (
            (ChangeKind.CLAUSE_REPLACED, c, None, None) for c in clauses_in(found["clauses"])
        )
        return
    words = _quoted(found.groupdict().get("old") or "", quotes)
    for clause in clauses_in(found["clauses"]):
        if not words:
            yield ChangeKind.CLAUSE_DELETED, clause, None, None
        for word in words:
            yield ChangeKind.WORDS_REPLACED, clause, word, ""


def _quoted(tokens: str, quotes: _Quotes) -> list[str]:
    return [quotes[int(token)] for token in re.findall(QUOTE_TOKEN, tokens)]


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Quotes], Iterator[_Read]]], ...]
_READERS = (
    (_ADDED, _added),
    (_ADDED_ANYWHERE, _added),
    (_WORDS, _words_replaced),
    (_WORDS_ANYWHERE, _words_replaced),
    (_MERGED, _replaced),
    (_REPLACED, _replaced),
    (_FIGURES, _figures),
    (_FIGURES_ANYWHERE, _figures),
    (_REPLACED_PLAINLY, _replaced_plainly),
    (_DELETED_WORDS, _deleted),
    (_DELETED, _deleted),
    (_DELETED_AFTER, _deleted),
)
_PLAIN = frozenset({_figures, _replaced_plainly, _deleted})
