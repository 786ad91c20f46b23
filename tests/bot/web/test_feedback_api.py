"""``POST /api/feedback``: kept, or refused in words."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from bot.web import Opinion, Verdict
from tests.bot.web.fake_services import FakeServices
from tests.bot.web.serving import pages_app

GIVEN = {"conversation": "web-1", "message_id": "k1", "verdict": "useless", "reason": "不够具体"}


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def client(services: FakeServices) -> TestClient:
    return TestClient(pages_app(services))


def test_an_opinion_is_kept(client: TestClient, services: FakeServices) -> None:
    response = client.post("/api/feedback", json=GIVEN | {"user": "u001"})
    assert response.json() == {"verdict": "useless"}
    assert services.opinions == [Opinion("web-1", "k1", Verdict.USELESS, "不够具体", "u001")]


def test_outside_the_demonstration_nobody_speaks_for_another() -> None:
    services = FakeServices(is_demo=False)
    TestClient(pages_app(services)).post("/api/feedback", json=GIVEN | {"user": "u001"})
    assert [opinion.user for opinion in services.opinions] == [None]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"verdict": "great"}, 422),
        ({"conversation": "wecom:u1"}, 422),
        ({"message_id": ""}, 422),
        ({"reason": "长" * 201}, 422),
        ({"user": "nobody"}, 422),
        ({"conversation": "gone"}, 404),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    client: TestClient, services: FakeServices, change: dict[str, str], status: int
) -> None:
    response = client.post("/api/feedback", json=GIVEN | change)
    assert response.status_code == status
    assert response.json()["detail"]
    assert services.opinions == []


def test_a_form_of_another_site_is_refused(client: TestClient, services: FakeServices) -> None:
    assert client.post("/api/feedback", data=GIVEN).status_code == 415
    assert services.opinions == []
