"""Which tasks words mean: numbers, departments, people, states, days, a title; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.tasks.day_words import number
from bot.tasks.done_period import done_period
from bot.tasks.due_periods import due_period
from bot.tasks.meaning import Reference, Surroundings
from bot.tasks.title_match import NO_TOPIC, Topic
from bot.tasks.vocabulary import (
    ALL,
    EMPTY_WORDS,
    LEFT_OUT,
    LEFT_OUT_NUMBERS,
    NUMBER_LIST,
    NUMBERED,
    ON_TIME,
    ORDINAL,
    OVERDUE,
    POINTING,
    REQUESTED,
    SEVERAL,
    STATES,
    TIME_WORDS,
    UNDATED,
)


def reference_in(
    rest: str, words: str, around: Surroundings, *, is_dated: bool = True
) -> Reference:
    """Return which tasks `rest` means; numbers and states are looked for in all of `words`."""
    numbers, is_ordinal = numbers_in(words)
    left_out_numbers = _left_out_numbers(words)
    rest = LEFT_OUT_NUMBERS.sub(" ", rest)
    left_out, left_out_owners, rest = _left_out(rest, around)
    owners = frozenset(
        user_id for name, user_id in around.people.items() if len(name) > 1 and name in rest
    )
    for name in around.people:
        rest = rest.replace(name, " ")
    is_on_time = bool(ON_TIME.search(words))
    is_overdue = bool(OVERDUE.search(ON_TIME.sub(" ", words)))
    due = None
    if is_dated and not is_overdue and not numbers:
        of_months = done_period(words, around.today)
        due = of_months or due_period(words, around.today, around.calendar)
    return Reference(
        numbers=numbers,
        is_ordinal=is_ordinal,
        is_pointing=bool(POINTING.search(words)),
        is_all=bool(ALL.search(words)),
        topic=NO_TOPIC if numbers else topic_in(around.departments.without(rest)),
        states=next((states for pattern, states in STATES[:2] if pattern.search(words)), ()),
        departments=around.departments.find(rest),
        owners=owners,
        left_out=left_out,
        left_out_owners=left_out_owners,
        left_out_numbers=left_out_numbers,
        is_on_time=is_on_time and not is_overdue,
        is_overdue=is_overdue,
        is_undated=bool(UNDATED.search(words)),
        has_request=bool(REQUESTED.search(words)),
        due=due,
    )


def people_named(words: str, people: Mapping[str, str]) -> frozenset[str]:
    """Return the user ids of those whose names stand in words: 李明华 names no 李明."""
    found = set()
    for name in sorted(people, key=len, reverse=True):
        if len(name) > 1 and name in words:
            found.add(people[name])
            words = words.replace(name, " ")
    return frozenset(found)


def _left_out(rest: str, around: Surroundings) -> tuple[frozenset[str], frozenset[str], str]:
    """Return the departments and people that are not meant, and the words without them."""
    found = LEFT_OUT.search(rest)
    if found is None:
        return frozenset(), frozenset(), rest
    departments = around.departments.find(found["what"])
    owners = frozenset(
        user_id
        for name, user_id in around.people.items()
        if len(name) > 1 and name in found["what"]
    )
    if not (departments or owners):
        return frozenset(), frozenset(), rest
    return departments, owners, rest[: found.start()] + " " + rest[found.end() :]


def _left_out_numbers(words: str) -> frozenset[str]:
    found = LEFT_OUT_NUMBERS.search(words)
    named = re.findall(r"\d+|[一二两三四五六七八九十百]+", found["what"]) if found else ()
    return frozenset(str(number(said)) for said in named)


def numbers_in(words: str) -> tuple[tuple[int, ...], bool]:
    """Return the numbers that words name, and whether they are places in a list."""
    words = LEFT_OUT_NUMBERS.sub(" ", words)
    several = SEVERAL.search(words) or NUMBER_LIST.search(words)
    if several:
        return tuple(int(found) for found in re.findall(r"\d+", several[1])), False
    numbered = [number(first or second) for first, second in NUMBERED.findall(words)]
    if numbered:
        return tuple(dict.fromkeys(numbered)), False
    ordinals = [number(found) for found in ORDINAL.findall(words)]
    return tuple(ordinals), bool(ordinals)


def topic_in(rest: str) -> Topic:
    """Return what may name a task, once all that asks is taken off."""
    # Titles write 3季度.
    rest = re.sub(r"[一二三四](?=季度)", lambda found: str("一二三四".index(found[0]) + 1), rest)
    left = EMPTY_WORDS.sub(" ", TIME_WORDS.sub(" ", rest))
    longest = max(re.findall(r"[\w()“”]+", left), key=len, default="")
    return Topic(longest, rest) if len(longest) > 1 else NO_TOPIC
