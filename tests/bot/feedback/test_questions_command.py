"""``bot questions list``."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import BUSINESS_ZONE
from bot.dialogue.conversation import ConversationStore
from bot.dialogue.skill import Question
from bot.identity import GUEST
from bot.messages import Outcome, Reply
from bot.settings import load_settings
from bot.wiring import Parts


def test_a_refused_question_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path))
    empty = CliRunner().invoke(app, ["questions", "list", "--json"])
    assert json.loads(empty.stdout) == {"questions": []}
    now = datetime(2019, 11, 15, 9, tzinfo=BUSINESS_ZONE)
    question = Question("社保断缴了怎么办", GUEST, "web::c1", "web", now, ())
    reply = Reply(intent="unknown", text="没有答案", outcome=Outcome.REFUSED)
    parts = Parts(load_settings(data_dir=tmp_path))
    ConversationStore(parts.sessions).remember(question, reply, message_id="m1")
    parts.engine.dispose()
    listed = CliRunner().invoke(app, ["questions", "list", "--json"])
    [found] = json.loads(listed.stdout)["questions"]
    assert found["question"] == "社保断缴了怎么办"
    assert datetime.fromisoformat(found["asked_at"]) == now
    assert "没有答案" in CliRunner().invoke(app, ["questions", "list"]).stdout
