"""The first sheet of an .xlsx file, as values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kpi_adapter.errors import SourceDataError


def first_sheet(path: Path, source: str) -> list[Sequence[object]]:
    """Every row, cell by cell; a formula gives its last computed value.

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
        return [list(cells) for cells in workbook.worksheets[0].iter_rows(values_only=True)]
    except (*damaged, IndexError) as exc:
        raise SourceDataError(source, "文件打不开;请确认是完整的 .xlsx 文件") from exc
