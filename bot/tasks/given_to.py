"""Whom a task goes to after all, while its passing on waits to be confirmed; pure."""

from __future__ import annotations

import re

from bot.half_width import bare
from bot.tasks.meaning import Surroundings
from bot.tasks.reference_words import people_named

_STILL_THEIRS = (
    r"(?:算了|不转了?|不用转了?|不)?[,，\s]*(?:那?还是|就|仍然?)*(?:让|由|给)?{}"
    r"(?:自己|来|继续|接着|本人)*(?:办|做|负责|管|弄)?[吧啊呀]*"
)
# 还是让罗静办吧, 不对，是罗静, 换成财政局, without the name.
_TO_ANOTHER = re.compile(
    r"(?:(?:不[对是行]了?|[说写打弄搞]?错了?|不(?:用|要)?转了?|算了)[吧啊]?[,，。\s]*)*"
    r"(?:应该|还是|那|就|我说的|我是说|先|再|[,，\s])*"
    r"(?:是|给|让|由|请|叫|转(?:办|交)?|换成?|改(?:成|为|派)?|交|派|到|的|[,，\s])*"
    r"(?:来|去|接|继续|接着|本人|自己)*(?:接手|办理?|做|负责|管|弄|承办|牵头)?[吧啊呀了]*"
)
# 不是罗静, 不转给罗静: whom it does not go to. 不对，是罗静 and 不是，给罗静 name whom it does.
_NOT_TO = re.compile(r"不(?:是|要|用|转(?!了))+(?:转|给|让|由|请|叫|交|派|换|改|办|[到成为])*\s*$")
_REFUSED = re.compile(r"不|别|错|算了")


def leaves_it_to(text: str, owner: str) -> bool:
    """Tell whether 还是吴艳自己办吧 leaves a task, whose passing on waits, to its `owner`."""
    return (
        bool(owner) and re.fullmatch(_STILL_THEIRS.format(re.escape(owner)), bare(text)) is not None
    )


def given_to(text: str, around: Surroundings) -> tuple[str | None, str | None]:
    """Return the one department and the one person that 换成罗静 or 还是让财政局办 names; neither
    where it says anything else."""
    users, departments = people_named(text, around.people), around.departments.find(text)
    rest = around.departments.without(text)
    for name in sorted(around.people, key=len, reverse=True):
        rest = rest.replace(name, " ")
    is_one = len(users) == 1 or (not users and len(departments) == 1)
    if not is_one or _TO_ANOTHER.fullmatch(bare(rest)) is None:
        return None, None
    differ = (at for at, (one, other) in enumerate(zip(text, rest, strict=False)) if one != other)
    before = text[: next(differ, 0)]
    # 罗静不行，给财政局 names two.
    if _NOT_TO.search(before) or _REFUSED.search(rest, len(before)):
        return None, None
    return next(iter(departments), None), next(iter(users), None)
