"""What is said beside a step that waits to be confirmed: one more task, one less, another; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.half_width import bare
from bot.tasks.meaning import Reading, TaskCommand
from bot.tasks.reference_words import numbers_in
from bot.tasks.transition import Action
from bot.tasks.vocabulary import SHARE

_A_TASK = re.compile(r"第?(?:\d{1,4}|[一二两三四五六七八九十百]{1,5}(?=号))号?(?:任务|事项|督办)?")
_BETWEEN = r"[、,，和跟与及\s]|那个|吧|了|啊|呀|的"
_ALSO = re.compile(r"也|还有|加上|连同|一起|一并|同样")
# 48号也催: beside it stand only such words; 48号也逾期了吗 asks.
_AND_THESE = re.compile(
    rf"(?:{_BETWEEN}|{_ALSO.pattern}|都|再|要|把|对|给|请|麻烦|帮我|提醒|催(?:一下|一催|办|促)?|一下)*"
)
# 45号不用催, 除了45号.
_NOT_THAT_ONE = re.compile(r"不用|不要|不必|别|先不|不催|除了?|去掉|除开|不算")
_BUT_THESE = re.compile(
    rf"(?:{_BETWEEN}|{_NOT_THAT_ONE.pattern}|就|都|也|先|暂时|再|催|办|提醒|它|他|她|外|以外|之外|一下)*"
)
# 48号不急，只催47号.
_ONLY = re.compile(r"(?:只|就|仅)(?:要|用|需要?)?(?:催|提醒)(?:一下)?(?P<which>[^,，。]*)$")
# 打错了，是23号.
_ANOTHER_ONE = re.compile(
    r"(?:不[是对]|[说打写搞弄]?错了?|我(?:是)?说的?)[,，。\s]*(?:应该|我说的|我要的|我是说)?(?:是|为)?(?=\d+号)"
)
# 不是51号，是48号.
_NOT_BUT = re.compile(
    r"不是(\d+)[号日](?:任务)?[,，\s]*(?:而|应该)?是(?P<meant>\d+[号日])(?:任务)?"
)

# The answer to 时限 2019-11-22，还是22号任务.
_IT_IS = r"(?:是|我|说|指|的|那个?)*"
_THE_TASK = re.compile(rf"{_IT_IS}(?P<no>\d+)?(?:号)?(?:那个?)?任务[吧的呀]*")
_DAY_SAID = r"(?P<day>\d{1,2}日|\d{1,2}月\d{1,2}[号日])"
_THE_DAY = re.compile(rf"{_IT_IS}(?:(?:时限|日期|期限|时间)(?:是|到)?|(?=\d)){_DAY_SAID}?[吧的呀]*")
_ANOTHER_SHARE = re.compile(
    rf"(?:不[是对]了?|[说写报打记]错了?|更正一?下?)[,，。\s]*(?:应该|我说的|其实)?是?(?P<share>{SHARE})[吧的了]*"
)


class Place(StrEnum):
    """Where a task stands to those that were proposed."""

    WITH_THEM = "with_them"
    NOT_AMONG_THEM = "not_among_them"
    INSTEAD = "instead"


@dataclass(frozen=True)
class Beside:
    """Tasks by their numbers, and where they stand to what was proposed."""

    place: Place
    numbers: tuple[int, ...]


def read_beside(text: str, reading: Reading | None, *, proposed: int) -> Beside | None:
    """Return which tasks `text`, read as `reading`, means beside the so many that were proposed;
    None where it starts something of its own."""
    plain = bare(text)
    only = _ONLY.search(plain)
    if only is not None:
        return _beside(Place.INSTEAD, only["which"])
    left = _A_TASK.sub("", plain)
    if _NOT_THAT_ONE.search(plain) and _BUT_THESE.fullmatch(left):
        return _beside(Place.NOT_AMONG_THEM, _NOT_THAT_ONE.sub(" ", plain))
    if isinstance(reading, TaskCommand) and reading.action is not Action.REMIND:
        return None
    if _ANOTHER_ONE.match(plain) and proposed == 1:
        return _beside(Place.INSTEAD, plain)
    is_added = _ALSO.search(plain) and _AND_THESE.fullmatch(left)
    return _beside(Place.WITH_THEM, plain) if is_added else None


def of_either(text: str, task_no: str, day: str) -> str:
    """Return in full what 是任务, 是日期 or 22日 means where a task and a day were offered; `text`
    itself where it says something else."""
    plain = bare(text)
    task, of_day = _THE_TASK.fullmatch(plain), _THE_DAY.fullmatch(plain)
    if task is not None:
        return f"不对，是{task['no'] or task_no}号任务"
    return f"改到{of_day['day'] or day}" if plain and of_day is not None else text


def share_put_right(text: str, said: str) -> str:
    """Return what was to be noted with the share that 说错了是八成五 names instead; empty where it
    names none, or none was said."""
    found, before = _ANOTHER_SHARE.fullmatch(bare(text)), re.findall(SHARE, said)
    return said.replace(before[0], found["share"]) if found and len(before) == 1 else ""


def not_but(text: str) -> tuple[int, str] | None:
    """Return the number that was not meant, and the words of what was: 不是20号，是22号."""
    said = _NOT_BUT.fullmatch(bare(text))
    return (int(said[1]), said["meant"]) if said else None


def _beside(place: Place, words: str) -> Beside | None:
    numbers, is_ordinal = numbers_in(words)
    bare = re.fullmatch(r"\s*(\d+)\s*", words)
    numbers = (int(bare[1]),) if bare else numbers
    return Beside(place, numbers) if numbers and not is_ordinal else None
