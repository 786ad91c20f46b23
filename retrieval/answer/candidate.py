"""A sentence found for a question, with all that is known of how well it answers: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from retrieval.answer.passages import tells_the_former_rule
from retrieval.search.vocabulary import Concept
from retrieval.store import DocumentRecord, StoredUnit
from retrieval.text_form import normalised

# A sentence that holds the kind of particular asked for goes before one that does not.
_FIT_WEIGHT = 0.35
# … and one under the year or the label asked about before one under another.
_BEARING_WEIGHT = 0.3
# 现将某办法印发给你们 holds a document's name and none of its content; a sentence that changes
# another document is quoted with the clause it changes.
_FORMAL = re.compile(
    r"^各[^。;]{2,80}:$|印发给你们|现予(?:印发|公布|发布)|通知如下|"
    r"请(?:认真)?(?:贯彻|遵照)执行|^\d{4}年\d{1,2}月\d{1,2}日$|现公布|将《[^》]{4,80}》.{0,60}修改为"
    r"|第[一二三四五六七八九十百\d]+[条款项][^。]{0,60}(?:修改为|改为|改成|删去|作为第)|依次类推"
    r"|(?:删去|删除)第[一二三四五六七八九十百\d]+[条款项]|增加一[条款项],?作为第"
    # An entry of a list of documents: 2.某某管理办法(某政规[2015]2号).
    r"|^\(?[一二三四五六七八九十\d]{1,4}[)、.,]?《?[^。;,:]{4,60}"
    r"(?:办法|规定|细则|通知|意见|方案|条例|规则|决定|公告|通告|标准|措施|规程|批复|计划|制度|》)(?:\(试行\)|》)*\([^()。;,]{2,12}[\[〔]\d{4}[\]〕]\d+号\)[。;]?$"
)
_FORMALITY = 0.4


@dataclass(frozen=True)
class Candidate:
    """A sentence found for a question; `confidence` (see search.confidence) compares across
    questions, `score` only within one; `fit` (0-1) says whether it holds the kind of particular
    asked for, `rest` (0-1) how much of the question's wording beyond its known topics it holds,
    `bearing` (-1 to 1) whether it stands under the year or the label asked about, `is_accounted`
    whether its document knows every content word of the question, `is_rival` whether it is about
    what the question's words exclude, `is_sibling` whether it has another word in the place of one
    that no document holds, `case` whether it is for the case that the question gives by a number
    (1), for others only (-1), or neither (0), `is_elsewhere` whether it tells of another place
    than its document's and those asked about, of what becomes of documents, or of a case aside,
    `is_close` whether its sense is that of the question."""

    stored: StoredUnit
    record: DocumentRecord
    score: float
    confidence: float
    fit: float = 0.0
    rest: float = 1.0
    bearing: float = 0.0
    is_accounted: bool = False
    is_rival: bool = False
    is_sibling: bool = False
    case: int = 0
    is_elsewhere: bool = False
    is_close: bool = False

    # Asked again and again while candidates are compared.
    @cached_property
    def form(self) -> str:
        return normalised(self.stored.unit.text)

    @property
    def is_preamble(self) -> bool:
        """Whether it repeats the title above it, line by line, and is found for its words."""
        return self.stored.unit.clause == "〇" and self.stored.unit.text.count("\n") > 1

    @cached_property
    def relevance(self) -> float:
        title = normalised(self.record.metadata.title.value or "")
        is_formal = _FORMAL.search(self.form) or self.form in title
        is_beside = self.is_elsewhere or tells_the_former_rule(self.stored.unit.text)
        formal = _FORMALITY if is_formal or is_beside else 0.0
        # The year and the case each put forward or back.
        bearing = max(-1.0, min(1.0, self.bearing + self.case))
        return self.score + _FIT_WEIGHT * self.fit + _BEARING_WEIGHT * bearing - formal


@dataclass(frozen=True, slots=True)
class Selected:
    """A sentence that will be quoted, and the phrase and topic it was chosen for, if any;
    `is_item` says that it belongs to a list."""

    candidate: Candidate
    concept: Concept | None = None
    phrase: str | None = None
    is_item: bool = False


def of_its_place(record: DocumentRecord, stored: StoredUnit, *, is_item: bool = False) -> Selected:
    """A sentence that was asked for by its place, not found by its words."""
    return Selected(Candidate(stored, record, 1.0, 1.0), is_item=is_item)


def beside(candidate: Candidate, stored: StoredUnit, *, is_item: bool = False) -> Selected:
    """A sentence of the same document as one that was found."""
    return Selected(
        Candidate(stored, candidate.record, candidate.score, candidate.confidence), is_item=is_item
    )
