"""Settings alone switch on signing in through WeCom, and say who can open an inbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.durable import InlineWork
from bot.identity.roster import import_roster
from bot.messages import Recipient
from bot.settings import DEMO_DATA, load_settings
from bot.wiring import Parts
from tests.databases import settings_at
from tests.simulators.wecom import WecomSimulator

PUBLIC_URL = "https://bot.gov.cn"


@pytest.fixture
def wecom() -> Iterator[WecomSimulator]:
    simulator = WecomSimulator(members={"u007"})
    with simulator.serve():
        yield simulator


def parts_with(folder: Path, **settings: object) -> Parts:
    loaded = load_settings(**settings_at(folder), retrieval={"model": "hashing"}, **settings)
    parts = Parts(loaded, work=InlineWork())
    import_roster(parts.sessions, DEMO_DATA / "organisation")
    return parts


@pytest.mark.parametrize("spelling", ["userid", "UserId"])
def test_a_member_signs_in_through_wecom(
    tmp_path: Path, wecom: WecomSimulator, spelling: str
) -> None:
    section = {
        "corp_id": wecom.corp_id,
        "agent_id": wecom.agent_id,
        "secret": wecom.secret,
        "token": wecom.token,
        "aes_key": wecom.aes_key,
        "api_base_url": wecom.base_url,
    }
    parts = parts_with(tmp_path, public_url=PUBLIC_URL, wecom=section)
    assert parts.sign_in.has_members
    address = parts.sign_in.leave(return_to="/board", browser="b1")
    state = parse_qs(urlsplit(address).query)["state"][0]
    code = wecom.login_code(**{spelling: "U007"})
    opened, return_to = parts.sign_in.come_back(code=code, state=state, browser="b1")
    visitor = parts.sign_in.visitor(opened.token)
    assert visitor is not None
    assert (visitor.person.user_id, return_to) == ("u007", "/board")
    parts.stop()


def test_without_wecom_nobody_is_offered_it(tmp_path: Path) -> None:
    parts = parts_with(tmp_path, public_url=PUBLIC_URL)
    assert not parts.sign_in.has_members
    parts.stop()


def test_who_has_a_password_has_an_inbox_and_loses_it_with_the_password(tmp_path: Path) -> None:
    parts = parts_with(tmp_path)
    assert parts.directory.accounts_of("u007") == []
    parts.local_accounts.set_password("u007", "correct horse battery")
    assert parts.directory.accounts_of("u007") == [Recipient(channel="web", account="u007")]
    parts.local_accounts.remove("u007")
    assert parts.directory.accounts_of("u007") == []
    parts.stop()
