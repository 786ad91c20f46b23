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
from tests.databases import environment_at, settings_at

NOW = datetime(2019, 11, 15, 9, tzinfo=BUSINESS_ZONE)


def refused(parts: Parts, *texts: str) -> None:
    store = ConversationStore(parts.sessions)
    reply = Reply(intent="unknown", text="没有答案", outcome=Outcome.REFUSED)
    for number, text in enumerate(texts):
        question = Question(text, GUEST, "web::c1", "web", NOW, ())
        store.remember(question, reply, message_id=f"m{number}")
    parts.stop()


def test_questions_that_ask_the_same_are_one_group_and_no_telephone_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment_at(tmp_path).items():
        monkeypatch.setenv(name, value)
    refused(
        Parts(load_settings(**settings_at(tmp_path))),
        "研发费用加计扣除比例是多少",
        "请问研发费用加计扣除的比例是多少啊？",
        "我的电话13800000000，请回电",
    )
    listed = CliRunner().invoke(app, ["questions", "groups", "--json"])
    groups = json.loads(listed.stdout)["groups"]
    assert [group["count"] for group in groups] == [2, 1]
    assert "13800000000" not in listed.stdout
    table = tmp_path / "待处理.csv"
    exported = CliRunner().invoke(app, ["questions", "export", str(table)])
    assert exported.exit_code == 0
    lines = table.read_text("utf-8-sig").splitlines()
    assert lines[0] == "group,count,question,outcome,intent,asked_at,verdict,reason"
    assert [line.split(",")[:2] for line in lines[1:]] == [["1", "2"], ["1", "2"], ["2", "1"]]
    assert "13800000000" not in table.read_text("utf-8-sig")
    nowhere = CliRunner().invoke(app, ["questions", "export", str(tmp_path / "无" / "x.csv")])
    assert nowhere.exit_code != 0


def test_a_refused_question_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment_at(tmp_path).items():
        monkeypatch.setenv(name, value)
    empty = CliRunner().invoke(app, ["questions", "list", "--json"])
    assert json.loads(empty.stdout) == {"questions": []}
    now = datetime(2019, 11, 15, 9, tzinfo=BUSINESS_ZONE)
    question = Question("社保断缴了怎么办", GUEST, "web::c1", "web", now, ())
    reply = Reply(intent="unknown", text="没有答案", outcome=Outcome.REFUSED)
    parts = Parts(load_settings(**settings_at(tmp_path)))
    ConversationStore(parts.sessions).remember(question, reply, message_id="m1")
    parts.stop()
    listed = CliRunner().invoke(app, ["questions", "list", "--json"])
    [found] = json.loads(listed.stdout)["questions"]
    assert found["question"] == "社保断缴了怎么办"
    assert datetime.fromisoformat(found["asked_at"]) == now
    assert "没有答案" in CliRunner().invoke(app, ["questions", "list"]).stdout


def test_only_what_was_judged_useless_is_listed_as_useless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment_at(tmp_path).items():
        monkeypatch.setenv(name, value)
    parts = Parts(load_settings(**settings_at(tmp_path)))
    refused(parts, "社保断缴了怎么办", "公积金怎么提取")
    assert parts.feedback.keep("web::c1", "m0", verdict="useful", reason="")
    assert parts.feedback.keep("web::c1", "m1", verdict="useless", reason="没说清")
    parts.stop()
    lines = CliRunner().invoke(app, ["questions", "list"]).stdout.splitlines()
    assert ["没用：没说清" in line for line in lines] == [True, False]
    assert ["没用" in line for line in lines] == [True, False]
