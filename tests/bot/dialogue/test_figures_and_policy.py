"""Figures and policy in one conversation: each question goes to the source that holds it."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.dialogue.skill import Question
from bot.dialogue.skills.mixed import MixedQuestions
from bot.dialogue.skills.second_opinion import SecondOpinion, asks_what_is_laid_down
from bot.identity import GUEST
from bot.messages import Citation, Outcome, Reply

NOW = datetime.fromisoformat("2019-11-15T09:00:00+08:00")


class Fixed:
    """Answers everything in the same way, and remembers what it was asked."""

    def __init__(self, name: str, outcome: Outcome) -> None:
        self.name = name
        self.outcome = outcome
        self.asked: list[str] = []

    def answer(self, question: Question) -> Reply | None:
        self.asked.append(question.text)
        return Reply(intent=self.name, text=f"{self.name}的回答", outcome=self.outcome)


def question(text: str) -> Question:
    return Question(text, GUEST, "c", "test", NOW)


def opinion(figures: Outcome, policy: Outcome, *, is_policy: bool = True) -> SecondOpinion:
    return SecondOpinion(
        Fixed("figures", figures), Fixed("policy", policy), is_policy=lambda _: is_policy
    )


GOAL = "竣工5亿元以上项目的目标数"


def test_a_goal_refused_by_the_figures_is_quoted_from_the_plan() -> None:
    reply = opinion(Outcome.REFUSED, Outcome.ANSWERED).answer(question(GOAL))
    assert reply is not None
    assert reply.intent == "policy"


@pytest.mark.parametrize(
    ("figures", "policy", "is_policy", "asked"),
    [
        (Outcome.ANSWERED, Outcome.ANSWERED, True, GOAL),
        (Outcome.REFUSED, Outcome.REFUSED, True, GOAL),
        (Outcome.REFUSED, Outcome.ANSWERED, False, GOAL),
        (Outcome.REFUSED, Outcome.ANSWERED, True, "竣工5亿元以上项目完成了几个"),
        (Outcome.REFUSED, Outcome.ANSWERED, True, "5亿元以上项目的目标完成了吗"),
    ],
)
def test_the_figures_have_the_last_word_on_what_has_become_of_a_goal(
    figures: Outcome, policy: Outcome, is_policy: bool, asked: str
) -> None:
    reply = opinion(figures, policy, is_policy=is_policy).answer(question(asked))
    assert reply is not None
    assert reply.intent == "figures"


def test_what_is_laid_down_is_told_from_what_is() -> None:
    assert asks_what_is_laid_down("每年要搞多少个五亿元的项目")
    assert not asks_what_is_laid_down("现在有多少个五亿元的项目")
    assert asks_what_is_laid_down("2018到2020年产值年均增速目标是多少")
    assert not asks_what_is_laid_down("近三年产值年均增速")


def mixed(figures: Fixed, policy: Fixed) -> MixedQuestions:
    return MixedQuestions(
        figures,
        policy,
        questions_in=lambda text: tuple(f"{part}?" for part in text.split("?") if part),
        is_figures=lambda one: "多少" in one.text,
        is_policy=lambda text: "政策" in text,
    )


def test_a_message_of_both_kinds_is_answered_by_both_in_its_order() -> None:
    figures = Fixed("figures", Outcome.ANSWERED)
    policy = Fixed("policy", Outcome.ANSWERED)
    reply = mixed(figures, policy).answer(question("技改有什么政策?技改投资多少?"))
    assert reply is not None
    assert reply.outcome is Outcome.ANSWERED
    assert reply.text.index("policy的回答") < reply.text.index("figures的回答")
    assert (figures.asked, policy.asked) == (["技改投资多少?"], ["技改有什么政策?"])


@pytest.mark.parametrize("text", ["产值多少?投资多少?", "技改有什么政策?", "产值多少?你好吗?"])
def test_a_message_of_one_kind_is_passed_on_whole(text: str) -> None:
    figures, policy = Fixed("figures", Outcome.ANSWERED), Fixed("policy", Outcome.ANSWERED)
    assert mixed(figures, policy).answer(question(text)) is None
    assert figures.asked == policy.asked == []


def test_a_part_left_unanswered_makes_the_reply_one_with_a_gap() -> None:
    skill = mixed(Fixed("figures", Outcome.REFUSED), Fixed("policy", Outcome.ANSWERED))
    reply = skill.answer(question("产值多少?技改有什么政策?"))
    assert reply is not None
    assert reply.outcome is Outcome.ANSWERED_WITH_GAP


class Quoting:
    """A library that quotes one sentence, whatever it is asked."""

    name = "policy"

    def __init__(self, quote: str) -> None:
        self._quote = quote

    def answer(self, question: Question) -> Reply | None:
        del question
        cited = Citation(
            document="某办法", document_number=None, clause="第二条", quote=self._quote,
            validity="现行", url="",
        )  # fmt: skip
        return Reply(
            intent="policy", text=self._quote, outcome=Outcome.ANSWERED, citations=(cited,)
        )


@pytest.mark.parametrize(
    ("quote", "answers"),
    [
        ("年主营业务收入2000万元及以上的工业法人企业。", "policy"),
        ("五大主导产业产销规模年均增幅高于全市规上工业1个百分点以上。", "figures"),
    ],
)
def test_a_standard_is_quoted_only_where_the_sentence_holds_an_amount(
    quote: str, answers: str
) -> None:
    figures = Fixed("figures", Outcome.REFUSED)
    asked = SecondOpinion(figures, Quoting(quote), is_policy=lambda _: True)
    reply = asked.answer(question("规上企业要多少产值"))
    assert reply is not None
    assert reply.intent == answers
