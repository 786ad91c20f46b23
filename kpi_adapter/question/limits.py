"""Words of a question that no figure answers: an exclusion, a company, a why, a forecast …

They are looked for in what the catalogue and the calendar left unread, so that a question is
never answered as if the unread word had not been said.
"""

from __future__ import annotations

import re
from enum import StrEnum

from kpi_adapter.question.slots import Slots


class Limit(StrEnum):
    """Why a figure by itself would answer another question than was asked."""

    COMPANY = "company"
    WHY = "why"
    FORECAST = "forecast"
    EXCLUSION = "exclusion"
    STANDARD = "standard"
    YEARLY_MEAN = "yearly_mean"


_COMPANY = re.compile(
    r"(?<![一-鿿])(?!.{0,3}(?:哪|每|各|上市|所有|全部))[一-鿿]{2,8}(?:药业|集团|公司|股份|重工|船厂)"
    r"|哪[个家些几]家?(?:企业|公司)"
)
_WHY = re.compile(
    r"为什么|为啥|为何|咋回事|原因|怎么回事|怎么会|凭什么|怎么.{0,4}(?:下降|下滑|回落|这么)"
)
_FORECAST = re.compile(
    r"(?:什么时候|何时|啥时候|多久|哪年|哪天).{0,3}(?:能|会|可以)|预测|预计|估计|预判|会不会|将会|会(?:超|达|增|降|涨|跌|升|掉|变|下降|上升|突破)|能(?:不能|否)?(?:超过|突破)"
)
# Of 年均增长 the plan fixes neither the compound rate nor the mean of the yearly ones.
_YEARLY_MEAN = re.compile(r"年均|年平均|平均每年|每年平均|复合(?:增长率|增速|年?均)")
# 除化工外, 不含化工: the excluded name would otherwise be read as the one asked for.
_EXCLUSION = re.compile(
    r"除(?:了|去|开|掉)?[^,，。?？]{0,14}(?:之外|以外|外|其他|其它|其余|剩下)|除了|(?:之外|以外)"
    r"|不(?:含|包括|包含|算上?|计入?)|剔除|扣除|去掉|刨[去除开]|排除|减去"
)
_OTHER_MEASURE = re.compile(
    r"项目|税|利润|亏损|效益|用电|能耗|用工|就业|人口|人数|收入|出口|进口|外贸|外资|逾期|企业数|家企业"
)


def unread(slots: Slots) -> str:
    """The text with everything that was understood as a name or a period blanked."""
    signs = list(slots.text)
    spans = [(found.start, found.end) for found in slots.mentions]
    spans += [(found.start, found.end) for found in slots.periods]
    spans += [(found.start, found.end) for found in slots.excluded]
    for start, end in spans:
        signs[start:end] = "_" * (end - start)
    return "".join(signs)


def limit_of(slots: Slots) -> Limit | None:
    rest = unread(slots)
    if _EXCLUSION.search(rest):
        return Limit.EXCLUSION
    if _COMPANY.search(rest):
        return Limit.COMPANY
    if _WHY.search(rest):
        return Limit.WHY
    if _YEARLY_MEAN.search(rest):
        return Limit.YEARLY_MEAN
    return Limit.FORECAST if _FORECAST.search(rest) else None


def names_another_measure(slots: Slots) -> bool:
    """A measure the catalogue does not have stands where the default would be assumed."""
    return bool(_OTHER_MEASURE.search(unread(slots)))
