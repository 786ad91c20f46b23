"""The head and the signature of an official document (GB/T 9704-2012 §7.2–7.3), from its lines.

Title, 发文字号, 主送 and 署名 stand in a fixed order but are typed freely: titles run over several
lines, numbers use any bracket, issuers are spaced out (财 政 部). Only what stands on a line of
its own, or behind a label, is taken: a number or a title inside a sentence belongs to another
document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.documents.days import DAY_PATTERN
from retrieval.documents.document_number import NUMBER
from retrieval.documents.labelled import field_name
from retrieval.documents.numbering import mark_of
from retrieval.documents.sentences import Reading, lines
from retrieval.documents.web_chrome import is_chrome
from retrieval.text_form import folded

_HEAD_LINES = 60
_LONGEST_LINE = 2000  # what is longer is running text, not a line of head or signature
_LONGEST_TITLE = 160
_TITLE_LINES = 6
_SHORTEST_REPEATED = 6
_LONGEST_ENDING = 8
_KINDS = (
    "通知|办法|方案|意见|规定|条例|决定|细则|措施|公告|通告|规划|计划|法|目录|批复|复函|函|答复|通报|章程|制度"
    "|规则|标准|要点|纲要|报告|决议|纪要|准则|规程|预案|清单|政策|名单|指引|导则|指南|安排|令|议案|倡议书|须知|规范"
)
# No more of them: any two beside each other can be read as one, so that twenty can be in a million
# ways.
_ADDITIONS = r"(?:[(\[].{1,24}?[)\]]){0,3}"
_TITLE_END = re.compile(rf"(?:{_KINDS}){_ADDITIONS}")
_TITLE = re.compile(rf".{{2,}}?(?:{_KINDS}){_ADDITIONS}")
_STARTS_ANEW = re.compile(r"关于|.{2,24}(?:政府|办公室|办公厅|委员会|局|厅|部)(?:关于|印发|转发)")
_FINAL = re.compile(r"(?:通知|批复|复函|函|决定|公告|通告|条例|细则|令|答复|通报)(?:\(.{1,24}\))?$")
_NOT_A_TITLE = re.compile(
    r"[。;!?|>:]|\]\(|纠错|^\(|^主题词|^附件[\s\d一二三四五六七八九十]*$"
    # A 发文字号 in which letters were recognised for digits: 泰政发[2O19]l2号.
    r"|[〔\[(][\dOolI]{4}[〕\])][^,、《]{1,8}号$"
)
_BEFORE_TITLE = re.compile(r"^附件[\s\d一二三四五六七八九十]*:\s*")
_IN_MARKS = re.compile(r"《([^《》]+)》")
_END_MATTER = re.compile(r"主\s*题\s*词|抄\s*送|\(?共印")
_ORGAN_ENDS = (
    "政府|办公室|办公厅|委员会|国务院|委|局|厅|部|院|处|中心|会|署|公司|银行|司令部|总工会|党组|大队"
    "|管理所"
)
_ORGAN = re.compile(rf"[\u4e00-\u9fa5、()]{{1,60}}?(?:{_ORGAN_ENDS})(?:\(.{{1,10}}\))?")
_PREFIX = re.compile(
    rf"([\u4e00-\u9fa5、()]{{1,60}}?(?:{_ORGAN_ENDS}))(?:关于|印发|转发|批转|对(?!外))"
)
_LETTERHEAD = re.compile(r"([\u4e00-\u9fa5()]{4,40}?)文件")
_ORDER = re.compile(r"(?:中华人民共和国)?([\u4e00-\u9fa5]{2,30}?)(令|公告)")
_ORDER_NUMBER = re.compile(r"第?\s*(\d{1,4})\s*号")
_DATE_LINE = re.compile(DAY_PATTERN)
_SIGNED_LINE = re.compile(rf"(.{{2,40}}?(?:{_ORGAN_ENDS}))\s+({DAY_PATTERN})")
_TITLE_NOTE = re.compile(rf"[(（].{{0,4}}?({DAY_PATTERN}).*")
_NOTED_ON = rf"[(（]\s*(?:{DAY_PATTERN})?\s*"
_ORDERED_BY = re.compile(rf"{_NOTED_ON}([\u4e00-\u9fa5]{{2,20}}?(?:{_ORGAN_ENDS}))令")
_RESOLVED_BY = re.compile(
    rf"{_NOTED_ON}([\u4e00-\u9fa5]{{2,12}}?)第[一二三四五六七八九十]+届"
    r"\s*((?:全国)?人民代表大会\s*(?:常务委员会)?)"
)
_RECIPIENT_ENDS = (
    "政府|单位|部门|机构|委员会|局|企业|院|校|委|公司|会|厅|部|办|处|大学|行|人员|社会"
)
_ADDRESSEES = re.compile(
    rf"(?!.*(?:如下|以下|下列))(.{{2,400}}?(?:{_RECIPIENT_ENDS})(?:\(.{{1,30}}?\))?)\s*:"
)
_WAY = re.compile(r"^\s*[您你]?(?:现在|当前)?(?:所在)?的?位置(?:是)?:.*>", re.MULTILINE)
_ABOVE_A_DOCUMENT = 3_000  # characters
_CLOSING_NOTE = re.compile(r"[(（](?:此件|本文|联系人).{2,40}[)）]")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, in order, and when; either may be missing, never both."""

    issuers: tuple[Reading, ...]
    day: Reading | None


