"""What ``/wecom/callback`` refuses (cases 8-13 of the channel facts)."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.channels.wecom_app.webhook import PATH
from tests.bot.channels.callback_vectors import Received, vector
from tests.bot.channels.wecom_callback import (
    K1,
    application,
    client_for,
    post_plain,
    post_vector,
)
from tests.simulators.loopback import LoopbackServer
from tests.simulators.wecom import WecomSimulator

SECRETS = (K1.token, K1.aes_key)


@pytest.fixture
def client(received: Received, wecom: WecomSimulator) -> TestClient:
    """The callback at the simulator's own time."""
    return TestClient(application(received, wecom.clock), raise_server_exceptions=False)


def refusals(reason: str) -> float:
    labels = {"channel": "wecom_app", "reason": reason}
    return REGISTRY.get_sample_value("bot_callbacks_refused_total", labels) or 0.0


class TestRefusals:
    @pytest.mark.parametrize("name", ["V10", "V11", "V12", "V13", "V14", "V15", "V16"])
    def test_malformed_ciphertexts_get_the_same_empty_400(
        self, received: Received, name: str
    ) -> None:
        sealed = vector(name)
        body = sealed.envelope(1000002, K1.receive_id).encode()
        answer = client_for(name, received).post(PATH, params=sealed.query, content=body)
        assert (answer.status_code, answer.content) == (400, b"")

    @pytest.mark.parametrize("name", ["V9", "V6"])
    def test_another_receivers_message_is_forbidden(self, received: Received, name: str) -> None:
        assert post_vector(client_for(name, received), name) == 403
        assert received.calls == 0

    def test_another_app_of_the_corp_is_forbidden(
        self, client: TestClient, received: Received, wecom: WecomSimulator
    ) -> None:
        assert post_vector(client_for("V7", received), "V7", agent_id=1000003) == 403
        foreign = wecom.text_xml("zhangsan", "x", agent_id=1000003)
        assert post_plain(client, wecom, foreign) == 403
        assert received.calls == 0

    @pytest.mark.parametrize("hours", [-1, 1])
    def test_outside_the_window_it_is_forbidden_and_counted(
        self, received: Received, hours: int
    ) -> None:
        clock = vector("V7").clock()
        clock.advance(timedelta(hours=hours))
        before = refusals("outside_window")
        assert post_vector(TestClient(application(received, clock)), "V7") == 403
        assert refusals("outside_window") == before + 1

    def test_the_window_can_be_switched_off(
        self, received: Received, wecom: WecomSimulator
    ) -> None:
        app = application(received, wecom.clock, callback_window_s=0)
        assert post_vector(TestClient(app), "V7") == 200

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{}",
            b"<foo/>",
            b"<xml><ToUserName>a</ToUserName></xml>",
            b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
            "<?xml version='1.0' encoding='gbk'?><xml><Encrypt>中</Encrypt></xml>".encode("gbk"),
            b"<!DOCTYPE xml SYSTEM 'file:///etc/passwd'><xml><Encrypt>a</Encrypt></xml>",
            b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xml><Encrypt>&e;</Encrypt></xml>",
            b"<!DOCTYPE x [<!ENTITY a '" + b"A" * 99 + b"'><!ENTITY b '&a;&a;'>]><xml>&b;</xml>",
        ],
    )
    def test_a_malformed_body_is_a_bad_request(self, client: TestClient, body: bytes) -> None:
        answer = client.post(PATH, params=vector("V7").query, content=body)
        assert (answer.status_code, answer.content) == (400, b"")

    @pytest.mark.parametrize(
        "plain",
        [
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xml><Content>&e;</Content></xml>",
            "not xml",
            "<xml/>",
            "<xml><FromUserName>u</FromUserName><MsgType>text</MsgType></xml>",
            f"<xml><FromUserName>{'u' * 129}</FromUserName><MsgType>text</MsgType>"
            "<MsgId>1</MsgId></xml>",
            "<xml><FromUserName>u</FromUserName><MsgType>event</MsgType></xml>",
        ],
    )
    def test_a_malformed_payload_is_refused_though_validly_sealed(
        self, client: TestClient, received: Received, wecom: WecomSimulator, plain: str
    ) -> None:
        assert post_plain(client, wecom, plain) == 400
        assert received.calls == 0

    def test_a_compressed_body_is_refused(self, received: Received) -> None:
        sealed = vector("V7")
        body = gzip.compress(sealed.envelope(1000002, K1.receive_id).encode())
        headers = {"content-encoding": "gzip"}
        client = client_for("V7", received)
        answer = client.post(PATH, params=sealed.query, content=body, headers=headers)
        assert answer.status_code == 400

    def test_a_deep_or_long_body_is_too_large(self, client: TestClient) -> None:
        deep = b"<a>" * 200_000
        for body in (deep, b"x" * 10_000_000):
            assert client.post(PATH, params=vector("V7").query, content=body).status_code == 413

    def test_a_deep_body_below_the_cap_is_refused(self, client: TestClient) -> None:
        deep = b"<a>" * 18_000 + b"</a>" * 18_000
        assert client.post(PATH, params=vector("V7").query, content=deep).status_code == 400

    def test_neither_secret_nor_text_reaches_the_log(self, received: Received) -> None:
        with capture_logs() as logs:
            assert post_vector(client_for("V9", received), "V9") == 403
        assert logs
        assert not any(secret in str(logs) for secret in SECRETS)


