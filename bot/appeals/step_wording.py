"""What people read when they do something to a case: what is asked first, and what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.appeals.appeal import Appeal, Step
from bot.appeals.wording import (
    CHOICES_SHOWN,
    INTENT,
    STATE_LABELS,
    STEP_LABELS,
    listed,
    named,
    refused,
    short,
    told_of,
)
from bot.messages import Choice, Outcome, Reply

LAPSED = "要确认的操作已过期，没有做任何改动，请重新说一遍。"
NOBODY_RECEIVES = "系统中还没有登记可以受理诉求的工作人员，请直接联系主管部门。"
SAY_WHAT = (
    "请把要反映的事写在一条消息里，例如“我要反映一个困难：……”，登记后会给出编号和时限。"
    "已经登记的，可以问“我的诉求到哪一步了”。"
)
STILL_OPEN = "还在办理、没有办结的诉求"


def say_what() -> Reply:
    """Ask for what is to be filed, all in one message."""
    return told_of(SAY_WHAT, [])


def filing_asked(content: str) -> str:
    """Ask whether a new case is to be filed."""
    return f"将登记为直通车诉求：“{short(content)}”。确认吗？"


def filing_offered(content: str) -> str:
    """Ask whether what staff have been told of is to be filed as a case."""
    return f"还没有登记为直通车诉求。要登记并按时限办理，请确认：将登记“{short(content)}”。确认吗？"


def or_one_of(numbers: Sequence[str]) -> str:
    """Say which cases are open already, in case one of them is meant."""
    which = "、".join(numbers)
    return f"您还有办理中的诉求：{which}。说的是它，不必再登记，可以问“我的诉求到哪一步了”。"


def step_asked(appeal: Appeal, step: Step, target: str, text: str) -> str:
    """Ask whether a step is to be taken; `target` says to whom a case goes, `text` is told."""
    is_owners = step in {Step.WITHDRAW, Step.REOPEN, Step.SUPPLEMENT}
    told = "受理人" if is_owners else "企业"
    told += "，时限不变" if step is Step.SUPPLEMENT else ""
    said = f"：“{text}”，并通知{told}" if text else ""
    return f"将对{named(appeal)}{STEP_LABELS[step]}{target}{said}。确认吗？"


def confirm(text: str, pending: dict[str, Any]) -> Reply:
    """Ask once before anything is changed."""
    return Reply(
        intent=INTENT,
        text=text,
        outcome=Outcome.CLARIFY,
        choices=(Choice(label="确认", send="确认"), Choice(label="取消", send="取消")),
        query={"appeal_pending": pending},
    )


def ask_words(appeal: Appeal, step: Step) -> Reply:
    """Ask for the words of a step."""
    told = "企业"
    if step is Step.SUPPLEMENT:
        told = "受理人，时限不变（文件和图片这里收不了，请写明要点）"
    return Reply(
        intent=INTENT,
        text=f"请写下对{named(appeal)}的{STEP_LABELS[step]}内容，确认后会通知{told}。",
        outcome=Outcome.CLARIFY,
        query={"appeal_asking": {"appeal_no": appeal.appeal_no, "step": step.value}},
    )


def whom_to_assign(appeal: Appeal) -> Reply:
    """Ask to whom a case is to go."""
    return refused(
        f"要转给谁？请说“把{appeal.appeal_no}转给”加一个单位名称，或登记过的工作人员姓名。"
    )


def which_one(
    step: Step,
    appeals: Sequence[Appeal],
    next_due: Mapping[str, date | None],
    today: date,
    text: str,
) -> Reply:
    """Ask which of several cases is meant; the step and its words are kept with the turn."""
    asked = listed(f"可以{STEP_LABELS[step]}的诉求", appeals, next_due, today)
    return asked.model_copy(
        update={
            "text": f"{asked.text}\n要{STEP_LABELS[step]}哪一件？请回复编号。",
            "outcome": Outcome.CLARIFY,
            "choices": tuple(
                Choice(label=appeal.appeal_no, send=appeal.appeal_no)
                for appeal in appeals[:CHOICES_SHOWN]
            ),
            "query": {
                "appeal_nos": [appeal.appeal_no for appeal in appeals],
                "appeal_which": {"step": step.value, "text": text},
            },
        }
    )


def none_to_take(step: Step) -> Reply:
    """Say that an enterprise has no case for which a step can be taken."""
    return refused(f"您没有可以{STEP_LABELS[step]}的诉求。")


def none_to_supplement() -> Reply:
    """Say that only an open case can be added to, and what to do instead."""
    return refused(
        "您没有在办的诉求可以补充。已办结的可以回复“重新办理”并写明原因；"
        "新的事请说“我要反映一个困难：……”。"
    )


def done(appeal: Appeal, step: Step) -> Reply:
    """Say that a step was taken."""
    to_owner = {Step.REMIND, Step.REOPEN, Step.WITHDRAW, Step.SUPPLEMENT}
    told = "，已通知受理人" if step in to_owner else "，已通知企业"
    told += "，时限不变" if step is Step.SUPPLEMENT else ""
    text = (
        f"诉求 {appeal.appeal_no} 已{STEP_LABELS[step]}，现为“{STATE_LABELS[appeal.state]}”{told}。"
    )
    return told_of(text, [appeal])


def cancelled() -> Reply:
    """Say that nothing was done."""
    return told_of("好的，没有做任何改动。", [])
