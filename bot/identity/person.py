"""A person as the rest of the application sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody may see and do; unknown people are guests."""

    LEADER = "leader"
    SUPERVISOR = "supervisor"
    OFFICIAL = "official"
    ADMIN = "admin"
    ENTERPRISE = "enterprise"
    GUEST = "guest"


OFFICIAL_ROLES = frozenset({Role.LEADER, Role.SUPERVISOR, Role.OFFICIAL, Role.ADMIN})


@dataclass(frozen=True)
class Person:
    """Somebody known, or the guest. `leader_user_id` is whom their lateness climbs to."""

    user_id: str
    name: str
    department_code: str | None
    post: str
    role: Role
    leader_user_id: str | None = None

    @property
    def is_official(self) -> bool:
        """Tell whether the person works for the government."""
        return self.role in OFFICIAL_ROLES


GUEST = Person(user_id="", name="访客", department_code=None, post="", role=Role.GUEST)


@dataclass(frozen=True)
class Department:
    """A department under the name a document uses, and what it became.

    `successor_name` is the present name from `successor_since` on.
    """

    code: str
    name: str
    successor_name: str | None = None
    successor_since: str | None = None

    def name_on(self, day: date) -> str:
        """Return what it is called on a day, with the name the plan uses where that is another."""
        since = self.successor_since
        if self.successor_name and since and date.fromisoformat(since) <= day:
            return f"{self.successor_name}（原{self.name}）"
        return self.name
