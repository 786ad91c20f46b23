"""A source as one viewer may read it. Every statement of an answer passes here, so whoever
computes an answer need not think of rights, and cannot forget them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpi_adapter.access import AccessReason, Grant, Sensitivity, Viewer, grant
from kpi_adapter.answer import SourceHealth
from kpi_adapter.catalogue.model import Catalogue, Indicator
from kpi_adapter.errors import AccessDenied, QueryError
from kpi_adapter.sources.selection import Dataset, Fetched, Scalar, Selection, Source


def granted(
    viewer: Viewer, catalogue: Catalogue, indicator: Indicator, regions: Iterable[str]
) -> Grant:
    """Which of the regions the viewer may see the indicator of."""
    return grant(
        viewer,
        indicator.access,
        tuple(regions),
        catalogue.organisation,
        owner=catalogue.keeper_of(indicator),
    )


def visible_catalogue(viewer: Viewer, catalogue: Catalogue) -> Catalogue:
    """The catalogue without the indicators whose whole-city figure is not for the viewer:
    for answers that go through all of them."""
    city = (catalogue.city.code,)
    seen = {
        item.code
        for item in catalogue.indicators
        if granted(viewer, catalogue, item, city).regions == city
    }
    shown = tuple(
        item
        for item in catalogue.indicators
        if item.code in seen and (item.parts is None or item.parts.inputs <= seen)
    )
    return catalogue.model_copy(update={"indicators": shown})


class PermittedSource:
    """Raises AccessDenied, before anything is sent, when a selection names an indicator or a
    region that the viewer may not see, or does not say which it is about."""

    def __init__(self, source: Source, viewer: Viewer, catalogue: Catalogue) -> None:
        self._source = source
        self._viewer = viewer
        self._catalogue = catalogue

    @property
    def name(self) -> str:
        return self._source.name

    def fetch(self, selection: Selection) -> Fetched:
        among = dict(selection.among)
        if selection.dataset is Dataset.PROJECTS:
            self._check_projects(among)
        elif selection.dataset is Dataset.WORK:
            self._check_work(among)
        else:
            self._check_figures(among)
        return self._source.fetch(selection)

    def health(self) -> SourceHealth:
        return self._source.health()

    def close(self) -> None:
        """Another viewer may still read: the source is closed by whoever opened it."""

    def _check_figures(self, among: Mapping[str, tuple[Scalar, ...]]) -> None:
        codes = _texts(among.get("indicator_code"))
        regions = _texts(among.get("region_code"))
        if codes is None or regions is None:
            raise AccessDenied(AccessReason.IDENTITY_UNCLEAR)
        for code in codes:
            try:
                indicator = self._catalogue.indicator(code)
            except QueryError as exc:
                raise AccessDenied(AccessReason.IDENTITY_UNCLEAR, code) from exc
            given = granted(self._viewer, self._catalogue, indicator, regions)
            if not given.is_allowed:
                raise AccessDenied(given.reason, code)
            if given.regions != regions:
                raise AccessDenied(AccessReason.OTHER_DISTRICT, code)

    def _check_projects(self, among: Mapping[str, tuple[Scalar, ...]]) -> None:
        names = _texts(among.get("region"))
        if names is None:
            raise AccessDenied(AccessReason.IDENTITY_UNCLEAR)
        codes = tuple(item.code for item in self._catalogue.districts if item.name in names)
        if len(codes) < len(set(names)):
            raise AccessDenied(AccessReason.IDENTITY_UNCLEAR)
        given = grant(self._viewer, Sensitivity.OFFICIAL, codes, self._catalogue.organisation)
        if codes and given.regions != codes:
            raise AccessDenied(given.reason)

    def _check_work(self, among: Mapping[str, tuple[Scalar, ...]]) -> None:
        """Work is of the whole city; what no indicator counts is nobody's to read here."""
        city = (self._catalogue.city.code,)
        for name in _texts(among.get("work")) or ("",):
            indicator = next(
                (i for i in self._catalogue.indicators if i.duty and name in i.duty.work), None
            )
            if indicator is None:
                raise AccessDenied(AccessReason.IDENTITY_UNCLEAR)
            given = granted(self._viewer, self._catalogue, indicator, city)
            if given.regions != city:
                reason = given.reason if not given.is_allowed else AccessReason.OTHER_DISTRICT
                raise AccessDenied(reason, indicator.code)


def _texts(values: tuple[Scalar, ...] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(str(value) for value in values)
