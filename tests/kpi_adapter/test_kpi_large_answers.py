"""A JSON service that answers with more than fits is not read to its end."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from kpi_adapter.errors import SourceDataError
from kpi_adapter.sources.selection import Dataset, Selection
from tests.kpi_adapter.test_kpi_wrong_sources import WHOLE, service

PLANS = Selection.of(Dataset.PLAN)


@pytest.mark.parametrize("pages", [1, 100])
def test_no_more_is_read_than_a_source_may_answer(
    monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    """However it is spread over pages; what goes on for ever would take all the memory."""
    monkeypatch.setattr("kpi_adapter.sources.http._MOST_BYTES", 10_000)
    sent = 0

    async def answer(page: int) -> AsyncIterator[bytes]:
        nonlocal sent
        row = WHOLE | {"year": 2000 + page}
        whole = json.dumps({"rows": [row], "has_more": page < pages})
        for piece in [b" " * 1_000] * (200 // pages) + [whole.encode()]:
            sent += len(piece)
            yield piece

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=answer(int(request.url.params["page"])))

    with pytest.raises(SourceDataError, match="接口提供方"):
        service(respond).fetch(PLANS)
    assert sent < 20_000


def test_what_was_packed_counts_as_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi_adapter.sources.http._MOST_BYTES", 10_000)
    packed = gzip.compress(b" " * 20_000 + b'{"rows": []}')

    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=packed)

    with pytest.raises(SourceDataError, match="没有读完"):
        service(respond).fetch(PLANS)
