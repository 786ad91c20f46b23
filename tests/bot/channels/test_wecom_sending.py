"""Sending through message/send, against the simulator (cases 17-20 of the channel facts)."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.channels.sent_parts import SentParts
from bot.channels.wecom_app import UPLOADS
from bot.channels.wecom_app.card_key import read_key
from bot.channels.wecom_app.client import WecomClient
from bot.channels.wecom_app.open_cards import OpenCards
from bot.channels.wecom_app.sender import WecomAppSender
from bot.errors import (
    ChannelMisconfigured,
    ChannelUnavailable,
    DeliveryError,
    RecipientUnreachable,
)
from bot.messages import Chart, Choice, Citation, Outcome, Reply
from bot.settings import WecomSection
from bot.storage.engine import SessionFactory
from tests.bot.channels.tables import channel_database
from tests.simulators.wecom import WecomSimulator


def reply(text: str = "您好。", **more: object) -> Reply:
    return Reply.model_validate(
        {"intent": "help", "text": text, "outcome": Outcome.ANSWERED, **more}
    )


class Pauses(list[float]):
    """Records instead of waiting."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def base_url(wecom: WecomSimulator) -> Iterator[str]:
    with wecom.serve() as server:
        yield server.url + "/cgi-bin"


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    return channel_database(tmp_path)


@pytest.fixture
def client(
    wecom: WecomSimulator, base_url: str, pauses: Pauses, sessions: SessionFactory
) -> Iterator[WecomClient]:
    section = WecomSection(
        corp_id=wecom.corp_id,
        agent_id=wecom.agent_id,
        secret=SecretStr(wecom.secret),
        api_base_url=base_url,
    )
    client = WecomClient(section, sessions, wecom.clock, pause=pauses)
    yield client
    client.close()


@pytest.fixture
def sender(client: WecomClient, wecom: WecomSimulator, sessions: SessionFactory) -> WecomAppSender:
    cards = OpenCards(sessions, wecom.clock)
    return WecomAppSender(client, wecom.agent_id, wecom.clock, cards, SentParts(UPLOADS, sessions))


