"""Hands a question to a person, and makes sure that person hears of it."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.appeals import AppealService, step_wording
from bot.appeals import wording as appeal_wording
from bot.appeals.own_words import scolds
from bot.appeals.question import FILE_IT
from bot.consent import agrees, denies
from bot.delivery import Delivery
from bot.dialogue.skill import Question
from bot.dialogue.small_talk import is_small_talk
from bot.identity import Directory, Role
from bot.messages import Outcome, Reply
from bot.storage import Model
from bot.storage.engine import SessionFactory

# A message that asks for a person and for nothing else.
ASKS_FOR_A_PERSON = re.compile(
    r"((别|不要|不想|不跟).{0,8}(机器人?|ai|智能客服|程序)[^，,]{0,4}[，,]|我?[要想]?投诉[，,])?"
    r"(请|麻烦|我要|我想|我们|帮我|给我|能不能|能否|可以|可不可以|让|叫|安排|跟|和|直接)*"
    r"(转|找|接|要|换|见|联系)?(一下|一个|一位|个|位|到|你们的?)?"
    r"(人工|真人|活人|工作人员|客服|专人|办事员|你们领导|领导|负责人|(?<=[叫找换派]个)人|(?<=[叫找换派]一个)人)(服务|客服|坐席)?"
    r"(来|聊聊?|谈谈?|说话?|沟通|回答|接听?|处理|一下|(给我|跟我|和我)?(回|打)个?电话|(跟|和)?我?联系我?|回电|(跟|和)我(聊聊?|谈谈?|说说?|讲讲?|沟通|对接))*"
    r"[吧啊呢吗了。!！?？\s]*"
)


# 转人工 and nothing beside it.
_PLAINLY = re.compile(
    r"(?:请|麻烦|我要|我想|帮我|给我|转|找|接|要|换|一下|个|一个|到)*(?:人工|真人|活人|工作人员|客服)(?:服务|客服|坐席)?"
    r"[吧啊呢吗了。!！?？\s]*"
)
NOTHING_SAID = "要求人工服务，未写明内容"


class HandoverRow(Model):
    """A question waiting for a person; `asked_at` is business time."""

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(String(300), index=True)
    user_id: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]


class HandoverDesk:
    """Keeps the question and tells every supervisor once.

    What an enterprise tells of becomes a 直通车 appeal, with its own number and clocks, only once
    it is confirmed: before 转人工 it may have asked for a figure.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        directory: Directory,
        delivery: Delivery,
        appeals: AppealService | None = None,
    ) -> None:
        self._appeals = appeals
        self._sessions = sessions
        self._directory = directory
        self._delivery = delivery

    def hand_over(self, question: Question) -> Reply:
        """Keep the question, tell the supervisors, and return what to say to the asker; an
        enterprise is asked whether it is to become a case, which has clocks and is theirs to file.

        A bare call for a human stands for what was asked before it.
        """
        asked = _what_was_asked(question)
        told = self._told(question, asked)
        reply = Reply(intent="handover", text=told, outcome=Outcome.HANDED_OVER)
        appeals, person = self._appeals, question.person
        if appeals is None or person.role is not Role.ENTERPRISE or appeals.receiver() is None:
            return reply
        own = appeals.find(person, only_open=True)
        known = next((appeal for appeal in own if appeal.content == asked), None)
        if known is not None:
            # What was filed when it was confirmed is not filed again by 人工.
            filed = appeal_wording.opened(known, appeals.deadlines(known), appeals.note(known))
            return reply.model_copy(update={"text": f"{told}\n{filed}"})
        if asked == NOTHING_SAID:
            return reply.model_copy(update={"text": f"{told}\n{step_wording.SAY_WHAT}"})
        waiting = {"content": asked, "asked_at": question.now.isoformat()}
        offered = step_wording.confirm(step_wording.filing_offered(asked), waiting)
        text = f"{told}\n{offered.text}"
        if own:
            text += f"\n{step_wording.or_one_of([appeal.appeal_no for appeal in own])}"
        return reply.model_copy(
            update={"text": text, "query": offered.query, "choices": offered.choices}
        )

    def tell(self, question: Question) -> str:
        """Keep the question, tell the supervisors, and return what to say; files nothing."""
        return self._told(question, question.text)

    def _told(self, question: Question, asked: str) -> str:
        number = self._keep(question, asked)
        supervisors = [p for p in self._directory.people() if p.role is Role.SUPERVISOR]
        if not supervisors:
            return "系统中还没有登记可以受理的工作人员，请直接联系主管部门。"
        for supervisor in supervisors:
            self._delivery.deliver(
                self._directory.accounts_of(supervisor.user_id),
                _notice(question, asked, number),
                key=f"handover:{number}:{supervisor.user_id}{_once_more(question.text)}",
                user_id=supervisor.user_id,
            )
        told = appeal_wording.short(asked)
        if question.person.role is Role.GUEST:
            return (
                f"已登记，编号 {number}，并通知了工作人员：“{told}”。"
                "您是未登记的访客，工作人员可能联系不到您，也可以直接联系主管部门。"
            )
        return f"已转人工，登记编号 {number}，并通知了工作人员：“{told}”。"

    def _keep(self, question: Question, asked: str) -> int:
        with self._sessions.begin() as session:
            # The same request in the same conversation on the same day is one: composing it
            # again after a crash, or asking impatiently, must not open a second.
            known = session.scalar(
                sa.select(HandoverRow.id).where(
                    HandoverRow.conversation == question.conversation,
                    HandoverRow.text == asked,
                    HandoverRow.asked_at >= question.now - timedelta(days=1),
                )
            )
            if known is not None:
                return known
            row = HandoverRow(
                conversation=question.conversation,
                user_id=question.person.user_id,
                text=asked,
                asked_at=question.now,
            )
            session.add(row)
            session.flush()
            return row.id


def _what_was_asked(question: Question) -> str:
    """Return the message itself, or for a bare 转人工 the question before it."""
    if not ASKS_FOR_A_PERSON.fullmatch(question.text):
        return question.text
    earlier = [turn.text for turn in question.previous if turn.role == "user"]
    return next((text for text in reversed(earlier) if _says_something(text)), NOTHING_SAID)


def _says_something(text: str) -> bool:
    plain = text.strip(" 。.!！~").casefold()
    says_little = any(bare.fullmatch(plain) for bare in (ASKS_FOR_A_PERSON, FILE_IT))
    # Who thanks or scolds us tells staff of nothing that they could look into.
    says_little = says_little or is_small_talk(text.strip()) or scolds(text)
    return not (says_little or agrees(plain) or denies(plain))


def _once_more(text: str) -> str:
    """Return what tells a call for a person that says more than 转人工, 叫你们领导给我回电话, from
    one that staff know of; empty where it says no more."""
    if not ASKS_FOR_A_PERSON.fullmatch(text) or _PLAINLY.fullmatch(text):
        return ""
    return f":{hashlib.sha256(text.strip().encode()).hexdigest()[:12]}"


def _notice(question: Question, asked: str, number: int) -> Reply:
    # 叫你们领导给我回电话 says what is wanted of us.
    call = "" if question.text == asked else f"（随后说：{question.text.strip()}）"
    return Reply(
        intent="handover_notice",
        text=(
            f"【转人工 {number}】{question.person.name}（{question.person.user_id or '未登记'}）"
            f"在{question.channel}问：{asked}{call}"
        ),
        outcome=Outcome.ANSWERED,
    )
