"""Personal numbers taken out of what is kept for ever."""

from __future__ import annotations

import re

MASK = "***"
_NARROW = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９Ｘｘ（）－＋"} | {
    0x3000: 0x20
}
# Between the digits people put spaces and dashes: 138-0000-0000, 0523 8688 1234.
_GAP = r"[\s\-—–－]?"
_MOBILE = rf"(?:(?:\+|00)?86{_GAP})?1[3-9](?:{_GAP}\d){{9}}"
_FIXED_LINE = rf"\(?0\d{{2,3}}\)?{_GAP}\d(?:{_GAP}\d){{6,7}}"
_IDENTITY_CARD = r"\d{17}[\dXx]"
_NUMBERS = re.compile(rf"(?<!\d)(?:{_IDENTITY_CARD}|{_MOBILE}|{_FIXED_LINE})(?!\d)")


def without_personal_numbers(text: str) -> str:
    """Replace telephone and identity card numbers by ``***``, however they are spaced or
    whichever width their characters have; the rest stays as it is."""
    kept, done = [], 0
    # One character for one, so that what is found lies where it lies in the text.
    for found in _NUMBERS.finditer(text.translate(_NARROW)):
        kept += [text[done : found.start()], MASK]
        done = found.end()
    return "".join([*kept, text[done:]])
