"""The web inbox keeps each message once, for the one it is meant for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.web import WebInboxSender, inbox_messages
from bot.channels.web.model import InboxRow
from bot.clock import SystemClock
from bot.delivery import Sender
from bot.errors import ChannelUnavailable
from bot.messages import Choice, Outcome, Reply
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.bot.delivery.post import WEB, Post
from tests.databases import database_at

ALERT = Reply(
    intent="alert",
    text="任务31已逾期。",
    outcome=Outcome.ANSWERED,
    choices=(Choice(label="签收", send="签收31"),),
)


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    engine = create_engine(database_at(tmp_path))
    InboxRow.metadata.create_all(engine, tables=[InboxRow.metadata.tables["web_inbox"]])
    return session_factory(engine)


def test_what_was_sent_is_read_whole(sessions: SessionFactory) -> None:
    sender: Sender = WebInboxSender(sessions, SystemClock())
    receipt = sender.send("u007", ALERT, key="alert:31:red")
    [message] = inbox_messages(sessions, "u007", after=0)
    assert message.reply == ALERT
    assert receipt.message_ids == (str(message.number),)
    assert receipt.sent_at == message.sent_at


def test_the_same_delivery_tried_again_is_one_message_with_one_receipt(
    sessions: SessionFactory,
) -> None:
    first, second = (
        WebInboxSender(sessions, SystemClock()).send("u007", ALERT, key="k") for _ in range(2)
    )
    assert first == second
    assert len(inbox_messages(sessions, "u007", after=0)) == 1


def test_the_clause_behind_a_quotation_keeps_the_address_that_the_page_links(
    tmp_path: Path, sessions: SessionFactory
) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    answer = ALERT.model_copy(update={"text": "「5天办结」〔某方案 四-(三)#s6〕"})
    post = Post(folder, WebInboxSender(sessions, SystemClock()))
    post.delivery.deliver([WEB], answer, key="k")
    [message] = inbox_messages(sessions, WEB.account, after=0)
    assert message.reply == answer


def test_nobody_reads_the_messages_of_another(sessions: SessionFactory) -> None:
    WebInboxSender(sessions, SystemClock()).send("u007", ALERT, key="k")
    assert inbox_messages(sessions, "u001", after=0) == []


def test_only_newer_messages_are_read_in_their_order(sessions: SessionFactory) -> None:
    receipts = [
        WebInboxSender(sessions, SystemClock()).send("u007", ALERT, key=f"k{n}") for n in range(3)
    ]
    first, *newer = (int(receipt.message_ids[0]) for receipt in receipts)
    assert [message.number for message in inbox_messages(sessions, "u007", after=first)] == newer


def test_a_database_that_cannot_be_written_asks_for_another_try(tmp_path: Path) -> None:
    engine = create_engine(database_at(tmp_path, "without-tables.sqlite", empty=True))
    sender = WebInboxSender(session_factory(engine), SystemClock())
    with pytest.raises(ChannelUnavailable) as caught:
        sender.send("u007", ALERT, key="k")
    assert caught.value.is_retryable
