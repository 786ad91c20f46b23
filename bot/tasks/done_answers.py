"""The reply that lists what was done, and how punctually."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import Outcome, Reply, Table
from bot.tasks.answers import LINES_SHOWN, QUERY_INTENT
from bot.tasks.brief import Judged
from bot.tasks.names import Names
from bot.tasks.wording import STATE_LABELS, deadline, not_listed

BASIS = "（按报办结的日期与现行时限比较）"


def done_found(asked: str, found: Sequence[Judged], names: Names, unknown: int) -> Reply:
    """List what was done; of `unknown` tasks nobody knows when."""
    found = sorted(found, key=lambda one: (-one.workdays_late, one.task.due_on))
    lines = [f"- {names.line(one.task, 0)}，{_when(one)}" for one in found[:LINES_SHOWN]]
    if len(found) > LINES_SHOWN:
        lines.append(not_listed(len(found) - LINES_SHOWN))
    head = f"共有{len(found)}项{asked}{BASIS}：" if found else f"没有{asked}{BASIS}。"
    note = [f"另有{unknown}项未记载办结日期，不在其内。"] if unknown else []
    return Reply(
        intent=QUERY_INTENT,
        text="\n".join([head, *lines, *note]),
        outcome=Outcome.ANSWERED,
        table=_table(asked, found, names) if found else None,
        query={"task_nos": [one.task.task_no for one in found]},
    )


def _when(one: Judged) -> str:
    if one.task.is_owed:
        return f"还没有办结，已逾期{one.workdays_late}个工作日"
    late = f"，晚{one.workdays_late}个工作日" if one.workdays_late else ""
    return f"{one.done_on}报办结{late}"


def _table(title: str, found: Sequence[Judged], names: Names) -> Table:
    return Table(
        title=title,
        columns=("编号", "任务", "责任单位", "时限", "报办结", "晚几个工作日", "状态"),
        rows=tuple(
            (
                one.task.task_no,
                one.task.title,
                names.department(one.task.department_code),
                deadline(one.task),
                str(one.done_on) if one.is_done else "",
                str(one.workdays_late),
                STATE_LABELS[one.task.state],
            )
            for one in found
        ),
    )
