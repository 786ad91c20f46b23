"""Finds the person behind an account, and the accounts of a person."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from cachetools import TTLCache

from bot.errors import UnknownPerson
from bot.identity.model import ChannelAccountRow, DepartmentRow, PersonRow
from bot.identity.person import GUEST, Department, Person, Role
from bot.messages import Recipient
from bot.storage.engine import SessionFactory

WEB_CHANNEL = "web"
CACHED_FOR_S = 10.0
CACHED_ACCOUNTS = 10_000
_COLUMNS = (
    PersonRow.user_id,
    PersonRow.name,
    PersonRow.department_code,
    PersonRow.post,
    PersonRow.role,
    PersonRow.leader_user_id,
)
_IS_ACTIVE = PersonRow.deactivated_at.is_(None)


class Directory:
    """People and departments as the database knows them now. Who was deactivated is nobody.

    `company_channels` are channels whose account name is the person's user id by itself
    (WeCom: userids are given by the same administrators and compared without case).
    `has_inbox` tells of a user id whether that person can open the page as themselves: a
    message put where nobody can read it would count as delivered.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        *,
        company_channels: Sequence[str] = (),
        has_inbox: Callable[[str], bool] = lambda _user_id: False,
    ) -> None:
        self._sessions = sessions
        self._company_channels = tuple(company_channels)
        self._has_inbox = has_inbox
        self._writers: TTLCache[tuple[str, str], Person] = TTLCache(
            maxsize=CACHED_ACCOUNTS, ttl=CACHED_FOR_S
        )
        self._writers_lock = threading.Lock()

    def person(self, user_id: str) -> Person | None:
        """Return the person with this id, compared without case; None when nobody has it."""
        with self._sessions() as session:
            row = session.scalar(
                sa.select(PersonRow).where(
                    sa.func.lower(PersonRow.user_id) == user_id.casefold(), _IS_ACTIVE
                )
            )
        return None if row is None else as_person(row)

    def require(self, user_id: str) -> Person:
        """Return the person with this id.

        Raises:
            UnknownPerson: nobody has it.
        """
        person = self.person(user_id)
        if person is None:
            raise UnknownPerson(
                f"没有用户“{user_id}”",
                remedy="检查用户编号，或先导入人员",
            )
        return person

    def person_for(self, channel: str, account: str) -> Person:
        """Return who writes from this account; a stranger is the guest.

        Elsewhere than on company channels names differ by case (openids): they are compared
        exactly. Remembered for `CACHED_FOR_S`, so that another process's import is seen then.
        """
        with self._writers_lock:
            known = self._writers.get((channel, account))
        if known is None:
            known = self._look_up(channel, account)
            with self._writers_lock:
                self._writers[channel, account] = known
        return known

    def forget_cached(self) -> None:
        """Look everybody up again: people or their accounts have changed."""
        with self._writers_lock:
            self._writers.clear()

    def _look_up(self, channel: str, account: str) -> Person:
        with self._sessions() as session:
            row = session.scalar(
                sa.select(PersonRow)
                .join(ChannelAccountRow, ChannelAccountRow.user_id == PersonRow.user_id)
                .where(
                    ChannelAccountRow.channel == channel,
                    ChannelAccountRow.account == account,
                    _IS_ACTIVE,
                )
            )
        if row is not None:
            return as_person(row)
        if channel in self._company_channels:
            return self.person(account) or GUEST
        return GUEST

    def accounts_of(self, user_id: str) -> list[Recipient]:
        """Return where this person can be reached, best first; the page's inbox is the last."""
        with self._sessions() as session:
            person = session.get(PersonRow, user_id)
            if person is not None and person.deactivated_at is not None:
                return []
            rows = session.scalars(
                sa.select(ChannelAccountRow)
                .where(ChannelAccountRow.user_id == user_id)
                .order_by(ChannelAccountRow.rank, ChannelAccountRow.channel)
            ).all()
        bound = [Recipient(channel=row.channel, account=row.account) for row in rows]
        taken = {recipient.channel for recipient in bound}
        own = [
            Recipient(channel=channel, account=user_id)
            for channel in self._company_channels
            if channel not in taken
        ]
        places = [*bound, *own]
        if self._has_inbox(user_id):
            places.append(Recipient(channel=WEB_CHANNEL, account=user_id))
        return places

    def reachable_by(self) -> dict[str, frozenset[str]]:
        """Return by user id the channels on which everybody has an account."""
        with self._sessions() as session:
            bound = session.execute(
                sa.select(ChannelAccountRow.user_id, ChannelAccountRow.channel)
            ).all()
        places: dict[str, set[str]] = {
            person.user_id: {*self._company_channels} for person in self.people()
        }
        for user_id, channel in bound:
            if user_id in places:
                places[user_id].add(channel)
        for user_id, channels in places.items():
            if self._has_inbox(user_id):
                channels.add(WEB_CHANNEL)
        return {user_id: frozenset(channels) for user_id, channels in places.items()}

    def people(self) -> list[Person]:
        """Return everybody, by user id."""
        with self._sessions() as session:
            # The columns and not the class: this is read for every message about what is late.
            rows = session.execute(
                sa.select(*_COLUMNS).where(_IS_ACTIVE).order_by(PersonRow.user_id)
            ).all()
        return [
            Person(user_id, name, department, post, Role(role), leader)
            for user_id, name, department, post, role, leader in rows
        ]

    def former(self) -> list[Person]:
        """Return everybody who has left, by user id: what they owned is still somebody's."""
        with self._sessions() as session:
            query = sa.select(PersonRow).where(~_IS_ACTIVE).order_by(PersonRow.user_id)
            return [as_person(row) for row in session.scalars(query)]

    def names(self) -> dict[str, str]:
        """Return the name of everybody who ever was, by user id: for histories."""
        with self._sessions() as session:
            rows = session.execute(sa.select(PersonRow.user_id, PersonRow.name)).all()
        return {row.user_id: row.name for row in rows}

    def departments(self) -> list[Department]:
        """Return every department, by code."""
        with self._sessions() as session:
            rows = session.scalars(sa.select(DepartmentRow).order_by(DepartmentRow.code)).all()
        return [
            Department(row.code, row.name, row.successor_name, row.successor_since) for row in rows
        ]


def as_person(row: PersonRow) -> Person:
    """Return the row as a person."""
    return Person(
        user_id=row.user_id,
        name=row.name,
        department_code=row.department_code,
        post=row.post,
        role=Role(row.role),
        leader_user_id=row.leader_user_id,
    )
