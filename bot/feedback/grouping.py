"""Puts questions that ask the same in other words together, the most frequent first: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from rapidfuzz import fuzz

from bot.editorial.forms import question_form
from bot.feedback.feedback import OpenQuestion

# Of 100; 专精特新给多少钱 and 专精特新能给多少钱啊 are one, 用地补贴 and 用电补贴 are two.
_ALIKE = 80


@dataclass
class QuestionGroup:
    """Questions that ask the same, newest first; the newest stands for all."""

    questions: list[OpenQuestion] = field(default_factory=list)

    @property
    def question(self) -> str:
        return self.questions[0].question

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def useless(self) -> int:
        """How many of the answers were judged useless."""
        return sum(one.is_useless for one in self.questions)

    @property
    def last_asked_at(self) -> datetime:
        return max(one.asked_at for one in self.questions)


def grouped(questions: Iterable[OpenQuestion]) -> list[QuestionGroup]:
    """Group questions given newest first."""
    groups: list[tuple[str, QuestionGroup]] = []
    for one in questions:
        form = question_form(one.question)
        for known, group in groups:
            if fuzz.ratio(form, known) >= _ALIKE:
                group.questions.append(one)
                break
        else:
            groups.append((form, QuestionGroup([one])))
    return sorted((group for _, group in groups), key=lambda group: -group.count)
