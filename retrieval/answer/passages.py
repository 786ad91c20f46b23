"""What belongs to a chosen sentence and has to be quoted with it: pure, over one document's units.

A sentence that announces a list is nothing without its items; a heading is nothing without the
text under it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer.bearing import label_of
from retrieval.documents.structure import UnitKind
from retrieval.store import StoredUnit
from retrieval.text_form import normalised

_ANNOUNCES = re.compile(r"[:：]$|(?:如下|之一的?|下列[^。]{0,12}|以下[^。]{0,12})[。;；,，]?$")
_COLON = re.compile(r"[:：]\s*$")
# 且为下列情形之一的，可以申请: the cases follow, and not a chapter.
_CASES = re.compile(
    r"(?:(?:下列|以下)[^。;；:：]{0,12}之一|(?:下列|以下)(?:情形|情况|条件))[^。;；:：]*[:：]\s*$"
)
_POINT = re.compile(r"[(（]?[一二三四五六七八九十\d]+[)）]?$")
_IS_FOLLOWED = re.compile(r"[;；,，]\s*$")
_HEADING_LENGTH = 46
_NUMBERED = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十百]+[)）]?[、.．]?|[(（]?\d+[)）]?[、.．]|第[一二三四五六七八九十百\d]+[条部分])"
)
_ITEM = re.compile(r"^[(（]?(?:[一二三四五六七八九十]+|\d+)[)）.．、]")
_ALL_REQUIRED = re.compile(r"同时|(?:应当?|须|需要?)(?:具备|符合|满足)[^。;]{0,8}条件")
_MARK = r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．])?(?:第[一二三四五六七八九十百]+条)?"
_OF_A_RULE = "规定|标准|政策|办法|方案|文件|通知"
# 此前 and 过去 open rules in force too (过去三年内…的企业): what was laid down must follow, for no
# group of its own.
_FORMER = re.compile(
    rf"{_MARK}(?:原有?(?:{_OF_A_RULE}|《)|旧的?(?:{_OF_A_RULE}|版)"
    rf"|(?:此前|以往|过去|(?:调整|修订|修改)前),?的?(?:{_OF_A_RULE}|《|额度|限额|每|一次性|最高|最低|补贴|补助|奖励)"
    rf"(?!.*的(?!标准|额度|限额|规定)))"
)
_FIGURE = re.compile(
    r"[\d一二三四五六七八九十百千万两半](?:元|[百千万亿]+元|%|‰|倍|个?月|年|天|日|折)"
)
_NO_FIGURE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|[(\[〔][^)\]〕]*[)\]〕]")
# 原规定已享受的继续享受, …不一致的，以…为准 lay down what holds now.
_STILL = re.compile(
    "已|继续|仍|不一致|为准|的,|高于|低于|按[原本最]|与本|不变|可享受|从[高优]|废止|失效|延长|[上下]浮|到期|期满"
)
_PRESENT = re.compile(
    "现(?:调整|改|将|规定|行|按|为|提|在)|(?:调整|修改|提高|降低|上调|下调|改)(?:为|到|至)"
)
_IN_UNITS_OF = re.compile(r"单位:[^。;]{1,24}[)）]?$")
_LINES_ABOVE = 2
# What stands under such a heading says the contrary without it.
_TURNS_ROUND = re.compile(
    "不予|不得|不再|不纳入|不享受|不适用|不支持|不属于|不包括|禁止|严禁|负面|限制|淘汰|取消|退出|除外|停止|违[规法]|处罚|例外|豁免|免[于除征予]"
)
_SHORT_POINT = 24  # characters
_TABLE = re.compile(r"表\d+$")
# 给予一次性奖励20万元 leaves it to the heading above who is meant.
_LACKS_ITS_SUBJECT = re.compile(
    r"(?:市财政)?(?:一次性)?(?:给予|奖励|补助|补贴|资助|按|予以|最高|不予|不得|免征|减半|减免|每[人家户年月件])"
)
_PARTS = 3
_TITLE = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十百]+[)）]?[、.．]?|[(（]?\d+[)）]?[、.．])[^:;,]+[^:;,]$"
)
_ARTICLE = re.compile(
    r"第([一二三四五六七八九十百零〇\d]+)条(?:第([一二三四五六七八九十\d]+)款)?"
    r"(?:第?[(（]?([一二三四五六七八九十\d]+)[)）]?项)?"
)
_PART = re.compile(
    r"第(?P<part>[一二三四五六七八九十]+)(?:部分|大点|大项)(?:的?第?(?P<item>[一二三四五六七八九十\d]+)(?:条|点|项|款|小点))?"
)
_ADDRESS = re.compile(
    r"(?<![一二三四五六七八九十A-Za-z0-9-])[一二三四五六七八九十]+-(?:\d+|\([一二三四五六七八九十]+\))(?![\d-])"
)
_BODY = 3
NUMERALS = "零一二三四五六七八九"
_PROVISION = re.compile(r"第[^第]+条|.*")


def is_heading(units: Sequence[StoredUnit], at: int) -> bool:
    """Whether a sentence is the title of its clause: numbered, short, with text below it.

    第X条 opens with its provision, not with a title.
    """
    unit = units[at].unit
    if unit.kind is UnitKind.HEADING:
        return True
    form = normalised(unit.text)
    if unit.sentence != 1 or len(form) > _HEADING_LENGTH or not _TITLE.match(form):
        return False
    return any(_is_under(other.unit.clause, unit.clause) for other in units[at + 1 : at + 2])


def announces(text: str) -> bool:
    """Whether a sentence ends by announcing a list."""
    return _ANNOUNCES.search(normalised(text)) is not None


def are_all_required(text: str) -> bool:
    """Whether a sentence announces conditions every one of which has to be met."""
    return announces(text) and _ALL_REQUIRED.search(normalised(text)) is not None


def heading_needed(units: Sequence[StoredUnit], at: int) -> StoredUnit | None:
    """The heading a sentence stands under, where it says the contrary without it (a point of
    不予补贴的情形), is too short to say anything, or leaves it to that who is meant."""
    text = normalised(units[at].unit.text)
    is_short = is_item(text) and len(text) <= _SHORT_POINT
    turning = turning_heading(units, at)
    if turning is None and (is_short or _LACKS_ITS_SUBJECT.match(text)):
        return next(iter(_headings_above(units, at)), None)
    return turning


def place_of(stored: StoredUnit, units: Sequence[StoredUnit]) -> int:
    """Where a sentence stands among its document's, however often it was read."""
    return next(at for at, other in enumerate(units) if other.id == stored.id)


