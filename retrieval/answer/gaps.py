"""What was asked, or is needed next, and the quoted sentences do not state: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer.numbers import numbers_in
from retrieval.answer.thresholds import (
    MONEY,
    NUMERAL,
    of_the_same_grant,
    without_thresholds,
)
from retrieval.results import Gap
from retrieval.search.needs import Need, without_particulars
from retrieval.search.question import Question
from retrieval.search.vocabulary import ConceptKind
from retrieval.text_form import normalised

_STATED = {
    # An amount somebody receives, not the size of a project or of an enterprise.
    Gap.AMOUNT: re.compile(
        rf"(?:奖励|补助|补贴|资助|贴息|奖补|给予|减免|返还|支持)[^。;；]{{0,40}}(?:{MONEY})"
        rf"|(?:{MONEY})[^。;；]{{0,12}}(?:奖励|补助|补贴|资助|奖补)"
    ),
    Gap.CONDITION: re.compile(
        r"(?:应当?|须|需)(?:具备|符合|满足)|下列条件|以下条件|条件(?:为|是|如下)"
    ),
    Gap.MATERIAL: re.compile(
        r"(?:提交|提供|报送|填写|携带)[^。;；]{0,20}(?:材料|资料|申请表|证明|复印件)"
    ),
    Gap.DEADLINE: re.compile(
        rf"{NUMERAL}(?:个)?(?:工作日|天|日)(?:内|应答|办结|明确)?|{NUMERAL}月{NUMERAL}日|"
        r"每(?:年|季度|半年|月)|按月|截止"
    ),
    Gap.PLACE: re.compile(r"窗口|地址|路\d+号|服务大厅|网址"),
    Gap.CONTACT: re.compile(
        r"(?:市|区|省)?[\u4e00-\u9fa5]{1,10}(?:局|委|办|厅|部门)"
        r"(?:牵头|负责|受理|研究制定|进一步|与)|(?:电话|热线)[^。;；]{0,12}\d"
    ),
}
_HOW_MUCH = re.compile(r"多少|几[个百千万成]|标准|额度|金额|比例|[吗么]|能不能|有没有|是否|可否")
_HOW_OR_WHEN = re.compile(r"怎么|如何|什么时候|啥时|何时|截止|多久|哪[里儿些]|材料|流程|手续|条件")
_DENIED = re.compile(
    r"不予|不享受|不得(?:享受|申请|领取)|除外|不在[^。;]{0,8}范围|不适用|不纳入|不计入"
)
_TELEPHONE = re.compile(r"电话|号码|热线|联系方式")
_NUMBER = re.compile(r"\d{3,4}-\d{7,8}|(?:电话|热线|联系方式)[^。;]{0,12}\d")
_DATE = re.compile(rf"{NUMERAL}月{NUMERAL}日|截止")
_TAKEN_FOR_GRANTED = re.compile(
    r"对吧|对吗|对不对|对么|是吗|是吧|是不是|真的(?:假的)?|真假|没错|听说|据说|属实|(?:方案|文件|政策)(?:规定|说|写)"
)
_CLAIMED = re.compile(
    r"(?:补|奖|资助|给予?|贴|减免|报销|返还)(?P<for>[^,。;?]{0,8}?)"
    r"(?P<sum>(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)(?:[万亿]元?|元|%|个百分点))"
)
# 20—50万元: the first number has the second's scale.
_RANGE = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)(?:[-—–~～]|至|到)(?=\d{1,15}(?:\.\d{1,6})?([万亿]))")
# What people say around a claim, and of whom it is said to hold: it names no matter.
_HEARSAY = re.compile(
    r"(?:有人|别人|人家|朋友|同行|网上|大家|群里)|[说讲写传]|里面?|上面?|一次性|直接|可以拿|拿|[一每]家|奖励?|补[贴助]?|是"
)
_NO_MATTER = 1
_ONE_OCCASION = re.compile(r"下次|下一次|哪天|几号|啥时候|什么时候|何时|截止")
_ASKED = {
    Need.AMOUNT: Gap.AMOUNT,
    Need.CONDITION: Gap.CONDITION,
    Need.MATERIAL: Gap.MATERIAL,
    Need.DEADLINE: Gap.DEADLINE,
    Need.PLACE: Gap.PLACE,
    Need.CONTACT: Gap.CONTACT,
}
# What an enterprise needs to get a measure, when it asks only whether there is one.
_TO_APPLY = (Gap.AMOUNT, Gap.CONDITION, Gap.MATERIAL, Gap.CONTACT)
_BEYOND_THE_LETTER = frozenset({Need.AMOUNT, Need.CONDITION, Need.MATERIAL})


def gaps_of(question: Question, quotes: Sequence[str]) -> tuple[Gap, ...]:
    """Return the particulars not stated by the quotes, in a fixed order.

    A question about a requirement, a list or a fact has no gap unless it asks for a
    particular; a question whether there is support for something has those that stand
    between the asker and the support.
    """
    quotes = of_the_same_grant(question.text, quotes)
    text = normalised("".join(quotes))
    asked = _particulars(question)
    if not question.is_distressed and _is_about_support(question, asked, text):
        asked |= set(_TO_APPLY)
    if asked == {Gap.CONDITION} and _answers_membership(question):
        return (Gap.CONDITION,)
    return tuple(gap for gap in Gap if gap in asked and not _is_stated(gap, question, text))


def states(gap: Gap, question: Question, quote: str) -> bool:
    """Whether a sentence states a particular that a question asks for: as an amount no fine, nor
    what an enterprise must have invested or sold to be granted one."""
    form = normalised(quote)
    if gap is Gap.AMOUNT and "罚" in form:
        form = ""
    return gap in _STATED and _is_stated(gap, question, form)


def states_money(text: str) -> bool:
    """Whether a text names a sum or a share, and none as a fine."""
    form = normalised(text)
    return re.search(MONEY, form) is not None and "罚" not in form


def denies(text: str) -> bool:
    """Whether a text says that somebody or something gets nothing."""
    return _DENIED.search(normalised(text)) is not None


def leaves_the_amount_open(question: Question, quotes: Sequence[str]) -> bool:
    """Whether an amount is asked for that no quote states as granted."""
    if Need.AMOUNT not in question.needs or not asks_how_much(question.text):
        return False
    return _STATED[Gap.AMOUNT].search(normalised("".join(quotes))) is None


def asks_how_much(question: str) -> bool:
    """Whether it is asked what somebody gets, or whether, and not how or when."""
    form = normalised(question)
    return _HOW_MUCH.search(form) is not None and _HOW_OR_WHEN.search(form) is None


def asks_for_a_telephone(question: str) -> bool:
    """Whether it is asked where to call, and not only who answers for something."""
    return _TELEPHONE.search(normalised(question)) is not None


def asked_for(question: Question, gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Those of the gaps that the question itself asks about."""
    asked = _particulars(question)
    return tuple(gap for gap in gaps if gap in asked)


