"""What comes back from a vendor's address need not come from the vendor."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.telegram.client import TelegramClient
from bot.channels.vendor_http import VendorHttp, seconds_to_wait
from bot.channels.wecom_app.client import WecomClient
from bot.channels.wecom_robot.client import WecomRobotClient
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.delivery.limits import Backoff
from bot.errors import ChannelUnavailable, ReceiptLost
from bot.settings import TelegramSection, WecomRobotSection, WecomSection
from bot.wiring.parts import KEPT_FOR
from tests.bot.channels.tables import channel_database
from tests.simulators.dripping import DrippingServer, dripping_body, dripping_head
from tests.simulators.loopback import LoopbackServer

GROUP = "督查群"
TEXT = {"msgtype": "text", "text": {"content": "请签收。"}}


@contextmanager
def vendor(answer: Response) -> Iterator[str]:
    """Serve `answer` to everybody; give the address."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await Request(scope, receive).body()
        await answer(scope, receive, send)

    app: ASGIApp = application
    with LoopbackServer(app) as server:
        yield server.url


def send_by_robot(url: str, _folder: Path) -> None:
    client = WecomRobotClient(WecomRobotSection(webhooks={GROUP: SecretStr(f"{url}/send?key=k")}))
    try:
        client.send(GROUP, TEXT)
    finally:
        client.close()


def send_by_app(url: str, folder: Path) -> None:
    clock = ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))
    section = WecomSection(corp_id="corp", secret=SecretStr("s"), agent_id=1, api_base_url=url)
    client = WecomClient(section, channel_database(folder), clock, pause=lambda _: None)
    try:
        client.send({"touser": "zhangsan", **TEXT})
    finally:
        client.close()


def send_by_telegram(url: str, _folder: Path) -> None:
    section = TelegramSection(token=SecretStr("t"), secret_token=SecretStr("s"), api_base_url=url)
    client = TelegramClient(section)
    try:
        client.send_message({"chat_id": "1", "text": "在吗"})
    finally:
        client.close()


SENDING = pytest.mark.parametrize("send", [send_by_robot, send_by_app, send_by_telegram])


@SENDING
@pytest.mark.parametrize("status", [403, 429, 502, 503])
def test_a_gateways_own_error_is_no_receipt(
    send: Callable[[str, Path], None], status: int, tmp_path: Path
) -> None:
    with (
        vendor(JSONResponse({"message": "blocked"}, status)) as url,
        pytest.raises(ChannelUnavailable),
    ):
        send(url, tmp_path)


@pytest.mark.parametrize(
    ("status", "is_lost"),
    [
        (200, True),
        (502, True),
        (504, True),
        (500, True),
        (302, False),
        (403, False),
        (429, False),
        (503, False),
    ],
)
def test_what_a_gateway_passed_on_may_have_arrived_where_a_vendor_knows_no_repetition(
    status: int, is_lost: bool, tmp_path: Path
) -> None:
    with vendor(Response("<html>", status)) as url:
        for send in (send_by_robot, send_by_telegram):
            with pytest.raises(ChannelUnavailable) as refused:
                send(url, tmp_path)
            assert isinstance(refused.value, ReceiptLost) is is_lost
        with pytest.raises(ChannelUnavailable) as known:
            send_by_app(url, tmp_path)
        assert not isinstance(known.value, ReceiptLost)


def test_a_message_that_never_went_out_has_not_arrived(tmp_path: Path) -> None:
    with LoopbackServer(Response("")) as server:
        nobody = server.url
    for send in (send_by_robot, send_by_telegram):
        with pytest.raises(ChannelUnavailable) as refused:
            send(nobody, tmp_path)
        assert not isinstance(refused.value, ReceiptLost)


def test_what_is_asked_of_a_closed_client_has_not_arrived() -> None:
    http = VendorHttp("http://127.0.0.1:9", timeout_s=5.0)
    http.close()
    with pytest.raises(ChannelUnavailable) as refused:
        http.request("POST", "send", json={}, may_repeat=False)
    assert not isinstance(refused.value, ReceiptLost)


