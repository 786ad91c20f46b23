"""What a follow-up points at in the last answer: its second quotation, or whatever is left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.answer import wording
from retrieval.answer.addressing import unit_at
from retrieval.answer.candidate import Selected, of_its_place
from retrieval.answer.citing import short_title
from retrieval.answer.duty import NotedDuties
from retrieval.answer.passages import what_turns_it_round
from retrieval.answer.refusing import clarified
from retrieval.documents.structure import UnitKind
from retrieval.index.live_index import LiveIndex
from retrieval.results import PolicyAnswer, Turn
from retrieval.search.question import Question, is_particular_only
from retrieval.search.taking_up import number_named, only_points, point_named
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised

# A title may itself hold a document number: 〔关于印发苏政发〔2018〕86号的通知 三-6#s7〕.
_REFERENCE = re.compile(r"〔((?:[^〔〕]|〔[^〔〕]*〕)*?) ([^ 〔〕]+)〕")
_ANNOUNCES = re.compile("[:：]」〔")
_POINT = wording.listed("")
# 具体怎么办 and 具体给多少钱 ask for a particular of the sentence meant, not for its neighbours.
_IN_FULL = re.compile(
    r"详细|展开|完整|全文|原文|多说|具体(?:的)?(?:说|讲|写|点|一点|些|一些|内容|规定|条款|是什么|呢|$)"
)
_MORE = re.compile(
    r"(?:那|那么|除了这些)?还有(?:别的|其他|其它|更多|哪些)?(?:的|内容|规定|条款)?(?:吗|么|呢|没有|没)?[?。!]*|继续|接着说|下一页|往下说|没了吗"
)
_ONLY_WHO = re.compile(
    r"(?:那么?|这|上面|一?[条项个件]|事情?|政策|工作|的|都|是|由|归|该|应该?|具体|分别|找|问|去找)*"
    r"(?:(?:负责|牵头|主管|配合|协办)的?(?:是|有)?)?(?:谁|哪一?(?:个|些|几个)?(?:部门|单位|机构|局)|什么(?:部门|单位)"
    r"|(?:负责|责任|牵头|主管|配合|协办)(?:部门|单位)(?:是|有)?(?:谁|哪一?[个些]?|哪几个|什么)?)"
    r"(?:来|去|负责|牵头|主管|配合|协办|管|承办|落实|办|的|呢|啊|吗|[?。!])*"
)
_POINTS_BACK = re.compile(
    r"^(?:那么?|请问|你|您|刚刚?才?|回答|答复|说)*(?:上面|前面|刚才|上述)(?:说?的|说|回答|答复|引用|列出|提到)*第"
)
_MOST_ASKED_OF = 2
_EXCHANGE = 2  # turns: a question and its answer

Place = tuple[str, str]


def quoted_in(text: str, records: Mapping[str, DocumentRecord]) -> list[Place]:
    """(document id, address) of every quotation of an answer, in order, each once."""
    return list(dict.fromkeys(place for place, _ in _quotations(text, records)))


def _quotations(text: str, records: Mapping[str, DocumentRecord]) -> list[tuple[Place, bool]]:
    """Every quotation, with whether it only announces the points quoted below it. Two points of
    one sentence are two: people count what they see. An office to turn to is referred to without
    being quoted."""
    titles = {short_title(record.metadata): record.id for record in records.values()}
    places: list[tuple[Place, bool]] = []
    document = None
    lines = text.split("\n")
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        announces = _ANNOUNCES.search(line) is not None and below.startswith(_POINT)
        for title, address in _REFERENCE.findall(line):
            document = document if title == wording.SAME_DOCUMENT else titles.get(title)
            if document is not None and f"」〔{title} {address}〕" in line:
                places.append(((document, address), announces))
    return places


def _counted(previous: Sequence[Turn], records: Mapping[str, DocumentRecord]) -> list[Place]:
    """What 第二个 counts: the points of the last answer, not the sentence that announces them. An
    answer about one of the points leaves them counted: 第二条找谁, then 那多少钱, then 第三条呢."""
    at = counted = len(previous)
    while at >= _EXCHANGE and previous[at - 1].role == "bot":
        at -= _EXCHANGE
        asked = previous[at].text
        if point_named(normalised(asked), previous[:at]) is not None:
            counted = at
        elif asks_for_more(asked) or not is_particular_only(asked):
            break
    answer = last_answer(previous[:counted]) or last_answer(previous)
    return [place for place, announces in _quotations(answer, records) if not announces]


def last_answer(previous: Sequence[Turn]) -> str:
    return next((turn.text for turn in reversed(previous) if turn.role == "bot"), "")


def asks_for_more(question: str) -> bool:
    """Whether a message asks for what the last answer left out, and for nothing else."""
    return _MORE.fullmatch(normalised(question)) is not None


def names_a_matter(question: str) -> bool:
    """Whether a question stays what 还有吗 asks more of: not 第二条呢, 那找谁 or 还有吗 itself."""
    is_of_a_point = number_named(normalised(question)) is not None
    return not (is_of_a_point or asks_for_more(question) or is_particular_only(question))


def points_at_nothing(
    asked: Question, records: Mapping[str, DocumentRecord], previous: Sequence[Turn]
) -> PolicyAnswer | None:
    """What is said to a number that the last answer has no quotation for, where a message is
    nothing else or says itself that it means the answer: 上面第五条找谁."""
    if asked.ordinal is None:
        return None
    if not only_points(asked.text) and not _POINTS_BACK.search(normalised(asked.text)):
        return None
    quoted = len(_counted(previous, records))
    if asked.ordinal <= quoted:
        return None
    return clarified(text=wording.only_so_many(quoted, asked.ordinal) if quoted else None)


def pointed_at(
    asked: Question,
    records: Mapping[str, DocumentRecord],
    live: LiveIndex,
    previous: Sequence[Turn],
) -> tuple[Selected, ...]:
    """The sentence meant by 上面第二条, with the rest of its clause where it is asked for in
    full; nothing when the last answer has no such quotation."""
    if asked.ordinal is None:
        return ()
    places = _counted(previous, records)
    if not 1 <= asked.ordinal <= len(places):
        return ()
    document, address = places[asked.ordinal - 1]
    record = records[document]
    units = live.units_of(document)
    sentences = [u for u in units if u.unit.kind is UnitKind.SENTENCE]
    meant = unit_at(sentences, address)
    if meant is None:
        return ()
    turned_by = what_turns_it_round(units, units.index(meant))
    chosen = [*turned_by, meant]
    if _IN_FULL.search(asked.text):
        chosen += [u for u in sentences if u.unit.clause == meant.unit.clause and u is not meant]
    return tuple(of_its_place(record, unit, is_item=unit is not meant) for unit in chosen)


def noted_of_the_last(
    asked: Question,
    records: Mapping[str, DocumentRecord],
    live: LiveIndex,
    previous: Sequence[Turn],
) -> tuple[Selected, ...]:
    """Who answers for the clauses of the last answer, where a message asks nothing else: 哪个部门
    负责 after a clause that notes it. Where none does, the clauses themselves: another document's
    offices are no answer."""
    if not _ONLY_WHO.fullmatch(normalised(asked.text)):
        return ()
    noted: dict[str, NotedDuties] = {}
    notes: dict[Place, Selected] = {}
    quoted: list[Selected] = []
    for document, address in quoted_in(last_answer(previous), records):
        units = live.units_of(document)
        stored = unit_at(units, address)
        if stored is None:
            continue
        quoted.append(of_its_place(records[document], stored))
        if document not in noted:
            noted[document] = NotedDuties(records[document], units)
        duty = noted[document].of(stored.unit)
        if duty is not None:
            place = (document, duty.sentence.unit.address)
            notes.setdefault(place, of_its_place(duty.record, duty.sentence))
    if asked.concepts:
        # A known topic finds what else the library says of it.
        return tuple(notes.values())
    return tuple(notes.values()) or tuple(quoted[:_MOST_ASKED_OF])
