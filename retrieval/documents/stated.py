"""The lines of a document in which it speaks of others, as they are read for that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.documents.head import is_title
from retrieval.documents.mentions import is_exception
from retrieval.documents.quoted import Named
from retrieval.documents.sentences import lines
from retrieval.documents.structure import Unit, UnitKind
from retrieval.text_form import folded

_MOST_LINES = 60
# 一、第三条修改为：, with the new text in quotation marks on the lines below.
_NEW_TEXT_BELOW = re.compile(
    r"(?:修改|调整|改|作)为[^。;；“”]{0,12}[:：]\s*$|(?:增加|新增)[^。;；“”]{0,24}[:：]\s*$"
)


@dataclass(frozen=True)
class Block:
    """Lines that belong together: a paragraph with the quotation that runs on below it."""

    address: str
    text: str

    @cached_property
    def _written(self) -> list[tuple[str, str]]:
        """The sentences, each with the exceptions made of it right behind, folded once however
        many documents they name, and as written."""
        sentences: list[str] = []
        for part in re.split("(?<=[。;；])", self.text):
            if sentences and is_exception(folded(part)):
                sentences[-1] += part
            else:
                sentences.append(part)
        return [(folded(sentence), sentence.strip()) for sentence in sentences]

    def sentence_with(self, named: Named) -> str:
        """The first sentence that names a document, else all."""
        wanted = folded(named.title or named.number or "")
        found = (sentence for plain, sentence in self._written if wanted in plain)
        return next(found, self.text.strip())


def blocks(text: str, units: Sequence[Unit]) -> Iterator[Block]:
    """The paragraphs of a text, each with its address."""
    addresses = Addresses(units)
    waiting: list[tuple[int, int]] = []
    spans = list(lines(text))
    following: list[tuple[int, int] | None] = [*spans, None][1:]
    for span, after in zip(spans, following, strict=True):
        waiting.append(span)
        so_far = text[waiting[0][0] : span[1]]
        is_open = so_far.rfind("“") > so_far.rfind("”")
        if is_open and len(waiting) < _MOST_LINES:
            continue
        if after and _opens_below(so_far, text[slice(*after)]):
            continue
        yield Block(addresses.at(waiting[0][0]), so_far)
        waiting = []
    if waiting:
        yield Block(addresses.at(waiting[0][0]), text[waiting[0][0] : waiting[-1][1]])


def _opens_below(so_far: str, after: str) -> bool:
    return after.lstrip().startswith("“") and _NEW_TEXT_BELOW.search(so_far) is not None


class Addresses:
    """The address of an offset, for offsets asked in rising order."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = [unit for unit in units if unit.kind is not UnitKind.CHROME]
        self._at = 0

    def at(self, offset: int) -> str:
        while self._at < len(self._units) and self._units[self._at].end <= offset:
            self._at += 1
        if self._at >= len(self._units) or self._units[self._at].start > offset:
            return ""
        return self._units[self._at].address


def is_document(named: Named) -> bool:
    """Whether it is a document that is named, and not a certificate or a form."""
    return named.number is not None or is_title(named.title or "")
