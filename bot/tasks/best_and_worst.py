"""哪个部门任务完成得最好: the first and the last of a brief's standings; words in, words out.

What counts is the brief's own measure, the share done in time of what was due: it is defined, and
the same that the brief ranks by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.half_width import half_width
from bot.messages import Citation, Outcome, Reply
from bot.tasks.brief import Brief, Standing, places
from bot.tasks.brief_wording import INTENT, standings_table

_UNIT = r"(?:牵头|责任)?(?:部门|单位|局|委办局|市区|区县?|地方|地区)"
_WHO = rf"(?:哪一?[个家些几]?个?|什么|各个?|每个|几个){_UNIT}|谁"
_DOES = r"(?:完成|办理?|落实|推进|执行|干|做)(?:得|的)?(?:情况)?(?:都|是)?"
# Not 办好了, which asks what is done, nor 差不多, nor 最后期限.
_BEST = (
    r"(?P<best>最好|最快|最优|最强|第一(?!责任|时间|[批个项季次])|比较好|(?<=[得的])好(?![了不坏]))"
)
_WORST = (
    r"(?P<worst>最差|最慢|最不好|最后(?!的?(?:期限|时限|日期|时间|一|由|完成|办))|垫底|倒数|比较差|不好|不行"
    r"|(?<=[得的])差(?!不多|几|多少|[一二两三四五六七八九十\d]))"
)
_END = f"{_BEST}|{_WORST}"
_END_FIRST = _END.replace("best", "best_first").replace("worst", "worst_first")
_ASKED = re.compile(
    rf"(?:{_WHO}).{{0,6}}(?:任务|督办).{{0,4}}{_DOES}(?:{_END})"
    rf"|(?:任务|督办).{{0,6}}{_DOES}(?:{_END_FIRST})"
    rf".{{0,3}}(?:{_WHO}|部门|单位)"
)
_ASKED_ON = re.compile(
    r"(?:那么?|再看)?(?:(?P<best>最好|最快|第一)|(?P<worst>最差|最慢|最后|垫底|倒数第一))(?:的|一?[个名])?"
    r"(?:是|有)?(?:谁|哪[个些家]?(?:部门|单位)?)?(?:呢|啊|呀|吗)*[?？。!！\s]*"
)
RULE = "按督办简报的口径：按时率（已到期任务中按时办结的比例）高的在前，相同的看累计逾期工作日。"
NOBODY = "尚无到期任务，分不出好差。"


def end_asked(text: str) -> str | None:
    """Return "best" or "worst" where a message asks which department does its tasks so."""
    found = _ASKED.search(half_width(text).replace(" ", ""))
    if found is None:
        return None
    return "best" if found["best"] or found["best_first"] else "worst"


def end_asked_on(text: str) -> str | None:
    """Return the same of few words after such an answer: 最差的呢."""
    found = _ASKED_ON.fullmatch(half_width(text).strip())
    return None if found is None else "best" if found["best"] else "worst"


def end_reply(
    found: Brief, departments: Mapping[str, str], end: str, citations: tuple[Citation, ...]
) -> Reply:
    """Name all who stand at one end, and what it is counted by."""
    ranks = places(found.standings)
    ranked = [rank for rank in ranks if rank is not None]
    wanted = (min if end == "best" else max)(ranked, default=None)
    at_the_end = [
        one for one, rank in zip(found.standings, ranks, strict=True) if rank == wanted is not None
    ]
    which = "最好" if end == "best" else "最差"
    said = "；".join(_said(one, departments) for one in at_the_end)
    head = f"{found.period.name}到期的任务，截至{found.as_of}"
    line = f"{head}完成{which}的是：{said}。" if said else f"{head}：{NOBODY}"
    return Reply(
        intent=INTENT,
        text=f"{line}\n{RULE}",
        outcome=Outcome.ANSWERED,
        citations=citations,
        table=standings_table(found, departments) if said else None,
        query={"period": found.period.name, "end": end},
    )


def _said(one: Standing, departments: Mapping[str, str]) -> str:
    due = one.in_time + one.late + one.open_late
    name = departments.get(one.department_code, one.department_code)
    late = f"，累计逾期{one.workdays_late}个工作日" if one.workdays_late else ""
    return f"{name}（按时率{one.in_time_rate or 0.0:.0f}%，{due}项到期{one.in_time}项按时{late}）"
