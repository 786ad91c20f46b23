"""Reads the CSV files an office keeps, in either of the ways Excel writes them."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ImportRefused
from bot.reasons import of_system


def decoded(content: bytes) -> str:
    """Return the text of a file.

    Excel on a Chinese Windows saves CSV as GB 18030, and with a byte order mark when told UTF-8.

    Raises:
        UnicodeDecodeError: it is neither.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def read_text(path: Path, *, remedy: str) -> str:
    """Return the text of the file at `path`.

    Raises:
        ImportRefused: it is not there, or no text; `remedy` says what was expected.
    """
    try:
        return decoded(path.read_bytes())
    except OSError as exc:
        raise ImportRefused(
            f"读不了 {path.name}", why=of_system(exc), rows=[], remedy=remedy
        ) from exc
    except UnicodeDecodeError as exc:
        raise ImportRefused(
            f"读不了 {path.name}", why="不是文本文件", rows=[], remedy=remedy
        ) from exc
