"""Who stands above whom; pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.identity import Person


class LineOfCommand:
    """The people of a city by user id, and their leaders."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {person.user_id: person for person in people}

    def leaders_of(self, user_id: str) -> tuple[str, ...]:
        """Return who stands above somebody, nearest first."""
        chain: list[str] = []
        person = self._people.get(user_id)
        # A circle in the imported leaders must neither hang a scan nor name somebody twice.
        while person is not None:
            leader = person.leader_user_id
            if not leader or leader == user_id or leader in chain:
                break
            chain.append(leader)
            person = self._people.get(leader)
        return tuple(chain)

    def departments_under(self, person: Person) -> frozenset[str]:
        """Return a person's own department and those of everybody below them."""
        own = {person.department_code} if person.department_code else set()
        return frozenset(own) | frozenset(
            entry.department_code
            for entry in self._people.values()
            if entry.department_code and person.user_id in self.leaders_of(entry.user_id)
        )
