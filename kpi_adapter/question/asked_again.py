"""Few words after a figure that name nothing and mean the same figure: pure, one pattern table."""

from __future__ import annotations

import re

from kpi_adapter.query import KpiQuery, Task
from kpi_adapter.question.held_after import ONE_FIGURE
from kpi_adapter.question.limits import Limit
from kpi_adapter.question.mentions import normalised
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.understood import Limited, Understood

_END = r"(?:呢|啊|呀|吗|了|的|[?。!])*"
_NEWEST = re.compile(
    rf"那?(?:现在|目前|当前|眼下|如今|最新|实际)的?(?:是|有|到|完成|达到)?了?(?:多少|几个?|怎么样|什么情况|情况|数|数据)?{_END}"
)
# 完成了吗, 达标没有: held against its goal, which the figure is shown with.
_REACHED = re.compile(
    r"(?:那|现在|目前|今年|目标|计划|任务|指标)*(?:完成|达到|实现|达标|达成|达序时)(?:得|目标|计划|任务|序时|进度)*"
    rf"(?:了没有?|没有?|怎么样|咋样|如何|多少|几成)?{_END}"
    # 要占多少: what is to be reached, which stands beside the figure.
    rf"|那?(?:到\d{{4}}年)?(?:要|应该?|需要?|得)(?:占|达到?|完成|实现|做到)(?:到)?(?:多少|几[个家成%]){_END}|(?:完成率|完成进度|进度)(?:多少|怎么样|如何)?{_END}"
)
# 怎么还没完成: what is missing to its goal; why, no figure tells. 还没完成任务 is of tasks.
_NOT_YET = re.compile(
    rf"(?:那|它|这个?|怎么|为什么|为啥|咋|是|到)*(?:还|都|一直)?(?:没有?|未)(?:完成|达到|达标|达成|实现)(?:目标|计划)?{_END}"
)
_WILL_IT = re.compile(
    r"(?:那|今年|到?年底|到时候?|\d{4}年|全年|目标|任务|计划)*"
    r"(?:什么时候|何时|啥时候?|多久|哪年)?(?:还?能不能|能否|能|会|可不可以|可以)"
    rf"(?:按时|如期)?(?:完成|达到|实现|达标|达成|完得?成)(?:目标|计划|任务)*{_END}"
)


def asks_why_not_reached(question: str) -> bool:
    """Whether a question is 怎么还没完成 and no more: of the goal of the figure just shown, where
    one was, and of something else that is to be done, where none was."""
    return _NOT_YET.fullmatch(normalised(question)) is not None


def asked_again(slots: Slots, previous: KpiQuery) -> Understood | Limited | None:
    """The figure of ``previous`` asked for anew, held against its goal, or refused as a forecast;
    None for words that say something of their own."""
    is_count = previous.task is Task.PROJECTS and bool(previous.indicator)
    is_figure = previous.task in ONE_FIGURE and previous.projects is None
    if not slots.mentions and (is_figure or is_count) and _WILL_IT.fullmatch(slots.text):
        return Limited(Limit.FORECAST, previous)
    if not is_figure:
        return None
    if slots.mentions or slots.periods or slots.odd_period is not None:
        return None
    if _REACHED.fullmatch(slots.text) or _NOT_YET.fullmatch(slots.text):
        return Understood(previous.but(task=Task.TARGET))
    if _NEWEST.fullmatch(slots.text):
        return Understood(previous.but(task=Task.VALUE, period=None))
    return None