class Head:
    """Reads the parts of a document's head; every part None or empty when it is not there."""

    def __init__(self, text: str) -> None:
        self._plain = folded(text)
        self._lines = [
            Reading(self._plain[start:end], start, end)
            for start, end in lines(text)
            if end - start <= _LONGEST_LINE and not is_chrome(text[start:end])
        ]
        self._head = self._lines[self._below_the_way(text) :][:_HEAD_LINES]

    def issuer_of_note(self) -> Reading | None:
        """Whose order, or whose assembly's resolution, the note under the title says it is:
        (1997年10月27日建设部令第58号发布), (1999年8月24日深圳市第二届人民代表大会…通过)."""
        for line in self._above_body():
            # The note may run over the ends of its lines.
            if found := _ORDERED_BY.match(self._plain, line.start):
                return Reading(found[1], found.start(1), found.end(1))
            if found := _RESOLVED_BY.match(self._plain, line.start):
                return Reading(_squeezed(found[1] + found[2]), found.start(1), found.end(2))
        return None

    def _below_the_way(self, text: str) -> int:
        """How many lines stand above the way through the site (您的位置:首页 > …): they are the
        site's, news by their titles among them."""
        starts = [way.start() for way in _WAY.finditer(folded(text[:_ABOVE_A_DOCUMENT]))]
        return sum(line.start < starts[-1] for line in self._lines) if starts else 0

    def title(self, *hints: str) -> Reading | None:
        """The title, its lines joined; for an order (令) the title of what it promulgates.

        Where several lines could be it, the one that a hint (the file's or page's name) repeats.
        """
        top = list(self._above_body())
        titles = list(_titles(top))
        announced = next((found for found in titles if found.text.endswith("公告")), None)
        if ordered := announced or self._promulgated(top):
            return ordered
        names = [_squeezed(folded(hint)) for hint in hints]
        hinted = (found for found in titles if any(_repeats(name, found.text) for name in names))
        named = next(hinted, titles[0] if titles else None)
        # A file's name may repeat only the last line of a title that runs over several.
        return next((t for t in titles if named and t.text.endswith(named.text)), named)

    def number(self) -> Reading | None:
        """The 发文字号 on a line of its own, behind the title in brackets, or of an order."""
        top = list(self._above_body())
        for at, line in enumerate(top):
            plain = line.text.removesuffix("文件").strip()
            if NUMBER.fullmatch(plain):
                return Reading(plain, line.start, line.start + len(plain))
            in_brackets = re.search(rf"\(({NUMBER.pattern})\)$", line.text)
            if in_brackets and _TITLE_END.search(line.text[: in_brackets.start()]):
                start = line.start + in_brackets.start(1)
                return Reading(in_brackets[1], start, line.start + in_brackets.end(1))
            following = top[at + 1] if at + 1 < len(top) else None
            is_order = _ORDER.fullmatch(_squeezed(line.text)) is not None
            if is_order and following and _ORDER_NUMBER.fullmatch(following.text):
                text = _squeezed(line.text) + "第" + _digits(following.text) + "号"
                return Reading(text, line.start, following.end)
        return None

    def issuer_of_order(self) -> Reading | None:
        """Whose order (令) it is."""
        for line in self._above_body():
            found = _ORDER.match(_squeezed(line.text))
            if found and (_ORDER.fullmatch(_squeezed(line.text)) or NUMBER.fullmatch(line.text)):
                return Reading(found[1], line.start, line.end)
        return None

    def letterhead(self) -> Reading | None:
        """The office named above the title: 泰州市人民政府办公室文件."""
        for line in self._above_body():
            found = _LETTERHEAD.fullmatch(_squeezed(line.text))
            if found and _ORGAN.fullmatch(found[1]):
                return Reading(found[1], line.start, line.end)
        return None

    def addressees(self) -> Reading | None:
        """主送机关: the line that ends in a colon before the text begins."""
        for line in self._head:
            if mark_of(line.text):
                return None
            found = _ADDRESSEES.fullmatch(line.text) or _ADDRESSEES.match(line.text[:80])
            if found and not re.search("[。《|:]", found[1]) and not field_name(found[1]):
                return Reading(found[1].strip(), line.start, line.start + found.end(1))
        return None

    def signature(self) -> Signature | None:
        """The first date that stands under an issuer; else the last date line of the text."""
        dated: list[int] = []
        for at, line in enumerate(self._lines):
            if dated and _END_MATTER.match(line.text):
                break
            if signed := _SIGNED_LINE.fullmatch(line.text):
                issuer = Reading(_squeezed(signed[1]), line.start, line.start + signed.end(1))
                day = Reading(signed[2], line.start + signed.start(2), line.end)
                if _ORGAN.fullmatch(issuer.text):
                    return Signature((issuer,), day)
            if _DATE_LINE.fullmatch(line.text):
                dated.append(at)
                if issuers := self._issuers_above(at):
                    return Signature(issuers, line)
        if dated:
            return Signature((), self._lines[dated[-1] if len(dated) > 1 else dated[0]])
        return None

    def note_day(self) -> Reading | None:
        """The day in the note under a title: (2013年5月28日上海市人民政府令第2号公布)."""
        for line in self._above_body():
            if found := _TITLE_NOTE.match(line.text):
                return Reading(found[1], line.start + found.start(1), line.start + found.end(1))
        return None

    def _above_body(self) -> Iterator[Reading]:
        """The lines down to the first numbered paragraph of an unpromulgated text."""
        for line in self._head:
            mark = mark_of(line.text)
            if mark is not None and not _TITLE.fullmatch(line.text):
                return
            yield line

    def _promulgated(self, top: Sequence[Reading]) -> Reading | None:
        if not any(_ORDER.fullmatch(_squeezed(line.text)) for line in top[:4]):
            return None
        for line in top:
            found = re.search(
                r"(?:公布|发布)(?:修订后的)?《(.+?)》|《(.+?)》.{0,60}(?:公布|发布)", line.text
            )
            if found:
                group = 1 if found[1] else 2
                return Reading(
                    found[group], line.start + found.start(group), line.start + found.end(group)
                )
        return None

    def _issuers_above(self, at: int) -> tuple[Reading, ...]:
        found: list[Reading] = []
        for line in reversed(self._lines[max(0, at - 12) : at]):
            squeezed = "、".join(_offices(line.text))
            if not _ORGAN.fullmatch(squeezed) or mark_of(line.text) or len(squeezed) > 60:
                break
            found.append(Reading(squeezed, line.start, line.end))
        return tuple(reversed(found))


