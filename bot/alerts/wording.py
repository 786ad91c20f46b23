"""The words of an alert: the six elements of a reminder and the clause it rests on.

The six: the matter, the responsible department, the original deadline, how many working days
it is late, what to do, and the basis.
"""

from __future__ import annotations

from datetime import date

from bot.alerts.assess import Assessment, Level, Light, Reason
from bot.clause_label import clause_label
from bot.messages import Choice, Citation, Outcome, Reply
from bot.tasks.task import Task
from bot.tasks.wording import ALERT_INTENT, owner_choices

LIGHT_LABELS = {
    Light.GREEN: "绿灯",
    Light.BLUE: "蓝灯",
    Light.YELLOW: "黄灯",
    Light.RED: "红灯",
}

# How each kind of matter is named by its number.
KIND_NAMES = {"task": "{}号", "appeal": "诉求{}", "indicator": "指标{}", "project": "项目"}
REASON_LABELS = {
    Reason.NOT_OWED: "无待办",
    Reason.NO_DEADLINE: "未定时限",
    Reason.IN_TIME: "按时",
    Reason.DEADLINE_NEAR: "临近时限",
    Reason.DUE_TODAY: "今日到期",
    Reason.UNSIGNED: "未签收",
    Reason.OVERDUE: "逾期",
    Reason.BEHIND_PACE: "落后于序时",
    Reason.NOT_BEGUN: "应开未开",
}

# An indicator without a target in the plan is held against what was planned for the year.
YEAR_PLAN = "本年度计划"
PROVISIONAL = "（该年放假安排尚未公布，工作日为暂定）"


def alert_reply(
    task: Task,
    assessment: Assessment,
    level: Level,
    *,
    department: str,
    owner: str,
    today: date,
    is_provisional: bool,
    citation: Citation | None,
    is_leader: bool = True,
) -> Reply:
    """Write the message that tells the owner, or on a higher step their leader.

    `is_leader` is False when nobody stands above the owner there and the supervisor reads it.
    """
    heading = f"【{LIGHT_LABELS[level.light]}·{REASON_LABELS[assessment.reason]}】督办提醒"
    heading += climbed(level, is_leader=is_leader)
    lines = [
        heading,
        f"事项：{task.task_no}号《{task.title}》",
        f"责任单位：{department}，责任人：{owner}",
        f"原定时限：{deadline(task)}",
        f"办理情况：{standing(assessment)}{PROVISIONAL if is_provisional else ''}",
        f"请您：{_request(task, assessment, level)}",
        f"依据：{_basis(task, citation)}",
    ]
    return Reply(
        intent=ALERT_INTENT,
        text="\n".join(lines),
        outcome=Outcome.ANSWERED,
        citations=(citation,) if citation else (),
        choices=leader_choices(task) if level.step else owner_choices(task, today),
        query={"task_no": task.task_no},
    )


def climbed(level: Level, *, is_leader: bool) -> str:
    """Say how far up the line a matter was reported."""
    if not level.step:
        return ""
    return f"（已报第{level.step}级领导）" if is_leader else "（上级领导未登记，报督查人员）"


def leader_choices(task: Task) -> tuple[Choice, ...]:
    """Return the leader's button; it sends the words for it."""
    return (Choice(label="催办", send=f"催办{task.task_no}号任务"),)


def deadline(task: Task) -> str:
    """Say the deadline that was first set, and the one that was granted since."""
    if task.due_on is None:
        return "未定"
    first = task.original_due_on
    if first is not None and first != task.due_on:
        return f"{first}（已批准延至 {task.due_on}）"
    return str(task.due_on)


def standing(assessment: Assessment) -> str:
    """Say how far something is from its deadline."""
    if assessment.reason is Reason.OVERDUE:
        # Over a weekend a task is late before a working day has passed.
        late = assessment.workdays_late
        return f"已逾期{late}个工作日" if late else "已逾期，尚不足1个工作日"
    if assessment.reason is Reason.DUE_TODAY:
        return "今日到期"
    if assessment.reason is Reason.UNSIGNED:
        return "交办后尚未签收"
    return f"距时限还有{assessment.workdays_left}个工作日"


def _request(task: Task, assessment: Assessment, level: Level) -> str:
    if level.step:
        return f"督促责任人尽快办结，或协调解决困难；可回复“催办{task.task_no}号任务”"
    number = f"“{task.task_no}号任务办结”"
    if assessment.reason is Reason.OVERDUE:
        return f"办完后回复{number}；未办完的，回复说明原因和预计完成日期"
    if assessment.reason is Reason.UNSIGNED:
        return f"回复“签收{task.task_no}号任务”"
    return (
        f"办完后回复{number}；确需延期的，在到期前回复“{task.task_no}号任务延到某月某日”并说明原因"
    )


def _basis(task: Task, citation: Citation | None) -> str:
    return basis(task.basis_clause, citation)


def basis(clause: str, citation: Citation | None) -> str:
    """Quote the sentence a matter rests on; without the document, name its clause."""
    if citation is None:
        return clause_label(clause) if clause else YEAR_PLAN
    return f"《{citation.document}》{clause_label(citation.clause)}：“{citation.quote}”"
