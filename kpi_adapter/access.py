"""Who may see what. Pure; everything unclear is refused.

Published figures are for everyone. What is for officials shows the whole city to a city
department and its own district to a district department. What is for one department shows to
that department and to those that oversee all; what is for leaders, to their leaders. What is
granted is the list of regions that goes into the statement as a bound parameter, so no wording
of a question can widen it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Role = Literal["leader", "supervisor", "official", "admin", "enterprise", "guest"]
OFFICIAL_ROLES: frozenset[str] = frozenset({"leader", "supervisor", "official", "admin"})


@dataclass(frozen=True)
class Viewer:
    """Who asks. ``department_code`` of a district department is its region code."""

    user_id: str | None
    role: Role
    department_code: str | None = None


class Sensitivity(StrEnum):
    """Who an indicator is for, from everyone to the fewest."""

    PUBLIC = "public"
    OFFICIAL = "official"
    DEPARTMENT = "department"
    LEADER = "leader"


class AccessReason(StrEnum):
    PUBLISHED = "published"
    CITY_DEPARTMENT = "city_department"
    OWN_DISTRICT = "own_district"
    NOT_OFFICIAL = "not_official"
    OTHER_DISTRICT = "other_district"
    OTHER_DEPARTMENT = "other_department"
    NOT_A_LEADER = "not_a_leader"
    IDENTITY_UNCLEAR = "identity_unclear"


@dataclass(frozen=True)
class Grant:
    """``regions`` are those the viewer may see; empty means nothing may be shown."""

    reason: AccessReason
    regions: tuple[str, ...] = ()

    @property
    def is_allowed(self) -> bool:
        return bool(self.regions)


@dataclass(frozen=True)
class Organisation:
    """The codes rights are decided by: the city, its districts, its departments, and those of
    the departments that oversee all others."""

    city: str
    districts: frozenset[str]
    departments: frozenset[str]
    overseeing: frozenset[str] = frozenset()


def grant(
    viewer: Viewer,
    sensitivity: Sensitivity,
    wanted: tuple[str, ...],
    places: Organisation,
    *,
    owner: str | None = None,
) -> Grant:
    """Decide which of the ``wanted`` regions ``viewer`` may see.

    ``wanted`` may hold the city code; for a district officer the whole city narrows to
    the own district, and a foreign district refuses the question as a whole. ``owner`` is the
    department that keeps the figure; without it nothing of DEPARTMENT or LEADER is shown but to
    those that oversee all.
    """
    if sensitivity is Sensitivity.PUBLIC:
        return Grant(AccessReason.PUBLISHED, wanted)
    if viewer.role not in OFFICIAL_ROLES:
        return Grant(AccessReason.NOT_OFFICIAL)
    own = viewer.department_code
    if not viewer.user_id or own not in places.departments | places.districts:
        return Grant(AccessReason.IDENTITY_UNCLEAR)
    if sensitivity is Sensitivity.LEADER and viewer.role != "leader":
        return Grant(AccessReason.NOT_A_LEADER)
    if sensitivity is not Sensitivity.OFFICIAL and own not in places.overseeing | {owner}:
        return Grant(AccessReason.OTHER_DEPARTMENT)
    if own in places.departments:
        return Grant(AccessReason.CITY_DEPARTMENT, wanted)
    if own is not None and set(wanted) <= {places.city, own}:
        return Grant(AccessReason.OWN_DISTRICT, (own,))
    return Grant(AccessReason.OTHER_DISTRICT)