def issuer_in_title(title: str) -> str | None:
    """The office a title begins with: 国务院办公厅 of 国务院办公厅关于…的通知."""
    found = _PREFIX.match(folded(title))
    return found[1] if found and not found[1].startswith(("关于", "印发")) else None


def is_office(text: str) -> bool:
    """Whether a text is the name of an office and nothing else."""
    return _ORGAN.fullmatch(_squeezed(folded(text))) is not None


def title_in_name(name: str) -> str:
    """The title that a file's name holds between numbers and letters; the name where it holds
    none: 某市管理办法 of 87d1cb48_某市管理办法2008."""
    stretches = re.findall(r"[\u4e00-\u9fa5《》〈〉“”、（）()]+", name)
    titles = [stretch.strip("、") for stretch in stretches if is_title(stretch)]
    return max(titles, key=len, default=name)


def is_title(text: str) -> bool:
    """Whether a text reads like a document's title."""
    plain = folded(text).strip()
    return len(plain) <= _LONGEST_TITLE and _TITLE.fullmatch(plain) is not None


def _is_passed_over(line: str) -> bool:
    squeezed = _squeezed(line)
    return bool(
        _NOT_A_TITLE.search(line)
        or NUMBER.fullmatch(line.removesuffix("文件").strip())
        or ((found := _LETTERHEAD.fullmatch(squeezed)) and _ORGAN.fullmatch(found[1]))
        or _ORDER.fullmatch(squeezed)
        or _ORDER_NUMBER.fullmatch(line)
        or _DATE_LINE.fullmatch(line)
        or _CLOSING_NOTE.fullmatch(line)
        or squeezed in {"目录", "附件", "首页"}
    )


