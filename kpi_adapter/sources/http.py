"""A JSON service that keeps datasets, paged and behind a token.

The service answers ``GET {base_url}/{dataset}?page=1&page_size=200&column=value…`` with
``{"rows": [{…}], "has_more": bool}``. Values go as query parameters (a column repeated is a
list; ``column__min`` and ``column__max`` are limits). What comes back is filtered again here:
a service that ignores a parameter must not widen what a viewer sees.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import Awaitable, Mapping
from datetime import UTC, date, datetime
from typing import TypeVar

import httpx

from kpi_adapter.answer import SourceHealth
from kpi_adapter.errors import (
    SettingsError,
    SourceDataError,
    SourceError,
    SourceTimeout,
    SourceTooLarge,
    SourceUnavailable,
)
from kpi_adapter.settings import HttpSourceSettings
from kpi_adapter.sources.selection import (
    COLUMNS,
    Dataset,
    Fetched,
    Row,
    Scalar,
    Selection,
    read_value,
)

Parameters = list[tuple[str, str | int | float]]
# Of all pages of a fetch together: some kilobytes for each of as many rows as are read at most.
_MOST_BYTES = 64 * 1024 * 1024
T = TypeVar("T")


class HttpSource:
    """Any dataset the service keeps; ``probe`` is the one asked for to see whether it is well.
    ``timeout_seconds`` limits all pages together, however slowly their bytes come: only a task
    can be given up in the middle of a read, so each fetch runs as one. ``transport`` lets a test
    stand in for the network. Raises SettingsError when the address is none."""

    def __init__(
        self,
        settings: HttpSourceSettings,
        *,
        name: str,
        timeout_seconds: float,
        row_limit: int,
        probe: Dataset = Dataset.PROJECTS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._name = name
        self._settings = settings
        self._row_limit = row_limit
        self._timeout_seconds = timeout_seconds
        self._probe = probe
        headers = {"Authorization": f"Bearer {settings.token}"} if settings.token else {}
        try:
            self._base_url = httpx.URL(settings.base_url)
            self._headers = httpx.Headers(headers)
        except (httpx.InvalidURL, UnicodeEncodeError) as exc:
            raise SettingsError(f"{name}的接口地址或令牌写法不对;应如 http://主机/路径") from exc
        self._transport = transport
        # Reading the certificates takes longer than asking.
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._last_success: datetime | None = None

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, selection: Selection) -> Fetched:
        parameters = _parameters(selection)
        rows = asyncio.run(self._in_time(self._rows(selection, parameters)))
        self._last_success = datetime.now(UTC)
        shown: dict[str, Scalar] = {}
        for column, value in parameters:
            shown[column] = f"{shown[column]}、{value}" if column in shown else value
        return Fetched(self._name, tuple(rows), f"GET /{selection.dataset}", shown)

    def health(self) -> SourceHealth:
        try:
            asyncio.run(self._in_time(self._probed()))
        except SourceError as exc:
            return SourceHealth(self._name, False, str(exc), self._last_success)
        return SourceHealth(self._name, True, "可读", self._last_success)

    def close(self) -> None:
        """Nothing stays open between two fetches."""

    async def _in_time(self, work: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await work
        except TimeoutError as exc:
            raise SourceTimeout(self._name, "未在时限内答完") from exc

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._base_url,
            headers=self._headers,
            timeout=self._timeout_seconds,
            transport=self._transport,
            trust_env=False,
            verify=self._tls,
        )

    async def _rows(self, selection: Selection, parameters: Parameters) -> list[Row]:
        rows: list[Row] = []
        page, has_more = 1, True
        before: list[Mapping[str, object]] = []
        left = _MOST_BYTES
        async with self._client() as client:
            while has_more:
                body = await self._body(client, selection.dataset, parameters, page, left)
                left -= len(body)
                raw, has_more = self._read(body)
                if raw and raw == before:
                    # A service that ignores the page would have every row counted again.
                    raise SourceDataError(self._name, "分页不起作用,各页内容相同")
                before = raw
                read = (self._row(selection.dataset, item) for item in raw)
                rows += [row for row in read if selection.admits(row)]
                if len(rows) > self._row_limit or page * self._settings.page_size > self._row_limit:
                    raise SourceTooLarge(self._name, f"结果超过{self._row_limit}行,请缩小范围")
                page += 1
        return rows

    async def _probed(self) -> None:
        async with self._client() as client:
            body = await self._body(client, self._probe, [], 1, _MOST_BYTES)
        raw, _ = self._read(body)
        for item in raw:
            self._row(self._probe, item)

    async def _body(
        self,
        client: httpx.AsyncClient,
        dataset: Dataset,
        parameters: Parameters,
        page: int,
        most_bytes: int,
    ) -> bytes:
        """Return one page as it came; of a larger one no more is read than is allowed."""
        paging: Parameters = [("page", page), ("page_size", self._settings.page_size)]
        body = bytearray()
        try:
            params = (*parameters, *paging)
            async with client.stream("GET", f"/{dataset}", params=params) as answer:
                answer.raise_for_status()
                async for some in answer.aiter_bytes():
                    body += some
                    if len(body) > most_bytes:
                        what = f"应答超过{_MOST_BYTES // 1024 // 1024}MB,没有读完;"
                        raise SourceDataError(
                            self._name, f"{what}请接口提供方按参数筛选、分页,只给约定的列"
                        )
        except httpx.HTTPError as exc:
            raise self._translated(exc) from exc
        return bytes(body)

    def _read(self, body: bytes) -> tuple[list[Mapping[str, object]], bool]:
        """Return a page's rows, and whether more are to come."""
        try:
            page = json.loads(body)
        except (ValueError, RecursionError) as exc:
            raise SourceDataError(self._name, "应答不是JSON") from exc
        rows = page.get("rows") if isinstance(page, dict) else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise SourceDataError(self._name, "应答不是约定的 rows 列表")
        # An empty page ends the paging, whatever the service says about more.
        return rows, bool(page.get("has_more")) and bool(rows)

    def _row(self, dataset: Dataset, raw: Mapping[str, object]) -> Row:
        shapes = COLUMNS[dataset]
        missing = [name for name in shapes if name not in raw]
        if missing:
            # An empty value is null; a column that is not there is another table.
            what = f"应答缺少列{'、'.join(missing)};请与接口提供方核对"
            raise SourceDataError(self._name, what)
        return {
            name: read_value(self._name, name, shape, raw.get(name))
            for name, shape in shapes.items()
        }

    def _translated(self, exc: httpx.HTTPError) -> SourceError:
        """The one place where HTTP errors become ours; no address, no token in the text."""
        if isinstance(exc, httpx.TimeoutException):
            return SourceTimeout(self._name, "未在时限内应答")
        if isinstance(exc, httpx.HTTPStatusError):
            status = exc.response.status_code
            if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
                return SourceUnavailable(self._name, "令牌不被接受;请检查令牌设置")
            return SourceUnavailable(self._name, f"应答状态{status}")
        return SourceUnavailable(self._name, f"连接不上;{_what_to_check(exc)}")


def _what_to_check(exc: BaseException) -> str:
    below: BaseException | None = exc
    while below is not None:
        if isinstance(below, ssl.SSLCertVerificationError):
            return "接口的证书不受信任或已过期,请接口提供方更换,并核对本机时钟"
        if isinstance(below, socket.gaierror):
            return "域名解析不了,请检查接口地址与域名服务器"
        below = below.__cause__ or below.__context__
    return "请检查服务是否可用"


def _parameters(selection: Selection) -> Parameters:
    among = [(column, _plain(value)) for column, values in selection.among for value in values]
    low = [(f"{column}__min", _plain(value)) for column, value in selection.at_least]
    high = [(f"{column}__max", _plain(value)) for column, value in selection.at_most]
    return [*among, *low, *high]


def _plain(value: Scalar) -> str | int | float:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value
