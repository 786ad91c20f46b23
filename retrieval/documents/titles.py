"""Titles as other documents repeat them: without issuer and 关于印发…的通知, in any brackets."""

from __future__ import annotations

import re

from retrieval.text_form import folded

_ISSUED = re.compile(
    r"^(?:关于)?(?:印发|颁布|发布|公布|转发|批转|下发)(.+?)(?:的)?(?:通知|公告|决定|令)$"
)
_ISSUER = re.compile(r"^[^关《]{2,40}?(?=关于|印发|转发|批转)")
_ON_TRIAL = re.compile(r"\((?:试行|暂行|试点)\)$")
_EDITION = re.compile(
    r"\((?:\d{4}年?)?(?:第[一二三四五六七八九十]+次)?(?:修订|修正|修改|\d{4}年?版|版)(?:版|本|稿)?\)$|\(\d{4}年?版\)$"
)
_REVISED = re.compile(
    r"(?:现公布|公布|印发|发布)?(?:重新)?(?:修订|修正|修改)(?:后)?的《([^《》]+)》"
)
_MARKS = re.compile(r"[《》〈〉<>“”\"'‘’\s、,，]")
_DRAFT = re.compile(r"草案|征求意见稿|征求[^。;]{0,80}意见|送审稿|讨论稿|审议稿")
# Behind a title, or on a line of its own under it, with or without brackets.
_DRAFT_WORDS = r"[^()\n。,;:]{0,8}(?:草案|征求意见稿|送审稿|讨论稿|审议稿)[^()\n。,;:]{0,8}"
_DRAFT_NOTE = re.compile(
    rf"\(({_DRAFT_WORDS})\)[^\S\n]*$|^[^\S\n]*({_DRAFT_WORDS})[^\S\n]*$", re.MULTILINE
)
_TOP = 300
_HEAD = 1500


def title_key(title: str) -> str:
    """The form in which a title and a mention of it are equal; empty for an empty title."""
    plain = folded(title).strip()
    whole = _ISSUER.sub("", plain)
    while issued := _ISSUED.match(_MARKS.sub("", whole)):
        whole = issued[1]
    bare = _ON_TRIAL.sub("", _EDITION.sub("", _MARKS.sub("", whole)))
    return bare.removeprefix("关于").replace("的", "")


def is_trial(title: str) -> bool:
    """Whether a title carries a trial mark: 办法（试行） and 办法 may be two documents."""
    return _ON_TRIAL.search(_MARKS.sub("", folded(title))) is not None


def is_draft(title: str, text: str) -> bool:
    """Whether a document is only put up for discussion: 征求意见稿, 草案, 送审稿."""
    return bool(_DRAFT.search(folded(title)) or draft_span(text))


def draft_span(text: str) -> tuple[int, int] | None:
    """Where the head of a text, on or under its title, says that it is a draft."""
    found = _DRAFT_NOTE.search(folded(text[:_TOP]))
    return found.span(1 if found[1] else 2) if found else None


def unedited(title: str) -> str:
    """A title without the mark of its edition: 某某办法 of 某某办法(2020年修订)."""
    return _EDITION.sub("", folded(title).strip()).strip()


def edition_span(title: str, text: str) -> tuple[int, int] | None:
    """Where a revised edition says that it is one; None for a document that does not.

    Its title does (2020年修订), or a sentence above the text: 现公布修订后的《…》.
    """
    head = folded(text[:_HEAD])
    if _EDITION.search(folded(title).strip()):
        at = max(head.find(folded(title).strip()), 0)
        return at, at + len(title)
    key = title_key(title)
    for found in _REVISED.finditer(head):
        if title_key(found[1]) == key:
            return found.start(), found.end()
    return None
