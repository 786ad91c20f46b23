"""The words of an alert about an indicator or a project."""

from __future__ import annotations

from datetime import date

from bot.alerts.assess import Level
from bot.alerts.concern import Concern, DigestLine
from bot.alerts.wording import LIGHT_LABELS, REASON_LABELS, basis, climbed
from bot.messages import Choice, Outcome, Reply
from bot.tasks.wording import ALERT_INTENT

DEMONSTRATION = "（演示数据）"
NAMES = {"indicator": "指标", "project": "项目"}


def pace(completion: float, passed: float | None, period: str, source: str) -> str:
    """Say how far an indicator is, and at what time; both in per cent."""
    due = "" if passed is None else f"，序时进度{passed:.1f}%"
    return f"{period}完成{completion:.1f}%{due}（来源：{source}）"


def lag(completion: float | None, passed: float | None, updated_on: date | None) -> str:
    """Say how far a project is behind its own schedule."""
    if completion is None or passed is None:
        return "进度未知"
    as_of = f"（台账{updated_on}更新）" if updated_on else "（来源：重点项目台账）"
    return f"累计完成投资{completion:.1f}%，按工期应达{passed:.1f}%{as_of}"


def unbegun(months: int) -> str:
    """Say for how long a project should have been begun."""
    return "当月应开未开" if months == 1 else f"连续{months}个月应开未开"


def alert_reply(
    concern: Concern, level: Level, line: DigestLine, *, is_leader: bool = True
) -> Reply:
    """Write the message about one indicator or project."""
    name = NAMES[concern.kind]
    light = f"{LIGHT_LABELS[level.light]}·{REASON_LABELS[concern.assessment.reason]}"
    heading = f"【{light}】{name}提醒" + climbed(level, is_leader=is_leader)
    return Reply(
        intent=ALERT_INTENT,
        text="\n".join(
            [
                heading,
                f"事项：{line.named}",
                f"责任单位：{line.department}，责任人：{line.owner}",
                f"原定时限：{line.deadline}",
                f"办理情况：{line.standing}",
                f"请您：{request(is_leader=bool(level.step))}",
                f"依据：{basis(line.clause, line.basis)}",
            ]
        ),
        outcome=Outcome.ANSWERED,
        citations=(line.basis,) if line.basis else (),
        choices=(choice(concern),),
    )


def request(*, is_leader: bool) -> str:
    """Say what is asked of whoever reads it."""
    if is_leader:
        return "督促责任单位赶上进度，或协调解决困难"
    return "查明原因、赶上进度；数字有误的，请在原系统更正"


def choice(concern: Concern) -> Choice:
    """Return the button that asks for the figure itself."""
    asked = "完成了多少" if concern.kind == "indicator" else "项目进展怎么样"
    return Choice(label=f"看{concern.title}"[:20], send=f"{concern.title}{asked}")