def answers_outright(question: Question, gaps: Sequence[Gap]) -> bool:
    """Whether a particular is asked for that is none of the gaps: the quotes state it."""
    return bool(_particulars(question) - set(gaps))


def claims_unstated(question: str, quotes: Sequence[str]) -> bool:
    """Whether a question takes an amount for granted that no quote states: 补贴50万元对吧."""
    form, text = normalised(question), normalised("".join(quotes))
    if not _TAKEN_FOR_GRANTED.search(form):
        return False
    in_full = _RANGE.sub(r"\1\2至", text)
    stated = {(number.value, number.unit or "元") for number, _ in numbers_in(in_full)}
    claimed = (found["sum"] for found in _CLAIMED.finditer(form))
    return any(
        (number.value, number.unit) not in stated
        for amount in claimed
        for number, _ in numbers_in(f"{amount}元" if amount[-1] in "万亿" else amount)
    )


def is_bare_claim(question: str) -> bool:
    """Whether a question wants an amount confirmed and names no matter that it is for: 方案说奖励
    100万，是真的吗."""
    form = normalised(question)
    if not (_TAKEN_FOR_GRANTED.search(form) and _CLAIMED.search(form)) or "罚" in form:
        return False
    # What stands before the sum may be the matter: 补贴养猪5万元.
    rest = _TAKEN_FOR_GRANTED.sub(" ", _CLAIMED.sub(r"\g<for>", form))
    return len(without_particulars(_HEARSAY.sub("", rest))) <= _NO_MATTER


def _particulars(question: Question) -> set[Gap]:
    return {_ASKED[need] for need in question.needs if need in _ASKED}


def _is_about_support(question: Question, asked: set[Gap], text: str) -> bool:
    if not any(concept.kind is ConceptKind.MEASURE for concept in question.concepts):
        return False
    if question.needs & _BEYOND_THE_LETTER:
        return True
    if question.needs & {Need.REQUIREMENT, Need.LIST}:
        return False
    states_all = bool(asked) and all(_is_stated(gap, question, text) for gap in asked)
    return not states_all


def _answers_membership(question: Question) -> bool:
    """Whether an enterprise asks if it counts as one of the industries: an inference, no text."""
    return any(concept.id == "the_industries" for concept in question.concepts)


def _is_stated(gap: Gap, question: Question, text: str) -> bool:
    if gap is Gap.DEADLINE and _ONE_OCCASION.search(normalised(question.text)):
        # 每年两场 says how often, not when the next one is.
        return _DATE.search(text) is not None
    if gap is Gap.CONTACT and asks_for_a_telephone(question.text):
        return _NUMBER.search(text) is not None
    if gap is Gap.AMOUNT:
        return _grants_a_sum(text)
    return _STATED[gap].search(text) is not None


def _grants_a_sum(text: str) -> bool:
    """Whether a text names what somebody gets, and not only what they must have invested or sold
    to get something: 年销售额超过2000万元的企业给予奖励 leaves the amount open."""
    return _STATED[Gap.AMOUNT].search(without_thresholds(text)) is not None
