"""Floods, repetitions, and what a killed process leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.channels import send_window
from bot.channels.intake import Intake, IntakeLimits
from bot.channels.intake.admission import Admission, AdmissionReason, Load, decide
from bot.channels.intake.journal import Journal
from bot.channels.intake.model import InboundMessageRow
from bot.channels.intake.relay import PER_CONVERSATION, UNDER_WAY, Relay
from bot.channels.intake.statements import statements_of
from bot.channels.send_window import SendWindow
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import StorageError
from bot.messages import InboundMessage
from bot.storage.engine import SessionFactory
from tests.bot.channels.tables import channel_database
from tests.databases import about_sqlite

START = datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE)


class Answers:
    """Stands for the queue: what was handed on, and what is not answered yet."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.declined: list[str] = []
        self.unanswered: list[str] = []
        self.fails_with: Exception | None = None
        self.fails_on = ""

    def receive(self, message: InboundMessage) -> None:
        if self.fails_with is not None and message.message_id.startswith(self.fails_on):
            raise self.fails_with
        if message.message_id not in self.received:
            self.received.append(message.message_id)
            self.unanswered.append(f"{message.channel}:{message.conversation}")

    def decline(self, message: InboundMessage) -> None:
        self.declined.append(message.message_id)

    def under_way(self) -> Sequence[str]:
        return self.unanswered


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    return channel_database(tmp_path)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def relay(sessions: SessionFactory, answers: Answers, clock: ManualClock) -> Relay:
    return Relay(sessions, answers, clock)


@pytest.fixture
def intake(sessions: SessionFactory, answers: Answers, clock: ManualClock) -> Iterator[Intake]:
    made = Intake(sessions, answers, clock, IntakeLimits())
    made.start()
    yield made
    made.stop()


def message(number: int, sender: str = "zhangsan") -> InboundMessage:
    return InboundMessage(
        channel="wecom_app",
        message_id=f"{sender}-{number}",
        sender=sender,
        conversation=sender,
        text="在吗",
        received_at=START,
    )


def move_all(relay: Relay, answers: Answers) -> None:
    """Hand everything on, with each message answered at once."""
    while True:
        answers.unanswered.clear()
        if relay.move() == (0, False):
            return


class TestLimits:
    LIMITS = IntakeLimits(per_sender=3, overall=5, backlog=4)

    @pytest.mark.parametrize(
        ("load", "decision"),
        [
            (Load(2, 4, 3, False), (Admission.ACCEPTED, AdmissionReason.WITHIN_LIMITS)),
            (Load(3, 4, 3, False), (Admission.DECLINED, AdmissionReason.SENDER)),
            (Load(3, 4, 3, True), (Admission.DROPPED, AdmissionReason.SENDER)),
            (Load(0, 5, 3, False), (Admission.DECLINED, AdmissionReason.OVERALL)),
            (Load(0, 4, 4, False), (Admission.DECLINED, AdmissionReason.BACKLOG)),
            (Load(0, 4, 4, True), (Admission.DROPPED, AdmissionReason.BACKLOG)),
        ],
    )
    def test_each_limit_has_its_reason(
        self, load: Load, decision: tuple[Admission, AdmissionReason]
    ) -> None:
        assert decide(load, self.LIMITS) == decision

    def test_a_flood_is_answered_once_with_no_and_delays_nobody_else(
        self, sessions: SessionFactory, relay: Relay, answers: Answers, clock: ManualClock
    ) -> None:
        journal = Journal(sessions, clock, IntakeLimits(per_sender=3))
        journal.keep([message(number) for number in range(10)])
        journal.keep([message(0, "lisi")])
        move_all(relay, answers)
        assert answers.received == ["zhangsan-0", "lisi-0", "zhangsan-1", "zhangsan-2"]
        assert answers.declined == ["zhangsan-3"]

    def test_two_processes_on_one_database_share_the_limits(
        self, sessions: SessionFactory, relay: Relay, answers: Answers, clock: ManualClock
    ) -> None:
        limits = IntakeLimits(per_sender=2)
        for number in range(6):
            Journal(sessions, clock, limits).keep([message(number)])
        move_all(relay, answers)
        assert answers.received == ["zhangsan-0", "zhangsan-1"]
        assert answers.declined == ["zhangsan-2"]

    def test_after_a_minute_the_person_is_heard_again(
        self, sessions: SessionFactory, relay: Relay, answers: Answers, clock: ManualClock
    ) -> None:
        journal = Journal(sessions, clock, IntakeLimits(per_sender=1))
        journal.keep([message(0), message(1)])
        clock.advance(timedelta(minutes=1))
        journal.keep([message(2)])
        move_all(relay, answers)
        assert answers.received == ["zhangsan-0", "zhangsan-2"]

    def test_a_full_queue_declines_and_each_sender_hears_of_it(
        self, sessions: SessionFactory, relay: Relay, answers: Answers, clock: ManualClock
    ) -> None:
        journal = Journal(sessions, clock, IntakeLimits(backlog=2))
        journal.keep([message(0, f"u{number}") for number in range(5)])
        move_all(relay, answers)
        assert answers.received == ["u0-0", "u1-0"]
        assert answers.declined == ["u2-0", "u3-0", "u4-0"]

    def test_what_another_process_took_counts_half_a_second_later(
        self, sessions: SessionFactory, relay: Relay, answers: Answers, clock: ManualClock
    ) -> None:
        limits = IntakeLimits(overall=3)
        one, two = Journal(sessions, clock, limits), Journal(sessions, clock, limits)
        one.keep([message(0, "u0")])
        two.keep([message(0, "u1"), message(0, "u2")])
        clock.advance(timedelta(milliseconds=500))
        one.keep([message(0, "u3")])
        clock.advance(timedelta(minutes=1))
        one.keep([message(0, "u4")])
        move_all(relay, answers)
        assert answers.received == ["u0-0", "u1-0", "u2-0", "u4-0"]
        assert answers.declined == ["u3-0"]

    def test_what_came_before_the_clock_was_set_back_turns_nobody_away(
        self, sessions: SessionFactory, relay: Relay, answers: Answers, clock: ManualClock
    ) -> None:
        limits = IntakeLimits(per_sender=3, overall=3)
        Journal(sessions, clock, limits).keep([message(number) for number in range(3)])
        clock.advance(-timedelta(hours=1))
        Journal(sessions, clock, limits).keep([message(4)])
        move_all(relay, answers)
        assert (answers.received[-1], answers.declined) == ("zhangsan-4", [])

    def test_the_vendors_repetition_does_not_count_against_the_sender(
        self, sessions: SessionFactory, relay: Relay, answers: Answers, clock: ManualClock
    ) -> None:
        journal = Journal(sessions, clock, IntakeLimits(per_sender=2))
        for _ in range(4):
            journal.keep([message(0)])
        journal.keep([message(1), message(1)])
        move_all(relay, answers)
        assert answers.received == ["zhangsan-0", "zhangsan-1"]
        assert answers.declined == []


