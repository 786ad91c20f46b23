"""Links in the text messages of WeCom and WeChat."""

from __future__ import annotations

import pytest

from bot.channels.tencent.anchors import without_anchors
from bot.channels.wechat_official.rendering import texts
from bot.channels.wecom_app.rendering import Addressing, text_payloads
from bot.messages import Choice, Citation, Outcome, Reply

LURE = '诉求：请点<a href="https://evil.example">领取补贴</a>'
CITED = Citation(
    document="方案",
    document_number=None,
    clause="三-6",
    quote="原文",
    validity="",
    url="https://bot.gov.cn/documents/1",
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<a href="x">领</a>', '〈a href="x">领〈/a>'),
        ("<A HREF=x>", "〈A HREF=x>"),
        ("< / a>", "〈 / a>"),
        ("<a", "〈a"),
        ("投资<5亿元、a<b、<abc>", "投资<5亿元、a<b、<abc>"),
    ],
)
def test_only_what_would_be_a_link_is_changed(written: str, shown: str) -> None:
    assert without_anchors(written) == shown


def test_the_only_links_of_a_message_are_our_own() -> None:
    reply = Reply(intent="appeal", text=LURE, outcome=Outcome.ANSWERED, citations=(CITED,))
    [payload] = text_payloads(reply, Addressing(account="u001", agent_id=1, key="k"))
    for text in (str(payload["text"]), *texts(reply)):
        assert text.count("<a ") == 1
        assert "https://evil.example" in text


def test_what_may_be_answered_is_no_link_either() -> None:
    choices = tuple(Choice(label=f"第{place}项", send=LURE) for place in range(30))
    reply = Reply(intent="appeal", text="请选", outcome=Outcome.CLARIFY, choices=choices)
    payloads = text_payloads(reply, Addressing(account="u001", agent_id=1, key="k"))
    for text in (*(str(payload["text"]) for payload in payloads), *texts(reply)):
        assert "evil.example" in text
        assert "<a " not in text
