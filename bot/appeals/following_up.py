"""What a message means after what was said before it; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.appeals.own_words import Said, read_own_words
from bot.appeals.question import ADDED, CORRECTED, NOT_TO_BE_FILED, NUMBER
from bot.half_width import as_typed, half_width
from bot.identity import Person, Role
from bot.identity.person import Department
from bot.tasks.day_words import number
from bot.tasks.department_names import DepartmentNames
from bot.tasks.previous_turn import PreviousTurn, last_query

_TELLS_APART = re.compile(
    r"(?:那么?|其中)?(?P<which>(?:还没有?|没有?|未|已经?)?(?:超时|逾期|超期|过期|办结|办完|应答|答复))了?的?"
    r"(?:有?(?:几|多少)[件个]|有哪些|呢)[?？。]*"
)


def says_else(person: Person, text: str) -> bool:
    """Tell whether an enterprise that was asked for words says something else of its case.

    That it is not content may well be the words.
    """
    if person.role is not Role.ENTERPRISE:
        return False
    words = read_own_words(text)
    return words is not None and words.said is not Said.NOT_CONTENT


def chosen_number(plain: str, shown: Sequence[str]) -> str:
    """Return the number of the case that answers "which one?"; "" when none is named."""
    if NUMBER.fullmatch(plain):
        return plain.upper()
    ordinal = re.fullmatch(r"第?(\d{1,2}|[一二三四五六七八九十])[个件条]?", plain)
    place = number(ordinal[1]) if ordinal else 0
    return shown[place - 1] if 0 < place <= len(shown) else ""


def put_right(said: str, content: str) -> str:
    """Return what is to be filed instead, as it was written, when what waits to be confirmed is
    put right; empty where `said` puts nothing right."""
    plain = half_width(said)
    corrected, added = CORRECTED.fullmatch(plain), ADDED.fullmatch(plain)
    found = corrected or added
    if not content or found is None or NOT_TO_BE_FILED.search(found[1].strip()):
        return ""
    words = as_typed(said, found[1].strip())
    return words if corrected else f"{content}；补充：{words}"


def case_spoken_of(previous: Sequence[PreviousTurn]) -> str:
    """Return the number of the one case that our last reply about cases was about."""
    for turn in reversed(previous):
        shown = (turn.query or {}).get("appeal_nos", ())
        if turn.role != "user" and shown:
            return str(shown[0]) if len(shown) == 1 else ""
    return ""


def said_of_cases(text: str, previous: Sequence[PreviousTurn]) -> str:
    """Return `text`, said of cases where it only tells some apart, right after a list of them:
    超时的呢 is asked of what was listed, and not of tasks."""
    found = _TELLS_APART.fullmatch(text.strip())
    return f"{found['which']}的诉求" if found and last_query(previous).get("appeal_nos") else text


def receiver_named(
    words: str, people: Sequence[Person], departments: Sequence[Department]
) -> tuple[str, str] | None:
    """Return department and user id of the one official, or the one department, that words name.

    The user id is empty where only a department is named; None when it is not one.
    """
    named = [
        person
        for person in people
        if person.is_official and len(person.name) > 1 and person.name in words
    ]
    if len(named) == 1:
        return named[0].department_code or "", named[0].user_id
    found = DepartmentNames(departments).find(words)
    return (next(iter(found)), "") if len(found) == 1 and not named else None
