"""What a message leaves out because it was just spoken of, where the subject changes; pure.

任务呢 after 高港区怎么样 is of 高港区, and so is 项目呢 after its tasks: figures and tasks know
nothing of each other, so that the place is put into the words before anybody is asked. Within one
subject each of them takes up its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from bot.dialogue.skill import Turn
from bot.half_width import half_width

_LEADS = r"(?P<lead>那[边里儿]的?|那么?|再|还有|然后)?(?:看看|看一?下|说说|查查|查一?下)?"
_SUBJECT = r"(?:重点|督办)?(?:任务|项目)|督办"
_STANDING = r"(?:都?(?:办完|办结|完成)了|情况|进展|有哪些|有几个|有多少|怎么样)"
# 陈强的任务, 泰兴的项目 say whose they are; 逾期的 and its like leave that open.
_STATE = (
    r"(?:还没有?|没有?|未|尚未|已经?|快要?|即将|要)?(?:逾期|超期|超时|拖着?|办结|办完?|完成|销号|签收|到期"
    r"|停工|开工|在建|竣工|投产|达产|签约|在谈|储备|终止)了?的"
)
_CORE = rf"(?P<core>(?:有没有|有)?(?:{_STATE})?(?:{_SUBJECT}){_STANDING}?)"
_ASKED_ON = re.compile(
    rf"{_LEADS}{_CORE}(?P<end>(?:有?(?:吗|没有?|吧|啊|呀))*(?P<leans>呢)?)[?？。!！\s]*"
)
_THERE = re.compile(r"那[边里儿]的?")
_BARE = re.compile(rf"(?:{_SUBJECT}){_STANDING}?")
# Whose they are is said, or all are meant.
_OF_SOMEBODY = re.compile(r"全市|各|每个?|所有|全部|哪|我|你|他|她|谁|[市区县局委办]的")
# 全市呢, 我们单位呢: from here on it is another's, or everybody's.
_OF_ANOTHER = re.compile(
    rf"全市|各|每个?|所有|全部|其他|别的|(?:我们?|咱们?|本)(?:的|[单部局委办区市县])|{_SUBJECT}"
)
_AN_OFFICE = re.compile(r"[局委办室院]$")
# 催一下, 为什么停: few words keep to what was spoken of.
_FEW_WORDS = 6


class Places(Protocol):
    """What can be spoken of: departments, places, industries."""

    def named(self, text: str) -> tuple[str, ...]:
        """Return the departments and places that words name, as they are called."""
        ...

    def of_figure(self, query: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Return the one place and the one industry of a figure, without those of which it has
        all or several; None when `query` is of no figure."""
        ...

    def several_of(self, query: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the places that a figure lists, as they are called."""
        ...


def carried(text: str, previous: Sequence[Turn], places: Places) -> tuple[str, tuple[Turn, ...]]:
    """Return `text`, and the turns before it, each with the place that it leaves out."""
    said_by_user = [text, *(turn.text for turn in previous if turn.role == "user")]
    if not any(_ASKED_ON.fullmatch(_plain(said)) for said in said_by_user):
        # Most messages: nobody has to be asked what the places are called.
        return text, tuple(previous)
    spoken_of: tuple[str, ...] = ()
    turns = []
    for turn in previous:
        if turn.role == "user":
            said = _with_place(turn.text, spoken_of)
            turns.append(replace(turn, text=said))
            if said == turn.text:
                spoken_of = _spoken_of(said, spoken_of, places)
        else:
            turns.append(turn)
            of_figure = places.of_figure(turn.query or {})
            spoken_of = spoken_of if of_figure is None else of_figure
    return _with_place(text, spoken_of), tuple(turns)


def unresolved(
    text: str, previous: Sequence[Turn], places: Places
) -> tuple[tuple[str, str], ...] | None:
    """Return what 那边停工的项目有吗 may mean where no one place was spoken of: each place that was
    listed last, and the question of it. None where nothing is left open."""
    asked = _ASKED_ON.fullmatch(_plain(text))
    there = _THERE.match(_plain(text))
    if asked is None or there is None:
        return None
    last = next((turn for turn in reversed(previous) if turn.role != "user"), None)
    listed = places.several_of((last.query if last is not None else None) or {})
    return tuple((place, f"{place}{_plain(text)[there.end() :]}") for place in listed)


def _plain(text: str) -> str:
    return half_width(text).strip()


def _spoken_of(text: str, before: tuple[str, ...], places: Places) -> tuple[str, ...]:
    plain = _plain(text)
    named = places.named(plain)
    if named:
        return named if len(named) == 1 else ()
    keeps_to_it = len(plain) <= _FEW_WORDS and not _OF_ANOTHER.search(plain)
    return before if keeps_to_it else ()


def _with_place(text: str, spoken_of: tuple[str, ...]) -> str:
    plain = _plain(text)
    asked = _ASKED_ON.fullmatch(plain)
    if not spoken_of or asked is None or _OF_SOMEBODY.search(plain):
        return text
    # The ledger of projects is kept by place and industry; a task is a place's or an office's.
    place = "".join(spoken_of) if "项目" in asked["core"] else spoken_of[0]
    if "项目" in asked["core"] and _AN_OFFICE.search(place):
        return text
    leans = asked["lead"] or asked["leans"] or asked["core"].startswith("有")
    if not (leans or _BARE.fullmatch(asked["core"])):
        return text
    joint = "" if asked["core"].startswith("有") else "的"
    return f"{place}{joint}{asked['core']}{asked['end']}"
