"""What stands behind a quotation is said in words wherever people read it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.channels.telegram import rendering as telegram
from bot.channels.wechat_official import rendering as wechat_official
from bot.channels.wecom_aibot import rendering as wecom_aibot
from bot.channels.wecom_app import rendering as wecom_app
from bot.channels.wecom_robot import rendering as wecom_robot
from bot.messages import Outcome, Reply

REPLY = Reply(intent="policy_qa", text="「5天办结」〔某方案 四-(三)#s6〕", outcome=Outcome.ANSWERED)
TO = wecom_app.Addressing("e001", 1, "key")


@pytest.mark.parametrize(
    "shown",
    [
        lambda reply: str(wecom_app.text_payloads(reply, TO)),
        lambda reply: str(wecom_robot.payloads(reply)),
        lambda reply: wecom_aibot.content(reply),
        lambda reply: wechat_official.texts(reply)[0],
        lambda reply: telegram.texts(reply)[0].html,
    ],
)
def test_no_chat_shows_the_address_of_a_clause(shown: Callable[[Reply], str]) -> None:
    said = shown(REPLY)
    assert "第四部分" in said
    assert "#s6" not in said
