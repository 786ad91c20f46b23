"""Few words after one task was shown ask more of it, or of whoever is responsible for it; pure."""

from __future__ import annotations

import re

from bot.half_width import half_width
from bot.tasks.meaning import Form, Reference, TaskQuestion
from bot.tasks.reference_words import numbers_in
from bot.tasks.task import OWED_STATES, Task
from bot.tasks.vocabulary import ORDINAL

_LEADS = r"(?:那么?|请问|它|这个?|该|这项|这件|的|任务|事项?)*"
_TAIL = r"(?:的|了|呢|吗|啊|呀|吧|是)*[?？。!！\s]*"
_UNIT = r"(?:哪个|哪家|什么|哪几个|哪些)?(?:部门|单位)"
_WHEN = r"(?:什么时候|啥时候|何时|哪一?天|几号|多久)"
_WHO = (
    rf"(?:是)?谁(?:在|来)?(?:负责|承办|牵头|管|办|干|做)?的?"
    rf"|(?:负责|责任|承办)(?:人|单位)(?:是|叫)?(?:谁|哪个|哪家|{_UNIT})?"
    rf"|(?:是)?{_UNIT}(?:在|来)?(?:负责|承办|牵头|管|办)?"
)
# 都谁负责, of several: each is shown with who is responsible. 谁最多 counts them.
_WHO_OF_THEM = re.compile(
    rf"{_LEADS}(?:都|分别|各)*(?:是)?(?:谁|{_UNIT})(?:在|来)?(?:负责|承办|牵头|管|办|干|做)的?{_TAIL}"
    rf"|{_LEADS}(?:都|分别|各)*(?:负责|责任|承办)(?:人|单位)(?:都|分别)?(?:是|叫)?(?:谁|{_UNIT})?{_TAIL}"
)
_MORE_OF_IT = re.compile(
    rf"{_LEADS}(?:{_WHO}"
    r"|(?:已经?)?(?:拖|逾期|超期|超时|超|晚)了?(?:多久|多长时间|[几多]少?(?:个工作日|天|日))"
    rf"|{_WHEN}(?:要|该|得)?(?:到期|截止|办完|办结|完成|交)|(?:到期|截止|时限)(?:日期?|时间)?(?:是|到)?{_WHEN}?"
    r"|(?:现在|目前)?(?:进展|进度|情况)(?:情况|是|到)*(?:怎么样|如何|咋样|什么|啥|哪(?:一?步|儿|里)?)?"
    # 完成了 alone reports it done; 完成了吗 asks.
    r"|(?:现在|目前|到底|已经?)*(?:报?办结|办完|办好|完成|做完|销号|签收|逾期|超期|超时)了?(?:吗|没有?|么)"
    r"|(?:现在|目前)?(?:办理?|推进|完成)(?:得|情况)?(?:怎么样|如何|咋样|到哪(?:一?步|儿|里)?)"
    r"|(?:现在|目前)?(?:卡|办|走|进行|进)?(?:在|到)哪(?:一?步|儿|里)?"
    r"|(?:是)?(?:因为)?(?:什么原因|啥原因|为什么|为啥|怎么|咋)(?:还)?(?:没有?|未|不)?(?:办|完成?|办完|办结|交|逾期|拖着?)?"
    rf"|(?:是)?(?:谁|{_UNIT})(?:在)?(?:协办|配合)|协办的?(?:人|单位|部门)?(?:是|有)?(?:谁|哪[个些家]|{_UNIT})?"
    r"|(?:今天|明天|后天|本周|这周|周末|月底|年底)(?:就|是|也|还|之?前)*(?:必须|一定|非)?(?:要|得|该)?"
    r"(?:交|办完|办结|完成|报|到期|截止)(?:了|不可)*(?:吗|么|对吗|是吗|是吧)"
    r"|(?:到底|是)*(?:(?:怎么|咋)回事|(?:什么|啥)情况)"
    rf"|依据(?:是)?(?:什么|啥|哪一?条)?|{_WHEN}交办|交办(?:日期|时间)(?:是)?{_WHEN}?"
    rf"){_TAIL}"
)
# 第一个谁负责, 第二项呢: one of those in the list.
_ONE_OF_THEM = re.compile(rf"(?:那么?)?(?P<place>{ORDINAL.pattern})(?P<more>.*)")
_WHAT_HAPPENED = re.compile(
    rf"{_LEADS}(?:办理)?(?:经过|历史|过程|来龙去脉)(?:是)?(?:什么|怎样)?{_TAIL}"
)
_OF_ITS_OWNER = re.compile(
    r"(?:那么?)?(?:他|她|这个?人|这位|责任人|承办人)(?:的|手[上里头]|名下|那[边儿里]|现在|目前|还|都|又)*有?(?:其他的?|别的)?"
    r"(?:(?P<late>逾期|超期|拖着?)(?:了|的)*)?(?:啥|什么|哪些|[几多]少?[件个项]?|没办[完结]?的)?"
    rf"(?:任务|事情?|活|工作)?(?:没办[完结]?|没完成)?{_TAIL}"
)


def read_of_several(text: str) -> TaskQuestion | None:
    """Return what few words ask after several tasks were shown: who is responsible for them, or
    more of the one in that place of the list."""
    plain = half_width(text).strip()
    one = _ONE_OF_THEM.fullmatch(plain)
    if one is not None:
        more = one["more"]
        if not (_MORE_OF_IT.fullmatch(more) or re.fullmatch(rf"(?:任务|事项)?{_TAIL}", more)):
            return None
        numbers, _ = numbers_in(one["place"])
        return TaskQuestion(Form.SHOW, Reference(numbers, is_ordinal=True))
    if _WHO_OF_THEM.fullmatch(plain) is None:
        return None
    return TaskQuestion(Form.SHOW, Reference(is_pointing=True))


def read_of_one(text: str, task: Task) -> TaskQuestion | None:
    """Return what few words ask after `task` was shown alone; None when they say something else."""
    plain = half_width(text).strip()
    if _MORE_OF_IT.fullmatch(plain):
        return TaskQuestion(Form.SHOW, Reference(is_pointing=True))
    if _WHAT_HAPPENED.fullmatch(plain):
        return TaskQuestion(Form.HISTORY, Reference(is_pointing=True))
    of_owner = _OF_ITS_OWNER.fullmatch(plain)
    if of_owner is None:
        return None
    owners = frozenset({task.owner_user_id})
    reference = Reference(owners=owners, is_overdue=of_owner["late"] is not None)
    return TaskQuestion(Form.LIST, reference, tuple(OWED_STATES))
