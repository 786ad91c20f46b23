"""Read the catalogue's YAML files, remembering the line of every entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

# The same parser in C is ten times as fast; not every platform's PyYAML has it.
try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

from kpi_adapter.catalogue.model import (
    Ambiguity,
    Catalogue,
    Department,
    Elsewhere,
    Entry,
    Indicator,
    Industry,
    Region,
    Register,
    Stage,
    UnheldFigure,
)
from kpi_adapter.catalogue.rules import (
    DEFAULT_RULES,
    Located,
    LocatedDimension,
    Names,
    Problem,
    Rule,
)
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
    "registers": Register,
    "unheld": UnheldFigure,
}
_LINE = "__line__"
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class _Written:
    """An entry, its section and where it is written."""

    section: str
    entry: Entry
    file: str
    line: int


class _LineLoader(SafeLoader):
    """SafeLoader that notes on each mapping the line it starts on."""


def _mapping_with_line(loader: _LineLoader, node: yaml.MappingNode) -> dict[object, object]:
    mapping: dict[object, object] = dict(loader.construct_mapping(node, deep=True))
    if len(mapping) < len(node.value):
        # YAML lets the last of two equal keys win; here the first would be lost unseen.
        keys = [key.value for key, _ in node.value]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise yaml.MarkedYAMLError(problem=f"“{twice}”写了两次", problem_mark=node.start_mark)
    mapping[_LINE] = node.start_mark.line + 1
    return mapping


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_line)


def load_catalogue(
    directory: Path | None = None,
    *,
    rules: Sequence[Rule] = DEFAULT_RULES,
    clauses: Mapping[str, str] | None = None,
    decisions: Mapping[str, str] | None = None,
) -> Catalogue:
    """Load every ``*.yaml`` under ``directory`` (default: the packaged catalogue).

    ``clauses`` maps clause addresses to their text; with it, quotes are compared verbatim.
    ``decisions`` maps indicator codes to the option chosen for their open question.
    Raises CatalogueError listing all problems, each with file and line.
    """
    folder = directory or PACKAGED
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CatalogueError(f"指标目录 {folder} 里没有 .yaml 文件;请检查目录设置")
    problems: list[Problem] = []
    unused = dict(decisions or {})
    written = [one for file in files for one in _entries_of(file, unused, problems)]
    problems += [Problem("设置", 1, f"口径选择里的“{code}”不是有可选口径的指标") for code in unused]
    problems += _broken_rules(written, rules, clauses)
    if problems:
        raise CatalogueError("指标目录有误:\n" + "\n".join(str(item) for item in problems))
    return Catalogue.model_validate(
        {name: tuple(one.entry for one in written if one.section == name) for name in _SECTIONS}
    )


def _entries_of(file: Path, unused: dict[str, str], problems: list[Problem]) -> Iterator[_Written]:
    """The entries of a file that can be read, under the decisions taken out of ``unused``."""
    for section, written, line in _raw_entries(file, problems):
        raw = written
        if section == "indicators" and isinstance(written.get("choice"), dict):
            decision = unused.pop(str(written.get("code")), None)
            raw = _decided(written, decision, file.name, line, problems)
        entry = _validated(_SECTIONS[section], raw, file.name, line, problems)
        if entry is not None:
            yield _Written(section, entry, file.name, line)


def _broken_rules(
    written: Sequence[_Written], rules: Sequence[Rule], clauses: Mapping[str, str] | None
) -> Iterator[Problem]:
    """What is wrong with entries beside each other, each of which is right by itself."""
    located: list[Located] = []
    dimensions: list[LocatedDimension] = []
    for one in written:
        if isinstance(one.entry, Indicator):
            located.append(Located(one.entry, one.file, one.line))
        if isinstance(one.entry, Industry | Region | Department):
            dimensions.append(LocatedDimension(one.entry, one.file, one.line))
    industries = frozenset(d.entry.code for d in dimensions if isinstance(d.entry, Industry))
    names = Names(industries, clauses, tuple(dimensions))
    for rule in rules:
        yield from rule.check(located, names)
    counted = {None, *(one.indicator.code for one in located)}
    for one in written:
        if isinstance(one.entry, Register) and one.entry.indicator not in counted:
            what = f"{one.entry.code}: 指标“{one.entry.indicator}”不存在"
            yield Problem(one.file, one.line, what)


def _raw_entries(file: Path, problems: list[Problem]) -> list[tuple[str, dict[str, object], int]]:
    try:
        # A SafeLoader subclass: only plain data can come out of the file.
        content = yaml.load(file.read_text("utf-8"), _LineLoader)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        what = exc.problem if isinstance(exc, yaml.MarkedYAMLError) else ""
        said = what if what and "写了两次" in what else "不是正确的YAML"
        problems.append(Problem(file.name, mark.line + 1 if mark else 1, said))
        return []
    except (OSError, UnicodeDecodeError):
        problems.append(Problem(file.name, 1, "文件读不出;请检查权限,并存为UTF-8"))
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
        for number, item in enumerate(items, 1):
            if isinstance(item, dict):
                found.append((section, item, int(item[_LINE])))
            else:
                line = _line_after(items[: number - 1])
                what = f"{section}的第{number}项“{item}”不是一个条目,应以 code 或 name 开头"
                problems.append(Problem(file.name, line, what))
    return found


def _line_after(items: list[object]) -> int:
    """The line of the last whole entry before, as near as a bare word can be placed."""
    return next((int(item[_LINE]) for item in reversed(items) if isinstance(item, dict)), 1)


def _decided(
    written: dict[str, object],
    decision: str | None,
    file: str,
    line: int,
    problems: list[Problem],
) -> dict[str, object]:
    """The entry under the chosen option, whose fields stand in place of the entry's own.

    Every other option is checked as well: a switch must not find a fault at the next start.
    """
    choice = _mapping_of(written["choice"])
    options = _mapping_of(choice.get("options"))
    chosen = decision or str(choice.get("chosen"))
    names = [name for name in options if name != _LINE]
    if chosen not in names:
        known = "、".join(str(name) for name in names)
        problems.append(
            Problem(file, line, f"{written.get('code')}: 没有口径“{chosen}”,可选:{known}")
        )
        return written | {"choice": None}
    said = {"question": choice.get("question"), "options": names}
    under = {
        name: written | _mapping_of(options[name]) | {"choice": said | {"chosen": name}}
        for name in names
    }
    for name, entry in under.items():
        if name != chosen:
            _validated(Indicator, entry, file, line, problems)
    return under[chosen]


def _mapping_of(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


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
            code = f"{raw['code']}: " if "code" in raw else ""
            where = ".".join(str(part) for part in error["loc"])
            at = _line_of(raw, error["loc"], line)
            problems.append(Problem(file, at, f"{code}{where}{_fault(error)}"))
        return None


def _line_of(raw: object, where: Sequence[int | str], line: int) -> int:
    """The line of the innermost mapping that holds the fault."""
    for part in where:
        raw = raw.get(part) if isinstance(raw, dict) else None
        if isinstance(raw, dict):
            line = int(raw.get(_LINE, line))
    return line


def _fault(error: ErrorDetails) -> str:
    """What is wrong with a field, in Chinese."""
    expected = error.get("ctx", {}).get("expected", "")
    match error["type"]:
        case "missing":
            return "没有写"
        case "extra_forbidden":
            return "是不认识的字段"
        case "enum" | "literal_error":
            known = str(expected).replace(" or ", "、").replace(", ", "、")
            return f"应为{known}之一,写的是“{error['input']}”"
        case _:
            return f"的值“{error['input']}”不合要求({error['msg']})"
