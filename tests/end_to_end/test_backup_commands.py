"""A city is backed up while it answers, and brought back, as an operator does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.databases import copy_city, is_postgresql, name_of, new_database
from tests.end_to_end.conftest import Run
from tests.end_to_end.serving import ServingBot


@pytest.mark.slow
def test_a_serving_city_is_backed_up_and_answers_from_the_copy(
    prepared_city: Path, tmp_path: Path, start_bot: Run, request: pytest.FixtureRequest
) -> None:
    data = tmp_path / "data"
    copy_city(prepared_city, data)
    kept = ("--as", "u002", "--conversation", "kept", "--json")
    with ServingBot(data):
        first = start_bot("ask", "1到10月五大产业产值多少", *kept, BOT_DEMO="true")
        assert "3657.33" in json.loads(first.stdout)["text"], first.stderr
        made = start_bot("backup", str(tmp_path / "city.zip"), "--json")
        assert made.returncode == 0, made.stderr
    assert {"bot.sqlite", "durable.sqlite"} <= set(json.loads(made.stdout)["files"])
    elsewhere = {"BOT_DATA_DIR": str(tmp_path / "restored"), "BOT_DEMO": "true"}
    if is_postgresql():
        server = request.getfixturevalue("postgresql")
        elsewhere["BOT_DATABASE_URL"] = new_database(server, name_of(tmp_path / "restored"))
    brought = start_bot("restore", str(tmp_path / "city.zip"), **elsewhere)
    assert brought.returncode == 0, brought.stderr
    answered = start_bot("ask", "那兴化呢", *kept, **elsewhere)
    assert "兴化市" in json.loads(answered.stdout)["text"], answered.stderr
