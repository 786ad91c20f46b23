"""Which documents a sentence, or a list below it, ends.

Known wordings: 《甲》（文号）同时废止, 自…起不再执行, 本办法取代《甲》; 决定废止下列…件规范性文件
with a list or a table; a table that says of each document whether it was kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.clause_reference import CLAUSES_WHOLE, clauses_in
from retrieval.documents.days import DAY_PATTERN, day_in
from retrieval.documents.enumerated import TITLES, enumerated_before, objects_from
from retrieval.documents.mentions import (
    ENDS,
    NO_LONGER,
    NOTHING_LEFT,
    SAID,
    is_conditional,
    is_rested_on,
    is_said_of,
    is_said_outright,
    is_unsaid,
    sentences_in,
    without_exceptions,
)
from retrieval.documents.other_terms import of_what_is_left
from retrieval.documents.quoted import NAME, TITLE_TOKEN, Masked, Named
from retrieval.documents.stated import Block, is_document
from retrieval.documents.titles import unedited

_NAMED_THEN_ENDED = re.compile(
    rf"{TITLE_TOKEN}(?P<between>[^。;⟪⟫]{{0,80}}?)"
    r"(?:同时|同步|即行|相应|予以|自行|自动|一并|均|也|随之)*(?:宣布)?"
    rf"(?:{ENDS}{SAID}|[由被](?:本|该)[^,。;]{{1,10}}?(?:取代|替代|代替){SAID})"
)
_RULE = "(?:办法|规定|细则|意见|通知|条例|方案|规则|决定|公告|标准|措施|规程|文件)"
_BY_WHOM = (
    "[^,。;:⟪⟫与和不未]{0,24}?(?:发布|公布|印发|颁布|下发|制定|批准|转发|施行|实施|修订|修正)的?"
)
_ENDS_NAMED = re.compile(
    rf"(?P<verb>废止|{NO_LONGER}(?<!适用)|(?:^|[,。;]|决定)取消|本{_RULE}[^,。;⟪⟫不未可能应拟]{{0,6}}(?:取代|替代|代替))"
    rf"\s*(?:以下|下列|现行)?原?(?:{_BY_WHOM})?:?(?P<names>{TITLES})"
)
_LISTED_INLINE = re.compile(
    rf"(?:以下|下列)[^。;:]{{0,24}}?(?P<verb>{ENDS})[^。;:]{{0,6}}:(?P<listed>(?:[\s\d一二三四五六七八九十()、.]{{0,6}}{TITLE_TOKEN}[\s;、,]*)+)"
)
_ITS_FORMER_SELF = re.compile(
    rf"(?:^|[,。;]|同时)\s*(?P<former>原(?P<kind>办法|规定|细则|意见|方案|规则|标准))(?:同时|同步|即行|相应|自行|予以|也)*{ENDS}{SAID}"
)
_KIND = "(?:文件|规章|法规|公文|办法|规定|通知)"
_NUMBER = r"[\d一二三四五六七八九十百]+[件个项部]"
_LIST_ENDED = re.compile(
    rf"{ENDS}[^。;,:]{{0,6}}(?:以下|下列|如下|所列|{_NUMBER})[^。;,:]{{0,24}}{_KIND}"
    rf"|(?:以下|下列|所列|{_NUMBER})[^。;,:]{{0,30}}{_KIND}[^。;]{{0,24}}(?P<after>{ENDS})(?!的)"
    rf"|{ENDS}的?[^。;,:]{{0,20}}{_KIND}[^。;,]{{0,6}}(?:目录|清单|一览|如下|见附件)"
    rf"|{_KIND}[^。;,:]{{0,8}}?(?P<of_list>{ENDS})\)?的?(?:目录|清单|一览)\s*(?:\([^()]*\))?\s*:?\s*$"
    rf"|{ENDS}的?[^。;,:]{{0,16}}{_KIND}\s*(?:\([^()]*\))?\s*:?\s*$"
)
_KEPT = "(?:修改|继续有效|保留|修订)"
_LIST_OTHER = re.compile(
    rf"(?:以下|下列|所列|目录|清单|件)[^。;]{{0,30}}{_KEPT}"
    rf"|{_KEPT}[^。;]{{0,16}}(?:目录|清单|下列|以下|文件|规章)"
)
# The day from which a repealed document had applied (自…起施行的《…》) is not that of its end.
_DAY = re.compile(
    rf"(?:自|从)\s*((?>{DAY_PATTERN}))(?>\s*起?)(?!(?:施行|实施|执行|生效)的)[^。;]{{0,60}}{ENDS}"
    rf"|({DAY_PATTERN})\s*起?{ENDS}"
)
_ITEM_MARK = re.compile(r"^\s*(?:第\S{1,6}条|\(?[一二三四五六七八九十百\d]{1,4}[)、.|\s])\s*")
# What an entry may begin with: 泰州市人民政府关于印发《甲》的通知, 2004年发布的《乙》.
_BEFORE_ENTRY = re.compile(
    r"(?:^|政府|办公室|[局委厅院会部、]|关于.*|(?:发布|印发|公布|颁布|转发|修订|制定|批准|施行)的?)\s*原?$"
)
_CELLS = re.compile(r"[｜|\t]")
_RESULT_ENDED = re.compile(rf"(?:予以|宣布|全文|已|现)*{ENDS}")
_RESULT_KEPT = re.compile(
    rf"(?:继续|拟|予以|建议|现行)*(?:{_KEPT}|有效|执行|适用)|(?:拟|建议)(?:予以)?(?:废止|失效)"
)
_LONGEST_ITEM = 200
_SHORTEST_TITLE = 6


def repeals_in(parts: Masked, block: Block, own_title: str) -> Iterator[Effect]:
    """The documents that the sentences of a block end; 原办法 is the earlier one of its title."""
    for found in _LISTED_INLINE.finditer(parts.text):
        if is_unsaid(parts.text, found.start("verb")):
            continue
        for token in NAME.findall(found["listed"]):
            if is_document(item := parts.named[int(token)]):
                yield _repeal(item, None, block.address, block.text.strip())
    former = _ITS_FORMER_SELF.search(parts.text)
    if former and former["kind"] in own_title and not is_conditional(parts.text, former.start(1)):
        yield Effect(
            kind=ChangeKind.SUPERSEDED,
            title=unedited(own_title),
            address=block.address,
            quote=block.text.strip(),
        )
    for each in sentences_in(parts.text):
        sentence, excepted = without_exceptions(each)
        named = [(number, parts.named[number]) for number in _named_as_ended(sentence)]
        dated = _DAY.search(sentence)
        since = day_in(dated[1] or dated[2]) if dated else None
        for number, item in named:
            if is_document(item):
                quote = block.sentence_with(item)
                left = excepted.get(number, NOTHING_LEFT)
                yield _repeal(item, since, block.address, quote, left.clauses)
                yield from of_what_is_left(left, number, parts, block)


def _named_as_ended(sentence: str) -> list[int]:
    """The tokens of the documents that a sentence ends."""
    tokens: list[int] = []
    for found in _ENDS_NAMED.finditer(sentence):
        if _is_ordered(sentence, found):
            # 废止《甲》、《乙》第六条 ends 甲.
            named = objects_from(sentence, found.start("names"))
            tokens += [each.token for each in named if not each.clauses]
    for found in _NAMED_THEN_ENDED.finditer(sentence):
        if is_said_of(sentence, found.start(), found["between"]):
            tokens += [*enumerated_before(sentence, found.start()), int(found[1])]
    return list(dict.fromkeys(tokens))


def _is_ordered(sentence: str, found: re.Match[str]) -> bool:
    """Whether 废止《甲》 is done, and not forbidden, planned or left to some to do."""
    verb = found.start("verb")
    if found["verb"].startswith(("废止", "本")):
        return not (is_unsaid(sentence, verb) or is_conditional(sentence, verb))
    return is_said_outright(sentence, found.end("verb") - 2 if "取消" in found["verb"] else verb)


def _repeal(
    named: Named, since: date | None, address: str, quote: str, excepted: tuple[str, ...] = ()
) -> Effect:
    return Effect(
        kind=ChangeKind.REPEALED,
        title=named.title,
        number=named.number,
        on=since,
        excepted=excepted,
        address=address,
        quote=quote,
    )


def opens_a_list(parts: Masked, is_list: bool, has_ended: bool) -> bool:
    """Whether the following lines name documents that are repealed."""
    if _is_entry(parts):
        return is_list and not has_ended
    last = re.split("(?<=[。;])(?=.)", parts.text.strip())[-1]
    if _LIST_OTHER.search(parts.text) or re.search("起施行|起生效", last):
        return False
    if opening := _LIST_ENDED.search(parts.text):
        at = max(opening.start("after"), opening.start("of_list"), opening.start())
        return not (is_unsaid(parts.text, at) or is_conditional(parts.text, at))
    return is_list and not has_ended


def _is_entry(parts: Masked) -> bool:
    """Whether a line is an entry of a list: 3.关于修改…的通知（文号） heads no list of its own."""
    is_row = _CELLS.search(parts.text) is not None
    is_closed = re.search(r"[:。]\s*$", parts.text) is not None
    return is_row or (bool(parts.named) and not is_closed and bool(_ITEM_MARK.match(parts.text)))


def listed_in(parts: Masked, block: Block) -> Iterator[Effect]:
    """The documents of a line or a table row of a list of repealed documents."""
    is_item = len(parts.text) <= _LONGEST_ITEM and "。" not in parts.text.rstrip("。")
    if not is_item or (_LIST_ENDED.search(parts.text) and not _is_entry(parts)):
        return
    if any(_RESULT_KEPT.fullmatch(cell) for cell in _cells(parts)):
        return
    if clauses := list(_listed_clauses(parts, block)):
        yield from clauses
        return
    named = _titled(parts) or _row(parts)
    for item in filter(is_document, named):
        yield _repeal(item, None, block.address, block.text.strip())


def ended_by_result(parts: Masked, block: Block) -> Iterator[Effect]:
    """The document of a row whose own cell says that it was ended: 甲办法 ｜ 文号 ｜ 废止."""
    if any(_RESULT_ENDED.fullmatch(cell) for cell in _cells(parts)):
        yield from listed_in(parts, block)


def _cells(parts: Masked) -> list[str]:
    cells = [cell.strip() for cell in _CELLS.split(parts.text)]
    return cells if len(cells) > 1 else []


def _listed_clauses(parts: Masked, block: Block) -> Iterator[Effect]:
    """The clauses of a line that ends only those: 2.《甲》（文号）第六条、第九条."""
    for found in re.finditer(
        rf"{TITLE_TOKEN}\s*(?:中?的)?\s*(?P<clauses>{CLAUSES_WHOLE})", parts.text
    ):
        named = parts.named[int(found[1])]
        for clause in clauses_in(found["clauses"]):
            yield Effect(
                kind=ChangeKind.CLAUSE_DELETED,
                title=named.title,
                number=named.number,
                clause=clause,
                address=block.address,
                quote=block.text.strip(),
            )


def _titled(parts: Masked) -> list[Named]:
    """The titles of a line, or of the first cell of a row that has one.

    已被《丙》代替 and 按照《丙》 name no entry, nor does a sentence: 请认真学习《丙》.
    """
    cells = _CELLS.split(parts.text)
    for cell in cells:
        found = [
            name
            for name in NAME.finditer(cell)
            if parts.named[int(name[1])].title and not is_rested_on(cell, name.start())
        ]
        if not found:
            continue
        before = _ITEM_MARK.sub("", cell[: found[0].start()])
        is_entry = len(cells) > 1 or _BEFORE_ENTRY.search(before)
        return [parts.named[int(name[1])] for name in found] if is_entry else []
    return []


def _row(parts: Masked) -> list[Named]:
    """A line without 《》: the number it holds, and the longest cell beside it as title."""
    numbers = [item.number for item in parts.named if item.number]
    if len(numbers) != 1:
        return []
    text = re.sub(rf"\(?{TITLE_TOKEN}\)?", "|", parts.text)
    cells = [_ITEM_MARK.sub("", cell).strip() for cell in _CELLS.split(text)]
    title = max(cells, key=len, default="")
    return [Named(title, numbers[0])] if len(title) >= _SHORTEST_TITLE else []
