"""工业投资是不是垫底, 产值排第几: a rank is asked for, and not said of whom. Pure.

The one who asks means a place or an industry of their own; to name the last of all would be
taken for yes or no.
"""

from __future__ import annotations

import re

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.query import Dimension, KpiQuery, Measure
from kpi_adapter.question import scope, signals
from kpi_adapter.question.held_after import ONE_FIGURE
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.understood import Choice, RankOfWhom
from kpi_adapter.question.unread import unread_words

_WHOSE = re.compile(r"第几|名次")
_ASKED_BEFORE_IT = re.compile(
    r"(?:是不是|是否|有没有|算不算|还是|能不能|会不会|是|在|还|也|又|就|都|目前|现在|的|了|[,，])*$"
)
_OF_WHOM = re.compile(r"^(?:那|请问|我们|咱们|我市|全市|咱|我|的)+")
_SAYS_A_RATE = re.compile(r"增速|增长|增幅|同比")


def rank_of_whom(
    slots: Slots, catalogue: Catalogue, previous: KpiQuery | None = None
) -> RankOfWhom | None:
    """Asked back with the two lists; None where somebody is named, or all are asked about. After
    a figure of the whole city, 是不是垫底 asks it of that figure."""
    codes = slots.codes(Subject.INDICATOR)
    before = _figure_before(previous, catalogue) if not codes else None
    if slots.order is None or len(codes) + (before is not None) != 1:
        return None
    if slots.by is not None or slots.has("EACH") or not _asks_whose(slots.text):
        return None
    indicator = before or catalogue.indicator(codes[0])
    is_of_time = slots.has("BY_MONTH") or slots.has("TREND") or len(slots.periods) > 1
    if is_of_time or indicator.kind is not Kind.FLOW or _names_somebody(slots, catalogue):
        return None
    if unread_words(slots):
        return None
    ranked = (before.name if before else "") + _without_the_question(slots)
    if slots.order.by is Measure.GROWTH and not _SAYS_A_RATE.search(ranked):
        ranked += "增速"
    return RankOfWhom(tuple(Choice(f"{of}{ranked}排名") for of in _lists(indicator)))


def _figure_before(previous: KpiQuery | None, catalogue: Catalogue) -> Indicator | None:
    if previous is None or previous.task not in ONE_FIGURE or previous.indicator is None:
        return None
    is_of_all = previous.regions == (catalogue.city.code,)
    is_of_all = is_of_all and not set(previous.industries) & set(catalogue.leading_group.members)
    return catalogue.indicator(previous.indicator) if is_of_all else None


def _asks_whose(text: str) -> bool:
    is_asked = scope.wants_yes_or_no(text) or _WHOSE.search(text) is not None
    return is_asked and scope.WHICH_ONES.search(_WHOSE.sub("", text)) is None


def _lists(indicator: Indicator) -> tuple[str, ...]:
    # What is published of all industry together is no list of the five.
    is_of_all = indicator.place_scope is None
    return ("各区",) if is_of_all or indicator.per is Dimension.REGION else ("各区", "各产业")


def _names_somebody(slots: Slots, catalogue: Catalogue) -> bool:
    """A place or an industry that is one of several; the city and the five are not."""
    members = catalogue.leading_group.members
    places = set(slots.codes(Subject.REGION)) - {catalogue.city.code}
    named = any(code in members for code in slots.codes(Subject.INDUSTRY))
    return named or bool(places or slots.codes(Subject.ELSEWHERE))


def _without_the_question(slots: Slots) -> str:
    """The figure and its time: neither what is asked of them nor whose they are."""
    found = signals.RANKING.search(slots.text)
    signs = list(slots.text if found is None else slots.text[: found.start()])
    for mention in slots.mentions:
        if mention.subject in (Subject.REGION, Subject.INDUSTRY) and mention.end <= len(signs):
            signs[mention.start : mention.end] = [""] * (mention.end - mention.start)
    said = _OF_WHOM.sub("", _ASKED_BEFORE_IT.sub("", "".join(signs)))
    return re.sub(r"排$", "", said)
