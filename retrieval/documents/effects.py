"""What a document says about other documents: which it repeals, which clauses it amends.

Read are the wordings that drafting uses (see `ending`, `other_terms` and `amendments`), in a
decision about one document or document by document. A sentence of another form says nothing here:
nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.documents.amendments import amendments_in
from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.clause_reference import written_out
from retrieval.documents.ending import ended_by_result, listed_in, opens_a_list, repeals_in
from retrieval.documents.mentions import is_rested_on
from retrieval.documents.other_terms import terms_in
from retrieval.documents.quoted import NAME, TITLE_TOKEN, Masked, Named, masked
from retrieval.documents.stated import Addresses, blocks
from retrieval.documents.structure import Unit
from retrieval.documents.titles import edition_span, is_draft, unedited
from retrieval.documents.told import told_as

_AMENDED_TITLE = re.compile(
    rf"(?:修改|修正|修订)[^。;⟪⟫]{{0,8}}{TITLE_TOKEN}|{TITLE_TOKEN}[^。;⟪⟫]{{0,16}}(?:作(?:出)?(?:如下|以下)?修改|修正案|修改如下|进行修改)"
)
# A text that amends, by its title or by its words; only such a text changes a clause plainly.
_AMENDS = re.compile("(?:修改|修正|修订|调整).*(?:决定|通知|公告|令|意见)|修正案")
_AMENDS_SO = re.compile(
    "作出?(?:如下|以下)修改|修正案|修改如下|(?:下列|以下)[^。;]{0,30}修改|修改(?:下列|以下)"
)
# Without one of these words a paragraph says nothing about another document.
_SPEAKS = re.compile(
    "废止|失效|作废|停止|终止|不再|暂停|暂缓|中止|恢复|取代|替代|代替|不一致|抵触|不符|延长|延续|顺延|延期|继续|执行至|有效期"
    "|修改|修正|修订|改为|改成|删去|删除|取消|增加|调整|变更|替换|提高|降低|更名|更改|^[^。]{0,12}《"
)


def read_effects(text: str, units: Sequence[Unit], title: str) -> tuple[Effect, ...]:
    """Everything the document titled `title` states about others, in its order."""
    if is_draft(title, text):
        return ()
    found = [*_edition(text, units, title)]
    target = _target_of(masked(title))
    is_amending = _AMENDS.search(title) is not None
    is_list = False
    for block in blocks(text, units):
        if not is_list and not _SPEAKS.search(block.text):
            continue
        parts = masked(block.text)
        parts = replace(parts, text=written_out(parts.text))
        own = _target_of(parts)
        if own or _is_heading_of_one(parts):
            target = own or parts.named[0]
        is_amending |= _AMENDS_SO.search(parts.text) is not None
        ended = list(repeals_in(parts, block, title))
        terms = list(terms_in(parts, block))
        found += [*ended, *terms]
        # 第三条的有效期延长至… leaves its words; of what ends, only a clause kept has others.
        longer = {effect.clause for effect in terms if effect.clause}
        gone = {effect.title or effect.number for effect in ended}
        kept = {(effect.title, clause) for effect in ended for clause in effect.excepted}
        found += [
            effect
            for effect in amendments_in(
                parts, target, block.address, block.text, is_amending=is_amending
            )
            if (
                (effect.title or effect.number) not in gone or (effect.title, effect.clause) in kept
            )
            and (effect.clause not in longer or effect.new_words is not None)
        ]
        is_list = opens_a_list(parts, is_list, bool(ended))
        if is_list and not ended:
            found += listed_in(parts, block)
        elif not ended:
            found += ended_by_result(parts, block)
    if told_as(title, text):
        # A telling holds from no day of its own.
        found = [effect for effect in found if effect.on]
    return tuple(dict.fromkeys(found))


def _edition(text: str, units: Sequence[Unit], title: str) -> Iterator[Effect]:
    """A revised edition takes the place of the earlier ones of its title."""
    place = edition_span(title, text)
    if place is None:
        return
    start, end = place
    yield Effect(
        kind=ChangeKind.SUPERSEDED,
        title=unedited(title),
        address=Addresses(units).at(start),
        quote=text[start:end].strip(),
    )


def _target_of(parts: Masked) -> Named | None:
    """The document a title or a paragraph says it amends."""
    found = _AMENDED_TITLE.search(parts.text)
    if found is None:
        return None
    token = found[1] or found[2]
    if is_rested_on(parts.text, parts.text.index(f"⟪{token}⟫", found.start())):
        return None
    return parts.named[int(token)]


def _is_heading_of_one(parts: Masked) -> bool:
    """一、《某某办法》（文号）: a line that names a document and says nothing of it."""
    if len(parts.named) != 1 or parts.named[0].title is None or parts.quotes:
        return False
    rest = NAME.sub("", parts.text)
    return len(re.sub(r"[\W\d_一二三四五六七八九十对将]", "", rest)) <= 2
