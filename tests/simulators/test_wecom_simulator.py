"""The simulator keeps WeCom's rules, whoever calls it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response

from tests.simulators.loopback import LoopbackServer
from tests.simulators.wecom import Delivered, WecomSimulator


class Caller:
    """Calls the simulated API as a careless program would."""

    def __init__(self, wecom: WecomSimulator, url: str) -> None:
        self._wecom = wecom
        self._url = url + "/cgi-bin"

    def token(self, secret: str = "") -> dict[str, Any]:
        query = {"corpid": self._wecom.corp_id, "corpsecret": secret or self._wecom.secret}
        return dict(httpx.get(f"{self._url}/gettoken", params=query).json())

    def send(self, token: str = "", **payload: Any) -> dict[str, Any]:
        body = {
            "touser": "zhangsan",
            "msgtype": "text",
            "agentid": self._wecom.agent_id,
            "text": {"content": "您好"},
            **payload,
        }
        query = {"access_token": token or self.token()["access_token"]}
        return dict(httpx.post(f"{self._url}/message/send", params=query, json=body).json())

    def update_card(self, response_code: str) -> int:
        query = {"access_token": self.token()["access_token"]}
        body = {"userids": ["zhangsan"], "response_code": response_code}
        answer = httpx.post(f"{self._url}/message/update_template_card", params=query, json=body)
        return int(answer.json()["errcode"])


@pytest.fixture
def wecom() -> WecomSimulator:
    return WecomSimulator()


@pytest.fixture
def caller(wecom: WecomSimulator) -> Iterator[Caller]:
    with wecom.serve() as server:
        yield Caller(wecom, server.url)


def test_a_token_is_the_same_while_valid_and_another_afterwards(
    wecom: WecomSimulator, caller: Caller
) -> None:
    first = caller.token()["access_token"]
    assert caller.token()["access_token"] == first
    wecom.clock.advance(timedelta(seconds=7200))
    assert caller.send(first)["errcode"] == 42001
    assert caller.token()["access_token"] != first


def test_wrong_secrets_and_tokens_are_refused(caller: Caller) -> None:
    assert caller.token("wrong")["errcode"] == 40001
    assert caller.send("made-up")["errcode"] == 40014


def test_partial_failure_is_errcode_0(caller: Caller) -> None:
    answer = caller.send(touser="zhangsan|NoBody")
    assert (answer["errcode"], answer["invaliduser"]) == (0, "nobody")
    assert caller.send(touser="nobody")["errcode"] == 81013


def test_equal_requests_are_shown_again_only_after_the_interval(
    wecom: WecomSimulator, caller: Caller
) -> None:
    for _ in range(2):
        caller.send(enable_duplicate_check=1)
    assert len(wecom.sent) == 1
    wecom.clock.advance(timedelta(seconds=1800))
    caller.send(enable_duplicate_check=1)
    assert len(wecom.sent) == 2


def test_the_thirty_first_message_of_a_minute_is_dropped_silently(
    wecom: WecomSimulator, caller: Caller
) -> None:
    token = caller.token()["access_token"]
    assert {caller.send(token)["errcode"] for _ in range(31)} == {0}
    assert len(wecom.sent) == 30


def test_a_response_code_works_once(caller: Caller) -> None:
    card = {
        "card_type": "button_interaction",
        "task_id": "t",
        "button_list": [{"text": "签收", "key": "k"}],
    }
    code = caller.send(msgtype="template_card", template_card=card)["response_code"]
    assert [caller.update_card(code), caller.update_card(code)] == [0, 40096]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"agentid": 7}, 40056),
        ({"text": {"content": ""}}, 44004),
        ({"msgtype": "template_card", "template_card": {"card_type": "x"}}, 40035),
        ({"msgtype": "image", "image": {"media_id": "none"}}, 40007),
    ],
)
def test_bad_requests_get_their_code(caller: Caller, payload: dict[str, Any], code: int) -> None:
    assert caller.send(**payload)["errcode"] == code


def test_the_caller_gives_up_after_three_retries_and_after_its_patience() -> None:
    hasty, wecom = WecomSimulator(patience_s=0.2), WecomSimulator(patience_s=60)
    release = threading.Event()
    app = FastAPI()

    def slow() -> Response:
        release.wait(timeout=60)
        return Response()

    app.add_api_route("/cb", slow, methods=["POST"])
    app.add_api_route("/broken", lambda: Response(status_code=503), methods=["POST"])
    with LoopbackServer(app) as server:
        plain = wecom.text_xml("zhangsan", "在吗")
        assert hasty.deliver_callback(server.url + "/cb", plain).statuses == (None,) * 4
        release.set()
        outcome = wecom.deliver_callback(server.url + "/broken", plain)
    assert outcome.statuses == (503,) * 4
    assert not outcome.is_accepted


def test_a_button_that_is_not_on_the_card_cannot_be_pressed(wecom: WecomSimulator) -> None:
    card = Delivered("zhangsan", {"template_card": {"button_list": []}}, "m")
    with pytest.raises(AssertionError, match="no button"):
        wecom.press_button("http://127.0.0.1:1", card, "k")