class TestOverARealSocket:
    @pytest.fixture
    def url(self, received: Received, wecom: WecomSimulator) -> Iterator[str]:
        with LoopbackServer(application(received, wecom.clock)) as server:
            yield server.url

    def test_an_endless_chunked_body_is_cut_off(self, url: str) -> None:
        assert talk(url, "Transfer-Encoding: chunked", b"8000\r\n" + b"x" * 0x8000 + b"\r\n") == 413

    def test_a_lying_length_is_refused_by_its_claim(self, url: str) -> None:
        assert talk(url, "Content-Length: 99999999999999999999999", b"<xml/>") in {400, 413}

    def test_a_retry_after_a_failure_is_accepted(
        self, url: str, received: Received, wecom: WecomSimulator
    ) -> None:
        outcome = wecom.deliver_callback(url + PATH, wecom.text_xml("zhangsan", "在吗"))
        assert outcome.statuses == (200,)
        received.is_down = True
        outcome = wecom.deliver_callback(url + PATH, wecom.text_xml("zhangsan", "还在吗", "2"))
        assert outcome.statuses == (500, 500, 500, 500)


def talk(url: str, header: str, chunk: bytes) -> int:
    """Send `chunk` again and again until an answer comes; return its status."""
    host = urlsplit(url)
    with socket.create_connection((host.hostname or "", host.port or 0), timeout=10) as connection:
        head = (
            f"POST {PATH}?{urlencode(vector('V7').query)} HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n"
        )
        connection.sendall(head.encode())
        try:
            for _ in range(20):
                connection.sendall(chunk)
        except OSError:
            pass  # the server closed its side: its answer is waiting
        return int(connection.recv(64).split()[1])


MUTATION = st.tuples(st.integers(0, 10_000), st.integers(0, 255))


@pytest.mark.slow
@settings(
    max_examples=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    mutations=st.lists(MUTATION, max_size=4),
    drop=st.sampled_from(["", "msg_signature", "timestamp", "nonce"]),
    inner=st.sampled_from(["body", "plain"]),
)
def test_no_mutated_callback_is_a_server_error(
    client: TestClient,
    wecom: WecomSimulator,
    mutations: list[tuple[int, int]],
    drop: str,
    inner: str,
) -> None:
    plain = wecom.xml("zhangsan", "event", Event="template_card_event", EventKey="签收|R05")
    if inner == "plain":
        plain = mutated(plain.encode(), mutations).decode("latin-1")
    query, envelope_xml = wecom.signed(plain)
    body = envelope_xml.encode()
    if inner == "body":
        body = mutated(body, mutations)
    query.pop(drop, None)
    assert client.post(PATH, params=query, content=body).status_code < 500


def mutated(content: bytes, mutations: list[tuple[int, int]]) -> bytes:
    changed = bytearray(content)
    for place, value in mutations:
        changed[place % len(changed)] = value
    return bytes(changed)
