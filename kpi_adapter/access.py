"""Who may see what. Pure; everything unclear is refused.

Published figures are for everyone. The project ledger is for officials: a city department
sees the whole city, a district department its own district. What is granted is the list of
regions that goes into the statement as a bound parameter, so no wording of a question can
widen it.
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
    PUBLIC = "public"
    OFFICIAL = "official"


class AccessReason(StrEnum):
    PUBLISHED = "published"
    CITY_DEPARTMENT = "city_department"
    OWN_DISTRICT = "own_district"
    NOT_OFFICIAL = "not_official"
    OTHER_DISTRICT = "other_district"
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
    """The codes rights are decided by: the city, its districts, its departments."""

    city: str
    districts: frozenset[str]
    departments: frozenset[str]


def grant(
    viewer: Viewer, sensitivity: Sensitivity, wanted: tuple[str, ...], places: Organisation
) -> Grant:
    """Decide which of the ``wanted`` regions ``viewer`` may see.

    ``wanted`` may hold the city code; for a district officer the whole city narrows to
    the own district, and a foreign district refuses the question as a whole.
    """
    if sensitivity is Sensitivity.PUBLIC:
        return Grant(AccessReason.PUBLISHED, wanted)
    if viewer.role not in OFFICIAL_ROLES:
        return Grant(AccessReason.NOT_OFFICIAL)
    if not viewer.user_id:
        return Grant(AccessReason.IDENTITY_UNCLEAR)
    if viewer.department_code in places.departments:
        return Grant(AccessReason.CITY_DEPARTMENT, wanted)
    if viewer.department_code in places.districts:
        own = viewer.department_code
        if set(wanted) <= {places.city, own}:
            return Grant(AccessReason.OWN_DISTRICT, (own,))
        return Grant(AccessReason.OTHER_DISTRICT)
    return Grant(AccessReason.IDENTITY_UNCLEAR)
