"""What belongs to a chosen sentence and has to be quoted with it: pure, over a document's units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer.addressing import is_under, shares_root
from retrieval.answer.bearing import label_of
from retrieval.answer.lists import HEADING_LENGTH, is_item, lead_in
from retrieval.documents.layout import CELL_EDGE
from retrieval.documents.structure import UnitKind
from retrieval.store import StoredUnit
from retrieval.text_form import normalised

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
# 给予一次性奖励20万元 leaves it to the heading above who is meant.
_LACKS_ITS_SUBJECT = re.compile(
    r"(?:市财政)?(?:一次性)?(?:给予|奖励|补助|补贴|资助|按|予以|最高|不予|不得|免征|减半|减免|每[人家户年月件])"
)
_FORBIDS = re.compile("不得|不予|禁止|严禁")
_PARTS = 3


def heading_needed(units: Sequence[StoredUnit], at: int) -> StoredUnit | None:
    """The heading a sentence stands under, where it says the contrary without it (a point of
    不予补贴的情形), is too short to say anything, or leaves it to that who is meant. What is
    forbidden after a sentence of the same clause is forbidden to whom that speaks of."""
    text = normalised(units[at].unit.text)
    is_short = is_item(text) and len(text) <= _SHORT_POINT
    turning = turning_heading(units, at)
    if turning is None and _FORBIDS.match(text) and (opening := _opening_of(units, at)):
        return opening
    if turning is None and (is_short or _LACKS_ITS_SUBJECT.match(text)):
        return next(iter(_headings_above(units, at)), None)
    return turning


def _opening_of(units: Sequence[StoredUnit], at: int) -> StoredUnit | None:
    """The first sentence of a clause before another of it, where it forbids nothing itself."""
    clause, first = units[at].unit.clause, at
    while first and units[first - 1].unit.clause == clause:
        first -= 1
    is_before = first < at and units[first].unit.kind is UnitKind.SENTENCE
    text = normalised(units[first].unit.text)
    return units[first] if is_before and not _LACKS_ITS_SUBJECT.match(text) else None


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
        if before.unit.kind is UnitKind.HEADING and is_under(own, clause):
            found.append(before)
        if not shares_root(own, clause):
            break
    return found


def table_head(units: Sequence[StoredUnit], at: int) -> StoredUnit | None:
    """The first row of the table that a row stands in: it says what the row's cells are. None where
    it has but one, as where a page sets a whole text into a table."""
    unit = units[at].unit
    if not unit.is_row or unit.sentence == 1:
        return None
    rows = (u for u in reversed(units[:at]) if u.unit.clause == unit.clause)
    head = next((row for row in rows if row.unit.sentence == 1), None)
    return head if head and _cells_written(head.unit.text) > 1 else None


def _cells_written(row: str) -> int:
    return sum(bool(cell.strip()) for cell in row.split(CELL_EDGE))


def unit_of_the_table(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The lines above a table that say in what its cells are given, 单位：元/立方米, or that they
    say the contrary of what one would think: 不予支付项目表."""
    unit = units[at].unit
    if not unit.is_row:
        return []
    first = next(i for i, stored in enumerate(units) if stored.unit.clause == unit.clause)
    above = units[max(first - _LINES_ABOVE, 0) : first]
    return [
        u
        for u in above
        if _IN_UNITS_OF.search(form := normalised(u.unit.text))
        or (len(form) <= HEADING_LENGTH and _TURNS_ROUND.search(form))
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
