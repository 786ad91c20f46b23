"""Departments as people call them, and as they are called; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.identity.person import Department

# Names in daily use that no rule derives from the official one.
_SHORT_NAMES = {
    "市工业和信息化局": ("工信局",),
    "市市场监督管理局": ("市场监管局", "市监局"),
    "市政府办公室": ("政府办", "市府办"),
    "市发改委": ("发改委",),
}
_REGION = re.compile(r"(..+?)[市区县]")


def department_names(departments: Iterable[Department], today: date) -> dict[str, str]:
    """Return by code how each is called today."""
    return {one.code: one.name_on(today) for one in departments}


class DepartmentNames:
    """Finds departments in what somebody writes."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self._codes: dict[str, set[str]] = {}
        for department in departments:
            for official in (department.name, department.successor_name or ""):
                for name in _spoken(official):
                    self._codes.setdefault(name, set()).add(department.code)

    def find(self, text: str) -> frozenset[str]:
        """Return the codes of every department that `text` names; the longest name wins."""
        found: set[str] = set()
        for name in self._longest_first():
            if name in text:
                found |= self._codes[name]
                text = text.replace(name, " ")
        return frozenset(found)

    def without(self, text: str) -> str:
        """Return `text` with every department's name taken out."""
        for name in self._longest_first():
            text = text.replace(name, " ")
        return text

    def _longest_first(self) -> list[str]:
        return sorted(self._codes, key=len, reverse=True)


def _spoken(official: str) -> set[str]:
    names = {official, *_SHORT_NAMES.get(official, ())}
    if official.startswith("市"):
        names.add(official[1:])
    region = _REGION.fullmatch(official)
    if region:
        names.add(region[1])
    return {name for name in names if len(name) > 1}
