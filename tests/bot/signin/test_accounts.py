"""Local accounts, in a real database with real Argon2 (cheap parameters)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import argon2
import pytest
import sqlalchemy as sa

from bot.clock import ManualClock
from bot.errors import SignInRefused, UnknownPerson
from bot.identity import Directory
from bot.signin import LocalAccounts, WebSessions
from bot.signin.model import LocalAccountRow, WebSessionRow
from bot.storage.engine import SessionFactory
from tests.bot.signin.conftest import HERE, PASSWORD


def failures(accounts: LocalAccounts, count: int, *, user: str = "u007", at: str = HERE) -> None:
    for _ in range(count):
        with pytest.raises(SignInRefused, match="用户编号或密码不对"):
            accounts.authenticate(user, "wrong", address=at)


def test_the_right_password_names_the_person_whatever_the_case_of_the_id(
    accounts: LocalAccounts,
) -> None:
    accounts.set_password("u007", PASSWORD)
    assert accounts.authenticate("U007", PASSWORD, address=HERE).user_id == "u007"


@pytest.mark.parametrize("user", ["u007", "u001", "nobody", "", "'; DROP TABLE people; --"])
def test_wrong_passwords_and_unknown_people_are_refused_in_the_same_words(
    accounts: LocalAccounts, user: str
) -> None:
    accounts.set_password("u007", PASSWORD)
    failures(accounts, 1, user=user)


def test_no_password_is_kept_in_a_form_that_can_be_read(
    accounts: LocalAccounts, sessions: SessionFactory
) -> None:
    accounts.set_password("u007", PASSWORD)
    with sessions() as session:
        kept = session.scalars(sa.select(LocalAccountRow.password_hash)).one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "太短"),
        ("x" * 300, "太长"),
        ("aaaaaaaaaaaa", "太容易猜"),
        ("abababababab", "太容易猜"),
    ],
)
def test_a_weak_password_is_refused_and_changes_nothing(
    accounts: LocalAccounts, password: str, why: str
) -> None:
    accounts.set_password("u007", PASSWORD)
    with pytest.raises(SignInRefused, match=why):
        accounts.set_password("u007", password)
    assert accounts.authenticate("u007", PASSWORD, address=HERE)


def test_nobody_unknown_gets_a_password(accounts: LocalAccounts) -> None:
    with pytest.raises(UnknownPerson):
        accounts.set_password("nobody", PASSWORD)


def test_after_five_failures_even_the_right_password_waits(
    accounts: LocalAccounts, clock: ManualClock
) -> None:
    accounts.set_password("u007", PASSWORD)
    failures(accounts, 5)
    with pytest.raises(SignInRefused, match="15 分钟后"):
        accounts.authenticate("u007", PASSWORD, address="198.51.100.1")
    clock.advance(timedelta(minutes=15, seconds=1))
    assert accounts.authenticate("u007", PASSWORD, address=HERE)


class _Meanwhile(argon2.PasswordHasher):
    """While one password is verified, the next attempt on the same account begins."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.next_attempt: Callable[[], object] = lambda: None
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.verified += 1
        if self.verified < 20:
            self.next_attempt()
        return super().verify(hash, password)


def test_of_many_attempts_at_the_same_moment_only_five_are_tried(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    hasher = _Meanwhile()
    accounts = LocalAccounts(sessions, Directory(sessions), clock, hasher=hasher)
    accounts.set_password("u007", PASSWORD)

    def guess() -> None:
        with pytest.raises(SignInRefused):
            accounts.authenticate("u007", "wrong", address=HERE)

    hasher.next_attempt = guess
    guess()
    assert hasher.verified == 5


def test_who_signs_in_many_times_at_once_is_not_told_of_failures(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    hasher = _Meanwhile()
    accounts = LocalAccounts(sessions, Directory(sessions), clock, hasher=hasher)
    accounts.set_password("u007", PASSWORD)
    told: list[str] = []

    def again() -> None:
        try:
            accounts.authenticate("u007", PASSWORD, address=HERE)
        except SignInRefused as refused:
            told.append(str(refused))

    hasher.next_attempt = again
    again()
    assert hasher.verified == 5
    assert told == ["这个账号同时登录的次数太多，请稍候再试"]
    hasher.next_attempt = lambda: None
    assert accounts.authenticate("u007", PASSWORD, address=HERE)


def test_the_right_password_leaves_a_wrong_one_under_way_counted(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    hasher = _Meanwhile()
    accounts = LocalAccounts(sessions, Directory(sessions), clock, hasher=hasher)
    accounts.set_password("u007", PASSWORD)
    owner = LocalAccounts(
        sessions, Directory(sessions), clock, hasher=argon2.PasswordHasher(1, 8, 1)
    )

    def owner_signs_in() -> None:
        owner.authenticate("u007", PASSWORD, address=HERE)

    hasher.next_attempt = owner_signs_in
    for _ in range(5):
        with pytest.raises(SignInRefused, match="密码不对"):
            accounts.authenticate("u007", "wrong", address=HERE)
        hasher.next_attempt = lambda: None
    with pytest.raises(SignInRefused, match="分钟后"):
        accounts.authenticate("u007", PASSWORD, address=HERE)


def test_attempts_while_an_account_waits_do_not_make_it_wait_longer(
    accounts: LocalAccounts, clock: ManualClock
) -> None:
    accounts.set_password("u007", PASSWORD)
    failures(accounts, 5)
    clock.advance(timedelta(minutes=14))
    for _ in range(5):
        with pytest.raises(SignInRefused, match="1 分钟后"):
            accounts.authenticate("u007", PASSWORD, address=HERE)
    clock.advance(timedelta(minutes=1, seconds=1))
    assert accounts.authenticate("u007", PASSWORD, address=HERE)


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=400)])
def test_failures_noted_by_a_clock_that_ran_ahead_lock_nobody_out(
    accounts: LocalAccounts, clock: ManualClock, ahead: timedelta
) -> None:
    accounts.set_password("u007", PASSWORD)
    clock.advance(ahead)
    failures(accounts, 5)
    clock.advance(-ahead)
    assert accounts.authenticate("u007", PASSWORD, address=HERE)


