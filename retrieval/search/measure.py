"""The quantity a question asks for by name, as 税收 in 亩均税收目标是多少: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.search.question import without_common_words
from retrieval.search.vocabulary import Concept
from retrieval.text_form import normalised

_HOW_MUCH = re.compile(
    r"([\u4e00-\u9fa5a-z]{2,}?)的?(?:目标|指标|要求|任务|标准)?[值数量]?"
    r"(?:应该?|需要?|要)?(?:是|为|达到?|定)?[在到]?多少(?=$|[?!。,;呢啊呀])"
)
_SHORTEST = 2


def measures_asked(question: str, concepts: Iterable[Concept]) -> tuple[str, ...]:
    """The names of the quantities asked for, less what a concept's everyday words account for.

    用地面积是多少 asks for 面积: 用地 is known to mean 工业用地, 面积 has to stand in the answer.
    A question whose last word before 多少 is a concept's own leaves nothing to be looked for.
    """
    form = normalised(question).lower()
    known = [found.span() for concept in concepts for found in concept.everyday.finditer(form)]
    names: list[str] = []
    for found in _HOW_MUCH.finditer(form):
        start, end = found.span(1)
        start = max([start, *(right for left, right in known if left < end)])
        name = without_common_words(form[start:end])
        if len(name) >= _SHORTEST:
            names.append(name)
    return tuple(names)


def is_named(measure: str, text: str) -> bool:
    """Whether a text speaks of a quantity: two neighbouring characters of its name stand in it."""
    form = normalised(text).lower()
    return any(measure[at : at + _SHORTEST] in form for at in range(len(measure) - 1))
