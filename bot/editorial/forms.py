"""The form in which questions are compared: pure."""

from __future__ import annotations

import hashlib
import re

from bot.half_width import half_width

# A sign between digits is part of a number: 1.5万 is not 15万, and 5-10 not 510.
_EMPTY_WORDS = re.compile(
    r"请问|你好|您好|我想问一?下|想问|一下|[啊呀吗呢吧的了么嘛]|(?!(?<=\d)[.:/~-](?=\d))[^\w%]"
)
LONGEST_FORM = 500
_DIGEST_BYTES = 16


def question_form(question: str) -> str:
    """Return `question` without politeness, particles and punctuation, in one width and case.

    What is longer than `LONGEST_FORM` ends in a digest: two long questions that only begin alike
    are not one. "" is what nothing but politeness leaves.
    """
    folded = half_width(question).lower()
    form = _EMPTY_WORDS.sub("", folded)
    if len(form) <= LONGEST_FORM:
        return form
    digest = hashlib.blake2b(form.encode(), digest_size=_DIGEST_BYTES).hexdigest()
    return form[: LONGEST_FORM - len(digest)] + digest
