"""The buttons under an answer, on the channels that have them."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.channels.opinion import opinion_buttons, with_opinion
from bot.channels.telegram.rendering import texts
from bot.channels.telegram.updates import inbound_message
from bot.channels.tencent.card_labels import are_cut, short_labels
from bot.channels.wechat_official.rendering import texts as official_texts
from bot.channels.wecom_app.card_key import read_key
from bot.channels.wecom_app.rendering import (
    Addressing,
    card_payload,
    pressed_card,
    text_payloads,
)
from bot.clock import BUSINESS_ZONE
from bot.messages import Choice, Citation, InboundMessage, Outcome, Reply
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.wecom_messages import refused_card

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE)
ANSWER = Reply(intent="policy", text="五日内办结。", outcome=Outcome.ANSWERED, opinion_on="7:42:9")

CITED = Citation(
    document="若干政策",
    document_number=None,
    clause="第五条",
    quote="五日内办结。",
    validity="",
    url="https://city.example/documents/1#c5",
)
TO = Addressing("u", 1, "reply:1")


def choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label=label, send=label) for label in labels)


def message(text: str) -> InboundMessage:
    return InboundMessage(
        channel="wecom_app", message_id="1", sender="u", conversation="u", text=text,
        received_at=NOW,
    )  # fmt: skip


def test_a_pressed_button_becomes_the_opinion_it_stands_for() -> None:
    useful, useless = (with_opinion(message(b.send)).opinion for b in opinion_buttons(ANSWER))
    assert useful is not None
    assert useless is not None
    assert (useful.of, useful.verdict) == ("7:42:9", "useful")
    assert (useless.of, useless.verdict) == ("7:42:9", "useless")


def test_an_ordinary_message_brings_no_opinion() -> None:
    for text in ("/opinion", "/opinion great 7", "有用", "/opinion useful 7 8"):
        assert with_opinion(message(text)) == message(text)


def test_what_is_not_to_be_judged_has_no_buttons() -> None:
    assert opinion_buttons(ANSWER.model_copy(update={"opinion_on": ""})) == ()


def test_the_official_account_has_no_buttons_and_asks_in_words() -> None:
    asking = "\n\n回复“有用”或“没用”，可评价这条回答。"
    assert official_texts(ANSWER) == [ANSWER.text + asking]


def test_the_app_asks_with_a_card_that_opens_the_sources_and_shows_what_was_pressed() -> None:
    cited = ANSWER.model_copy(update={"citations": (CITED,)})
    (text,) = text_payloads(cited, TO)
    assert text["text"]["content"] == ANSWER.text
    sent = card_payload(cited, TO)
    assert sent is not None
    card = sent["template_card"]
    assert refused_card(card) is None
    assert [button["text"] for button in card["button_list"]] == ["有用", "没用"]
    (row,) = card["horizontal_content_list"]
    assert (row["value"], row["url"]) == ("第五条 若干政策", CITED.url)
    key = card["button_list"][1]["key"]
    passive = pressed_card(key, user_id="u", corp_id="c", created=1)
    assert "已选：没用" in passive
    opinion = with_opinion(message(read_key(key).send)).opinion
    assert opinion is not None
    assert (opinion.of, opinion.verdict) == ("7:42:9", "useless")


def test_suggestions_and_the_opinion_share_one_card_as_long_as_there_is_room() -> None:
    offered = ANSWER.model_copy(update={"choices": choices("甲", "乙")})
    sent = card_payload(offered, TO)
    assert sent is not None
    labels = [button["text"] for button in sent["template_card"]["button_list"]]
    assert labels == ["甲", "乙", "有用", "没用"]
    (text,) = text_payloads(offered, TO)
    assert text["text"]["content"] == ANSWER.text


def test_where_choices_fill_the_card_the_opinion_is_asked_in_words() -> None:
    full = ANSWER.model_copy(update={"choices": choices(*"甲乙丙丁戊")})
    sent = card_payload(full, TO)
    assert sent is not None
    labels = [button["text"] for button in sent["template_card"]["button_list"]]
    assert labels == list("甲乙丙丁戊")
    (text,) = text_payloads(full, TO)
    assert "回复“有用”或“没用”" in text["text"]["content"]


@pytest.mark.parametrize(
    ("labels", "shown", "is_cut"),
    [
        (("签收", "办结"), ["签收", "办结"], False),
        (
            ("亿元以上项目开工了几个，按统计公布数", "亿元以上项目开工了几个，按台账"),
            ["按统计公布数", "按台账"],
            False,
        ),
        (
            ("关于产业投资基金，文件有什么规定？", "关于企业家座谈，文件有什么规定？"),
            ["关于产业投资基金", "关于企业家座谈"],
            False,
        ),
        (("项目开工是多少？亿元以上呢", "项目开工是多少？"), None, True),
        (("2018年新增规上企业几家", "2019年新增规上企业几家"), None, True),
        (("亿元以上的工业项目开工了几个",), None, True),
    ],
)
def test_buttons_show_what_tells_the_choices_apart(
    labels: tuple[str, ...], shown: list[str] | None, is_cut: bool
) -> None:
    assert short_labels(labels) == (shown or list(labels))
    assert are_cut(labels) is is_cut


def test_a_choice_that_a_button_cuts_is_written_out_as_well() -> None:
    asked_back = ANSWER.model_copy(update={"choices": choices("亿元以上的工业项目开工了几个")})
    (text,) = text_payloads(asked_back, TO)
    assert "可以直接回复：\n亿元以上的工业项目开工了几个" in text["text"]["content"]


def test_nobody_is_asked_about_what_is_not_to_be_judged() -> None:
    greeting = ANSWER.model_copy(update={"opinion_on": ""})
    assert official_texts(greeting) == [ANSWER.text]


def test_telegram_offers_them_under_the_last_message_and_reads_them_back() -> None:
    buttons = texts(ANSWER)[-1].buttons
    assert [button.label for button in buttons] == ["有用", "没用"]
    pressed = TelegramSimulator().press(buttons[1].send)
    inbound = inbound_message(pressed, username="", received_at=NOW)
    assert inbound is not None
    assert inbound.opinion is not None
    assert inbound.opinion.verdict == "useless"
