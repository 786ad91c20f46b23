"""Quotations and titles inside an amending sentence, each put out of the way under a token.

将第八条中的“甲”修改为“乙” becomes 将第八条中的⟦0⟧修改为⟦1⟧, so that no word inside a quotation or
a title is taken for the sentence's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.documents.document_number import document_numbers_in, number_spans
from retrieval.text_form import folded

_CLOSING = {"“": "”", "「": "」", '"': '"'}
_OPENING = re.compile('[“「"]')
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_BRACKETS_AFTER = re.compile(
    r"\s*\(((?:[^()《》]|\([^()]*\)){2,60})\)|\s*([^()《》、,。;]{4,30}号)"
)
_NUMBER_BEFORE = re.compile(r"⟪(\d+)⟫(?:号)?(?:发布|公布|印发|颁布|下发)的?⟪(\d+)⟫")
_MARKS = re.compile(r"\s*\n\s*“|^“")
# A text that writes the tokens themselves must not be taken for one that was masked.
_NO_TOKENS = str.maketrans("⟦⟧⟪⟫", "    ")
QUOTE_TOKEN = r"⟦(\d+)⟧"
TITLE_TOKEN = r"⟪(\d+)⟫"
NAME = re.compile(TITLE_TOKEN)
"""Where a masked text names a document; its group is the document's place in `Masked.named`."""


@dataclass(frozen=True, slots=True)
class Named:
    """A document as a sentence names it: title, 发文字号, or both."""

    title: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with tokens in place of `quotes` (without their marks) and of `named`."""

    text: str
    quotes: tuple[str, ...]
    named: tuple[Named, ...]


def masked(original: str) -> Masked:
    """Mask a text: `text` and `named` are folded, `quotes` as the original writes them."""
    plain = folded(original).translate(_NO_TOKENS)
    named: list[Named] = []
    quotes: list[str] = []
    parts: list[str] = []
    at = 0
    for start, end in _quotations(plain):
        parts += [plain[at : start - 1], f"⟦{len(quotes)}⟧"]
        quotes.append(_MARKS.sub("\n", original[start:end]).strip())
        at = end + 1
    text = "".join(parts) + plain[at:]
    parts, at = [], 0
    while found := _TITLE.search(text, at):
        after = _BRACKETS_AFTER.match(text, found.end())
        numbers = document_numbers_in(after.group()) if after else ()
        named.append(Named(found[1].strip(), numbers[0] if numbers else None))
        parts += [text[at : found.start()], f"⟪{len(named) - 1}⟫"]
        at = after.end() if after and numbers else found.end()
    rest = _bare_numbers("".join(parts) + text[at:], named)
    return Masked(_joined(rest, named), tuple(quotes), tuple(named))


def _quotations(plain: str) -> Iterator[tuple[int, int]]:
    """What stands between quotation marks, in order; each character is looked at once.

    New text of several paragraphs opens each with a mark and closes only the last.
    """
    at = 0
    never_closed: set[str] = set()
    for found in _OPENING.finditer(plain):
        mark, start = found.group(), found.end()
        if start <= at or mark in never_closed:
            continue
        end = plain.find(_CLOSING[mark], start)
        if end < 0:
            never_closed.add(mark)
        elif mark != '"' or "\n" not in plain[start:end]:
            yield start, end
            at = end + 1


def _joined(text: str, named: list[Named]) -> str:
    """市政府令第32号发布的《某办法》: the number before a title is that title's."""

    def join(found: re.Match[str]) -> str:
        number, title = int(found[1]), int(found[2])
        if named[number].title or named[title].number or not named[title].title:
            return found.group()
        named[title] = Named(named[title].title, named[number].number)
        return f"⟪{title}⟫"

    return _NUMBER_BEFORE.sub(join, text)


def _bare_numbers(text: str, named: list[Named]) -> str:
    """Mask the numbers that stand without a title: 泰政规〔2019〕1号同时废止."""
    parts: list[str] = []
    at = 0
    for start, end in number_spans(text):
        named.append(Named(None, text[start:end]))
        parts += [text[at:start], f"⟪{len(named) - 1}⟫"]
        at = end
    return "".join(parts) + text[at:]
