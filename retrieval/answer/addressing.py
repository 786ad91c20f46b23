"""The addresses of clauses: as questions name them, and which clause stands under which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer.labels import label_in
from retrieval.documents.structure import UnitKind
from retrieval.store import StoredUnit
from retrieval.text_form import normalised

_ARTICLE = re.compile(
    r"第([一二三四五六七八九十百零〇\d]+)条(?:第([一二三四五六七八九十\d]+)款)?"
    r"(?:第?[(（]?([一二三四五六七八九十\d]+)[)）]?项)?"
)
_PART = re.compile(
    r"第(?P<part>[一二三四五六七八九十]+)(?:部分|大点|大项)"
    r"(?:的?第?\((?P<marked>[一二三四五六七八九十]+)\)(?:条|点|项|款)?)?"
    r"(?:的?第?(?P<item>[一二三四五六七八九十\d]+)(?:条|点|项|款|小点))?"
)
_ADDRESS = re.compile(
    r"(?<![一二三四五六七八九十A-Za-z0-9-])[一二三四五六七八九十]+-(?:\d+|\([一二三四五六七八九十]+\))(?![\d-])"
)
_SENTENCE = re.compile(r"#s(\d{1,4})|(?<=[条款项点分前段件明表)\d])的?第(\d{1,4})[句行]")
# 附件2第三条; 附件2里有什么 names no clause of it.
_ATTACHED = re.compile(r"附件(?P<no>\d{0,2})(?:\(第(?P<run>\d{1,2})处\))?的?(?=第|正文前)")
_BEFORE_THE_TEXT = re.compile(r"正文前(?=$|[\[(?？。])")
NUMERALS = "零一二三四五六七八九"
_ARTICLE_OPENS = re.compile(r"第[^第]+条")


def shares_root(clause: str, other: str) -> bool:
    return re.split("[-第]", clause.lstrip("第"))[0] == re.split("[-第]", other.lstrip("第"))[0]


def provision_of(stored: StoredUnit) -> str:
    """The address of the article, or of the numbered clause, that a sentence is part of."""
    article = _ARTICLE_OPENS.match(stored.unit.clause)
    return article[0] if article else stored.unit.clause


def shares_parent(clause: str, other: str) -> bool:
    shorter = re.sub(r"(?:-[^-]+|第[^第]+)$", "", clause)
    return is_under(other, shorter)


def addresses_asked(question: str) -> tuple[str, ...]:
    """The clause addresses a question may mean by 第十条第二款, 第三部分第6条, 附件2正文前 or 三-6,
    as documents have them; empty when it names none."""
    form = normalised(question)
    label = label_in(form)
    shown = label.addresses if label else ()
    return tuple(dict.fromkeys((*shown, *_of_attachment(form))))


def _of_attachment(form: str) -> tuple[str, ...]:
    """The same in words of people's own, under the attachment that is named."""
    attached = _ATTACHED.search(form)
    if attached is None:
        return _in_the_text(form)
    run = f"[{attached['run']}]" if attached["run"] else ""
    under = _in_the_text(form[attached.end() :])
    return tuple(f"附件{attached['no']}{run}-{address}" for address in under)


def _in_the_text(form: str) -> tuple[str, ...]:
    if found := _PART.search(form):
        part, item = found["part"], found["item"]
        if found["marked"]:
            marked = f"{part}-({found['marked']})"
            return (f"{marked}-{_figure(item)}" if item else marked,)
        if not item:
            return (part, f"{part}-〇")
        return (f"{part}-{_figure(item)}", f"{part}-({_numeral(item)})", f"{part}-{item}")
    if found := _ADDRESS.search(form):
        return (found.group(),)
    found = _ARTICLE.search(form)
    if not found:
        return ("〇",) if _BEFORE_THE_TEXT.search(form) else ()
    article, paragraph, item = (_numeral(part) if part else None for part in found.groups())
    address = f"第{article}条"
    if not paragraph and not item and article:
        # People call part 二 of a text numbered 一、二、 its 第二条.
        return (address, article)
    if paragraph:
        address += f"第{paragraph}款"
    return (address + (f"第({item})项" if item else ""),)


def sentence_asked(question: str) -> int | None:
    """The number of the sentence that an address names: 7 of 三-6#s7 and of 第三部分第6条第7句."""
    found = _SENTENCE.search(normalised(question))
    return int(found[1] or found[2]) if found else None


def without_address(question: str) -> str:
    """A question without the clause address it names."""
    form = normalised(question)
    if label := label_in(form):
        return form[: label.start] + form[label.end :]
    form = _SENTENCE.sub("", form)
    for pattern in (_ATTACHED, _PART, _ADDRESS, _ARTICLE, _BEFORE_THE_TEXT):
        if found := pattern.search(form):
            form = form[: found.start()] + form[found.end() :]
            if pattern is not _ATTACHED:
                break
    return form


def sentences_of(units: Sequence[StoredUnit], address: str) -> list[StoredUnit]:
    """Every sentence of a clause and of all that is numbered under it."""
    return [
        stored
        for stored in units
        if stored.unit.kind is UnitKind.SENTENCE and is_under(stored.unit.clause, address)
    ]


def unit_at(units: Sequence[StoredUnit], address: str) -> StoredUnit | None:
    """The unit of a document that has this very address, if it has one."""
    return next((stored for stored in units if stored.unit.address == address), None)


def is_under(clause: str, parent: str) -> bool:
    return clause == parent or clause.startswith((f"{parent}-", f"{parent}第"))


def depth_of(clause: str) -> int:
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