def what_turns_it_round(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The heading, or the sentence that announces its list, without which a point says the
    contrary."""
    announcing = lead_in(units, at)
    if announcing and _TURNS_ROUND.search(normalised(announcing.unit.text)):
        return [announcing]
    heading = turning_heading(units, at)
    return [heading] if heading else []


def turning_heading(units: Sequence[StoredUnit], at: int) -> StoredUnit | None:
    """The heading without which a sentence says the contrary."""
    above = _headings_above(units, at)
    return next((h for h in above if _TURNS_ROUND.search(normalised(h.unit.text))), None)


def _headings_above(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The headings a sentence stands under, the nearest first."""
    own = units[at].unit.clause
    found: list[StoredUnit] = []
    for before in reversed(units[:at]):
        clause = before.unit.clause
        if before.unit.kind is UnitKind.HEADING and _is_under(own, clause):
            found.append(before)
        if not _shares_root(own, clause):
            break
    return found


def _shares_root(clause: str, other: str) -> bool:
    return re.split("[-第]", clause.lstrip("第"))[0] == re.split("[-第]", other.lstrip("第"))[0]


def table_head(units: Sequence[StoredUnit], at: int) -> StoredUnit | None:
    """The first row of the table that a row stands in: it says what the row's cells are."""
    unit = units[at].unit
    if not _TABLE.search(unit.clause) or unit.sentence == 1:
        return None
    rows = (u for u in reversed(units[:at]) if u.unit.clause == unit.clause)
    return next((row for row in rows if row.unit.sentence == 1), None)


def unit_of_the_table(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The lines above a table that say in what its cells are given, 单位：元/立方米, or that they
    say the contrary of what one would think: 不予支付项目表."""
    clause = units[at].unit.clause
    if not _TABLE.search(clause):
        return []
    first = next(i for i, stored in enumerate(units) if stored.unit.clause == clause)
    above = units[max(first - _LINES_ABOVE, 0) : first]
    return [
        u
        for u in above
        if _IN_UNITS_OF.search(form := normalised(u.unit.text))
        or (len(form) <= _HEADING_LENGTH and _TURNS_ROUND.search(form))
    ]


def tells_the_former_rule(text: str) -> bool:
    """Whether a sentence tells which figure it was before and not how it is: 原规定最高60万元."""
    form = normalised(text)
    tells = _FORMER.match(form) and _FIGURE.search(_NO_FIGURE.sub("", form))
    return bool(tells) and not (_PRESENT.search(form) or _STILL.search(form))


def under_its_label(question: str, units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """What follows in a clause that opens with the label asked about: 七、国庆节:10月1日至7日放假
    is followed by the days worked instead."""
    clause = units[at].unit.clause
    label = label_of(units[at].unit.text) if units[at].unit.sentence == 1 else ""
    if not label or label.removesuffix("节") not in normalised(question):
        return []
    following = [u for u in units[at + 1 : at + 1 + _PARTS] if u.unit.clause == clause]
    return [u for u in following if not is_item(u.unit.text)]


def is_item(text: str) -> bool:
    """Whether a sentence is numbered as a point of a list."""
    return _ITEM.match(normalised(text)) is not None


def with_what_follows(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The sentence at a position, with its items if it announces some, or its body if it is a
    heading."""
    chosen = units[at]
    if announces(chosen.unit.text):
        return [chosen, *_items_after(units, at)]
    if is_heading(units, at):
        return [chosen, *_body_after(units, at)]
    return [chosen]


def outline_under(units: Sequence[StoredUnit], at: int | None, *, most: int) -> list[StoredUnit]:
    """What opens each numbered part under the heading at a position (of the whole document for
    None), at the deepest level that has at most `most`; empty when nothing is numbered there."""
    inside = [stored for stored in units if _opens(stored)]
    if at is not None:
        parent = units[at].unit.clause
        inside = [
            stored
            for stored in inside
            if stored.unit.clause != parent and _is_under(stored.unit.clause, parent)
        ]
    best: list[StoredUnit] = []
    for depth in sorted({_depth(stored.unit.clause) for stored in inside}):
        level = [stored for stored in inside if _depth(stored.unit.clause) == depth]
        if len(level) > most:
            break
        if len(level) >= len(best):
            best = level
    if best or at is None:
        return best
    parent = units[at].unit.clause
    below = [u for u in units[at + 1 :] if u.unit.kind is UnitKind.SENTENCE]
    return [u for u in below if u.unit.clause == parent][:most]


def lead_in(units: Sequence[StoredUnit], at: int) -> StoredUnit | None:
    """The sentence that announced the list an item belongs to; None for what is no item."""
    clause = units[at].unit.clause
    for place in reversed(range(at)):
        before = units[place]
        parent = before.unit.clause
        is_text = before.unit.kind in {UnitKind.SENTENCE, UnitKind.HEADING}
        if is_text and announces(before.unit.text):
            is_above = parent != clause and _is_under(clause, parent)
            return before if is_above or units[at] in _points_beside(units, place) else None
        if not _is_under(clause, parent) and not _shares_parent(clause, parent):
            return None
    return None


def text_with_items(units: Sequence[StoredUnit], at: int) -> str:
    """A sentence's text with that of the items it announces."""
    return "\n".join(stored.unit.text for stored in [units[at], *_items_after(units, at)])


def provision_of(stored: StoredUnit) -> str:
    """The address of the article, or of the numbered clause, that a sentence is part of."""
    return _PROVISION.match(stored.unit.clause)[0]  # type: ignore[index]


def _opens(stored: StoredUnit) -> bool:
    unit = stored.unit
    if unit.clause.startswith("〇") or unit.clause.endswith("〇") or not unit.clause:
        return False
    return unit.kind is UnitKind.HEADING or (
        unit.kind is UnitKind.SENTENCE
        and unit.sentence == 1
        and _NUMBERED.match(unit.text) is not None
    )


def _shares_parent(clause: str, other: str) -> bool:
    shorter = re.sub(r"(?:-[^-]+|第[^第]+)$", "", clause)
    return _is_under(other, shorter)


def addresses_asked(question: str) -> tuple[str, ...]:
    """The clause addresses a question may mean by 第十条第二款, 第三部分第6条 or 三-6, as documents
    have them; empty when it names none."""
    form = normalised(question)
    if found := _PART.search(form):
        part, item = found["part"], found["item"]
        if not item:
            return (part,)
        return (f"{part}-{_figure(item)}", f"{part}-({_numeral(item)})", f"{part}-{item}")
    if found := _ADDRESS.search(form):
        return (found.group(),)
    found = _ARTICLE.search(form)
    if not found:
        return ()
    article, paragraph, item = (_numeral(part) if part else None for part in found.groups())
    address = f"第{article}条"
    if paragraph:
        address += f"第{paragraph}款"
    return (address + (f"第({item})项" if item else ""),)


def sentences_of(units: Sequence[StoredUnit], address: str) -> list[StoredUnit]:
    """Every sentence of a clause and of all that is numbered under it."""
    return [
        stored
        for stored in units
        if stored.unit.kind is UnitKind.SENTENCE and _is_under(stored.unit.clause, address)
    ]


def _items_after(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The sentences after an announcement that are its items: all that is addressed below it, or
    the numbered paragraphs that follow directly; else the paragraphs of its article after it."""
    parent = units[at].unit.clause
    items: list[StoredUnit] = []
    for other in units[at + 1 :]:
        if other.unit.kind is not UnitKind.SENTENCE:
            continue
        if not _is_under(other.unit.clause, parent):
            break
        if other.unit.clause == parent and items and not _NUMBERED.match(other.unit.text.strip()):
            break
        items.append(other)
    return items or _points_beside(units, at) or _paragraphs_after(units, at)


def _points_beside(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The cases that an unnumbered paragraph of a clause announces, numbered in the clause itself:
    八-〇 before 八-(一)."""
    clause, points = units[at].unit.clause, list[StoredUnit]()
    if not (clause.endswith("-〇") and _CASES.search(units[at].unit.text)):
        return points
    above = clause.removesuffix("〇")
    for other in units[at + 1 :]:
        own = other.unit.clause
        if not _POINT.match(own.removeprefix(above)) or not own.startswith(above):
            break
        points.append(other)
    return points


def _paragraphs_after(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The paragraphs of an article that its colon announces without numbers: 按以下比例支付：,
    不足10万元的，支付60%；, 超过10万元的，支付70%。"""
    items: list[StoredUnit] = []
    if not (units[at].unit.clause.endswith("款") and _COLON.search(units[at].unit.text)):
        return items
    for other in units[at + 1 :]:
        if provision_of(other) != provision_of(units[at]):
            break
        items.append(other)
        if not _IS_FOLLOWED.search(other.unit.text):
            break
    return items


def _body_after(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    parent = units[at].unit.clause
    body: list[StoredUnit] = []
    for other in units[at + 1 :]:
        if not _is_under(other.unit.clause, parent) or len(body) == _BODY:
            break
        if other.unit.kind is UnitKind.SENTENCE:
            body.append(other)
    return body


def _is_under(clause: str, parent: str) -> bool:
    return clause == parent or clause.startswith((f"{parent}-", f"{parent}第"))


def _depth(clause: str) -> int:
    return clause.count("-") + clause.count("第")


def _figure(written: str) -> str:
    """第六条 of 第三部分 may be written 6."""
    if written.isdigit():
        return written
    tens, _, ones = written.rpartition("十")
    return str(
        (NUMERALS.find(tens) if tens else int("十" in written)) * 10
        + max(NUMERALS.find(ones or "零"), 0)
    )


def _numeral(written: str) -> str:
    """第10条 and 第十条 are one."""
    if not written.isdigit():
        return written
    number = int(written)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{NUMERALS[hundreds]}百" if hundreds else ""
    if hundreds and not tens and ones:
        text += "零"
    if tens:
        text += ("" if tens == 1 and not hundreds else NUMERALS[tens]) + "十"
    return text + (NUMERALS[ones] if ones else "")