@pytest.mark.parametrize(
    ("said", "wait_s"), [("30", 30.0), ("", None), ("soon", None), ("-5", None), ("1e400", None)]
)
def test_a_gateway_that_says_when_to_come_back_is_believed(said: str, wait_s: float | None) -> None:
    busy = Response("<html>", 429, headers={"Retry-After": said})
    with (
        vendor(busy) as url,
        closing(VendorHttp(url, timeout_s=5.0)) as http,
        pytest.raises(ChannelUnavailable) as refused,
    ):
        http.request("POST", "send", json={})
    assert refused.value.retry_after == wait_s


@pytest.mark.parametrize(
    "answer", [{}, {"access_token": "t"}, {"access_token": "t", "expires_in": None}, {"errcode": 0}]
)
def test_half_an_answer_about_the_token_is_a_vendor_to_be_asked_later(
    answer: dict[str, object], tmp_path: Path
) -> None:
    with vendor(JSONResponse(answer)) as url, pytest.raises(ChannelUnavailable):
        send_by_app(url, tmp_path)


@pytest.mark.parametrize("wait", ["soon", None, -1, True, [5]])
def test_a_wait_that_is_no_number_of_seconds_is_left_to_the_back_off(
    wait: object, tmp_path: Path
) -> None:
    answer = {"ok": False, "error_code": 429, "parameters": {"retry_after": wait}}
    with vendor(JSONResponse(answer, 429)) as url, pytest.raises(ChannelUnavailable) as limited:
        send_by_telegram(url, tmp_path)
    assert limited.value.retry_after is None


def test_a_vendor_that_asks_for_days_is_given_up_before_what_was_sent_is_forgotten() -> None:
    longest = seconds_to_wait(30 * 86_400)
    assert longest is not None
    assert timedelta(seconds=longest * Backoff().attempts) < KEPT_FOR / 7


@pytest.mark.parametrize("is_packed", [False, True])
def test_an_answer_larger_than_any_vendors_is_not_kept(
    is_packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.bounded_http.MOST_BYTES", 100_000)
    body = b" " * 1_000_000 + b'{"errcode": 0}'
    answer = Response(
        gzip.compress(body) if is_packed else body,
        headers={"Content-Encoding": "gzip"} if is_packed else {},
    )
    with (
        vendor(answer) as url,
        closing(VendorHttp(url, timeout_s=5.0)) as http,
        pytest.raises(ChannelUnavailable, match="没有读完"),
    ):
        http.request("POST", "send", json={})


def test_an_answer_that_came_packed_is_read() -> None:
    packed = Response(gzip.compress(b'{"errcode": 0}'), headers={"Content-Encoding": "gzip"})
    with vendor(packed) as url, closing(VendorHttp(url, timeout_s=5.0)) as http:
        assert http.request("POST", "send", json={}) == {"errcode": 0}


@pytest.mark.parametrize(
    ("may_repeat", "error"), [(True, ChannelUnavailable), (False, ReceiptLost)]
)
@pytest.mark.parametrize("dripping", [dripping_head, dripping_body])
def test_a_vendor_that_answers_byte_by_byte_is_given_up(
    dripping: Callable[[bytes], DrippingServer], may_repeat: bool, error: type[ChannelUnavailable]
) -> None:
    with (
        dripping(b'{"errcode": 0}') as server,
        closing(VendorHttp(server.url, timeout_s=0.3)) as http,
        pytest.raises(ChannelUnavailable, match="没有应答") as refused,
    ):
        http.request("POST", "send", json={}, may_repeat=may_repeat)
    assert type(refused.value) is error
    assert refused.value.why == "在时限内没有答完"


def test_whoever_waits_for_a_vendor_while_the_client_is_closed_is_told_so() -> None:
    with dripping_body(b"{}") as server:
        http = VendorHttp(server.url, timeout_s=60.0)
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(http.request, "POST", "send", json={})
            assert server.has_asked.wait(60)
            http.close()
            with pytest.raises(ChannelUnavailable):
                waiting.result(60)
