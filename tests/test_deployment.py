"""What stands before the service lets through what the service takes."""

from __future__ import annotations

import re
from pathlib import Path

from bot.web.console.forms import LARGEST_UPLOAD

NGINX = (Path(__file__).parents[1] / "deploy" / "nginx.conf").read_text(encoding="utf-8")


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
