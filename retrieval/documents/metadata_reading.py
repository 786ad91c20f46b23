"""Reading a document's metadata out of its page and its text; what neither states stays null."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from retrieval.documents.days import day_in
from retrieval.documents.head import (
    Head,
    Signature,
    is_office,
    is_title,
    issuer_in_title,
    title_in_name,
)
from retrieval.documents.issuing_level import level_of, region_of
from retrieval.documents.labelled import field_name, labelled_values
from retrieval.documents.loaded_text import ABOVE_THE_COLUMN
from retrieval.documents.metadata import DateField, DocumentMetadata, TextField
from retrieval.documents.sentences import Reading
from retrieval.documents.structure import Unit
from retrieval.documents.terms import Term, read_terms
from retrieval.documents.titles import draft_span
from retrieval.text_form import folded

_PERIOD = re.compile(r"((?:19|20)\d{2})\s*年?\s*[—–\-~至－～]{1,2}\s*((?:19|20)\d{2})\s*年?")
# 本规划期限为2016年至2020年; neither the years of another plan (规划期限为2011—2015年的《乙》) nor
# those of a stage.
_OWN_PERIOD = re.compile(
    rf"(?:^|(?<=[。;\n\s]))本?(?:规划|方案|计划)(?:实施)?(?:期限?|年限)[为是:]\s*{_PERIOD.pattern}(?!年?\s*的)",
    re.MULTILINE,
)
_BASIS = re.compile(
    r"(?:根据|依据|依照|按照|遵照|贯彻|落实|执行)[^。;《\n]{0,40}?"
    r"((?:《(?:[^《》〈]|〈[^〉]{0,80}〉|〈)*+》\s*(?:\([^()]{0,40}\))?[、,和及与以等]{0,3}\s*)+)"
)
_SECOND_CLAUSE = re.compile(r"^\s*(?:第二条|二\s*[、.])", re.MULTILINE)
_HISTORY = re.compile(
    r"^[^\S\n]*\([^()\n]{0,40}(?:年|通过|公布|发布)(?:[^()\n]|\([^()\n]*\)){0,600}\)[^\S\n]*$",
    re.MULTILINE,
)
_RESTS = re.compile("制定|制订|提出|如下|以下|结合|决定|印发|现就|现将|特")
_HEAD = 4000
# A label such as 时效 speaks of the document without naming it.
_SUBJECT = "本文件"
_SHORTEST_HEADING = 6  # 政策法规目录 has more; it is linked to
_SITE = re.compile(r"^.*?(?:信息公开|政府网|门户网站)[_\-—|]+|[_\-—|]+[^_\-—|]{2,30}$")


class _Sources:
    """The page's own fields and the labelled lines of the text, under one set of names."""

    def __init__(self, text: str, fields: Mapping[str, str]) -> None:
        self._page = {name.lower(): value for name, value in fields.items() if value.strip()}
        for name, value in fields.items():
            if (known := field_name(name)) and value.strip():
                self._page.setdefault(known, value)
        self._text = labelled_values(text)

    def text(self, *names: str) -> TextField:
        for name in names:
            if value := self._page.get(name):
                return TextField(value=value.strip(), read_from=f"页面字段“{name}”")
            if found := self._text.get(name):
                return _read(found, f"文首栏目“{name}”")
        return TextField()

    def day(self, *names: str) -> DateField:
        for name in names:
            field = self.text(name)
            if day := day_in(folded(field.value or "")):
                return _day(day, field)
        return DateField()


def read_metadata(
    text: str, fields: Mapping[str, str], fallback_title: str, units: Sequence[Unit] = ()
) -> DocumentMetadata:
    """Read what the page's fields and the text state.

    Page fields win over the text: they are filled in by the office that publishes. `units`
    are the parsed text: with them `read_from` names the clause.
    """
    sources, head = _Sources(text, fields), Head(text)
    title = _title(text, sources, head, fallback_title)
    signature = head.signature()
    issued_on = _issued_on(text, sources, head, signature)
    issuer = _issuer(text, sources, head, signature, title)
    terms = read_terms(text, issued_on.value)
    validity = sources.text("时效性")
    shown = read_terms(f"{_SUBJECT}{validity.value or ''}", issued_on.value)
    start, end = _period(title, "标题")
    if not end.value and (own := _OWN_PERIOD.search(folded(text))):
        start, end = _period(TextField(value=own.group()), "正文")
    return DocumentMetadata(
        title=title,
        issuer=issuer,
        level=level_of(issuer),
        document_number=_first(
            _squeezed(sources.text("发文字号")), _verbatim(text, head.number(), "文首发文字号")
        ),
        index_number=sources.text("索引号"),
        issued_on=issued_on,
        published_on=sources.day("发布日期", "pubdate"),
        effective_on=_term(text, units, terms.effective_on)
        or _labelled(shown.effective_on, validity)
        or sources.day("施行日期"),
        valid_until=_term(text, units, terms.valid_until)
        or _labelled(shown.valid_until, validity)
        or sources.day("有效期至"),
        draft=_draft(text, fallback_title),
        period_start=start,
        period_end=end,
        stated_validity=validity,
        addressees=_verbatim(text, head.addressees(), "主送行"),
        basis=_basis(text, units),
        topic=sources.text("主题分类", "主题词"),
        region=region_of(issuer),
    )


def address_at(units: Sequence[Unit], offset: int) -> str | None:
    """The address of the unit that holds a character of the text; None outside all units."""
    for unit in units:
        if unit.start <= offset < unit.end:
            return unit.address or None
    return None


