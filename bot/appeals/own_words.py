"""What an enterprise says of a case of its own in few words, with or without its number; pure.

Few words may as well be about something else: whoever reads them here looks whether there is
such a case, and asks before anything is changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_NUMBER = r"[A-Za-z]\d{4}-\d{1,6}"
# Possessive: two thousand characters of such words are looked at once.
_POINTS = (
    r"(?:[,，、\s]|对|给|向|为|把|将|就|在|请|麻烦|想|要|需要|再|还|另外?|有|的|里面?|中|我们?|本公司|我司"
    r"|这|那|刚才|上次|之前|反映|提|诉求|直通车|事情?|问题|困难|[一两几]?[件个条点些句])*+"
)
_ADDED = re.compile(
    rf"(?P<before>{_POINTS}(?P<number>{_NUMBER})?{_POINTS})(?:补充|补(?=[一两几]句)|[补加](?=[一两几](?:句|[点条])(?:[,，:：\s]|我们?|就是|还有)))"
    r"(?P<what>(?:一下|[一两几][点句条]|下|材料|情况|说明|内容|信息|意见|的是|了)*)"
    r"(?P<mark>[\s,，:：。.]*)(?P<text>.*)",
    re.DOTALL,
)
# 补充一下东门 says what; 补充材料的时限 asks, and so does 补充材料在哪交.
_BEGINS_TO_SAY = re.compile(r"(?:一下|[一两几][点句条]|下|说明|的是)$")
_ASKS = re.compile(
    r"^(?:什么|怎么|如何|哪|在哪|多少|可以|能|要不要|需要)|什么|怎么|哪|多少|[吗呢?？]$"
)

SO_LONG = r"[\d一二两三四五六七八九十几半]+(?:个?(?:月|星期|礼拜)|[天周年])"
_END = r"(?:吧|了|啊|呀|吗|呢)*"
_STANDING = re.compile(
    rf"(?:现在|目前|事情|事)?(?:办|处理)得?(?:怎么样|咋样|如何|到哪(?:一?步)?){_END}"
    rf"|(?:现在|目前)?(?:到哪(?:一?步|里|儿|了)|有(?:没有)?(?:进展|结果|回音|消息|下文)(?:没有?)?|(?:进展|进度)(?:如何|怎么样|到哪)){_END}"
    rf"|怎么还(?:没|不)(?:人理|动静|消息|结果|回音|办好|办完|处理|答复|回复){_END}"
    # 反映十天了 waits for what came of it; 我们登记三年了 tells how old they are.
    rf"|(?:我们?|都|已经?)*(?:报|提|反映|反应|投诉|登记(?!.*年))(?:上去|过|了)?(?:都|快|有)*{SO_LONG}了?"
    rf"(?:[,，]?还?(?:没|不)(?:人理|动静|消息|结果|回音|下文|办|处理|答复|回复))?{_END}"
)
# Scolded for slowness we say how it stands.
_SCOLDED = re.compile(
    rf"(?:你们?|政府|部门|机关|到底|究竟|还|是)*(?:办不办|管不管|理不理|处理不处理|解决不解决){_END}"
    r"|(?:你们?|政府|部门|机关)(?:这个?|的|那个?|也|可)*(?:办事|工作|服务|处理)?的?(?:效率|态度|速度)?"
    rf"(?:也|真|实在|怎么|可|都|这么|太|很|不是一般的)*(?:差劲?|低|慢|烂|糟糕?|拖拉|磨蹭|不像话|不作为){_END}"
)
# 再不办我就去市里反映了: whoever threatens wants it done.
_THREATENED = re.compile(
    r"(?!.*[吗呢么]$)(?:你们?)?再不(?:办|处理|解决|管|答复|回复|给?个?说法)(?:的话)?[,，]?(?:我们?)?(?:就|要|只能|只好|可要|真要)[^?？]{2,14}"
)
_URGED = re.compile(rf"(?:请|麻烦|帮我|再|快)*催(?:一下|一催|催|办|促)?(?:一下|他们|你们)?{_END}")
_STANDING_LOOSELY = re.compile(
    rf"(?:办|处理|解决)(?:好|完|结|成)?了?(?:吗|没有?)|(?:什么时候|何时|多久|几时)能?(?:办|处理|解决)(?:好|完|结)?{_END}"
    r"|(?:还|一直|就|都|真)*不(?:办|处理|管|解决)了?[吗呢]|(?:一直|就|都)*不(?:处理|解决)|撤[销回掉]?了?(?:吗|没有?)"
    # 要是能定下来撤了也行: on a condition nothing is taken back.
    r"|[^?？]{0,6}(?:要是|如果|假如|只要|除非)[^?？]{2,16}(?:撤[了回销掉]?了?|不(?:用|要|需要)?再?(?:办|管|处理)了?|算了)(?:也|都|就)?(?:行|可以|成|好|算)?了?"
    rf"|(?:我们?|一共|总共|都|到现在)*(?:报|提|反映|登记)(?:过|了)(?:几|多少|哪些?)[件个条]?{_END}"
)
# 撤回了吗 asks, and so does 不处理吗; 不处理 is what somebody complains of.
_WANTED = r"(?:吧|了|啊|呀)*"
_TAKEN_BACK = re.compile(rf"(?:我们?|想|要|请|都|全部)*(?:撤销|撤回|撤了|撤掉){_WANTED}")
_TAKEN_BACK_LOOSELY = re.compile(
    rf"(?:我们?)?(?:(?:不用|不需要)再?(?:办|处理|管){_WANTED}|不再?(?:办|处理|管)了{_WANTED})"
)
_NOT_CONTENT = re.compile(
    r"(?:(?:对|[这那]个?|处理|办理|结果|结论|意见|答复)*+[,，]?)(?:我们?|很|非常|还是|并|都)*+不(?:满意|认可|接受|服气?|认)"
    r"(?:这个?|处理|办理|结果|结论|意见|答复|的)*+"
    r"(?:[\s,，:：。.;；]+(?P<why>.{2,}))?",
    re.DOTALL,
)
_OTHERS_SAY = re.compile(r"(?:[他她]|们|[局委办]|公司|对方|人)(?:都|也)?(?:[说讲]|[让叫]我们?)$")
# 不服，去哪里复议 asks for another way than ours.
_ELSEWHERE = re.compile(
    r"复议|诉讼|[起上]诉|(?:怎么|如何|哪[里儿]?|找谁|能不能|可不可以).{0,4}(?:办|告|申请|投诉|反映|申诉)"
)


class Said(StrEnum):
    """What is said of a case."""

    STANDING = "standing"
    URGED = "urged"
    TAKEN_BACK = "taken_back"
    NOT_CONTENT = "not_content"
    ADDED = "added"


@dataclass(frozen=True)
class OwnWords:
    """Few words about an own case.

    `is_loose` where they mean one only if cases were what was spoken of last. `text` is what is
    added, or why somebody is not content, in the words as they were written.
    """

    said: Said
    number: str = ""
    text: str = ""
    is_loose: bool = False


def read_own_words(text: str) -> OwnWords | None:
    """Return what an enterprise may mean of its own case; None when it says more or else."""
    words = text.strip()
    added = _ADDED.fullmatch(words)
    if added is not None:
        return _added(added)
    plain = words.rstrip("。.!！~?？ ")
    for said, pattern, is_loose in (
        (Said.STANDING, _STANDING, False),
        (Said.URGED, _URGED, False),
        (Said.URGED, _SCOLDED, False),
        (Said.URGED, _THREATENED, False),
        (Said.STANDING, _STANDING_LOOSELY, True),
        (Said.TAKEN_BACK, _TAKEN_BACK, False),
        (Said.TAKEN_BACK, _TAKEN_BACK_LOOSELY, True),
        (Said.NOT_CONTENT, _NOT_CONTENT, True),
    ):
        found = pattern.fullmatch(plain)
        if found is not None:
            why = found.groupdict().get("why") or ""
            if _ELSEWHERE.search(why):
                return None
            return OwnWords(said, text=why.strip(), is_loose=is_loose)
    return None


def last_clause(text: str) -> str:
    """Return what is said last, as 不想再等了，撤掉吧 says what is wanted; empty where 他们说，撤了
    tells what others said."""
    before, _, last = re.sub(r"[，。;；]", ",", text).rpartition(",")
    return "" if _OTHERS_SAY.search(before.strip()) else last


def scolds(text: str) -> bool:
    """Tell whether a message scolds us for slowness, or threatens, and says not what about."""
    plain = text.strip().rstrip("。.!！~?？ ")
    return any(said.fullmatch(plain) for said in (_SCOLDED, _THREATENED))


def urges(text: str) -> bool:
    """Tell whether a message says 催一下 and nothing else."""
    words = read_own_words(text)
    return words is not None and words.said is Said.URGED


def _added(found: re.Match[str]) -> OwnWords | None:
    number, said = (found["number"] or "").upper(), found["text"].strip()
    if not said:
        return OwnWords(Said.ADDED, number)
    has_colon = ":" in found["mark"] or "：" in found["mark"]
    begins = bool(found["mark"]) or bool(_BEGINS_TO_SAY.search(found["what"])) or bool(number)
    # After a colon a question is what is to be added: 补充：能否先通一条车道.
    if not begins or (not has_colon and _ASKS.search(said)):
        return None
    return OwnWords(Said.ADDED, number, said)
