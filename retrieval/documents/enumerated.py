"""Documents enumerated, each whole or by its clauses: 《甲》第二条、《乙》第六条、《丙》."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.documents.clause_reference import CLAUSES_WHOLE, clauses_in
from retrieval.documents.quoted import NAME, TITLE_TOKEN

SHORT_LENGTH = r"[\d一二两三四五六七八九十]{1,3}\s*(?:年|个月)"
_AND = "(?:[、和及与]|以及)"
_OF_CLAUSES = rf"(?:\s*(?:[中内]的?|的)?\s*{CLAUSES_WHOLE}(?:的?(?:规定|内容))?)"
_ONE = rf"\s*{TITLE_TOKEN}{_OF_CLAUSES}?"
_SEVERAL = rf"{_ONE}(?:{_AND}{_ONE})*"
# The names behind a verb, however many: 暂停执行《甲》、《乙》. Behind a comma the next name is one
# of them unless something else is said of it: 废止《甲》，《乙》自…起施行 does not end 乙.
_NO_SUBJECT = r"\s*(?:[,。;:|()]|$|等|的?(?:规定|通知|决定|公告|意见|批复))"
_GOES_ON_NAMING = rf",(?=以?及?{_SEVERAL}{_NO_SUBJECT})"
TITLES = rf"\s*(?:{TITLE_TOKEN}(?:{_AND}|{_GOES_ON_NAMING})*)+"
# What follows a name that is the whole object of a verb: 废止《甲》，…, not 取消《甲》以外的许可.
AS_WHOLE = (
    r"\s*(?:[,。;:|()]|$|等(?!规定|确定)|的?(?:通知|决定|公告|意见|批复)(?:[,。;\s]|$)|文件(?!规定)|同时|[自从至]|期限?"
    rf"|{SHORT_LENGTH})"
)
_OBJECTS = re.compile(rf"{_ONE}(?:(?:{_AND}|{_GOES_ON_NAMING})*{_ONE})*(?={AS_WHOLE})")
EACH_OF_SEVERAL = rf"{_ONE}(?:{_AND}{_ONE})+"
_EACH = re.compile(rf"{TITLE_TOKEN}(?P<clauses>{_OF_CLAUSES})?")
_REACH = 1_000
_IN_FRONT = re.compile(rf"(?:{_ONE}{_AND})+\s*$")
# 《甲》、2004年发布的《乙》同时废止.
_BETWEEN = rf"(?:{_AND}++[^。;:,⟪⟫]{{0,40}}?)?"
_WHOLE_IN_FRONT = re.compile(rf"(?:{TITLE_TOKEN}(?:\([^()]*\))?{_BETWEEN})+$")
_ANY_IN_FRONT = re.compile(rf"(?:{TITLE_TOKEN}(?:\([^()]*\)|{_OF_CLAUSES})?{_BETWEEN})+$")


@dataclass(frozen=True, slots=True)
class Enumerated:
    """A document of an enumeration, by its token; whole where no clauses of it are named."""

    token: int
    clauses: tuple[str, ...] = ()


def each_of(enumeration: str) -> Iterator[Enumerated]:
    """The documents that a stretch enumerates."""
    for found in _EACH.finditer(enumeration):
        yield Enumerated(int(found[1]), tuple(clauses_in(found["clauses"] or "")))


def objects_from(sentence: str, at: int) -> list[Enumerated]:
    """The documents that are the whole object of a verb that ends at `at`: none of
    取消《甲》、《乙》第六条规定的收费."""
    found = _OBJECTS.match(sentence, at)
    return [*each_of(found.group())] if found else []


def clauses_enumerated_before(sentence: str, end: int) -> list[Enumerated]:
    """The documents enumerated by clauses right before one: 《甲》第二条、《乙》同时废止."""
    found = _IN_FRONT.search(sentence[max(0, end - _REACH) : end])
    return [each for each in each_of(found.group()) if each.clauses] if found else []


def enumerated_before(sentence: str, end: int) -> list[int]:
    """The whole documents enumerated right before one: 《甲》、2004年发布的《乙》同时废止."""
    found = _WHOLE_IN_FRONT.search(sentence[max(0, end - _REACH) : end])
    return [int(token) for token in NAME.findall(found.group())] if found else []


def first_enumerated(sentence: str, at: int) -> int:
    """Where the enumeration begins that the name at `at` belongs to."""
    begins = max(0, at - _REACH)
    found = _ANY_IN_FRONT.search(sentence[begins:at])
    return begins + found.start() if found else at
