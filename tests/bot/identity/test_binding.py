"""Binding an account to a person by a one-time code."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import UnknownPerson
from bot.identity import GUEST, Directory
from bot.identity.binding import Binding, BindingOutcome, code_in
from bot.identity.model import BindingCodeRow, BindingFailureRow, PersonRow
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.bot.beginnings import tables
from tests.databases import filled_at

OPENID = "oAbC-1"


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    engine = create_engine(filled_at(tmp_path, tables))
    made = session_factory(engine)
    with made.begin() as session:
        for user_id in ("u001", "u002"):
            session.add(
                PersonRow(
                    user_id=user_id, name="张三", department_code=None, post="", role="official"
                )
            )
    return made


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))


@pytest.fixture
def directory(sessions: SessionFactory) -> Directory:
    return Directory(sessions)


@pytest.fixture
def binding(sessions: SessionFactory, directory: Directory, clock: ManualClock) -> Binding:
    return Binding(sessions, directory, clock, channels=["telegram", "wechat_official"])


def code_of(binding: Binding, user_id: str = "u001") -> str:
    return code_in(f"绑定 {binding.issue(user_id)}")


@pytest.mark.parametrize(
    "text", ["绑定 ABCDE-23456", "绑定码：abcde23456", " 绑定abcde 23456 ", "绑定:ABCDE-23456"]
)
def test_a_code_is_read_however_it_is_typed(text: str) -> None:
    assert code_in(text) == "ABCDE23456"


@pytest.mark.parametrize("text", ["绑定", "怎么绑定账号", "绑定 1234", "ABCDE-23456", ""])
def test_other_words_hold_no_code(text: str) -> None:
    assert code_in(text) == ""


@pytest.mark.parametrize("text", ["绑定 ABODE-234I6", "绑定 123456", "绑定ABCDE-2345"])
def test_a_code_typed_wrongly_is_refused_and_not_taken_for_a_question(
    binding: Binding, text: str
) -> None:
    assert binding.redeem(code_in(text), "telegram", "42") is BindingOutcome.REFUSED
    assert code_in(text)


def test_a_code_makes_a_stranger_the_person_at_once(binding: Binding, directory: Directory) -> None:
    assert directory.person_for("wechat_official", OPENID) is GUEST
    assert binding.redeem(code_of(binding), "wechat_official", OPENID) is BindingOutcome.BOUND
    assert directory.person_for("wechat_official", OPENID).user_id == "u001"
    assert directory.person_for("wechat_official", OPENID.lower()) is GUEST


def test_a_code_works_once(binding: Binding, directory: Directory) -> None:
    code = code_of(binding)
    binding.redeem(code, "wechat_official", OPENID)
    assert binding.redeem(code, "wechat_official", "another") is BindingOutcome.REFUSED
    assert directory.person_for("wechat_official", "another") is GUEST


def test_a_code_ends_after_a_day_and_with_the_next_one(
    binding: Binding, clock: ManualClock
) -> None:
    first, second = code_of(binding), code_of(binding)
    assert binding.redeem(first, "wechat_official", OPENID) is BindingOutcome.REFUSED
    clock.advance(timedelta(hours=24))
    assert binding.redeem(second, "wechat_official", OPENID) is BindingOutcome.REFUSED


def test_guessing_is_stopped_for_an_hour_even_with_the_right_code(
    binding: Binding, clock: ManualClock
) -> None:
    code = code_of(binding)
    for _ in range(5):
        assert binding.redeem("AAAAA22222", "telegram", "42") is BindingOutcome.REFUSED
    assert binding.redeem(code, "telegram", "42") is BindingOutcome.TOO_MANY
    assert binding.redeem(code_of(binding, "u002"), "telegram", "43") is BindingOutcome.BOUND
    clock.advance(timedelta(hours=1, seconds=1))
    assert binding.redeem(code, "telegram", "42") is BindingOutcome.BOUND


@pytest.mark.parametrize("accounts", [1, 100])
def test_wrong_codes_noted_by_a_clock_that_ran_ahead_lock_nobody_out(
    binding: Binding, clock: ManualClock, accounts: int
) -> None:
    clock.advance(timedelta(days=400))
    for number in range(100):
        binding.redeem("AAAAA22222", "telegram", f"{number % accounts}")
    clock.advance(timedelta(days=-400))
    assert binding.redeem(code_of(binding), "telegram", "0") is BindingOutcome.BOUND


def test_guessing_from_ever_new_accounts_is_stopped_too(
    binding: Binding, clock: ManualClock
) -> None:
    code = code_of(binding)
    for number in range(100):
        assert binding.redeem("AAAAA22222", "telegram", f"{number}") is BindingOutcome.REFUSED
    assert binding.redeem("AAAAA22222", "telegram", "100") is BindingOutcome.TOO_MANY
    clock.advance(timedelta(hours=1))
    assert binding.redeem(code, "telegram", "101") is BindingOutcome.BOUND


def test_a_group_is_never_bound(binding: Binding, directory: Directory) -> None:
    code = code_of(binding)
    assert binding.redeem(code, "telegram", "-100200") is BindingOutcome.GROUP
    assert directory.person_for("telegram", "-100200") is GUEST
    assert binding.redeem(code, "telegram", "42") is BindingOutcome.BOUND


def test_the_code_itself_is_never_stored(binding: Binding, sessions: SessionFactory) -> None:
    code = code_of(binding)
    with sessions() as session:
        (stored,) = session.scalars(sa.select(BindingCodeRow.code_hash)).all()
    assert code not in stored


def test_a_binding_can_be_taken_back(binding: Binding, directory: Directory) -> None:
    binding.redeem(code_of(binding), "telegram", "42")
    assert binding.release("telegram", "42")
    assert directory.person_for("telegram", "42") is GUEST
    assert not binding.release("telegram", "42")


def test_nobody_gets_a_code_for_somebody_unknown(binding: Binding) -> None:
    with pytest.raises(UnknownPerson):
        binding.issue("nobody")


def test_wrong_codes_are_forgotten_when_they_count_no_more(
    binding: Binding, sessions: SessionFactory, clock: ManualClock
) -> None:
    for number in range(3):
        binding.redeem("AAAAA22222", "telegram", f"{number}")
    clock.advance(timedelta(hours=1))
    binding.redeem("AAAAA22222", "telegram", "42")
    with sessions() as session:
        accounts = session.scalars(sa.select(BindingFailureRow.account)).all()
    assert accounts == ["42"]
