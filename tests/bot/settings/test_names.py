"""A variable that looks like a setting and is none is found, with the one it was meant to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings.names import given, unknown


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("BOT_PROT", "BOT_PORT"),
        ("BOT_WECOM__CORPID", "BOT_WECOM__CORP_ID"),
        ("BOT_WECOM_CORP_ID", "BOT_WECOM__CORP_ID"),
        ("BOT_MOONSHINE", ""),
    ],
)
def test_a_misspelt_variable_is_named_with_the_likeliest_setting(name: str, meant: str) -> None:
    assert unknown([name]) == {name: meant}


@pytest.mark.parametrize(
    "name",
    ["BOT_PORT", "BOT_WECOM__CORP_ID", "BOT_FIGURES", "BOT_FIGURES__DECISIONS__K01"],
)
def test_a_setting_a_whole_section_and_an_entry_of_a_dictionary_are_known(name: str) -> None:
    assert unknown([name]) == {}


def test_names_are_looked_for_in_the_environment_and_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("BOT_ONE=1\nOTHER=2\n", encoding="utf-8")
    monkeypatch.setenv("BOT_TWO", "2")
    assert {"BOT_ONE", "BOT_TWO"} <= given()
    assert "OTHER" not in given()
