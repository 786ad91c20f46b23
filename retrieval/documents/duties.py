"""Who answers for a clause, as the document itself says it: 责任单位:…, (…牵头,…配合), 由…负责."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.documents.layout import CELL_EDGE
from retrieval.documents.structure import Unit, UnitKind
from retrieval.text_form import folded


class Role(StrEnum):
    LEAD = "lead"  # 牵头, 主办
    RESPONSIBLE = "responsible"  # 责任, 负责, 落实
    SUPPORTING = "supporting"  # 配合, 协办, 参与


@dataclass(frozen=True, slots=True)
class ClauseDuty:
    """`offices` as the text names them, in its order; `address` is the sentence that says so.

    `is_noted` where it stands beside the clause, under a label, in brackets or in a table's column,
    and not in a sentence on what somebody is to do: 由市科技局负责解释. `is_row` where a row of a
    table notes it, which holds for that row alone. `goes_on` where it is the rest of a note that a
    semicolon parts: 责任单位：市工信局牵头；市财政局配合.
    """

    clause: str
    address: str
    role: Role
    offices: tuple[str, ...]
    is_noted: bool = False
    is_row: bool = False
    goes_on: bool = False


_ROLES = {
    "牵头": Role.LEAD,
    "主办": Role.LEAD,
    "主管": Role.LEAD,
    "责任": Role.RESPONSIBLE,
    "负责": Role.RESPONSIBLE,
    "承办": Role.RESPONSIBLE,
    "实施": Role.RESPONSIBLE,
    "落实": Role.RESPONSIBLE,
    "指导": Role.SUPPORTING,
    "配合": Role.SUPPORTING,
    "协办": Role.SUPPORTING,
    "参与": Role.SUPPORTING,
    "协同": Role.SUPPORTING,
}
_ROLE = "|".join(_ROLES)
# The title of a part may carry the note for all of it.
_READ = frozenset({UnitKind.SENTENCE, UnitKind.HEADING})
# 责任单位:市工信局,配合单位:市财政局,完成时限:… ends where the next label begins.
_LABELLED = re.compile(
    rf"({_ROLE})(?:单位|部门|机构|处室)\s*:\s*"
    r"((?:(?![,;、\s]*[\u4e00-\u9fa5]{2,8}\s*:)(?:[^:。;()|]|\([^()]*\)))+)"
)
# The same at the end of a sentence that a semicolon ends, and a bracket left open there.
_LABEL_LEFT_OPEN = re.compile(rf"({_ROLE})(?:单位|部门|机构|处室)\s*:[^:。;()]+;$")
_UNLABELLED = re.compile(r"\s*([^:。;()]+)(?:[。;]|$)")
_BRACKET_LEFT_OPEN = re.compile(r"\([^()]+;$")
# A bracket may hold a semicolon, and then ends in the next sentence.
_IN_BRACKETS = re.compile(r"\(((?:[^():]|\([^()]*\))+)(?:\)|$)")
_SQUARE = str.maketrans("【】[]", "()()")
# (原由市经信委负责) and (市工信局牵头,不再由市财政局负责) put nobody, or nobody else, in charge;
# 未来科技城管委会 and 非遗中心 are offices.
_NOT_SO = re.compile(r"\s*(?:原(?!州)|不|未(?!来)|无须|无需|非(?!遗))")
_BY = re.compile(
    r"由([^由。;,:()]{2,60}?)(?:会同([^。;,:()]{2,60}?))?(?:具体|统一|共同|分别)?"
    r"(负责|牵头|组织实施|承办)"
)
_PIECE = re.compile(
    r"(?:(?:具体|日常|相关|有关|[此该本][项条]|上述)?(?:工作|事项|事宜|任务)?现?由)?(.+?)(?:等)?(?:部门|单位)?"
    r"(?:按(?:照)?(?:职责|各自职责)(?:分工)?)?(?:分别|共同|具体)?"
    rf"({_ROLE})(?:负责|落实|实施|组织实施|办理|推进)?"
)
# Of 市工信局牵头、市财政局、市税务局配合 two say what they do.
_PARTS = re.compile(rf"[,;]|(?<=(?:{_ROLE}))、")
# 市工信局会同市财政局负责; 会同市财政局落实 alone names those who help.
_TOGETHER = re.compile("会同|协同|联合")
_COLUMN = re.compile(rf"({_ROLE})(?:单位|部门|机构|处室)")
_SEPARATORS = re.compile(
    r"[、,;\s]|等(?:部门|单位)?(?:和|及|与)?|(?<=[局委部厅办会院])(?:和|及|与)"
)
_OFFICE = re.compile(
    r"(?:各|有关|相关)?[\u4e00-\u9fa5()]{1,18}(?:局|委|部|厅|办|办公室|委员会|政府|院|中心|会|行|中支|署|公司"
    r"|部门|单位|市\(区\)|区县|市|区|县|街道|管委会|园区|机关|机构|处)(?:\([^()]*\))?"
)


def duties_of(units: Sequence[Unit]) -> tuple[ClauseDuty, ...]:
    """Read every statement of who answers for a clause; nothing is inferred."""
    return tuple(_duties(units))


def _duties(units: Sequence[Unit]) -> Iterator[ClauseDuty]:
    columns: dict[str, list[Role | None]] = {}
    open_in, left_open = "", ""
    for unit in units:
        if unit.kind not in _READ:
            continue
        plain = folded(unit.text).translate(_SQUARE)
        rest = [*_rest_of(left_open, plain)] if open_in == unit.clause else []
        for role, offices in rest:
            yield ClauseDuty(unit.clause, unit.address, role, offices, True, goes_on=True)
        is_open = plain.rstrip().endswith(";") and (rest or [*_noted(plain)])
        open_in = unit.clause if is_open else ""
        left_open = left_open if rest else plain.rstrip()
        is_row = CELL_EDGE in unit.text
        if is_row:
            yield from _of_row(unit, columns)
            plain = plain.replace("|", "\n")
        for role, offices in _noted(plain):
            yield ClauseDuty(unit.clause, unit.address, role, offices, True, is_row)
        for role, offices in _said(_IN_BRACKETS.sub("", plain)):
            yield ClauseDuty(unit.clause, unit.address, role, offices)


def _noted(plain: str) -> Iterator[tuple[Role, tuple[str, ...]]]:
    for found in _LABELLED.finditer(plain):
        yield from _labelled(_ROLES[found[1]], found[2])
    for found in _IN_BRACKETS.finditer(plain):
        for piece in re.split("[,;]", found[1]):
            yield from _of_bracket(piece)


def _rest_of(left_open: str, plain: str) -> Iterator[tuple[Role, tuple[str, ...]]]:
    """What a sentence goes on to note of what the one before left open at its semicolon."""
    if label := _LABEL_LEFT_OPEN.search(left_open):
        if value := _UNLABELLED.match(plain):
            yield from _labelled(_ROLES[label[1]], value[1])
    elif _BRACKET_LEFT_OPEN.search(left_open) and ")" in plain:
        for piece in re.split("[,;]", plain.partition(")")[0]):
            yield from _of_bracket(piece)


def _of_bracket(piece: str) -> Iterator[tuple[Role, tuple[str, ...]]]:
    part = None if _NOT_SO.match(piece) else _PIECE.fullmatch(piece.strip())
    if part:
        yield from _together(part[1], _ROLES[part[2]])


def _labelled(role: Role, value: str) -> Iterator[tuple[Role, tuple[str, ...]]]:
    """What stands under a label: offices alone, or each with its own part: 市工信局牵头，市财政局
    配合. Nothing where some of it is neither."""
    if offices := _offices(value):
        yield role, offices
        return
    pieces = [piece.strip() for piece in _PARTS.split(value) if piece.strip()]
    named = [piece for piece in pieces if not _NOT_SO.match(piece)]
    read = [
        [*_together(part[1], _ROLES[part[2]])]
        if (part := _PIECE.fullmatch(piece))
        else [(role, offices) for offices in (_offices(piece),) if offices]
        for piece in named
    ]
    if all(read):
        yield from (each for one in read for each in one)


def _together(named: str, role: Role) -> Iterator[tuple[Role, tuple[str, ...]]]:
    """The offices of a piece, and as those who help the ones behind 会同."""
    before, *after = _TOGETHER.split(named, maxsplit=1)
    if offices := _offices(before):
        yield role, offices
    if others := _offices("".join(after)):
        yield Role.SUPPORTING, others


def _said(plain: str) -> Iterator[tuple[Role, tuple[str, ...]]]:
    for found in _BY.finditer(plain):
        role = _ROLES.get(found[3], Role.RESPONSIBLE)
        if offices := _offices(found[1]):
            yield role, offices
            if found[2] and (others := _offices(found[2])):
                yield Role.SUPPORTING, others


def _of_row(unit: Unit, columns: dict[str, list[Role | None]]) -> Iterator[ClauseDuty]:
    """A row of a table whose first row names a column 责任单位."""
    cells = [cell.strip() for cell in folded(unit.text).split("|")]
    if unit.sentence == 1:
        heads = [_COLUMN.search(cell) for cell in cells]
        columns[unit.clause] = [_ROLES[found[1]] if found else None for found in heads]
        return
    for role, cell in zip(columns.get(unit.clause, []), cells, strict=False):
        if role and (offices := _offices(cell)):
            yield ClauseDuty(unit.clause, unit.address, role, offices, is_noted=True, is_row=True)


def _offices(text: str) -> tuple[str, ...]:
    """The offices of a list; empty when some entry is none, for then it is another list."""
    named = [part for part in _SEPARATORS.split(text) if part]
    if not named or not all(_OFFICE.fullmatch(part) for part in named):
        return ()
    return tuple(dict.fromkeys(named))
