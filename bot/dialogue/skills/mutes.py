"""The hours in which somebody wants to be left alone, said in words."""

from __future__ import annotations

import re
from datetime import time

from bot.alerts.mutes import Mutes
from bot.alerts.quiet import Hours
from bot.dialogue.skill import Question
from bot.half_width import half_width
from bot.messages import Outcome, Reply
from bot.tasks.day_words import number

INTENT = "mute"
_N = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
_PART = r"(早上|上午|中午|下午|晚上|夜里|凌晨|夜间)?"
_MOMENT = rf"{_PART}{_N}(?:[:点时](半|\d{{1,2}})?)?分?"
_SPAN = re.compile(rf"{_MOMENT}\s*(?:到|至|-|~|—)\s*(?:第?[二次]日?|第二天|次日)?{_MOMENT}")
_ABOUT = re.compile(
    r"免打扰|勿扰|(?:别|不要|勿|不用|停止)(?:再)?(?:给我)?(?:提醒|打扰|推送|通知|发消息)"
)
_CLEAR = re.compile(r"(?:取消|关闭|解除|去掉|恢复)")
_RED = "红灯（逾期）提醒不受免打扰限制。"


class MutesSkill:
    """Sets, shows and clears a person's own hours; a person can only set their own."""

    name = "mutes"

    def __init__(self, mutes: Mutes) -> None:
        self._mutes = mutes

    def answer(self, question: Question) -> Reply | None:
        """Return what was set; None when the message is about something else."""
        text = half_width(question.text).replace(" ", "")
        if not question.person.is_official or not _ABOUT.search(text):
            return None
        user_id = question.person.user_id
        if _CLEAR.search(text):
            self._mutes.clear(user_id)
            return _reply("已取消您的免打扰时间。")
        span = _SPAN.search(text)
        if span is None:
            return self._asked(user_id)
        begins = _moment(span[1], span[2], span[3])
        ends = _moment(span[4], span[5], span[6])
        if begins is None or ends is None or begins == ends:
            return _reply("没有看懂起止时间，例如“每天20:00到8:00免打扰”。", Outcome.CLARIFY)
        self._mutes.set(user_id, Hours(begins, ends))
        return _reply(
            f"已设置：每天{begins:%H:%M}至{ends:%H:%M}不提醒您，其间的提醒顺延到之后。{_RED}"
            "回复“取消免打扰”可恢复。"
        )

    def _asked(self, user_id: str) -> Reply:
        own = self._mutes.of(user_id)
        if own is None:
            return _reply(
                "您没有设置免打扰时间。例如说“每天20:00到8:00免打扰”。" + _RED, Outcome.CLARIFY
            )
        return _reply(f"您的免打扰时间：每天{own.begins:%H:%M}至{own.ends:%H:%M}。{_RED}")


def _moment(part: str | None, hour_text: str, minute_text: str | None) -> time | None:
    hour = number(hour_text)
    if part in {"下午", "晚上", "夜里", "夜间"} and 1 <= hour < 12:
        hour += 12
    minute = 30 if minute_text == "半" else int(minute_text or 0)
    hour = 0 if hour == 24 else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _reply(text: str, outcome: Outcome = Outcome.ANSWERED) -> Reply:
    return Reply(intent=INTENT, text=text, outcome=outcome)
