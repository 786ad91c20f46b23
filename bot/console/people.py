"""人员: who works where, with which rights, reached how. Every change is recorded with it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.console import people_wording as wording
from bot.console.audit import ConsoleAudit, ConsoleChange
from bot.console.audit_log_wording import CHANNELS
from bot.console.undo import Record, Reversal
from bot.errors import ConsoleRefused, PeopleRefused
from bot.identity import Directory, Person, Role
from bot.identity.binding import Binding
from bot.identity.person import Department
from bot.identity.register import PeopleChoice, PeopleRegister
from bot.identity.rights import PeopleAction, may
from bot.identity.roster import RosterCount, import_roster
from bot.signin import LocalAccounts
from bot.storage.engine import SessionFactory
from bot.tasks.department_names import department_names

# What fits into a list to choose from.
_OFFERED = 300


class PeopleSection:
    """Changes to people as the console makes them; `register` also lists them."""

    def __init__(
        self,
        sessions: SessionFactory,
        register: PeopleRegister,
        directory: Directory,
        accounts: LocalAccounts,
        binding: Binding,
        audit: ConsoleAudit,
        clock: Clock,
    ) -> None:
        self.register = register
        self.accounts = accounts
        self._sessions = sessions
        self._directory = directory
        self._binding = binding
        self._audit = audit
        self._clock = clock

    def reversals(self) -> dict[tuple[str, str], Reversal]:
        """Return what can be taken back, and how."""
        return {
            (wording.SECTION, wording.ADDED): self._take_out,
            (wording.SECTION, wording.CHANGED): self._change_back,
            (wording.SECTION, wording.LEFT): self._take_in,
            (wording.SECTION, wording.RETURNED): self._take_out,
            (wording.SECTION, wording.DEPARTMENT): self._department_back,
        }

    def count(self) -> int:
        """Return how many people there are."""
        return len(self._directory.people())

    def departments(self) -> list[Department]:
        """Return every department, by code."""
        return self._directory.departments()

    def department_names(self) -> dict[str, str]:
        """Return by code how each department is called today."""
        return department_names(self.departments(), self._clock.now().date())

    def offered(self, by: Person) -> list[Person]:
        """Return whom a form offers to choose from."""
        return [one.person for one in self.register.page(by, PeopleChoice(), limit=_OFFERED)]

    def officials_offered(self, by: Person) -> list[Person]:
        """Return the officials a form offers to hand something to: those of a department."""
        choice = PeopleChoice(role=Role.OFFICIAL)
        page = self.register.page(by, choice, limit=_OFFERED)
        return [one.person for one in page if one.person.department_code]

    def add(self, by: Person, person: Person) -> int:
        """Add somebody; return the number of the record.

        Raises:
            PeopleRefused: not allowed, or the entry is wrong.
        """
        also = self._audit.recording(
            by,
            ConsoleChange(
                wording.SECTION,
                wording.ADDED,
                wording.named(person),
                after=wording.described(person),
                reversal={"user_id": person.user_id},
            ),
        )
        self.register.add(by, person, also=also)
        return also.number

    def change(self, by: Person, person: Person) -> int:
        """Write somebody's entry anew; return the number of the record.

        Raises:
            UnknownPerson, PeopleRefused: nobody has the id, not allowed, or the entry is wrong.
        """
        before = self.register.one(by, person.user_id).person
        also = self._audit.recording(
            by,
            ConsoleChange(
                wording.SECTION,
                wording.CHANGED,
                wording.named(before),
                before=wording.described(before),
                after=wording.described(person),
                reversal={"before": asdict(before), "after": asdict(person)},
            ),
        )
        self.register.change(by, person, also=also)
        return also.number

    def deactivate(self, by: Person, user_id: str) -> int:
        """Let somebody leave; return the number of the record.

        Raises:
            UnknownPerson, PeopleRefused: nobody has the id, not allowed, or the last administrator.
        """
        person = self.register.one(by, user_id).person
        followers = [one.user_id for one in self.register.led_by(person.user_id)]
        also = self._audit.recording(
            by,
            ConsoleChange(
                wording.SECTION,
                wording.LEFT,
                wording.named(person),
                before=wording.described(person),
                reversal={"user_id": person.user_id, "followers": followers},
            ),
        )
        self.register.deactivate(by, person.user_id, also=also)
        return also.number

    def reactivate(self, by: Person, user_id: str) -> int:
        """Take somebody back; return the number of the record.

        Raises:
            UnknownPerson, PeopleRefused: nobody ever had the id, or not allowed.
        """
        person = self.register.one(by, user_id).person
        also = self._audit.recording(
            by,
            ConsoleChange(
                wording.SECTION,
                wording.RETURNED,
                wording.named(person),
                after=wording.described(person),
                reversal={"user_id": person.user_id},
            ),
        )
        self.register.reactivate(by, person.user_id, also=also)
        return also.number

    def save_department(self, by: Person, entry: Department) -> int | None:
        """Add a department, or write its entry anew; return the number of the record where it
        can be taken back.

        Raises:
            PeopleRefused: not allowed, or the entry is wrong.
        """
        before = next((one for one in self.departments() if one.code == entry.code), None)
        reversal = None if before is None else {"before": asdict(before), "after": asdict(entry)}
        also = self._audit.recording(
            by,
            ConsoleChange(
                wording.SECTION,
                wording.DEPARTMENT,
                entry.code,
                before=wording.department(before),
                after=wording.department(entry),
                reversal=reversal,
            ),
        )
        self.register.save_department(by, entry, also=also)
        return None if before is None else also.number

    def import_roster(self, by: Person, folder: Path, *, dry_run: bool) -> RosterCount:
        """Take in `departments.csv` and `people.csv`; a dry run only checks and counts.

        Raises:
            PeopleRefused: not allowed, or no administrator would be left.
            ImportRefused: rows are bad; each is named and nothing was changed.
        """
        self._require(by, PeopleAction.IMPORT)

        def also(session: Session, count: RosterCount) -> None:
            self.register.refuse_without_administrator(session)
            done = wording.imported(
                count.people, count.departments, len(count.added), len(count.changed)
            )
            self._audit.recording(
                by, ConsoleChange(wording.SECTION, wording.IMPORTED, "人员名单", after=done)
            )(session)

        count = import_roster(self._sessions, folder, dry_run=dry_run, also=also)
        if not dry_run:
            self._directory.forget_cached()
        return count

    def issue_code(self, by: Person, user_id: str) -> str:
        """Return a one-time code that binds an account to somebody; it is told this one time.

        Raises:
            PeopleRefused: not allowed.
            UnknownPerson: nobody has this id, or they have left.
        """
        self._require(by, PeopleAction.ISSUE_CODE)
        person = self._directory.require(user_id)
        also = self._audit.recording(
            by, ConsoleChange(wording.SECTION, wording.CODE, wording.named(person))
        )
        return self._binding.issue(person.user_id, also=also)

    def unbind(self, by: Person, user_id: str, channel: str, account: str) -> None:
        """Take an account from somebody.

        Raises:
            PeopleRefused: not allowed.
            ConsoleRefused: the account is not theirs.
        """
        self._require(by, PeopleAction.UNBIND)
        person = self.register.one(by, user_id).person
        bound = self.register.accounts(by, person.user_id)
        if not any((one.channel, one.account) == (channel, account) for one in bound):
            raise ConsoleRefused(wording.NOT_BOUND, remedy="刷新页面")
        before = f"{CHANNELS.get(channel, channel)}账号"
        also = self._audit.recording(
            by,
            ConsoleChange(wording.SECTION, wording.UNBOUND, wording.named(person), before=before),
        )
        if not self._binding.release(channel, account, also=also):
            raise ConsoleRefused(wording.NOT_BOUND, remedy="刷新页面")

    def reset_password(self, by: Person, user_id: str) -> str:
        """Return a new initial password of somebody; it is told this one time.

        Raises:
            PeopleRefused: not allowed.
            UnknownPerson: nobody has this id, or they have left.
        """
        self._require(by, PeopleAction.SET_PASSWORD)
        person = self._directory.require(user_id)
        also = self._audit.recording(
            by, ConsoleChange(wording.SECTION, wording.PASSWORD, wording.named(person))
        )
        return self.accounts.issue_initial(person.user_id, also=also)

    def _take_out(self, by: Person, kept: dict[str, Any], record: Record) -> None:
        self.register.deactivate(by, kept["user_id"], also=record)

    def _take_in(self, by: Person, kept: dict[str, Any], record: Record) -> None:
        person = self.register.reactivate(by, kept["user_id"], also=record)
        for user_id in kept.get("followers", ()):
            follower = self._directory.person(user_id)
            # Whom somebody else has given another leader since stays where they are.
            if follower is not None and follower.leader_user_id == person.leader_user_id:
                values = asdict(follower) | {"leader_user_id": person.user_id}
                self.register.change(by, Person(**values))

    def _change_back(self, by: Person, kept: dict[str, Any], record: Record) -> None:
        before, after = _person(kept["before"]), _person(kept["after"])
        if self.register.one(by, before.user_id).person != after:
            raise ConsoleRefused(wording.CHANGED_SINCE, remedy=wording.CHANGED_SINCE_REMEDY)
        self.register.change(by, before, also=record)

    def _department_back(self, by: Person, kept: dict[str, Any], record: Record) -> None:
        before, after = Department(**kept["before"]), Department(**kept["after"])
        if after not in self.departments():
            raise ConsoleRefused(wording.CHANGED_SINCE, remedy=wording.CHANGED_SINCE_REMEDY)
        self.register.save_department(by, before, also=record)

    def _require(self, by: Person, action: PeopleAction) -> None:
        if not may(by, action):
            raise PeopleRefused("您的角色不能这样做，没有改动", remedy="请管理员办理")


def _person(values: dict[str, Any]) -> Person:
    return Person(**(values | {"role": Role(values["role"])}))
