"""A question becomes a KpiQuery, a clarifying question, a refusal, or is left to others.

The rules stand in the order they are tried; each is one small function. Nothing is guessed
silently: where a word has two readings both are offered, and where something was left unsaid
the catalogue's default is used and printed with the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.query import (
    Dimension,
    KpiQuery,
    Measure,
    Task,
)
from kpi_adapter.question import follow_up, limits, project_questions, scope, views
from kpi_adapter.question.limits import Limit
from kpi_adapter.question.mentions import Lexicon, Mention, Subject
from kpi_adapter.question.slots import Slots, find_slots

SHORT_ENOUGH_TO_FOLLOW = 24
SHORT_ENOUGH_TO_BE_A_NAME = 14


@dataclass(frozen=True)
class Understood:
    """``companion`` is the other scope an unsaid industry could mean."""

    query: KpiQuery
    companion: str | None = None


@dataclass(frozen=True)
class Choice:
    """One reading of an ambiguous word: the question with the word made plain."""

    question: str


@dataclass(frozen=True)
class Unclear:
    """More than one reading; ``word`` is what has them."""

    word: str
    choices: tuple[Choice, ...]
    is_place_or_industry: bool


@dataclass(frozen=True)
class AnotherPlace:
    """Figures of ``place`` are asked for; ``own`` is the same question about this city."""

    place: str
    own: KpiQuery | None
    own_question: str


@dataclass(frozen=True)
class SeveralProjects:
    names: tuple[str, ...]


@dataclass(frozen=True)
class Limited:
    """More is asked than figures tell; ``own`` is the figure beside the refusal."""

    limit: Limit
    own: KpiQuery


Understanding = Understood | Limited | Unclear | AnotherPlace | SeveralProjects | None
ProjectNames = Callable[[], Sequence[str]]


class Reader:
    """Understands questions over one catalogue. Pure: what it needs of the outside (today,
    the ledger's project names the asker may see) is handed in."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lexicon = Lexicon(catalogue)

    def read(
        self,
        question: str,
        *,
        today: date,
        previous: KpiQuery | None = None,
        project_names: ProjectNames = tuple,
    ) -> Understanding:
        """None: the question is not about figures or projects."""
        slots = find_slots(question, self._lexicon, today)
        is_task = slots.has("A_TASK") and not slots.codes(Subject.INDICATOR)
        if is_task or slots.has("TASK_WORDS") or slots.has("POLICY_WORDS"):
            return None
        if previous is not None and _may_follow(slots):
            followed = follow_up.merged(slots, previous, self._catalogue)
            if followed is not None:
                return _within_limits(slots, Understood(followed))
        unclear = self._unclear(slots)
        if unclear is not None:
            return unclear
        named = project_questions.named(slots, project_names)
        if isinstance(named, tuple):
            return SeveralProjects(named)
        if named is not None:
            return Understood(named)
        return self._figures(slots)

    def _figures(self, slots: Slots) -> Understanding:
        catalogue = self._catalogue
        elsewhere = slots.codes(Subject.ELSEWHERE)
        project = project_questions.counted(slots, catalogue)
        if project is not None and not elsewhere:
            return Understood(project)
        query = self._general(slots) or self._about_indicator(slots)
        if query is None:
            return None
        if elsewhere:
            own = slots.text.replace(elsewhere[0], catalogue.city.aliases[0])
            return AnotherPlace(elsewhere[0], query, own)
        companion = scope.companion(slots, query, catalogue)
        return _within_limits(slots, Understood(query, companion))

    def _unclear(self, slots: Slots) -> Unclear | None:
        """An ambiguous word, unless the rest of the question settles it."""
        for mention in slots.mentions:
            if mention.subject is not Subject.AMBIGUITY:
                continue
            word = next(a for a in self._catalogue.ambiguities if a.word == mention.code)
            if _is_within(slots.text, mention, word.longer_words):
                continue
            is_dimension = bool(word.industries or word.regions)
            if is_dimension and _settles_dimension(slots, mention):
                continue
            if not is_dimension and (slots.codes(Subject.INDICATOR) or slots.has("PROJECT")):
                continue
            if not is_dimension and slots.threshold is not None:
                continue
            if not (slots.has("ASKS") or slots.periods):
                continue
            readings = [self._catalogue.industry(code).short + "产业" for code in word.industries]
            readings += [self._catalogue.region(code).name for code in word.regions]
            readings += [self._catalogue.indicator(code).name for code in word.indicators]
            choices = tuple(Choice(_with(slots.text, mention, name)) for name in readings)
            return Unclear(mention.text, choices, is_dimension)
        return None

    def _general(self, slots: Slots) -> KpiQuery | None:
        """Questions about all figures at once: goals at risk, provenance, brief."""
        city = (self._catalogue.city.code,)
        if slots.has("AT_RISK") and slots.has("AT_RISK_OF") and not slots.has("PROJECT"):
            return KpiQuery(Task.AT_RISK, regions=city)
        overall = slots.has("GOALS_OVERALL") and not slots.codes(Subject.INDICATOR)
        if overall and not slots.has("PROJECT"):
            return KpiQuery(Task.AT_RISK, regions=city)
        if slots.has("BRIEF"):
            return KpiQuery(
                Task.BRIEF,
                industries=scope.industries(slots, self._catalogue, None),
                regions=scope.regions(slots, self._catalogue),
                period=slots.period,
            )
        if slots.has("PROVENANCE") and "数据" in slots.text and not slots.codes(Subject.INDICATOR):
            headline = scope.default_indicator(self._catalogue)
            return KpiQuery(
                Task.PROVENANCE,
                headline.code,
                industries=scope.industries(slots, self._catalogue, headline),
                regions=scope.regions(slots, self._catalogue),
                period=slots.period,
            )
        return None

    def _about_indicator(self, slots: Slots) -> KpiQuery | None:
        indicator = scope.indicator(slots, self._catalogue)
        if indicator is None:
            return self._without_indicator(slots)
        if slots.has("DEFINITION"):
            return self._query(slots, indicator).but(task=Task.DEFINITION)
        if indicator.kind is Kind.DUTY:
            # Counted by the supervision of tasks, which knows more than the catalogue.
            return None
        asks = any(slots.has(name) for name in ("ASKS", "PROVENANCE", "COMPARE"))
        asks = asks or bool(slots.periods or slots.by or slots.order or slots.condition)
        # 靖江船舶产值: short and nothing but names is a question as well.
        names = slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)
        asks = asks or (bool(names) and len(slots.text) <= SHORT_ENOUGH_TO_BE_A_NAME)
        return self._query(slots, indicator) if asks else None

    def _without_indicator(self, slots: Slots) -> KpiQuery | None:
        """No indicator was named: the headline one, if the question is plainly of figures."""
        catalogue = self._catalogue
        places = slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)
        if places and slots.has("HOW_IS_IT") and slots.periods and len(slots.periods) == 1:
            return KpiQuery(
                Task.OVERVIEW,
                industries=scope.industries(slots, catalogue, None),
                regions=scope.regions(slots, catalogue),
                period=slots.period,
            )
        several = len(slots.periods) > 1 or views.names_two(slots, catalogue)
        compares = several and slots.has("COMPARE")
        lists = slots.by is not None and (slots.has("EACH") or slots.order or slots.condition)
        grows = bool(slots.changes) and bool(slots.codes(Subject.INDUSTRY))
        falls = slots.condition is not None and slots.condition.measure is Measure.GROWTH
        sized = slots.has("SIZE") and bool(places)
        if slots.by is Dimension.DEPARTMENT or limits.names_another_measure(slots):
            return None
        if compares or lists or grows or falls or sized:
            query = self._query(slots, scope.default_indicator(catalogue))
            return _of_every_headline(query, catalogue) if falls else query
        return None

    def _query(self, slots: Slots, indicator: Indicator) -> KpiQuery:
        catalogue = self._catalogue
        base = KpiQuery(
            Task.VALUE,
            indicator.code,
            tuple(scope.further_indicators(slots, catalogue, indicator)),
            scope.industries(slots, catalogue, indicator),
            scope.regions(slots, catalogue),
            period=slots.period,
            changes=slots.changes,
            goal=scope.goal(slots, indicator),
        )
        for rule in views.RULES:
            found = rule(base, slots, indicator, catalogue)
            if found is not None:
                return found
        return base


