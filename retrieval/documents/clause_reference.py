"""How one document names a clause of another (第八条第二款), and which addresses that means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.documents.days import small_number
from retrieval.documents.numbering import numeral
from retrieval.text_form import normalised

_N = r"[一二三四五六七八九十百零〇\d]{1,5}"
_ARTICLE = rf"第{_N}条(?:之{_N})?"
_INNER = rf"(?:第{_N}款)?(?:第\(?{_N}\)?项)?(?:第{_N}目)?"
_PART = rf"第{_N}(?:部分|大点|点)(?:第?\(?{_N}\)?(?:条|项|点|款|小点))*(?:第{_N}段)?"
CLAUSE = rf"(?:{_ARTICLE}{_INNER}|{_PART})"
# 第八条第二款、第三款: what follows keeps the article.
_FOLLOWING = rf"(?:第{_N}款{{0,1}}(?:第\(?{_N}\)?项)?|第\(?{_N}\)?项)"
CLAUSES = rf"{CLAUSE}(?:[、,和及至]\s*(?:{CLAUSE}|{_FOLLOWING}))*"
# Clauses enumerated, read from the first of them and never given back one by one.
CLAUSES_WHOLE = rf"(?<![条款项][、,和及至])(?>{CLAUSES})"
_PIECE = re.compile(rf"{CLAUSE}|{_FOLLOWING}")
_SHARED_UNIT = re.compile(rf"第\(?{_N}\)?(?:\s*[、和及至]\s*第?\(?{_N}\)?)+(?P<unit>[条款项])")
_NUMBER_IN_A_ROW = re.compile(rf"第?(\(?{_N}\)?)(\s*[、和及至]\s*)")
_BARE = rf"(?:第{_N}款(?:第\(?{_N}\)?项)?|第\(?{_N}\)?项)"
_ARTICLE_OR_BARE = re.compile(
    rf"(?P<article>{_ARTICLE}){_BARE}?(?:[、,和及至]\s*{_BARE})*|(?P<bare>{_BARE})"
)
_PARAGRAPH = re.compile(rf"第{_N}款")
_LAST_NUMBER = re.compile(rf"(.*第\(?)({_N})(\)?[条款项])")
_LEVELS = re.compile(rf"\(?({_N})\)?")


def clauses_in(text: str) -> list[str]:
    """The clauses a stretch that matched CLAUSES names, each written out in full, and those
    between the ends of a range."""
    named: list[str] = []
    end = 0
    for found in _PIECE.finditer(text):
        piece = found.group()
        if not re.match(rf"{_ARTICLE}|{_PART}", piece) and named:
            kept = "款" if "款" in piece else "项"
            piece = re.sub(rf"第\(?{_N}\)?{kept}.*$", "", named[-1]) + piece
        clause = _written(piece)
        if text[end : found.start()].strip() == "至":
            named += _between(named[-1], clause)
        named.append(clause)
        end = found.end()
    return named


def written_out(text: str) -> str:
    """A text in which each clause carries its unit: 第三条、第五条 for 第三、五条."""

    def each(found: re.Match[str]) -> str:
        unit = found["unit"]
        row = _NUMBER_IN_A_ROW.sub(rf"第\1{unit}\2", found.group())
        last = re.search(rf"第?(\(?{_N}\)?){unit}$", row)
        return f"{row[: last.start()]}第{last[1]}{unit}" if last else row

    return _SHARED_UNIT.sub(each, text)


def _between(first: str, last: str) -> Iterator[str]:
    """第四条 of 第三条至第五条."""
    one, other = (_LAST_NUMBER.fullmatch(clause) for clause in (first, last))
    if one and other and one.group(1, 3) == other.group(1, 3):
        for value in range(small_number(one[2]) + 1, small_number(other[2])):
            yield f"{one[1]}{_han(str(value))}{one[3]}"


def with_articles(text: str) -> str:
    """A text in which a bare 第二款 or 第(三)项 carries the article named before it, as in
    第四条第一款修改为…，第二款修改为…."""
    article = ""

    def written(found: re.Match[str]) -> str:
        nonlocal article
        if found["article"]:
            article = found["article"]
            return found.group()
        return f"{article}{found['bare']}" if article else found.group()

    return _ARTICLE_OR_BARE.sub(written, text)


def means(named: str, address: str) -> bool:
    """Whether a clause named in another document is, or holds, the clause at an address.

    第八条 of a plan numbered 一、二、 is its part 八; the first 款 of an article that has only
    one carries no number.
    """
    target, own = normalised(named), normalised(address).partition("#")[0]
    forms = {target}
    # 第三条第二款 is inside 第三条, and not inside its first 款.
    if not _PARAGRAPH.search(own):
        forms.add(target.replace("第一款", ""))
    if found := re.fullmatch(rf"第({_N})条", target):
        forms.add(found[1])
    return any(own == form or _is_inside(own, form) for form in forms)


def _is_inside(address: str, clause: str) -> bool:
    return address.startswith((f"{clause}-", f"{clause}第")) and bool(clause)


def _written(piece: str) -> str:
    """第三部分第(二)条 as 三-(二); 第十二条第三项 as 第十二条第(三)项."""
    if not re.match(_PART, piece):
        digits = re.sub(r"第(\d+)(?=[条款])", lambda m: f"第{_han(m[1])}", piece)
        return re.sub(rf"第\(?({_N})\)?项", lambda m: f"第({_han(m[1])})项", digits)
    labels = [found.group() for found in _LEVELS.finditer(re.sub(r"第\d*段$", "", piece))]
    first, *rest = labels
    return "-".join([_han(first.strip("()")), *rest])


def _han(number: str) -> str:
    value = small_number(number)
    return numeral(value) if number.isdecimal() and 1 <= value <= 99 else number
