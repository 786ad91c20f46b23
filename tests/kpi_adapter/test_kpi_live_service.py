"""Figures that a JSON service keeps: the same answers as from the database, paged, live."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kpi_adapter import HttpSourceSettings, KpiAdapter, Viewer
from kpi_adapter.catalogue.loading import load_catalogue
from kpi_adapter.sources.http import HttpSource
from kpi_adapter.sources.selection import COLUMNS, Dataset, Shape
from tests.kpi_adapter.kpi_demo import DEMO, GUEST, NOW
from tests.simulators.certified import ENDED, certificate, certified_server

TOKEN = "let-me-in"
Lines = dict[str, list[dict[str, str]]]
QUESTIONS = [
    "1到10月五大产业产值多少",
    "哪个区产值增长最快",
    "泰兴新签约多少个,完成全年计划多少",
    "离8家百亿企业还差几家",
    "2018年10月到今年10月产值走势",
]


class StatisticsService:
    """Plays the bureau's service over the CSV files; ``asked`` counts its pages."""

    def __init__(self, folder: Path) -> None:
        self.asked = 0
        self.lines: Lines = {}
        for dataset in (Dataset.MONTHLY, Dataset.SNAPSHOT, Dataset.PLAN):
            with (folder / f"{dataset}.csv").open(encoding="utf-8-sig", newline="") as stream:
                self.lines[str(dataset)] = list(csv.DictReader(stream))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return httpx.Response(401)
        self.asked += 1
        dataset = Dataset(request.url.path.rsplit("/", 1)[-1])
        wanted = request.url.params
        found = [line for line in self.lines[str(dataset)] if self._fits(line, wanted, dataset)]
        page, size = int(wanted["page"]), int(wanted["page_size"])
        rows = [
            {name: line[name] or None for name in COLUMNS[dataset]}
            for line in found[(page - 1) * size : page * size]
        ]
        return httpx.Response(200, json={"rows": rows, "has_more": page * size < len(found)})

    def _fits(self, line: dict[str, str], wanted: httpx.QueryParams, dataset: Dataset) -> bool:
        for name, shape in COLUMNS[dataset].items():
            values = wanted.get_list(name)
            number = shape is Shape.NUMBER
            if values and not any(
                float(line[name]) == float(value) if number else line[name] == value
                for value in values
            ):
                return False
            if f"{name}__min" in wanted and line[name] < wanted[f"{name}__min"]:
                return False
            if f"{name}__max" in wanted and line[name] > wanted[f"{name}__max"]:
                return False
        return True


@pytest.fixture
def service() -> StatisticsService:
    return StatisticsService(DEMO / "stats")


@pytest.fixture
def over_http(service: StatisticsService) -> Iterator[KpiAdapter]:
    source = HttpSource(
        HttpSourceSettings("http://bureau.test/api", TOKEN, page_size=50),
        name="统计数据库",
        timeout_seconds=20,
        row_limit=5_000,
        probe=Dataset.MONTHLY,
        transport=httpx.MockTransport(service),
    )
    adapter = KpiAdapter(load_catalogue(), source, None, is_demonstration=True)
    yield adapter
    adapter.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_service_gives_the_same_answer_as_the_database(
    over_http: KpiAdapter, adapter: KpiAdapter, service: StatisticsService, question: str
) -> None:
    said, expected = (one.answer(question, viewer=GUEST, now=NOW) for one in (over_http, adapter))
    assert said is not None
    assert said == expected
    assert service.asked > 0


def test_a_changed_row_shows_in_the_next_answer(
    over_http: KpiAdapter, service: StatisticsService
) -> None:
    viewer = Viewer("u015", "official", "TJJ")
    before = over_http.answer(QUESTIONS[0], viewer=viewer, now=NOW)
    for line in service.lines["fact_monthly"]:
        if line["value_ytd"] == "3657.33":
            line["value_ytd"] = "4000"
    after = over_http.answer(QUESTIONS[0], viewer=viewer, now=NOW)
    assert before is not None
    assert after is not None
    assert "3657.33亿元" in before.text
    assert "4000.00亿元" in after.text


def test_it_says_that_it_is_well(over_http: KpiAdapter) -> None:
    assert [item.is_available for item in over_http.health()] == [True]


def test_a_certificate_nobody_trusts_is_told_from_a_service_that_is_down(tmp_path: Path) -> None:
    """The bureau has to renew it; looking whether the service runs finds nothing."""
    with certified_server(certificate(tmp_path, until=ENDED)) as url:
        source = HttpSource(
            HttpSourceSettings(url), name="统计数据库", timeout_seconds=20, row_limit=9
        )
        assert "证书" in source.health().message
    unknown = HttpSourceSettings("http://no-such-host.invalid")
    source = HttpSource(unknown, name="统计数据库", timeout_seconds=20, row_limit=9)
    assert "域名解析不了" in source.health().message
