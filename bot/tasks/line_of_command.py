"""Who stands above whom; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.identity import Person, Role

FORMER = "（已停用）"
"""Behind the name of somebody who has left."""
UNKNOWN = "未登记"


class Known(Protocol):
    """Who is there, and who was."""

    def people(self) -> list[Person]: ...

    def former(self) -> list[Person]: ...


class LineOfCommand:
    """The people of a city by user id, and their leaders.

    `former` are those who have left: what they still own climbs to whoever led them, and where
    a leader left or was never registered, the next one above stands in the place.
    """

    def __init__(self, people: Iterable[Person], former: Iterable[Person] = ()) -> None:
        self._people = {person.user_id: person for person in people}
        self._former = {person.user_id: person for person in former}

    def leaders_of(self, user_id: str) -> tuple[str, ...]:
        """Return who stands above somebody, nearest first."""
        passed = [user_id]
        person = self._people.get(user_id) or self._former.get(user_id)
        # A circle in the imported leaders must neither hang a scan nor name somebody twice.
        while person is not None:
            leader = person.leader_user_id
            if not leader or leader in passed:
                break
            passed.append(leader)
            person = self._people.get(leader) or self._former.get(leader)
        return tuple(leader for leader in passed[1:] if leader in self._people)

    def hearers_for(self, supervisor: str) -> tuple[str, ...]:
        """Return who hears what a supervisor is to hear, the nearest first: themself, who stands
        above them, the other supervisors, those of their department first, and administrators.

        Where the supervisor left and nobody stands above, somebody must hear of it still.
        """
        was = self._people.get(supervisor) or self._former.get(supervisor)
        department = was.department_code if was is not None else None
        of_role = {
            role: sorted(
                (one for one in self._people.values() if one.role is role),
                key=lambda one: (one.department_code != department, one.user_id),
            )
            for role in (Role.SUPERVISOR, Role.ADMIN)
        }
        others = [one.user_id for several in of_role.values() for one in several]
        own = [supervisor] if supervisor in self._people else []
        return tuple(dict.fromkeys([*own, *self.leaders_of(supervisor), *others]))

    def hearer_for(self, supervisor: str) -> str:
        """Return the first of them; the supervisor where nobody is there at all."""
        return next(iter(self.hearers_for(supervisor)), supervisor)

    def departments_under(self, person: Person) -> frozenset[str]:
        """Return a person's own department and those of everybody below them."""
        own = {person.department_code} if person.department_code else set()
        return frozenset(own) | frozenset(
            entry.department_code
            for entry in self._people.values()
            if entry.department_code and person.user_id in self.leaders_of(entry.user_id)
        )


def line_of(known: Known) -> LineOfCommand:
    """Return the line of command as it is now."""
    return LineOfCommand(known.people(), known.former())


def names_of(known: Known) -> dict[str, str]:
    """Return everybody's name by user id; it shows who has left."""
    left = {person.user_id: f"{person.name}{FORMER}" for person in known.former()}
    return left | {person.user_id: person.name for person in known.people()}


def name_of(known: Known, user_id: str) -> str:
    """Name one person."""
    return names_of(known).get(user_id, UNKNOWN)
