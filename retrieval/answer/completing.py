"""Making a selection whole: a list with its items, a heading with its text, an article entire."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.answer.bounds import (
    after_the_list,
    cases_beside,
    referred_to,
    rest_of_the_sentence,
    told_below,
)
from retrieval.answer.candidate import Candidate, Selected
from retrieval.answer.excluding import asks_for_both_of, excluding
from retrieval.answer.finding import Finder
from retrieval.answer.fit import fit, holding, unstated
from retrieval.answer.naming_parts import (
    headed,
    office_asked,
    where_to_turn,
    words_of_a_heading,
)
from retrieval.answer.passages import (
    addresses_asked,
    are_all_required,
    heading_needed,
    is_heading,
    lead_in,
    outline_under,
    place_of,
    provision_of,
    sentences_of,
    table_head,
    turning_heading,
    under_its_label,
    unit_of_the_table,
    what_turns_it_round,
    with_what_follows,
)
from retrieval.answer.ranges import of_the_case
from retrieval.documents.structure import UnitKind
from retrieval.index.live_index import LiveIndex
from retrieval.results import Gap
from retrieval.search.measure import is_set_by, lays_down_for_all, sum_asked
from retrieval.search.question import Need, Question
from retrieval.store import DocumentRecord, StoredUnit
from retrieval.text_form import normalised

_GRANTS = re.compile(r"资助|奖励|补贴|补助|贴息|奖补|减免")
_MOST_ITEMS = 40
_AS_MUCH = 0.15
_MOST_OF_A_CLAUSE = 5
_NEVER_CUT = 1_200  # characters; a message holds 6000 bytes with all that is said around them
_MOST_OF_AN_OFFICE = 3
_ON_NO_PARTICULAR = frozenset({Need.SUPPORT, Need.REQUIREMENT, Need.LIST})
_MOST_HEADINGS = 30
_DOCUMENTS_LOOKED_AT = 3
# Headings are listed for a question whose topic they, and the titles above them, name this fully.
_NAMES_THE_TOPIC = 0.8
_NAMES_IT_BETTER = 0.05
_SHORTEST_TOPIC = 3
_HOW_MANY_PARTS = re.compile(
    r"[有分包括]*(?:哪)?[几多][少]?(?:个方面|大方面|大项|大类|条|项|点|个?部分)"
)
_BEFORE_A_TITLE = re.compile(r"^[(（]?[一二三四五六七八九十]+[)）]?[、.．]?")
_LIST_WORDS = re.compile(r"政策|措施|办法|内容|规定|哪几|几[项条个]|列一?下|列出|分别|都有|说说")
_ON_THE_WHOLE = re.compile(
    r"(?:主要|大致|大概|全部|基本|核心)(?:内容|意思|精神)|(?:讲|说|写|规定)(?:的|了)?(?:些|点)?(?:什么|啥|哪些)(?:内容|东西)?[了呢啊]?[?。]*$|概要|摘要|梗概|总结一?下|有哪些(?:内容|部分|章节)"
)

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
            units = self._live.units_of(item.candidate.record.id)
            at = place_of(item.candidate.stored, units)
            if item.concept is not None:
                if turning := turning_heading(units, at):
                    whole.setdefault(turning.id, _beside(item.candidate, turning))
                whole.setdefault(len(whole) + (1 << 62), item)
                continue
            above = lead_in(units, at)
            if above is not None and (
                sure.get(above.id, 0.0) >= item.candidate.confidence - _AS_MUCH
                or fit(asked.with_particulars, above.unit.text)
                > fit(asked.with_particulars, units[at].unit.text)
            ):
                # What is asked for is the list, not the one of its points that repeats its words.
                at, above = units.index(above), None
                item = Selected(_beside(item.candidate, units[at]).candidate)
            first, *following = with_what_follows(units, at)
            if above is not None:
                whole.setdefault(above.id, _beside(item.candidate, above))
                if are_all_required(above.unit.text):
                    following += with_what_follows(units, units.index(above))[1:]
            elif heading := table_head(units, at) or heading_needed(units, at):
                for other in (*unit_of_the_table(units, at), heading):
                    whole.setdefault(other.id, _beside(item.candidate, other))
            following += told_below(units, at)
            before, after = rest_of_the_sentence(asked.with_particulars, units, at)
            after = after or under_its_label(asked.text, units, at)
            if above is None:
                # Where the question gives its cases by numbers, those among them.
                case = item.candidate.case
                beside = cases_beside(asked.text, units, at)
                following += [u for u in beside if of_the_case(asked.text, u.unit.text) == case]
            bounding = after_the_list(units, at if above is None else units.index(above))
            is_point = above is not None
            for other in (*referred_to(units, at), *before):
                whole.setdefault(other.id, _beside(item.candidate, other, is_item=is_point))
            whole.setdefault(first.id, replace(item, is_item=is_point))
            for other in after:
                whole.setdefault(other.id, _beside(item.candidate, other, is_item=is_point))
            for other in _to_the_point(asked, first, following)[:_MOST_ITEMS]:
                whole.setdefault(other.id, _beside(item.candidate, other, is_item=True))
            for other in bounding:
                whole.setdefault(other.id, _beside(item.candidate, other))
        if Need.AMOUNT in asked.needs:
            for extra in self._granting(tuple(whole.values())):
                whole.setdefault(extra.candidate.stored.id, extra)
        for extra in self._with_particulars(asked, tuple(whole.values())):
            whole.setdefault(extra.candidate.stored.id, extra)
        for left_out in self._leaving_out(asked, tuple(whole.values())):
            whole.setdefault(left_out.candidate.stored.id, left_out)
        return _as_written(tuple(whole.values()))

    def turned_round(self, selected: Sequence[Selected]) -> tuple[Selected, ...]:
        """The selection, each point after the heading or the sentence that turns it round."""
        whole: dict[int, Selected] = {}
        for item in selected:
            units = self._live.units_of(item.candidate.record.id)
            at = place_of(item.candidate.stored, units)
            for other in what_turns_it_round(units, at):
                whole.setdefault(other.id, _beside(item.candidate, other))
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
            found += [_beside(first, each) for each in stored]
        return found

    def _granting(self, selected: Sequence[Selected]) -> Iterator[Selected]:
        """Beside a measure that grants no money, the next sentence of its clause that does, on
        the same topic: 引进人才给多少钱 is also answered by 按规定给予相应资助."""
        first = next(iter(selected), None)
        if first is None or first.concept is None or first.concept.is_list:
            return
        if any(_GRANTS.search(item.candidate.form) for item in selected):
            return
        for stored in self._live.units_of(first.candidate.record.id):
            unit = stored.unit
            if (
                unit.kind is not UnitKind.SENTENCE
                or unit.clause != first.candidate.stored.unit.clause
            ):
                continue
            form = normalised(unit.text)
            if _GRANTS.search(form) and first.concept.everyday.search(form.lower()):
                yield _beside(first.candidate, stored)
                return

    def _with_particulars(
        self, asked: Question, selected: Sequence[Selected]
    ) -> Iterator[Selected]:
        """The sentences of the same provision, else those for all of the document, that hold what
        is asked for and not yet quoted, or say who lays the amount down."""
        if not selected or selected[0].concept is not None:
            return
        first = selected[0].candidate
        missing = unstated(
            asked.with_particulars, [item.candidate.stored.unit.text for item in selected]
        )
        units = self._live.units_of(first.record.id)
        provision = [
            stored
            for stored in units
            if stored.unit.kind is UnitKind.SENTENCE
            and provision_of(stored) == provision_of(first.stored)
        ]
        for gap in missing:
            found = next(
                (u for u in provision if holding(gap, asked.with_particulars, u.unit.text)), None
            )
            if found is None and gap is Gap.AMOUNT:
                general = self._general_standard(asked, first.record)
                yield from (_beside(first, stored) for stored in general)
                if general:
                    continue
            if found is None and gap is Gap.AMOUNT:
                found = self._setting(asked, first.record, provision)
            if found is None and gap is Gap.CONTACT:
                turn_to = where_to_turn(asked.text, units)
                yield from (_beside(first, stored, is_item=True) for stored in turn_to)
            if found is not None:
                # Of a list by tiers the first tier alone would be another's amount.
                opening = lead_in(units, units.index(found)) or found
                yield _beside(first, opening)
                for point in with_what_follows(units, units.index(opening))[1:]:
                    yield _beside(first, point, is_item=True)

    def _general_standard(self, asked: Question, record: DocumentRecord) -> list[StoredUnit]:
        """The clause that lays down the one sum for all that a document grants, 资助标准为每生每年
        1000元, where the provision quoted names none; what it has for some stands beside it."""
        units = [u for u in self._live.units_of(record.id) if u.unit.kind is UnitKind.SENTENCE]
        laid_down = [u for u in units if lays_down_for_all(asked.text, u.unit.text)]
        if len(laid_down) != 1:
            return []
        clause = [u for u in units if u.unit.clause == laid_down[0].unit.clause]
        return clause if len(clause) <= _MOST_OF_A_CLAUSE else laid_down

    def _setting(
        self, asked: Question, record: DocumentRecord, provision: Sequence[StoredUnit]
    ) -> StoredUnit | None:
        """The sentence that says who lays down an amount that the provision does not state: of
        the provision, else of the document where it names the amount asked for."""
        named = sum_asked(asked.text)
        everywhere = (
            u
            for u in self._live.units_of(record.id)
            if named and u.unit.kind is UnitKind.SENTENCE and named in normalised(u.unit.text)
        )
        return next((u for u in [*provision, *everywhere] if is_set_by(u.unit.text)), None)

    def counted(self, asked: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
        """The headings under the one asked about, where it is asked how many parts it has."""
        if not candidates or not _HOW_MANY_PARTS.search(normalised(asked.text)):
            return ()
        for record in {c.record.id: c.record for c in candidates[:_DOCUMENTS_LOOKED_AT]}.values():
            units = self._live.units_of(record.id)
            for at, stored in enumerate(units):
                own = _BEFORE_A_TITLE.sub("", normalised(stored.unit.text)).rstrip("。")
                is_title = stored.unit.kind is UnitKind.HEADING or is_heading(units, at)
                if is_title and own and normalised(asked.text).startswith(own):
                    parts = outline_under(units, at, most=_MOST_HEADINGS)
                    return tuple(_of(record, unit, is_item=True) for unit in parts)
        return ()

    def clause(self, asked: Question, record: DocumentRecord | None) -> tuple[Selected, ...]:
        """What a question asks for by its number, in the document it means; a part too long to
        quote is given by its headings."""
        addresses = addresses_asked(asked.text)
        if not addresses or record is None:
            return ()
        units = self._live.units_of(record.id)
        for address in addresses:
            found = sentences_of(units, address)
            if len(found) > _MOST_ITEMS // 2:
                at = next(i for i, u in enumerate(units) if u.unit.clause == address or u in found)
                found = outline_under(units, at, most=_MOST_HEADINGS) or found[:_MOST_ITEMS]
            if found:
                is_long = len(found) > 1
                return tuple(_of(record, unit, is_item=is_long) for unit in found)
        return ()

    def contents(self, asked: Question, record: DocumentRecord | None) -> tuple[Selected, ...]:
        """The headings of the document meant, when it is asked what it says on the whole."""
        if record is None or not _ON_THE_WHOLE.search(normalised(asked.text)):
            return ()
        headings = outline_under(self._live.units_of(record.id), None, most=_MOST_HEADINGS)
        return tuple(_of(record, unit, is_item=True) for unit in headings)

    def section(self, asked: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
        """What stands under the one heading that the question names in the heading's own words:
        考核激励怎么完善 means (二)完善考核激励. Nothing where several headings are named alike."""
        words = words_of_a_heading(asked.topic_text)
        if not words or not asked.needs <= _ON_NO_PARTICULAR:
            return ()
        documents = list(dict.fromkeys(c.record.id for c in candidates))[:_DOCUMENTS_LOOKED_AT]
        by_id = {c.record.id: c.record for c in candidates}
        found: list[tuple[DocumentRecord, str]] = []
        for document in documents:
            clauses = headed(words, self._live.units_of(document))
            found += [(by_id[document], clause) for clause in clauses]
        if len(found) != 1:
            return ()
        record, clause = found[0]
        units = sentences_of(self._live.units_of(record.id), clause)
        return tuple(_of(record, unit, is_item=True) for unit in units[:_MOST_ITEMS])

    def office(self, asked: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
        """The sentences that name an office, where the question names that office and no topic:
        市效能办管什么, 经信委电话多少."""
        names = office_asked(asked.topic_text)
        holding_it = [c for c in candidates if any(name in c.form for name in names)]
        if not holding_it:
            return ()
        first = holding_it[0].record.id
        here = [c for c in holding_it if c.record.id == first][:_MOST_OF_AN_OFFICE]
        return tuple(Selected(c, is_item=len(here) > 1) for c in here)

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
        return tuple(_beside(best[1], unit, is_item=True) for unit in best[2])

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


def _of(record: DocumentRecord, stored: StoredUnit, *, is_item: bool) -> Selected:
    """A sentence that was asked for by its place, not found by its words."""
    return Selected(Candidate(stored, record, 1.0, 1.0), is_item=is_item)


def _beside(candidate: Candidate, stored: StoredUnit, *, is_item: bool = False) -> Selected:
    """A sentence of the same document as one that was found."""
    return Selected(
        Candidate(stored, candidate.record, candidate.score, candidate.confidence), is_item=is_item
    )
