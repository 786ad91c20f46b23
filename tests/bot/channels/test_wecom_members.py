"""Signing in through WeCom, against the simulator."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.channels.channel import Channel
from bot.errors import ChannelMisconfigured, SignInRefused
from bot.signin import MemberSource
from tests.simulators.wecom import WecomSimulator


@pytest.fixture
def members(wecom_channel: Channel) -> MemberSource:
    assert wecom_channel.members is not None
    return wecom_channel.members


def test_the_browser_is_sent_to_wecom_as_its_page_says(members: MemberSource) -> None:
    address = urlsplit(members.authorize_url(back="https://bot.gov.cn/a?b=1&c=2", state="s1"))
    assert (address.netloc, address.path) == ("open.weixin.qq.com", "/connect/oauth2/authorize")
    assert address.fragment == "wechat_redirect"
    assert {name: value for name, (value,) in parse_qs(address.query).items()} == {
        "appid": "wx5823bf96d3bd56c7",
        "redirect_uri": "https://bot.gov.cn/a?b=1&c=2",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "s1",
        "agentid": "1000002",
    }


@pytest.mark.parametrize("spelling", ["userid", "UserId"])
def test_a_members_code_names_them_in_either_spelling(
    members: MemberSource, wecom: WecomSimulator, spelling: str
) -> None:
    assert members.member_of(wecom.login_code(**{spelling: "zhangsan"})) == "zhangsan"


@pytest.mark.parametrize("stranger", [{"openid": "o1"}, {"OpenId": "o1"}, {"userid": ""}])
def test_who_is_no_member_has_no_user_id(
    members: MemberSource, wecom: WecomSimulator, stranger: dict[str, str]
) -> None:
    assert members.member_of(wecom.login_code(**stranger)) is None


def test_a_code_works_once(members: MemberSource, wecom: WecomSimulator) -> None:
    code = wecom.login_code(userid="zhangsan")
    members.member_of(code)
    with pytest.raises(SignInRefused, match="已失效"):
        members.member_of(code)


def test_a_code_older_than_five_minutes_is_refused(
    members: MemberSource, wecom: WecomSimulator
) -> None:
    code = wecom.login_code(userid="zhangsan")
    wecom.clock.advance(timedelta(minutes=5))
    with pytest.raises(SignInRefused, match="已失效"):
        members.member_of(code)


@pytest.mark.parametrize("code", ["", "made-up", "x" * 513, "政" * 200])
def test_a_code_nobody_gave_is_refused(members: MemberSource, code: str) -> None:
    with pytest.raises(SignInRefused, match="已失效"):
        members.member_of(code)


def test_a_stale_token_is_renewed_on_the_way(members: MemberSource, wecom: WecomSimulator) -> None:
    members.member_of(wecom.login_code(userid="zhangsan"))
    wecom.invalidate_tokens()
    assert members.member_of(wecom.login_code(userid="lisi")) == "lisi"


def test_an_untrusted_domain_is_told_with_its_remedy(
    members: MemberSource, wecom: WecomSimulator
) -> None:
    wecom.script("auth/getuserinfo", 50001)
    with pytest.raises(ChannelMisconfigured, match="可信域名"):
        members.member_of(wecom.login_code(userid="zhangsan"))
