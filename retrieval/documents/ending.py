"""Which documents a sentence, or a list below it, ends.

Known wordings: 《甲》（文号）同时废止, 自…起不再执行, 本办法取代《甲》; 决定废止下列…件规范性文件
with a list or a table; a table that says of each document whether it was kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.clause_reference import CLAUSE, CLAUSES, clauses_in
from retrieval.documents.days import DAY_PATTERN, day_in
from retrieval.documents.quoted import TITLE_TOKEN, Masked, Named
from retrieval.documents.stated import Block, is_document
from retrieval.documents.titles import unedited

_NO_LONGER = (
    "(?:(?<![不未])停止(?:执行|施行|实施|适用)|终止(?:执行|施行|实施)"
    "|不再(?:执行|施行|实施|适用|有效))"
)
ENDS = rf"(?:废止|失效|作废|{_NO_LONGER})"
_NOT_ENDED = re.compile(
    r"继续有效|(?:不予|不再|不得|不应|不宜|尚未|未被?|拟|拟予以)废止|予以保留|是否"
    r"|有效期[^。;]{0,6}后|清理(?![^。]*(?:决定|宣布|予以|同时))|(?:应当|可以|建议|及时)[^。;]{0,12}废止"
)
_NAMED_THEN_ENDED = re.compile(
    rf"{TITLE_TOKEN}(?P<between>[^。;⟪⟫]{{0,48}}?)"
    r"(?:同时|同步|即行|相应|予以|自行|自动|一并|均|也|随之)*(?:宣布)?"
    rf"(?:{ENDS}(?!\s*(?:{CLAUSE}|于|对|其|有关|相关|部分|关于))(?![^。;,]{{0,12}}⟪)|[由被](?:本|该)\S{{1,10}}?(?:取代|替代|代替))"
)
# What may stand between a document and its end; with anything else another thing is ended:
# 依照《某办法》取得的证书失效.
_SAYS_NOTHING_ELSE = re.compile(
    rf"(?>\([^()]*\)|\)|[\s,、]|(?:自|从|于)?\s*{DAY_PATTERN}\s*起?|[自从]\S{{0,16}}?之日起?|[自从]?(?:同|即|该)日起?"
    rf"|(?:执行|施行|实施|有效期?)[至到]\s*{DAY_PATTERN}止?"
    r"|[\d一二三四五六七八九十百]+[件个项]|行政规范性文件|规范性文件|文件|文|规章|政策|同时|全文|一律|决定|等|原|现|已经|已|也|即)*"
)
# 《甲》第六条 and 《甲》中有关…的规定 are parts of a document: their end is not its end.
_IN_PART = re.compile(
    rf"\s*(?:的|中|内)?(?:{CLAUSE}|(?:中|的)?(?:有关|相关|部分|关于)|中的?|附件|所|的?(?:规定|确定|设[定立]|要求|附表|内容))"
)
_RESTS_ON = re.compile(r"(?:根据|依据|依照|按照|参照|违反)\s*$")
# 关于废止部分文件的决定(文号) bears the number itself.
_UP_TO_IT = "(?:(?!的(?:决定|通知|公告|意见))[^。;:⟪⟫])"
_ENDS_NAMED = re.compile(
    rf"(?:(?:废止|{_NO_LONGER}(?<!适用)){_UP_TO_IT}{{0,12}}|(?:取消|取代|替代|代替)原?\s*)((?:{TITLE_TOKEN}[、,和及以]*)+)"
)
_LISTED_INLINE = re.compile(
    rf"(?:以下|下列)[^。;:]{{0,24}}{ENDS}[^。;:]{{0,6}}:(?P<listed>(?:[\s\d一二三四五六七八九十()、.]{{0,6}}{TITLE_TOKEN}[\s;、,]*)+)"
)
_ITS_FORMER_SELF = re.compile(
    rf"(?:^|[,。;]|同时)\s*原(?:办法|规定|细则|意见|方案|规则|标准)(?:同时|同步|即行|相应|自行|予以|也)*{ENDS}"
)
_LIST_ENDED = re.compile(
    rf"(?:{ENDS}(?:以下|下列|如下|的)|(?:以下|下列|所列)[^。;]{{0,40}}{ENDS}|{ENDS}[^。;]{{0,16}}(?:目录|清单|文件|规章)|[\d一二三四五六七八九十百]+件[^。;]{{0,30}}{ENDS})"
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
        for token in re.findall(TITLE_TOKEN, found["listed"]):
            if is_document(item := parts.named[int(token)]):
                yield _repeal(item, None, block.address, block.text.strip())
    if _ITS_FORMER_SELF.search(parts.text):
        yield Effect(
            kind=ChangeKind.SUPERSEDED,
            title=unedited(own_title),
            address=block.address,
            quote=block.text.strip(),
        )
    for sentence in re.split("(?<=[。;])", parts.text):
        named = [parts.named[number] for number in _named_as_ended(sentence)]
        if not named or _NOT_ENDED.search(sentence):
            continue
        dated = _DAY.search(sentence)
        since = day_in(dated[1] or dated[2]) if dated else None
        for item in filter(is_document, named):
            yield _repeal(item, since, block.address, block.sentence_with(item))


def _named_as_ended(sentence: str) -> list[int]:
    """The tokens of the documents that a sentence ends."""
    tokens: list[int] = []
    for found in _ENDS_NAMED.finditer(sentence):
        tokens += [
            int(named[1])
            for named in re.finditer(TITLE_TOKEN, sentence[: found.end(1)])
            if named.start() >= found.start(1) and not _IN_PART.match(sentence, named.end())
        ]
    for found in _NAMED_THEN_ENDED.finditer(sentence):
        is_it = _SAYS_NOTHING_ELSE.fullmatch(found["between"])
        if not is_it or _RESTS_ON.search(sentence[max(0, found.start() - 8) : found.start()]):
            continue
        tokens += [*_enumerated_before(sentence, found.start()), int(found[1])]
    return list(dict.fromkeys(tokens))


def _enumerated_before(sentence: str, end: int) -> list[int]:
    """The documents enumerated right before one: 《甲》、2004年发布的《乙》同时废止."""
    found = re.search(
        rf"(?:{TITLE_TOKEN}(?:\([^()]*\))?[、,和及]+[^。;:⟪⟫]{{0,40}}?)+$", sentence[:end]
    )
    return [int(token) for token in re.findall(TITLE_TOKEN, found.group())] if found else []


def _repeal(named: Named, since: date | None, address: str, quote: str) -> Effect:
    return Effect(
        kind=ChangeKind.REPEALED,
        title=named.title,
        number=named.number,
        on=since,
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
    if _LIST_ENDED.search(parts.text) and not _NOT_ENDED.search(parts.text):
        return True
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
    named = [item for item in parts.named if item.title] or _row(parts)
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
    for found in re.finditer(rf"{TITLE_TOKEN}\s*(?:中?的)?\s*(?P<clauses>{CLAUSES})", parts.text):
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


def _row(parts: Masked) -> list[Named]:
    """A line without 《》: the number it holds, and the longest cell beside it as title."""
    numbers = [item.number for item in parts.named if item.number]
    if len(numbers) != 1:
        return []
    text = re.sub(rf"\(?{TITLE_TOKEN}\)?", "|", parts.text)
    cells = [_ITEM_MARK.sub("", cell).strip() for cell in _CELLS.split(text)]
    title = max(cells, key=len, default="")
    return [Named(title, numbers[0])] if len(title) >= _SHORTEST_TITLE else []
