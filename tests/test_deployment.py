"""What stands before the service lets through what the service takes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.settings import load_settings
from bot.settings.names import unknown
from bot.web.console.forms import LARGEST_UPLOAD
from tests.simulators.loopback import LoopbackServer

ROOT = Path(__file__).parents[1]
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]


def location(name: str) -> str:
    found = re.search(rf"location {re.escape(name)} \{{([^}}]*)\}}", NGINX)
    assert found is not None, name
    return found[1]


def test_the_proxy_lets_the_largest_upload_through() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert found is not None
    assert int(found[1]) * 1024 * 1024 > LARGEST_UPLOAD


def test_the_proxy_repeats_callbacks_and_no_form_of_the_console() -> None:
    assert "non_idempotent" in location("/")
    assert "non_idempotent" not in location("/console")


def test_the_proxy_shows_nobody_what_prometheus_reads() -> None:
    assert "return 404;" in location("= /metrics")


def test_the_proxy_alone_says_who_asks_and_is_believed(tmp_path: Path) -> None:
    said = re.findall(r"proxy_set_header X-Forwarded-For (\S+);", NGINX)
    assert said == ["$remote_addr"]
    trusted = SERVICES["bot"]["environment"]["BOT_PAGES__TRUSTED_PROXIES"]
    settings = load_settings(data_dir=tmp_path, pages={"trusted_proxies": trusted})
    seen: list[str] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["client"][0])
        await Response()(scope, receive, send)

    trusted_hosts = settings.pages.trusted_proxies
    behind: Any = ProxyHeadersMiddleware(cast(Any, application), trusted_hosts=trusted_hosts)
    TestClient(behind).get("/", headers={"X-Forwarded-For": "203.0.113.7"})
    assert seen == ["203.0.113.7"]


def test_no_variable_of_compose_is_read_by_nobody() -> None:
    given = SERVICES["bot"]["environment"]
    assert [name for name in given if not name.startswith("BOT_")] == []
    assert unknown(given) == {}


def test_what_the_image_lays_down_is_not_moved_by_an_older_file_of_settings() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    laid_down = dict(re.findall(r"\b(BOT_[A-Z_]+)=(\S+)", dockerfile))
    given = SERVICES["bot"]["environment"]
    assert len(laid_down) == 3
    assert laid_down.items() <= given.items()


def test_no_service_fills_the_disk_with_what_it_writes_of_itself() -> None:
    assert {name: "max-size" in one["logging"]["options"] for name, one in SERVICES.items()} == (
        dict.fromkeys(SERVICES, True)
    )


def test_every_file_that_compose_shows_a_container_is_there() -> None:
    shown = [
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", ())
        if volume.startswith("./")
    ]
    assert len(shown) == 2
    assert all((ROOT / name).is_file() for name in shown)


@pytest.mark.parametrize(("status", "is_well"), [(200, True), (503, False)])
def test_the_health_check_asks_the_service_itself_whatever_proxy_docker_hands_over(
    status: int, is_well: bool
) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    found = re.search(r"HEALTHCHECK .*\n\s+CMD (\[.*\])", dockerfile)
    assert found is not None
    _, *arguments = json.loads(found[1])
    with LoopbackServer(Response(status_code=status)) as server:
        port = server.url.rpartition(":")[2]
        done = subprocess.run(
            [sys.executable, *(one.replace("8000", port) for one in arguments)],
            env={**os.environ, "http_proxy": "http://127.0.0.1:9", "no_proxy": ""},
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode == 0) is is_well
