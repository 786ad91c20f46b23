"""What people read about appeals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.appeals.appeal import STAGES, Appeal, AppealState, Stage, Step
from bot.appeals.clocks import AppealRules, was_late
from bot.appeals.question import AppealQuestion
from bot.messages import Choice, Citation, Outcome, Reply, Table
from bot.tasks.done_words import LABELS as DONE_LABELS
from bot.tasks.done_words import Punctuality

INTENT = "appeal_query"
NOTICE_INTENT = "appeal_notice"
BASIS = "四-(三)#s6"
LINES_SHOWN = 10
CHOICES_SHOWN = 6

STATE_LABELS = {
    AppealState.RECEIVED: "已受理",
    AppealState.ANSWERED: "已应答",
    AppealState.OPINION_GIVEN: "已明确意见",
    AppealState.CLOSED: "已办结",
    AppealState.WITHDRAWN: "企业已撤回",
}
STAGE_LABELS = {Stage.ANSWER: "应答", Stage.OPINION: "明确意见", Stage.CLOSE: "办结"}
STEP_LABELS = {
    Step.ANSWER: "应答",
    Step.OPINION: "明确意见",
    Step.CLOSE: "办结",
    Step.ASSIGN: "转办",
    Step.REMIND: "催办",
    Step.WITHDRAW: "撤回",
    Step.REOPEN: "重新办理",
    Step.SUPPLEMENT: "补充",
}
EVENT_LABELS = {
    "open": "提出",
    "feed": "从诉求系统接入",
    **{step.value: label for step, label in STEP_LABELS.items()},
    **{state.value: label for state, label in STATE_LABELS.items()},
}


def who_may(step: Step) -> str:
    """Say whom to turn to for a step that is not somebody's to take."""
    if step is Step.WITHDRAW:
        return "只有提出诉求的企业可以撤回"
    if step is Step.SUPPLEMENT:
        return "只有提出诉求的企业可以补充，办了什么请回复“应答”“明确意见”或“办结”"
    if step is Step.REOPEN:
        return "只有提出诉求的企业或督查人员可以要求重新办理"
    return "请由受理人办理，或联系督查人员"


def clocks_note(rules: AppealRules) -> str:
    """Say how the clocks are counted: the plan itself does not."""
    days = "自然日" if rules.are_natural_days else "工作日"
    first, second, third = rules.days
    after = ""
    if not rules.are_natural_days:
        after = f"，{rules.office_closes:%H:%M}以后或休息日提出的算次一工作日"
    return (
        f"时限{first}/{second}/{third}天按{days}计，提出当日不计{after}"
        "（方案未写明是工作日还是自然日）"
    )


def provisional_note(years: Sequence[int]) -> str:
    """Say that deadlines rest on years whose holidays are not announced; "" with no such year."""
    if not years:
        return ""
    named = "、".join(f"{year}年" for year in years)
    return f"（{named}放假安排尚未公布，时限为暂定，公布后重新计算）"


