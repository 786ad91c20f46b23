"""What counts as stated, in digits or in Chinese numerals."""

from __future__ import annotations

import pytest

from retrieval.answer.gaps import answers_outright, gaps_of
from retrieval.results import Gap
from retrieval.search.question import understand

AMOUNT = "企业上云补贴多少钱"
LIMIT = "企业上云补贴几天办结"


@pytest.mark.parametrize(
    "quote",
    [
        "对企业上云每家补贴五万元。",
        "对企业上云每家补贴5万元。",
        "对企业上云给予不超过二百万元的补助。",
        "对企业上云按投入的百分之十给予补助。",
        "对企业上云按投入的10%给予补助。",
        "给予企业上云投入千分之五的补贴，即每千元5元。",
    ],
)
def test_an_amount_that_is_written_is_no_gap(quote: str) -> None:
    question = understand(AMOUNT, (), ())
    gaps = gaps_of(question, [quote])
    assert Gap.AMOUNT not in gaps
    assert answers_outright(question, gaps)


@pytest.mark.parametrize(
    "quote", ["对企业上云给予补贴。", "支持企业上云，统一补贴标准。", "对万家企业上云给予补助。"]
)
def test_an_amount_that_is_not_written_is_a_gap(quote: str) -> None:
    question = understand(AMOUNT, (), ())
    gaps = gaps_of(question, [quote])
    assert Gap.AMOUNT in gaps
    assert not answers_outright(question, gaps)


@pytest.mark.parametrize(
    ("quote", "is_stated"),
    [
        ("自受理之日起三个工作日内办结。", True),
        ("自受理之日起3个工作日内办结。", True),
        ("于十月十五日前办结。", True),
        ("及时办结。", False),
    ],
)
def test_a_time_limit_counts_in_chinese_numerals_too(quote: str, is_stated: bool) -> None:
    gaps = gaps_of(understand(LIMIT, (), ()), [quote])
    assert (Gap.DEADLINE not in gaps) is is_stated
