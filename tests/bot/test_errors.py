"""The tree of errors that is drawn is the tree of errors that there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import ModuleType

import pytest

import bot.errors
import kpi_adapter.errors
import retrieval.errors

# A root stands alone; below it every error hangs on a branch.
_DRAWN = r"^([│├└─ ]*)(\w+Error|(?<=── )\w+)\b"


@pytest.mark.parametrize("module", [bot.errors, retrieval.errors, kpi_adapter.errors])
def test_every_error_is_drawn_below_its_kind(module: ModuleType) -> None:
    drawn: list[type[Exception]] = []
    path: list[type[Exception]] = []
    for branch, name in re.findall(
        r"^([│├└─ ]*)(\w+Error|(?<=── )\w+)\b", module.__doc__ or "", re.M
    ):
        error = getattr(module, name)
        path = [*path[: len(branch) // 4], error]
        assert len(path) == 1 or error.__base__ is path[-2], f"{name} is drawn elsewhere"
        drawn.append(error)
    defined = [one for one in vars(module).values() if _is_own_error(one, module)]
    assert sorted(one.__name__ for one in drawn) == sorted(one.__name__ for one in defined)


def test_no_error_of_the_application_stands_outside_its_tree() -> None:
    root = Path(bot.errors.__file__).parent
    elsewhere = [
        f"{file.relative_to(root)}: {one.name}"
        for file in root.rglob("*.py")
        if file.name != "errors.py"
        for one in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(one, ast.ClassDef) and "BotError" in map(ast.unparse, one.bases)
    ]
    assert elsewhere == []


def _is_own_error(one: object, module: ModuleType) -> bool:
    return (
        isinstance(one, type) and issubclass(one, Exception) and one.__module__ == module.__name__
    )
