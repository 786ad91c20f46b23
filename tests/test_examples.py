"""A commit passes always or never: no run has other examples than the one before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.skipif(
    settings.get_current_profile_name() != "same", reason="fresh examples were asked for"
)
def test_a_property_is_tried_on_the_same_examples_in_every_run() -> None:
    def examples() -> list[int]:
        tried: list[int] = []

        @given(st.integers())
        def note(number: int) -> None:
            tried.append(number)

        note()
        return tried

    first = examples()
    assert len(set(first)) > 50
    assert examples() == first
