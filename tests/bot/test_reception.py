"""Opinions and binding codes, as they arrive among other messages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.delivery import Receipt
from bot.dialogue import Dialogue
from bot.dialogue.conversation import ConversationStore
from bot.durable import InlineWork
from bot.feedback.model import OpinionRow
from bot.feedback.spoken import verdict_in
from bot.identity.model import PersonRow
from bot.messages import InboundMessage, Opinion, Outcome, Recipient, Reply
from bot.settings import load_settings
from bot.wiring import Parts
from tests.bot.durable.database_faults import failing
from tests.databases import settings_at

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE)


class Shown:
    """Stands for Telegram's sender: keeps what was sent to whom."""

    channel = "telegram"

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        del key
        self.texts.append((account, reply.text))
        return Receipt((), NOW)


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def parts(tmp_path: Path, shown: Shown) -> Iterator[Parts]:
    settings = load_settings(
        **settings_at(tmp_path),
        retrieval={"model": "hashing"},
        telegram={"token": "1:t", "secret_token": "s"},
    )
    made = Parts(settings, clock=ManualClock(NOW), work=InlineWork(), senders={"telegram": shown})
    # Nothing here is about what is answered.
    made.dialogue = Dialogue([], ConversationStore(made.sessions), made.clock)
    with made.sessions.begin() as session:
        session.add(
            PersonRow(user_id="u1", name="张三", department_code=None, post="", role="official")
        )
    _ = made.reception
    made.work.launch()
    yield made
    made.stop()


def message(text: str, number: int, *, opinion: Opinion | None = None) -> InboundMessage:
    return InboundMessage(
        channel="telegram",
        message_id=f"m{number}",
        sender="42",
        conversation="telegram:42",
        text=text,
        received_at=NOW,
        opinion=opinion,
    )


def test_an_opinion_is_kept_with_the_answer_it_judges_and_is_not_answered(
    parts: Parts, shown: Shown
) -> None:
    parts.reception.receive(message("在吗", 1))
    judged = Opinion(of="m1", verdict="useless", reason="答非所问")
    parts.reception.receive(message("", 2, opinion=judged))
    with parts.sessions() as session:
        (row,) = session.scalars(sa.select(OpinionRow)).all()
    assert (row.message_id, row.verdict, row.reason) == ("m1", "useless", "答非所问")
    assert len(shown.texts) == 1


def test_an_opinion_on_an_answer_nobody_gave_is_passed_over(parts: Parts) -> None:
    parts.reception.receive(message("", 1, opinion=Opinion(of="m9", verdict="useful")))
    with parts.sessions() as session:
        assert session.scalars(sa.select(OpinionRow)).all() == []


def test_a_code_binds_the_account_and_says_so_once_however_often_it_is_handed_on(
    parts: Parts, shown: Shown
) -> None:
    sent = message(f"绑定 {parts.binding.issue('u1')}", 1)
    for _ in range(2):
        parts.reception.receive(sent)
    assert [text for _, text in shown.texts if "绑定成功" in text]
    assert len(shown.texts) == 1
    assert parts.directory.person_for("telegram", "42").user_id == "u1"


def test_a_declined_opinion_is_not_answered(parts: Parts, shown: Shown) -> None:
    parts.reception.decline(message("", 1, opinion=Opinion(of="m9", verdict="useful")))
    parts.reception.decline(message("在吗", 2))
    assert len(shown.texts) == 1


def answered(parts: Parts, number: int) -> None:
    """Let message `number` have an answer that may be judged."""
    parts.reception.receive(message("在吗", number))
    judged = Reply(intent="policy", text="是。", outcome=Outcome.ANSWERED, opinion_on=f"m{number}")
    to = [Recipient(channel="telegram", account="42")]
    parts.delivery.deliver(to, judged, key=f"judged:{number}")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [("有用", "useful"), ("没用。", "useless"), ("很有用！", "useful"), ("没什么用", "useless")],
)
def test_an_opinion_said_in_words_is_about_the_last_answer(
    parts: Parts, shown: Shown, said: str, verdict: str
) -> None:
    answered(parts, 1)
    answered(parts, 2)
    for _ in range(2):
        parts.reception.receive(message(said, 3))
    with parts.sessions() as session:
        (row,) = session.scalars(sa.select(OpinionRow)).all()
    assert (row.message_id, row.verdict) == ("m2", verdict)
    assert len(shown.texts) == 5
    assert "已记下" in shown.texts[-1][1]


def test_the_word_alone_without_an_answer_before_it_is_answered_like_any_other(
    parts: Parts, shown: Shown
) -> None:
    parts.reception.receive(message("没用", 1))
    assert "已记下" not in shown.texts[0][1]


@pytest.mark.parametrize("said", ["这个政策对小微企业有用吗", "不用", "没用过的地怎么收回", ""])
def test_a_sentence_that_only_holds_the_word_is_no_opinion(said: str) -> None:
    assert verdict_in(said) is None


def test_a_code_whose_answer_could_not_be_kept_is_not_used_up(parts: Parts, shown: Shown) -> None:
    said = message(f"绑定 {parts.binding.issue('u1')}", 1)
    with (
        failing(parts.sessions, "INSERT INTO deliveries", times=1),
        pytest.raises(sa.exc.OperationalError),
    ):
        parts.reception.receive(said)
    for _ in range(2):
        parts.reception.receive(said)
    ((_, text),) = shown.texts
    assert "绑定成功" in text
    assert parts.directory.person_for("telegram", "42").user_id == "u1"
