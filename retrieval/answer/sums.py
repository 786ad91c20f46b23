"""Sums with a name of their own: 滞纳金, 押金 and the like are not told by what is beside them."""

from __future__ import annotations

import re

# (the name in a question; what tells of it in a document, by that name or another)
_NAMED = {
    "滞纳金": "滞纳金|按日加[收计]",
    "违约金": "违约金",
    "押金": "押金|保证金|履约金",
    "保证金": "押金|保证金|履约金",
    "履约金": "履约金|保证金",
    "工本费": "工本费|每[证本张册]|[收免]费",
    "手续费": "手续费|服务费|[收免]费",
    "定金": "[定订]金",
    "罚息": "罚息|加收",
}
_HOW_MUCH = "(?:多少|几[个百千万成]|[费金]率)"
_NAME = "|".join(_NAMED)
# 交押金后租金多少 and 不交滞纳金罚多少 ask of another sum than the one named before it.
_OTHER = "(?:[租税罚赔补奖][金款息贴助偿励]?|费用?|[,。;?])"
_ASKED = re.compile(
    rf"(?P<name>{_NAME})(?:(?!{_OTHER}|{_NAME}).){{0,12}}{_HOW_MUCH}"
    rf"|{_HOW_MUCH}(?:钱|元|块)?的?(?P<behind>{_NAME})"
)


def is_of_another_sum(question: str, sentence: str) -> bool:
    """Whether a question (normalised, as the sentence) asks how much a sum of its own name is, and
    a sentence tells nothing of that: 社会抚养费 is not the 滞纳金 on it."""
    found = _ASKED.search(question)
    if found is None:
        return False
    return re.search(_NAMED[found["name"] or found["behind"]], sentence) is None