def _titles(top: Sequence[Reading]) -> Iterator[Reading]:
    top = [_bare(line) for line in top]
    for first, line in enumerate(top):
        if _is_passed_over(line.text):
            continue
        if found := _title_from(top[first : first + _TITLE_LINES]):
            yield found


def _bare(line: Reading) -> Reading:
    """A title line without 附件: before it or 《》 around it."""
    if found := _BEFORE_TITLE.match(line.text):
        return Reading(line.text[found.end() :], line.start + found.end(), line.end)
    if found := _IN_MARKS.fullmatch(line.text):
        return Reading(found[1], line.start + 1, line.end - 1)
    return line


def _is_another(title: str, line: str) -> bool:
    """Whether a line under a complete title is a title of its own and not its continuation."""
    begins_alike = line[:3] == title[:3]
    return _TITLE.fullmatch(line) is not None and (
        begins_alike or (_FINAL.search(title) is not None and len(line) > _LONGEST_ENDING)
    )


def _repeats(name: str, title: str) -> bool:
    return len(title) >= _SHORTEST_REPEATED and (title in name or (name in title and len(name) > 9))


def _title_from(block: Sequence[Reading]) -> Reading | None:
    """The title that begins with the first line of the block and takes as many as it needs."""
    joined, best = "", None
    for at, line in enumerate(block):
        if _is_passed_over(line.text) or len(joined) + len(line.text) > _LONGEST_TITLE:
            break
        if best is not None and _is_another(joined, line.text):
            break
        if at and _STARTS_ANEW.match(line.text) and not _ORGAN.fullmatch(_squeezed(joined)):
            # 某某网 above 关于…的通知 is no part of it.
            if best is None and not re.search("关于|印发|转发|批转", joined):
                return None
            if best is not None:
                break
        joined += line.text if at == 0 else line.text.lstrip()
        whole = _TITLE.fullmatch(re.sub(rf"\({NUMBER.pattern}\)$", "", joined))
        if whole and joined.count("《") == joined.count("》"):
            best = Reading(re.sub(r"\s+", "", whole.group()), block[0].start, line.end)
        elif best is not None:
            break
    return best


def _offices(line: str) -> list[str]:
    """The offices side by side on a line; spaces inside a name (财 政 部) do not part it."""
    for edge in (r"\s{2,}", r"\s+"):
        parts = [_squeezed(part) for part in re.split(edge, line.strip())]
        if len(parts) > 1 and all(len(part) > 2 and _ORGAN.fullmatch(part) for part in parts):
            return parts
    return [_squeezed(line)]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
