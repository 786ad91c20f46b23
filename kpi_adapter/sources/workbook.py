"""The first sheet of an .xlsx file, as values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from kpi_adapter.errors import SourceDataError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NEVER_COMPUTED = "没有算过的公式"
"""Stands for the value of a formula that a program wrote and no Excel has opened since. It is no
number and no day, so that whoever needs one refuses it: empty, it would be missing from sums."""

# A formula without a value, but for one whose value is an empty text.
_LACKS_VALUE = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)


def first_sheet(path: Path, source: str) -> Sequence[Sequence[object]]:
    """Every row, cell by cell; a formula gives its last computed value, or `NEVER_COMPUTED`.

    Raises SourceDataError when the file is damaged, half saved or no workbook.
    """
    # Imported here: openpyxl takes a tenth of a second and not every process reads Excel.
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile
    from zlib import error as ZlibError

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    damaged = (
        OSError,
        EOFError,
        BadZipFile,
        ZlibError,
        ParseError,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
    )
    try:
        # Not read_only: its row reader trusts the sheet's own dimension, often wrong in
        # files written by WPS.
        workbook = load_workbook(path, data_only=True)
        sheet = workbook.worksheets[0]
        rows: list[list[object]] = [list(cells) for cells in sheet.iter_rows(values_only=True)]
        for row, column in _never_computed(path, sheet):
            rows[row][column] = NEVER_COMPUTED
    except (*damaged, IndexError) as exc:
        raise SourceDataError(source, "文件打不开;请确认是完整的 .xlsx 文件") from exc
    return rows


def _never_computed(path: Path, values: Worksheet) -> Iterator[tuple[int, int]]:
    """Row and column of each cell of the first sheet with a formula and no value of it."""
    with ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        if not any(_LACKS_VALUE.search(package.read(name)) for name in sheets):
            return
    from openpyxl import load_workbook

    formulas = load_workbook(path).worksheets[0]
    both = zip(formulas.iter_rows(), values.iter_rows(), strict=True)
    for row, (written, computed) in enumerate(both):
        for column, (formula, value) in enumerate(zip(written, computed, strict=True)):
            is_empty_text = value.data_type == "str"
            if formula.data_type == "f" and value.value is None and not is_empty_text:
                yield row, column
