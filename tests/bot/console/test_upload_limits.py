"""What is too large is refused politely, and costs no memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import httpx
import pytest

from bot.web.console.forms import LARGEST_UPLOAD
from bot.wiring import Parts
from tests.bot.web.console import ADMIN, console_app
from tests.bot.web.serving import served

HUNDRED_MB = 100 * 1024 * 1024
PATH = f"/console/documents/upload?user={ADMIN}"
BOUNDARY = "boundary"
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="x.pdf"\r\n'
    "Content-Type: application/pdf\r\n\r\n"
).encode()


def hundred_megabytes() -> Iterator[bytes]:
    yield HEAD
    chunk = b"0" * 65536
    for _ in range(HUNDRED_MB // len(chunk)):
        yield chunk
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_hundred_megabytes_are_refused_and_never_held(city: Parts, is_announced: bool) -> None:
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    if is_announced:
        headers["Content-Length"] = str(HUNDRED_MB + len(HEAD) + len(BOUNDARY) + 8)
    with served(console_app(city)) as address, httpx.Client(base_url=address) as client:
        client.get(f"/console?user={ADMIN}")
        tracemalloc.start()
        refused = client.post(PATH, content=hundred_megabytes(), headers=headers, timeout=60)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        page = client.get(refused.headers["location"])
    assert refused.status_code == 303
    assert f"一次最多 {LARGEST_UPLOAD // 1024 // 1024} MB" in page.text
    assert peak < LARGEST_UPLOAD // 2
    assert city.console.documents.uploads.latest(limit=5) == []
