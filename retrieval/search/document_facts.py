"""Questions about a document itself, not about what it provides for: pure, one pattern table."""

from __future__ import annotations

import re
from enum import StrEnum

from retrieval.text_form import normalised


class DocumentFact(StrEnum):
    """Something a document states, or fails to state, about itself."""

    VALIDITY = "validity"
    TITLE = "title"
    DOCUMENT_NUMBER = "document_number"
    INDEX_NUMBER = "index_number"
    ISSUER = "issuer"
    DATES = "dates"
    EFFECTIVE_ON = "effective_on"
    PERIOD = "period"
    ADDRESSEES = "addressees"
    BASIS = "basis"
    REPEALS = "repeals"


_WHEN = r"(?:什么时候|啥时候|啥时|何时|哪一?[天年月]|几[号月年]|多会儿)"
_WHO = r"(?:谁|哪个?(?:部门|单位|机关|机构|局|里|家|级)|什么(?:部门|单位|机关))"
_MADE = r"(?:印发|成文|发布|出台|发的|发文|下发|颁布|公布|制定)"
_ANYTHING = r"(?:了|掉)?(?:的是)?(?:哪|什么|啥|几[个份项])"
_FACTS = {
    DocumentFact.VALIDITY: (
        rf"有效(?!提)|过期|到期|过时|失效|作废|废止(?!{_ANYTHING})|现行|废除(?!{_ANYTHING})|停止执行|"
        r"还(?:算数|能(?:照着?|按)(?:着|它)?(?:办|做|执行)|能用|管用|执行|在执行|能不能用|作不作数)|新(?:的)?(?:方案|文件|政策|版本)|最新版|"
        r"(?:修改|修订|修正|改动)过(?:吗|么|没)|有没有被?(?:修改|修订|修正)过?(?=[?]|$)"
    ),
    DocumentFact.TITLE: (
        r"叫什么|全称|全名|标题|名称是|什么名字|"
        r"号(?:文件?)?是(?:个)?(?:什么|啥|哪个?)(?:文件|文|政策|通知)"
    ),
    DocumentFact.DOCUMENT_NUMBER: r"文号|发文字号|几号文|文件编号|文件号|第几号",
    DocumentFact.INDEX_NUMBER: r"索引号",
    DocumentFact.ISSUER: (
        rf"{_WHO}.{{0,4}}{_MADE}|(?:发文|印发|发布|制定)的?(?:机关|单位|部门|机构|主体)"
    ),
    DocumentFact.DATES: (
        rf"{_WHEN}.{{0,4}}{_MADE}|{_MADE}(?:的)?(?:日期|时间|日子|是?{_WHEN})|"
        r"落款(?:日期|时间)|(?:方案|文件|通知)是?(?:哪一?年|什么时候|何时)的|哪一?年的(?:方案|文件|通知)"
    ),
    DocumentFact.EFFECTIVE_ON: (
        rf"{_WHEN}(?:开始|起)?(?:施行|实施|生效|执行)|(?:施行|实施|生效)(?:日期|时间)"
    ),
    DocumentFact.PERIOD: (
        rf"方案期|规划期|实施期|执行期|有效期|管几年|管多久|(?:执行|实施|管|持续)(?:到|至){_WHEN}|"
        r"(?:方案|文件|通知|政策).{0,4}(?:到哪一?年|期限|多长时间|多久到期|几年)"
    ),
    DocumentFact.ADDRESSEES: (
        r"主送|抄送|(?:发给|印发给|下发给|送给)(?:了)?(?:谁|哪)|收文(?:单位|机关)"
    ),
    DocumentFact.BASIS: (
        r"(?:制定|上位|政策|文件|方案)(?:的)?(?:制定)?依据|依据(?:什么|哪|的是).{0,6}(?:制定|文件|定的|出台)|"
        r"(?:根据|按照|依据)(?:省里?|国家|上级|上面)?(?:的|是)?(?:什么|哪).{0,6}(?:制定|文件|定的|出台|来的)"
    ),
    # What it ends, not what ends it: 哪个文件废止了它 asks whether it is in force.
    DocumentFact.REPEALS: (
        rf"(?:废止|废除|取代|代替|替代){_ANYTHING}|(?:哪|什么|啥|几)(?:些|个|份|项)?[^,。;?]{{0,8}}被(?:它|该|这|此)"
    ),
}
_PATTERNS = {fact: re.compile(pattern) for fact, pattern in _FACTS.items()}
# 规范性文件有效期几年 asks about a kind of document, 评价文件 about what a builder hands in.
_DOCUMENT = re.compile(
    r"方案|(?<!规范性)(?<!红头)(?<!评价)(?<!证明)(?<!审批)(?<!证件)(?<!招标)(?<!投标)(?<!采购)文件"
    r"|通知(?!书)|发文|该文|此文|这份文|[这那该此][份个件]?红头"
)
# 资格证明的有效期 and 居住证过期 are of the paper somebody holds, not of a document held here; 临时
# 建筑过期 is of what was allowed for a time, and 过期不拆 of an act past its day.
_OF_A_PAPER = re.compile(
    r"(?:证件?|证明|证书|执照|许可|合同|协议|凭证|报告|意见书|[户务医]卡)的?"
    r"(?:有效期限?|过期|到期|失效)"
    r"|临时(?:建筑物?|建设|用地|占地)的?(?:过期|到期)|(?:过期|到期)[不没未](?:[拆交缴签换领退搬]|办(?!法))"
)
_POLICY = re.compile(
    r"政策|办法|意见|规定|条例|细则|公告|批复|规划"
    # 城市规划法, and neither 执法 nor 这种说法.
    r"|[\u4e00-\u9fa5]{3}(?<![方做说想看用违合非依执司立守无没设手疗书语魔])法(?![律规院制人官子定治])"
)
_RULE_THAT_HOLDS = re.compile(
    r"[\u4e00-\u9fa5]{4}(?:办法|条例|规定|细则|规则)》?(?:现在|目前|是否|到底|[都还现])*"
    r"(?:有效|过期|失效|作废|废止|能不?能?用|管用|算数)[^,;]*$"
)
_RULE_OF_A_YEAR = r"[^,。;?]{0,16}(?:办法|条例|规定|细则|规则|意见|方案|通知|文件)"
_ANY_FACT = re.compile("|".join(f"(?:{pattern})" for pattern in _FACTS.values()))


def facts_asked(question: str) -> tuple[DocumentFact, ...]:
    """The facts about a document that the words of a question can mean, in a fixed order."""
    form = _OF_A_PAPER.sub("", normalised(question))
    return tuple(fact for fact, pattern in _PATTERNS.items() if pattern.search(form))


def names_a_document(question: str) -> bool:
    """Whether the question speaks of a document: 方案, 文件, 通知."""
    return _DOCUMENT.search(normalised(question)) is not None


def names_a_policy(question: str) -> bool:
    """Whether the question speaks of a policy, which may be a document or one of its measures."""
    return _POLICY.search(normalised(question)) is not None


def names_a_rule_asked_about(question: str) -> bool:
    """Whether it is asked of a rule by its name whether it holds: 某某办法实施细则还有效吗."""
    return _RULE_THAT_HOLDS.search(normalised(question)) is not None


def names_an_edition(question: str, year: int) -> bool:
    """Whether a question calls a rule or a notice by the year it is of: 2008年的廉租住房办法."""
    return re.search(rf"{year}年(?!\d){_RULE_OF_A_YEAR}", normalised(question)) is not None


def without_fact_words(text: str) -> str:
    """A text without the words that ask for a fact."""
    return _ANY_FACT.sub("", normalised(text))
