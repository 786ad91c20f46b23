"""The thirty conformance cases of the channel facts, each with a test that bears its number."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r"^def test_case_(\d\d)(?:_and_(\d\d))?_", re.MULTILINE)


def test_every_case_has_a_test_that_bears_its_number() -> None:
    found: set[int] = set()
    for file in Path(__file__).parent.glob("test_*_cases.py"):
        for numbers in _NAME.findall(file.read_text(encoding="utf-8")):
            found |= {int(number) for number in numbers if number}
    assert sorted(found) == list(range(1, 31))
