"""泰兴产值比靖江多500亿吧, 产值增长了100亿, 泰兴和靖江产值是2979亿吧: a number that is said of a
difference, or of several together. Pure.

Each is the question how much it is (比靖江多多少, 比去年同期多多少, 合计多少), and a number to hold
against the answer. Read as a bound it would be one on each of the names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from kpi_adapter.catalogue.model import Catalogue, Kind
from kpi_adapter.query import KpiQuery, Measure, Stated, Task
from kpi_adapter.question.comparisons import AGAINST
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.numerals import NUMBER, is_vague, last_place, read_number
from kpi_adapter.question.sizes import AMOUNT, FACTORS, yi_of
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.stated import within

_MONEY = r"(?P<many>多?)个?(?P<unit>万亿|亿|千万|百万|万)元?"
_UNIT = rf"(?:{_MONEY}|(?P<points>个?百分点|个点)|(?P<counted>[个家]))"
_NEARLY = r"(?:大概|大约|将近|差不多|约|近)?"
# 多500亿以上吗 is answered by how much it is, and agrees or not by the reader's eye.
_BOUND = r"(?P<bound>(?:不止|不到|不足|超过|至少|不少于|不低于|达到?)?)"
_END = (
    r"(?P<over>(?:及?以[上下内]|多)?)(?:左右|上下)?[,，]?(?:这个?数?|说法)?"
    r"(?:对吗|对不对|对吧|是吗|是吧|是不是|是?真的吗|准吗|准确吗|正确吗|没错吧|属实吗|了?[吧吗么没]|了)?[?？。!]*$"
)
_LESS = r"少|低|慢|小|减少|下降|降低|降|减"
_WAY = rf"(?:(?P<less>{_LESS})|多|高|快|大|增长|增加|提高|上升|增|涨)(?:了|出)*"
_THAN = re.compile(
    rf"{AGAINST}[^,。?]{{1,16}}?(?P<way>{_WAY}){_NEARLY}{_BOUND}(?P<n>{NUMBER}){_UNIT}{_END}"
)
# 增长了多少亿 wants the amount as well: the rate has no 亿.
_GROWN = re.compile(
    rf"(?P<way>(?:同比)?(?:(?P<less>减少|下降|降低|降|减)|增长|增加|提高|上升|增|涨)了?)"
    rf"{_NEARLY}{_BOUND}(?P<n>{NUMBER}|多少|几){_MONEY}{_END}"
)
_TOGETHER = r"合计|一共|总共|总和|之和|加起来|加总|加(?:在)?一起|合起来|相加|共计|总计"
_SUMMED = re.compile(
    rf"(?P<way>(?P<sum>(?:{_TOGETHER})?)(?:是|有|为)?){_NEARLY}{_BOUND}(?P<n>{NUMBER}){_MONEY}{_END}"
)
# 差500亿 of two is between them; 离目标还差500亿 is what one of them lacks.
_APART = re.compile(
    rf"(?P<way>(?<!还)相?差(?:距|额)?[了着有是]?){_NEARLY}{_BOUND}(?P<n>{NUMBER}){_UNIT}{_END}"
)
# 产值离目标还差500亿 is a number of what is lacking, which the answer tells by year and by plan.
_LACKED = re.compile(
    rf"(?:离|距离?|比|较|跟|与)(?:[^,，。?？]{{0,8}})(?:目标|任务|计划)(?:数|值)?"
    rf"(?P<way>(?:还|尚|仍)?(?:相?差|缺|欠|少|低)[了着有]?){_NEARLY}{_BOUND}(?P<n>{NUMBER}){_UNIT}{_END}"
)
_OF_EACH = "各|分别|都|均|每"
_NOT_BETWEEN = re.compile(rf"目标|任务|计划|离|距(?!是|有)|{_OF_EACH}")
_ONE_BY_ONE = re.compile(rf"{_OF_EACH}|哪|谁|{AGAINST}|差|离|距")
_ON_BEFORE = re.compile(r"环比")
# Before 前三季度, 今年 or 上半年 there is no month, and no quarter, of the kind.
_ONE_MONTH = re.compile(
    r"(?:(?:20\d\d|[今去])年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
    r"|(?:(?:20\d\d|[今去])年)?第?[一二三四1-4]季度"
)
_OF_LAST_YEAR = re.compile(r"去年|上年")
# What somebody wants, expects, or did in a company is no growth of the city's.
_WISHED = re.compile(r"怎|如何|让|使|想|要|争取|力争|[能会将]|企业|公司|厂")
# 没比靖江多500亿 denies it; 有没有 and 是不是 ask, and 不到 is a bound.
_DENIED = re.compile(r"(?<!有)没|未|(?<!是)不(?!是|到|足|止|少|低|超)|(?<!是)不是|并非|哪有|哪里")
_OF_A_YEAR = re.compile(r"(?:19|20)\d\d年|前年")
_TOLD = (Task.COMPARE, Task.OVERVIEW, Task.BREAKDOWN)


@dataclass(frozen=True)
class DifferenceSaid:
    """``asked`` is the question for the number, ``stated`` what it is said to be: None where
    only a bound was said, or nothing. ``words`` are those of the number. Of a goal,
    ``is_lacked``, the number is never one to hold the figure itself against."""

    asked: str
    words: str
    stated: Stated | None
    is_lacked: bool = False


def find_difference(slots: Slots) -> DifferenceSaid | None:
    """None where the question lists, ranks or leaves out."""
    if slots.by is not None or slots.exclusion is not None or slots.has("SHARE"):
        return None
    grown = _grown_on_before if _ON_BEFORE.search(slots.text) else _grown
    return _lacked(slots) or _than(slots) or grown(slots) or _apart(slots) or _summed(slots)


def is_answered_by(said: DifferenceSaid, query: KpiQuery, catalogue: Catalogue) -> bool:
    """Whether what the question was read as tells that difference or sum, in its unit."""
    if query.indicator is None or query.condition is not None:
        return False
    if query.task is Task.TARGET:
        return said.is_lacked
    if query.task not in _TOLD:
        return False
    is_rate_itself = catalogue.indicator(query.indicator).unit == "%"
    is_sum = query.task is Task.BREAKDOWN
    if (is_sum and not query.is_sum) or (query.task is Task.OVERVIEW and query.gap is None):
        return False
    if said.stated is None:
        return True
    is_of_rates = bool(query.changes) or query.gap is Measure.GROWTH or is_rate_itself
    return is_of_rates is (said.stated.measure is Measure.GROWTH)


def is_stock_of_the_year(query: KpiQuery, catalogue: Catalogue) -> bool:
    is_one = query.indicator is not None and query.task in (Task.VALUE, Task.TARGET)
    return is_one and catalogue.indicator(query.indicator or "").kind is Kind.SNAPSHOT


def _lacked(slots: Slots) -> DifferenceSaid | None:
    """Without a number to hold against: there is a goal of the year and one of the plan."""
    found = _LACKED.search(slots.text)
    if found is None:
        return None
    said = _said(slots, found, f"{slots.text[: found.start('way')]}还差多少")
    return replace(said, stated=None, is_lacked=True)


def _than(slots: Slots) -> DifferenceSaid | None:
    found = _THAN.search(slots.text)
    if found is None:
        return None
    # The answer tells which of the two is more.
    asked = "高几个百分点" if found["points"] else "多多少"
    return _said(slots, found, slots.text[: found.start("way")] + asked)


def _grown(slots: Slots) -> DifferenceSaid | None:
    """Against the same months of the year before, as every rate of growth is."""
    found, text = _GROWN.search(slots.text), slots.text
    named_before = found is not None and bool(re.search(AGAINST, text[: found.start()]))
    if found is None or named_before or _OF_A_YEAR.search(text):
        return None
    if not slots.codes(Subject.INDICATOR) or _WISHED.search(text):
        return None
    before = "比前年" if _OF_LAST_YEAR.search(text) else "比去年同期"
    return _said(slots, found, f"{text[: found.start('way')]}{before}多多少")


def _grown_on_before(slots: Slots) -> DifferenceSaid | None:
    """10月产值环比增长了5亿吧: against the month, or the quarter, before."""
    found, text = _GROWN.search(slots.text), slots.text
    named = [text[period.start : period.end] for period in slots.periods]
    is_one = not named or (len(named) == 1 and _ONE_MONTH.fullmatch(named[0]) is not None)
    if found is None or not is_one or _WISHED.search(text) or "同比" in text:
        return None
    before = "比上季度" if "季" in text else "比上月"
    asked = _ON_BEFORE.sub("", text[: found.start("way")])
    if slots.codes(Subject.INDICATOR) and not slots.periods:
        # Said of no month it is of the last one.
        last = slots.today.replace(day=1) - timedelta(days=1)
        asked = f"{last.month}月{asked}"
    return _said(slots, found, f"{asked}{before}多多少")


def _apart(slots: Slots) -> DifferenceSaid | None:
    """Held against the size of what lies between: which of the two is more was not said."""
    text = slots.text
    found = _APART.search(text)
    is_of_two = any(len(slots.codes(of)) == 2 for of in (Subject.REGION, Subject.INDUSTRY))
    if found is None or not is_of_two or re.search(AGAINST, text) or _NOT_BETWEEN.search(text):
        return None
    asked = "几个百分点" if found["points"] else "多少"
    said = _said(slots, found, f"{text[: found.start('way')]}相差{asked}")
    return replace(said, stated=said.stated and replace(said.stated, is_apart=True))


def _summed(slots: Slots) -> DifferenceSaid | None:
    several = max(len(slots.codes(of)) for of in (Subject.REGION, Subject.INDUSTRY))
    found = _SUMMED.search(slots.text)
    if found is None or several < 2 or _ONE_BY_ONE.search(slots.text):
        return None
    is_bound = _is_bound(slots, found)
    is_said = bool(re.search(_TOGETHER, slots.text))
    if is_bound and not is_said and not found["way"]:
        # 泰兴和靖江产值超过1000亿了吗 may be meant of each.
        return None
    asked = slots.text[: found.start("way")] + (
        "多少" if is_said and not found["sum"] else "合计多少"
    )
    return _said(slots, found, asked)


def _is_bound(slots: Slots, found: re.Match[str]) -> bool:
    """Of 过800亿, 没到800亿 and 800亿以上 the number is where something begins or ends."""
    every = AMOUNT.finditer(slots.text)
    amount = next((one for one in every if one.start("n") == found.start("n")), None)
    said = amount is not None and (amount["before"] or amount["denied"] or amount["after"])
    return bool(said or found["bound"] or found["many"] or found["over"])


def _said(slots: Slots, found: re.Match[str], asked: str) -> DifferenceSaid:
    words = slots.text[found.start("way") : found.end("over")]
    spoken, said = found["n"], found.groupdict()
    is_denied = _DENIED.search(slots.text, 0, found.start("n")) is not None
    # 多了两三个亿 is neither two nor three: how much it is stands there for the reader's eye.
    is_open = is_vague(spoken) or spoken in ("多少", "几")
    if is_denied or is_open or _is_bound(slots, found):
        return DifferenceSaid(asked, words, None)
    measure = Measure.GROWTH if said.get("points") else Measure.AMOUNT
    unit = said.get("unit")
    number = yi_of(spoken, unit) if unit else read_number(spoken)
    place = 0.5 * last_place(spoken) * (FACTORS[unit] if unit else 1.0)
    tolerance = within(measure, number, place)
    if said.get("less"):
        number = -number
    words = words.removeprefix("同比").removeprefix("是")
    return DifferenceSaid(asked, words, Stated(measure, number, tolerance, words, bool(unit)))
