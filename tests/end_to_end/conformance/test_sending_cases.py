"""Cases 18-20 and 30 of the channel facts: what goes out to WeCom, from the whole application."""

from __future__ import annotations

import base64
import itertools

import pytest

from bot.channels.wecom_robot.rendering import payloads
from bot.delivery import DeliveryState
from bot.delivery.receipt import AttemptResult
from bot.errors import ChannelUnavailable
from bot.messages import Chart, Outcome, Recipient, Reply
from tests.end_to_end.conformance.office import Office
from tests.end_to_end.serving import eventually

_number = itertools.count(50)


@pytest.fixture
def member() -> str:
    """A member nobody else uses."""
    return f"member{next(_number)}"


def reply(text: str = "您好。", **more: object) -> Reply:
    return Reply.model_validate({"intent": "t", "text": text, "outcome": Outcome.ANSWERED, **more})


def deliver(office: Office, account: str, key: str, channel: str = "wecom_app") -> None:
    recipient = Recipient(channel=channel, account=account)
    office.parts.delivery.deliver([recipient], reply(f"{key}。"), key=key)


def test_case_18_a_token_refused_once_is_renewed_once_and_one_refused_for_ever_is_not(
    office: Office, member: str
) -> None:
    deliver(office, member, "18-warm")
    eventually(lambda: bool(office.wecom.texts_to(member)), what="a token")
    before = office.wecom.calls["gettoken"]
    office.wecom.script("message/send", 40014)
    deliver(office, member, "18-once")
    eventually(lambda: len(office.wecom.texts_to(member)) == 2, what="the second message")
    assert office.wecom.calls["gettoken"] == before + 1
    sends = office.wecom.calls["message/send"]
    office.wecom.script("message/send", 40014, 40014)
    with pytest.raises(ChannelUnavailable):
        office.parts.senders["wecom_app"].send(member, reply(), key="18-for-ever")
    assert office.wecom.calls["message/send"] == sends + 2


def test_case_19_a_dead_token_is_renewed_by_one_of_many(office: Office) -> None:
    office.wecom.invalidate_tokens()
    before = office.wecom.calls["gettoken"]
    members = [f"member{number}" for number in range(70, 76)]
    for member in members:
        deliver(office, member, f"19-{member}")
    eventually(lambda: all(office.wecom.texts_to(each) for each in members), what="all six")
    assert office.wecom.calls["gettoken"] == before + 1


@pytest.mark.parametrize("code", [81013, 60020])
def test_case_20_what_retrying_cannot_mend_is_not_tried_again(
    office: Office, member: str, code: int
) -> None:
    key = f"20-{code}"
    office.wecom.script("message/send", code)
    deliver(office, member, key)
    eventually(lambda: office.parts.delivery.state(key) is DeliveryState.FAILED, what="the failure")
    (attempt,) = office.parts.delivery.receipts(key)
    assert attempt.result is AttemptResult.UNREACHABLE


@pytest.mark.parametrize("field", ["invaliduser", "unlicenseduser"])
def test_case_20_a_member_named_beside_errcode_0_was_not_reached(
    office: Office, member: str, field: str
) -> None:
    # Ids come back in lower case, whatever was sent.
    key = f"20-{field}"
    office.wecom.script("message/send", 0, **{field: f"someone|{member.lower()}"})
    deliver(office, member.upper(), key)
    eventually(lambda: office.parts.delivery.state(key) is DeliveryState.FAILED, what="the failure")
    (attempt,) = office.parts.delivery.receipts(key)
    assert attempt.result is AttemptResult.UNREACHABLE


@pytest.mark.parametrize(("code", "wait_s"), [(45009, 60.0), (45033, 2.0)])
def test_case_20_a_limit_is_waited_out_for_as_long_as_it_lasts(
    office: Office, member: str, code: int, wait_s: float
) -> None:
    office.wecom.script("message/send", code)
    with pytest.raises(ChannelUnavailable) as limited:
        office.parts.senders["wecom_app"].send(member, reply(), key=f"20-limit-{code}")
    assert limited.value.retry_after == wait_s


def test_case_20_a_busy_vendor_is_asked_three_times_at_most(office: Office, member: str) -> None:
    before = office.wecom.calls["message/send"]
    office.wecom.script("message/send", -1, -1, -1)
    with pytest.raises(ChannelUnavailable):
        office.parts.senders["wecom_app"].send(member, reply(), key="20-busy")
    assert office.wecom.calls["message/send"] == before + 3


def test_case_30_a_robot_sends_twenty_a_minute_and_the_rest_later(office: Office) -> None:
    sender = office.parts.senders["wecom_robot"]
    asked = office.robots.calls
    for number in range(20):
        sender.send("督查群", reply(f"第{number}条"), key=f"30-{number}")
    for number in range(20, 25):
        with pytest.raises(ChannelUnavailable) as limited:
            sender.send("督查群", reply(f"第{number}条"), key=f"30-{number}")
        assert 0 < (limited.value.retry_after or 0) <= 60
        deliver(office, "督查群", f"30-later-{number}", channel="wecom_robot")
    assert len(office.robots.shown) == 20
    # The vendor was not even asked: over the limit it may block the robot for longer.
    assert office.robots.calls == asked + 20
    waiting = {office.parts.delivery.state(f"30-later-{number}") for number in range(20, 25)}
    assert waiting == {DeliveryState.QUEUED}


def test_case_30_a_long_text_is_split_and_a_large_picture_left_out() -> None:
    assert [p["msgtype"] for p in payloads(reply("长" * 683))] == ["text", "text"]
    large = Chart(png_base64=base64.b64encode(b"p" * 2_202_010).decode(), description="大图")
    assert [p["msgtype"] for p in payloads(reply(chart=large))] == ["text"]
    small = Chart(png_base64=base64.b64encode(b"png").decode(), description="小图")
    image = payloads(reply(chart=small))[1]["image"]
    # The digest is made from the very bytes that are sent, so the two cannot differ.
    assert image["md5"] == "bff139fa05ac583f685a523ab3d110a0"
