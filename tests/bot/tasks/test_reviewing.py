"""Whoever confirms, or reviews, is told what it is about: the day, the reason, what to reply."""

from __future__ import annotations

import pytest

from tests.bot.tasks.conftest import Outbox
from tests.bot.tasks.talking import Talk


def said(talk: Talk, user_id: str, text: str) -> str:
    reply = talk.say(user_id, text)
    assert reply is not None
    return reply.text


def test_who_grants_an_extension_sees_until_when_before_and_after(
    talk: Talk, outbox: Outbox
) -> None:
    said(talk, "u007", "18号申请延期到12月2日，专家没到齐")
    said(talk, "u007", "确认")
    asked = dict(outbox.sent)["u003"]
    assert "申请延至 2019-12-02" in asked
    assert "请您：回复“同意18号延期”，或“不同意18号延期”并说明原因" in asked
    proposed = said(talk, "u003", "同意18号延期")
    assert "（时限 2019-11-18，申请延至 2019-12-02）同意延期。确认吗？" in proposed
    assert said(talk, "u003", "确认").endswith("已同意延期，时限 2019-12-02（原定 2019-11-18）。")


def test_the_reason_that_others_will_hear_is_confirmed_with_the_step(
    talk: Talk, outbox: Outbox
) -> None:
    said(talk, "u009", "48号办完了")
    said(talk, "u009", "确认")
    reported = dict(outbox.sent)["u003"]
    assert "请您：审核后回复“48号予以销号”，或“48号退办”并说明原因" in reported
    proposed = said(talk, "u003", "48号退办，没附采集表")
    assert proposed.endswith("退办，说明：没附采集表。确认吗？")


def test_a_step_without_a_reason_says_none(talk: Talk) -> None:
    assert said(talk, "u003", "17号予以销号").endswith("销号。确认吗？")


@pytest.mark.parametrize("text", ["我的任务有没有被催过", "谁催我了", "我收到的提醒是哪些"])
def test_who_asks_whether_they_were_reminded_hears_of_what(talk: Talk, text: str) -> None:
    assert said(talk, "u007", text) == "没有找到发给您的催办或提醒。"
    said(talk, "u006", "催一下23号")
    said(talk, "u006", "确认")
    assert "23号《新一代信息技术产业研究报告》" in said(talk, "u007", text)