def short(content: str) -> str:
    """Cut a long appeal to what fits a line."""
    line = " ".join(content.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def named(appeal: Appeal) -> str:
    """Name an appeal: number and the beginning of what it says."""
    return f"诉求 {appeal.appeal_no}“{short(appeal.content)}”"


def clocks(appeal: Appeal, due: Mapping[Stage, date], today: date) -> str:
    """Say of each clock whether it ended, and in time."""
    parts = []
    for stage in STAGES:
        reached, label = appeal.reached_at(stage), STAGE_LABELS[stage]
        is_late = was_late(appeal, stage, due[stage], today)
        if appeal.has_reached(stage):
            when = f"{reached:%Y-%m-%d %H:%M}" if reached else "时间未记载"
            late = "，超时" if is_late else ""
            parts.append(f"{label}：{when}（时限 {due[stage]}{late}）")
        else:
            late = "，已超时" if is_late else ""
            parts.append(f"{label}：待办，时限 {due[stage]}{late}")
    return "\n".join(f"- {part}" for part in parts)


def shown(
    appeal: Appeal,
    due: Mapping[Stage, date],
    note: str,
    *,
    today: date,
    handled_by: str,
    last_words: str,
    added: Sequence[str],
    choices: tuple[Choice, ...],
    citations: tuple[Citation, ...],
) -> Reply:
    """Describe one appeal in full; `note` says how its clocks are counted."""
    lines = [
        f"{named(appeal)}，现为“{STATE_LABELS[appeal.state]}”。",
        f"提出：{appeal.enterprise}，{appeal.received_at:%Y-%m-%d %H:%M}；受理：{handled_by}"
        + (f"；{appeal.reopened_at:%Y-%m-%d %H:%M}起重新办理" if appeal.reopened_at else ""),
        clocks(appeal, due, today),
    ]
    lines += [f"企业补充：{words}" for words in added]
    if last_words:
        lines.append(f"最近答复：{last_words}")
    lines.append(note)
    return told_of("\n".join(lines), [appeal], choices=choices, citations=citations)


def listed(
    what: str, appeals: Sequence[Appeal], next_due: Mapping[str, date | None], today: date
) -> Reply:
    """List appeals with what is owed next."""
    if not appeals:
        return told_of(f"没有您可以查看的{what}。", appeals)
    lines = []
    for appeal in appeals[:LINES_SHOWN]:
        due, stage = next_due[appeal.appeal_no], appeal.stage
        owed = ""
        if stage is not None and due is not None:
            owed = f"，{STAGE_LABELS[stage]}时限 {due}{'，已超时' if due < today else ''}"
        state = STATE_LABELS[appeal.state]
        lines.append(f"- {named(appeal)} {appeal.enterprise}，{state}{owed}")
    if len(appeals) > LINES_SHOWN:
        lines.append(f"……其余{len(appeals) - LINES_SHOWN}件未逐条列出，可按编号或到期日再问")
    rows = tuple(
        (
            appeal.appeal_no,
            short(appeal.content),
            appeal.enterprise,
            STATE_LABELS[appeal.state],
            str(next_due[appeal.appeal_no] or ""),
        )
        for appeal in appeals
    )
    table = Table(title=what, columns=("编号", "诉求", "企业", "状态", "下一时限"), rows=rows)
    return told_of(f"共有{len(appeals)}件{what}：\n" + "\n".join(lines), appeals, table=table)


def asked_for(question: AppealQuestion) -> str:
    """Name the cases a question asks for."""
    parts = [f"{question.due}到期的"] if question.due else []
    if question.only_late:
        parts.append("已超时的")
    elif question.awaiting is not None:
        parts.append(f"还没有{STAGE_LABELS[question.awaiting]}的")
    elif question.only_open:
        parts.append("未办结的")
    parts += ["未超时的"] if question.only_on_time else []
    return f"{''.join(parts)}诉求"


def received_in(period: tuple[date, date]) -> str:
    """Say that cases came in on these days, in front of what they are called."""
    first, last = period
    return f"{first}收到的" if first == last else f"{first}至{last}收到的"


def closed_so(done: Punctuality | None, period: tuple[date, date] | None) -> str:
    """Name the cases that were closed in a period, and how punctually."""
    when = f"{period[0]}至{period[1]}" if period else ""
    return f"{when}{DONE_LABELS[done] if done else '办结的'}诉求"


def unread() -> Reply:
    """Say that a time or a punctuality was not read, which must not look like none found."""
    return refused(
        "这句话里的时间或统计说法没有读懂，不能当作“没有”来回答。"
        "请说具体些，例如“10月份办结的诉求”“逾期办结的诉求”。"
    )


def who_are_you() -> Reply:
    """Tell a guest that cases are shown to whoever filed them."""
    return refused(
        "这里还不知道您是哪家企业，不能查诉求的办理情况。"
        "请用登记过的账号，或向市效能办要一次性绑定码；也可以回复“人工”转工作人员。"
    )


def urged(reply: Reply) -> Reply:
    """Say to an enterprise that urges what the clocks do by themselves."""
    note = "受理人到期会收到提醒，超时会报其领导，不用另外催办。"
    return reply.model_copy(update={"text": f"{reply.text}\n{note}"})


def or_tell_it_anew(reply: Reply) -> Reply:
    """Say how to file what is none of the cases shown."""
    note = "如果说的不是已登记的诉求，请回复“我要反映：……”，写明事由，另行登记。"
    return reply.model_copy(update={"text": f"{reply.text}\n{note}"})


def none_filed() -> Reply:
    """Tell an enterprise that it has filed nothing, and how to."""
    return told_of("您还没有登记过诉求。可以说“我要反映一个困难：……”，登记后会给出编号和时限。", [])


def history(
    appeal: Appeal, events: Sequence[tuple[datetime, str, str, str]], due: Mapping[Stage, date]
) -> Reply:
    """Tell what happened; each event is a moment, a person, a step and its words."""
    lines = [f"{named(appeal)}的经过："]
    for at, who, step, text in events:
        said = f"：{text}" if text else ""
        lines.append(f"- {at:%Y-%m-%d %H:%M} {who} {EVENT_LABELS.get(step, step)}{said}")
    if appeal.stage is not None:
        lines.append(f"下一步：{STAGE_LABELS[appeal.stage]}，时限 {due[appeal.stage]}")
    return told_of("\n".join(lines), [appeal])


def opened(appeal: Appeal, due: Mapping[Stage, date], note: str) -> str:
    """Tell the enterprise that its question is a case now, and what it may expect.

    `note` says how the clocks are counted.
    """
    return (
        f"已作为直通车诉求受理，编号 {appeal.appeal_no}，并通知了工作人员。"
        f"应答时限 {due[Stage.ANSWER]}，明确意见 {due[Stage.OPINION]}，办结 {due[Stage.CLOSE]}；"
        f"{note}。每一步都会通知您，也可以随时问“我的诉求到哪一步了”。"
    )


def refused(text: str) -> Reply:
    """Say why something is not done or not shown."""
    return Reply(intent=INTENT, text=text, outcome=Outcome.REFUSED)


def told_of(
    text: str,
    appeals: Sequence[Appeal],
    *,
    choices: tuple[Choice, ...] = (),
    citations: tuple[Citation, ...] = (),
    table: Table | None = None,
) -> Reply:
    """Answer with what is told of these cases, which the next message may be about."""
    return Reply(
        intent=INTENT,
        text=text,
        outcome=Outcome.ANSWERED,
        citations=citations,
        choices=choices,
        table=table,
        query={"appeal_nos": [appeal.appeal_no for appeal in appeals]},
    )
