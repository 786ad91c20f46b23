"""The label of a sentence, as people see it, read back: 附件2第三部分第2条第1句. Pure.

The application words the address 附件2-三-2#s1 so; what is shown may be asked for as it stands.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_RUN = r"\(第(?P<run>\d{1,2})处\)"
_PIECE = re.compile(
    r"第(?P<part>[一二三四五六七八九十百]+)部分|(?P<before>正文前)|(?P<note>附件说明)"
    r"|第(?P<item>\d{1,3})条|第(?P<paragraph>\d{1,4})段|\((?P<marked>[一二三四五六七八九十\d]{1,4})\)"
    rf"|(?P<figures>\d{{1,3}}(?:\.\d{{1,3}})+)|表(?P<table>\d{{1,3}})|{_RUN}"
)
_ARTICLE = r"第[一二三四五六七八九十百零〇]{1,7}条(?:第[^第句行,。?]{1,6}[款项])*"
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _PIECE.pattern)
_LABEL = re.compile(
    rf"(?P<attached>附件\d{{0,2}}(?!说明))?(?P<which>\(第\d{{1,2}}处\))?(?:的?(?P<article>{_ARTICLE}))?"
    rf"(?P<pieces>(?:{_UNNAMED}){{0,12}})第\d{{1,4}}[句行]"
)


class Label(NamedTuple):
    """By which addresses a document may have the clause, and where a question names it."""

    addresses: tuple[str, ...]
    start: int
    end: int


def label_in(form: str) -> Label | None:
    """The label in a normalised question; None where no sentence is named by one."""
    found = _LABEL.search(form)
    if found is None or not (found["attached"] or found["article"] or found["pieces"]):
        return None
    attached = (found["attached"] or "") + _run(found["which"])
    pieces = _address(found["article"] or "", found["pieces"])
    address = "-".join(piece for piece in (attached, pieces) if piece)
    # 第一部分第1句 is of the heading, or of what stands before its first item.
    return Label((address, f"{address}-〇"), found.start(), found.end())


def _run(said: str | None) -> str:
    return f"[{re.sub(r'[^0-9]', '', said)}]" if said else ""


def _address(article: str, pieces: str) -> str:
    found = [article] if article else []
    for piece in _PIECE.finditer(pieces):
        if piece["run"]:
            found[-1:] = ["".join([*found[-1:], f"[{piece['run']}]"])]
        elif piece["before"]:
            found.append("〇")
        elif piece["paragraph"]:
            found.append(f"段{piece['paragraph']}")
        elif piece["marked"]:
            found.append(f"({piece['marked']})")
        elif piece["table"]:
            found.append(f"表{piece['table']}")
        else:
            found.append(piece["part"] or piece["item"] or piece["figures"] or piece["note"])
    return "-".join(found)
