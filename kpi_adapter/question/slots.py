"""The parts of one question, found once and passed to whoever decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kpi_adapter.period import Period
from kpi_adapter.query import Change, Condition, Dimension, Measure, Milestone, Order, Stated
from kpi_adapter.question import signals, sizes
from kpi_adapter.question.claims import Claim, find_claim, find_claim_of_times
from kpi_adapter.question.days_ahead import DaysAhead, find_days_ahead
from kpi_adapter.question.exclusions import Exclusion, find_exclusion
from kpi_adapter.question.goals import Goal, find_goal
from kpi_adapter.question.mentions import Lexicon, Mention, Subject, normalised
from kpi_adapter.question.odd_periods import OddPeriod, find_odd_period
from kpi_adapter.question.period_words import PeriodMention, find_periods
from kpi_adapter.question.sizes import Threshold
from kpi_adapter.question.stated import find_stated

# 百亿项目 are projects of that size, not the companies called 百亿.
_OF_PROJECTS = re.compile(r"(?:级|元|以上|的)*项目")
_WHOLE_NAME = re.compile(r".{2,}[区市县]")
READ = "_"
COUNTED_UNITS = frozenset({"个", "家", "件"})
# 不是化工是装备, 错了,是兴化: only what it is put right to is asked.
_CORRECTION = re.compile(
    r"^(?:(?:我)?[说打写搞弄]?错了?|不对|不好意思)?[,。!]*"
    r"(?:(?:我(?:说|问|要|指)的|我是[说问]|应该|而)*(?<!是)不是[^,。?是]{1,10}[,。]?)?"
    r"(?:我(?:说|问|要|指)的是|我是[说问]|应该是|而是|(?<=[错对了,])是|(?<=[^是])是(?=[^不]))(?=.)"
)


@dataclass(frozen=True)
class Slots:
    """``corrects``: it puts right what was said before (我说的是…). ``counted`` is a bound on a
    count (超过100个). The name a list is held against (产值比靖江高的区) is in its ``claim`` and
    ``condition``, and no mention. ``mentions`` hold nothing of what
    ``exclusion`` leaves out; ``today`` is the business date."""

    text: str
    corrects: bool
    today: date
    mentions: tuple[Mention, ...]
    exclusion: Exclusion | None
    odd_period: OddPeriod | None
    periods: tuple[PeriodMention, ...]
    threshold: Threshold | None
    counted: Threshold | None
    goal: Goal | None
    condition: Condition | None
    changes: tuple[Change, ...]
    order: Order | None
    by: Dimension | None
    milestone: Milestone | None
    claim: Claim | None = None
    ahead: DaysAhead | None = None
    stated: Stated | None = None

    @property
    def excluded(self) -> tuple[Exclusion, ...]:
        return (self.exclusion,) if self.exclusion is not None else ()

    def codes(self, subject: Subject) -> tuple[str, ...]:
        """Distinct codes of one kind, in the order mentioned."""
        return tuple(dict.fromkeys(m.code for m in self.mentions if m.subject is subject))

    @property
    def days(self) -> tuple[str, ...]:
        """还有一个月竣工: the first and the last day of it."""
        ahead = self.ahead
        return (ahead.first.isoformat(), ahead.last.isoformat()) if ahead is not None else ()

    @property
    def period(self) -> Period | None:
        return self.periods[0].period if self.periods else None

    @property
    def is_monthly_mean(self) -> bool:
        """月均产值: of one amount, held against nothing; a list of means is not kept."""
        amounts = [mention for mention in self.mentions if mention.unit == "亿元"]
        several = (Subject.INDICATOR, Subject.REGION, Subject.INDUSTRY)
        is_one = len(amounts) == 1 and not any(len(self.codes(of)) > 1 for of in several)
        is_plain = self.by is None and self.order is None and self.condition is None
        turns = ("COMPARE", "SHARE", "TARGET", "TREND", "SUM")
        is_plain = is_plain and self.goal is None and len(self.periods) < 2
        is_plain = is_plain and not any(self.has(turn) for turn in turns)
        return is_one and is_plain and self.has("PER_MONTH")

    @property
    def compares(self) -> bool:
        """比, 相差, 谁高; or one name is held against another."""
        return self.has("COMPARE") or self.claim is not None

    def has(self, pattern_name: str) -> bool:
        """Whether a signal of `question.signals` stands in the text."""
        found = getattr(signals, pattern_name).search(self.text)
        return found is not None


def find_slots(question: str, lexicon: Lexicon, today: date) -> Slots:
    said = normalised(question)
    text = _CORRECTION.sub("", said)
    masked = _without_whole_names(text, lexicon)
    by = signals.find_dimension(masked)
    mentions = lexicon.find(_without_dimension_words(text, masked))
    exclusion = find_exclusion(text, mentions)
    if exclusion is not None:
        mentions = [mention for mention in mentions if mention not in exclusion.left_out]
    ahead = find_days_ahead(text, today)
    periods = tuple(
        period
        for period in find_periods(text, today)
        if ahead is None or period.end <= ahead.start or ahead.end <= period.start
    )
    threshold = _outside(sizes.find_threshold(text), mentions, text)
    condition = sizes.find_condition(text, threshold) or _in_percent(text, mentions)
    order = signals.find_order(text)
    claim = _claim(text, mentions, periods, by) if condition is None else None
    if claim is not None and claim.is_of_list and claim.bound is not None:
        # 产值比靖江高的区: a list of the others.
        mentions = [mention for mention in mentions if mention.code != claim.reference]
        measure = Measure.GROWTH if signals.GROWTH.search(text) else Measure.AMOUNT
        condition = Condition(measure, claim.bound, 0.0, claim.reference)
        order = order if signals.RANKING.search(text) else None
    return Slots(
        text=text,
        corrects=text != said,
        today=today,
        mentions=tuple(mentions),
        exclusion=exclusion,
        odd_period=find_odd_period(text),
        periods=periods,
        threshold=threshold,
        counted=sizes.find_counted(text),
        goal=find_goal(text),
        condition=condition,
        changes=signals.find_changes(text),
        order=order,
        by=by,
        milestone=ahead.milestone if ahead is not None else signals.find_milestone(text),
        claim=claim,
        ahead=ahead,
        stated=find_stated(text, mentions) if by is None and claim is None else None,
    )


def _in_percent(text: str, mentions: Sequence[Mention]) -> Condition | None:
    """What 80% means of the indicators named: of counts, how much of their plan was done; of a
    figure that is in %, the figure itself; of amounts nothing unless a rate is said."""
    units = {mention.unit for mention in mentions if mention.subject is Subject.INDICATOR}
    if not units or (signals.SHARE.search(text) and units != {"%"}):
        return None
    if units == {"%"}:
        return sizes.find_level(text)
    return sizes.find_completion(text) if units <= COUNTED_UNITS else None


def _claim(
    text: str, mentions: Sequence[Mention], periods: Sequence[PeriodMention], by: Dimension | None
) -> Claim | None:
    """One name held against another, both of one time; shares are held against nothing."""
    if signals.SHARE.search(text):
        return None
    of_times = find_claim_of_times(text, mentions, periods) if by is None else None
    claim = of_times or find_claim(text, mentions, by)
    if claim is None or (len(periods) > 1 and of_times is None):
        return None
    if claim.bound is None and not claim.is_of_measures and signals.GROWTH.search(text):
        # Rates are held against each other in points.
        return None
    return None if any(period.start == claim.end for period in periods) else claim


def _without_whole_names(text: str, lexicon: Lexicon) -> str:
    """The 区 of 高港区有哪些项目 is its own, and asks for no list of places."""
    for mention in lexicon.find(text):
        if mention.subject is Subject.REGION and _WHOLE_NAME.fullmatch(mention.text):
            text = text[: mention.start] + READ * len(mention.text) + text[mention.end :]
    return text


def _without_dimension_words(text: str, masked: str) -> str:
    """各市区 is all places, not the 市区 of four; blank it so that the scan keeps positions."""
    for found in signals.BY_REGION.finditer(masked):
        text = text[: found.start()] + READ * len(found[0]) + text[found.end() :]
    return text


def _outside(
    threshold: Threshold | None, mentions: Iterable[Mention], text: str
) -> Threshold | None:
    """The 百亿 of 百亿企业 belongs to the indicator's name, not to a threshold."""
    if threshold is None:
        return None
    if _OF_PROJECTS.match(text, threshold.end):
        return threshold
    inside = any(
        mention.subject is Subject.INDICATOR
        and mention.start < threshold.end
        and threshold.start < mention.end
        and mention.text.startswith(
            ("百亿", "100亿", "超100", "超百", "过百", "1000亿", "500亿", "千亿", "五百亿")
        )
        for mention in mentions
    )
    return None if inside else threshold
