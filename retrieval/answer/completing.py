"""Making a selection whole: a list with its items, a heading with its text, an article entire."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from retrieval.answer.addressing import provision_of
from retrieval.answer.bounds import (
    after_the_list,
    cases_beside,
    referred_to,
    rest_of_the_sentence,
    told_below,
)
from retrieval.answer.candidate import Candidate, Selected, beside
from retrieval.answer.excluding import asks_for_both_of, excluding
from retrieval.answer.finding import Finder
from retrieval.answer.fit import fit, unstated
from retrieval.answer.lists import (
    are_all_required,
    below_the_points,
    lead_in,
    outline_under,
    takes_up_a_list,
    with_what_follows,
)
from retrieval.answer.particulars import granting, with_particulars
from retrieval.answer.passages import (
    heading_needed,
    place_of,
    table_head,
    turning_heading,
    under_its_label,
    unit_of_the_table,
    what_turns_it_round,
)
from retrieval.answer.ranges import of_the_case
from retrieval.documents.structure import UnitKind
from retrieval.index.live_index import LiveIndex
from retrieval.results import Gap
from retrieval.search.needs import Need
from retrieval.search.question import Question
from retrieval.store import DocumentRecord, StoredUnit

_MOST_ITEMS = 40
_AS_MUCH = 0.15
_NEVER_CUT = 1_200  # characters; a message holds 6000 bytes with all that is said around them
_MOST_HEADINGS = 30
_DOCUMENTS_LOOKED_AT = 3
# Headings are listed for a question whose topic they, and the titles above them, name this fully.
_NAMES_THE_TOPIC = 0.8
_NAMES_IT_BETTER = 0.05
_SHORTEST_TOPIC = 3
_LIST_WORDS = re.compile(r"政策|措施|办法|内容|规定|哪几|几[项条个]|列一?下|列出|分别|都有|说说")

_SHORT_PARTICULARS = frozenset({Gap.DEADLINE, Gap.CONTACT})
_ASKS_FOR_ITEMS = frozenset({Need.LIST, Need.CONDITION, Need.MATERIAL})


class Completing:
    """Looks at the whole document of what was selected."""

    def __init__(self, live: LiveIndex, finder: Finder) -> None:
        self._live = live
        self._finder = finder

    def completed(
        self, asked: Question, selected: Sequence[Selected], candidates: Sequence[Candidate]
    ) -> tuple[Selected, ...]:
        """The selection with what belongs to its sentences, nothing twice; where a list is asked
        for and a heading names its subject, what stands under that heading."""
        if selected and all(item.concept is None for item in selected):
            documents = {item.candidate.record.id for item in selected}
            here = [c for c in candidates if c.record.id in documents]
            if listed := self._outline(asked, here):
                return listed
        sure = {c.stored.id: c.confidence for c in candidates}
        whole: dict[int, Selected] = {}
        for item in selected:
            if item.concept is None:
                for part in self._with_its_own(asked, item, sure):
                    whole.setdefault(part.candidate.stored.id, part)
                continue
            units = self._live.units_of(item.candidate.record.id)
            if turning := turning_heading(units, place_of(item.candidate.stored, units)):
                whole.setdefault(turning.id, beside(item.candidate, turning))
            whole.setdefault(len(whole) + (1 << 62), item)
        if Need.AMOUNT in asked.needs:
            for extra in granting(self._live, tuple(whole.values())):
                whole.setdefault(extra.candidate.stored.id, extra)
        for extra in with_particulars(self._live, asked, tuple(whole.values())):
            whole.setdefault(extra.candidate.stored.id, extra)
        for left_out in self._leaving_out(asked, tuple(whole.values())):
            whole.setdefault(left_out.candidate.stored.id, left_out)
        return _as_written(tuple(whole.values()))

    def _with_its_own(
        self, asked: Question, item: Selected, sure: Mapping[int, float]
    ) -> list[Selected]:
        """A sentence selected, with what is above it, before, after and below it that it is not
        whole without, in the order in which they are quoted; `sure` is the confidence of each
        sentence found."""
        candidate = item.candidate
        units = self._live.units_of(candidate.record.id)
        at = place_of(candidate.stored, units)
        above = _announcing(units, at, candidate.record.text)
        if above is not None and (
            sure.get(above.id, 0.0) >= candidate.confidence - _AS_MUCH
            or fit(asked.with_particulars, above.unit.text)
            > fit(asked.with_particulars, units[at].unit.text)
        ):
            # What is asked for is the list, not the one of its points that repeats its words.
            at, above = units.index(above), None
            candidate = beside(candidate, units[at]).candidate
            item = Selected(candidate)
        opening = at if above is None else units.index(above)
        points = with_what_follows(units, opening)[1:]
        below = {unit.id for unit in below_the_points(candidate.record.text, points)}
        is_point = above is not None and units[at].id not in below
        before, after = rest_of_the_sentence(asked.with_particulars, units, at)
        after = after or under_its_label(asked.text, units, at)
        following = _following(asked, candidate.case, units, at, above)
        listed = _to_the_point(asked, units[at], following)[:_MOST_ITEMS]
        return [
            *(beside(candidate, unit) for unit in _stands_under(units, at, above)),
            *(beside(candidate, u, is_item=is_point) for u in (*referred_to(units, at), *before)),
            replace(item, is_item=is_point),
            *(beside(candidate, unit, is_item=is_point) for unit in after),
            *(beside(candidate, unit, is_item=unit.id not in below) for unit in listed),
            *(beside(candidate, unit) for unit in after_the_list(units, opening)),
        ]

    def turned_round(self, selected: Sequence[Selected]) -> tuple[Selected, ...]:
        """The selection, each point after the heading or the sentence that turns it round."""
        whole: dict[int, Selected] = {}
        for item in selected:
            units = self._live.units_of(item.candidate.record.id)
            at = place_of(item.candidate.stored, units)
            for other in what_turns_it_round(units, at):
                whole.setdefault(other.id, beside(item.candidate, other))
            whole.setdefault(len(whole) + (1 << 62), item)
        return tuple(whole.values())

    def _leaving_out(self, asked: Question, selected: Sequence[Selected]) -> list[Selected]:
        """What the document quoted first leaves out, where the question names it."""
        if not selected or selected[0].concept is not None or Need.LIST in asked.needs:
            return []
        quoted = list({i.candidate.record.id: i.candidate for i in selected}.values())
        found: list[Selected] = []
        for first in quoted if asks_for_both_of(asked.text) else quoted[:1]:
            units = self._live.units_of(first.record.id)
            chosen = [i.candidate for i in selected if i.candidate.record.id == first.record.id]
            title = first.record.metadata.title.value or ""
            stored = excluding(asked.official_text, title, units, [c.stored for c in chosen])
            found += [beside(first, each) for each in stored]
        return found

    def _outline(self, asked: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
        """The headings under the one whose title is the topic, when a list is asked for."""
        if Need.LIST not in asked.needs:
            return ()
        topic = _LIST_WORDS.sub("", asked.topic_text).replace(" ", "")
        if len(topic) < _SHORTEST_TOPIC:
            return ()
        best: tuple[float, Candidate, list[StoredUnit]] | None = None
        seen: set[str] = set()
        for candidate in candidates:
            if candidate.record.id in seen or len(seen) == _DOCUMENTS_LOOKED_AT:
                continue
            seen.add(candidate.record.id)
            found = self._outlined(topic, candidate.record)
            if found and (best is None or found[0] > best[0]):
                best = (found[0], candidate, found[1])
        if best is None:
            return ()
        return tuple(beside(best[1], unit, is_item=True) for unit in best[2])

    def _outlined(
        self, topic: str, record: DocumentRecord
    ) -> tuple[float, list[StoredUnit]] | None:
        units = self._live.units_of(record.id)
        title = record.metadata.title.value or ""
        root = self._finder.coverage(topic, title)
        best, at = root, None
        known: dict[str, float] = {}  # the rows of a table have one heading
        for number, stored in enumerate(units):
            if stored.unit.kind is not UnitKind.HEADING and not stored.unit.headings:
                continue
            own = stored.unit.text if stored.unit.kind is UnitKind.HEADING else ""
            path = f"{title}\n{stored.unit.headings}\n{own}"
            if path not in known:
                known[path] = self._finder.coverage(topic, path)
            covered = known[path]
            if covered > best + _NAMES_IT_BETTER:
                best, at = covered, number
        if best < _NAMES_THE_TOPIC:
            return None
        listed = outline_under(units, at, most=_MOST_HEADINGS)
        return (best, listed) if len(listed) > 1 else None


def _stands_under(
    units: Sequence[StoredUnit], at: int, above: StoredUnit | None
) -> Sequence[StoredUnit]:
    """What a sentence stands under: what announces it, else its table's head, else the heading
    that it needs."""
    if above is not None:
        return [above]
    heading = table_head(units, at) or heading_needed(units, at)
    return [*unit_of_the_table(units, at), heading] if heading else []


def _following(
    asked: Question,
    case: int,
    units: Sequence[StoredUnit],
    at: int,
    above: StoredUnit | None,
) -> list[StoredUnit]:
    """What stands below a sentence and belongs to it; `above` announces it, if anything does."""
    following = with_what_follows(units, at)[1:]
    if above is None:
        # Where the question gives its cases by numbers, those among them.
        cases = cases_beside(asked.text, units, at)
        of_the_same = [u for u in cases if of_the_case(asked.text, u.unit.text) == case]
        return [*following, *told_below(units, at), *of_the_same]
    if are_all_required(above.unit.text) or takes_up_a_list(units[at].unit.text):
        following += with_what_follows(units, units.index(above))[1:]
    return [*following, *told_below(units, at)]


def _announcing(units: Sequence[StoredUnit], at: int, text: str) -> StoredUnit | None:
    """The sentence that announced the list a sentence is of; none where it stands below the list
    and speaks of something else."""
    above = lead_in(units, at)
    if above is None or takes_up_a_list(units[at].unit.text):
        return above
    points = with_what_follows(units, units.index(above))[1:]
    return None if units[at] in below_the_points(text, points) else above


def _to_the_point(
    asked: Question, announcing: StoredUnit, following: Sequence[StoredUnit]
) -> Sequence[StoredUnit]:
    """The items of a list, unless a time or an office is asked for that none of them states."""
    stated = [announcing.unit.text, *(other.unit.text for other in following)]
    is_beside = _SHORT_PARTICULARS & set(unstated(asked.with_particulars, stated))
    return () if is_beside and not asked.needs & _ASKS_FOR_ITEMS else following


def _as_written(selected: tuple[Selected, ...]) -> tuple[Selected, ...]:
    """The quotations, those of one article together and in its order: what an act is fined comes
    before what follows where it is grave. Of what may have to be cut, the best stays first."""
    size = sum(len(item.candidate.stored.unit.text) for item in selected)
    if size > _NEVER_CUT or any(item.concept for item in selected):
        return selected
    places = [(item.candidate.record.id, provision_of(item.candidate.stored)) for item in selected]
    order = {place: at for at, place in reversed(list(enumerate(places)))}
    keyed = zip(places, selected, strict=True)
    return tuple(
        item for _, item in sorted(keyed, key=lambda k: (order[k[0]], k[1].candidate.stored.id))
    )
