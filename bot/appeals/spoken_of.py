"""A case that is meant without its number: by what it is about, or as the one just shown; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.appeals.appeal import Appeal
from bot.appeals.own_words import SO_LONG
from bot.half_width import half_width
from bot.tasks.title_match import longest_common_run

# So many characters of a case's own words are no chance.
SURE_RUN = 4
# Of a matter that was told before, fewer are.
_FEW_OF_ITS_WORDS = 3
# Told in the same words it is the same matter; some words are shared by another one.
_SAME_SHARE = 0.8
# 高新技术企业申请的事 shares two characters with a case about another 申请.
_MOST_OF_WHAT_IT_IS_CALLED = 0.5
_STANDING = re.compile(
    r"(?:办|处理|解决|协调|弄|推进)得?(?:到哪(?:儿|里|一?步)?|怎么样|咋样|如何|好了?[吗没]|完了?[吗没]|了[吗没])"
    r"|到哪一?步|进展|进度|(?:有|没)(?:没有|有)?(?:结果|回音|消息|下文|动静|答复|回复)|怎么(?:还|就|又)?(?:没|不)"
    r"|(?:没有?|无)人(?:理|管|问|办|回|答复|回复|处理|联系)|管不管|(?:到底)?还(?:办|管)不(?:办|管)"
)
# Who waits for an answer has told of it; 车间漏水没人管 may be new.
_WAITS = re.compile(r"(?:没有?|无)人(?:理|回|答复|回复|联系)")
# 我上周报的用地的事: what was told before is a case already, and is not filed again.
_TOLD_BEFORE = re.compile(
    r"(?:上个?(?:周|星期|月|次)|[昨前][天日]|前(?:几|两|些|阵)(?:天|日|子|周)?|之前|以前|早就?|已经?|刚才|\d+月\d+[日号])"
    r".{0,4}?(?:报|提|反映|反应|投诉|登记|递|说)(?:上去|过|交|出)?(?:了)?的"
    r"|(?:报|提|反映|反应|投诉|登记)(?:上去|过|了)的?.{0,12}(?:问题|困难|诉求|事)"
)
# 检测费的事反映十天了: what it is about stands before.
_TOLD_SINCE = re.compile(
    r"(?:的?(?:事情?|问题|困难|诉求))?(?:报|提|反映|反应|投诉|登记)(?:上去|过|了)?(?:都|快|有)?"
    rf"{SO_LONG}了?"
)
# 用电增容那事, 培育库那件, 检测费的事: a case called by what it is about, and then what of it.
_CALLED = re.compile(
    r"(?:我们?的?|关于|就|[那这]个?|(?:上次|之前)(?:(?:说|提|报|反映|登记)的?)?)*(?P<about>[^,;。:]{2,14}?)"
    r"(?:的?[那这](?:[件个](?:事情?|诉求|问题)?|事)|的(?:事情?|诉求|问题|困难))[,:\s]*(?P<rest>.+)",
    re.DOTALL,
)
# 那个用地问题, 我们的用地问题: one that was told; 用地问题 alone may be anybody's.
_POINTED_AT = re.compile(
    r"(?:我们?的?[那这]个?|我们?的|[那这]个|(?:上次|之前)(?:(?:说|提|报|反映|登记)的?)?的?)+"
    r"(?P<about>[^,;。:]{2,14}?)(?:事情?|诉求|问题|困难)[,:\s]*(?P<rest>.+)",
    re.DOTALL,
)
# 怎么样了, 有人管吗, 还没解决呢, of a case that was named.
_STANDS = re.compile(
    r"(?:现在|目前|到底|后来|到现在|今天|又|都|也|[,，])*(?:(?:怎么样|咋样|怎样|如何)|(?:有|没有?)人(?:在?[管办问理]|处理|负责)"
    r"|(?:谁|哪个(?:部门|单位))在?(?:管|办|负责|处理)"
    r"|(?:一直|就)?(?:还|都)?(?:没有?|不)(?:解决|处理|动静|消息|结果|回音|下文|进展|办|管|答复|回复))"
    r"(?:好|完|到|掉|过)?(?:的|了|呢|吗|没有?|啊|呀|吧)*[?？。!！\s]*"
)
# 都一周了, of a case that was named: whoever says how long it has been waits.
_WAITED = re.compile(
    rf"(?:这?都|已经?|快|过去|报了|拖了?|等了?|有|[,，])*(?:(?:好|大)?{SO_LONG}|这么(?:久|长时间|多天)|[好很]久)了?(?:吧|啊|呀|都?还?(?:没|不).{{0,8}})?[?？。!！]*"
)
_OPENER = re.compile(r"^(?:喂|哎|诶|你好|您好|请问|有人吗?|在吗|在不在|有没有人|[,，。!！?？\s])+")
_OWN = re.compile(r"我们?|本公司|我司|我厂|上次|之前|反映的|提的|那[个件]")
_POLICY = re.compile(r"政策|补贴|补助|奖励|规定|怎么(?:办理|申请|申报)|流程|材料")
_TAIL = r"(?:的|了|呢|吗|没有?|啊|呀|吧)*[?？。!！\s]*"
_OF_AN_OWN_CASE = re.compile(r"我|超了?|逾期|过期|拖了?|应答|答复|回复")
_MORE_OF_IT = re.compile(
    r"(?:那么?|我们?的?|[这那]?[个件](?:诉求|问题|困难|事情?)?|这|它|现在|已经?|是不是|有没有|到底|最[晚迟])*+(?:"
    r"(?:超时|逾期|超期|过期|到期|晚|拖)了?(?:多久|几天|多少天)?"
    r"|都?(?:超时?|逾期|超期|过|拖|晚)了?(?:好?几|\d+|[一二两三四五六七八九十半]+)个?(?:工作)?[天日周月]"
    r"|(?:答复|回复|意见|结果|答的?|说的?)(?:内容)?(?:到底)?(?:是|说|写)?了?(?:什么|啥|怎么说|怎样|怎么样)"
    r"|(?:办?结|办完|办好|处理完|处理好|解决|应答|答复)了?(?:吗|没有?|么)"
    r"|(?:还有|还剩|剩|还要)(?:几天|多久|多少天)|时限(?:是|到)?(?:什么时候|哪天|几号|多少)?"
    r"|(?:什么时候|啥时候|何时|哪天|几号)(?:必须|要|得|该|能)*(?:到期|截止|办[好完结]|答复|回复|应答|[有给]个?(?:说法|结果|意见|交代))"
    r"|(?:是)?(?:谁|哪个(?:部门|单位)|哪家)(?:在|来)?(?:负责|办|管|受理|处理)?"
    rf"){_TAIL}"
)


def meant_by_content(text: str, cases: Sequence[Appeal]) -> str:
    """Return the one of `cases`, their own, that somebody asks about by what it says, or empty."""
    plain = half_width(text)
    since = _TOLD_SINCE.search(plain)
    if since is not None and not _POLICY.search(plain):
        return _the_one_sharing(plain[: since.start()], _FEW_OF_ITS_WORDS, cases)
    is_own = _OWN.search(plain) or _WAITS.search(plain)
    if not (_STANDING.search(plain) and is_own) or _POLICY.search(plain):
        return ""
    told = _TOLD_BEFORE.search(plain)
    # What was told before is a case: fewer of its words are enough.
    sure, said = (2, plain[told.end() :]) if told else (SURE_RUN, plain)
    return _the_one_sharing(said, sure, cases)


def called_by_content(text: str, cases: Sequence[Appeal]) -> tuple[str, str]:
    """Return the number of the one of `cases`, their own, that is called by what it is about, and
    what is said of it; both empty where none is."""
    plain = _OPENER.sub("", half_width(text).strip())
    called = _CALLED.fullmatch(plain) or _POINTED_AT.fullmatch(plain)
    if called is None or _POLICY.search(called["rest"]) or _POLICY.search(called["about"]):
        return "", ""
    sure = max(2, _MOST_OF_WHAT_IT_IS_CALLED * len(called["about"]))
    number = _the_one_sharing(called["about"], sure, cases)
    return (number, called["rest"]) if number else ("", "")


def waits(text: str) -> bool:
    """Tell whether words say how long something has been waited for, and no more."""
    return _WAITED.fullmatch(half_width(text).strip()) is not None


def stands(text: str) -> bool:
    """Tell whether words ask how a case that was named stands, and no more."""
    return _STANDS.fullmatch(half_width(text).strip()) is not None


def told_again(matter: str, cases: Sequence[Appeal]) -> str:
    """Return the one of `cases`, their open ones, that says what is to be filed, or empty."""
    sure = max(SURE_RUN, _SAME_SHARE * len(matter))
    return _the_one_sharing(matter, sure, cases)


def _the_one_sharing(said: str, run: float, cases: Sequence[Appeal]) -> str:
    alike = [one for one in cases if longest_common_run(said, one.content) >= run]
    return alike[0].appeal_no if len(alike) == 1 else ""


def asks_after_what_was_told(text: str) -> bool:
    """Tell whether somebody asks how it stands with what they told before."""
    plain = half_width(text)
    is_asked = _STANDING.search(plain) and _TOLD_BEFORE.search(plain)
    return bool(is_asked) and not _POLICY.search(plain)


def asks_more_of_it(text: str) -> bool:
    """Tell whether few words ask more of the one case that was just shown."""
    return _MORE_OF_IT.fullmatch(half_width(text).strip()) is not None


def asks_more_of_own(text: str) -> bool:
    """Tell whether they say 我这个, or of a clock that ran out: then of the own case shown last,
    whatever came between."""
    return bool(_OF_AN_OWN_CASE.search(text)) and asks_more_of_it(text)
