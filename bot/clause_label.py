"""The address of a clause in words a reader knows: 三-6#s7 is 第三部分第6条第7句."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_NOTICE_AND_PREAMBLE = "〇"
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十百]+")
_ARABIC_NUMBER = re.compile(r"\d+")
_PARAGRAPH = re.compile(r"段(\d+)")
_TABLE = re.compile(r"(?:(.+)-)?表(\d+)")
# Where numbering begins again in what a notice issues: 三[2] is the second 三, 附件2[2] the second
# 附件2.
_RUN = re.compile(r"\[(\d+)\]")
_ADDRESS = re.compile(r"[^“”\s《》]+#s\d+")
# A title may itself hold a document number: 〔关于印发苏政发〔2018〕86号的通知 三-6#s7〕.
_REFERENCE = re.compile(r"(〔(?:[^〔〕]|〔[^〔〕]*〕)*? )([^ 〔〕]+#s\d+)(?=〕)")
_ADDRESS_LAST = re.compile(r"\s[^“”\s《》]+#s\d+$")


def clause_label(address: str) -> str:
    """Return `address` in words.

    What follows none of the known forms (第十二条第二款 is already in words) is returned as
    it is, never dropped.
    """
    clause, _, sentence = address.partition("#")
    label = _clause_in_words(clause)
    number = sentence.removeprefix("s")
    unit = "行" if _TABLE.fullmatch(clause) else "句"
    return f"{label}第{number}{unit}" if number.isdecimal() else label


def with_clauses_in_words(text: str, addresses: Iterable[str]) -> str:
    """`text` with each address that stands in brackets before its quotation, (二-2#s2:“…”), said
    in words: the quotation shows which sentence it is."""
    for address in addresses:
        clause = address.partition("#")[0]
        text = text.replace(f"（{address}", f"（方案{clause_label(clause)}")
    return text


def references_in_words(text: str) -> str:
    """`text` with the address behind each of its quotations said in words: 〔某方案 三-6#s7〕 is
    〔某方案 第三部分第6条第7句〕."""
    return _REFERENCE.sub(lambda found: f"{found[1]}{clause_label(found[2])}", text)


def read_from_in_words(read_from: str | None) -> str | None:
    """Where a value was read, its clause's address said in words.

    The address stands first, or, where another document is named, behind that.
    """
    found = _ADDRESS.match(read_from or "") or _ADDRESS_LAST.search(read_from or "")
    if found is None:
        return read_from
    before, behind = found.string[: found.start()].rstrip(), found.string[found.end() :]
    return f"{before}{clause_label(found[0].strip())}{behind}"


def _clause_in_words(clause: str) -> str:
    first, *others = clause.split("-")
    if first.startswith("附件"):
        # The attachment's own text is numbered anew.
        return _piece(first, str) + (_clause_in_words("-".join(others)) if others else "")
    return _piece(first, _first_in_words) + "".join(_piece(one, _item_in_words) for one in others)


def _piece(piece: str, in_words: Callable[[str], str]) -> str:
    run, words = _RUN.search(piece), in_words(_RUN.sub("", piece))
    return f"{words}（第{run[1]}处）" if run else words


def _first_in_words(part: str) -> str:
    if part == _NOTICE_AND_PREAMBLE:
        return "正文前"
    if paragraph := _PARAGRAPH.fullmatch(part):
        return f"第{paragraph[1]}段"
    if _CHINESE_NUMBER.fullmatch(part):
        return f"第{part}部分"
    return f"第{part}条" if _ARABIC_NUMBER.fullmatch(part) else part


def _item_in_words(item: str) -> str:
    if item == _NOTICE_AND_PREAMBLE:
        return ""
    return f"第{item}条" if _ARABIC_NUMBER.fullmatch(item) else item
