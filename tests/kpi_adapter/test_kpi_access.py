"""Rights, as a table. Whatever is unclear is refused."""

from __future__ import annotations

import pytest

from kpi_adapter.access import (
    AccessReason,
    Organisation,
    Role,
    Sensitivity,
    Viewer,
    grant,
)

CITY, OWN, OTHER = "321200", "321203", "321202"
PLACES = Organisation(CITY, frozenset({OWN, OTHER}), frozenset({"XN", "GOV"}))

TABLE: list[tuple[Role, str | None, str | None, tuple[str, ...], AccessReason, tuple[str, ...]]] = [
    ("supervisor", "u", "XN", (CITY,), AccessReason.CITY_DEPARTMENT, (CITY,)),
    ("leader", "u", "GOV", (OTHER,), AccessReason.CITY_DEPARTMENT, (OTHER,)),
    ("admin", "u", "GOV", (CITY,), AccessReason.CITY_DEPARTMENT, (CITY,)),
    ("official", "u", OWN, (CITY,), AccessReason.OWN_DISTRICT, (OWN,)),
    ("official", "u", OWN, (OWN,), AccessReason.OWN_DISTRICT, (OWN,)),
    ("official", "u", OWN, (CITY, OWN), AccessReason.OWN_DISTRICT, (OWN,)),
    ("official", "u", OWN, (CITY, OTHER), AccessReason.OTHER_DISTRICT, ()),
    ("leader", "u", OWN, (CITY,), AccessReason.OWN_DISTRICT, (OWN,)),
    ("official", "u", OWN, (OTHER,), AccessReason.OTHER_DISTRICT, ()),
    ("official", "u", OWN, (OWN, OTHER), AccessReason.OTHER_DISTRICT, ()),
    ("official", "u", None, (CITY,), AccessReason.IDENTITY_UNCLEAR, ()),
    ("official", "u", "", (CITY,), AccessReason.IDENTITY_UNCLEAR, ()),
    ("official", "u", "321299", (CITY,), AccessReason.IDENTITY_UNCLEAR, ()),
    ("official", None, "XN", (CITY,), AccessReason.IDENTITY_UNCLEAR, ()),
    ("leader", "u", CITY, (CITY,), AccessReason.IDENTITY_UNCLEAR, ()),
    ("enterprise", "u", "XN", (CITY,), AccessReason.NOT_OFFICIAL, ()),
    ("guest", None, None, (CITY,), AccessReason.NOT_OFFICIAL, ()),
]


@pytest.mark.parametrize(("role", "user", "department", "wanted", "reason", "regions"), TABLE)
def test_projects(
    role: Role,
    user: str | None,
    department: str | None,
    wanted: tuple[str, ...],
    reason: AccessReason,
    regions: tuple[str, ...],
) -> None:
    given = grant(Viewer(user, role, department), Sensitivity.OFFICIAL, wanted, PLACES)
    assert (given.reason, given.regions) == (reason, regions)
    assert given.is_allowed is bool(regions)


@pytest.mark.parametrize(
    "role", ["leader", "supervisor", "official", "admin", "enterprise", "guest"]
)
def test_published_figures_are_for_everyone(role: Role) -> None:
    assert grant(Viewer(None, role, None), Sensitivity.PUBLIC, (CITY,), PLACES).is_allowed


def test_a_role_nobody_knows_is_refused() -> None:
    stranger = Viewer("u", "auditor", "XN")  # type: ignore[arg-type]
    assert not grant(stranger, Sensitivity.OFFICIAL, (CITY,), PLACES).is_allowed
