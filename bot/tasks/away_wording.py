"""What is said of the tasks of somebody who is away: nobody stands in by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.messages import Outcome, Reply
from bot.tasks.answers import LINES_SHOWN, QUERY_INTENT
from bot.tasks.names import Names
from bot.tasks.task import Task

_RULE = (
    "请假期间任务不会自动转给别人：时限照常计算，到期、逾期照常提醒承办人，"
    "逾期仍未办的逐级报其领导。"
)


def away(
    tasks: Sequence[Task], names: Names, late: Mapping[str, int], *, may_pass_on: bool
) -> Reply:
    """Say what becomes of these tasks, and who can have somebody else do them."""
    lines = [_RULE]
    if not tasks:
        lines.append("没有查到您可以查看的、未办结的任务。")
    else:
        lines.append(f"未办结的任务有{len(tasks)}项：")
        lines += [f"- {names.line(task, late[task.task_no])}" for task in tasks[:LINES_SHOWN]]
        first = tasks[0].task_no
        if may_pass_on:
            lines.append(
                f"需要别人承办的，可以说“把{first}号任务转给”加单位名称或联络员姓名，"
                "对方重新签收后承办。"
            )
        else:
            lines.append(
                "需要别人承办的，请分管领导或督查人员转办；"
                f"确需推迟的，可以在到期前申请延期，例如“{first}号任务延两周”。"
            )
    return Reply(
        intent=QUERY_INTENT,
        text="\n".join(lines),
        outcome=Outcome.ANSWERED,
        query={"task_nos": [task.task_no for task in tasks]},
    )
