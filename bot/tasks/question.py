"""What somebody means who writes about tasks: a question, a command, or an answer to ours.

Pure: the words, who says them and the day in; a typed reading out. Which tasks are meant is
found later, among those the person may see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.consent import agrees, denies, without_greeting
from bot.half_width import bare, half_width
from bot.tasks.day_words import new_date, number
from bot.tasks.done_period import is_unread_period, without_period
from bot.tasks.done_words import read_done
from bot.tasks.due_periods import due_period
from bot.tasks.meaning import (
    Answer,
    Form,
    Missing,
    Reading,
    Reference,
    Surroundings,
    TaskCommand,
    TaskQuestion,
)
from bot.tasks.reference_words import numbers_in, people_named, reference_in, topic_in
from bot.tasks.task import OPEN_STATES, OWED_STATES, TaskState
from bot.tasks.title_match import NO_TOPIC, Topic
from bot.tasks.transition import Action
from bot.tasks.vocabulary import (
    ABOUT_SOMETHING_ELSE,
    ABOUT_TASKS,
    ASKS,
    AWAY,
    AWAY_ASKS,
    BY_PERSON,
    CIRCULAR,
    CITYWIDE,
    CLAUSES,
    COMMANDS,
    COMPARED,
    COUNTED_DONE,
    COUNTED_LATE,
    DAYS_SAID,
    DISOWNED,
    GRANTED,
    HELPED,
    HISTORY,
    LAID_DOWN,
    LATE_AT_LEAST,
    LATE_AT_MOST,
    LATE_LESS,
    LATE_MORE,
    LOOSE_QUESTION,
    MINE,
    NOT_LOOSE,
    NOT_OURS,
    NUMBERED,
    ON_TIME,
    OURS,
    OUTSIDE,
    OUTSIDERS,
    OVERDUE,
    REQUESTED,
    SLIPS,
    STATES,
    TALLY,
    THAT_ONE,
    TOLD,
    TWO_PERIODS,
    UNDATED,
    UNREAD_MEASURE,
    UNREAD_SPAN,
    VAGUE_DAY,
    WANTS_IT_DONE,
    WHATEVER,
)


def read(text: str, around: Surroundings) -> Reading | None:
    """Return what `text` means about tasks; None when it is about something else."""
    plain = _said(text)
    spoken = plain.casefold()
    if agrees(spoken):
        return Answer.YES
    if denies(spoken):
        return Answer.NO
    if CIRCULAR.search(plain):
        return Missing.CIRCULAR_MENTIONS
    if COMPARED.search(plain) and re.search(r"任务|督办|办结|销号|逾期", plain):
        return None if _is_of_else(plain) else Missing.COMPARISON
    plain = NOT_OURS.sub(r"\1", plain)
    command = _command(plain, around) or _disowned(plain)
    if command is None or _bounds_lateness(command, plain):
        # 逾期没超过5天的催一下: a command reads no such bound, so that those are listed first.
        command, plain = None, dict(COMMANDS)[Action.REMIND].sub(" ", plain) if command else plain
    if command is None and AWAY.search(plain) and AWAY_ASKS.search(plain):
        return None if _is_of_else(plain) else _away(plain, around)
    return command or _question(plain, around)


def _bounds_lateness(command: TaskCommand, text: str) -> bool:
    is_bound = _late_at_least(text) is not None or _late_at_most(text) is not None
    reference = command.reference
    return command.action is Action.REMIND and reference.is_overdue and is_bound


def read_reference(text: str, around: Surroundings) -> Reference:
    """Return which tasks `text` means, taken as the answer to "which one?"."""
    plain = _said(text)
    if re.fullmatch(r"\d+(?:\s*[和、,]\s*\d+)*", plain):
        return Reference(numbers=tuple(int(found) for found in re.findall(r"\d+", plain)))
    return reference_in(plain, plain, around)


def asks_from_outside(text: str) -> bool:
    """Tell whether somebody who is no official asks about supervised tasks."""
    plain = half_width(text)
    return bool(OUTSIDE.search(plain)) and not LAID_DOWN.search(plain)


def is_vague_day(text: str) -> bool:
    """Tell whether `text` answers "until when?" with something that names no day."""
    plain = _said(text)
    return bool(VAGUE_DAY.fullmatch(plain))


def _said(text: str) -> str:
    plain = without_greeting(bare(text))
    for slip, meant in SLIPS:
        plain = slip.sub(meant, plain)
    return plain


def looks_like_a_task(text: str) -> Topic:
    """Return the words that may name a task in a question that says nothing of tasks.

    Nothing when the question is not one that people ask of tasks, or is about projects, whose
    progress is in the project ledger.
    """
    plain = half_width(text)
    if not LOOSE_QUESTION.search(plain) or NOT_LOOSE.search(plain):
        return NO_TOPIC
    return topic_in(LOOSE_QUESTION.sub(" ", plain))


def asked_of_whose(text: str, around: Surroundings) -> TaskQuestion | None:
    """Return the question 高港那份交了没, which says whose the task is, or what it is called, and
    not that it is one."""
    plain = _said(text)
    if not LOOSE_QUESTION.search(plain) or NOT_LOOSE.search(plain) or not THAT_ONE.search(plain):
        return None
    rest = THAT_ONE.sub(" ", LOOSE_QUESTION.sub(" ", plain))
    reference = reference_in(rest, rest, around, is_dated=False)
    is_mine = bool(MINE.search(plain)) and not OURS.search(plain)
    if reference.numbers or not (reference.says_which or is_mine):
        return None
    return TaskQuestion(Form.LIST, reference, tuple(OPEN_STATES), is_mine=is_mine)


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
    # 没办结, 未签收 — the negation belongs to the verb, not to a reason further on.
    if re.search(
        r"(?:没有?|未|尚未|还没有?|待|等|不要|不用|不必|不能|先别|别|勿)$", clause[: verb.start()]
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


def _is_of_else(text: str) -> bool:
    return bool(ABOUT_SOMETHING_ELSE.search(text)) and not re.search(r"任务|督办", text)


def _away(text: str, around: Surroundings) -> TaskQuestion:
    # 让张丽勇代办 names who is to stand in, not who is away.
    who = re.split(r"让|由|请(?!\w{0,2}假)|给", text)[0]
    owners = frozenset(user_id for name, user_id in around.people.items() if name in who)
    reference = Reference(owners=owners)
    return TaskQuestion(Form.AWAY, reference, tuple(OWED_STATES), is_mine=not owners)


def _question(text: str, around: Surroundings) -> TaskQuestion | Missing | None:
    if TOLD.search(text):
        return TaskQuestion(Form.TOLD, Reference(), is_mine=True)
    if not ABOUT_TASKS.search(text):
        return None
    if _is_of_else(text):
        return None
    counts_both = bool(COUNTED_DONE.search(text) and COUNTED_LATE.search(text))
    done = read_done(text)
    text = done.rest if done else text
    reference = reference_in(_strip_states(without_period(text)), text, around)
    if done and done.punctuality is None and not reference.numbers:
        return Missing.UNREAD
    is_no_span = reference.due is None and not reference.numbers and _is_span_said(text, reference)
    is_no_period = is_no_span or is_unread_period(text, around.today) or TWO_PERIODS.search(text)
    if is_no_period or UNREAD_MEASURE.search(reference.topic.name):
        return Missing.UNREAD
    form = _form(text, reference)
    if counts_both and form is not Form.TALLY:
        reference = replace(reference, is_overdue=False)
        form = Form.TALLY
        if reference.due or due_period(text, around.today, around.calendar):
            return Missing.TWO_COUNTS
    if done and form is Form.TALLY:
        form = Form.LIST
    return TaskQuestion(
        form=form,
        reference=reference,
        states=None if form is Form.TALLY else _asked_states(text, reference),
        done=done.punctuality if done else None,
        is_mine=bool(MINE.search(text)) and not OURS.search(text),
        is_ours=bool(OURS.search(text)),
        late_at_least=_late_at_least(text) if reference.is_overdue else None,
        late_at_most=_late_at_most(text) if reference.is_overdue else None,
        is_citywide=bool(CITYWIDE.search(text)),
        is_helped=bool(HELPED.search(text)) and not reference.numbers,
    )


def _asked_states(text: str, reference: Reference) -> tuple[TaskState, ...] | None:
    if reference.is_overdue:
        return tuple(OWED_STATES)
    if reference.is_on_time:
        return tuple(OPEN_STATES)
    states = _states(text)
    if re.search(r"了(?:吗|没有?|么)", text) and states == (TaskState.CLOSED,):
        return None
    if states is not None or reference.topic or reference.numbers or WHATEVER.search(text):
        return states
    return tuple(OPEN_STATES)


def _late_at_least(text: str) -> int | None:
    more = LATE_MORE.search(text)
    if more:
        return number(more[1]) + 1
    at_least = LATE_AT_LEAST.search(text)
    return number(at_least[1] or at_least[2]) if at_least else None


def _late_at_most(text: str) -> int | None:
    at_most, less = LATE_AT_MOST.search(text), LATE_LESS.search(text)
    if at_most:
        return number(at_most[1] or at_most[2])
    return number(less[1]) - 1 if less else None


def _is_span_said(text: str, reference: Reference) -> bool:
    """Whether days are said. Those beside 逾期 only say again that it is past."""
    is_of_days = not reference.is_overdue and DAYS_SAID.search(text) is not None
    return is_of_days or UNREAD_SPAN.search(text) is not None


def _form(text: str, reference: Reference) -> Form:
    if HISTORY.search(text):
        return Form.HISTORY
    if TALLY.search(text) and not reference.is_overdue:
        return Form.TALLY
    if BY_PERSON.search(text):
        return Form.PEOPLE
    if re.search(
        r"最多|最少|最厉害|最严重|排名|排序|排个?队|各(?:部门|单位|区|局|市)|每个(?:部门|单位)|分(?:部门|单位)|按(?:部门|单位)",
        text,
    ):
        return Form.RANKING
    if re.search(r"哪(?:几|些)?(?:家|个)?(?:部门|单位|区|市|局)|哪几家|哪家|哪些家|几家", text):
        return Form.DEPARTMENTS
    is_narrow = bool(reference.numbers) or reference.is_pointing
    return Form.SHOW if is_narrow else Form.LIST


def _states(text: str) -> tuple[TaskState, ...] | None:
    for pattern, states in STATES:
        if pattern.search(text):
            return states
    return None


def _strip_states(text: str) -> str:
    patterns = (pattern for pattern, _ in STATES)
    lateness = (LATE_LESS, LATE_AT_MOST, LATE_MORE, LATE_AT_LEAST)
    for pattern in (*patterns, ON_TIME, UNDATED, REQUESTED, OVERDUE, *lateness):
        text = pattern.sub(" ", text)
    return text
