"""What a question names without a number: a part by its heading, an office. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.departments import departments
from retrieval.documents.structure import UnitKind
from retrieval.search.needs import without_common_words
from retrieval.store import StoredUnit
from retrieval.text_form import normalised

# 企业培育那条都说了什么 names 企业培育; the rest only says that a part is meant.
_OF_A_PART = re.compile(
    r"部分|章节?|[一这那]?[条块段节点](?!件)|方面|一共|总共|举措|措施|安排|内容|规定|讲|说|写|提|"
    r"怎么|完善|增强|加强|加大|推动|推进|[了都啥吧]"
)
_PART_NAMED = re.compile(
    r"(?:部分|章节?|[这那]一?[条块段节])(?:都|里|中|主要)*(?:讲|说|写|提|规定|有|内容)"
)
_LEAST_NAMED = 4
_SHORTEST_WORD = 2
# What may be left of a question about an office alone: 管, 干, 归.
_LEFT_OVER = 1
_ABOUT_AN_OFFICE = re.compile(
    r"电话|号码|地址|在哪|联系|方式|职责|职能|负责|管|干|做|哪些|什么|事|工作|还在|现在|改叫|名称|改名|叫"
)

_ASKS_FOR_A_TELEPHONE = re.compile(r"电话|号码|联系方式|怎么联系")
_WHERE_TO_TURN = re.compile(
    r"受理(?:点|地|单位|机构|窗口|部门)|办理(?:地|单位|机构|窗口)|咨询|联系(?:方式|电话|人)|服务电话"
)
_TELEPHONE = re.compile(r"(?:电话|热线|联系方式)[^。;]{0,12}\d{5}|\d{3,4}-\d{7,8}")
_MOST_TELEPHONES = 8
_ASKS_WHERE = re.compile(r"[在去到]哪(?!些|[年月天])|哪[里儿](?:办|交|申|领|报)|地址|地点")
# 办理地点 ｜ 某路63号 of an office's guide.
_ADDRESS = re.compile(r"(?:办理|受理|服务|办公|申请|报名|领取|窗口)?(?:地点|地址)[:|][^|:]{4,}")


def where_to_turn(question: str, units: Sequence[StoredUnit]) -> list[StoredUnit]:
    """What a document says of where to call or to go, where a question asks for one of them."""
    return _with_telephones(question, units) or _with_addresses(question, units)


def _with_telephones(question: str, units: Sequence[StoredUnit]) -> list[StoredUnit]:
    """What a document says of where to turn, with a telephone number, under a heading of its own,
    where a question asks for one."""
    if not _ASKS_FOR_A_TELEPHONE.search(normalised(question)):
        return []
    return [
        stored
        for stored in units
        if stored.unit.kind is UnitKind.SENTENCE
        and _WHERE_TO_TURN.search(normalised(stored.unit.headings))
        and _TELEPHONE.search(normalised(stored.unit.text))
    ][:_MOST_TELEPHONES]


def _with_addresses(question: str, units: Sequence[StoredUnit]) -> list[StoredUnit]:
    """The lines of a document that give an address under the label of one, where a question asks
    where to go."""
    if not _ASKS_WHERE.search(normalised(question)):
        return []
    return [
        stored
        for stored in units
        if stored.unit.kind is UnitKind.SENTENCE and _ADDRESS.match(normalised(stored.unit.text))
    ][:_MOST_TELEPHONES]


def names_a_part(question: str) -> bool:
    """Whether a question says that it means a part of a document: 项目攻坚部分讲了啥."""
    return _PART_NAMED.search(normalised(question)) is not None


def words_of_a_heading(topic: str) -> tuple[str, ...]:
    """The words by which a question names a heading; none where they are too few to tell one
    from another. `topic` is the question without the words that make it one."""
    pieces = [piece for part in topic.split() for piece in _OF_A_PART.sub(" ", part).split()]
    words = tuple(piece for piece in pieces if len(piece) >= _SHORTEST_WORD)
    return words if sum(map(len, words)) >= _LEAST_NAMED else ()


def headed(words: Sequence[str], units: Sequence[StoredUnit]) -> list[str]:
    """The clauses whose heading, with those above it, holds every word and whose own heading
    holds the most telling one; of clauses one in another the outer."""
    found: list[str] = []
    longest = max(words, key=len)
    for stored in units:
        unit = stored.unit
        if unit.kind not in {UnitKind.HEADING, UnitKind.SENTENCE} or unit.clause in found:
            continue
        if unit.kind is UnitKind.SENTENCE and unit.sentence != 1:
            continue
        own, path = normalised(unit.text), normalised(unit.headings)
        is_heading = unit.kind is UnitKind.HEADING or path.endswith(own.rstrip("。."))
        if not is_heading or longest not in own or not all(w in path + own for w in words):
            continue
        if not any(unit.clause.startswith(f"{outer}-") for outer in found):
            found.append(unit.clause)
    return found


def office_asked(topic: str) -> tuple[str, ...]:
    """Every name of the office a question is about, when it names nothing beside; else none."""
    form = normalised(topic)
    for office in departments():
        named = [name for name in _short_and_long(office.names) if name in form]
        if not named:
            continue
        rest = _ABOUT_AN_OFFICE.sub("", form.replace(max(named, key=len), ""))
        if len(without_common_words(rest)) <= _LEFT_OVER:
            return _short_and_long(office.names)
    return ()


def _short_and_long(names: Sequence[str]) -> tuple[str, ...]:
    """市经信委 is called 经信委 too."""
    return tuple(dict.fromkeys(n for name in names for n in (name, name.removeprefix("市"))))
