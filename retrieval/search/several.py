"""Several questions in one message, told apart: pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.search.places import places_in
from retrieval.search.said_day import SAID_DAY

_MOST = 6
_END = re.compile(
    r"(?<=[?？!！。;；\n])|(?=(?:另外|此外|顺便(?:问|再)|再问一?下|还想问|再就是|还有个问题|还有一个问题))"
    r"|(?<=[:：。;；\n\s,，])(?=(?:\d{1,2}[.、)）]|[(（]\d{1,2}[)）]|[一二三四五六][、是]))"
)
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.、)）]|[(（]\d{1,2}[)）]|[一二三四五六][、是])")
_ASKS = re.compile(
    r"[?？]|吗|呢|什么|怎么|咋|啥|如何|怎样|哪|多少|几(?:个|家|年|天|时|号)|谁|能不能|可不可以|可否|是否|"
    r"有没有|请问|想问|想了解|希望(?:了解|知道|得到)|多久|多长"
)
# 我想问一下 announces questions; alone before a numbered list it is none.
_ANNOUNCES = re.compile(r"请问|想问|想了解|问一?下")
_COURTESY = re.compile(
    r"^(?:您好|你好|谢谢|多谢|感谢|辛苦|麻烦|盼复|此致|敬礼|尊敬的|请(?:解答|回复|指教|教)|好的?)[^?？]{0,14}$"
)
_LEAST = 2
_WORD = 2  # characters


# 技改补贴和贷款贴息分别最高多少 asks the same of two.
_OF_EACH = re.compile(
    r"^(?P<one>[^,，。;；?？和与跟、]{2,14})[和与跟、](?P<other>[^,，。;；?？和与跟、]{2,18}?)"
    r"(?:分别|各自|各(?![区县地类项级市种个位单部]))(?P<asked>[^,，。;；?？]{2,16}[?？]?)$"
)


def _of_each(message: str, stands_alone: Callable[[str], bool]) -> tuple[str, ...]:
    """The two questions of one that asks the same of two matters."""
    found = _OF_EACH.match(message.strip())
    if not found or not _ASKS.search(found["asked"]):
        return ()
    matters = _with_what_both_share(found["one"], found["other"], stands_alone)
    both = tuple(f"{matter}{found['asked']}" for matter in matters)
    return both if all(stands_alone(matter) for matter in matters) else ()


# 福建和兰州的文件几天内备案 asks the same of two places; 北京和上海哪个多 compares them.
_OF_PLACES = re.compile(
    r"^(?P<one>[\u4e00-\u9fa5]{2,6}?[省市]?)[和与跟、](?P<other>[\u4e00-\u9fa5]{2,6}?[省市]?)(?:两[地市省])?的?"
    r"(?:分别|各自|都)?(?P<asked>(?!各)[^,，。;；?？]{4,}[?？]?)$"
)
_COMPARES = re.compile(r"哪[个边里家座]|更|谁(?![来管定批审出付负])|比(?!例)|差|区别|不同|一样")
# 北京和天津公积金怎么转移 asks of what lies between the two, or of both together.
_OF_BOTH = re.compile(
    r"之间|交界|来回|往返|[跨互]|异地|同城|通[用办勤]|转[移入出到往]|接续|合[作并办伙计]|联[合手名]|"
    r"一起|共[同有计]|[总一]共|累[计加]|加起来|相加"
)


def _of_each_place(message: str) -> tuple[str, ...]:
    """The two questions of one that asks the same of two places."""
    found = _OF_PLACES.match(message.strip())
    if not found or not _ASKS.search(found["asked"]):
        return ()
    if _COMPARES.search(message) or _OF_BOTH.search(message) or places_in(found["asked"]):
        return ()
    places = found["one"], found["other"]
    of_each = [places_in(place) for place in places]
    is_two = of_each[0] != of_each[1] and all(
        place.rstrip("省市") in own for place, own in zip(places, of_each, strict=True)
    )
    return tuple(f"{place}{found['asked']}" for place in places) if is_two else ()


# 渔船管理办法还有效吗，实施细则呢 and 渔船管理办法和实施细则还有效吗 ask the same of two documents.
_DOCUMENT = r"(?:法|法典|条例|办法|规定|细则|规则|意见|通知|方案|决定|规划|目录|标准)》?"
# 2013年底 is asked of both: 2013年底渔船管理办法和实施细则还有效吗.
_DAY = re.sub(r"\?P<\w+>", "?:", SAID_DAY)
_AT_A_DAY = rf"^(?P<when>(?:(?:[在到]|截至)?{_DAY}[,，]?)?)"
_STILL_IN_FORCE = (
    rf"(?:(?:[在到]|截至)?{_DAY}|现在|目前|如今)?(?:还|是否|是不是|有没有|都)*(?:有效|管用|能用|能执行|在执行|适用|废止|失效|作废)"
    r"[了没吗么呢吧]*"
)
_STILL = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_AT_A_DAY}(?P<one>[^,，。;；?？]{{2,40}}?{_DOCUMENT})(?P<asked>{_STILL_IN_FORCE})[,，?？]\s*那?"
        rf"(?:它的|其|相关的?|配套的?)?(?P<other>[^,，。;；?？]{{0,40}}?{_DOCUMENT})呢[?？]?$",
        rf"(?!.*(?:关于|贯彻|落实|修[改订]|什么|哪)){_AT_A_DAY}(?P<one>[^,，。;；?？]{{2,40}}?{_DOCUMENT})[和与及、](?:它的|其|相关的?|配套的?)?"
        rf"(?P<other>[^,，。;；?？]{{0,40}}?{_DOCUMENT})(?P<asked>{_STILL_IN_FORCE})[?？]?$",
    )
)
# 实施细则 beside a document is that document's.
_OF_THE_OTHER = re.compile(rf"(?:实施|补充|配套|操作|暂行)*{_DOCUMENT}")


def _still_in_force(message: str) -> tuple[str, ...]:
    """The two questions of one that asks of two documents whether they are in force."""
    found = next((f for pattern in _STILL if (f := pattern.match(message.strip()))), None)
    if found is None:
        return ()
    one, other = found["one"], found["other"]
    of_it = one.strip("《》") if _OF_THE_OTHER.fullmatch(other) else ""
    when, asked = found["when"], found["asked"]
    return f"{when}{one}{asked}", f"{when}{of_it}{other}{asked}"


# 补多少，什么时候申请 asks two particulars of one matter.
_PARTICULARS = (
    re.compile(r"多少|几[万千百]|几个点"),
    re.compile(r"什么时候|啥时候?|何时|几月|几号|截止|多久|几[天年]|多长|哪几个?[月天年]"),
    re.compile(r"(?:怎么|如何|咋)(?:申[请报领]|办|领|报名)|(?:什么|哪些)(?:材料|资料|手续)"),
    re.compile(r"(?:什么|哪些)(?:条件|要求|人)"),
    re.compile(r"[在到去]哪|哪[里儿]|找谁|哪个?(?:部门|单位|局)|谁(?:管|负责)|电话"),
    re.compile(r"怎么?样$|怎么(?:罚|处罚|处理)|(?:什么|啥)后果"),
)
_WHAT_FOLLOWS = _PARTICULARS[-1]
_ON_CONDITION = re.compile(r"的话|如果|假如|要是|呢|其中|还是")
# 缴费满几年，能领多少 and 在哪里上班的人，怎么办居住证 ask one thing.
_SETS_A_CONDITION = re.compile(
    r"(?:满|达到|超过|[低高少多]于|不足|工作)了?(?:多少|多久|多长|几)|的[\u4e00-\u9fff]{1,3}$"
)


def _joined_by_a_comma(message: str, stands_alone: Callable[[str], bool]) -> tuple[str, ...]:
    """The two questions of a message that asks one particular, and after a comma another."""
    pieces = [piece.strip() for piece in re.split("[,，]", message.strip(" ?？。"))]
    if len(pieces) != _LEAST or not stands_alone(pieces[0]):
        return ()
    one, other = (_particulars_of(piece) for piece in pieces)
    if len(one) != 1 or len(other) != 1 or _ON_CONDITION.search(pieces[1]):
        return ()
    if any(_SETS_A_CONDITION.search(piece) for piece in pieces):
        return ()
    if one == other and not stands_alone(pieces[1]):
        return ()
    # 山西居住证有效期多久，逾期不签注怎样 asks both of 山西.
    places = places_in(pieces[0])
    if len(places) == 1 and _WHAT_FOLLOWS.search(pieces[1]) and not places_in(pieces[1]):
        return pieces[0], f"{next(iter(places))}{pieces[1]}"
    return tuple(pieces)


def _particulars_of(piece: str) -> set[int]:
    return {kind for kind, pattern in enumerate(_PARTICULARS) if pattern.search(piece)}


def _with_what_both_share(
    one: str, other: str, stands_alone: Callable[[str], bool]
) -> tuple[str, str]:
    """Two matters, each with what only one of them has of both: 公积金首套 and 二套贷款 are both of
    公积金 and both 贷款. What differs ends alike: the last two characters, or all of the first.
    绿色 of 绿色和橙色健康码 names no matter: what is asked of those is asked at once."""
    if not stands_alone(one):
        return one, other
    for size in (len(one), _WORD):
        before, its, others, after = one[:-size], one[-size:], other[:size], other[size:]
        is_alike = len(others) == size and its[-1] == others[-1] and its != others
        if is_alike and (after or not stands_alone(other)):
            return f"{before}{its}{after}", f"{before}{others}{after}"
    return one, other


def questions_in(message: str, stands_alone: Callable[[str], bool]) -> tuple[str, ...]:
    """The questions of a message, in order; the message itself when it asks one thing.

    `stands_alone` says whether a piece names something to ask about. What does not goes with the
    question before it; what asks nothing, with the one after. The points of a numbered list that
    name a matter are asked about, as in an enterprise's letter.
    """
    if apart := (
        _of_each(message, stands_alone)
        or _of_each_place(message)
        or _still_in_force(message)
        or _joined_by_a_comma(message, stands_alone)
    ):
        return apart
    pieces = [piece.strip() for piece in _END.split(message) if piece and piece.strip()]
    points = [_NUMBERED.match(piece) is not None for piece in pieces]
    asked: list[str] = []
    said = ""
    for at, piece in enumerate(pieces):
        if _COURTESY.match(piece):
            continue
        is_point = points[at]
        opens_a_list = not is_point and any(points[at + 1 : at + 2])
        words = _NUMBERED.sub("", piece)
        asking = _ANNOUNCES.sub("", words) if opens_a_list else words
        if not _ASKS.search(asking) and not (is_point and stands_alone(words)):
            said += piece
        elif asked and not stands_alone(words):
            asked[-1] += said + words
            said = ""
        else:
            asked.append(said + words)
            said = ""
    if len(asked) < _LEAST:
        return (message,)
    asked[-1] += said
    return tuple(asked[:_MOST])


def pieces_in(message: str) -> tuple[str, ...]:
    """The pieces of a message that ask something each, whether or not they name a matter of their
    own: 老字号补助多少？加氢站补贴多少. What asks nothing goes with the piece after it."""
    pieces: list[str] = []
    said = ""
    for piece in re.split(r"(?<=[,，])", "，".join(_END.split(message))):
        words = piece.strip(" ,，")
        if not words or _COURTESY.match(words):
            continue
        if not _ASKS.search(words):
            said += piece
        else:
            pieces.append(said + words)
            said = ""
    return tuple(pieces[:_MOST])
