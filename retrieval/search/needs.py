"""The particulars that a question asks for, and what is left of it without them: pure."""

from __future__ import annotations

import re
from enum import StrEnum

from retrieval.search.taking_up import LEANS
from retrieval.text_form import normalised


class Need(StrEnum):
    """A particular that a question asks for."""

    AMOUNT = "amount"
    CONDITION = "condition"
    MATERIAL = "material"
    DEADLINE = "deadline"
    PLACE = "place"
    CONTACT = "contact"
    SUPPORT = "support"
    REQUIREMENT = "requirement"
    LIST = "list"


_NEEDS = {
    Need.AMOUNT: (
        r"多少钱|给多少|补多少|奖多少|多少(?:补|奖|资|安家|费|钱|万)|几个点|奖励|奖金|补贴|补助|安家费|资助|"
        r"划算|金额|拿.{0,4}奖|给钱|贴息|利率|利息|额度|几万|便宜|优惠多少"
    ),
    Need.CONDITION: (
        r"条件|门槛|资格|享受|算不算|算吗|能不能|能进|能申请|可以申请|够不够|符合|要求.{0,4}(?:才能|是啥)|"
        r"什么样的.{0,8}(?:才|能|可以)|哪些企业|什么企业|适用|有没有资格|怎么认定|达到.{0,6}才"
    ),
    Need.MATERIAL: (
        r"材料|资料|手续|流程|怎么申|怎么报|如何申|怎么弄|怎么办理|怎么搞|申请|申报|办理|怎么进|怎么加入|带(?:些?[什啥]么?|哪些)"
    ),
    Need.DEADLINE: (
        r"截止|什么时候|啥时候|啥时|几号|哪天|何时|多久|几天|多长时间|时间|时限|期限|下次|下一次|一年.{0,3}几次|多少天"
    ),
    Need.PLACE: r"在哪(?:里|儿|办|申)|去哪|到哪|哪里(?:办|申|交|领)|窗口|地址|地点",
    Need.CONTACT: (
        r"找谁|找哪(?:个?(?:部门|单位|局))?|哪个部门|什么部门|哪个局|哪个单位|电话|联系(?:方式|人|谁)|谁来|谁负责|谁管|谁牵头|归谁|归哪|对口|咨询"
    ),
    Need.SUPPORT: (
        r"支持|扶持|政策|帮|管不管|有没有|有.{0,12}吗|能用|保障|优惠|好处|怎么(?:拿|弄|办|培育|做|解决|搞|整)|咋|想|吗"
    ),
    Need.REQUIREMENT: (
        r"要求|目标|比例|占比|比重|依据|规定|任务|导向|文件里|怎么说|几个|几家|多少(?:个|家|项|件)|"
        r"哪五|怎么考核|职责"
    ),
    Need.LIST: r"有哪些|哪些|都有|还有.{0,6}(?:别的|其他|什么|啥)|别的|其他的|列一?下|列出|分别",
}
# With these alone a question asks for a matter, and for no one thing that a text states of it.
ON_NO_PARTICULAR = frozenset({Need.SUPPORT, Need.REQUIREMENT, Need.LIST})
_PATTERNS = {need: re.compile(pattern) for need, pattern in _NEEDS.items()}
# 三天行不行, 五万够吗: a measure alone names no topic.
_MEASURE_ONLY = re.compile(
    r"[\d一二两三四五六七八九十百半]{1,20}(?:个)?(?:工作日|天|日|周|星期|礼拜|月|年|小时|万元?|亿元?|元|家|人|亩|岁|%)(?:以?内)?"
)
# 多少天能办好 asks for a time, and its verb names no topic: texts say 制作发放 or 作出决定.
_SOON = r"(?:多久|多长时间|几天|多少(?:个?工作日|天)|什么时候|啥时候?)"
_DONE = (
    r"(?:审?批|审核|办[理结好完]?|[做弄搞][好完定]|制[发好]|作出决定|下来|下证|出证|[领拿]到|发放)"
    r"[好完下来到了]*"
)
_HOW_SOON = re.compile(rf"{_SOON}(?:才|就|能|可以|会|得|要)*{_DONE}|{_DONE}(?:需?要|得)?{_SOON}")
# What stays of 申报截止到什么时候 or 政策补贴多少 when the particular is taken away names no topic.
_GENERIC = re.compile(
    r"政策|文件|方案|通知|措施|优惠|惠企|好处|泰州|本市|咱们?市|市里|政府|五大|主导产业|产业|工业|制造业|企业|公司|单位|我司|本公司|厂|项目|标准|人|地方|到底|大概|一般|现在|目前|今年|明年|最多|最少|截止|到|去|"
    r"申报|申请|办理|享受|联系|支持|扶持|后果|钱|号码|多|少|高|低(?!保)|报名|提交|准备|下|请|告诉|知道|想|还|也|用|得|把|被|吧"
)
_RESIDUE = 1  # characters
# Words that carry a question but no topic; what is left is compared with the library's words.
# 展会 and 年会 are none, while 企业参展会补吗, 员工会补吗 and 今年会补吗 ask what will be.
_WILL = (
    r"(?<!协)(?<!(?<!参)展)(?<!(?<![厂电外客微])商)(?<!(?<![员职民用招手])工)"
    r"(?<!(?<![今明去前后每几半多两一二三四五六七八九十\d老青成])年)会"
)
_FUNCTION_WORDS = re.compile(
    r"多长时间|多久|多长|多少天|几天|几年|请问|你好|您好|谢谢|多谢|感谢|我想问一?下|问一?下|我们|你们|咱们|我家|怎么样|怎么|怎样|如何|什么时候|什么|哪些|哪个|哪里|哪家|哪|百分之(?:多少|几)|多少[分岁]?|"
    r"有没有|是不是|能不能|可不可以|可以|为什么|是否|主要|具体|相关|有关|关于|包括|进行|情况|内容|方面|应该|应|需要|要求|"
    rf"谁|几|没|吗|呢|啊|吧|嘛|呀|的|了|是|在|有|和|与|及|或|我|你|他|它|那|这|都|{_WILL}|要|能|给|对|为|做|"
    r"[?？!！,，。、;；:：\s“”\"'()（）]"
)


def needs_in(form: str) -> frozenset[Need]:
    """The particulars that a question in its normalised form asks for."""
    return frozenset(need for need, pattern in _PATTERNS.items() if pattern.search(form))


def without_asking(text: str) -> str:
    """A question without the words that only make it one, each a space."""
    return _FUNCTION_WORDS.sub(" ", _HOW_SOON.sub(" ", text))


def without_needs(form: str) -> str:
    """A question in its normalised form without the words that ask for particulars."""
    for pattern in _PATTERNS.values():
        form = pattern.sub("", form)
    return form


def without_common_words(text: str) -> str:
    """A text without the words that fit every policy and those that only make a question."""
    return _GENERIC.sub("", _FUNCTION_WORDS.sub("", text))


def without_particulars(text: str) -> str:
    """A text without the particulars it asks for and the words that fit every policy."""
    rest = normalised(text).lower()
    for pattern in (*_PATTERNS.values(), LEANS, _MEASURE_ONLY, _FUNCTION_WORDS, _GENERIC):
        rest = pattern.sub("", rest)
    return rest


def names_no_matter(text: str) -> bool:
    """Whether nothing but particulars and words that fit every policy is in the text."""
    return len(without_particulars(text)) <= _RESIDUE
