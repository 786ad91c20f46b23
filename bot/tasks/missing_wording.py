"""What is said where the tasks do not hold what was asked."""

from __future__ import annotations

from bot.messages import Citation, Outcome, Reply
from bot.tasks.answers import QUERY_INTENT
from bot.tasks.meaning import Missing

_MISSING = {
    Missing.CIRCULAR_MENTIONS: (
        "督查通报的正文（点名、次数、排名）没有录入本系统，无法统计。"
        "督查通报由市效能办按季印发，请向市效能办查询。"
    ),
    Missing.COMPARISON: (
        "任务没有跟另一个时期对比的统计，我不能拿其中一期的数当答案。"
        "请分别问两个时期，例如“上个月办结了几件”“本月办结了几件”。"
    ),
    Missing.UNREAD: (
        "这句话里的时间或统计说法没有读懂，不能当作“没有”来回答。"
        "请说具体些，例如“10月份办结了几件”“11月1日到11月10日办结的”“下周到期的”。"
    ),
    Missing.TWO_COUNTS: (
        "办结按办结的日期算，逾期按今天的情况算，请分开问，"
        "例如“本月办结了几件”和“现在逾期的有几件”。"
    ),
}
MISSING_CLAUSES = {Missing.CIRCULAR_MENTIONS: "四-(二)#s2"}


def missing(what: Missing, citations: tuple[Citation, ...]) -> Reply:
    """Say that the system does not hold what was asked, and who does."""
    return Reply(
        intent=QUERY_INTENT, text=_MISSING[what], outcome=Outcome.REFUSED, citations=citations
    )
