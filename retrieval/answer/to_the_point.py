"""A sentence as it is compared with a question, without the sums it names of other things: pure."""

from __future__ import annotations

import re

from retrieval.answer.sums import is_of_another_sum
from retrieval.text_form import normalised

# Of a bounded length: a line of 10 000 digits is gone through once.
NUMERAL = r"(?:\d{1,15}(?:\.\d{1,6})?|[一二两三四五六七八九十百千万亿半]{1,15})"
# 2:8, and no time of day.
RATIO = r"(?<![\d:])\d{1,2}:\d(?![\d:])"
MONEY = re.compile(
    rf"{NUMERAL}\s*(?:[十百千万亿]*元|%|‰|倍)|[百千万]分之|免费|不得?收取?"
    r"|[|｜]\s*\d[\d.]*\s*(?:[|｜]|$)",  # a cell of a table
    re.MULTILINE,
)
_OF_PUNISHMENT = re.compile(r"罚|处分|后果|违[反规法约]|不.{1,8}会怎")
_PART = re.compile(r"[^,;。:]+")
_FINE = re.compile("罚[款金]")
_OF_MEANS = re.compile(r"收入|工资|财产|资产|挣|条件|资格|标准|线|谁|哪些人|符合")
# Only the bound: 收入超过1亿元的奖励50万元 has an amount behind it.
_BOUND_ON_MEANS = re.compile(
    r"(?<!违法)(?:收入|资产|财产)[^,;。:]{0,16}?"
    r"(?:不?得?(?:高于|低于|超过|满|足)[^\d,;。:]{0,10}[\d.]+[百千万亿]*[元%倍]?(?:以[上下内])?|以[上下内]"
    r"|(?:线|标准)[^\d,;。:]{0,6}[\d.]+[百千万亿]*元)"
)


def to_the_point(form: str, sentence: str) -> str:
    """A sentence as compared with a question: a fine is no price unless punishment is asked of,
    nor what somebody may earn or own unless that is, nor any other sum than one asked for by its
    own name."""
    text = normalised(sentence)
    if not _OF_PUNISHMENT.search(form):
        text = without_fines(text)
    if is_of_another_sum(form, text):
        text = MONEY.sub("", text)
    return text if _OF_MEANS.search(form) else _BOUND_ON_MEANS.sub("", text)


def without_fines(text: str) -> str:
    """A text without the parts between its marks that speak of a fine."""
    # In one pattern a look ahead would stand in a possessive group, which Python 3.11.2 to 3.11.4
    # match wrongly (CPython issue 106052).
    return _PART.sub(lambda part: "" if _FINE.search(part[0]) else part[0], text)
