"""The replies of the task desk: what is found, what is asked back, what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.clause_label import clause_label
from bot.messages import Choice, Citation, Outcome, ProposedAction, Reply, Table
from bot.tasks.asked_for import asked_for
from bot.tasks.meaning import TaskQuestion
from bot.tasks.names import Names
from bot.tasks.store import TaskEvent
from bot.tasks.task import OWED_STATES, Task, TaskState
from bot.tasks.transition import Action, Refusal
from bot.tasks.wording import (
    ACTION_LABELS,
    CHANNEL_LABELS,
    STATE_LABELS,
    deadline,
    not_listed,
    refusal_remedy,
    task_title,
)

QUERY_INTENT = "task_query"
LINES_SHOWN = 15
CHOICES_SHOWN = 6
LAPSED = "您要确认的操作已过期，或其间又有新的提醒，没有做任何改动。请重新确认："
ONLY_YOURS = (
    "您不能查看全市的任务，无法回答全市或各单位的情况。"
    "可以问“我们单位有多少逾期任务”，全市情况请向市效能办查询。"
)
NOT_THEIRS = "您只能查看本单位承办、协办或分管的任务。"
NARROWED = "您可查看的任务中，"
FOR_OFFICIALS = (
    "督办任务的办理情况供政府工作人员查看，这里不能告诉您。"
    "企业反映的问题可以问“我的诉求办到哪一步了”；其他情况可以回复“人工”转工作人员。"
)
VAGUE_DAY = "没有看懂是哪一天，请说一个具体的日期，例如“12月2日”或“延两周”。"
WHICH_DEPARTMENT = "要转给哪个单位或哪位联络员？请说“转给”加一个单位名称，或登记过的联络员姓名。"


def intent_of(action: Action) -> str:
    """Return the intent of a command."""
    return f"task_{action.value}"


def found(
    question: TaskQuestion,
    tasks: Sequence[Task],
    names: Names,
    late: Mapping[str, int],
    *,
    waiting: Sequence[Task] = (),
    helped: Sequence[Task] = (),
    citations: tuple[Citation, ...] = (),
) -> Reply:
    """List tasks.

    `waiting` are reported ones, past their deadline and not late; `helped` those that the
    department asked about helps another with.
    """
    asked = asked_for(question, names)
    if not tasks:
        text = f"没有{asked}。"
    else:
        lines = [f"- {names.line(task, late.get(task.task_no, 0))}" for task in tasks]
        more = f"\n{not_listed(len(lines) - LINES_SHOWN)}" if len(lines) > LINES_SHOWN else ""
        text = f"共有{len(tasks)}项{asked}：\n" + "\n".join(lines[:LINES_SHOWN]) + more
    if waiting:
        named = "、".join(task_title(task) for task in waiting)
        text += f"\n另有{len(waiting)}项已报办结、待审核，不计逾期：{named}。"
    if helped:
        named = "、".join(task_title(task) for task in helped)
        text += f"\n另协办{len(helped)}项：{named}。"
    return _answer(text, tasks, citations, _table(asked, tasks, names) if tasks else None)


def narrowed(reply: Reply) -> Reply:
    """Say that an answer speaks only of the tasks that the person may see."""
    return reply.model_copy(update={"text": f"{NARROWED}{reply.text}"})


def departments(
    question: TaskQuestion,
    tasks: Sequence[Task],
    names: Names,
    late: Mapping[str, int],
    *,
    citations: tuple[Citation, ...] = (),
) -> Reply:
    """Name the departments that have such tasks."""
    asked = asked_for(question, names)
    codes = list(dict.fromkeys(task.department_code for task in tasks))
    if not codes:
        return _answer(f"没有哪个单位有{asked}。", tasks, citations, None)
    named = "、".join(names.department(code) for code in codes)
    lines = [f"- {names.line(task, late.get(task.task_no, 0))}" for task in tasks[:LINES_SHOWN]]
    text = f"有{asked}的单位共{len(codes)}个：{named}。\n" + "\n".join(lines)
    return _answer(text, tasks, citations, _table(asked, tasks, names))


def ranking(question: TaskQuestion, tasks: Sequence[Task], names: Names) -> Reply:
    """Count such tasks by department, most first."""
    asked = asked_for(question, names)
    counts = Counter(task.department_code for task in tasks).most_common()
    if not counts:
        return _answer(f"没有{asked}。", tasks, (), None)
    rows = tuple((names.department(code), str(count)) for code, count in counts)
    text = f"{asked}按单位（多到少）：" + "，".join(f"{name}{count}项" for name, count in rows)
    table = Table(title=asked, columns=("单位", "项数"), rows=rows)
    return _answer(f"{text}。", tasks, (), table)


def people(question: TaskQuestion, tasks: Sequence[Task], names: Names) -> Reply:
    """Count such tasks by who is responsible, most first."""
    asked = asked_for(question, names)
    counts = Counter((task.owner_user_id, task.department_code) for task in tasks).most_common()
    if not counts:
        return _answer(f"没有{asked}。", tasks, (), None)
    rows = tuple(
        (names.people.get(user_id, user_id), names.department(code), str(count))
        for (user_id, code), count in counts
    )
    named = "，".join(f"{department}{person}{count}项" for person, department, count in rows)
    table = Table(title=asked, columns=("责任人", "单位", "项数"), rows=rows)
    return _answer(f"{asked}按责任人（多到少）：{named}。", tasks, (), table)


def tally(
    question: TaskQuestion,
    tasks: Sequence[Task],
    names: Names,
    undated: Sequence[Task],
    late: Mapping[str, int],
) -> Reply:
    """Say how many such tasks there are and how many of them are done.

    `undated` are those that a question about a period leaves out because they have no deadline.
    """
    count = Counter(task.state for task in tasks)
    owed = sum(count[state] for state in OWED_STATES)
    overdue = sum(1 for days in late.values() if days)
    text = (
        f"共有{len(tasks)}项{asked_for(question, names)}：已销号{count[TaskState.CLOSED]}项，"
        f"已报办结待审核{count[TaskState.COMPLETION_REPORTED]}项，"
        f"未办结{owed}项（其中逾期{overdue}项）。"
    )
    if undated:
        text += f"另有{len(undated)}项未定时限，不在其内。"
    return _answer(text, tasks, (), None)


def told(tasks: Sequence[Task], names: Names, late: Mapping[str, int]) -> Reply:
    """List the tasks that the last message sent to the person was about."""
    if not tasks:
        return _answer("没有找到发给您的催办或提醒。", (), (), None)
    lines = [f"- {names.line(task, late.get(task.task_no, 0))}" for task in tasks]
    return _answer(f"最近一次提醒您的任务共{len(tasks)}项：\n" + "\n".join(lines), tasks, (), None)


def shown(
    task: Task, names: Names, workdays_late: int, *, citations: tuple[Citation, ...] = ()
) -> Reply:
    """Describe one task in full."""
    helpers = "、".join(names.department(code) for code in task.co_department_codes)
    lines = [
        names.line(task, workdays_late),
        f"类别：{task.kind}，交办日期：{task.issued_on}",
        f"依据：{clause_label(task.basis_clause)}",
    ]
    if helpers:
        lines.append(f"协办：{helpers}")
    if task.note:
        lines.append(f"最近进展：{task.note}")
    if task.requested_due_on is not None:
        lines.append(f"待批延期：申请延至 {task.requested_due_on}")
    if task.closed_on is not None:
        lines.append(f"销号日期：{task.closed_on}")
    return _answer("\n".join(lines), [task], citations, None)


def history(task: Task, events: Sequence[TaskEvent], names: Names) -> Reply:
    """Tell what happened to a task."""
    labels = {action.value: label for action, label in ACTION_LABELS.items()} | {
        "import": "导入",
        "create": "立项交办",
        "recalculate": "按放假安排重算时限",
    }
    lines = [f"{task_title(task)}的经过："]
    for event in events:
        who = names.people.get(event.user_id, "系统")
        why = f"，说明：{event.reason}" if event.reason else ""
        changed = "，".join((event.details or {}).values())
        what = labels.get(event.action, event.action)
        lines.append(
            f"- {event.at:%Y-%m-%d %H:%M} {who}{_channel(event.channel)} {what}"
            + (f"（{changed}）" if changed else "")
            + why
        )
    return _answer("\n".join(lines), [task], (), None)


def _channel(name: str) -> str:
    label = CHANNEL_LABELS.get(name, "")
    return f"（{label}）" if label else ""


def refused(intent: str, text: str) -> Reply:
    """Say why something is not done or not shown."""
    return Reply(intent=intent, text=text, outcome=Outcome.REFUSED)


def unknown(intent: str, numbers: Sequence[str]) -> Reply:
    """Say of numbers that there are no such tasks for this person: whether for anybody, is not
    theirs to know."""
    return refused(intent, f"没有您可以查看的{'、'.join(numbers)}任务。")


def ask_which(action: Action, tasks: Sequence[Task], names: Names, asking: dict[str, Any]) -> Reply:
    """Ask which task is meant; `asking` is the command so far, kept with the turn."""
    if not tasks:
        who = refusal_remedy(Refusal.NOT_YOURS, action)
        text = (
            f"没有找到您可以{ACTION_LABELS[action]}的任务，{who}。"
            "如果另有所指，请说明任务编号，例如“12号任务”。"
        )
    else:
        lines = [f"- {names.line(task, 0)}" for task in tasks[:LINES_SHOWN]]
        text = f"您要对哪一项任务{ACTION_LABELS[action]}？\n" + "\n".join(lines)
    return Reply(
        intent=intent_of(action),
        text=text,
        outcome=Outcome.CLARIFY,
        choices=tuple(
            Choice(label=f"{task.task_no}号", send=f"{task.task_no}号")
            for task in tasks[:CHOICES_SHOWN]
        ),
        query={"task_nos": [task.task_no for task in tasks], "asking": asking},
    )


def ask_more(action: Action, tasks: Sequence[Task], text: str, asking: dict[str, Any]) -> Reply:
    """Ask for what a command still lacks; `asking` is the command so far."""
    return Reply(
        intent=intent_of(action),
        text=text,
        outcome=Outcome.CLARIFY,
        query={"task_nos": [task.task_no for task in tasks], "asking": asking},
    )


def ask_to_confirm(
    action: Action,
    tasks: Sequence[Task],
    text: str,
    pending: list[dict[str, Any]],
    *,
    asked_at: datetime,
) -> Reply:
    """Ask once; `pending` is kept with the turn and done on 确认, while it is fresh."""
    return Reply(
        intent=intent_of(action),
        text=text,
        outcome=Outcome.CLARIFY,
        actions=tuple(
            ProposedAction(type=action.value, task_no=task.task_no, needs_confirmation=True)
            for task in tasks
        ),
        choices=(Choice(label="确认", send="确认"), Choice(label="取消", send="取消")),
        query={
            "task_nos": [task.task_no for task in tasks],
            "pending": pending,
            "asked_at": asked_at.isoformat(),
        },
    )


def carried_out(action: Action, tasks: Sequence[Task], lines: Sequence[str]) -> Reply:
    """Say what was done, and what was not."""
    return Reply(
        intent=intent_of(action),
        text="\n".join(lines),
        outcome=Outcome.ANSWERED if tasks else Outcome.REFUSED,
        actions=tuple(
            ProposedAction(type=action.value, task_no=task.task_no, needs_confirmation=False)
            for task in tasks
        ),
        query={"task_nos": [task.task_no for task in tasks]},
    )


def day_or_task(action: Action, task_no: str, day: date, waiting: list[dict[str, Any]]) -> Reply:
    """Ask which of the two a number means; a yes meanwhile is of nothing, as what waited was
    said to be wrong."""
    return Reply(
        intent=intent_of(action),
        text=f"您说的是时限 {day}，还是{task_no}号任务？请说明，再请您确认。",
        outcome=Outcome.CLARIFY,
        query={"task_nos": [], "put_right": waiting, "either": [task_no, day.isoformat()]},
        choices=(
            Choice(label=f"时限 {day}", send=f"改到{day}"),
            Choice(label=f"{task_no}号任务", send=f"打错了，是{task_no}号任务"),
        ),
    )


def cancelled() -> Reply:
    """Say that nothing was done."""
    return Reply(intent=QUERY_INTENT, text="好的，没有做任何改动。", outcome=Outcome.ANSWERED)


def date_question(tasks: Sequence[Task]) -> str:
    """Ask for the new deadline."""
    named = "、".join(f"{task_title(task)}（时限 {deadline(task)}）" for task in tasks)
    return f"{named}要延到哪一天？例如“延两周”或“延到12月2日”。"


def _answer(
    text: str, tasks: Sequence[Task], citations: tuple[Citation, ...], table: Table | None
) -> Reply:
    return Reply(
        intent=QUERY_INTENT,
        text=text,
        outcome=Outcome.ANSWERED,
        citations=citations,
        table=table,
        query={"task_nos": [task.task_no for task in tasks]},
    )


def _table(title: str, tasks: Sequence[Task], names: Names) -> Table:
    return Table(
        title=title,
        columns=("编号", "任务", "责任单位", "时限", "状态"),
        rows=tuple(
            (
                task.task_no,
                task.title,
                names.department(task.department_code),
                deadline(task),
                STATE_LABELS[task.state],
            )
            for task in tasks
        ),
    )
