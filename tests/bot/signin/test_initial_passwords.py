"""A password an administrator hands out opens nothing but the choice of another one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.clock import ManualClock
from bot.errors import PasswordMustChange, SignInRefused, UnknownPerson
from bot.signin import LocalAccounts, WebSessions
from bot.signin.accounts import INITIAL_LIVES
from tests.bot.signin.conftest import HERE, PASSWORD


def test_an_initial_password_works_once_to_choose_ones_own(accounts: LocalAccounts) -> None:
    initial = accounts.issue_initial("u007")
    with pytest.raises(PasswordMustChange):
        accounts.authenticate("u007", initial, address=HERE)
    assert accounts.choose_password("u007", initial, PASSWORD, address=HERE).user_id == "u007"
    assert accounts.authenticate("u007", PASSWORD, address=HERE).user_id == "u007"
    with pytest.raises(SignInRefused, match="不对"):
        accounts.choose_password("u007", initial, "another good one", address=HERE)


@pytest.mark.parametrize("new", ["short", "aaaaaaaaaaaa"])
def test_a_password_that_is_not_fit_is_refused_and_the_initial_one_stays(
    accounts: LocalAccounts, new: str
) -> None:
    initial = accounts.issue_initial("u007")
    with pytest.raises(SignInRefused):
        accounts.choose_password("u007", initial, new, address=HERE)
    with pytest.raises(SignInRefused, match="不能与原来"):
        accounts.choose_password("u007", initial, initial, address=HERE)
    with pytest.raises(PasswordMustChange):
        accounts.authenticate("u007", initial, address=HERE)


def test_an_initial_password_lapses(accounts: LocalAccounts, clock: ManualClock) -> None:
    initial = accounts.issue_initial("u007")
    clock.advance(INITIAL_LIVES + timedelta(minutes=1))
    with pytest.raises(SignInRefused, match="已过期"):
        accounts.choose_password("u007", initial, PASSWORD, address=HERE)


def test_a_reset_ends_open_sessions_and_the_password_before(
    accounts: LocalAccounts, browsers: WebSessions
) -> None:
    accounts.set_password("u007", PASSWORD)
    token = browsers.open("u007").token
    accounts.issue_initial("u007")
    assert browsers.visitor(token) is None
    with pytest.raises(SignInRefused):
        accounts.authenticate("u007", PASSWORD, address=HERE)


def test_nothing_is_reset_when_what_goes_with_it_cannot_be_kept(accounts: LocalAccounts) -> None:
    accounts.set_password("u007", PASSWORD)

    def fails(_session: Session) -> None:
        raise RuntimeError("no audit")

    with pytest.raises(RuntimeError):
        accounts.issue_initial("u007", also=fails)
    assert accounts.authenticate("u007", PASSWORD, address=HERE).user_id == "u007"
    with pytest.raises(UnknownPerson):
        accounts.issue_initial("nobody")
