"""The command in a message about tasks: what is to be done, to which, until when, why; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.consent import denies
from bot.tasks.day_words import new_date
from bot.tasks.meaning import Reference, Surroundings, TaskCommand
from bot.tasks.reference_words import numbers_in, people_named, reference_in
from bot.tasks.title_match import NO_TOPIC
from bot.tasks.transition import Action
from bot.tasks.vocabulary import (
    ASKS,
    CLAUSES,
    COMMANDS,
    DISOWNED,
    GRANTED,
    NUMBERED,
    OUTSIDERS,
    WANTS_IT_DONE,
)


def command_in(text: str, around: Surroundings) -> TaskCommand | None:
    """Return what a message, in half width, orders to be done; None where it orders nothing."""
    return _command(text, around) or _disowned(text)


def _command(text: str, around: Surroundings) -> TaskCommand | None:
    clauses = [clause.strip() for clause in CLAUSES.split(text) if clause.strip()]
    for place, clause in enumerate(clauses):
        for action, pattern in COMMANDS:
            verb = pattern.search(clause)
            if verb is None or _is_only_asked(clause, verb):
                continue
            if _is_still_to_come(action, clause, verb) or _is_of_nothing(clauses[:place], verb):
                continue
            if action is Action.REPORT_PROGRESS and _asks_what_is_granted(clauses[place + 1 :]):
                continue
            whom = verb.groupdict().get("whom") or ""
            if OUTSIDERS.search(whom) and not around.departments.find(whom):
                continue
            # 不行，退回去: the refusal is of what was proposed, and names no task.
            before = "".join(f"{said}," for said in clauses[:place] if not denies(said))
            reason = "，".join(clauses[place + 1 :])
            return _as_command(action, verb, before + clause, clause, reason, around)
    return None


def _disowned(text: str) -> TaskCommand | None:
    found = DISOWNED.search(text)
    names_one = re.search(r"任务|督办|事项|\d+号", text) or DISOWNED.fullmatch(text)
    if found is None or not names_one or ASKS.search(text.replace("没有", "没")):
        return None
    numbers, is_ordinal = numbers_in(text)
    reference = Reference(numbers, is_ordinal, is_pointing=True)
    return TaskCommand(Action.TRANSFER, reference)


def _is_only_asked(clause: str, verb: re.Match[str]) -> bool:
    wish = WANTS_IT_DONE.search(clause)
    is_wished = wish is not None and wish.start() <= verb.start() <= wish.end()
    if is_wished and not re.search(r"哪|多少|几[件个项家条]|谁|怎么", clause):
        return False
    # 没办结, 不转给罗静 — the negation belongs to the verb, not to a reason further on;
    # 要不转给罗静 and 怎么还不催 want it.
    if re.search(
        r"(?:没有?|未|尚未|还没有?|待|等|不要|不用|不必|不能|先别|别|勿|(?<![要能还何得])不"
        r"|不想|不打算|不需要|无需)(?:再|先)?$",
        clause[: verb.start()],
    ):
        return True
    after = clause[verb.end() :]
    if re.match(r"催(?:一下|一催|促|一遍)|再催", verb[0]):
        return bool(re.match(r"的|过", after))
    # 报办结还没审核的任务 describes tasks and orders nothing.
    is_attribute = re.match(r"的", after) or re.search(r"的(?:任务|事项|督办|事|件)?$", after)
    return bool(ASKS.search(clause)) or bool(is_attribute)


def _is_still_to_come(action: Action, clause: str, verb: re.Match[str]) -> bool:
    """Tell whether a completion is announced and not reported: 12月20日前办结."""
    coming = r"(?:前|要|应|须|需|将|会|争取|力争|预计|计划|打算)$"
    return action is Action.REPORT_COMPLETION and bool(re.search(coming, clause[: verb.start()]))


def _is_of_nothing(before: Sequence[str], verb: re.Match[str]) -> bool:
    """Tell whether 记一下 has nothing before it that could be noted."""
    return bool(verb.groupdict().get("noted")) and not before


def _asks_what_is_granted(after: Sequence[str]) -> bool:
    """Tell whether 做到八成了，能申请补助吗 tells how far it is only to ask what that earns."""
    return any(ASKS.search(clause) and GRANTED.search(clause) for clause in after)


def _as_command(
    action: Action,
    verb: re.Match[str],
    words: str,
    clause: str,
    reason: str,
    around: Surroundings,
) -> TaskCommand:
    target: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    if action is Action.TRANSFER:
        after = clause[verb.start() :]
        # 不归工信局管应该归科技局 names two: the last one is to have it.
        to_whom = re.split(r"归|由|给|属于?|是", after)[-1]
        target = around.departments.find(to_whom) or around.departments.find(after)
        users = people_named(to_whom, around.people)
        words = words.replace(after, "")
    wanted = None
    if action in {Action.REQUEST_EXTENSION, Action.SET_DEADLINE}:
        after = clause[verb.start() :]
        wanted = (
            new_date(after, around.today)
            or new_date(NUMBERED.sub(" ", words), around.today)
            or new_date(NUMBERED.sub(" ", reason), around.today)
        )
        words = words.replace(clause[verb.start() :], "") if wanted else words
    if action is Action.REPORT_PROGRESS and not verb["noted"]:
        # 收到九成了还差泰兴: what follows tells of it, and names no other task.
        words = words.removesuffix(clause[verb.start() :]) or words
    # 让罗静抓紧 names who is meant between its two words.
    rest = words.replace(verb[0], f" {(verb.groupdict().get('whom') or '')} ")
    reference = reference_in(rest, rest, around, is_dated=action is Action.REMIND)
    numbers, is_ordinal = numbers_in(words)
    if action is Action.TRANSFER and not re.sub(r"[请麻烦帮我先就\s]", "", clause[: verb.start()]):
        # 转给科技局: what was spoken of last.
        reference = replace(reference, is_pointing=True)
    if numbers:
        reference = replace(reference, numbers=numbers, is_ordinal=is_ordinal, topic=NO_TOPIC)
    if action in {Action.APPROVE_EXTENSION, Action.REJECT_EXTENSION} and not numbers:
        reference = replace(reference, has_request=True)
    if action is Action.REPORT_PROGRESS:
        reason = _progress(words, clause, verb, reason)
    return TaskCommand(action, reference, reason, wanted, target, users)


def _progress(words: str, clause: str, verb: re.Match[str], rest: str) -> str:
    """Return how far it is: what follows 进展, the clause that names a share, or what stands before
    先记一笔."""
    if verb["noted"]:
        return words.removesuffix(clause).rstrip(",")
    said = clause[verb.end() :].strip(" :,") if "进展" in verb[0] else clause
    return "，".join(part for part in (said, rest) if part)
