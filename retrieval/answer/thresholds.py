"""What somebody must have invested, sold or earned to be granted something: no grant itself. Pure.

年销售额超过2000万元的企业给予奖励 leaves open how much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.search.aid import AID
from retrieval.text_form import normalised, pairs_of

# Of a bounded length: a line of 10 000 digits is gone through once.
_DIGITS = r"\d{1,15}(?:\.\d{1,6})?"
NUMERAL = rf"(?:{_DIGITS}\s{{0,2}}[百千]?[万亿]{{0,2}}|[一二两三四五六七八九十百千万亿]{{1,15}})"
MONEY = rf"{NUMERAL}元|{_DIGITS}\s{{0,2}}[%‰]|[百千万]分之[一二两三四五六七八九十百]{{1,6}}"
_AID_BEHIND = rf"的?(?:一次性|专项|财政)?{AID}"
_THRESHOLD = re.compile(
    rf"(?:(?<!最高)(?<!最高可)达到?|(?<!不)超过|突破|满|[高低]于|少于)[^,。;\d]{{0,4}}(?:{MONEY})"
    rf"|(?:{MONEY})(?:\(含\))?[及]?以[上下](?!{_AID_BEHIND})"
)
_SIZE = "(?:销售|营业|收入|产值|投资|投入|注册|资产|税|产量|融资|贷款)"
# 给予不低于10万元的奖励, and not 给予年销售额超过2000万元的企业奖励, is an amount for all that.
_GRANTS = re.compile(
    rf"(?:给予|发放|返还|减免|{AID})(?![^,。;]*{_SIZE})"
    r"(?:[^,。;]{0,6}|标准[^,。;]{0,9})$"
)
# 可获得不低于10万元的奖励 is one, 不低于10万元的标准 as well.
_NO_LESS = re.compile(rf"^(?![^。;]*{_SIZE}).*不$")
_IS_WHAT_IS_GRANTED = re.compile(rf"{_AID_BEHIND}|的标准")
_BEFORE = 12  # characters


def without_thresholds(text: str) -> str:
    """A normalised text without the sums that only say who or what is granted something."""

    def without(found: re.Match[str]) -> str:
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        is_granted = _NO_LESS.match(before) and _IS_WHAT_IS_GRANTED.match(text, found.end())
        return found.group() if is_granted or _GRANTS.search(before) else ""

    return _THRESHOLD.sub(without, text)


# What is said of any grant tells none from another.
_OF_ANY_GRANT = re.compile(
    rf"{AID}|给予|发放|享受|申请|标准|最高|不超过|一次性|每[年月家户人个项]|企业|单位|[分按][^,。;]?档|金额|额度|资金|总额|累计|合计|[上下]限|[奖补]"
    r"|[\d.]+|[一二两三四五六七八九十百千万亿元%]+|[^\u4e00-\u9fa5]+"
)


def of_the_same_grant(question: str, quotes: Sequence[str]) -> list[str]:
    """The quotes without those that grant something else, where the first says only from which sum
    on something is granted: 引进人才给予50万元 is no amount for 年销售额超过2000万元的企业."""
    first, *others = quotes or ("",)
    form = normalised(first)
    rest = without_thresholds(form)
    is_open = rest != form and re.search(AID, rest) and not re.search(MONEY, rest)
    if not is_open:
        return list(quotes)
    matter = _pairs(f"{question}\n{first}")
    kept = (other for other in others if not (own := _pairs(other)) or own & matter)
    return [first, *kept]


def _pairs(text: str) -> set[str]:
    parts = _OF_ANY_GRANT.sub(" ", normalised(text)).split()
    return {pair for part in parts for pair in pairs_of(part)}
