"""``bot evaluate questions`` asks a demonstration city that nobody has asked before."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import app
from tests.databases import environment_at

_UNHEARD = "反应问题没人理咋办!!都一个礼拜了"
_ASKED = (
    {"id": "1", "question": _UNHEARD, "expect": "answer_then_handoff"},
    {
        "id": "2",
        "question": "人工",
        "prev_turns": [{"role": "user", "text": _UNHEARD}],
        "expect": "refuse_handoff",
    },
)


def test_a_second_run_knows_nothing_of_what_the_first_one_filed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment_at(tmp_path).items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "questions.jsonl"
    asked = [{"group": "policy", "user": "e001", **one} for one in _ASKED]
    file.write_text("\n".join(json.dumps(one) for one in asked), "utf-8")
    runs = [CliRunner().invoke(app, ["evaluate", "questions", str(file), "--json"]) for _ in "12"]
    first, second = (json.loads(run.stdout)["policy"] for run in runs)
    assert first == second
    assert first["right"] == len(_ASKED)


def test_the_city_s_own_database_is_left_alone_and_its_folder_made_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, folder = f"sqlite:///{tmp_path / 'city.sqlite'}", tmp_path / "data"
    monkeypatch.setenv("BOT_DATABASE_URL", own)
    monkeypatch.setenv("BOT_DATA_DIR", str(folder))
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"group": "policy", **_ASKED[1]}), "utf-8")
    assert CliRunner().invoke(app, ["evaluate", "questions", str(file)]).exit_code == 0
    assert not sa.inspect(sa.create_engine(own)).get_table_names()
    assert os.name != "posix" or stat.S_IMODE(folder.stat().st_mode) == 0o700
