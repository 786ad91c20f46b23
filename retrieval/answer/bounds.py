"""What bounds a chosen sentence: what it goes on with, its exceptions, its ceiling, its footnotes,
the cases beside it. Pure, over one document's units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from retrieval.answer.addressing import NUMERALS, provision_of, sentences_of
from retrieval.answer.lists import announces, is_item, with_what_follows
from retrieval.answer.numbers import numbers_in
from retrieval.answer.passages import tells_the_former_rule
from retrieval.documents.structure import UnitKind
from retrieval.store import StoredUnit
from retrieval.text_form import normalised, pairs_of

_GOES_ON = re.compile(r"[;；,，、]\s*$")
_TAKES_UP = re.compile(r"(?:这些|这类|但是?|否则|不足部分|超出部分|上述)")
# 机关工作人员除外。 says nothing without the sentence before it, and that too much without this.
_EXCEPTS = re.compile(r"(?:除外|不[受在]此限|不受[^。;]{0,16}限制)[。;:]?$")
_LIMITS = re.compile(
    r"^(?:国家|省|上级|法律|法规)[^。;,]{0,12}另有规定的,?从其规定"
    r"|^(?:单个|单户|单项|每[家户个项人]|同一|累计|合计|年度|全年|总额|上述)[^。;]{0,24}(?:最高|不超过|不得超过|上限)"
)
_WITHHELD = re.compile(
    r"的,?(?:均|一律|也)?(?:不予|不再|不得|不享受|不给予?|停止|取消)(?:给予|享受|发放)?[^,。;]{0,6}?"
    r"(奖励|补助|补贴|贴息|资助|奖补|津贴|减免)"
)
_FOR_THE_REST = re.compile("不符合|未达到|不具备|未能|其他|其余|除(?:上述|前款)")
# 单身申请人还应当年满30周岁 is one more condition.
_ADDS = re.compile("(?:还|另|同时|并)(?:应当?|须|需要?|要)")
# 不予补贴 is not the whole truth where 三十日内补办的,可以补贴 stands below its list.
_FORBIDS = re.compile("不予|不得|不能|不可|不给|不享受|禁止")
_LIFTS = re.compile(r"[^。;]{0,48}(?:的|批准|同意|核实),?(?:仍然?|还|也)?可以?(?!能)")
_AS_IT_IS = re.compile(r"(?:现|新|(?:调整|修订|修改)后|本)")
_NOTE_MARK = re.compile(r"[①-⑳]|\[\d{1,2}\]")
_NAMES_PAPERS = re.compile(r"(?:以下|下列)[^,。;:]{0,6}(?:材料|证件|资料)[^。;:]*。$")
_RESTS_ON = re.compile(
    r"(?:按照?|依照|适用|参照|符合)(?:本条第([一二三四五六七八九])款|前款)(?:的?规定)?"
)
_PARAGRAPH = re.compile(r"(第[^第]+条)第([一二三四五六七八九])款")
_PARTS = 3
_ASKS_A_FIGURE = re.compile(r"多少|几[^乎]|标准|额度|金额|比例|多久|多长|期限|限额|收费|费用")
# What a figure is given in decides whether two sentences give one for two cases.
_FIGURES_IN = frozenset(
    {"元", "%", "倍", "天", "日", "月", "个月", "工作日", "个工作日", "折", "分"}
)
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?")
_ANOTHER_CASE = 80  # characters
# What a sum is called; of 停车费 and 物业费 the word before 费 tells which.
_SUM = re.compile(
    r"[\u4e00-\u9fff]{2}费(?!用)|租金|押金|保证金|违约金|滞纳金|罚款|税|[水电气房]价|补贴|补助|津贴|奖励|奖金|资助|"
    r"工资|利率|贴息|贷款|救助|报销|投入|预算|年假|产假|婚假"
)
_FOR_SOME = re.compile(
    r"对|其[他余中]|未满|不满|超过|超出|满|首|之后|每(?!人|户|家)"
    r"|[^,;。:]{0,20}?(?:的|者|户|家庭|人员|对象|人才|职工|居民|企业|单位|机构|人|儿|儿童|生|博士|硕士|本科|专科|"
    r"事项|项目|汽车|车辆|型车|住房|租房|地区|城区|城镇|农村|用[水电气地])"
    r"(?:,|[^,;。\d]{0,10}[\d一二三四五六七八九十百半])"
)
_MOST_ITEMS = 8
_LONGEST_LIST = 20
_ASKED = re.compile(r"(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、)?(?:问题?|[Qq])\d{0,2}:")
_ANSWERED = re.compile(r"(?:答复?|[Aa])\d{0,2}:")
_GRAVER = re.compile(r"有(?:下列|以下)(?:情形|行为|情况)之一的")
# The end of what a list's head says: 依法给予处分;构成犯罪的,依法追究刑事责任:
_GOES_FURTHER = re.compile(r"(?:构成犯罪|情节(?:较|特别)?严重|逾期|拒不|对(?:直接|其))[^:]*:$")
_PAST_ITS_DAY = re.compile(r"过期|逾期|超期|过了期|错过")
_WHEN_PAST = re.compile(r"(?:逾期|过期|超期|超过期限)")
_OPENS_A_LIST = re.compile(r"[:：][(（]?(?:一|1)[)）、.．]")


def rest_of_the_sentence(
    question: str, units: Sequence[StoredUnit], at: int
) -> tuple[list[StoredUnit], list[StoredUnit]]:
    """What stands before and after a stretch up to the full stops around it, and what it takes
    up or is taken up by: a rule is often bounded by what follows its semicolon or by 但是, or has
    another figure for some. The points of a list are each their own."""
    clause = units[at].unit.clause
    if announces(units[at].unit.text):
        return _what_it_adds_to(units, at), []
    if (pair := _question_and_answer(units, at)) is not None:
        return pair
    if (opening := _opening_of_its_list(units, at)) is not None:
        return ([], _points_after(units, at)) if opening == at else ([units[opening]], [])
    before: list[StoredUnit] = []
    for last, other in pairwise(reversed(units[max(at - _PARTS, 0) : at + 1])):
        is_part = other.unit.clause == clause and not is_item(last.unit.text)
        if not is_part or not _is_joined(other, last):
            break
        before.insert(0, other)
    after: list[StoredUnit] = []
    for place in range(at, min(at + _PARTS, len(units) - 1)):
        last, other = units[place], units[place + 1]
        is_next = other.unit.clause == clause and not is_item(other.unit.text)
        is_of_it = _is_joined(last, other) or _is_another_case(question, last, other)
        if not is_next or not (is_of_it or _tells_when_past(question, other)):
            break
        # 有下列情形的除外: is followed by them.
        after += with_what_follows(units, place + 1) if _excepts(other) else [other]
    return before, after


def _what_it_adds_to(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The sentence before one that opens a list of graver cases: 有下列情形之一的,处… is of what
    was done, and that stands before its semicolon; and before one that says what else is done to
    those of its list, 构成犯罪的,依法追究刑事责任:."""
    form = normalised(units[at].unit.text)
    before = units[max(at - 1, 0)]
    is_same = before.unit.clause == units[at].unit.clause and before.unit.kind is UnitKind.SENTENCE
    is_graver = (_GRAVER.match(form) or _GOES_FURTHER.match(form)) is not None
    is_added = is_same and is_graver and at > 0
    return [before] if is_added and _GOES_ON.search(normalised(before.unit.text)) else []