class TestHandingOn:
    @pytest.fixture
    def journal(self, sessions: SessionFactory, clock: ManualClock) -> Journal:
        return Journal(sessions, clock, IntakeLimits(per_sender=1000))

    def test_one_conversation_never_takes_the_room_of_the_others(
        self, journal: Journal, relay: Relay, answers: Answers
    ) -> None:
        journal.keep([message(number) for number in range(100)])
        journal.keep([message(0, "lisi")])
        relay.move()
        assert "lisi-0" in answers.received
        assert len(answers.received) == PER_CONVERSATION + 1

    def test_no_more_are_under_way_than_there_is_room_for(
        self, journal: Journal, relay: Relay, answers: Answers
    ) -> None:
        journal.keep([message(0, f"u{number}") for number in range(UNDER_WAY + 5)])
        assert relay.move() == (UNDER_WAY, True)
        assert relay.move() == (0, True)
        answers.unanswered.clear()
        assert relay.move() == (5, False)

    def test_saying_no_to_many_keeps_nobody_waiting(
        self, sessions: SessionFactory, relay: Relay, answers: Answers, clock: ManualClock
    ) -> None:
        journal = Journal(sessions, clock, IntakeLimits(backlog=1))
        journal.keep([message(0, f"u{number}") for number in range(21)])
        assert relay.move() == (9, True)
        assert (len(answers.received), len(answers.declined)) == (1, 8)

    def test_a_burst_is_more_than_sixty_within_the_last_second(
        self, journal: Journal, relay: Relay, clock: ManualClock
    ) -> None:
        journal.keep([message(number, f"u{number}") for number in range(60)])
        assert not relay.is_burst()
        journal.keep([message(60)])
        assert relay.is_burst()
        clock.advance(timedelta(seconds=1))
        assert not relay.is_burst()
        clock.advance(-timedelta(hours=1))
        assert not relay.is_burst()

    @pytest.mark.parametrize(
        "away",
        [
            sa.exc.OperationalError("insert", {}, Exception("database is away")),
            sa.exc.IntegrityError("insert", {}, Exception("another process was first")),
            sa.exc.TimeoutError("no connection is free"),
            StorageError("任务队列数据库打不开"),
        ],
    )
    def test_a_queue_that_is_away_loses_nothing(
        self, journal: Journal, relay: Relay, answers: Answers, away: Exception
    ) -> None:
        journal.keep([message(0), message(1)])
        answers.fails_with = away
        with pytest.raises(type(away)):
            relay.move()
        answers.fails_with = None
        move_all(relay, answers)
        assert answers.received == ["zhangsan-0", "zhangsan-1"]

    @pytest.mark.parametrize(
        "poison",
        [
            sa.exc.DataError("insert", {}, Exception("value too long")),
            sa.exc.StatementError("no time zone", "insert", {}, ValueError()),
            ValueError("a defect"),
        ],
    )
    def test_a_message_that_fails_for_ever_keeps_nobody_waiting(
        self, journal: Journal, relay: Relay, answers: Answers, poison: Exception
    ) -> None:
        journal.keep([message(0, "lisi"), message(0), message(1)])
        answers.fails_with, answers.fails_on = poison, "lisi"
        move_all(relay, answers)
        assert answers.received == ["zhangsan-0", "zhangsan-1"]

    def test_killed_between_handing_on_and_noting_it_the_message_counts_once(
        self, journal: Journal, relay: Relay, answers: Answers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        journal.keep([message(0)])
        with monkeypatch.context() as killed:
            killed.setattr(relay, "_mark", _killed)
            with pytest.raises(KeyboardInterrupt):
                relay.move()
        move_all(relay, answers)
        assert answers.received == ["zhangsan-0"]

    def test_what_was_said_is_forgotten_here_once_it_is_handed_on(
        self, journal: Journal, relay: Relay, answers: Answers, sessions: SessionFactory
    ) -> None:
        journal.keep([message(0)])
        move_all(relay, answers)
        with sessions() as session:
            assert session.scalars(sa.select(InboundMessageRow.payload)).all() == [{}]


def _killed(*_arguments: object) -> None:
    raise KeyboardInterrupt


async def test_messages_that_come_at_once_are_each_kept_before_they_are_acknowledged(
    intake: Intake, sessions: SessionFactory
) -> None:
    given = [message(0, f"u{number}") for number in range(50)]
    await asyncio.gather(*(intake(each) for each in given), *(intake(each) for each in given))
    with sessions() as session:
        assert session.scalar(sa.select(sa.func.count(InboundMessageRow.id))) == 50


async def test_a_message_that_cannot_be_written_costs_the_others_nothing(intake: Intake) -> None:
    poison = message(1).model_copy(update={"sender": "\ud800"})
    outcomes = await asyncio.gather(
        intake(message(0)), intake(poison), intake(message(2)), return_exceptions=True
    )
    assert [outcome is None for outcome in outcomes] == [True, False, True]


def test_a_window_says_how_long_to_wait_for_several_places(clock: ManualClock) -> None:
    window = SendWindow(3, timedelta(minutes=1), clock)
    assert window.reserve("a", 2) == 0.0
    clock.advance(timedelta(seconds=10))
    assert window.reserve("a") == 0.0
    assert window.reserve("a") == 50.0
    assert window.reserve("a", 3) == 60.0
    assert window.reserve("b", 5) == 0.0


def test_a_window_forgets_what_was_sent_before_the_clock_was_set_back(clock: ManualClock) -> None:
    window = SendWindow(3, timedelta(minutes=1), clock)
    assert window.reserve("a", 3) == 0.0
    clock.advance(-timedelta(hours=1))
    assert window.reserve("a", 3) == 0.0
    assert window.reserve("a") == 60.0


def test_a_window_forgets_recipients_who_have_been_quiet(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_window, "_SWEEP_AT", 10)
    window = SendWindow(1, timedelta(minutes=1), clock)
    for number in range(11):
        window.reserve(f"u{number}")
    clock.advance(timedelta(minutes=1))
    window.reserve("u0")
    assert list(window._sent) == ["u0"]


@about_sqlite
@pytest.mark.parametrize("name", ["known", "of_senders"])
def test_keeping_looks_rows_up_and_never_reads_the_whole_table(
    sessions: SessionFactory, name: str
) -> None:
    statement: str = getattr(statements_of("sqlite"), name)
    given = ("wecom_app", '["1", "2"]', "2026-11-23", "2026-11-24")[: statement.count("?")]
    with sessions() as session:
        asked = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        steps = [step for *_ids, step in asked]
    assert not [step for step in steps if step.startswith("SCAN inbound_messages")]
    assert any("SEARCH inbound_messages" in step for step in steps)


@about_sqlite
async def test_another_writer_is_waited_for_and_nothing_overtakes_what_waits(
    intake: Intake, sessions: SessionFactory
) -> None:
    with sessions.begin() as session:
        session.execute(sa.delete(InboundMessageRow))
        waiting = [asyncio.create_task(intake(message(number))) for number in range(5)]
        for _ in range(3):
            await asyncio.sleep(0)
        waiting.append(asyncio.create_task(intake(message(5))))
        await asyncio.sleep(0)
        assert not any(each.done() for each in waiting)
    await asyncio.gather(*waiting)
    with sessions() as session:
        kept = sa.select(InboundMessageRow.message_id).order_by(InboundMessageRow.id)
        assert session.scalars(kept).all() == [f"zhangsan-{number}" for number in range(6)]


async def test_a_connection_that_was_ended_costs_nobody_anything(
    intake: Intake, sessions: SessionFactory
) -> None:
    await intake(message(0))
    held = intake._journal._connection._connected().driver_connection
    assert held is not None
    held.close()
    await intake(message(1))
    with sessions() as session:
        assert session.scalar(sa.select(sa.func.count(InboundMessageRow.id))) == 2
