"""The lines of a document and what each of them is, before they are put under their clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from retrieval.documents.days import DAY_PATTERN
from retrieval.documents.numbering import Level, Mark, decimal_mark_of, mark_of, value_of
from retrieval.documents.sentences import Span, ends_sentence, lines, trimmed
from retrieval.documents.web_chrome import is_chrome
from retrieval.text_form import folded


class LineKind(StrEnum):
    TEXT = "text"
    CHROME = "chrome"
    ROW = "row"  # of a table
    CONTENTS = "contents"  # of a table of contents
    ATTACHMENT = "attachment"  # 附件2: an attachment begins
    ATTACHMENT_LIST = "attachment_list"  # 附件: 1.… 2.… under the text
    SIGNATURE = "signature"
    END_MATTER = "end_matter"  # 版记: 主题词, 抄送, 印发


@dataclass(frozen=True, slots=True)
class Line:
    """`mark` is the number a line of text begins with, when it counts as one."""

    span: Span
    text: str
    kind: LineKind = LineKind.TEXT
    mark: Mark | None = None


CELL_EDGE = "｜"
_DATE_LINE = re.compile(DAY_PATTERN + r"|.{4}\s*年.{1,4}月.{1,4}日")
_ISSUER_LINE = re.compile(
    r".{2,30}(?:政府|办公室|办公厅|委员会|局|厅|部|院|处|中心|公司|委|会|署|银行)"
)
_NOTE_LINE = re.compile(r"\((?:此件|此文|本文|联系人|主动公开|依申请公开).{0,40}\)")
_END_MATTER = re.compile(
    r"主\s*题\s*词\s*:.*|抄\s*送\s*:.*|分\s*送\s*:.*|公开(?:方式|属性|类别)\s*:.*|\(?共印\s*\d+\s*份\)?"
    rf"|.{{4,40}}?{DAY_PATTERN}\s*印发"
)
_ATTACHMENT = re.compile(
    r"附\s*(?:件|表|录)?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})?\s*(:|$|(?=\s))\s*(.*)"
)
_ATTACHMENT_NUMBERED = re.compile(r"附件(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[、.]?\s*(.*)")
_LONGEST_ATTACHMENT_TITLE = 60
_CONTENTS = re.compile(r"目\s*[录次]")
_WITH_PAGE = re.compile(r"第[一二三四五六七八九十百]{1,5}[编章节条][^。;]{1,60}[\s.…·]\d{1,3}")
_LISTED = re.compile(r"\d{1,2}\s*[.、]")
_INLINE = re.compile(
    r"(?:[。;:!？」”)]|(?<!\s))\s++(?=第(?:[一二三四五六七八九十百零〇]+|\d+)[条章]\s)"
)
_FEWEST_DECIMALS = 3


def layout(text: str) -> list[Line]:
    """Split a text into its lines (articles run together are parted) and say what each is."""
    spans = [part for span in lines(text) for part in _parted(text, span)]
    plain = folded(text)
    found = [Line(span, plain[span[0] : span[1]]) for span in spans]
    found = [replace(line, kind=_kind_alone(text, line)) for line in found]
    _mark_contents(found)
    _mark_attachments(found)
    _mark_signatures(found)
    return list(_numbered(found))


def attachment_label(line: str) -> str:
    """附件2 of 附件二:某表; 附件 where it has no number."""
    found = _ATTACHMENT.match(line) or _ATTACHMENT_NUMBERED.match(line)
    number = found[1] if found else None
    return f"附件{value_of(number)}" if number else "附件"


def attachment_title(line: str) -> str:
    """What stands behind 附件2: on its line."""
    found = _ATTACHMENT.match(line) or _ATTACHMENT_NUMBERED.match(line)
    return found.groups()[-1].strip() if found else ""


def _parted(text: str, span: Span) -> Iterator[Span]:
    """A line into which several articles run: 第一条 …。 第二条 …。"""
    start, end = span
    for found in _INLINE.finditer(text, start, end):
        if found.start() > start and (part := trimmed(text, start, found.end())):
            yield part
            start = found.end()
    if rest := trimmed(text, start, end):
        yield rest


def _kind_alone(text: str, line: Line) -> LineKind:
    if is_chrome(text[line.span[0] : line.span[1]]):
        return LineKind.CHROME
    if CELL_EDGE in text[line.span[0] : line.span[1]]:
        return LineKind.ROW
    if _END_MATTER.fullmatch(line.text):
        return LineKind.END_MATTER
    return LineKind.TEXT


def _mark_contents(found: list[Line]) -> None:
    """A table of contents: the numbered lines under 目录 that the text repeats further down, or
    that end in the number of a page."""
    head = next((at for at, line in enumerate(found) if _CONTENTS.fullmatch(line.text)), None)
    if head is None:
        return
    squeezed = [re.sub(r"[\s.…·\d]+$|\s", "", line.text) for line in found]
    last_place = {line: at for at, line in enumerate(squeezed)}
    last = head
    for at in range(head + 1, len(found)):
        is_below = last_place[squeezed[at]] > at or _WITH_PAGE.fullmatch(found[at].text)
        if not is_below or not squeezed[at]:
            break
        last = at
    for at in range(head, last + 1 if last > head else head):
        found[at] = replace(found[at], kind=LineKind.CONTENTS)


_NAME_OF_ATTACHMENT = re.compile(
    r"(?:表|单|[书证图函]|证明|情况|[样格]式|式样|模板|[样范]本|目录|名册|办法|规定|规程|规则|细则|条例|标准|方案|指南|流程"
    r"|须知|说明|协议|合同|意见|公告|通知|报告|资料|材料|计划|规划|预案|台账)"
    r"[》”]?\s*(?:[(（][^()（）]*[)）])?$|[(（](?:[样格]式|式样|[样范]本|模板)[)）]$"
)


def _mark_attachments(found: list[Line]) -> None:
    """Where attachments begin, and the list of them that stands under a text."""
    is_signed = False
    at = 0
    while at < len(found):
        line = found[at]
        is_signed = is_signed or _DATE_LINE.fullmatch(line.text) is not None
        if line.kind is LineKind.TEXT and _names_attachment(line.text):
            title = attachment_title(line.text)
            following = found[at + 1] if at + 1 < len(found) else None
            lists = bool(_LISTED.match(title)) or (
                not is_signed and (bool(title) or _lists_names(found, at))
            )
            if lists and _is_list_here(found, at):
                at = _mark_list(found, at)
                continue
            if following is not None and not ends_sentence(title):
                found[at] = replace(line, kind=LineKind.ATTACHMENT)
        at += 1


def _names_attachment(line: str) -> bool:
    found = _ATTACHMENT.fullmatch(line) or _ATTACHMENT_NUMBERED.fullmatch(line)
    if not found or len(line) > _LONGEST_ATTACHMENT_TITLE + 20:
        return False
    # 附录 and 附表 have a number or stand alone; 附则 and 附近 are other words.
    return bool(found[1] or ":" in line or not found.groups()[-1].strip())


def _lists_names(found: Sequence[Line], at: int) -> bool:
    """Whether the names of attachments follow 附件: on a line of its own, and not the points of
    the attachment itself, which may have no full stops either: 1.大型渔船每艘5万元."""
    names = takewhile(lambda line: _LISTED.match(line.text), found[at + 1 : at + 12])
    listed = [line.text for line in names]
    return bool(listed) and all(_NAME_OF_ATTACHMENT.search(name) for name in listed)


def _is_list_here(found: Sequence[Line], at: int) -> bool:
    """Whether 附件:… is the list under a text: more of the list, a signature or the end follow."""
    for line in found[at + 1 : at + 12]:
        if _LISTED.match(line.text) and len(line.text) <= _LONGEST_ATTACHMENT_TITLE:
            continue
        return _ISSUER_LINE.fullmatch(line.text) is not None or bool(
            _DATE_LINE.fullmatch(line.text)
            or _NOTE_LINE.fullmatch(line.text)
            or line.kind is not LineKind.TEXT
            or _names_attachment(line.text)
        )
    return True


def _mark_list(found: list[Line], at: int) -> int:
    found[at] = replace(found[at], kind=LineKind.ATTACHMENT_LIST)
    at += 1
    while at < len(found) and _LISTED.match(found[at].text):
        found[at] = replace(found[at], kind=LineKind.ATTACHMENT_LIST)
        at += 1
    return at


def _mark_signatures(found: list[Line]) -> None:
    """Issuer, date and note below a body: the lines above a date that name offices, and it."""
    is_body = False
    for at, line in enumerate(found):
        mark = mark_of(line.text)
        is_body = is_body or (mark is not None and mark.level > Level.DIVISION)
        if not is_body or line.kind is not LineKind.TEXT:
            continue
        if _DATE_LINE.fullmatch(line.text) or _NOTE_LINE.fullmatch(line.text):
            found[at] = replace(line, kind=LineKind.SIGNATURE)
            above = at - 1
            while above >= 0 and _signs(found[above]):
                found[above] = replace(found[above], kind=LineKind.SIGNATURE)
                above -= 1


def _signs(line: Line) -> bool:
    is_office = _ISSUER_LINE.fullmatch(line.text) is not None
    return line.kind is LineKind.TEXT and is_office and mark_of(line.text) is None


def _numbered(found: Sequence[Line]) -> Iterator[Line]:
    """Give the lines of text their marks; a reference that a line break put first is none."""
    for segment in _segments(found):
        uses_decimals = _uses_decimals(segment)
        article = 0
        before = ""
        for line in segment:
            if line.kind is not LineKind.TEXT:
                yield line
                continue
            mark = (decimal_mark_of(line.text) if uses_decimals else None) or mark_of(line.text)
            if mark and mark.is_article:
                if _is_reference(mark.value, article, before):
                    mark = None
                else:
                    article = mark.value
            before = line.text
            yield replace(line, mark=mark)


def _segments(found: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The text and each of its attachments: every one numbers its own."""
    start = 0
    for at, line in enumerate(found):
        if line.kind is LineKind.ATTACHMENT and at > start:
            yield found[start:at]
            start = at
    yield found[start:]


def _uses_decimals(segment: Sequence[Line]) -> bool:
    marks = [mark_of(line.text) for line in segment if line.kind is LineKind.TEXT]
    if any(mark and mark.level is Level.PART for mark in marks):
        return False
    texts = [line.text for line in segment if line.kind is LineKind.TEXT]
    decimals = [mark.label for text in texts if (mark := decimal_mark_of(text))]
    return sum("." in label for label in decimals) >= _FEWEST_DECIMALS


def _is_reference(value: int, last: int, before: str) -> bool:
    if value == last + 1 or last == 0 or value == 1:
        return False
    goes_back = value <= last
    return goes_back or not re.search(r"[。;:!?”)]$", before)
