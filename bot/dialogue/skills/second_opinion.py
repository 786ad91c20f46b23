"""Figures first; the plan's own words where no figure can be given and none was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.dialogue.skill import Question, Skill
from bot.messages import Outcome, Reply

# 目标, 要求: what is laid down, which is public, and not what has become of it.
_LAID_DOWN = re.compile(
    r"目标|要求|任务|规定|文件|方案|政策|计划|范围|是什么|是指|意思|是哪|怎么|"
    r"要(?:搞|做|建|达|培育|实现|比|高)|支持|扶持|鼓励"
)
_BECOME_OF_IT = re.compile(
    r"完成|实际|目前|现在|当前|进度|达标|差多少|同比|环比|(?<!年均)增速|\d月|[一二三四]季度|季末|月份|排名|"
    r"第一是|最[高低多少快慢]|趋势|为什么|原因|预测|今年以来|截[至止]"
)
# 规上企业要多少产值: a standard is an amount, and a sentence without one holds none.
_STANDARD = re.compile(
    r"(?:要|需要?|得|须|满)(?:达到|有)?多少|多少.{0,8}(?:才|就)(?:能|可以?)?(?:算|叫|成为|纳入|认定)"
)
_AMOUNT = re.compile(r"\d[\d,.]*\s*[亿万千百]?元")
_WITHOUT_AN_ANSWER = frozenset({Outcome.REFUSED, Outcome.CLARIFY})
_ANSWERED = frozenset({Outcome.ANSWERED, Outcome.ANSWERED_WITH_GAP})


class SecondOpinion:
    """Asks the figures, and the policy library after a refusal of what a document lays down.

    竣工5亿元以上项目的目标数 reads like a question to the ledger, which is not open to everybody;
    the goal itself is published. What has become of a goal is never answered with the goal.
    """

    def __init__(self, figures: Skill, policy: Skill, *, is_policy: Callable[[str], bool]) -> None:
        self.name = figures.name
        self._figures = figures
        self._policy = policy
        self._is_policy = is_policy

    def answer(self, question: Question) -> Reply | None:
        """Return the figures' reply, or the library's where only that one answers."""
        reply = self._figures.answer(question)
        if reply is None or reply.outcome not in _WITHOUT_AN_ANSWER:
            return reply
        is_standard = _STANDARD.search(question.text) is not None
        is_laid_down = is_standard or asks_what_is_laid_down(question.text)
        if not is_laid_down or not self._is_policy(question.text):
            return reply
        second = self._policy.answer(question)
        if second is None or second.outcome not in _ANSWERED:
            return reply
        return reply if is_standard and not _quotes_an_amount(second) else second


def _quotes_an_amount(reply: Reply) -> bool:
    return any(_AMOUNT.search(citation.quote) for citation in reply.citations)


def asks_what_is_laid_down(text: str) -> bool:
    """Whether a message asks for what a document says is to be, not for what is."""
    return _LAID_DOWN.search(text) is not None and _BECOME_OF_IT.search(text) is None