def test_failures_noted_by_another_machine_a_little_ahead_count(
    accounts: LocalAccounts, clock: ManualClock
) -> None:
    accounts.set_password("u007", PASSWORD)
    clock.advance(timedelta(seconds=30))
    failures(accounts, 5)
    clock.advance(timedelta(seconds=-30))
    with pytest.raises(SignInRefused, match="16 分钟后"):
        accounts.authenticate("u007", PASSWORD, address=HERE)


def test_a_success_forgets_the_failures_before_it(accounts: LocalAccounts) -> None:
    accounts.set_password("u007", PASSWORD)
    failures(accounts, 4)
    accounts.authenticate("u007", PASSWORD, address=HERE)
    failures(accounts, 4)
    assert accounts.authenticate("u007", PASSWORD, address=HERE)


def test_one_address_cannot_try_many_accounts(accounts: LocalAccounts) -> None:
    for number in range(30):
        failures(accounts, 1, user=f"x{number}")
    with pytest.raises(SignInRefused, match="分钟后再试"):
        accounts.authenticate("x99", "wrong", address=HERE)
    failures(accounts, 1, user="x99", at="198.51.100.1")


def test_a_new_password_signs_every_browser_out(
    accounts: LocalAccounts, browsers: WebSessions
) -> None:
    accounts.set_password("u007", PASSWORD)
    token = browsers.open("u007").token
    accounts.set_password("u007", PASSWORD + "!")
    assert browsers.visitor(token) is None


def test_a_removed_password_opens_nothing_any_more(
    accounts: LocalAccounts, browsers: WebSessions
) -> None:
    accounts.set_password("u007", PASSWORD)
    token = browsers.open("u007").token
    assert accounts.remove("u007")
    assert not accounts.remove("u007")
    assert browsers.visitor(token) is None
    failures(accounts, 1)


def test_a_session_knows_its_person_and_its_own_proof(browsers: WebSessions) -> None:
    opened = browsers.open("u007")
    visitor = browsers.visitor(opened.token)
    assert visitor is not None
    assert visitor.person.user_id == "u007"
    assert visitor.allows(opened.csrf_token)
    assert not visitor.allows("")
    assert not visitor.allows(browsers.open("u007").csrf_token)


@pytest.mark.parametrize("token", ["", "made-up", "\0", "泰州"])
def test_a_made_up_cookie_is_nobody(browsers: WebSessions, token: str) -> None:
    browsers.open("u007")
    assert browsers.visitor(token) is None


def test_the_cookie_itself_is_not_kept(browsers: WebSessions, sessions: SessionFactory) -> None:
    token = browsers.open("u007").token
    with sessions() as session:
        assert session.scalars(sa.select(WebSessionRow.token_hash)).all() != [token]


def test_a_session_ends_twelve_hours_after_the_last_visit(
    browsers: WebSessions, clock: ManualClock
) -> None:
    token = browsers.open("u007").token
    for _ in range(3):
        clock.advance(timedelta(hours=11))
        assert browsers.visitor(token) is not None
    clock.advance(timedelta(hours=12, seconds=1))
    assert browsers.visitor(token) is None


def test_a_session_ends_after_a_week_however_busy(
    browsers: WebSessions, clock: ManualClock
) -> None:
    token = browsers.open("u007").token
    for _ in range(15):
        clock.advance(timedelta(hours=11))
        assert browsers.visitor(token) is not None
    clock.advance(timedelta(hours=4))
    assert browsers.visitor(token) is None


def test_sessions_that_ended_are_deleted(
    browsers: WebSessions, clock: ManualClock, sessions: SessionFactory
) -> None:
    browsers.open("u007")
    clock.advance(timedelta(days=8))
    browsers.open("u001")
    with sessions() as session:
        assert session.scalars(sa.select(WebSessionRow.user_id)).all() == ["u001"]


def test_signing_out_ends_one_session_only(browsers: WebSessions) -> None:
    first, second = browsers.open("u007").token, browsers.open("u007").token
    browsers.close(first)
    assert browsers.visitor(first) is None
    assert browsers.visitor(second) is not None
