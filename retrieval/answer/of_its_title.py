"""What a document that is about a known topic by its title states, where others leave it open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from retrieval.answer.candidate import Candidate, Selected, beside
from retrieval.answer.fit import fit
from retrieval.answer.gaps import asked_for, gaps_of, states
from retrieval.answer.lists import lead_in, with_what_follows
from retrieval.answer.standing import are_of_one_place, is_no_rule_now
from retrieval.answer.topical import is_titled
from retrieval.documents.structure import UnitKind
from retrieval.index.live_index import LiveIndex
from retrieval.results import Gap
from retrieval.search.question import Question
from retrieval.store import StoredUnit
from retrieval.text_form import normalised, pairs_of

_MOST_DOCUMENTS = 2
# A point is nothing without what announces its list.
_POINT = re.compile(r"\s*(?:[①-⑳]|[(（]\d+[)）])")
# The day under a text and that from which it applies are none by which anybody has to apply.
_OF_THE_DOCUMENT = re.compile(r"^〇|起(?:施行|实施|执行)|有效期")


def with_the_topics_own(
    asked: Question,
    selected: Sequence[Selected],
    candidates: Sequence[Candidate],
    live: LiveIndex,
    on: date,
) -> tuple[Selected, ...]:
    """The selection on a known topic; before it the particulars asked for, and after it those an
    enterprise needs next, that are left open there and laid down by a document of the topic's own:
    技改补贴多少 is answered by the 技术改造补助办法, not by a plan that only promotes 技改."""
    if not selected or selected[0].concept is None or asked.is_list:
        return tuple(selected)
    missing = gaps_of(asked, [item.candidate.stored.unit.text for item in selected])
    wanted = asked_for(asked, missing)
    before: dict[int, Selected] = {}
    after: dict[int, Selected] = {}
    for own in _own(asked, selected, candidates, on)[:_MOST_DOCUMENTS] if missing else ():
        for gap in missing:
            found = before if gap in wanted else after
            for extra in _stating(gap, asked, own, live.units_of(own.record.id)):
                found.setdefault(extra.candidate.stored.id, extra)
    quoted = {item.candidate.stored.id for item in selected}
    kept = [item for item in selected if item.candidate.stored.id not in before]
    needed_next = [after[key] for key in after if key not in quoted and key not in before]
    return (*before.values(), *kept, *needed_next)


def _own(
    asked: Question, selected: Sequence[Selected], candidates: Sequence[Candidate], on: date
) -> list[Candidate]:
    """Of each document of the topic's own that applies where those quoted do, the nearest
    sentence; of what is quoted for the topic nothing is looked for again."""
    first = selected[0].candidate.record.metadata
    known = {item.candidate.record.id for item in selected if item.concept is not None}
    nearest: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda c: -c.relevance):
        if (
            one.record.id not in known
            and is_titled(asked, one)
            and are_of_one_place(one.record.metadata, first)
            and not is_no_rule_now(one.record, on)
        ):
            nearest.setdefault(one.record.id, one)
    return list(nearest.values())


def _stating(
    gap: Gap, asked: Question, own: Candidate, units: Sequence[StoredUnit]
) -> Iterator[Selected]:
    """The clause of a document that states a particular, with the items it announces, or with the
    list it is an item of: of several the first with the form of what is asked."""
    stating = [
        at
        for at, stored in enumerate(units)
        if stored.unit.kind is UnitKind.SENTENCE
        and not _OF_THE_DOCUMENT.search(f"{stored.unit.clause}\n{stored.unit.text}")
        and states(gap, asked, stored.unit.text)
        and _speaks_of_the_rest(asked, stored)
        and not (_POINT.match(stored.unit.text) and lead_in(units, at) is None)
    ]
    if not stating:
        return
    best = max(stating, key=lambda at: fit(asked.with_particulars, units[at].unit.text))
    above = lead_in(units, best)
    announcing, *items = with_what_follows(units, best if above is None else units.index(above))
    yield beside(own, announcing)
    yield from (beside(own, item, is_item=True) for item in items)


def _speaks_of_the_rest(asked: Question, stored: StoredUnit) -> bool:
    """Whether a sentence under its headings has what is asked for beyond the topic."""
    form = normalised(f"{stored.unit.headings}{stored.unit.text}")
    return all(any(pair in form for pair in pairs_of(word)) for word in asked.rest.split())
