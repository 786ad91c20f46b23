"""What an answer says of whether its documents apply, and what others have done to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from retrieval.answer.wording import day
from retrieval.documents.changes import ENDING, OF_ITS_TERM, Change, ChangeKind
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.validity import (
    LeftClause,
    Validity,
    ValidityReason,
    ValidityStatus,
    brought_back,
    clauses_left,
    validity_of,
)
from retrieval.search.said_day import first_day_to_come
from retrieval.text_form import normalised

_TERM_OVER = frozenset({ValidityReason.PERIOD_ENDED, ValidityReason.VALIDITY_EXPIRED})


def amended(document: str, since: date | None, kind: ChangeKind, clause: str = "") -> str:
    """`clause` is named where more is quoted than what was changed."""
    if kind is ChangeKind.OUTRANKED:
        return f"注意：《{document}》写明，上述文件与其不一致的，以其为准："
    if kind is ChangeKind.CLAUSE_EXTENDED:
        return f"注意：上述{clause or '条款'}的执行期限已被《{document}》延长："
    when = f"自{day(since)}起" if since else ""
    done = _DONE_TO_A_CLAUSE.get(kind, "修改，以修改后的表述为准")
    return f"注意：上述{clause or '条款'}{when}已被《{document}》{done}："


_DONE_TO_A_CLAUSE = {
    ChangeKind.CLAUSE_DELETED: "删去，不再适用",
    ChangeKind.CLAUSE_SUSPENDED: "暂停执行",
}


def validity_then(metadata: DocumentMetadata, judged: Validity) -> str:
    phrase = _validity_phrase(metadata, judged, clauses_left(metadata, judged))
    for now, then in (
        ("现在方案期内", "在方案期内"),
        ("现行有效", "有效"),
        ("，请核实现行规定", ""),
        ("是否现行", "是否有效"),
        ("此时尚未印发", "尚未印发"),
    ):
        phrase = phrase.replace(now, then)
    return f"当时：{phrase}"


def over_by_then(asked: str, metadata: DocumentMetadata, today: date) -> str | None:
    """That a document's own term is over by a day to come, where it is asked of one: 现在方案期内
    is no answer to 2021年还能用吗."""
    then = first_day_to_come(normalised(asked), today)
    if then is None or validity_of(metadata, today).reason in _TERM_OVER:
        return None
    judged = validity_of(metadata, then)
    if judged.reason not in _TERM_OVER:
        return None
    phrase = _validity_phrase(metadata, judged, clauses_left(metadata, judged))
    return f"届时：{phrase.replace('，不是现行政策，请核实现行规定', '')}"


def validity(metadata: DocumentMetadata, judged: Validity) -> str:
    issued = metadata.issued_on.value
    made = f"文件成文于{day(issued)}，" if issued else ""
    phrase = _validity_phrase(metadata, judged, clauses_left(metadata, judged))
    last = metadata.valid_until.value
    is_untouched = not any(change.effect.kind in OF_ITS_TERM for change in judged.changes)
    if judged.reason is ValidityReason.AMENDED and last and last >= judged.on and is_untouched:
        phrase = phrase.replace(_REST_UNKNOWN, f"其余有效期至{day(last)}，现行有效。")
    return f"时效：{made}{_brought_back(judged)}{phrase}{_to_come(judged)}"


def _brought_back(judged: Validity) -> str:
    """That it was ended, and by what it applies again, where nothing else has ended it since."""
    if judged.status is ValidityStatus.REPEALED:
        return ""
    ended = [change for change in judged.changes if change.effect.kind in ENDING]
    by = brought_back(ended[-1], judged.changes) if ended else None
    if by is None or by.since is None:
        return ""
    return f"曾被《{ended[-1].document}》废止，自{day(by.since)}起由《{by.document}》恢复；"


def _to_come(judged: Validity) -> str:
    """By which document, already known, it will end."""
    by = judged.ends_by
    has_ended = judged.status in {ValidityStatus.REPEALED, ValidityStatus.PERIOD_ENDED}
    if by is None or by.since is None or has_ended:
        return ""
    return f"自{day(by.since)}起将被《{by.document}》取代或废止。"


def _ended(judged: Validity) -> str:
    """What the other document says has been done: 停止执行 is not always called 废止."""
    stated = judged.decisive.effect.quote if judged.decisive else "废止"
    if "废止" in stated:
        return "废止"
    if "失效" in stated or "作废" in stated:
        return "宣布失效"
    # The row of a list leaves the word to the list's heading.
    return "停止执行" if _STOPPED.search(stated) else "废止或宣布失效"


_STOPPED = re.compile("停止|终止|不再|取消|[取替代]代")


def _expired(judged: Validity) -> str:
    """What is left of a document whose term is over: clauses that apply longer, or nothing."""
    for change in judged.changes:
        until = change.effect.until
        if change.effect.kind is ChangeKind.CLAUSE_EXTENDED and until and until >= judged.on:
            return (
                f"但部分条款被《{change.document}》延长至{day(until)}，"
                "其余不是现行政策，请核实现行规定。"
            )
    return "不是现行政策，请核实现行规定。"


_REST_UNKNOWN = "其余是否现行请向发文机关核实。"


def _but(left: Sequence[LeftClause]) -> str:
    """The clauses that still apply, those of one last day together, and those suspended."""
    by_day: dict[str, list[str]] = {}
    for one in left:
        until = f"，执行至{day(one.until)}" if one.until else ""
        by_day.setdefault("，暂停执行" if one.is_suspended else until, []).append(one.clause)
    said = (f"{'、'.join(clauses)}除外{until}" for until, clauses in by_day.items())
    return f"（{'；'.join(said)}）" if by_day else ""


def _named(change: Change, own_title: str) -> str:
    """The document that states a change, with its number where it has the title of the one that
    it changes."""
    is_namesake = change.document == own_title and change.document_number
    return f"《{change.document}》" + (f"（{change.document_number}）" if is_namesake else "")


def _validity_phrase(
    metadata: DocumentMetadata, judged: Validity, left: Sequence[LeftClause]
) -> str:
    but = _but(left)
    years = f"{judged.period[0].year}—{judged.period[1].year}年" if judged.period else ""
    turning = day(judged.decided_by) if judged.decided_by else ""
    own_title = metadata.title.value or ""
    by = f"被{_named(judged.decisive, own_title)}" if judged.decisive else ""
    since = f"已于{turning}" if turning else "已"
    phrases = {
        ValidityReason.SUPERSEDED: f"{since}{by}这一修订版取代，不是现行政策，请查修订版。",
        ValidityReason.STATED_ENDED: "发布页标注已失效，不是现行政策，请核实现行规定。",
        ValidityReason.DRAFT: "这是征求意见的草案，不是正式文件。",
        ValidityReason.AMENDED: f"部分内容{since}{by}修改，{_REST_UNKNOWN}",
        ValidityReason.STATED_CURRENT: "发布页标注现行有效。",
        ValidityReason.PERIOD_ENDED: f"方案期{years}已满，不是现行政策，请核实现行规定。",
        ValidityReason.WITHIN_PERIOD: f"现在方案期内（{years}）。",
        ValidityReason.VALIDITY_EXPIRED: f"有效期至{turning}，已过，{_expired(judged)}",
        ValidityReason.WITHIN_VALIDITY: f"有效期至{turning}，现行有效。",
        ValidityReason.REPEALED: f"{since}{by}{_ended(judged)}{but}，请核实现行规定。",
        ValidityReason.SUSPENDED: f"{since}{by}暂停执行{but}，是否已恢复请向发文机关核实。",
        ValidityReason.NOT_YET_EFFECTIVE: f"自{turning}起施行，尚未生效。",
        ValidityReason.NOT_YET_ISSUED: "此时尚未印发。",
        ValidityReason.NOTHING_STATED: "文件没有写明有效期，是否现行请向发文机关核实。",
    }
    return phrases[judged.reason]
