"""Settings come from the environment and are refused in words."""

import re
from pathlib import Path

import pytest

from bot.durable.work import check_cron
from bot.errors import SettingsError
from bot.settings import DEMO_CLOCK, load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Away from any .env of the person who runs the tests.
    monkeypatch.chdir(tmp_path)


def test_a_malformed_setting_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PORT", "many")
    with pytest.raises(SettingsError, match="BOT_PORT：应为整数"):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_LOG_LEVEL", "chatty"),
        ("BOT_ALERTS__SCAN_CRON", "now and then"),
        ("BOT_ALERTS__SCAN_CRON", "*/10 8-18 * * * 59"),
        ("BOT_APPEALS__SOURCE_CRON", "now and then"),
        ("BOT_ALERTS__ESCALATE_WORKING_DAYS", "[7,3]"),
        ("BOT_ALERTS__ESCALATE_WORKING_DAYS", "[3,3]"),
    ],
)
def test_a_value_that_means_nothing_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable):
        load_settings()


def test_a_refused_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_WECOM__AES_KEY", "too-short-secret")
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert "BOT_WECOM__AES_KEY" in str(refusal.value)
    assert "too-short-secret" not in str(refusal.value)


def test_a_business_clock_without_zone_is_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_BUSINESS_CLOCK", "2019-11-15T09:00:00")
    assert load_settings().clock_start == DEMO_CLOCK


def test_a_demonstration_directory_is_remembered(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)
    assert settings.clock_start is None
    settings.demonstration_marker.touch()
    assert settings.is_demonstration
    assert settings.clock_start == DEMO_CLOCK


def test_the_business_clock_wins_over_the_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_BUSINESS_CLOCK", "2026-01-05T09:00:00+08:00")
    start = load_settings(data_dir=tmp_path, demo=True).clock_start
    assert start is not None
    assert start.year == 2026


def test_the_database_does_not_move_with_the_working_directory(tmp_path: Path) -> None:
    url = load_settings(data_dir=Path("somewhere")).application_database_url
    assert url == f"sqlite:///{tmp_path / 'somewhere' / 'bot.sqlite'}"


@pytest.mark.parametrize("cron", ["@daily", "0 */10 8-18 * * *"])
def test_a_schedule_that_the_durable_work_keeps_is_accepted(
    monkeypatch: pytest.MonkeyPatch, cron: str
) -> None:
    monkeypatch.setenv("BOT_ALERTS__SCAN_CRON", cron)
    check_cron(cron)
    assert load_settings().alerts.scan_cron == cron


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_WECOM_ROBOT__WEBHOOKS", '{"督查群": "https://a.cn/send?key=robot-secret"'),
        ("BOT_FIGURES__DECISIONS", "K01=开票销售"),
        ("BOT_ALERTS__ESCALATE_WORKING_DAYS", "3,7"),
        ("BOT_ALERTS__ESCALATE_WORKING_DAYS", "{}"),
        ("BOT_APPEALS__DAYS", "[1,3]"),
        ("BOT_WECOM_ROBOT__WEBHOOKS", '{"督查群": 5}'),
        ("BOT_WECOM_ROBOT__WEBHOOKS", "[5]"),
        ("BOT_PLAN_END", "年底"),
        ("BOT_ALERTS__QUIET_FROM", "晚上"),
        ("BOT_TRACING__ENDPOINT", "collector"),
        ("BOT_DEMO", "maybe"),
        ("BOT_INTAKE__BACKLOG", "0"),
    ],
)
def test_every_refusal_names_its_setting_in_chinese_and_repeats_no_secret(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable.split("__")[0]) as refusal:
        load_settings()
    said = str(refusal.value)
    assert "robot-secret" not in said
    assert not re.search(r"[Ii]nput|should|JSON input", said), said


def test_a_list_that_is_no_json_is_refused_with_its_section(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOT_APPEALS__DAYS", "1,3,5")
    with pytest.raises(SettingsError, match=r"BOT_APPEALS 一节.*JSON"):
        load_settings()


def test_a_time_of_day_is_asked_for_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_ALERTS__QUIET_FROM", "late")
    with pytest.raises(SettingsError, match="BOT_ALERTS__QUIET_FROM：应为一天中的时刻"):
        load_settings()


def test_a_settings_file_in_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("BOT_PLAN_TITLE=方案\n".encode("gb18030"))
    with pytest.raises(SettingsError, match=r"\.env 读不了；原因：不是 UTF-8"):
        load_settings()
