"""Checks run side by side, and a page never waits longer than it may."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from bot.console.health import Finding, HealthCheck, HealthSection
from bot.errors import ConsoleRefused
from bot.identity import Person, Role
from bot.wiring import Parts
from tests.bot.console.conftest import ADMIN

BY = Person("a", "甲", None, "", Role.ADMIN)


def section(patience_s: float, **checks: Callable[[], Sequence[Finding]]) -> HealthSection:
    made = [HealthCheck(name, run) for name, run in checks.items()]
    return HealthSection(
        lambda: made,
        lambda part, exc: Finding(part, "failed", type(exc).__name__),
        patience_s=patience_s,
    )


def fine() -> list[Finding]:
    return [Finding("好", "ok", "正常")]


def dies() -> list[Finding]:
    raise RuntimeError("boom")


def test_one_check_that_dies_hides_no_other() -> None:
    results = section(5, dies=dies, fine=fine).run(BY)
    assert [result.findings[0].state for result in results] == ["failed", "ok"]
    assert results[0].findings[0].detail == "RuntimeError"


@pytest.fixture
def hung() -> Iterator[Callable[[], list[Finding]]]:
    release = threading.Event()

    def hangs() -> list[Finding]:
        release.wait(60)
        return fine()

    yield hangs
    release.set()


def test_a_check_that_hangs_is_a_finding_and_holds_up_no_other(
    hung: Callable[[], list[Finding]],
) -> None:
    # Long enough for the other one on any machine: the page waits for the one that hangs.
    first, second = section(2, hangs=hung, fine=fine).run(BY)
    assert "没有结果" in first.findings[0].detail
    assert second.findings[0].state == "ok"


def test_a_check_that_hangs_is_not_started_twice(hung: Callable[[], list[Finding]]) -> None:
    runs: list[int] = []

    def hangs() -> list[Finding]:
        runs.append(1)
        return hung()

    health = section(0.05, hangs=hangs)
    assert ["没有结果" in health.run(BY)[0].findings[0].detail for _ in range(3)] == [True] * 3
    assert runs == [1]


def test_nobody_else_looks_at_the_state_of_parts() -> None:
    with pytest.raises(ConsoleRefused):
        section(1, fine=fine).run(Person("x", "乙", None, "", Role.OFFICIAL))


def test_the_citys_parts_are_looked_at_and_nothing_is_mended(city: Parts) -> None:
    city.launch()
    results = city.console.health.run(city.directory.require(ADMIN))
    city.stop()
    parts = [result.part for result in results]
    assert parts == ["磁盘", "数据库", "政策库", "数据源", "队列", "定时任务", "渠道设置"]
    findings = [finding for result in results for finding in result.findings]
    assert not [finding for finding in findings if finding.state == "failed"]
    assert any("统计数据库" in finding.part for finding in findings)
    assert any("扫描提醒" in finding.part for finding in findings)
