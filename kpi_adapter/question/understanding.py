"""A question becomes a KpiQuery, a clarifying question, a refusal, or is left to others.

The rules stand in the order they are tried; each is one small function. Nothing is guessed
silently: where a word has two readings both are offered, and where something was left unsaid
the catalogue's default is used and printed with the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from kpi_adapter.catalogue.model import Catalogue, Kind
from kpi_adapter.query import Dimension, KpiQuery, Task
from kpi_adapter.question import (
    figure_questions,
    follow_up,
    limits,
    of_projects,
    project_questions,
    scope,
    two_sources,
)
from kpi_adapter.question.ambiguous_words import made_plain, unclear_after, unclear_word
from kpi_adapter.question.asked_again import asked_again
from kpi_adapter.question.differences_said import (
    DifferenceSaid,
    find_difference,
    is_answered_by,
    is_stock_of_the_year,
)
from kpi_adapter.question.held_after import ONE_FIGURE, gap_of_claimed, gap_of_two, is_gap_of_unlike
from kpi_adapter.question.held_again import held_again
from kpi_adapter.question.limits import Limit
from kpi_adapter.question.mentions import Lexicon, Subject
from kpi_adapter.question.nothing_named import no_indicator
from kpi_adapter.question.project_questions import ProjectNames
from kpi_adapter.question.rank_of_whom import rank_of_whom
from kpi_adapter.question.settled import unsettled_word
from kpi_adapter.question.sizes import find_completion
from kpi_adapter.question.slots import Slots, find_slots
from kpi_adapter.question.spelling import Spelling
from kpi_adapter.question.understood import (
    AnotherPlace,
    Choice,
    Limited,
    Misspelt,
    SeveralProjects,
    TwoSources,
    Understanding,
    Understood,
    Unread,
)
from kpi_adapter.question.unread import unread_words
from kpi_adapter.question.unread_refusal import tidy, unread_refused

SHORT_ENOUGH_TO_FOLLOW = 24

_RANKED_BY_PACE = re.compile(
    r"(?:进度|进展|推进)?(?:最|更)[快慢好差强弱]|(?:进度|进展|推进).{0,4}(?:排名|排行|垫底|倒数|第一)"
)
# 哪几个没到八成, of the places.
_WHICH_OF_THEM = re.compile(
    r"^(?:那么?)?(?:还有)?哪(?:几个?|些|里)(?:的)?(?=还|没|未|不|超|过|达|在|低|高)"
)


class Reader:
    """Understands questions over one catalogue. Pure: what it needs of the outside (today,
    the ledger's project names the asker may see) is handed in."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lexicon = Lexicon(catalogue)
        self._spelling = Spelling(self._lexicon.words)

    def read(
        self,
        question: str,
        *,
        today: date,
        previous: Sequence[KpiQuery] = (),
        project_names: ProjectNames = tuple,
    ) -> Understanding:
        """None: the question is not about figures or projects. ``previous`` are the queries of
        the conversation, the last one last."""

        def reading(text: str) -> Understanding:
            return self._read(text, today, previous, project_names)

        found = reading(question)
        if not (found is None or isinstance(found, Unread)):
            return found
        return self._respelt(question, today, reading, is_ours=found is not None) or found

    def _respelt(
        self,
        question: str,
        today: date,
        reading: Callable[[str], Understanding],
        *,
        is_ours: bool,
    ) -> Understanding:
        """What the question asks with its slips put right, if then all of it is read."""
        slots = find_slots(question, self._lexicon, today)
        read = [(item.start, item.end) for item in slots.mentions]
        read += [(item.start, item.end) for item in slots.periods]
        restored = self._spelling.restored(slots.text, read)
        if restored is None:
            return None
        found = reading(restored.text)
        if found is None or isinstance(found, Unread):
            return None
        if unread_words(find_slots(restored.text, self._lexicon, today)):
            return None
        if not restored.is_sure:
            return Misspelt(restored.slips, restored.text) if is_ours else None
        return replace(found, slips=restored.slips) if isinstance(found, Understood) else found

    def _read(
        self,
        question: str,
        today: date,
        before: Sequence[KpiQuery],
        project_names: ProjectNames,
    ) -> Understanding:
        previous = _settled(before[-1]) if before else None
        slots = find_slots(question, self._lexicon, today)
        plain = made_plain(slots, self._catalogue)
        if plain is not None:
            return self._read(plain, today, before, project_names)
        said = find_difference(slots)
        if said is not None:
            found = self._read(said.asked, today, before, project_names)
            if found is not None or said.is_lacked:
                return self._with_difference(found, said)
        # 竣工任务 of each district is the plan of those counts, no task somebody owes.
        is_planned_count = slots.by is Dimension.REGION and slots.milestone is not None
        is_task = slots.has("A_TASK") and not slots.codes(Subject.INDICATOR)
        if (is_task and not is_planned_count) or slots.has("TASK_WORDS"):
            return None
        if slots.has("TO_COUNT_AS_ONE"):
            is_of_figure = slots.codes(Subject.INDICATOR) and not slots.has("POLICY_WORDS")
            return Limited(Limit.STANDARD, KpiQuery(Task.VALUE)) if is_of_figure else None
        if slots.has("POLICY_WORDS") and not project_questions.asks_who_leads(
            slots, previous, project_names
        ):
            return None
        if previous is not None and _may_follow(slots):
            slots = self._of_its_plan(slots, previous)
            held = held_again(slots, previous, self._catalogue)
            if held is not None:
                return self._within_limits(held[0], Understood(held[1]))
            again = asked_again(slots, previous)
            if again is not None:
                return again
            earlier = before[-2] if len(before) > 1 else None
            if is_gap_of_unlike(slots, previous, earlier, self._catalogue):
                return Unread((slots.text.rstrip("?"),), "", is_about_projects=False)
            followed = gap_of_two(slots, previous, earlier, self._catalogue)
            followed = followed or gap_of_claimed(slots, previous, self._catalogue)
            followed = followed or follow_up.merged(slots, previous, self._catalogue)
            if followed is not None:
                return slots.odd_period or self._within_limits(slots, Understood(followed))
            asked_on = unclear_after(slots, previous, self._catalogue)
            if asked_on is not None:
                return asked_on
            of_nobody = rank_of_whom(slots, self._catalogue, previous)
            if of_nobody is not None:
                return of_nobody
        return self._afresh(slots, project_names, is_task=is_task)

    def _of_its_plan(self, slots: Slots, previous: KpiQuery) -> Slots:
        """没到80%, after a count and how much of its plan that is: a rate of the same kind."""
        is_listed = slots.by is Dimension.REGION or _WHICH_OF_THEM.search(slots.text) is not None
        if slots.condition is not None or not is_listed:
            return slots
        is_one = previous.task in ONE_FIGURE and previous.indicator is not None
        if not is_one or slots.codes(Subject.INDICATOR):
            return slots
        indicator = self._catalogue.indicator(previous.indicator or "")
        is_count = indicator.kind is Kind.FLOW and indicator.unit == "个"
        bound = find_completion(slots.text) if is_count else None
        return slots if bound is None else replace(slots, condition=bound, by=Dimension.REGION)

    def _afresh(self, slots: Slots, project_names: ProjectNames, *, is_task: bool) -> Understanding:
        """What a question means that goes on with nothing said before."""
        named = project_questions.named(slots, project_names)
        if isinstance(named, tuple):
            return SeveralProjects(named)
        if named is not None:
            return Understood(named)
        unclear = unclear_word(slots, self._catalogue)
        if unclear is not None:
            words = unread_words(slots)
            return unread_refused(slots, words, about_projects=False) if words else unclear
        of_nobody = rank_of_whom(slots, self._catalogue)
        if of_nobody is not None:
            return of_nobody
        understood = self._figures(slots)
        if understood is None:
            return no_indicator(slots, self._catalogue)
        if is_task and isinstance(understood, Understood) and not self._is_count(understood):
            # 各区开工任务谁没完成 asks for no amount.
            return None
        return slots.odd_period or understood

    def _with_difference(self, found: Understanding, said: DifferenceSaid) -> Understanding:
        """What was said of a difference goes with the answer that tells it, and no other."""
        if not isinstance(found, Understood):
            return found
        if is_stock_of_the_year(found.query, self._catalogue):
            # Its answer tells how much it has grown since the end of last year.
            return found
        if not is_answered_by(said, found.query, self._catalogue):
            return Unread((said.words,), "", is_about_projects=False)
        return replace(found, query=found.query.but(stated=said.stated))

    def _is_count(self, understood: Understood) -> bool:
        code = understood.query.indicator
        return code is not None and self._catalogue.indicator(code).unit == "个"

    def _figures(self, slots: Slots) -> Understanding:
        catalogue = self._catalogue
        elsewhere = slots.codes(Subject.ELSEWHERE)
        project = project_questions.counted(slots, catalogue)
        is_definition = slots.has("DEFINITION") and bool(slots.codes(Subject.INDICATOR))
        if project is not None and not elsewhere and not is_definition:
            return self._counted(slots, project)
        query = figure_questions.of_all(slots, catalogue)
        query = query or figure_questions.of_indicator(slots, catalogue)
        if query is None:
            return None
        if _is_unknown_share(slots, query, catalogue):
            return Unread(("占",), slots.text.replace("占", "和", 1), is_about_projects=False)
        if elsewhere:
            city = catalogue.city.aliases[0]
            own = slots.text.replace(elsewhere[0], "" if city in slots.text else city)
            return AnotherPlace(elsewhere[0], query, own)
        companion = scope.companion(slots, query, catalogue)
        within = self._within_limits(
            slots, Understood(query, companion, of_ledger=self._of_ledger(slots, query))
        )
        if isinstance(within, Understood) and _is_share_of_nothing(slots, query, catalogue):
            return Unread(("占",), slots.text.replace("占", "", 1), is_about_projects=False)
        return within

    def _counted(self, slots: Slots, project: KpiQuery) -> Understanding:
        """Projects of the ledger, unless the statistics count the same events."""
        published = two_sources.published_count(slots, project, self._catalogue)
        is_published = published is not None and not slots.has("OF_LEDGER")
        if published is not None and is_published and two_sources.is_of_statistics(slots):
            return self._within_limits(
                slots, Understood(figure_questions.query_of(slots, published, self._catalogue))
            )
        within = self._within_limits(slots, Understood(project))
        pace = _RANKED_BY_PACE.search(slots.text)
        if project.order is not None and pace is not None:
            # The ledger ranks by investment; of pace it keeps no measure.
            rest = tidy(slots.text.replace(pace[0], "", 1))
            return Unread((pace[0],), rest, is_about_projects=True)
        if published is None or slots.has("OF_LEDGER") or not isinstance(within, Understood):
            return within
        query = figure_questions.query_of(slots, published, self._catalogue)
        sources = (two_sources.BY_STATISTICS, two_sources.BY_LEDGER)
        choices = tuple(Choice(two_sources.asked_of(slots, source)) for source in sources)
        return TwoSources(query, choices)

    def _of_ledger(self, slots: Slots, query: KpiQuery) -> str | None:
        if query.indicator is None or query.task in (Task.DEFINITION, Task.PROVENANCE):
            return None
        indicator = self._catalogue.indicator(query.indicator)
        return two_sources.ledger_question(slots, indicator, query.regions, self._catalogue)

    def _within_limits(
        self, slots: Slots, understood: Understood
    ) -> Understood | Limited | Unread | None:
        """A why is answered by the ledger for projects only; an exclusion by what remains."""
        query, limit = understood.query, limits.limit_of(slots)
        is_left_out = slots.exclusion is not None and not query.excluded
        if is_left_out or limit is Limit.EXCLUSION:
            return Limited(Limit.EXCLUSION, query)
        about_projects = query.projects is not None
        if limit is not None and not about_projects:
            return Limited(limit, query)
        word = unsettled_word(slots, query, self._catalogue)
        if word is not None:
            rest = tidy(slots.text.replace(word, "", 1))
            return Unread((word,), rest, is_about_projects=about_projects)
        words = unread_words(slots) or of_projects.of_query(slots, query)
        return unread_refused(slots, words, about_projects=about_projects) if words else understood


def _is_unknown_share(slots: Slots, query: KpiQuery, catalogue: Catalogue) -> bool:
    """产值占GDP比重: of two indicators between which no quotient is kept."""
    if len(slots.codes(Subject.INDICATOR)) < 2 or not slots.has("QUOTIENT"):
        return False
    return query.indicator is None or catalogue.indicator(query.indicator).kind is not Kind.RATIO


def _is_share_of_nothing(slots: Slots, query: KpiQuery, catalogue: Catalogue) -> bool:
    """GDP占多大比重: of which whole was not said, and none goes without saying."""
    is_value = query.task is Task.VALUE and query.indicator is not None
    if not (is_value and slots.has("QUOTIENT")):
        return False
    return catalogue.indicator(query.indicator or "").kind is Kind.FLOW


def _settled(query: KpiQuery) -> KpiQuery:
    """What a figure was said to be, or was held against, is settled by its answer."""
    is_one = query.task in ONE_FIGURE
    return query.but(stated=None, condition=None if is_one else query.condition)


def _may_follow(slots: Slots) -> bool:
    return len(slots.text) <= SHORT_ENOUGH_TO_FOLLOW
