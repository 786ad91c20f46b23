"""What a parsed document consists of: units of text, each with its address and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_TABLE = re.compile(r"表\d+$")


class UnitKind(StrEnum):
    SENTENCE = "sentence"
    HEADING = "heading"
    SIGNATURE = "signature"
    CHROME = "chrome"


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the stored original text.

    `start` and `end` are character offsets into it; `text` is that stretch as it is quoted:
    lines trimmed, web chrome inside it left out, lines joined by a line feed. `clause` is the
    address without the sentence (`三-6`, `第十二条第二款`); `sentence` counts from 1 within the
    clause and is 0 for what is not a sentence. `headings` are the titles it stands under.
    """

    kind: UnitKind
    clause: str
    sentence: int
    start: int
    end: int
    text: str
    headings: str = ""

    @property
    def address(self) -> str:
        return f"{self.clause}#s{self.sentence}" if self.sentence else self.clause

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return _TABLE.search(self.clause) is not None
