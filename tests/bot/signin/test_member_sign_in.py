"""The way through WeCom and back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import SignInRefused
from bot.identity import Directory
from bot.signin import MemberSignIn
from bot.storage import create_engine, session_factory
from tests.bot.beginnings import people
from tests.databases import filled_at

BACK = "https://chat.example/signin/wecom/back"


class Vendor:
    """Plays `MemberSource`: a code is the member's id in capitals."""

    def authorize_url(self, *, back: str, state: str) -> str:
        return f"https://vendor.example/?redirect_uri={back}&state={state}"

    def member_of(self, code: str) -> str | None:
        return code.upper() if code else None


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 9, tzinfo=BUSINESS_ZONE))


@pytest.fixture
def members(tmp_path: Path, clock: ManualClock) -> MemberSignIn:
    engine = create_engine(filled_at(tmp_path, people))
    sessions = session_factory(engine)
    return MemberSignIn(Vendor(), sessions, Directory(sessions), clock)


def left(members: MemberSignIn, browser: str = "b1") -> str:
    """Send a browser out; return the state it carries."""
    address = members.leave(back=BACK, return_to="/board?x=1", browser=browser)
    return parse_qs(urlsplit(address).query)["state"][0]


def test_who_comes_back_is_the_member_and_goes_where_they_wanted(members: MemberSignIn) -> None:
    person, return_to = members.come_back(code="u007", state=left(members), browser="b1")
    assert (person.user_id, return_to) == ("u007", "/board?x=1")


def test_a_state_is_what_wecom_allows(members: MemberSignIn) -> None:
    state = left(members)
    assert state.isalnum()
    assert len(state) <= 128


def test_a_state_works_once(members: MemberSignIn) -> None:
    state = left(members)
    members.come_back(code="u007", state=state, browser="b1")
    with pytest.raises(SignInRefused, match="没有完成"):
        members.come_back(code="u007", state=state, browser="b1")


def test_somebody_elses_link_signs_nobody_in(members: MemberSignIn) -> None:
    with pytest.raises(SignInRefused, match="没有完成"):
        members.come_back(code="u007", state=left(members, "attacker"), browser="victim")


@pytest.mark.parametrize("state", ["", "made-up"])
def test_a_made_up_state_is_refused(members: MemberSignIn, state: str) -> None:
    with pytest.raises(SignInRefused, match="没有完成"):
        members.come_back(code="u007", state=state, browser="b1")


def test_a_state_lapses_after_ten_minutes(members: MemberSignIn, clock: ManualClock) -> None:
    state = left(members)
    clock.advance(timedelta(minutes=10, seconds=1))
    with pytest.raises(SignInRefused, match="没有完成"):
        members.come_back(code="u007", state=state, browser="b1")


@pytest.mark.parametrize("code", ["", "stranger"])
def test_who_is_no_person_of_ours_is_refused(members: MemberSignIn, code: str) -> None:
    with pytest.raises(SignInRefused, match="不在本服务的人员名单"):
        members.come_back(code=code, state=left(members), browser="b1")
