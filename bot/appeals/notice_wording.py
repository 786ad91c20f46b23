"""What officials and enterprises are told of an appeal, unasked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.appeals.appeal import STAGES, Appeal, AppealState, Stage
from bot.appeals.wording import (
    BASIS,
    NOTICE_INTENT,
    STAGE_LABELS,
    STATE_LABELS,
    named,
)
from bot.clause_label import clause_label
from bot.messages import Choice, Outcome, Reply


def assigned(
    appeal: Appeal, due: Mapping[Stage, date], note: str, added: Sequence[str] = ()
) -> Reply:
    """Tell an official that a case is theirs; `added` is what its enterprise added since.

    `note` says how the clocks are counted.
    """
    owed = "；".join(
        f"{STAGE_LABELS[stage]} {due[stage]}" for stage in STAGES if not appeal.has_reached(stage)
    )
    return Reply(
        intent=NOTICE_INTENT,
        text=(
            f"【直通车诉求】{appeal.appeal_no}\n"
            f"企业：{appeal.enterprise}，提出于 {appeal.received_at:%Y-%m-%d %H:%M}\n"
            f"内容：{appeal.content}\n"
            + "".join(f"企业补充：{words}\n" for words in added)
            + f"时限：{owed}（{note}）\n"
            f"请您：回复“应答{appeal.appeal_no}：……”，写明答复内容\n"
            f"依据：{clause_label(BASIS)}"
        ),
        outcome=Outcome.ANSWERED,
        choices=step_choices(appeal),
        query={"appeal_nos": [appeal.appeal_no]},
    )


def passed_on(appeal: Appeal, department: str) -> Reply:
    """Tell the enterprise who deals with its case now."""
    return _notice(appeal, f"【直通车】{named(appeal)}已转由{department}办理。")


def moved(appeal: Appeal, text: str, due: Mapping[Stage, date], provisional: str) -> Reply:
    """Tell the enterprise of a step; `provisional` says so of deadlines that may still move."""
    lines = [f"【直通车】{named(appeal)}：{STATE_LABELS[appeal.state]}。"]
    if text:
        lines.append(f"答复：{text}")
    if appeal.stage is not None:
        lines.append(f"下一步：{STAGE_LABELS[appeal.stage]}，时限 {due[appeal.stage]}{provisional}")
    elif appeal.state is AppealState.CLOSED:
        lines.append(f"对结果不满意的，可以回复“{appeal.appeal_no}重新办理：……”，写明原因")
    return _notice(appeal, "\n".join(lines))


def handed_on(appeal: Appeal, department: str) -> Reply:
    """Tell whoever handled a case that somebody else does now."""
    return _notice(appeal, f"【直通车】{named(appeal)}已转由{department}办理，您不用再办。")


def withdrawn(appeal: Appeal, reason: str) -> Reply:
    """Tell the owner that the enterprise took its appeal back."""
    why = f"原因：{reason}" if reason else "未说明原因"
    text = f"【直通车】{appeal.enterprise}撤回了{named(appeal)}，不再计时。{why}"
    return _notice(appeal, text)


def reopened(
    appeal: Appeal, reason: str, due: Mapping[Stage, date], by: str, provisional: str
) -> Reply:
    """Tell owner and enterprise that a closed case is taken up again.

    `provisional` says so of deadlines that may still move.
    """
    why = f"原因：{reason}。" if reason else ""
    text = (
        f"【直通车】{named(appeal)}由{by}提出重新办理，三段时限重新起算。{why}"
        f"应答时限 {due[Stage.ANSWER]}，明确意见 {due[Stage.OPINION]}，办结 {due[Stage.CLOSE]}"
        f"{provisional}。"
    )
    return _notice(appeal, text)


def reminded(appeal: Appeal, due: Mapping[Stage, date], by: str) -> Reply:
    """Tell the owner that somebody above asks them to hurry."""
    stage = appeal.stage
    owed = f"，{STAGE_LABELS[stage]}时限 {due[stage]}" if stage is not None else ""
    return _notice(appeal, f"【催办】{by}催办{named(appeal)}{owed}。", step_choices(appeal))


def supplemented(appeal: Appeal, text: str, due: Mapping[Stage, date]) -> Reply:
    """Tell the owner what the enterprise added to its case."""
    stage = appeal.stage
    owed = f"\n时限不变：{STAGE_LABELS[stage]} {due[stage]}" if stage is not None else ""
    said = f"【直通车】{appeal.enterprise}补充了{named(appeal)}：\n{text}{owed}"
    return _notice(appeal, said, step_choices(appeal))


def step_choices(appeal: Appeal) -> tuple[Choice, ...]:
    """Return the official's buttons; each sends the words for it."""
    return tuple(
        Choice(label=STAGE_LABELS[stage], send=f"{STAGE_LABELS[stage]}{appeal.appeal_no}")
        for stage in STAGES
        if not appeal.has_reached(stage)
    )


def _notice(appeal: Appeal, text: str, choices: tuple[Choice, ...] = ()) -> Reply:
    return Reply(
        intent=NOTICE_INTENT,
        text=text,
        outcome=Outcome.ANSWERED,
        choices=choices,
        query={"appeal_nos": [appeal.appeal_no]},
    )
