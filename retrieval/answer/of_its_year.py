"""A question about a past year (2022年硕士补贴多少), answered by what applied in that year."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from retrieval.answer import wording
from retrieval.answer.bearing import year_opened_with
from retrieval.documents.metadata import DocumentMetadata
from retrieval.results import PolicyAnswer
from retrieval.search.as_of import as_of
from retrieval.search.said_day import YEARS_AGO
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised

_YEAR = re.compile(
    r"(?<![\d—至-])((?:19|20)\d{2})年度?(?![\d—至-]|\d{1,2}月|前|底|末|以[前后来上]|起|后|开始)"
)
# These ask what is to be reached, or what came out, in a year: by whatever text says so.
_OF_A_GOAL = re.compile(
    r"目标|达到|力争|增长|完成|建成|实现|计划|预计|要求|任务|[到至]20\d\d年|哪些|名单|结果|几家|多少[家个项]"
    r"|有效|废止|过期|到期|印发|出台|发布"
)


def with_its_year(question: str, on: date) -> str:
    """A question that says 去年, with the year that was."""
    form = normalised(question)
    # 大前年 holds 前年.
    for words in sorted(YEARS_AGO, key=len, reverse=True):
        if ago := YEARS_AGO[words]:
            form = re.sub(rf"{words}(?![底末初])", f"{on.year - ago}年", form)
    return form


def year_asked(question: str, on: date) -> int | None:
    """The one past year whose rules a question asks for; None where it names none or several,
    says itself that it means that time (2019年时), or asks for a goal."""
    form = normalised(question)
    years = {int(year) for year in _YEAR.findall(form)}
    if len(years) != 1 or _OF_A_GOAL.search(form) or as_of(question, on):
        return None
    (year,) = years
    return year if year < on.year else None


def of_its_year(
    question: str,
    on: date,
    records: Mapping[str, DocumentRecord],
    ask: Callable[[str], PolicyAnswer],
) -> PolicyAnswer:
    """What `ask` answers; where that rests on what began, or was changed, only after the year
    asked about, what it answers as of that year, else the same with a word on the difference."""
    answer = ask(question)
    question = with_its_year(question, on)
    year = year_asked(question, on)
    answer = _as_of_its_time(answer, question, year, on, records, ask)
    if year is None or not answer.citations:
        return answer
    years = {year_opened_with(c.quote) for c in answer.citations}
    if "" in years or str(year) in years:
        return answer
    others = "、".join(f"{other}年" for other in sorted(years))
    return replace(answer, text=f"{wording.of_other_years(year, others)}{answer.text}")


def _as_of_its_time(
    answer: PolicyAnswer,
    question: str,
    year: int | None,
    on: date,
    records: Mapping[str, DocumentRecord],
    ask: Callable[[str], PolicyAnswer],
) -> PolicyAnswer:
    if year is None or not answer.citations:
        return answer
    if any(str(year) in f"{c.document}{c.quote}" for c in answer.citations):
        return answer
    last = date(year, 12, 31)
    cited = [records[c.document_id].metadata for c in answer.citations if c.document_id in records]
    if not any(_began(stated) > last or _changed(stated, last, on) for stated in cited):
        return answer
    then = ask(
        question.replace(f"{year}年度", f"{year}年", 1).replace(f"{year}年", f"{year}年的时候", 1)
    )
    if then.citations:
        return then
    began = _began(cited[0]) if cited else date.min
    if began <= last:
        return answer
    return replace(answer, text=f"{wording.began_later(year, began)}{answer.text}")


def _began(stated: DocumentMetadata) -> date:
    return stated.effective_on.value or stated.issued_on.value or date.min


def _changed(stated: DocumentMetadata, after: date, on: date) -> bool:
    """Whether something became of a document after one day and by another."""
    return any(c.since and after < c.since <= on for c in stated.changes)
