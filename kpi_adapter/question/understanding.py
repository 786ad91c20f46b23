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

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.period import Grain, Month, Period
from kpi_adapter.query import Change, Dimension, KpiQuery, Measure, Task
from kpi_adapter.question import (
    follow_up,
    limits,
    of_projects,
    period_pairs,
    project_questions,
    scope,
    two_sources,
    views,
)
from kpi_adapter.question.limits import Limit
from kpi_adapter.question.mentions import Lexicon, Mention, Subject
from kpi_adapter.question.nothing_named import SHORT_ENOUGH_TO_BE_A_NAME, no_indicator
from kpi_adapter.question.slots import Slots, find_slots
from kpi_adapter.question.spelling import Spelling
from kpi_adapter.question.understood import (
    AnotherPlace,
    Choice,
    Limited,
    Misspelt,
    SeveralProjects,
    TwoSources,
    Unclear,
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
ProjectNames = Callable[[], Sequence[str]]


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
        previous: KpiQuery | None = None,
        project_names: ProjectNames = tuple,
    ) -> Understanding:
        """None: the question is not about figures or projects."""

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
        previous: KpiQuery | None,
        project_names: ProjectNames,
    ) -> Understanding:
        slots = find_slots(question, self._lexicon, today)
        # 竣工任务 of each district is the plan of those counts, no task somebody owes.
        is_planned_count = slots.by is Dimension.REGION and slots.milestone is not None
        is_task = slots.has("A_TASK") and not slots.codes(Subject.INDICATOR)
        if (is_task and not is_planned_count) or slots.has("TASK_WORDS"):
            return None
        if slots.has("POLICY_WORDS") and not project_questions.asks_who_leads(
            slots, previous, project_names
        ):
            return None
        if previous is not None and _may_follow(slots):
            followed = follow_up.merged(slots, previous, self._catalogue)
            if followed is not None:
                return slots.odd_period or _within_limits(slots, Understood(followed))
        named = project_questions.named(slots, project_names)
        if isinstance(named, tuple):
            return SeveralProjects(named)
        if named is not None:
            return Understood(named)
        unclear = self._unclear(slots)
        if unclear is not None:
            words = unread_words(slots)
            return unread_refused(slots, words, about_projects=False) if words else unclear
        understood = self._figures(slots)
        if understood is None:
            return no_indicator(slots, self._catalogue)
        if is_task and isinstance(understood, Understood) and not self._is_count(understood):
            # 各区开工任务谁没完成 asks for no amount.
            return None
        return slots.odd_period or understood

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
        query = self._general(slots) or self._about_indicator(slots)
        if query is None:
            return None
        if _is_unknown_share(slots, query, catalogue):
            return Unread(("占",), slots.text.replace("占", "和", 1), is_about_projects=False)
        if elsewhere:
            city = catalogue.city.aliases[0]
            own = slots.text.replace(elsewhere[0], "" if city in slots.text else city)
            return AnotherPlace(elsewhere[0], query, own)
        companion = scope.companion(slots, query, catalogue)
        return _within_limits(
            slots, Understood(query, companion, of_ledger=self._of_ledger(slots, query))
        )

    def _counted(self, slots: Slots, project: KpiQuery) -> Understanding:
        """Projects of the ledger, unless the statistics count the same events."""
        published = two_sources.published_count(slots, project, self._catalogue)
        is_published = published is not None and not slots.has("OF_LEDGER")
        if published is not None and is_published and two_sources.is_of_statistics(slots):
            return _within_limits(slots, Understood(self._query(slots, published)))
        within = _within_limits(slots, Understood(project))
        pace = _RANKED_BY_PACE.search(slots.text)
        if project.order is not None and pace is not None:
            # The ledger ranks by investment; of pace it keeps no measure.
            rest = tidy(slots.text.replace(pace[0], "", 1))
            return Unread((pace[0],), rest, is_about_projects=True)
        if published is None or slots.has("OF_LEDGER") or not isinstance(within, Understood):
            return within
        query = self._query(slots, published)
        sources = (two_sources.BY_STATISTICS, two_sources.BY_LEDGER)
        choices = tuple(Choice(two_sources.asked_of(slots, source)) for source in sources)
        return TwoSources(query, published.code, choices)

    def _of_ledger(self, slots: Slots, query: KpiQuery) -> str | None:
        if query.indicator is None or query.task in (Task.DEFINITION, Task.PROVENANCE):
            return None
        indicator = self._catalogue.indicator(query.indicator)
        return two_sources.ledger_question(slots, indicator, query.regions, self._catalogue)

    def _unclear(self, slots: Slots) -> Unclear | None:
        """An ambiguous word, unless the rest of the question settles it."""
        if slots.codes(Subject.ELSEWHERE):
            return None
        for mention in slots.mentions:
            if mention.subject is not Subject.AMBIGUITY:
                continue
            word = next(a for a in self._catalogue.ambiguities if a.word == mention.code)
            if _is_within(slots.text, mention, word.longer_words):
                continue
            is_dimension = bool(word.industries or word.regions)
            if is_dimension and _settles_dimension(slots, mention):
                continue
            named = slots.codes(Subject.INDICATOR)
            is_said = bool(named) and (slots.has("SHARE") or set(named) & set(word.indicators))
            if not is_dimension and (is_said or slots.has("PROJECT")):
                continue
            if not is_dimension and slots.threshold is not None:
                continue
            # 医药的产值: nothing but names, and one of them has two meanings.
            is_short = bool(named) and len(slots.text) <= SHORT_ENOUGH_TO_BE_A_NAME
            asks = slots.has("ASKS") or slots.order is not None
            if not (asks or slots.periods or (is_dimension and is_short)):
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
            # How often it is to be done is the plan's; how often it was, the register of work's.
            is_count = slots.has("ASKS") and (bool(slots.periods) or slots.has("WORK_DONE"))
            is_rule = slots.has("WORK_OWED") and not slots.has("WORK_DONE")
            return self._query(slots, indicator) if is_count and not is_rule else None
        asks = any(slots.has(name) for name in ("ASKS", "PROVENANCE", "COMPARE", "PICTURE"))
        asks = asks or bool(slots.periods or slots.by or slots.order or slots.condition)
        asks = asks or bool(slots.changes or slots.excluded or slots.odd_period)
        # 靖江船舶产值: short and nothing but names is a question as well.
        names = slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)
        is_named = bool(names) or indicator.kind in (Kind.FLOW, Kind.RATE, Kind.RATIO)
        asks = asks or (is_named and len(slots.text) <= SHORT_ENOUGH_TO_BE_A_NAME)
        return self._query(slots, indicator) if asks else None

    def _without_indicator(self, slots: Slots) -> KpiQuery | None:
        """No indicator was named: the headline one, if the question is plainly of figures."""
        catalogue = self._catalogue
        places = slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)
        is_short = len(slots.text) <= SHORT_ENOUGH_TO_BE_A_NAME and not unread_words(slots)
        is_one = len(slots.periods) == 1 or (is_short and not slots.periods)
        if places and slots.has("HOW_IS_IT") and is_one:
            return KpiQuery(
                Task.OVERVIEW,
                industries=scope.industries(slots, catalogue, None),
                regions=scope.regions(slots, catalogue),
                period=slots.period,
            )
        several = len(slots.periods) > 1 or views.names_two(slots, catalogue)
        compares = several and slots.has("COMPARE")
        is_group = slots.codes(Subject.INDUSTRY) == (catalogue.leading_group.code,)
        is_list = slots.has("EACH") or slots.order or slots.condition
        lists = (slots.by is not None or (is_group and slots.has("ASKS"))) and is_list
        grows = bool(slots.changes) and bool(slots.codes(Subject.INDUSTRY))
        falls = slots.condition is not None and slots.condition.measure is Measure.GROWTH
        sized = slots.has("SIZE") and bool(places)
        # 化工为什么下滑: refused as a why, beside the figure that was published.
        sized = sized or (bool(places) and slots.has("GROWTH") and slots.has("REASON"))
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
            period=_period(slots, indicator),
            changes=slots.changes,
            goal=scope.goal(slots, indicator),
        )
        one_month = base.period is not None and base.period.grain is Grain.MONTH
        if slots.is_monthly_mean and indicator.kind is Kind.FLOW and not one_month:
            return base.but(changes=(), is_monthly_mean=True)
        is_stock = indicator.kind is Kind.SNAPSHOT
        stock = period_pairs.stock_against(slots) if is_stock else None
        if stock is not None:
            now, then = stock
            if then is not None:
                return base.but(task=Task.COMPARE, period=now, against=then, changes=())
            if slots.by is None and slots.order is None:
                return base.but(period=now)
        same_months = period_pairs.same_months_last_year(slots, is_stock=is_stock)
        if same_months is not None and slots.by is None:
            pair = base.but(task=Task.COMPARE, period=same_months[0], against=same_months[1])
            return pair.but(changes=())
        rates = period_pairs.rates_of_two_periods(slots)
        if rates is not None and slots.by is None:
            changes = (Change.YEAR_ON_YEAR,)
            return base.but(task=Task.COMPARE, period=rates[0], against=rates[1], changes=changes)
        for rule in views.RULES:
            found = rule(base, slots, indicator, catalogue)
            if found is not None:
                return found
        return base