def _title(text: str, sources: _Sources, head: Head, fallback: str) -> TextField:
    page = sources.text("title")
    name = _SITE.sub("", page.value or "").strip()
    plausible = TextField(value=name, read_from=page.read_from) if is_title(name) else TextField()
    own = _verbatim(text, head.title(fallback, name), "标题行")
    return _first(
        sources.text("标题", "articletitle"),
        _heading(sources, own.value or ""),
        own,
        plausible,
        TextField(value=title_in_name(fallback), read_from="文件名"),
    )


def _heading(sources: _Sources, own: str) -> TextField:
    """The title that a page has above the column of its text, unless the text has its `own`: then
    only a heading on another matter counts, which what was taken for a title stands under."""
    above = (sources.text(ABOVE_THE_COLUMN).value or "").split("\n")
    titles = (line for line in above if len(line) >= _SHORTEST_HEADING and is_title(line))
    title = next((line for line in titles if ":" not in folded(line)), None)
    if title is None or (own and (own in title or "关于" not in title)):
        return TextField()
    return TextField(value=title, read_from="正文上方的标题")


def _issuer(
    text: str, sources: _Sources, head: Head, signature: Signature | None, title: TextField
) -> TextField:
    stated = sources.text("发文机关")
    if stated.value:
        return stated
    if signature and signature.issuers:
        first, last = signature.issuers[0], signature.issuers[-1]
        names = "、".join(item.text for item in signature.issuers)
        return TextField(value=names, read_from="落款", start=first.start, end=last.end)
    named = issuer_in_title(title.value or "")
    source = sources.text("contentsource")
    return _first(
        TextField(value=named, read_from="标题", start=title.start, end=title.end)
        if named
        else TextField(),
        _verbatim(text, head.issuer_of_order(), "发布令"),
        _verbatim(text, head.letterhead(), "发文机关标志"),
        _verbatim(text, head.issuer_of_note(), "题注"),
        source if is_office(source.value or "") else TextField(),
    )


def _issued_on(text: str, sources: _Sources, head: Head, signature: Signature | None) -> DateField:
    stated = sources.day("成文日期")
    if stated.value:
        return stated
    for reading, place in ((signature and signature.day, "落款"), (head.note_day(), "题注")):
        day = day_in(reading.text) if reading else None
        if reading and day:
            written = text[reading.start : reading.end].strip()
            return DateField(
                value=day, read_from=f"{place}“{written}”", start=reading.start, end=reading.end
            )
    return DateField()


def _period(stated: TextField, where: str) -> tuple[DateField, DateField]:
    """The span of years that a plan's title names, or the plan as its own."""
    found = _PERIOD.search(folded(stated.value or ""))
    if not found or int(found[1]) > int(found[2]):
        return DateField(), DateField()
    place = f"{where}“{found.group()}”"
    return (
        DateField(value=date(int(found[1]), 1, 1), read_from=place),
        DateField(value=date(int(found[2]), 12, 31), read_from=place),
    )


def _draft(text: str, name: str) -> TextField:
    place = draft_span(text)
    if place is None:
        found = draft_span(name)
        said = name[found[0] : found[1]].strip() if found else None
        return TextField(value=said, read_from="文件名") if said else TextField()
    words = text[place[0] : place[1]].strip()
    return TextField(value=words, read_from=f"题下“{words}”", start=place[0], end=place[1])


def _basis(text: str, units: Sequence[Unit]) -> TextField:
    """What the opening says the document rests on: 根据《…》(…号), …制定本办法."""
    plain = folded(text)[:_HEAD]
    second = _SECOND_CLAUSE.search(plain)
    opening = plain[: second.start() if second else _HEAD]
    # (根据…《关于修改…的决定》修正) under a title tells the text's history, not what it rests on.
    opening = _HISTORY.sub(lambda note: " " * len(note.group()), opening)
    found = next((f for f in _BASIS.finditer(opening) if _RESTS.search(_rest(opening, f))), None)
    if found is None:
        return TextField()
    written = text[found.start(1) : found.end(1)].rstrip("、，,和及与以等 　")
    place = address_at(units, found.start(1)) or "正文"
    return TextField(
        value=re.sub(r"\s+", "", written),
        read_from=place,
        start=found.start(1),
        end=found.start(1) + len(written),
    )


def _rest(text: str, found: re.Match[str]) -> str:
    """From a match to the end of its sentence."""
    return re.split("[。;\n]", text[found.start() :], maxsplit=1)[0]


def _term(text: str, units: Sequence[Unit], term: Term | None) -> DateField | None:
    if term is None:
        return None
    start, end = term.span
    place = address_at(units, start) or "正文"
    return DateField(value=term.day, read_from=f"{place}“{text[start:end]}”", start=start, end=end)


def _labelled(term: Term | None, label: TextField) -> DateField | None:
    """A term that the page's own line about validity gives."""
    return _day(term.day, label) if term else None


def _verbatim(text: str, reading: Reading | None, place: str) -> TextField:
    """A reading as the original writes it, without the white space inside."""
    if reading is None:
        return TextField()
    written = re.sub(r"\s+", "", text[reading.start : reading.end])
    read = re.sub(r"\s+", "", reading.text)
    value = written if folded(written) == read else read
    return TextField(value=value, read_from=place, start=reading.start, end=reading.end)


def _squeezed(field: TextField) -> TextField:
    value = re.sub(r"\s+", "", field.value) if field.value else None
    return field.model_copy(update={"value": value})


def _read(reading: Reading, place: str) -> TextField:
    return TextField(value=reading.text, read_from=place, start=reading.start, end=reading.end)


def _day(day: date, field: TextField) -> DateField:
    return DateField(value=day, read_from=field.read_from, start=field.start, end=field.end)


def _first(*candidates: TextField) -> TextField:
    return next((item for item in candidates if item.value), TextField())
