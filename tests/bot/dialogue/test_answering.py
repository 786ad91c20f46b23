"""A message that came in is answered once, whatever happens."""

from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.delivery import Delivery, Receipt
from bot.dialogue import Dialogue, Question
from bot.dialogue.answering import Answering
from bot.dialogue.conversation import ConversationStore
from bot.dialogue.handover import HandoverDesk
from bot.dialogue.skills.service_line import ServiceLineSkill
from bot.durable.inline_work import InlineWork
from bot.identity import Directory, Role
from bot.identity.model import PersonRow
from bot.messages import Attachment, InboundMessage, Outcome, Reply
from bot.storage.engine import SessionFactory


class RecordingSender:
    """Takes every message and tells what it took."""

    channel = "test"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        self.sent.append((account, reply.text))
        return Receipt(message_ids=(key,), sent_at=datetime.now(UTC))


class WebSender(RecordingSender):
    """The same, as the inbox of the chat page."""

    channel = "web"


class BrokenSkill:
    name = "broken"

    def answer(self, question: Question) -> Reply | None:
        if question.text == "坏":
            raise RuntimeError("the source is gone")
        return Reply(intent="test", text=f"答：{question.text}", outcome=Outcome.ANSWERED)


class House:
    """The parts a message passes, joined by hand."""

    def __init__(self, sessions: SessionFactory, clock: ManualClock) -> None:
        self.sender, self.web = RecordingSender(), WebSender()
        self.work = InlineWork()
        self.directory = Directory(sessions, has_inbox=lambda _: True)
        delivery = Delivery(self.work, sessions, {"test": self.sender, "web": self.web}, clock)
        desk = HandoverDesk(sessions, self.directory, delivery)
        dialogue = Dialogue(
            [ServiceLineSkill(desk), BrokenSkill()], ConversationStore(sessions), clock
        )
        self.answering = Answering(self.work, dialogue, self.directory, delivery)
        self.work.launch()

    def receive(self, text: str, message_id: str, **more: object) -> None:
        self.answering.receive(
            InboundMessage.model_validate(
                {
                    "channel": "test",
                    "message_id": message_id,
                    "sender": "me",
                    "conversation": "me",
                    "text": text,
                    "received_at": "2019-11-15T09:00:00+08:00",
                    **more,
                }
            )
        )


@pytest.fixture
def house(sessions: SessionFactory, clock: ManualClock) -> House:
    return House(sessions, clock)


def test_a_repeated_message_is_answered_once(house: House) -> None:
    for _ in range(3):
        house.receive("一", "m1")
    assert house.sender.sent == [("me", "答：一")]


def test_two_messages_with_the_same_text_are_both_answered(house: House) -> None:
    house.receive("一", "m1")
    house.receive("一", "m2")
    assert len(house.sender.sent) == 2


def test_a_failure_gets_an_apology_instead_of_silence(house: House) -> None:
    house.receive("坏", "m1")
    [(account, text)] = house.sender.sent
    assert account == "me"
    assert "抱歉" in text
    assert "gone" not in text


@pytest.mark.parametrize(
    ("kind", "instead"),
    [
        ("image", "标题、文号"),
        ("voice", "语音输入"),
        ("video", "文字"),
        ("file", "标题、文号"),
        ("location", "名称"),
        ("link", "标题、文号"),
    ],
)
def test_what_cannot_be_read_is_declined_with_what_to_send_instead(
    house: House, kind: str, instead: str
) -> None:
    attachment = Attachment.model_validate({"kind": kind})
    house.receive("", "m1", attachments=[attachment.model_dump()])
    [(_, text)] = house.sender.sent
    assert instead in text


def test_words_that_come_with_a_picture_are_answered_and_the_picture_is_named(
    house: House,
) -> None:
    house.receive("在吗", "m1", attachments=[Attachment(kind="image").model_dump()])
    [(_, text)] = house.sender.sent
    assert text.startswith("答：在吗")
    assert "图片没有识别" in text


def test_a_call_for_a_human_reaches_every_supervisor_once(
    house: House, sessions: SessionFactory
) -> None:
    with sessions.begin() as session:
        for user_id in ("s1", "s2"):
            session.add(
                PersonRow(user_id=user_id, name=user_id, post="", role=Role.SUPERVISOR.value)
            )
    house.receive("转人工", "m1")
    house.receive("转人工", "m1")
    assert [account for account, _ in house.web.sent] == ["s1", "s2"]
    assert "编号 1" in house.sender.sent[0][1]


def test_the_supervisor_reads_what_was_asked_before_the_call_for_a_human(
    house: House, sessions: SessionFactory
) -> None:
    with sessions.begin() as session:
        session.add(PersonRow(user_id="s1", name="s1", post="", role=Role.SUPERVISOR.value))
    house.receive("环评批复什么时候能下来", "m1")
    house.receive("转人工", "m2")
    house.receive("人工！", "m3")
    [(_, notice)] = house.web.sent
    assert "环评批复什么时候能下来" in notice


def test_nobody_to_hand_over_to_is_said_instead_of_promised(house: House) -> None:
    house.receive("转人工", "m1")
    assert "还没有登记" in house.sender.sent[0][1]