def _of_every_headline(query: KpiQuery, catalogue: Catalogue) -> KpiQuery:
    """A condition without an indicator looks through all headline ones, unless it is held
    against the whole, whose rate is that of one indicator."""
    if query.condition is not None and query.condition.reference is not None:
        return query
    headline = [item.code for item in catalogue.indicators if item.is_headline]
    return query.but(also=tuple(code for code in headline if code != query.indicator))


def _is_unknown_share(slots: Slots, query: KpiQuery, catalogue: Catalogue) -> bool:
    """产值占GDP比重: of two indicators between which no quotient is kept."""
    if len(slots.codes(Subject.INDICATOR)) < 2 or not slots.has("QUOTIENT"):
        return False
    return query.indicator is None or catalogue.indicator(query.indicator).kind is not Kind.RATIO


def _period(slots: Slots, indicator: Indicator) -> Period | None:
    """环比 of nothing said, or of a running year, is that of the newest month."""
    period = slots.period
    runs = period is None or period.grain is Grain.CUMULATIVE
    if Change.ON_PREVIOUS not in slots.changes or not (runs and indicator.has_months):
        return period
    if period is not None and not period.open_end:
        return Period.month(period.last)
    month = Month.of(slots.today)
    return Period(Grain.MONTH, month, month, open_end=True)


def _within_limits(slots: Slots, understood: Understood) -> Understood | Limited | Unread | None:
    """A why is answered by the ledger for projects only; an exclusion by what remains."""
    query, limit = understood.query, limits.limit_of(slots)
    is_left_out = slots.exclusion is not None and not query.excluded
    if is_left_out or limit is Limit.EXCLUSION:
        return Limited(Limit.EXCLUSION, query)
    about_projects = query.projects is not None
    if limit is not None and not about_projects:
        return Limited(limit, query)
    words = unread_words(slots) or of_projects.of_query(slots, query)
    return unread_refused(slots, words, about_projects=about_projects) if words else understood


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
