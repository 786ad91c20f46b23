"""Tells people of cases: who reads a notice, kept in the commit of what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.alerts.task_concerns import People
from bot.appeals.appeal import Appeal
from bot.appeals.wording import NOTICE_INTENT
from bot.delivery import Delivery
from bot.identity import Person, Role
from bot.messages import Reply
from bot.tasks.line_of_command import LineOfCommand, line_of

# A bare 不满意 after a message of ours is about what that was of.
SPOKEN_OF_FOR = timedelta(days=1)


class Notices:
    """The notices of one event: kept in its commit, sent after it. Nobody gets two."""

    def __init__(
        self,
        appeal_no: str,
        readers: Sequence[tuple[str, Reply]],
        people: People,
        delivery: Delivery,
    ) -> None:
        self._appeal_no = appeal_no
        self._readers = readers
        self._people = people
        self._delivery = delivery
        self._keys: list[str] = []

    def keep(self, session: Session, event_id: int) -> None:
        """Keep them with the event that they are of."""
        for reader, notice in self._readers:
            key = f"appeal:{self._appeal_no}:event:{event_id}:{reader}"
            if reader and key not in self._keys:
                accounts = self._people.accounts_of(reader)
                self._delivery.keep(session, accounts, notice, key=key, user_id=reader)
                self._keys.append(key)

    def start(self) -> None:
        """Send what was kept."""
        for key in self._keys:
            self._delivery.start(key)


class AppealTelling:
    """Finds who is to read what happens to cases, and what they were told."""

    def __init__(self, people: People, delivery: Delivery, receiver_user_id: str) -> None:
        self._people = people
        self._delivery = delivery
        self._receiver_user_id = receiver_user_id

    def receiver(self) -> Person | None:
        """Return who receives new cases: as set, else the supervisor nearest to the work."""
        people = self._people.people()
        line = LineOfCommand(people, self._people.former())
        supervisors = [person for person in people if person.role is Role.SUPERVISOR]
        named = [p for p in people if p.user_id == self._receiver_user_id]
        found = named or sorted(supervisors, key=lambda p: -len(line.leaders_of(p.user_id)))
        return found[0] if found else None

    def about(self, appeal: Appeal, told: Sequence[tuple[str, Reply]]) -> Notices:
        """Return the notices about what happens to a case, each with who is told it."""
        readers = [(self._reader(appeal, user_id), notice) for user_id, notice in told]
        return Notices(appeal.appeal_no, readers, self._people, self._delivery)

    def last_told(self, person: Person) -> frozenset[str]:
        """Return the cases that the messages of the last day to a person were about."""
        sent = self._delivery.sent_within(self._people.accounts_of(person.user_id), SPOKEN_OF_FOR)
        pushed = [reply.query or {} for reply in sent if reply.intent == NOTICE_INTENT]
        return frozenset(number for query in pushed for number in query.get("appeal_nos", ()))

    def _reader(self, appeal: Appeal, user_id: str) -> str:
        """Return who reads a notice: in the place of an owner who left, whoever is above them."""
        people = {person.user_id for person in self._people.people()}
        if user_id != appeal.owner_user_id or user_id in people:
            return user_id
        receiver = self.receiver()
        above = line_of(self._people).leaders_of(user_id)
        return next(iter(above), receiver.user_id if receiver else user_id)
