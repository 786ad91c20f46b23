"""What every source of figures keeps to, whatever it reads from. A test module of a source
inherits `SourceContract` and says with two fixtures what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from kpi_adapter.errors import SourceTooLarge
from kpi_adapter.sources.selection import COLUMNS, Dataset, Scalar, Selection, Source

LIMIT = 500
Make = Callable[[int], Source]


@dataclass(frozen=True)
class Sample:
    """``chosen`` are the values of ``name`` in the rows that ``among`` chooses;
    ``at_least`` and ``at_most`` are limits, and ``within`` is the name of a row inside them."""

    dataset: Dataset
    rows: int
    name: str
    among: Mapping[str, list[Scalar]]
    chosen: set[str]
    at_least: Mapping[str, Scalar]
    at_most: Mapping[str, Scalar]
    within: str


class SourceContract:
    """Needs the fixtures ``make``, from a row limit to the source, and ``sample``."""

    def test_all_rows_come_back_in_their_promised_shapes(self, make: Make, sample: Sample) -> None:
        rows = make(LIMIT).fetch(Selection.of(sample.dataset)).rows
        assert len(rows) == sample.rows
        assert all(set(row) == set(COLUMNS[sample.dataset]) for row in rows)
        for column, shape in COLUMNS[sample.dataset].items():
            kinds = {type(row[column]).__name__ for row in rows} - {"NoneType"}
            assert kinds <= {{"text": "str", "number": "float", "date": "date"}[shape]}

    def test_rows_are_chosen_by_value(self, make: Make, sample: Sample) -> None:
        selection = Selection.of(sample.dataset, sample.among)
        names = {row[sample.name] for row in make(LIMIT).fetch(selection).rows}
        assert names == sample.chosen

    def test_limits_include_their_value_and_leave_out_the_empty(
        self, make: Make, sample: Sample
    ) -> None:
        limits = Selection.of(sample.dataset, None, sample.at_least, sample.at_most)
        rows = make(LIMIT).fetch(limits).rows
        assert sample.within in {row[sample.name] for row in rows}
        limited = {*sample.at_least, *sample.at_most}
        assert all(row[column] is not None for row in rows for column in limited)

    def test_no_value_means_no_rows(self, make: Make, sample: Sample) -> None:
        column = next(iter(sample.among))
        selection = Selection.of(sample.dataset, {column: []})
        assert make(LIMIT).fetch(selection).rows == ()

    def test_a_value_is_never_part_of_the_statement(self, make: Make, sample: Sample) -> None:
        evil, column = "高港区' OR '1'='1", next(iter(sample.among))
        fetched = make(LIMIT).fetch(Selection.of(sample.dataset, {column: [evil]}))
        assert fetched.rows == ()
        assert evil not in fetched.statement
        assert any(evil in str(value) for value in fetched.parameters.values())

    def test_too_many_rows_are_refused(self, make: Make, sample: Sample) -> None:
        with pytest.raises(SourceTooLarge):
            make(sample.rows - 1).fetch(Selection.of(sample.dataset))

    def test_it_says_that_it_is_well(self, make: Make) -> None:
        source = make(LIMIT)
        health = source.health()
        assert (health.name, health.is_available) == (source.name, True)
