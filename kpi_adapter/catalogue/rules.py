"""Checks on catalogue entries, one small class each. A rule sees all entries and returns
one problem per fault, each naming file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from kpi_adapter.access import Sensitivity
from kpi_adapter.catalogue.model import (
    Department,
    Indicator,
    Industry,
    Kind,
    Region,
    TargetSpan,
)

CLAUSE_ADDRESS = re.compile(
    r"^[一二三四五六七八九十〇]+(-(〇|\d+|\([一二三四五六七八九十]+\)))?#s\d+$"
)


@dataclass(frozen=True)
class Located:
    """An indicator and where it is written."""

    indicator: Indicator
    file: str
    line: int


@dataclass(frozen=True)
class LocatedDimension:
    """An industry, a place or a department and where it is written."""

    entry: Industry | Region | Department
    file: str
    line: int


@dataclass(frozen=True)
class Problem:
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def _at(entry: Located | LocatedDimension, message: str) -> Problem:
    named = entry.indicator if isinstance(entry, Located) else entry.entry
    return Problem(entry.file, entry.line, f"{named.code}: {message}")


@dataclass(frozen=True)
class Names:
    """Codes that entries may refer to, and the entries of the dimensions themselves."""

    industries: frozenset[str]
    clauses: Mapping[str, str] | None = None
    dimensions: tuple[LocatedDimension, ...] = ()


class Rule(Protocol):
    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]: ...


class CodesAreUnique:
    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        del names
        seen: dict[str, Located] = {}
        for entry in entries:
            first = seen.setdefault(entry.indicator.code, entry)
            if first is not entry:
                yield _at(entry, f"代码已在 {first.file}:{first.line} 用过")


class AliasesAreUnique:
    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        del names
        seen: dict[str, Located] = {}
        for entry in entries:
            for alias in (entry.indicator.name, *entry.indicator.aliases):
                first = seen.setdefault(alias, entry)
                if first is not entry:
                    yield _at(entry, f"别名“{alias}”已属于 {first.indicator.code}")


class ScopesExist:
    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        for entry in entries:
            for scope in (entry.indicator.scope, entry.indicator.place_scope):
                if scope is not None and scope not in names.industries:
                    yield _at(entry, f"统计范围“{scope}”不在产业目录里")


class PartsExist:
    """RATIO, LEAD and CLUSTER are computed from indicators that exist."""

    NEEDED: ClassVar = {Kind.RATIO: ("over",), Kind.LEAD: ("reference",), Kind.CLUSTER: ()}

    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        codes = {entry.indicator.code for entry in entries}
        for entry in entries:
            kind, parts = entry.indicator.kind, entry.indicator.parts
            if kind not in self.NEEDED:
                continue
            if parts is None:
                yield _at(entry, "缺少 parts(由哪些指标计算)")
                continue
            for field in self.NEEDED[kind]:
                if getattr(parts, field) is None:
                    yield _at(entry, f"parts 缺少 {field}")
            used = [parts.of] + ([parts.over] if parts.over else [])
            for code in used:
                if code not in codes:
                    yield _at(entry, f"parts 引用的指标“{code}”不存在")
            if parts.reference and parts.reference not in names.industries:
                yield _at(entry, f"parts 的对照组“{parts.reference}”不在产业目录里")


class LedgerCountsSayWhat:
    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        del names
        for entry in entries:
            is_count = entry.indicator.kind is Kind.PROJECTS
            if is_count != (entry.indicator.ledger is not None):
                yield _at(entry, "projects 类指标须且只有它须写 ledger(投资额与节点)")


class DutiesSayHowOften:
    """Work is owed so many times in a turn, or in steps with a day of their own."""

    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        del names
        kept: dict[str, Located] = {}
        for entry in entries:
            duty = entry.indicator.duty
            if duty is None:
                continue
            if entry.indicator.kind is not Kind.DUTY:
                yield _at(entry, "只有 duty 类指标可以写 duty(从哪项工作计数)")
            if (duty.each is None) != bool(duty.steps):
                yield _at(entry, "duty 须且只须写 each(多久一次)或 steps(哪些环节)之一")
            for work in duty.work:
                first = kept.setdefault(work, entry)
                if first is not entry:
                    yield _at(entry, f"工作“{work}”已由 {first.indicator.code} 计数")


class TargetsCiteTheirClause:
    """A target names a clause address, and its quote stands there word for word."""

    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        for entry in entries:
            target = entry.indicator.target
            if target is None:
                continue
            if not CLAUSE_ADDRESS.match(target.clause):
                yield _at(entry, f"条款地址“{target.clause}”写法不对,应如 二-2#s2")
            elif names.clauses is not None and target.quote not in names.clauses.get(
                target.clause, ""
            ):
                yield _at(entry, f"引文与条款 {target.clause} 的原文不一致")


class TargetsHaveYears:
    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        del names
        for entry in entries:
            target = entry.indicator.target
            if target is None or target.span is TargetSpan.OTHER:
                continue
            if target.first_year is None or target.last_year is None:
                yield _at(entry, "目标须写明 first_year 与 last_year")
            elif target.first_year > target.last_year:
                yield _at(entry, "目标的 first_year 晚于 last_year")


class TheFirstHeadlineIsPublic:
    """It is what a question means that names no indicator, whoever asks."""

    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        del names
        first = next((entry for entry in entries if entry.indicator.is_headline), None)
        if first is not None and first.indicator.access is not Sensitivity.PUBLIC:
            yield _at(first, "第一个 is_headline 的指标须对所有人公开(access: public)")


class DimensionWordsAreUnique:
    """A name or alias means one industry, place or department; a word with two meanings stands
    under ambiguities. Versions that are not valid together may share their words."""

    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        del entries
        seen: dict[str, list[LocatedDimension]] = {}
        for located in names.dimensions:
            for word in dict.fromkeys((located.entry.name, *located.entry.aliases)):
                for other in seen.setdefault(word, []):
                    if _overlap(other, located):
                        yield _at(located, f"别名“{word}”已属于 {other.entry.code}")
                seen[word].append(located)


class ValidityIsInOrder:
    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        del entries
        for located in names.dimensions:
            entry = located.entry
            if entry.valid_from and entry.valid_to and entry.valid_from > entry.valid_to:
                yield _at(located, "valid_from 晚于 valid_to")
            if isinstance(entry, Department) and bool(entry.successor) != bool(
                entry.successor_since
            ):
                yield _at(located, "successor 与 successor_since 须同时写")


class MembersExist:
    """A group of industries or places is made of entries of its own kind."""

    def check(self, entries: Sequence[Located], names: Names) -> Iterator[Problem]:
        del entries
        for located in names.dimensions:
            if isinstance(located.entry, Department):
                continue
            kind = type(located.entry)
            codes = {one.entry.code for one in names.dimensions if isinstance(one.entry, kind)}
            for code in located.entry.members:
                if code not in codes:
                    yield _at(located, f"成员“{code}”不在目录里")


def _overlap(one: LocatedDimension, other: LocatedDimension) -> bool:
    first, second = one.entry, other.entry
    ends_before = first.valid_to and second.valid_from and first.valid_to < second.valid_from
    begins_after = second.valid_to and first.valid_from and second.valid_to < first.valid_from
    return not (ends_before or begins_after)


DEFAULT_RULES: tuple[Rule, ...] = (
    CodesAreUnique(),
    AliasesAreUnique(),
    ScopesExist(),
    PartsExist(),
    LedgerCountsSayWhat(),
    DutiesSayHowOften(),
    TargetsCiteTheirClause(),
    TargetsHaveYears(),
    TheFirstHeadlineIsPublic(),
    DimensionWordsAreUnique(),
    ValidityIsInOrder(),
    MembersExist(),
)
