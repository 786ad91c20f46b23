"""发文字号: 泰政办发〔2018〕5号, 国务院令第707号, however their brackets and spaces are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.text_form import folded

_OPEN, _CLOSE = r"[〔\[【(<﹝［]", r"[〕\]】)>﹞］]"
_HAN = r"[\u4e00-\u9fa5]"
NUMBER = re.compile(
    rf"{_HAN}{{1,16}}?\s?{_OPEN}\s?(?:19|20)\d{{2}}\s?年?\s?{_CLOSE}\s?(?:第\s?)?\d{{1,5}}\s?号"
    rf"|(?:国|{_HAN}{{2,24}}?(?:国务院|政府|委员会|部|局|厅|署|院))(?:令|公告)\s{{0,8}}第?\s{{0,8}}\d{{1,4}}\s{{0,8}}号"
)
# A mark is written after words that are none of it: 根据国发〔2018〕42号.
_NOT_OF_THE_MARK = re.compile(
    r"^.*(?:根据|依据|依照|按照|以及|文件|下发|印发|精神|[和与及的经由见为以原年月日])"
)
_SPACES = re.compile(r"\s+")


def document_numbers_in(text: str) -> tuple[str, ...]:
    """Every 发文字号 that a text mentions, as written."""
    return tuple(text[start:end] for start, end in number_spans(text))


def number_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the 发文字号 of a text stand."""
    plain = folded(text)
    for found in NUMBER.finditer(plain):
        mark = re.split(r"[〔\[【(<﹝［]", found.group())[0]
        before = _NOT_OF_THE_MARK.match(mark)
        cut = before.end() if before and before.end() < len(mark) else 0
        yield found.start() + cut, found.end()


def is_only_a_number(text: str) -> bool:
    """Whether a text is a 发文字号 and nothing else: it names a document and says nothing."""
    return NUMBER.fullmatch(folded(text).strip()) is not None


def number_key(number: str) -> str:
    """The form in which two spellings of one number are equal; empty for an empty number."""
    plain = _SPACES.sub("", folded(number))
    plain = re.sub(rf"{_OPEN}((?:19|20)\d{{2}})年?{_CLOSE}第?", r"〔\1〕", plain)
    plain = re.sub(r"〕0+(?=\d)", "〕", plain).removeprefix("中华人民共和国")
    plain = re.sub(r"^国(?=令)", "国务院", plain)
    return re.sub(r"(令|公告)第?(\d+号)", r"\1第\2", plain)
