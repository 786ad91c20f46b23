"""The way of a question: screened, understood, searched, selected, composed, checked."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from retrieval.answer import wording
from retrieval.answer.amended import amendments_of
from retrieval.answer.by_place import ByPlace, only_places
from retrieval.answer.candidate import Candidate, Selected
from retrieval.answer.case import (
    Case,
    Records,
    case_of,
    issued_or_named,
    of_what_is_named,
    remarks_on,
    speaking_of,
    takes_its_place_up,
    why_nothing,
)
from retrieval.answer.checking import Source, check
from retrieval.answer.combining import combined
from retrieval.answer.completing import Completing
from retrieval.answer.composing import Draft, compose
from retrieval.answer.document_facts import compose_facts, document_meant, names_another
from retrieval.answer.duty import duty_of, with_the_note
from retrieval.answer.finding import Finder, of_whom_to_call, telling_what_became
from retrieval.answer.former import with_changed_figures
from retrieval.answer.lacking import misses_what_is_asked
from retrieval.answer.naming_parts import names_a_part
from retrieval.answer.of_its_title import with_the_topics_own
from retrieval.answer.of_its_year import of_its_year
from retrieval.answer.penalties import of_penalties, with_the_breach
from retrieval.answer.pointing import (
    asks_for_more,
    names_a_matter,
    noted_of_the_last,
    pointed_at,
    points_at_nothing,
    quoted_in,
)
from retrieval.answer.refusing import OFFERED, clarified, refused, which_document, which_policy
from retrieval.answer.screening import is_chat, screened
from retrieval.answer.screening import off_topic as off_topic_of
from retrieval.answer.selecting import also_in, select
from retrieval.answer.topical import is_on_topic
from retrieval.answer.whose_list import of_whose_list, whose_outline
from retrieval.embedding.embedder import Embedder
from retrieval.index.live_index import LiveIndex, searched_text
from retrieval.results import Outcome, PolicyAnswer, RefusalReason, Turn
from retrieval.search.confidence import LEAST_CONFIDENCE
from retrieval.search.dialect import as_commonly_asked, commonly_said
from retrieval.search.document_facts import names_a_document
from retrieval.search.filters import NO_FILTERS, Filters
from retrieval.search.measure import act_left_undone, asks_for_a_penalty
from retrieval.search.naming import (
    documents_named,
    is_not_meant,
    spoken_of,
    strange_title,
)
from retrieval.search.narrowing import filters_in, level_asked, without_narrowing
from retrieval.search.needs import names_no_matter
from retrieval.search.places import places_in
from retrieval.search.question import Question, stands_alone, understand
from retrieval.search.several import pieces_in, questions_in
from retrieval.store import Store
from retrieval.text_form import normalised

_log = logging.getLogger(__name__)
_LEAST_HELD = 0.25  # of the wording looked for, weighted by rarity
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{3}")
# A message that gives orders is refused as a whole, whatever else it asks.
_NEVER_IN_PART = frozenset({RefusalReason.PROMPT_INJECTION})


class Answering:
    """Answers questions from the stored documents, without any language model."""

    def __init__(self, store: Store, embedder: Embedder, live: LiveIndex) -> None:
        self._store = store
        self._live = live
        self._finder = Finder(store, embedder, live)
        self._completing = Completing(live, self._finder)
        self._by_place = ByPlace(live)

    def answer(
        self, question: str, on: date, previous: Sequence[Turn], filters: Filters
    ) -> PolicyAnswer:
        """Answer on the business date `on`; `previous` are the turns before, oldest first.

        Each question of a message is answered in its turn, leaning on those before it.
        """
        question = commonly_said(question)
        if screened(question) in _NEVER_IN_PART:
            return refused(screened(question) or RefusalReason.PROMPT_INJECTION)
        questions = questions_in(question, self._stands_alone)
        turns = [as_commonly_asked(turn) for turn in previous]
        answers: list[PolicyAnswer] = []
        for one in questions:
            answers.append(self._whole_or_apart(one, on, turns, filters))
            turns += [Turn("user", one), Turn("bot", answers[-1].text)]
        return combined(questions, answers)

    def _whole_or_apart(
        self, question: str, on: date, previous: Sequence[Turn], filters: Filters
    ) -> PolicyAnswer:
        """The answer to a question; where nothing is found for the whole of it, those to its
        pieces: 老字号补助多少，加氢站补贴多少 are of two matters, though neither word is known."""
        ask = partial(self._one, on=on, previous=tuple(previous), filters=filters)
        whole = of_its_year(question, on, self._live.records(), ask)
        pieces = pieces_in(question)
        if whole.refusal is not RefusalReason.NOT_IN_LIBRARY or len(pieces) == 1:
            return whole
        turns, asked = list(previous), list[str]()
        answers: list[PolicyAnswer] = []
        for piece in pieces:
            if answers and not answers[-1].citations and names_no_matter(piece):
                # 找哪个部门 is asked of what was not found just now.
                asked[-1] += f"，{piece}"
                continue
            asked.append(piece)
            ask = partial(self._one, on=on, previous=tuple(turns), filters=filters)
            answers.append(of_its_year(piece, on, self._live.records(), ask))
            turns += [Turn("user", piece), Turn("bot", answers[-1].text)]
        return combined(asked, answers) if any(a.citations for a in answers) else whole

    def questions_in(self, message: str) -> tuple[str, ...]:
        """The questions of a message, in order; the message itself when it asks one thing."""
        return questions_in(message, self._stands_alone)

    def confidence(self, question: str) -> float:
        """The highest confidence in a sentence found for a question; 0 where none is."""
        records = self._live.records()
        industries = [i for record in records.values() for i in record.metadata.industries]
        asked = understand(commonly_said(question), (), industries)
        found = self._finder.candidates(asked, records) if records else []
        return max((candidate.confidence for candidate in found), default=0.0)

    def clauses(self, words: str, among: Collection[str] | None = None) -> list[Candidate]:
        """The sentences that bear on some words, best first, in all documents or in those `among`
        (their ids): those that an answer would be made from."""
        records = self._live.records()
        industries = [i for record in records.values() for i in record.metadata.industries]
        asked = understand(commonly_said(words), (), industries)
        if not records:
            return []
        with self._live.current() as index:
            held = index.lexical.covering(asked.topic_text)

            def bears(candidate: Candidate) -> bool:
                if asked.concepts and is_on_topic(asked, candidate):
                    return True
                # Its document's other sentences make one surer, but it has to say something too.
                own = searched_text(candidate.record, candidate.stored)
                return candidate.confidence >= LEAST_CONFIDENCE and held(own) >= _LEAST_HELD

            found = self._finder.candidates(asked, records, among)
            return [candidate for candidate in found if bears(candidate)]

    def _stands_alone(self, words: str) -> bool:
        """Whether a part of a message names a matter, and is no addition to the part before."""
        industries = [i for r in self._live.records().values() for i in r.metadata.industries]
        return bool(places_in(words)) or stands_alone(words, industries)

    def _one(
        self, question: str, on: date, previous: Sequence[Turn], filters: Filters
    ) -> PolicyAnswer:
        if not normalised(question):
            return refused(RefusalReason.EMPTY_QUESTION)
        if reason := screened(question):
            return refused(reason)
        everything = self._live.records()
        if not everything:
            return refused(RefusalReason.EMPTY_LIBRARY)
        if not _HAN.search(question) and _LATIN.search(question):
            return refused(RefusalReason.NOT_CHINESE)
        if is_chat(question):
            return refused(RefusalReason.SMALL_TALK)
        if previous and asks_for_more(question):
            return self._more(everything, on, previous, filters)
        case = case_of(question, everything, on, previous, filters)
        answer = self._of_case(case, question)
        if answer.refusal is RefusalReason.OUTSIDE_FILTERS:
            return self._outside(case, question)
        return answer

    def _of_case(self, case: Case, question: str) -> PolicyAnswer:
        asked, everything, previous = case.asked, self._live.records(), case.previous
        if asked.is_silent:
            return clarified()
        if nothing_there := points_at_nothing(asked, everything, previous):
            return nothing_there
        if not case.records and not (asked.facts and case.later):
            return refused(RefusalReason.OUTSIDE_FILTERS)
        if strange_title(question, everything.values()):
            return refused(RefusalReason.NOT_IN_LIBRARY)
        if asked.facts:
            return self._about_document(case)
        named = documents_named(asked.text, case.records)
        meant = document_meant(asked, case.records, previous)
        placed = self._by_place.clause(asked, meant) if asked.ordinal is None else ()
        placed = placed or self._by_place.part(asked, whose_outline(asked, case.records, meant))
        if not placed and not asked.concepts and (named or names_a_document(asked.text)):
            placed = self._by_place.contents(asked, meant)
        if not placed and meant is None and only_places(asked):
            return self._of_a_clause_alone(case)
        if placed:
            return self._composed(case, placed)
        if asked.is_bare and not (asked.concepts or named or asked.is_follow_up):
            return which_policy(asked)
        return self._from_text(case, named, off_topic_of(question))

    def _of_a_clause_alone(self, case: Case) -> PolicyAnswer:
        """The clause that a question names and nothing beside it: that of the one document that
        has such a clause; of several, which one is meant is asked."""
        holding = {
            key: record
            for key, record in case.records.items()
            if self._by_place.clause(case.asked, record)
        }
        if len(holding) == 1:
            (record,) = holding.values()
            return self._composed(case, self._by_place.clause(case.asked, record))
        if holding:
            return which_document(case.asked, holding)
        return refused(RefusalReason.NOT_IN_LIBRARY)

    def _outside(self, case: Case, question: str) -> PolicyAnswer:
        """Say what the documents were narrowed to, and which ones answer without it."""
        nothing = refused(RefusalReason.OUTSIDE_FILTERS)
        if case.filters.is_empty:
            return nothing
        wider = without_narrowing(question)
        if not filters_in(wider).is_empty:
            return nothing
        if case.records and not level_asked(question):
            # Whose documents are asked for is no word that they themselves need hold.
            within = case_of(wider, self._live.records(), case.on, case.previous, case.filters)
            answer = self._of_case(within, wider)
            if answer.citations:
                return answer
        answer = self._one(wider, case.on, case.previous, NO_FILTERS)
        beyond = (c.document for c in answer.citations if c.document_id not in case.records)
        titles = list(dict.fromkeys(beyond))
        is_nowhere = answer.refusal is RefusalReason.NOT_IN_LIBRARY
        text = wording.outside(case.filters, titles, bool(case.records), is_nowhere=is_nowhere)
        offered = (wider,) if titles and wider != question else ()
        return replace(nothing, text=text, suggestions=(*offered, *nothing.suggestions)[:OFFERED])

    def _more(
        self, everything: Records, on: date, previous: Sequence[Turn], filters: Filters
    ) -> PolicyAnswer:
        """What the answers to the last question have not quoted yet."""
        at = next(
            (
                i
                for i in reversed(range(len(previous)))
                if previous[i].role == "user" and names_a_matter(previous[i].text)
            ),
            None,
        )
        if at is None:
            return clarified()
        case = case_of(previous[at].text, everything, on, previous[:at], filters)
        shown = {
            place
            for turn in previous[at:]
            if turn.role == "bot"
            for place in quoted_in(turn.text, everything)
        }
        found = self._finder.candidates(case.asked, case.records, case.records)
        fresh = [
            candidate
            for candidate in found
            if (candidate.record.id, candidate.stored.unit.address) not in shown
            and is_on_topic(case.asked, candidate)
        ]
        selected = select(case.asked, fresh, case.day)
        if not selected:
            return PolicyAnswer(Outcome.CLARIFY, wording.NOTHING_MORE)
        return self._composed(case, self._completing.turned_round(selected))

    def _about_document(self, case: Case) -> PolicyAnswer:
        """What a document states about itself; another document than those held is refused."""
        asked = case.asked
        record = document_meant(asked, issued_or_named(case), case.previous)
        if case.elsewhere and record is None:
            return refused(RefusalReason.OTHER_PLACE)
        is_another = record is not None and (
            names_another(asked, record)
            or is_not_meant(asked.text, record.metadata.title.value or "")
        )
        if record is None or is_another:
            if titles := spoken_of(asked.text, case.records.values()):
                wanted = titles if asked.asks_validity else ()
                return self._from_text(case, frozenset(), None, wanted)
            if is_another:
                return refused(RefusalReason.NOT_IN_LIBRARY)
            return which_document(asked, case.records)
        is_issued = record.id in case.records
        if asked.asks_validity and is_issued and (placed := self._by_place.clause(asked, record)):
            # 第六条还有效吗: what has become of the clause is said below its words.
            return self._composed(case, placed)
        # What holds today is told too, by what is held today.
        held = self._live.records() if case.past else case.records
        others = [other for other in held.values() if other.id != record.id]
        units = self._live.units_of(record.id)
        effects = [effect for effect, _ in self._store.effects_of(record.id)]
        today = case.on if case.past else None
        draft = compose_facts(asked, record, units, others, case.day, effects, today)
        return _checked(draft, case)

    def _from_text(
        self,
        case: Case,
        named: frozenset[str],
        off_topic: RefusalReason | None,
        titles: Collection[str] = (),
    ) -> PolicyAnswer:
        asked = of_what_is_named(case.asked, [case.records[key] for key in named])
        within = named or (None if case.filters.is_empty and not case.past else case.records)
        found = self._finder.candidates(asked, case.records, within)
        if (of_another := of_whose_list(asked, found, case)) is not asked:
            asked, case = of_another, replace(case, asked=of_another)
            found = self._finder.candidates(asked, case.records, within)
        candidates = of_whom_to_call(asked, found)
        if titles:
            # What only mentions a document says nothing of whether it still holds.
            candidates = telling_what_became(titles, candidates)
        if asked.places:
            of_there = speaking_of(candidates, asked, case.elsewhere)
            # What was asked of a place before may be told of another, and is then said to be.
            candidates = of_there or (candidates if takes_its_place_up(asked) else [])
        if asked.concepts and level_asked(asked.text):
            # What the state lays down on a matter is not what its documents say in passing.
            candidates = [c for c in candidates if is_on_topic(asked, c)]
        by_number: list[tuple[Candidate, Candidate]] = []
        if asks_for_a_penalty(asked.with_particulars):
            by_number = self._finder.punishing(asked, candidates)
            candidates = of_penalties(asked.with_particulars, candidates, by_number)
            if act := act_left_undone(asked.text):
                candidates = [
                    c for c in candidates if act in self._finder.in_its_list(c.stored)
                ] or candidates
        selected = (
            noted_of_the_last(asked, case.records, self._live, case.previous)
            or self._by_place.counted(asked, candidates)
            or (self._by_place.section(asked, candidates) if names_a_part(asked.text) else ())
            or pointed_at(asked, case.records, self._live, case.previous)
            or self._found(asked, candidates, case.day)
            or self._by_place.section(asked, candidates)
            or self._by_place.office(asked, candidates)
        )
        if not selected:
            return refused(why_nothing(case, off_topic))
        selected = with_the_breach(selected, by_number)
        return self._composed(case, selected, also_in(selected, candidates))

    def _found(
        self, asked: Question, candidates: Sequence[Candidate], on: date
    ) -> tuple[Selected, ...]:
        """The sentences chosen for their words, with all that belongs to them."""
        chosen = self._completing.completed(asked, select(asked, candidates, on), candidates)
        own = with_the_topics_own(asked, chosen, candidates, self._live, on)
        return with_changed_figures(own, candidates, on)

    def _composed(
        self, case: Case, selected: tuple[Selected, ...], copies: Sequence[Candidate] = ()
    ) -> PolicyAnswer:
        asked = case.asked
        today = case.on if case.past else None
        amendments = amendments_of(selected, self._live.records(), case.day)
        quoted_first = selected[0].candidate.record.id
        duty = duty_of(asked, selected, self._live.units_of(quoted_first), case.day)
        selected = with_the_note(asked, selected, duty)
        remarks = remarks_on(case, selected)
        draft = compose(asked, selected, duty, case.day, today, amendments, copies, remarks)
        if misses_what_is_asked(asked, selected, draft.answer.outcome):
            return refused(RefusalReason.NOT_IN_LIBRARY)
        return _checked(draft, case)


def _checked(draft: Draft, case: Case) -> PolicyAnswer:
    sources = {record.id: Source(record.text, record.metadata) for record in draft.records}
    checked = check(draft.answer.text, draft.answer.citations, sources, (case.day, case.on))
    if checked.is_proven:
        return draft.answer
    # Not by what: a number that no source holds may be the asker's own.
    _log.error("policy answer withheld: %s", checked.reason)
    return refused(RefusalReason.UNPROVEN)
