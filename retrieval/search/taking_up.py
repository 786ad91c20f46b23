"""What a short question takes up of the one before it, said in full: pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from retrieval.documents.days import small_number
from retrieval.results import Turn
from retrieval.search.places import places_asked_about, places_in
from retrieval.search.vocabulary import vocabulary
from retrieval.text_form import normalised

# What shows that a question leans on what was said before it. The absence of a topic shows
# nothing: 帮我写一首诗 has none and leans on nothing.
LEANS = re.compile(
    r"^(?:那|那么|它|还有|还能|还要|也|再|除了|上面|上述|刚才|前面|具体|以上|另外)|^这(?!里|边|儿)|"
    r"这个|这些|这条|这项|也能|也可以|也算|也享受|也一样|一样吗|同样|这么规定|这样规定|还是这样|别的|上述|刚说|呢[?？]?$"
)
_OTHER = re.compile(r"^那?么?(?P<other>.{2,12})呢[?]?$")
# The parts that every plan has; 目标 alone may be of anything.
_PART = re.compile(
    "(?:(?:主要|工作|总体|发展|具体|重点|建设)?(?:目标|任务)|(?:保障|支持|具体|主要)措施)(?!责任|[完值的])"
)
_SHORT_PARTS = ("目标", "任务", "措施")
_OTHER_PART = re.compile(
    rf"^(?:那么?|还有|它的|再说说?)?,?(?P<part>{_PART.pattern})(?:呢|是什么|有哪些|有啥|都有啥)[?]?$"
)
_FORMER = re.compile(
    r"^那?么?在?(?:被?(?:修改|修订|修正|调整|改动?|变更)(?:[以之]?前)|原来|原先)的?(?:呢|是多少|是什么|怎么规定的?)[?]?$"
)
_TAKES_UP = re.compile(r"^(?:那(?![里边])|还|也|它)")
_A_NUMBER = re.compile(r"多少|几[^乎]")
_PREDICATE = re.compile(
    r"(?:需?要|应该?|能|可以|有|给|补|奖|达到|怎么|如何|多少|什么|哪|几|谁|归|由|在).*$"
)
_ORDINAL = re.compile(
    r"(?:上面|刚才|前面)?第\s*([一二三四五六七八九十]{1,3}|[1-9]\d?)\s*[条点个项](?!例)"
)
# 某办法第三条 and 第三部分第6条 are of a document, whatever was answered before.
_OF_A_DOCUMENT = re.compile(
    r"(?:第[一二三四五六七八九十\d]+部分|办法|条例|规定|细则|规则|规程|方案|通知|意见|决定|公告|文件|法|》|[)）])(?:里面?|中)?的?\s*$"
)
_RATHER_AN_ARTICLE = 10
_LEADS_OVER = re.compile("(?:那么?|就|请?问|再?说说|再?看看|[,，])*")
_ONLY_POINTS = re.compile(
    rf"(?:那么?|就|请?问?|再说说|看看)?的?{_ORDINAL.pattern}(?:的?(?:呢|是什么|怎么说|内容|具体|详细|展开|原文|说说))*[?。!]*"
)
_QUOTE = re.compile(r"「([^」]+)」")
_ENUMERATION = re.compile(r"(?:[^、,，。;；:：「」]{2,20}、)+[^、,，。;；:：「」]{2,20}")


def in_full(text: str, previous: Sequence[Turn]) -> str:
    """A short question with what it takes up of the turns before."""
    text = of_the_other_part(of_the_former(of_the_article(text, previous), previous), previous)
    return of_the_numbered(of_the_other(text, previous), previous)


def _last_asked(previous: Sequence[Turn]) -> int | None:
    """Where the last question stands among the turns."""
    asked = (at for at in reversed(range(len(previous))) if previous[at].role == "user")
    return next(asked, None)


def of_the_former(text: str, previous: Sequence[Turn]) -> str:
    """修改前呢 asks again what was asked: a clause is quoted as it was, with its changes."""
    at = _last_asked(previous)
    if at is None or not _FORMER.match(normalised(text)):
        return text
    return in_full(previous[at].text, previous[:at])


def of_the_other_part(text: str, previous: Sequence[Turn]) -> str:
    """那目标呢 after 无废城市的保障措施有哪些 asks for the goals of the same plan."""
    found = _OTHER_PART.match(normalised(text))
    at = _last_asked(previous)
    if not found or at is None:
        return text
    before = normalised(of_the_other_part(previous[at].text, previous[:at]))
    if _A_NUMBER.search(before):
        return text
    name = found["part"]
    part = f"主要{name}" if name in _SHORT_PARTS else name
    return _PART.sub(part, before, count=1) if len([*_PART.finditer(before)]) == 1 else text


def of_the_other(text: str, previous: Sequence[Turn]) -> str:
    """那专精特新呢 after 百亿企业要达到多少家 asks the latter of the former, 那上海呢 after
    成都居住证由谁制作 the latter of 上海; others stay."""
    found = _OTHER.match(normalised(text))
    asked = [normalised(turn.text) for turn in previous if turn.role == "user"]
    if found and asked and (elsewhere := _elsewhere(found["other"], asked[-1])):
        return elsewhere
    predicate = _PREDICATE.search(asked[-1]) if found and asked else None
    if not found or not predicate or not _A_NUMBER.search(predicate.group()):
        return text
    if predicate.start() == 0:
        return text
    concepts_in = vocabulary().concepts_in
    if not concepts_in(found["other"], with_industry=False):
        return text
    return (
        found["other"] + predicate.group()
        if not concepts_in(predicate.group(), with_industry=False)
        else text
    )


def places_meant(text: str, previous: Sequence[Turn], *, leans: bool) -> frozenset[str]:
    """The places a question is about: its own, else those of the question it goes on from.

    那举办的钱呢 after 深圳申办的钱谁出 is asked of 深圳; `leans`: it has no matter of its own.
    """
    own = places_asked_about(text)
    if own or not (leans or _TAKES_UP.search(normalised(text))):
        return own
    return places_before(previous, places_asked_about)


def places_before(
    previous: Sequence[Turn], read: Callable[[str], frozenset[str]]
) -> frozenset[str]:
    """The places that `read` finds in the last question with any; empty where none has."""
    asked = (read(turn.text) for turn in reversed(previous) if turn.role == "user")
    return next(filter(None, asked), frozenset())


def put_instead(text: str) -> str:
    """合伙 of 那合伙呢: what a short question puts in the place of what was asked of before."""
    found = _OTHER.match(normalised(text))
    return found["other"].removesuffix("的") if found else ""


def _elsewhere(other: str, asked: str) -> str | None:
    """A question about one place asked of another; None where `other` is more than a place."""
    place = re.fullmatch(r"(.+?)[省市区县]?的?", other)
    there, here = places_in(other), places_in(asked)
    if not place or there != {place[1]} or len(here) != 1:
        return None
    (name,) = here
    return re.sub(rf"{name}[省市区县]?", other.rstrip("的"), asked)


def of_the_numbered(text: str, previous: Sequence[Turn]) -> str:
    """第二个归谁管 after an answer of one sentence that enumerates asks of its second item."""
    found = _ORDINAL.search(text)
    last = next((turn.text for turn in reversed(previous) if turn.role == "bot"), "")
    quotes = _QUOTE.findall(last)
    if not found or not found.group().endswith("个") or len(quotes) != 1:
        return text
    listed: list[list[str]] = [each.split("、") for each in _ENUMERATION.findall(quotes[0])]
    items = max(listed, key=len, default=[])
    number = small_number(found.group(1))
    return text.replace(found.group(), items[number - 1]) if 0 < number <= len(items) else text


def number_named(text: str) -> int | None:
    """The number of 上面第二条; None where a text names none."""
    found = _ORDINAL.search(text)
    if found is None or _OF_A_DOCUMENT.search(text, 0, found.start()):
        return None
    return small_number(found.group(1)) or None


def of_the_article(text: str, previous: Sequence[Turn]) -> str:
    """那第二条呢 after 某办法第三条怎么规定 asks of the article of that document."""
    found = _ORDINAL.search(text)
    if not found or not found.group().endswith("条") or number_named(text) is None:
        return text
    asked = (turn.text for turn in reversed(previous) if turn.role == "user")
    last = next((each for each in asked if number_named(each) is None), "")
    before = _ORDINAL.search(last)
    if not before or not before.group().endswith("条"):
        return text
    if not _LEADS_OVER.fullmatch(text, 0, found.start()):
        return text
    return f"{last[: before.start()]}{text[found.start() :]}"


def only_points(text: str) -> bool:
    """Whether a text is nothing but a number in the answer before: 第一个呢."""
    return _ONLY_POINTS.fullmatch(normalised(text)) is not None


def point_named(text: str, previous: Sequence[Turn]) -> int | None:
    """The number of 上面第二条 where it may be that of a point quoted before: from ten on it is
    rather an article's, unless an answer had so many."""
    number = number_named(text)
    if number is None or number < _RATHER_AN_ARTICLE:
        return number
    shown = (len(_QUOTE.findall(turn.text)) for turn in previous if turn.role == "bot")
    return number if any(count >= number for count in shown) else None
