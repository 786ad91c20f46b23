"""Read the catalogue's YAML files, remembering the line of every entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from kpi_adapter.catalogue.model import (
    Ambiguity,
    Catalogue,
    Department,
    Elsewhere,
    Entry,
    Indicator,
    Industry,
    Region,
    Stage,
)
from kpi_adapter.catalogue.rules import DEFAULT_RULES, Located, Names, Problem, Rule
from kpi_adapter.errors import CatalogueError

PACKAGED = Path(__file__).parent / "data"
_SECTIONS: Mapping[str, type[Entry]] = {
    "indicators": Indicator,
    "industries": Industry,
    "regions": Region,
    "departments": Department,
    "stages": Stage,
    "ambiguities": Ambiguity,
    "elsewhere": Elsewhere,
}
_LINE = "__line__"
E = TypeVar("E", bound=Entry)


class _LineLoader(yaml.SafeLoader):
    """SafeLoader that notes on each mapping the line it starts on."""


def _mapping_with_line(loader: _LineLoader, node: yaml.MappingNode) -> dict[object, object]:
    mapping: dict[object, object] = dict(loader.construct_mapping(node, deep=True))
    mapping[_LINE] = node.start_mark.line + 1
    return mapping


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_line)


def load_catalogue(
    directory: Path | None = None,
    *,
    rules: Sequence[Rule] = DEFAULT_RULES,
    clauses: Mapping[str, str] | None = None,
) -> Catalogue:
    """Load every ``*.yaml`` under ``directory`` (default: the packaged catalogue).

    ``clauses`` maps clause addresses to their text; with it, quotes are compared verbatim.
    Raises CatalogueError listing all problems, each with file and line.
    """
    folder = directory or PACKAGED
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CatalogueError(f"指标目录 {folder} 里没有 .yaml 文件;请检查目录设置")
    problems: list[Problem] = []
    entries: dict[str, list[Entry]] = {name: [] for name in _SECTIONS}
    located: list[Located] = []
    for file in files:
        for section, raw, line in _raw_entries(file, problems):
            entry = _validated(_SECTIONS[section], raw, file.name, line, problems)
            if entry is None:
                continue
            entries[section].append(entry)
            if isinstance(entry, Indicator):
                located.append(Located(entry, file.name, line))
    industries = frozenset(i.code for i in entries["industries"] if isinstance(i, Industry))
    names = Names(industries, clauses)
    problems += [problem for rule in rules for problem in rule.check(located, names)]
    if problems:
        raise CatalogueError("指标目录有误:\n" + "\n".join(str(item) for item in problems))
    return Catalogue.model_validate({name: tuple(items) for name, items in entries.items()})


def _raw_entries(file: Path, problems: list[Problem]) -> list[tuple[str, dict[str, object], int]]:
    try:
        # A SafeLoader subclass: only plain data can come out of the file.
        content = yaml.load(file.read_text("utf-8"), _LineLoader)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        problems.append(Problem(file.name, mark.line + 1 if mark else 1, "不是正确的YAML"))
        return []
    if not isinstance(content, dict):
        problems.append(Problem(file.name, 1, "文件应由若干小节组成"))
        return []
    found: list[tuple[str, dict[str, object], int]] = []
    for section, items in content.items():
        if section == _LINE:
            continue
        if section not in _SECTIONS or not isinstance(items, list):
            problems.append(Problem(file.name, 1, f"不认识的小节“{section}”"))
            continue
        found += [(section, item, int(item[_LINE])) for item in items if isinstance(item, dict)]
    return found


def _without_lines(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_lines(item) for key, item in value.items() if key != _LINE}
    if isinstance(value, list):
        return [_without_lines(item) for item in value]
    return value


def _validated(
    kind: type[E], raw: dict[str, object], file: str, line: int, problems: list[Problem]
) -> E | None:
    try:
        return kind.model_validate(_without_lines(raw))
    except ValidationError as exc:
        for error in exc.errors():
            where = ".".join(str(part) for part in error["loc"])
            problems.append(Problem(file, line, f"{where}: {error['msg']}"))
        return None
