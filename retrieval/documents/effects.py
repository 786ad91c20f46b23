"""What a document says about other documents: which it repeals, which clauses it amends.

Known wordings: 《甲》（文号）同时废止, 自…起废止, 决定废止下列…件规范性文件 with a list or a table;
将第X条修改为“…”, 第X条中的“…”修改为“…”, 删去第X条, 增加一条作为第X条“…”, in a decision about one
document or document by document. A sentence of another form says nothing here: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.documents.amendments import amendments_in
from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.clause_reference import CLAUSE, CLAUSES, clauses_in
from retrieval.documents.days import DAY_PATTERN, day_in
from retrieval.documents.head import is_title
from retrieval.documents.quoted import TITLE_TOKEN, Masked, Named, masked
from retrieval.documents.sentences import lines
from retrieval.documents.structure import Unit, UnitKind
from retrieval.documents.titles import edition_span, is_draft, unedited
from retrieval.text_form import folded

_ENDS = r"(?:废止|停止执行|失效|作废|停止施行)"
_NOT_ENDED = re.compile(
    r"继续有效|(?:不予|不再|不得|不应|不宜|尚未|未被?|拟|拟予以)废止|予以保留|是否"
    r"|清理(?![^。]*(?:决定|宣布|予以|同时))|(?:应当|可以|建议|及时)[^。]{0,12}废止"
)
_NAMED_THEN_ENDED = re.compile(
    rf"{TITLE_TOKEN}(?P<between>[^。;⟪⟫]{{0,40}}?)(?:同时|即行|相应|予以|自行|一并|均|也|随之)*(?:宣布)?{_ENDS}(?![^。;,]{{0,12}}⟪)"
)
# What may stand between a document and its end; with anything else another thing is ended:
# 依照《某办法》取得的证书失效.
_SAYS_NOTHING_ELSE = re.compile(
    rf"(?>\([^()]*\)|[\s,、]|(?:自|从|于)?\s*{DAY_PATTERN}\s*起?|[自从]\S{{0,16}}?之日起?|[自从]?(?:同|即|该)日起?"
    r"|[\d一二三四五六七八九十百]+[件个项]|行政规范性文件|规范性文件|文件|规章|政策|同时|全文|一律|决定|等|原|现|已经|已|也|即)*"
)
# 《甲》第六条 and 《甲》中有关…的规定 are parts of a document: their end is not its end.
_IN_PART = re.compile(rf"\s*(?:的|中|内)?(?:{CLAUSE}|(?:中|的)?(?:有关|相关|部分|关于)|中的?|附件)")
_RESTS_ON = re.compile(r"(?:根据|依据|依照|按照|参照|违反)\s*$")
_ENDS_NAMED = re.compile(rf"废止[^。;:⟪⟫]{{0,12}}((?:{TITLE_TOKEN}[、,和及以]*)+)")
_LIST_ENDED = re.compile(
    rf"(?:{_ENDS}(?:以下|下列|如下|的)|(?:以下|下列|所列)[^。;]{{0,40}}{_ENDS}|{_ENDS}[^。;]{{0,16}}(?:目录|清单|文件|规章)|[\d一二三四五六七八九十百]+件[^。;]{{0,30}}{_ENDS})"
)
_LIST_OTHER = re.compile(
    r"(?:以下|下列|所列|目录|清单|件)[^。;]{0,30}(?:修改|继续有效|保留|修订)|(?:修改|继续有效|保留|修订)[^。;]{0,16}(?:目录|清单|下列|以下)"
)
# The day from which a repealed document had applied (自…起施行的《…》) is not that of its end.
_DAY = re.compile(
    rf"(?:自|从)\s*((?>{DAY_PATTERN}))(?>\s*起?)(?!(?:施行|实施|执行|生效)的)[^。;]{{0,60}}{_ENDS}"
    rf"|({DAY_PATTERN})\s*起?{_ENDS}"
)
_AMENDED_TITLE = re.compile(
    rf"(?:修改|修正|修订)[^。;⟪⟫]{{0,8}}{TITLE_TOKEN}|{TITLE_TOKEN}[^。;⟪⟫]{{0,16}}(?:作(?:出)?(?:如下|以下)?修改|修正案|修改如下|进行修改)"
)
_EXTENDED = re.compile(
    rf"{TITLE_TOKEN}[^。;⟪⟫]{{0,30}}?(?:(?:有效期限?|[实施执试]行?[施行]期限?|期限|有效)[^。;⟪⟫]{{0,8}}?(?:延长|延续|顺延|延期)"
    rf"|继续(?:执行|施行|实施|有效))[^。;⟪⟫]{{0,4}}?[至到]\s*({DAY_PATTERN})"
)
_ITEM_MARK = re.compile(r"^\s*(?:第\S{1,6}条|\(?[一二三四五六七八九十百\d]{1,4}[)、.|\s])\s*")
# Without one of these words a paragraph says nothing about another document.
_SPEAKS = re.compile(
    "废止|失效|作废|停止|延长|延续|顺延|延期|继续|修改|修正|修订|改为|改成|删去|删除|取消|增加|调整|变更|替换|更名|更改|^[^。]{0,12}《"
)
_LONGEST_ITEM = 200
_SHORTEST_TITLE = 6
_CELLS = re.compile(r"[｜|\t]")
_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that belong together: a paragraph with the quotation that runs on below it."""

    address: str
    text: str


