"""Whether words say no to what was proposed; pure."""

from __future__ import annotations

from bot.half_width import bare
from bot.tasks.vocabulary import CLAUSES, NO, SIGH, WHY_NOT


def denies(text: str) -> bool:
    """Tell whether a message says no and at most why: 哎不对，还没弄好，别报. One that says what
    else is wanted, 不行，退回去, is no mere no."""
    plain = SIGH.sub("", bare(text))
    if NO.fullmatch(plain):
        return True
    clauses = [bare(clause) for clause in CLAUSES.split(plain) if bare(clause)]
    said_no = [NO.fullmatch(clause) is not None for clause in clauses]
    return any(said_no) and all(
        is_no or WHY_NOT.fullmatch(clause) for is_no, clause in zip(said_no, clauses, strict=True)
    )
