"""The logs are searched by person, day and words, and read by whom they are for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.console.audit_log import LogChoice, LogKind
from bot.errors import AuditRefused, ConsoleRefused
from bot.identity import Person
from bot.tasks.change import Change
from bot.tasks.transition import Action
from bot.wiring import Parts
from tests.bot.beginnings import NOW
from tests.bot.console.conftest import OFFICIAL, SUPERVISOR


def test_task_history_is_found_by_person_day_and_words(city: Parts, admin: Person) -> None:
    by = city.directory.require(SUPERVISOR)
    city.task_section.carry_out(by, Change(Action.RETURN, "17", reason="电话13800001234说明"))

    def found(**choice: object) -> list[str]:
        page = city.audit_log.page(
            admin,
            LogChoice(LogKind.TASKS, **choice),  # type: ignore[arg-type]
            limit=100,
        )
        return [entry.subject for entry in page]

    assert found(person="朱平") == found(person=SUPERVISOR.upper()) == ["17号任务"]
    assert found(text="说明") == ["17号任务"]
    assert found(text="%") == []
    assert len(found(since=NOW.date(), until=NOW.date())) == 52
    assert found(since=NOW.date() + timedelta(days=1)) == []
    [entry] = city.audit_log.page(admin, LogChoice(LogKind.TASKS, person="朱平"), limit=5)
    assert (entry.action, entry.channel, entry.name) == ("退办", "console", "朱平")
    assert "***" in entry.text


def test_pages_follow_each_other_by_the_last_entry(city: Parts, admin: Person) -> None:
    seen: list[int] = []
    before: int | None = None
    while page := city.audit_log.page(admin, LogChoice(LogKind.TASKS), limit=20, before=before):
        seen += [entry.number for entry in page]
        before = page[-1].number
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 51
    assert len(list(city.audit_log.export(admin, LogChoice(LogKind.TASKS)))) == 51


def test_who_may_read_which_log(city: Parts, admin: Person) -> None:
    supervisor, official = (city.directory.require(user) for user in (SUPERVISOR, OFFICIAL))
    assert city.audit_log.kinds(admin) == list(LogKind)
    assert LogKind.FIGURES not in city.audit_log.kinds(supervisor)
    with pytest.raises(AuditRefused):
        city.audit_log.page(supervisor, LogChoice(LogKind.FIGURES), limit=1)
    for kind in LogKind:
        with pytest.raises(ConsoleRefused):
            city.audit_log.page(official, LogChoice(kind), limit=1)
        with pytest.raises((ConsoleRefused, AuditRefused)):
            city.audit_log.export(official, LogChoice(kind))
