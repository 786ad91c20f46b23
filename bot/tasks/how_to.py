"""怎么报办结, 延期怎么申请: how something is done to a task, asked of none; pure."""

from __future__ import annotations

import re

from bot.half_width import half_width
from bot.messages import Outcome, Reply
from bot.tasks.answers import QUERY_INTENT
from bot.tasks.transition import Action
from bot.tasks.vocabulary import COMMANDS

_HOW = r"(?:怎么样?|怎样|如何|咋)"
_ASKED = re.compile(
    rf"(?:请问)?{_HOW}(?:才能|去|来|操作)?(?P<what>.{{2,10}}?)(?:呢|啊|呀)?[?？。]*"
    rf"|(?:请问)?(?P<of>.{{2,8}}?)(?:要|该|应该)?{_HOW}(?:申请|提出?|报|弄|操作|办理?|做)(?:呢|啊|呀)?[?？。]*"
)
_A_TASK = re.compile(r"任务|督办|事项|退办")
_SAYS_NO_MORE = re.compile(r"(?:申请|提出?|任务|督办|事项|的|一个|一下|上)*")
_HOW_TO = {
    Action.SIGN_RECEIPT: "由承办人签收，例如“23号签收”",
    Action.REPORT_PROGRESS: "由承办人反馈，例如“23号进展：初稿已完成”",
    Action.REPORT_COMPLETION: "由承办人报，例如“23号办结了”；督查人员审核后销号",
    Action.REQUEST_EXTENSION: "由承办人在到期前提出，例如“23号延期到12月2日，材料没齐”；批准后生效",
    Action.TRANSFER: "由督查人员或承办人的领导转办，例如“把23号转给市科技局”",
    Action.REMIND: "由督查人员或承办人的领导催办，例如“催一下23号”",
    Action.CLOSE: "由督查人员对已报办结的任务销号，例如“17号销号”",
    Action.RETURN: "由督查人员对已报办结的任务退办，例如“17号退办，附件没交”",
}


# 延期怎么申请 and 怎么退回 are asked of loans and taxes as well.
_OF_OTHERS_TOO = frozenset({Action.REQUEST_EXTENSION, Action.RETURN})


def asks_how_to(text: str) -> Action | None:
    """Return what somebody asks how to do; None when more is said, or nothing of tasks."""
    found = _ASKED.fullmatch(half_width(text).strip())
    if found is None:
        return None
    what = found["what"] or found["of"]
    for action, pattern in COMMANDS:
        verb = pattern.search(what)
        if verb is not None and action in _HOW_TO:
            rest = what[: verb.start()] + what[verb.end() :]
            return action if _SAYS_NO_MORE.fullmatch(rest) else None
    return None


def may_be_of_policy(text: str) -> bool:
    """Tell whether what is asked how to do is done to loans and taxes as well."""
    return asks_how_to(text) in _OF_OTHERS_TOO and not _A_TASK.search(text)


def how_to(action: Action) -> Reply:
    """Say who does it, and in which words."""
    text = f"督办任务{_HOW_TO[action]}。直接发给我就行，我会先请您确认。"
    return Reply(intent=QUERY_INTENT, text=text, outcome=Outcome.ANSWERED)