def _question_and_answer(
    units: Sequence[StoredUnit], at: int
) -> tuple[list[StoredUnit], list[StoredUnit]] | None:
    """问：…？ says nothing without its 答：…, and that too little without the question."""
    if _ASKED.match(normalised(units[at].unit.text)):
        following = units[at + 1 : at + 2]
        return [], [u for u in following if _ANSWERED.match(normalised(u.unit.text))]
    if _ANSWERED.match(normalised(units[at].unit.text)):
        before = units[max(at - 1, 0) : at]
        return [u for u in before if _ASKED.match(normalised(u.unit.text))], []
    return None


def _opening_of_its_list(units: Sequence[StoredUnit], at: int) -> int | None:
    """Where the list within one paragraph begins that a sentence is a point of: 下列费用不纳入:
    (一)…; (二)…. is one sentence for a reader."""
    clause = units[at].unit.clause
    for place in range(at, -1, -1):
        if units[place].unit.clause != clause:
            return None
        if _OPENS_A_LIST.search(normalised(units[place].unit.text)):
            return place
        if not is_item(units[place].unit.text):
            return None
    return None


def _points_after(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    points: list[StoredUnit] = []
    for other in units[at + 1 :]:
        is_point = other.unit.clause == units[at].unit.clause and is_item(other.unit.text)
        if not is_point or len(points) == _LONGEST_LIST:
            break
        points.append(other)
    return points


def _is_joined(before: StoredUnit, after: StoredUnit) -> bool:
    first, second = normalised(before.unit.text), normalised(after.unit.text)
    if _GOES_ON.search(first) or _TAKES_UP.match(second) or _excepts(after):
        return True
    if _LIMITS.search(second):
        return True
    if tells_the_former_rule(before.unit.text) and _AS_IT_IS.match(second):
        return True
    withheld = _WITHHELD.search(second)
    return withheld is not None and withheld[1] in first


def _excepts(stored: StoredUnit) -> bool:
    return _EXCEPTS.search(normalised(stored.unit.text)) is not None


def _tells_when_past(question: str, after: StoredUnit) -> bool:
    """Whether it is asked what becomes of something past its day and a sentence opens with that."""
    is_asked = _PAST_ITS_DAY.search(normalised(question))
    return bool(is_asked and _WHEN_PAST.match(normalised(after.unit.text)))


def _is_another_case(question: str, before: StoredUnit, after: StoredUnit) -> bool:
    """Whether a figure is asked for and the next sentence has another of its kind for the same
    sum, by its name or for other people or things: 按3倍确定。低保家庭按6倍确定. 物业费每月1元 is
    none beside 租金每月2元."""
    if not _ASKS_A_FIGURE.search(normalised(question)):
        return False
    if len(normalised(after.unit.text)) > _ANOTHER_CASE:
        return False
    if not _figures(before.unit.text) & _figures(after.unit.text):
        return False
    form = normalised(after.unit.text)
    sums = set(_SUM.findall(form))
    if not sums:
        return _FOR_SOME.match(form) is not None
    return bool(sums & set(_SUM.findall(normalised(f"{question}\n{before.unit.text}"))))


def _figures(text: str) -> set[str]:
    undated = _DATE.sub("", normalised(text))
    return {number.unit for number, _ in numbers_in(undated)} & _FIGURES_IN


def after_the_list(units: Sequence[StoredUnit], announcing: int) -> list[StoredUnit]:
    """What stands below a list, in its article, and bounds all its points: 年度累计最高不超过…."""
    points = with_what_follows(units, announcing)
    if len(points) == 1:
        return []
    last = units.index(points[-1])
    bounding: list[StoredUnit] = []
    forbids = _FORBIDS.search(normalised(units[announcing].unit.text))
    for other in units[last + 1 : last + 1 + _PARTS]:
        is_same = provision_of(other) == provision_of(units[announcing])
        form = normalised(other.unit.text)
        withheld = _WITHHELD.search(form)
        is_for_the_rest = _FOR_THE_REST.match(form) and _figures(form)
        is_bound = (
            _LIMITS.search(form)
            or _ADDS.search(form)
            or _excepts(other)
            or withheld
            or is_for_the_rest
            or (forbids and _LIFTS.match(form))
        )
        if not is_same or other.unit.kind is not UnitKind.SENTENCE or not is_bound:
            break
        bounding.append(other)
    return bounding


def cases_beside(question: str, units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The other points of a list without an announcement, each with its own figure, where the
    question names none of them: 80周岁以上50元; 90周岁以上100元."""
    chosen = units[at]
    figures = _figures(chosen.unit.text)
    if not figures or not is_item(chosen.unit.text):
        return []
    parent = _parent_of(chosen.unit.clause)
    points = [
        other
        for other in units
        if other.unit.clause == chosen.unit.clause
        or (parent and other.unit.clause.startswith(parent))
        if _is_beside(other, chosen, parent) and figures & _figures(other.unit.text)
    ]
    others = [other for other in points if other.id != chosen.id]
    if _names_one(question, chosen, others):
        return []
    return others[:_MOST_ITEMS]


def _is_beside(other: StoredUnit, chosen: StoredUnit, parent: str) -> bool:
    """Whether two points are of one list: 一-1 and 一-2, 第三条第(一)项 and 第三条第(二)项."""
    clause = other.unit.clause
    is_of_it = clause == chosen.unit.clause or _parent_of(clause) == parent
    return is_of_it and is_item(other.unit.text)


def _parent_of(clause: str) -> str:
    return re.sub(r"(?:-[^-]+|第[^第]+)$", "", clause)


def _names_one(question: str, chosen: StoredUnit, others: Sequence[StoredUnit]) -> bool:
    """Whether a question has a word of one point that the others lack."""
    text = normalised(chosen.unit.text)
    texts = [normalised(other.unit.text) for other in others]
    own = {pair for pair in pairs_of(normalised(question)) if pair in text}
    return any(not any(pair in text for text in texts) for pair in own)


def told_below(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """What a sentence speaks of and stands further down: the footnotes it has the marks of, and
    the papers it has one bring (持以下证明材料到学校报名。), numbered below its clause."""
    marks = _NOTE_MARK.findall(units[at].unit.text)
    notes = [
        other
        for mark in dict.fromkeys(marks)
        for other in units[at + 1 :]
        if other.unit.kind is UnitKind.SENTENCE and other.unit.text.lstrip().startswith(mark)
    ]
    return notes + _papers_listed(units, at)


def _papers_listed(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    if not _NAMES_PAPERS.search(normalised(units[at].unit.text)):
        return []
    clause = units[at].unit.clause
    papers: list[StoredUnit] = []
    for other in units[at + 1 :]:
        if other.unit.clause == clause and not papers:
            continue
        if not other.unit.clause.startswith(f"{clause}-") or len(papers) == _LONGEST_LIST:
            break
        papers.append(other)
    return papers if papers and is_item(papers[0].unit.text) else []


def referred_to(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The paragraph of its own article that a sentence rests on: 按本条第一款规定执行 says nothing
    without it."""
    unit = units[at].unit
    found = _RESTS_ON.search(normalised(unit.text))
    own = _PARAGRAPH.fullmatch(unit.clause)
    if not found or not own:
        return []
    paragraph = found[1] or NUMERALS[max(NUMERALS.find(own[2]) - 1, 0)]
    address = f"{own[1]}第{paragraph}款"
    return [] if address == unit.clause else sentences_of(units, address)[:_PARTS]