def test_a_reply_arrives_and_its_receipt_names_the_message(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    receipt = sender.send("zhangsan", reply(), key="k")
    assert wecom.texts_to("zhangsan") == ["您好。"]
    assert receipt.message_ids == (wecom.sent[0].msgid,)


def test_five_thousand_characters_arrive_whole(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    text = "对企业反映的问题]]>做到1天应答\U0001f600、3天明确意见、5天办结。" * 150
    sender.send("zhangsan", reply(text), key="k")
    numbered = re.compile(r"^（\d+/\d+）")
    assert "".join(numbered.sub("", part) for part in wecom.texts_to("zhangsan")) == text
    assert "�" not in "".join(wecom.texts_to("zhangsan"))


def test_the_same_delivery_tried_again_arrives_once(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    sender.send("zhangsan", reply(), key="k")
    sender.send("zhangsan", reply(), key="k")
    assert wecom.texts_to("zhangsan") == ["您好。"]


def test_two_answers_in_the_same_words_both_arrive(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    sender.send("zhangsan", reply(), key="k1")
    sender.send("zhangsan", reply(), key="k2")
    assert wecom.texts_to("zhangsan") == ["您好。", "您好。"]


def test_two_equal_parts_of_one_long_answer_both_arrive(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    sender.send("zhangsan", reply("同"), key="k")
    sender.send("lisi", reply("同"), key="k")
    assert (wecom.texts_to("zhangsan"), wecom.texts_to("lisi")) == (["同"], ["同"])


def test_choices_become_buttons_whose_keys_carry_the_message(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    choices = (Choice(label="签收", send="签收 R05"), Choice(label="办结", send="办结 R05"))
    sender.send("zhangsan", reply(choices=choices), key="k")
    card = wecom.sent[1].payload["template_card"]
    assert [read_key(button["key"]) for button in card["button_list"]] == [
        ("签收", "签收 R05"),
        ("办结", "办结 R05"),
    ]


def test_more_choices_than_a_card_holds_are_written_out(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    choices = tuple(Choice(label=f"{n}", send=f"选第{n}项") for n in range(7))
    sender.send("zhangsan", reply(choices=choices), key="k")
    (text,) = wecom.texts_to("zhangsan")
    assert all(choice.send in text for choice in choices)


def test_a_chart_is_uploaded_and_shown(sender: WecomAppSender, wecom: WecomSimulator) -> None:
    picture = base64.b64encode(b"\x89PNG\r\n").decode()
    sender.send("lisi", reply(chart=Chart(png_base64=picture, description="趋势")), key="k")
    assert [message.payload["msgtype"] for message in wecom.sent] == ["text", "image"]


def test_a_chart_sent_again_with_the_same_key_is_seen_once(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    picture = base64.b64encode(b"\x89PNG\r\n").decode()
    answer = reply(chart=Chart(png_base64=picture, description="趋势"))
    sender.send("lisi", answer, key="k")
    sender.send("lisi", answer, key="k")
    assert [message.payload["msgtype"] for message in wecom.sent] == ["text", "image"]
    sender.send("lisi", answer, key="another")
    assert [message.payload["msgtype"] for message in wecom.sent][2:] == ["text", "image"]


def test_sources_become_links_only_where_they_can_be_opened(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    def citation(url: str) -> Citation:
        return Citation(
            document="方案", document_number=None, clause="三-6#s7", quote="", validity="", url=url
        )

    urls = ("https://bot.gov.cn/documents/1?clause=a", "/documents/1", 'https://x/"onclick')
    sender.send("lisi", reply(citations=tuple(map(citation, urls))), key="k")
    (text,) = wecom.texts_to("lisi")
    link = '<a href="https://bot.gov.cn/documents/1?clause=a">方案 第三部分第6条第7句</a>'
    assert text == f"您好。\n原文：{link}"


def test_a_token_that_was_killed_early_is_renewed_once(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    sender.send("zhangsan", reply(), key="k1")
    wecom.invalidate_tokens()
    sender.send("zhangsan", reply(), key="k2")
    assert len(wecom.sent) == 2
    assert (wecom.calls["gettoken"], wecom.calls["message/send"]) == (2, 3)


@pytest.mark.parametrize("code", [40014, 42001])
def test_a_token_that_is_always_refused_ends_after_one_repetition(
    sender: WecomAppSender, wecom: WecomSimulator, code: int
) -> None:
    wecom.script("message/send", *[code] * 10)
    with pytest.raises(ChannelUnavailable):
        sender.send("zhangsan", reply(), key="k")
    assert (wecom.calls["gettoken"], wecom.calls["message/send"]) == (2, 2)


def test_a_busy_vendor_is_asked_three_times_and_not_more(
    sender: WecomAppSender, wecom: WecomSimulator, pauses: Pauses
) -> None:
    wecom.script("message/send", *[-1] * 10)
    with pytest.raises(ChannelUnavailable):
        sender.send("zhangsan", reply(), key="k")
    assert wecom.calls["message/send"] == 3
    assert len(pauses) == 2


def test_a_vendor_busy_for_a_moment_is_waited_out(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    wecom.script("message/send", -1, -1)
    sender.send("zhangsan", reply(), key="k")
    assert wecom.texts_to("zhangsan") == ["您好。"]


@pytest.mark.parametrize(("code", "seconds"), [(45009, 60.0), (45033, 2.0)])
def test_a_rate_limit_says_how_long_to_wait(
    sender: WecomAppSender, wecom: WecomSimulator, code: int, seconds: float
) -> None:
    wecom.script("message/send", code)
    with pytest.raises(ChannelUnavailable) as limited:
        sender.send("zhangsan", reply(), key="k")
    assert limited.value.retry_after == seconds
    assert wecom.calls["message/send"] == 1


@pytest.mark.parametrize(
    ("code", "error"),
    [(81013, RecipientUnreachable), (60020, ChannelMisconfigured), (45002, DeliveryError)],
)
def test_a_refusal_is_not_retried(
    sender: WecomAppSender, wecom: WecomSimulator, code: int, error: type[DeliveryError]
) -> None:
    wecom.script("message/send", code)
    with pytest.raises(error) as refused:
        sender.send("zhangsan", reply(), key="k")
    assert not refused.value.is_retryable
    assert str(code) in str(refused.value) or error is RecipientUnreachable
    assert wecom.calls["message/send"] == 1


def test_an_unlisted_ip_comes_with_its_remedy(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    wecom.script("message/send", 60020, hint="not allow to access from your ip, from ip: 1.2.3.4")
    with pytest.raises(ChannelMisconfigured, match="企业可信IP"):
        sender.send("zhangsan", reply(), key="k")


def test_a_member_who_does_not_exist_is_unreachable(sender: WecomAppSender) -> None:
    with pytest.raises(RecipientUnreachable):
        sender.send("nobody", reply(), key="k")


def test_a_member_without_licence_is_unreachable_though_errcode_is_0(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    wecom.members.add("WangWu")
    wecom.unlicensed.add("WangWu")
    with pytest.raises(RecipientUnreachable):
        sender.send("WangWu", reply(), key="k")


def test_a_flood_is_refused_before_the_vendor_drops_it(
    sender: WecomAppSender, wecom: WecomSimulator
) -> None:
    for number in range(30):
        sender.send("zhangsan", reply(), key=f"k{number}")
    with pytest.raises(ChannelUnavailable) as limited:
        # WeCom compares ids without case.
        sender.send("ZhangSan", reply(), key="k30")
    assert limited.value.retry_after == 60.0
    sender.send("lisi", reply(), key="k30")
    wecom.clock.advance(timedelta(seconds=60))
    sender.send("zhangsan", reply(), key="k30")
    assert wecom.dropped == []
    assert len(wecom.texts_to("zhangsan")) == 31


def test_no_secret_reaches_the_log(
    sender: WecomAppSender, wecom: WecomSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        sender.send("zhangsan", reply(), key="k")
    assert not any(secret in caplog.text for secret in (wecom.secret, "token-1"))


def test_a_wrong_secret_names_the_setting_and_not_the_secret(
    wecom: WecomSimulator, client: WecomClient
) -> None:
    used = wecom.secret
    wecom.secret = "another"
    with pytest.raises(ChannelMisconfigured, match="BOT_WECOM__SECRET") as refused:
        client.check_access()
    assert used not in str(refused.value)


def test_a_vendor_that_is_down_is_unavailable_and_its_url_stays_secret(
    wecom: WecomSimulator, sessions: SessionFactory
) -> None:
    with wecom.serve() as server:
        closed = server.url
    section = WecomSection(secret=SecretStr("s3cret"), api_base_url=closed)
    client = WecomClient(section, sessions, wecom.clock)
    with pytest.raises(ChannelUnavailable) as down:
        client.check_access()
    assert "s3cret" not in repr(down.value) + str(down.value.__cause__)


def test_the_simulator_truncates_long_texts_as_wecom_does(
    wecom: WecomSimulator, base_url: str
) -> None:
    query = {"corpid": wecom.corp_id, "corpsecret": wecom.secret}
    token = httpx.get(f"{base_url}/gettoken", params=query).json()["access_token"]
    payload = {
        "touser": "zhangsan",
        "msgtype": "text",
        "agentid": wecom.agent_id,
        "text": {"content": "政" * 700},
    }
    httpx.post(f"{base_url}/message/send", params={"access_token": token}, json=payload)
    assert wecom.texts_to("zhangsan")[0].startswith("政" * 682)
    assert len(wecom.texts_to("zhangsan")[0]) < 690
