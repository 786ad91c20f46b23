"""Which tasks the numbers of a message name: their own, or places in the list just shown."""

from __future__ import annotations

import pytest

from bot.tasks.meaning import Reference
from bot.tasks.resolving import Resolved, by_number
from tests.bot.tasks.made_task import made_task


@pytest.mark.parametrize(
    ("numbers", "is_ordinal", "shown", "found", "unknown"),
    [
        # 1和3都办结了, after a list that holds neither number.
        ((1, 3), False, ("23", "7", "25"), ["23", "25"], []),
        # One of them is a number of the list: so are both.
        ((1, 7), False, ("23", "7", "25"), ["1", "7"], []),
        # No place of the list is that far down.
        ((1, 4), False, ("23", "7", "25"), ["1"], ["4号"]),
        # 第1个 is a place, also where a task of the list has that number.
        ((1,), True, ("23", "1"), ["23"], []),
        ((1,), False, ("23", "1"), ["1"], []),
        # Nothing was shown.
        ((1, 99), False, (), ["1"], ["99号"]),
        ((3,), True, ("23", "7"), [], ["第3项"]),
    ],
)
def test_a_number_is_a_place_only_where_it_can_be_no_other(
    numbers: tuple[int, ...],
    is_ordinal: bool,
    shown: tuple[str, ...],
    found: list[str],
    unknown: list[str],
) -> None:
    tasks = {number: made_task(number) for number in ("1", "7", "23", "25")}
    reference = Reference(numbers=numbers, is_ordinal=is_ordinal)
    assert by_number(reference, list(tasks.values()), shown) == Resolved(
        tuple(tasks[number] for number in found), tuple(unknown)
    )
