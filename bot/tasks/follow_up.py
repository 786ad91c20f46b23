"""Few words after a list of tasks: they mean those tasks, by what they name; pure.

那市经信委的呢, 哪个部门最多, 按时办结的呢: what they leave out is as it was asked before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

from bot.half_width import half_width
from bot.tasks.meaning import Form, Reading, Surroundings, TaskQuestion
from bot.tasks.question import read
from bot.tasks.reference_words import reference_in
from bot.tasks.task import TaskState
from bot.tasks.vocabulary import OF_THEM, TIME_WORDS

_LISTED = frozenset({Form.LIST, Form.TALLY, Form.RANKING, Form.PEOPLE, Form.DEPARTMENTS})
_LEADS = re.compile(r"^(?:那么?|再|然后|还有)?(?:看看|看一下|查查|查一下|说说)?")
_TAIL = re.compile(r"(?:的|有|是)*(?:几[件项个]|多少[件项个]?)?(?:呢|吧|啊|呀)*[?？。!！\s]*$")
_LEANS = re.compile(r"^(?:那|再)|呢[?？。!！\s]*$")
_BY_DEPARTMENT = re.compile(
    r"(?:按|分)?(?:哪个|哪些|哪几个|哪家|各个?|每个?|什么)?(?:部门|单位|局|市区|区)"
    r"(?:里)?(?:的)?(?:最多|最少|分别|各|各自|都)?(?:有)?"
)
_BY_PERSON = re.compile(
    r"(?:都|分别)?(?:是|有)?(?:谁|哪些人|哪个人|每个人|各人|按人)(?:的)?(?:最多|最少|分别|各)?(?:有)?"
)
# 第一是谁 after a ranking is told by its first line.
_THE_FIRST = re.compile(
    r"(?:排(?:在)?)?第一(?:名|位)?(?:的)?(?:是)?(?:谁|哪个(?:部门|单位|人)?|哪家|什么(?:部门|单位))"
)
_RANKED = frozenset({Form.RANKING, Form.PEOPLE, Form.DEPARTMENTS})
_NOTHING_ELSE = re.compile(r"[的和与及跟、，,同\s]*")
_MINE = re.compile(r"我|我自己|我本人|我手上|我这里")
_OURS = re.compile(r"我们|咱们|我局|我委|我们?(?:部门|单位|局|委|办)|本部门|本单位")


def read_after(text: str, before: Sequence[str], around: Surroundings) -> Reading | None:
    """Return what `text` means, as `read` does, after the messages `before` (oldest first): a few
    words may ask of the tasks that the last of them asked about."""
    earlier: TaskQuestion | None = None
    for said in before:
        reading = _read_after(said, earlier, around)
        earlier = reading if _is_listed(reading) else None
    return _read_after(text, earlier, around)


def _is_listed(reading: Reading | None) -> TypeGuard[TaskQuestion]:
    return isinstance(reading, TaskQuestion) and reading.form in _LISTED


def _read_after(text: str, earlier: TaskQuestion | None, around: Surroundings) -> Reading | None:
    own = read(text, around)
    if earlier is None:
        return own
    plain = half_width(text).strip()
    if own is not None:
        if _is_listed(own) and OF_THEM.search(plain):
            return _some_of_them(_filled(own, earlier), earlier)
        if _is_listed(own) and _LEANS.search(plain):
            return _filled(own, earlier)
        return own
    return _taken_up(plain, earlier, around)


def _taken_up(plain: str, earlier: TaskQuestion, around: Surroundings) -> TaskQuestion | None:
    rest = _TAIL.sub("", _LEADS.sub("", plain))
    if earlier.form in _RANKED and _THE_FIRST.fullmatch(rest):
        return earlier
    if _BY_DEPARTMENT.fullmatch(rest):
        return replace(earlier, form=Form.RANKING)
    if _BY_PERSON.fullmatch(rest):
        return replace(earlier, form=Form.PEOPLE)
    if _MINE.fullmatch(rest) or _OURS.fullmatch(rest):
        is_mine = _MINE.fullmatch(rest) is not None
        reference = replace(earlier.reference, departments=frozenset(), owners=frozenset())
        return replace(
            earlier, form=Form.LIST, reference=reference, is_mine=is_mine, is_ours=not is_mine
        )
    return _of_other_days(rest, earlier, around) or _of_others(rest, earlier, around)


def _of_other_days(rest: str, earlier: TaskQuestion, around: Surroundings) -> TaskQuestion | None:
    """The same tasks done, or due, in the days that are all the words name: 9月份的呢."""
    if earlier.reference.is_overdue:
        # What is late now was not late by another day's count.
        return None
    is_done = earlier.done is not None or earlier.states == (TaskState.CLOSED,)
    own = read(f"{rest}{'办结' if is_done else '到期'}的任务", around)
    if not isinstance(own, TaskQuestion) or own.reference.due is None:
        return None
    only_days = replace(own.reference, due=None, states=())
    if only_days.says_which or own.reference.numbers or own.is_mine or own.is_ours:
        return None
    return replace(earlier, reference=replace(earlier.reference, due=own.reference.due))


def _of_others(rest: str, earlier: TaskQuestion, around: Surroundings) -> TaskQuestion | None:
    """The same tasks of the departments or people that are all the words name."""
    left = TIME_WORDS.sub("", around.departments.without(rest))
    for name in around.people:
        left = left.replace(name, "")
    if not _NOTHING_ELSE.fullmatch(left):
        return None
    named = reference_in(rest, rest, around)
    if named.topic or named.numbers or named.states or named.is_overdue or named.is_on_time:
        return None
    reference = earlier.reference
    if named.departments or named.owners:
        reference = replace(reference, departments=named.departments, owners=named.owners)
        earlier = replace(earlier, is_mine=False, is_ours=False, form=Form.LIST)
    return replace(earlier, reference=reference) if reference != earlier.reference else None


def _filled(own: TaskQuestion, earlier: TaskQuestion) -> TaskQuestion:
    """A question that leans on the one before has whose and when from it, unless it says so."""
    said, before = own.reference, earlier.reference
    is_of_somebody = bool(said.departments or said.owners or own.is_mine or own.is_ours)
    if not (is_of_somebody or own.is_citywide):
        said = replace(said, departments=before.departments, owners=before.owners)
        own = replace(own, is_mine=earlier.is_mine, is_ours=earlier.is_ours)
    if said.due is None and not said.is_overdue:
        said = replace(said, due=before.due)
    return replace(own, reference=said)


def _some_of_them(own: TaskQuestion, earlier: TaskQuestion) -> TaskQuestion:
    """其中逾期的: of the tasks asked about before those that fit this as well."""
    said, before = own.reference, earlier.reference
    states = own.states if earlier.states is None else earlier.states
    if own.states is not None and earlier.states is not None:
        states = tuple(state for state in earlier.states if state in own.states)
    reference = replace(
        said,
        topic=said.topic or before.topic,
        is_overdue=said.is_overdue or before.is_overdue,
        is_undated=said.is_undated or before.is_undated,
        has_request=said.has_request or before.has_request,
    )
    return replace(own, states=states, reference=reference)
