"""The app's callback as the tests call it."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.channels.callback_door import CallbackDoor
from bot.channels.wecom_app.webhook import PATH, callback
from bot.clock import Clock
from bot.settings import WecomSection
from tests.bot.channels.callback_vectors import Received, key, vector
from tests.simulators.wecom import WecomSimulator

K1 = key("K1")


def section(**changes: object) -> WecomSection:
    values = {
        "corp_id": K1.receive_id,
        "agent_id": 1000002,
        "secret": SecretStr("app-secret"),
        "token": SecretStr(K1.token),
        "aes_key": SecretStr(K1.aes_key),
        **changes,
    }
    return WecomSection.model_validate(values)


def application(received: Received, clock: Clock, **changes: object) -> CallbackDoor:
    served = callback(section(**changes), received, clock)
    return CallbackDoor(FastAPI(), [served])


def client_for(name: str, received: Received, **changes: object) -> TestClient:
    """The callback at the moment vector `name` was signed."""
    app = application(received, vector(name).clock(), **changes)
    return TestClient(app, raise_server_exceptions=False)


def post_vector(client: TestClient, name: str, agent_id: int = 1000002) -> int:
    sealed = vector(name)
    body = sealed.envelope(agent_id, K1.receive_id)
    return client.post(PATH, params=sealed.query, content=body.encode()).status_code


def post_plain(client: TestClient, wecom: WecomSimulator, plain: str, nonce: str = "n") -> int:
    query, body = wecom.signed(plain, nonce=nonce)
    return client.post(PATH, params=query, content=body.encode()).status_code
