"""The places, departments and industries that a conversation can be about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.identity import Directory
from bot.tasks.department_names import DepartmentNames

if TYPE_CHECKING:
    from kpi_adapter.catalogue.model import Catalogue


class KnownPlaces:
    """`bot.dialogue.carrying.Places` over the directory and the catalogue of figures, if any."""

    def __init__(self, directory: Directory, catalogue: Catalogue | None) -> None:
        self._directory = directory
        self._catalogue = catalogue

    def named(self, text: str) -> tuple[str, ...]:
        departments = self._directory.departments()
        names = {one.code: one.name for one in departments}
        return tuple(names[code] for code in sorted(DepartmentNames(departments).find(text)))

    def several_of(self, query: Mapping[str, Any]) -> tuple[str, ...]:
        regions = query.get("regions") or ()
        if self._catalogue is None or len(regions) < 2:
            return ()
        return tuple(self._catalogue.region(code).name for code in regions)

    def of_figure(self, query: Mapping[str, Any]) -> tuple[str, ...] | None:
        regions, industries = query.get("regions"), query.get("industries") or []
        if not regions or self._catalogue is None:
            return None
        city, members = self._catalogue.city.code, self._catalogue.leading_group.members
        if len(regions) > 1 or len(self._catalogue.places_of(regions[0])) > 1:
            return ()
        place = () if regions[0] == city else (self._catalogue.region(regions[0]).name,)
        is_one = len(industries) == 1 and industries[0] in members
        return (*place, self._catalogue.industry(industries[0]).short) if is_one else place