def read_effects(text: str, units: Sequence[Unit], title: str) -> tuple[Effect, ...]:
    """Everything the document titled `title` states about others, in its order."""
    if is_draft(title, text):
        return ()
    found = [*_edition(text, units, title)]
    target = _target_of(masked(title))
    is_list = False
    for block in _blocks(text, units):
        if not is_list and not _SPEAKS.search(block.text):
            continue
        parts = masked(block.text)
        own = _target_of(parts)
        if own or _is_heading_of_one(parts):
            target = own or parts.named[0]
        ended = list(_repeals(parts, block))
        found += [*ended, *_extensions(parts, block)]
        if not ended:
            found += amendments_in(parts, target, block.address, block.text)
        is_list = _is_list(parts, is_list, bool(ended))
        if is_list and not ended:
            found += _listed(parts, block)
    return tuple(dict.fromkeys(found))


def _blocks(text: str, units: Sequence[Unit]) -> Iterator[_Block]:
    addresses = _Addresses(units)
    waiting: list[tuple[int, int]] = []
    for span in lines(text):
        waiting.append(span)
        so_far = text[waiting[0][0] : span[1]]
        is_open = so_far.rfind("“") > so_far.rfind("”")
        if is_open and len(waiting) < _MOST_LINES:
            continue
        yield _Block(addresses.at(waiting[0][0]), so_far)
        waiting = []
    if waiting:
        yield _Block(addresses.at(waiting[0][0]), text[waiting[0][0] : waiting[-1][1]])


class _Addresses:
    """The address of an offset, for offsets asked in rising order."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = [unit for unit in units if unit.kind is not UnitKind.CHROME]
        self._at = 0

    def at(self, offset: int) -> str:
        while self._at < len(self._units) and self._units[self._at].end <= offset:
            self._at += 1
        if self._at >= len(self._units) or self._units[self._at].start > offset:
            return ""
        return self._units[self._at].address


def _edition(text: str, units: Sequence[Unit], title: str) -> Iterator[Effect]:
    """A revised edition takes the place of the earlier ones of its title."""
    place = edition_span(title, text)
    if place is None:
        return
    start, end = place
    yield Effect(
        kind=ChangeKind.SUPERSEDED,
        title=unedited(title),
        address=_Addresses(units).at(start),
        quote=text[start:end].strip(),
    )


def _target_of(parts: Masked) -> Named | None:
    """The document a title or a paragraph says it amends."""
    found = _AMENDED_TITLE.search(parts.text)
    return parts.named[int(found[1] or found[2])] if found else None


def _is_heading_of_one(parts: Masked) -> bool:
    """一、《某某办法》（文号）: a line that names a document and says nothing of it."""
    if len(parts.named) != 1 or parts.named[0].title is None or parts.quotes:
        return False
    rest = re.sub(TITLE_TOKEN, "", parts.text)
    return len(re.sub(r"[\W\d_一二三四五六七八九十对将]", "", rest)) <= 2


def _repeals(parts: Masked, block: _Block) -> Iterator[Effect]:
    written = _Sentences(block.text)
    for sentence in re.split("(?<=[。;])", parts.text):
        if not re.search(_ENDS, sentence) or _NOT_ENDED.search(sentence):
            continue
        named = [parts.named[number] for number in _named_as_ended(sentence)]
        dated = _DAY.search(sentence)
        since = day_in(dated[1] or dated[2]) if dated else None
        for item in filter(_is_document, named):
            yield _repeal(item, since, block.address, written.that_names(item))


def _extensions(parts: Masked, block: _Block) -> Iterator[Effect]:
    """《甲》有效期延长至…: the documents that apply longer than they themselves say."""
    for found in _EXTENDED.finditer(parts.text):
        named, until = parts.named[int(found[1])], day_in(found[2])
        if until and _is_document(named):
            yield Effect(
                kind=ChangeKind.EXTENDED,
                title=named.title,
                number=named.number,
                until=until,
                address=block.address,
                quote=_Sentences(block.text).that_names(named),
            )


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


def _is_document(named: Named) -> bool:
    """Whether it is a document that is named, and not a certificate or a form."""
    return named.number is not None or is_title(named.title or "")


def _repeal(named: Named, since: date | None, address: str, quote: str) -> Effect:
    return Effect(
        kind=ChangeKind.REPEALED,
        title=named.title,
        number=named.number,
        on=since,
        address=address,
        quote=quote,
    )


class _Sentences:
    """The sentences of a block as it writes them, folded once however many documents it names."""

    def __init__(self, text: str) -> None:
        self._text = text.strip()
        self._written = [(folded(part), part.strip()) for part in re.split("(?<=[。;；])", text)]

    def that_names(self, named: Named) -> str:
        """The first sentence that names a document, else all."""
        wanted = folded(named.title or named.number or "")
        return next((part for plain, part in self._written if wanted in plain), self._text)


def _is_list(parts: Masked, is_list: bool, has_ended: bool) -> bool:
    """Whether the following lines name documents that are repealed."""
    if _LIST_OTHER.search(parts.text) or re.search("起施行|起生效", parts.text):
        return False
    if _LIST_ENDED.search(parts.text) and not _NOT_ENDED.search(parts.text):
        return True
    return is_list and not has_ended


def _listed(parts: Masked, block: _Block) -> Iterator[Effect]:
    """A line or a table row of a list of repealed documents."""
    is_item = len(parts.text) <= _LONGEST_ITEM and "。" not in parts.text.rstrip("。")
    if not is_item or _LIST_ENDED.search(parts.text):
        return
    if clauses := list(_listed_clauses(parts, block)):
        yield from clauses
        return
    named = [item for item in parts.named if item.title] or _row(parts)
    for item in filter(_is_document, named):
        yield Effect(
            kind=ChangeKind.REPEALED,
            title=item.title,
            number=item.number,
            address=block.address,
            quote=block.text.strip(),
        )


def _listed_clauses(parts: Masked, block: _Block) -> Iterator[Effect]:
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
