"""Group robots, against the simulator (case 30 of the channel facts)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.tencent.markdown import markdown_table
from bot.channels.wecom_robot.client import WecomRobotClient
from bot.channels.wecom_robot.sender import WecomRobotSender
from bot.errors import (
    ChannelMisconfigured,
    ChannelUnavailable,
    DeliveryError,
    RecipientUnreachable,
)
from bot.messages import Chart, Outcome, Reply, Table
from bot.settings import WecomRobotSection
from tests.bot.channels.tables import channel_database
from tests.simulators.wecom_robot import WecomRobotSimulator

GROUP = "督查群"


def reply(text: str = "请尽快签收。", **more: object) -> Reply:
    return Reply.model_validate(
        {"intent": "alert", "text": text, "outcome": Outcome.ANSWERED, **more}
    )


@pytest.fixture
def robots() -> WecomRobotSimulator:
    return WecomRobotSimulator()


@pytest.fixture
def sender(robots: WecomRobotSimulator, tmp_path: Path) -> Iterator[WecomRobotSender]:
    with robots.serve() as server:
        address = server.url + "/cgi-bin/webhook/send?key="
        section = WecomRobotSection(
            webhooks={
                GROUP: SecretStr(address + "robot-key"),
                "旧群": SecretStr(address + "gone"),
            }
        )
        client = WecomRobotClient(section)
        yield WecomRobotSender(client, channel_database(tmp_path), robots.clock)
        client.close()


def test_of_25_messages_in_a_minute_20_go_out_and_the_rest_wait(
    sender: WecomRobotSender, robots: WecomRobotSimulator
) -> None:
    for number in range(20):
        sender.send(GROUP, reply(f"{number}"), key=f"k{number}")
    for number in range(20, 25):
        with pytest.raises(ChannelUnavailable) as limited:
            sender.send(GROUP, reply(f"{number}"), key=f"k{number}")
        assert limited.value.retry_after == 60.0
    robots.clock.advance(timedelta(seconds=60))
    for number in range(20, 25):
        sender.send(GROUP, reply(f"{number}"), key=f"k{number}")
    assert [sent["text"]["content"] for sent in robots.shown] == [str(n) for n in range(25)]
    assert robots.calls == 25


def test_a_text_of_2049_bytes_is_split(
    sender: WecomRobotSender, robots: WecomRobotSimulator
) -> None:
    text = "x" * 2049
    sender.send(GROUP, reply(text), key="k")
    contents = [sent["text"]["content"] for sent in robots.shown]
    assert "".join(re.sub(r"^（\d/\d）", "", content) for content in contents) == text
    assert len(contents) == 2


def test_a_table_is_a_markdown_table(sender: WecomRobotSender, robots: WecomRobotSimulator) -> None:
    table = Table(title="产值", columns=("产业", "亿元"), rows=(("生物|医药", "1*2"),))
    sender.send(GROUP, reply(table=table), key="k")
    assert robots.shown[1]["markdown_v2"]["content"] == markdown_table(table)
    assert markdown_table(table).splitlines()[2:] == [
        "| 产业 | 亿元 |",
        "| --- | --- |",
        r"| 生物\|医药 | 1\*2 |",
    ]


def test_a_picture_is_shown_unless_it_is_too_large(
    sender: WecomRobotSender, robots: WecomRobotSimulator
) -> None:
    for key, size in (("small", 1000), ("large", 2_100_000 + 2048)):
        png = base64.b64encode(b"x" * size).decode()
        sender.send(GROUP, reply(chart=Chart(png_base64=png, description="")), key=key)
    assert [sent["msgtype"] for sent in robots.shown] == ["text", "image", "text"]


def test_a_delivery_tried_again_says_nothing_twice(
    sender: WecomRobotSender, robots: WecomRobotSimulator
) -> None:
    for _ in range(2):
        sender.send(GROUP, reply(), key="k")
    assert len(robots.shown) == 1


@pytest.mark.parametrize(
    ("group", "error"), [("没有的群", RecipientUnreachable), ("旧群", ChannelMisconfigured)]
)
def test_a_robot_that_is_not_there_is_an_error_without_its_key(
    sender: WecomRobotSender, group: str, error: type[DeliveryError]
) -> None:
    with pytest.raises(error) as refused:
        sender.send(group, reply(), key="k")
    assert "gone" not in str(refused.value)