def _of_every_headline(query: KpiQuery, catalogue: Catalogue) -> KpiQuery:
    """A condition without an indicator looks through all headline ones."""
    headline = [item.code for item in catalogue.indicators if item.is_headline]
    return query.but(also=tuple(code for code in headline if code != query.indicator))


def _within_limits(slots: Slots, understood: Understood) -> Understood | Limited:
    """A why is answered by the ledger for projects only; an exclusion by nothing."""
    limit = limits.limit_of(slots)
    if understood.query.projects is not None and limit is not limits.Limit.EXCLUSION:
        return understood
    return Limited(limit, understood.query) if limit is not None else understood


def _may_follow(slots: Slots) -> bool:
    return len(slots.text) <= SHORT_ENOUGH_TO_FOLLOW


def _settles_dimension(slots: Slots, ambiguous: Mention) -> bool:
    """A place beside it makes it an industry; another industry beside it, one of a list."""
    del ambiguous
    return bool(slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY))


def _is_within(text: str, mention: Mention, longer_words: Sequence[str]) -> bool:
    """高新 of 高新技术企业 is no word of its own."""
    return any(
        0 <= text.find(longer, max(0, mention.end - len(longer))) <= mention.start
        for longer in longer_words
    )


def _with(text: str, mention: Mention, name: str) -> str:
    return text[: mention.start] + name + text[mention.end :]
