"""What somebody means who writes about tasks: a question, a command, or an answer to ours.

Pure: the words, who says them and the day in; a typed reading out. Which tasks are meant is
found later, among those the person may see.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.consent import agrees, denies, without_greeting
from bot.half_width import bare, half_width
from bot.tasks.command_words import command_in
from bot.tasks.day_words import number
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
from bot.tasks.reference_words import reference_in, topic_in
from bot.tasks.task import OPEN_STATES, OWED_STATES, TaskState
from bot.tasks.title_match import NO_TOPIC, Topic
from bot.tasks.transition import Action
from bot.tasks.vocabulary import (
    ABOUT_SOMETHING_ELSE,
    ABOUT_TASKS,
    AWAY,
    AWAY_ASKS,
    BY_PERSON,
    CIRCULAR,
    CITYWIDE,
    COMMANDS,
    COMPARED,
    COUNTED_DONE,
    COUNTED_LATE,
    DAYS_SAID,
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
    ON_TIME,
    OURS,
    OUTSIDE,
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
    command = command_in(plain, around)
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
