"""What `bot doctor` says about WeCom when the vendor, the network or the clock is against us."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.clock_skew import check_clock
from bot.clock import ManualClock, SystemClock
from bot.console.health import Finding
from bot.durable import InlineWork
from bot.errors import ChannelMisconfigured
from bot.identity.model import PersonRow
from bot.settings import load_settings
from bot.wiring import Parts
from bot.wiring.diagnosis import channel_findings, diagnose, send_test
from bot.wiring.health import clock_findings, disk_findings, health_checks
from tests.databases import settings_at
from tests.simulators.wecom import WecomSimulator

Change = Callable[[WecomSimulator], dict[str, object]]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def wecom() -> WecomSimulator:
    return WecomSimulator()


@pytest.fixture
def base_url(wecom: WecomSimulator, stack: ExitStack) -> str:
    return stack.enter_context(wecom.serve()).url + "/cgi-bin"


Build = Callable[..., Parts]


@pytest.fixture
def parts_of(wecom: WecomSimulator, tmp_path: Path, stack: ExitStack) -> Build:
    def build(**changes: object) -> Parts:
        parts = _parts(wecom, tmp_path, **changes)
        stack.callback(parts.stop)
        return parts

    return build


def _parts(wecom: WecomSimulator, folder: Path, **changes: object) -> Parts:
    """Return the parts of a city with one official, whose WeCom settings are `changes`."""
    section = {
        "corp_id": wecom.corp_id,
        "agent_id": wecom.agent_id,
        "secret": wecom.secret,
        "token": wecom.token,
        "aes_key": wecom.aes_key,
        **changes,
    }
    parts = Parts(load_settings(**settings_at(folder), wecom=section), work=InlineWork())
    with parts.sessions.begin() as session:
        for user_id in ("zhangsan", "wangwu"):
            session.add(
                PersonRow(
                    user_id=user_id, name="张三", department_code=None, post="", role="official"
                )
            )
    return parts


def failed(findings: list[Finding]) -> dict[str, str]:
    """Return the remedy of each check that failed, by the last word of its name."""
    return {
        finding.part.split()[-1]: finding.remedy
        for finding in findings
        if finding.state == "failed"
    }


def test_a_channel_in_order_has_no_remedy(
    wecom: WecomSimulator, base_url: str, parts_of: Build
) -> None:
    parts = parts_of(api_base_url=base_url)
    assert failed(channel_findings(parts)) == {}
    (untried,) = (found for found in channel_findings(parts) if found.state == "off")
    assert "BOT_PUBLIC_URL" in untried.remedy
    assert failed(send_test(parts, "zhangsan")) == {}
    assert wecom.texts_to("zhangsan") == ["这是一条测试消息，说明本渠道可以发送。"]


def not_trusted(wecom: WecomSimulator) -> dict[str, object]:
    wecom.script("gettoken", 60020)
    return {}


def not_trusted_later(wecom: WecomSimulator) -> dict[str, object]:
    wecom.script("agent/get", 60020)
    return {}


@pytest.mark.parametrize(
    ("change", "check", "remedy"),
    [
        (lambda _: {"secret": "wrong"}, "access_token", "BOT_WECOM__SECRET"),
        (lambda _: {"corp_id": "wrong"}, "access_token", "BOT_WECOM__CORP_ID"),
        (not_trusted, "access_token", "企业可信IP"),
        (not_trusted_later, "AgentId", "企业可信IP"),
        (lambda _: {"agent_id": 7}, "AgentId", "BOT_WECOM__AGENT_ID"),
    ],
)
def test_each_refusal_of_the_vendor_names_what_to_change(
    wecom: WecomSimulator, base_url: str, parts_of: Build, change: Change, check: str, remedy: str
) -> None:
    parts = parts_of(api_base_url=base_url, **change(wecom))
    assert remedy in failed(channel_findings(parts))[check]


def test_a_network_that_lets_nothing_out_is_told_as_that(
    parts_of: Build,
) -> None:
    parts = parts_of(api_base_url="http://127.0.0.1:9/cgi-bin")
    found = failed(channel_findings(parts))
    assert set(found) == {"access_token", "AgentId", "时钟"}
    assert all("出站网络" in remedy for remedy in found.values())


def test_a_test_message_to_somebody_the_app_cannot_see_says_so(
    base_url: str, parts_of: Build
) -> None:
    parts = parts_of(api_base_url=base_url)
    assert "可见范围" in failed(send_test(parts, "wangwu"))["wecom_app"]


def test_a_test_message_to_nobody_says_how_to_get_an_account(tmp_path: Path) -> None:
    parts = Parts(load_settings(**settings_at(tmp_path)), work=InlineWork())
    (finding,) = send_test(parts, "zhangsan")
    assert "bot people code" in finding.remedy


@pytest.mark.parametrize("minutes", [-11, 11])
def test_a_clock_that_is_wrong_is_told_with_how_much(base_url: str, minutes: int) -> None:
    wrong = ManualClock(SystemClock().now() + timedelta(minutes=minutes))
    with pytest.raises(ChannelMisconfigured, match=r"6[56]\d 秒.*NTP"):
        check_clock(base_url, wrong)
    check_clock(base_url, SystemClock())


@pytest.mark.parametrize(
    ("ahead_s", "told"),
    [
        (0.0, []),
        (4.9, []),
        (-4.9, []),
        (7.2, ["数据库服务器的时钟比本机快 7 秒"]),
        (-3600.0, ["数据库服务器的时钟比本机慢 3600 秒"]),
    ],
)
def test_a_database_server_with_another_clock_is_told_with_how_much(
    ahead_s: float, told: list[str]
) -> None:
    findings = clock_findings(timedelta(seconds=ahead_s))
    assert [finding.detail for finding in findings] == told
    assert all("NTP" in finding.remedy for finding in findings)


def test_every_schedule_has_a_name_that_an_officer_can_read(parts_of: Build) -> None:
    parts = parts_of()
    parts.launch()
    found = [
        finding.part
        for check in health_checks(parts)
        if check.part == "定时任务"
        for finding in check.run()
    ]
    assert len(found) >= 4
    assert [part for part in found if re.search("[a-z]", part)] == []


def test_a_model_that_is_not_there_is_told_of_an_empty_library_too(
    tmp_path: Path, stack: ExitStack
) -> None:
    retrieval = {"model": str(tmp_path / "no-model")}
    parts = Parts(load_settings(**settings_at(tmp_path), retrieval=retrieval), work=InlineWork())
    stack.callback(parts.stop)
    [library] = [finding for finding in diagnose(parts) if finding.part == "政策库"]
    assert library.state == "failed"
    assert f"没有模型目录 {tmp_path / 'no-model'}" in library.detail


def test_a_data_directory_that_others_can_enter_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = Parts(load_settings(**settings_at(tmp_path)))
    # By its rights none of a test's is: it lies within a closed one.
    open_ones = {tmp_path}
    monkeypatch.setattr("bot.wiring.health.is_open_to_others", open_ones.__contains__)
    (found,) = disk_findings(parts)
    assert found.state == "ok"
    assert "其他用户也能进入" in found.detail
    assert found.remedy.endswith(f"chmod 700 {tmp_path}")
    open_ones.clear()
    (found,) = disk_findings(parts)
    assert not found.remedy


@pytest.mark.skipif(os.name != "posix", reason="rights are not told by a mode here")
def test_the_library_of_a_new_city_lies_in_a_closed_folder(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    # With a server's database nothing else makes the folder first.
    settings = load_settings(data_dir=folder, database_url="postgresql://nobody@nowhere/city")
    library = Parts(settings).library_settings.data_dir
    library.mkdir(parents=True)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
