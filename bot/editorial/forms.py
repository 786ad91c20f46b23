"""The form in which questions are compared: pure."""

from __future__ import annotations

import re
import unicodedata

_EMPTY_WORDS = re.compile(r"请问|你好|您好|我想问一?下|想问|一下|[啊呀吗呢吧的了么嘛]|[^\w]")
LONGEST_FORM = 500


def question_form(question: str) -> str:
    """Return `question` without politeness, particles and punctuation, in one width and case."""
    folded = unicodedata.normalize("NFKC", question).lower()
    return _EMPTY_WORDS.sub("", folded)[:LONGEST_FORM]
