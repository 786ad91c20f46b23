"""Offices and their successors: documents keep the old name, answers add the present one."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from retrieval.text_form import normalised

# 省药监局 and 国家质监总局 are offices of their own, whatever became of the city's.
# 国家规定由经信委… names the city's again.
_OF_ANOTHER_LEVEL = re.compile(
    r"(?:省级?|国家|中央)的?(?:(?!由|要求|规定|政策|后)[^,。;、?市省县区]){1,6}?(?:委员会|局|委|办)"
)


class Department(BaseModel):
    """An office as texts name it, and its successor since a day (in China), if it has one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    full_name: str
    written: tuple[str, ...] = ()
    successor: str | None = None
    since: date | None = None
    read_from: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every way it is written, the usual one first."""
        return tuple(dict.fromkeys((self.name, self.full_name, *self.written)))

    def successor_on(self, day: date) -> str | None:
        """Who holds its duties on a day; None while it bears its own name."""
        return self.successor if self.since and self.successor and day >= self.since else None


class _City(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    city: str
    departments: tuple[Department, ...]


def departments() -> tuple[Department, ...]:
    """The city's offices, in the order of `departments.yaml`."""
    return _city().departments


@cache
def _city() -> _City:
    source = files("retrieval").joinpath("departments.yaml").read_text("utf-8")
    return _City.model_validate(yaml.safe_load(source))


def department_called(name: str) -> Department | None:
    """The office that is written so; None for one that is not known."""
    wanted = normalised(name)
    return next((entry for entry in departments() if wanted in entry.names), None)


def is_of_the_city(region: str | None) -> bool:
    """Whether a document of a region, None where it states none, may name the city's offices."""
    return region is None or _city().city in region


def present_name(department: str, on: date) -> str | None:
    """The name an office goes by on a day, if it is not the given one; None for one that has
    kept its name, and for one that is not known."""
    found = department_called(department)
    return found.successor_on(on) if found else None


def renamed_in(text: str, region: str | None, on: date) -> tuple[Department, ...]:
    """The offices a text names that bear another name on a day.

    None in a document of another `region`: its 市经信委 is another city's.
    """
    if not is_of_the_city(region):
        return ()
    plain = _OF_ANOTHER_LEVEL.sub("", normalised(text))
    return tuple(
        entry
        for entry in departments()
        if entry.successor_on(on) and any(name in plain for name in entry.names)
    )
