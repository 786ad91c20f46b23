"""The clause-by-clause wordings of amending documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.clause_reference import CLAUSES, clauses_in, with_articles
from retrieval.documents.days import DAY_PATTERN, day_in
from retrieval.documents.quoted import QUOTE_TOKEN, TITLE_TOKEN, Masked, Named

_QUOTES = rf"(?:{QUOTE_TOKEN}[、,和及]?\s*)+"
_CHANGED = (
    "(?:(?:修改|修订|更改|调整|变更|替换|提高|降低|上调|下调|扩大|缩短|延长|增加|减少|改)(?:为|成|至|到)"
    "|更名为)"
)
_BETWEEN = rf"(?:(?!{_CHANGED}|第)[^。;⟦⟧])"
_REPLACED = re.compile(
    rf"(?P<clauses>{CLAUSES})(?:[^。;⟦⟧《]{{0,20}}?){_CHANGED}\s*[:,]?\s*(?P<new>{QUOTE_TOKEN})"
)
# 第三条奖励标准由20万元调整为30万元, and the same of a document without its clause.
_FIGURE = rf"由(?P<was>[^,。;由⟦⟧⟪⟫]{{1,30}}?){_CHANGED}(?P<becomes>[^,。;⟦⟧⟪⟫]{{1,30}})"
_FIGURES = re.compile(rf"(?P<clauses>{CLAUSES})[^。;⟦⟧⟪⟫]{{0,40}}?{_FIGURE}")
_FIGURES_ANYWHERE = re.compile(rf"(?P<clauses>){TITLE_TOKEN}[^。;⟦⟧⟪⟫]{{0,40}}?{_FIGURE}")
# 第三条修改为: 新文, without quotation marks; 第三条奖励标准调整为30万元.
_REPLACED_PLAINLY = re.compile(
    rf"(?P<clauses>{CLAUSES})(?!(?:的)?规定)(?P<what>[^,。;⟦⟧《⟪⟫]{{0,24}}?){_CHANGED}\s*[:,]?\s*(?!\s*[⟦“])[^\s]"
)
_WORDS = re.compile(
    rf"(?:(?P<clauses>{CLAUSES}){_BETWEEN}{{0,24}}?)(?P<old>{_QUOTES}){_BETWEEN}{{0,12}}?{_CHANGED}"
    rf"\s*[:,]?\s*(?P<new>{_QUOTES})"
)
_WORDS_ANYWHERE = re.compile(
    rf"(?P<clauses>)(?P<old>{_QUOTES}){_BETWEEN}{{0,12}}?{_CHANGED}\s*[:,]?\s*(?P<new>{_QUOTES})"
)
_NO_LONGER = "停止执行|停止实施|终止执行|不再执行|不再施行|不再实施|不再适用"
_DELETED = re.compile(
    rf"(?:删去|删除|取消|废止|停止执行|停止实施|不再执行)\s*(?:{TITLE_TOKEN}\s*(?:中?的)?\s*)?(?:原)?(?P<clauses>{CLAUSES})(?:[中内里]?的?\s*(?P<old>{_QUOTES}))?(?P<part>(?:中|内|里|所)?的?(?:规定|关于|有关|相关)的?[^,。;])?"
)
_DELETED_AFTER = re.compile(
    rf"(?P<clauses>{CLAUSES})(?:的?(?:内容|规定))?(?:[自从]\s*(?P<day>{DAY_PATTERN})\s*起|[,\s]|"
    rf"予以|均|一并|同时|相应|即行|自行|也|随之)*(?:删去|删除|废止|{_NO_LONGER}|(?:失效|作废)(?=[。;,\s]|$))(?!\s*⟦)"
)
_RESTS_ON = re.compile(rf"(?:根据|依据|依照|按照|参照|违反)\s*(?:{TITLE_TOKEN})?\s*$")
_DELETED_WORDS = re.compile(
    rf"(?P<clauses>{CLAUSES})[^。;⟦⟧]{{0,8}}?(?:删去|删除)[中的]*\s*(?P<old>{_QUOTES})"
)
_NEW = (
    rf"增加[一二三两\d]+[条款项目个],?(?:作为(?P<as>{CLAUSES}|第.{{1,6}}[款项]))?"
    rf"\s*[,:]?\s*(?P<new>{QUOTE_TOKEN})"
)
_ADDED = re.compile(rf"(?P<at>{CLAUSES})[^。;⟦⟧]{{0,10}}?{_NEW}")
_ADDED_ANYWHERE = re.compile(rf"(?P<at>){_NEW}")


def amendments_in(
    parts: Masked, target: Named | None, address: str, quote: str
) -> Iterator[Effect]:
    """The changes a block states of the document it names, else of `target`.

    Nothing when no document is known: 将第三条修改为 alone is a change of something unnamed.
    """
    for sentence in re.split("(?<=[。;])", with_articles(parts.text)):
        yield from _changes(sentence, parts, target, address, quote)


def _changes(
    sentence: str, parts: Masked, target: Named | None, address: str, quote: str
) -> Iterator[Effect]:
    rest = sentence
    for pattern, read in _READERS:
        for found in pattern.finditer(rest):
            about = _named_for(found, parts) or target
            if about is None:
                continue
            day = found.groupdict().get("day")
            for kind, clause, words, new in read(found, parts.quotes):
                yield Effect(
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
        # What one wording has explained is not read again by a looser one.
        rest = pattern.sub(" ", rest)


def _named_for(found: re.Match[str], parts: Masked) -> Named | None:
    """The document a change is of: the one its wording names, else the nearest before it, else
    the first of the sentence."""
    nearest = found.string.rfind("⟪", 0, found.end())
    token = re.compile(TITLE_TOKEN).search(found.string, max(nearest, 0))
    return parts.named[int(token[1])] if token else None


_Read = tuple[ChangeKind, str | None, str | None, str | None]
_Quotes = tuple[str, ...]


def _added(found: re.Match[str], quotes: _Quotes) -> Iterator[_Read]:
    clause = next(iter(clauses_in(found["as"] or found["at"] or "")), None)
    yield ChangeKind.CLAUSE_ADDED, clause, None, _quoted(found["new"], quotes)[0]


def _replaced(found: re.Match[str], quotes: _Quotes) -> Iterator[_Read]:
    new = _quoted(found["new"], quotes)[0]
    for clause in clauses_in(found["clauses"]):
        yield ChangeKind.CLAUSE_REPLACED, clause, None, new


def _words_replaced(found: re.Match[str], quotes: _Quotes) -> Iterator[_Read]:
    old, new = _quoted(found["old"], quotes), _quoted(found["new"], quotes)
    if len(new) not in {1, len(old)}:
        return
    pairs = zip(old, new if len(new) == len(old) else new * len(old), strict=True)
    clauses: list[str | None] = [*clauses_in(found["clauses"] or "")] or [None]
    for before, after in pairs:
        for clause in clauses:
            yield ChangeKind.WORDS_REPLACED, clause, before, after


def _figures(found: re.Match[str], _quotes: _Quotes) -> Iterator[_Read]:
    is_figure = re.search(r"[\d一二两三四五六七八九十百千万]", found["was"]) is not None
    if _RESTS_ON.search(_before(found)) or not is_figure:
        return
    clauses: list[str | None] = [*clauses_in(found["clauses"] or "")] or [None]
    for clause in clauses:
        yield ChangeKind.WORDS_REPLACED, clause, found["was"].strip(), found["becomes"].strip()


def _replaced_plainly(found: re.Match[str], _quotes: _Quotes) -> Iterator[_Read]:
    """Where its new text begins and ends is not said, so only that the clause has another."""
    if _RESTS_ON.search(_before(found)):
        return
    for clause in clauses_in(found["clauses"]):
        yield ChangeKind.CLAUSE_REPLACED, clause, None, None


def _deleted(found: re.Match[str], quotes: _Quotes) -> Iterator[_Read]:
    if _RESTS_ON.search(_before(found)):
        return
    if found.groupdict().get("part"):
        # 取消第五条规定的年检 leaves the rest of the clause.
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


def _before(found: re.Match[str]) -> str:
    return found.string[: found.start()]


def _quoted(tokens: str, quotes: _Quotes) -> list[str]:
    return [quotes[int(token)] for token in re.findall(QUOTE_TOKEN, tokens)]


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Quotes], Iterator[_Read]]], ...]
_READERS = (
    (_ADDED, _added),
    (_ADDED_ANYWHERE, _added),
    (_WORDS, _words_replaced),
    (_WORDS_ANYWHERE, _words_replaced),
    (_REPLACED, _replaced),
    (_FIGURES, _figures),
    (_FIGURES_ANYWHERE, _figures),
    (_REPLACED_PLAINLY, _replaced_plainly),
    (_DELETED_WORDS, _deleted),
    (_DELETED, _deleted),
    (_DELETED_AFTER, _deleted),
)
