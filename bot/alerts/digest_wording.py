"""The words of one message about several matters, and of the one about who was not reached.

It holds the same six elements as the message about a single matter: the matters, the
department, the deadlines, how late each is, what to do, and the clauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.alerts.assess import WORST_FIRST, Level, Light, Reason
from bot.alerts.concern import Concern, DigestLine
from bot.alerts.figure_wording import NAMES, choice, request
from bot.alerts.wording import LIGHT_LABELS, PROVISIONAL, basis
from bot.clause_label import clause_label
from bot.messages import Choice, Citation, Outcome, Reply
from bot.tasks.line_of_command import FORMER
from bot.tasks.wording import ALERT_INTENT

LINES_SHOWN = 12
CLAUSES_QUOTED = 3
CHOICES_SHOWN = 4


@dataclass(frozen=True)
class Told:
    """One matter of a digest: what it is, on which level, and its line if it is shown."""

    concern: Concern
    level: Level
    line: DigestLine | None = None


def order(told: Sequence[Told]) -> list[Told]:
    """Sort by department for a leader, then worst light first, latest first."""
    return sorted(
        told,
        key=lambda one: (
            one.level.step == 0,
            one.concern.department_code if one.level.step else "",
            WORST_FIRST.index(one.level.light),
            -one.concern.assessment.workdays_late,
            one.concern.due_on is None,
            str(one.concern.due_on),
            len(one.concern.number),
            one.concern.number,
        ),
    )


def digest_reply(told: Sequence[Told], *, is_provisional: bool) -> Reply:
    """Tell one person of everything at once. `told` is in `order`."""
    as_leader = [one for one in told if one.level.step]
    own = [one for one in told if not one.level.step]
    lines = [f"【督办提醒】共{len(told)}项{_counts(told)}"]
    numbered = {id(one): place for place, one in enumerate(told, start=1)}
    if as_leader:
        lines += _leader_lines(as_leader, numbered)
    if own:
        lines += _own_lines(own, numbered, is_mixed=bool(as_leader))
    if is_provisional:
        lines.append(PROVISIONAL)
    citations = _citations(told)
    lines.append("依据：" + "；".join(_bases(told)))
    return Reply(
        intent=ALERT_INTENT,
        text="\n".join(lines),
        outcome=Outcome.ANSWERED,
        citations=citations,
        choices=_choices(told),
        query={
            "task_nos": [one.concern.number for one in told if one.concern.kind == "task"],
            "appeal_nos": [one.concern.number for one in told if one.concern.kind == "appeal"],
        },
    )


def _counts(told: Sequence[Told]) -> str:
    parts = []
    for light in WORST_FIRST:
        count = sum(one.level.light is light for one in told)
        if count:
            parts.append(f"{LIGHT_LABELS[light]}{count}项")
    return f"（{'、'.join(parts)}）"


def _leader_lines(told: Sequence[Told], numbered: dict[int, int]) -> list[str]:
    lines = []
    codes = list(dict.fromkeys(one.concern.department_code for one in told))
    for code in codes:
        group = [one for one in told if one.concern.department_code == code]
        shown = [one for one in group if one.line is not None]
        name = shown[0].line.department if shown and shown[0].line else code
        lines.append(f"{name}：{_backlog(group)}（已报您）")
        lines += [_line(one, numbered, with_owner=True) for one in shown]
        lines += _rest(len(group) - len(shown))
    first = next((one.concern for one in told if one.concern.kind not in NAMES), None)
    answer = f"；可回复“{_remind_words(first)}”" if first else ""
    lines.append(f"请您：督促责任人尽快办结，或协调解决困难{answer}")
    return lines


def _backlog(group: Sequence[Told]) -> str:
    """Say how much of a department is late, and how much is behind its pace."""
    late = [one.concern.assessment for one in group if one.concern.kind not in NAMES]
    parts = []
    if late:
        worst = max(found.workdays_late for found in late)
        parts.append(f"{len(late)}项逾期未办结，最长已逾期{worst}个工作日")
    if len(late) < len(group):
        parts.append(f"{len(group) - len(late)}项落后于序时或应开未开")
    return "，".join(parts)


def _own_lines(told: Sequence[Told], numbered: dict[int, int], *, is_mixed: bool) -> list[str]:
    lines = ["由您办理："] if is_mixed else []
    shown = [one for one in told if one.line is not None]
    for light in WORST_FIRST:
        group = [one for one in shown if one.level.light is light]
        if group:
            lines.append(f"{LIGHT_LABELS[light]}：")
            lines += [_line(one, numbered, with_owner=False) for one in group]
    lines += _rest(len(told) - len(shown))
    if shown and shown[0].line is not None:
        line = shown[0].line
        lines.append(f"责任单位：{line.department}，责任人：{line.owner}")
    tasks = [one for one in told if one.concern.kind == "task"]
    if tasks:
        lines.append(f"请您：{_requests(tasks)}")
    if any(one.concern.kind in NAMES for one in told):
        lines.append(f"指标和项目：{request(is_leader=False)}")
    appeals = [one.concern.number for one in told if one.concern.kind == "appeal"]
    if appeals:
        lines.append(f"诉求请回复“应答{appeals[0]}：……”（或明确意见、办结），写明答复内容")
    return lines


def _requests(tasks: Sequence[Told]) -> str:
    """Say what the owner can answer, and nothing that none of these allows."""
    example = "和".join(f"{one.concern.number}号" for one in tasks[:2])
    reasons = {one.concern.assessment.reason for one in tasks}
    asked = [f"办完后回复“{example}任务办结”"]
    if Reason.UNSIGNED in reasons:
        asked.append("未签收的回复“收到”")
    if reasons & {Reason.DEADLINE_NEAR, Reason.DUE_TODAY}:
        asked.append("确需延期的，在到期前回复“某号任务延到某月某日”并说明原因")
    if Reason.OVERDUE in reasons:
        asked.append("已逾期未办完的，回复说明原因和预计完成日期")
    return "；".join(asked)


def _line(one: Told, numbered: dict[int, int], *, with_owner: bool) -> str:
    line = one.line
    assert line is not None
    owner = f"，责任人：{line.owner}" if with_owner else ""
    place = numbered[id(one)]
    return f"{place}. {line.named}：原定时限 {line.deadline}，{line.standing}{owner}"


def _rest(count: int) -> list[str]:
    return [f"……其余{count}项，回复“逾期的任务有哪些”查看"] if count > 0 else []


def _remind_words(concern: Concern) -> str:
    if concern.kind == "task":
        return f"催办{concern.number}号任务"
    return f"催办诉求{concern.number}"


def _choices(told: Sequence[Told]) -> tuple[Choice, ...]:
    choices = []
    for one in told:
        number = one.concern.number
        if one.concern.kind in NAMES:
            choices.append(choice(one.concern))
        elif one.concern.kind != "task":
            choices.append(Choice(label=f"看{number}", send=f"诉求{number}"))
        elif one.level.step:
            choices.append(Choice(label=f"催办{number}号", send=f"催办{number}号任务"))
        else:
            choices.append(Choice(label=f"{number}号办结", send=f"{number}号任务办结"))
    return tuple(choices[:CHOICES_SHOWN])


def _citations(told: Sequence[Told]) -> tuple[Citation, ...]:
    cited = [one.line.basis for one in told if one.line is not None and one.line.basis]
    return tuple({each.clause: each for each in cited}.values())[:CLAUSES_QUOTED]


def _bases(told: Sequence[Told]) -> list[str]:
    found: dict[str, str] = {}
    for one in told:
        if one.line is not None:
            key = one.line.basis.clause if one.line.basis else one.line.clause
            found.setdefault(key, basis(one.line.clause, one.line.basis))
    quoted = list(found.values())[:CLAUSES_QUOTED]
    rest = list(found)[CLAUSES_QUOTED:]
    return [*quoted, "、".join(map(clause_label, rest))] if rest else quoted


def unreached_reply(told: Sequence[Concern], light: Light, person: str) -> Reply:
    """Tell the supervisor that somebody could not be told."""
    named = "、".join(f"{_named(concern)}" for concern in told[:LINES_SHOWN])
    more = f"等{len(told)}项" if len(told) > LINES_SHOWN else ""
    tasks = [concern.number for concern in told if concern.kind == "task"]
    asked = "用其他方式告知，并请管理员核对其账号"
    if person.endswith(FORMER):
        asked = "把这些事项转办给接手的单位或联络员"
    return Reply(
        intent=ALERT_INTENT,
        text=(
            f"【提醒未送达】{named}{more}的{LIGHT_LABELS[light]}提醒未能送达{person}，"
            f"所有联系方式均已试过。\n请您：{asked}"
        ),
        outcome=Outcome.ANSWERED,
        query={"task_nos": tasks},
    )


def _named(concern: Concern) -> str:
    if concern.kind == "task":
        return f"{concern.number}号《{concern.title}》"
    if concern.kind in NAMES:
        return f"{NAMES[concern.kind]}“{concern.title}”"
    return f"诉求{concern.number}“{concern.title}”"
