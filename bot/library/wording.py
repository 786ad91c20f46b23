"""What the pages of the policy library say in their own words, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.clock import BUSINESS_ZONE
from retrieval.documents.changes import Change, ChangeKind, Effect
from retrieval.documents.duties import Role
from retrieval.documents.validity import last_day_given

BASIS = "制定依据"
DUTIES = {Role.LEAD: "牵头单位", Role.RESPONSIBLE: "责任单位", Role.SUPPORTING: "配合单位"}
MORE_DUTIES = "责任单位"
FROM_SCAN = "文字由扫描件识别，可能有误字，引用前请核对原件。"
RENAMED = "机构更名"
EARLIER_TEXT = "以前的文本"
PRESENT_TEXT = "现在的文本"
_MOST_NAMED = 3

_DONE = {
    ChangeKind.REPEALED: "废止",
    ChangeKind.SUPERSEDED: "取代（修订）",
    ChangeKind.EXTENDED: "延长有效期",
    ChangeKind.TERM_SET: "调整有效期",
    ChangeKind.SUSPENDED: "暂停执行",
    ChangeKind.RESUMED: "恢复执行",
    ChangeKind.OUTRANKED: "在不一致处取代",
    ChangeKind.CLAUSE_SUSPENDED: "暂停执行部分条款",
    ChangeKind.CLAUSE_EXTENDED: "延长部分条款的执行期限",
    ChangeKind.CLAUSE_REPLACED: "修改",
    ChangeKind.CLAUSE_DELETED: "修改",
    ChangeKind.CLAUSE_ADDED: "修改",
    ChangeKind.WORDS_REPLACED: "修改",
}

_OF_THE_WHOLE = frozenset(
    {ChangeKind.TERM_SET, ChangeKind.SUSPENDED, ChangeKind.RESUMED, ChangeKind.OUTRANKED}
)


def does(effect: Effect) -> str:
    """How a document stands to the one it speaks of: 废止, 修改, 取代."""
    return f"本文件{_DONE[effect.kind]}"


def is_done(change: Change) -> str:
    """How a document stands to the one that has changed it."""
    return f"被{_DONE[change.effect.kind]}"


def named(title: str | None, number: str | None) -> str:
    """A document by title and number, as far as they are known."""
    titled = f"《{title}》" if title else ""
    return f"{titled}（{number}）" if titled and number else titled or number or ""


def change_note(change: Change) -> str:
    """What has become of a clause; its new words are shown below this."""
    effect = change.effect
    where = f"（{effect.clause}）" if effect.clause else ""
    since = f"，{day(change.since)}起" if change.since else ""
    last = last_day_given(change)
    ending = f"，至{day(last)}止" if last else ""
    kind = effect.kind
    if kind is ChangeKind.EXTENDED:
        return f"有效期延长至{day(last)}" if last else "有效期延长"
    if kind is ChangeKind.TERM_SET and last:
        return f"有效期调整至{day(last)}"
    if kind in _OF_THE_WHOLE:
        but = f"，{'、'.join(effect.excepted)}除外" if effect.excepted else ""
        return f"{_DONE[kind]}{since}{ending}{but}"
    if kind is ChangeKind.CLAUSE_SUSPENDED:
        return f"该条{where}已被暂停执行{since}{ending}"
    if kind is ChangeKind.CLAUSE_EXTENDED:
        return f"该条{where}的执行期限已被延长{ending}"
    if kind is ChangeKind.CLAUSE_DELETED:
        return f"该条{where}已被删去{since}"
    if kind is ChangeKind.CLAUSE_ADDED:
        return f"已增加规定{where}{since}"
    if kind is ChangeKind.WORDS_REPLACED and not effect.new_words:
        return f"其中“{effect.words}”{where}已被删去{since}"
    if kind is ChangeKind.WORDS_REPLACED:
        return f"其中“{effect.words}”{where}已改为“{effect.new_words}”{since}"
    return f"该条{where}已被修改{since}"


def successor(name: str, present: str, since: date | None) -> str:
    """An office's old name and the one that holds its duties now."""
    return f"{name} → {present}（{day(since)}起）" if since else f"{name} → {present}"


def also_in(titles: Sequence[str]) -> str:
    """Name the other documents that hold the same sentence; "" where there are none."""
    if not titles:
        return ""
    named = "".join(f"《{title}》" for title in titles[:_MOST_NAMED])
    return f"同一句话另见{named}" + (f"等{len(titles)}份" if len(titles) > _MOST_NAMED else "")


def until(at: datetime) -> str:
    """Until when an earlier text stood; `at` is aware."""
    return f"{day(at.astimezone(BUSINESS_ZONE).date())}换成新版本之前的文字"


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def as_many(duties: int) -> str:
    """Say how many clauses note who answers for them, where not all are shown."""
    return f"共 {duties} 处写明，其余见各条条文"
