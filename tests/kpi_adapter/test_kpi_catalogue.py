"""The catalogue and the rules that guard it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from kpi_adapter.catalogue.loading import PACKAGED, load_catalogue
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.errors import CatalogueError, QueryError

POLICY = Path(__file__).parents[2] / "policy_docs"
CLAUSES = Path(__file__).parents[3] / "shared" / "domain" / "clauses.tsv"
INDUSTRY = "industries:\n  - {code: ALL5, name: 五大主导产业, short: 五大产业}\n"
GOOD = """indicators:
  - code: X01
    name: 甲指标
    kind: flow
    unit: 亿元
    frequency: month
    scope: ALL5
    owner: 市统计局
    definition: 说明
"""


def load(tmp_path: Path, indicators: str) -> Catalogue:
    (tmp_path / "industries.yaml").write_text(INDUSTRY, "utf-8")
    (tmp_path / "indicators.yaml").write_text(indicators, "utf-8")
    return load_catalogue(tmp_path)


def test_every_indicator_of_the_plan_is_in_the_catalogue(catalogue: Catalogue) -> None:
    codes = {indicator.code for indicator in catalogue.indicators}
    wanted = {f"K{n:02d}" for n in range(1, 24)} | {f"M{n:02d}" for n in range(1, 11)}
    assert wanted <= codes


def test_every_quote_stands_in_its_clause_word_for_word() -> None:
    if not CLAUSES.exists():
        pytest.skip("../shared/domain/clauses.tsv is absent: clause texts cannot be compared")
    lines = CLAUSES.read_text("utf-8").splitlines()[1:]
    clauses = dict(line.split("\t", 1) for line in lines)
    assert load_catalogue(clauses=clauses).indicators


def test_every_quote_stands_in_the_policy_text(catalogue: Catalogue) -> None:
    texts = [path.read_text("utf-8") for path in POLICY.rglob("*.txt")]
    if not texts:
        pytest.skip("policy_docs holds no plain text to compare with")
    policy = unicodedata.normalize("NFKC", "\n".join(texts))
    missing = [
        indicator.code
        for indicator in catalogue.indicators
        if indicator.target and unicodedata.normalize("NFKC", indicator.target.quote) not in policy
    ]
    assert missing == []


FAULTS = {
    "unknown field": (GOOD + "    colour: red\n", "indicators.yaml:2", "colour"),
    "same code twice": (GOOD + GOOD.split("\n", 1)[1].replace("甲", "乙"), ":10", "X01"),
    "same alias twice": (
        GOOD + GOOD.split("\n", 1)[1].replace("X01", "X02"),
        "indicators.yaml:10",
        "甲指标",
    ),
    "unknown scope": (GOOD.replace("ALL5", "ALL6"), "indicators.yaml:2", "ALL6"),
    "ratio without parts": (GOOD.replace("flow", "ratio"), "indicators.yaml:2", "parts"),
    "count without a ledger filter": (GOOD.replace("flow", "projects"), ":2", "ledger"),
    "bad clause address": (
        GOOD + "    target: {value: 1, span: other, pace: end, clause: 第二条, quote: 原文}\n",
        "indicators.yaml:2",
        "第二条",
    ),
    "target without years": (
        GOOD + "    target: {value: 1, span: by_end, pace: end, clause: 二-1#s2, quote: 原}\n",
        "indicators.yaml:2",
        "first_year",
    ),
    "a leaders' first headline": (
        GOOD + "    is_headline: true\n    access: leader\n",
        "indicators.yaml:2",
        "is_headline",
    ),
    "not YAML": ("indicators: [", "indicators.yaml:", "YAML"),
    "unknown section": ("gauges: []\n", "indicators.yaml:1", "gauges"),
    "a field twice": (GOOD + "    unit: 万元\n", "indicators.yaml:2", "“unit”写了两次"),
    "a field missing": (GOOD.replace("    unit: 亿元\n", ""), ":2", "X01: unit没有写"),
    "a bare word for an entry": (GOOD + "  - 甲指标\n", "indicators.yaml:2", "第2项"),
    "an unknown kind": (GOOD.replace("flow", "flood"), "indicators.yaml:2", "应为'flow'、'rate'"),
    "a fault deep inside": (
        GOOD + "    target:\n      value: 许多\n      span: other\n      pace: end\n"
        "      clause: 二-1#s2\n      quote: 原\n",
        "indicators.yaml:11",
        "target.value",
    ),
    "work that two indicators count": (
        GOOD.replace("flow", "duty")
        + "    duty: {work: [论坛], each: year}\n"
        + GOOD.split("\n", 1)[1].replace("X01", "X02").replace("甲", "乙").replace("flow", "duty")
        + "    duty: {work: [论坛], each: year}\n",
        "indicators.yaml:11",
        "论坛",
    ),
    "work owed neither by turns nor by steps": (
        GOOD.replace("flow", "duty") + "    duty: {work: [论坛]}\n",
        "indicators.yaml:2",
        "each",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, fault: str) -> None:
    content, place, what = FAULTS[fault]
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, content)
    assert place in str(caught.value)
    assert what in str(caught.value)


TWO_PLACES = """regions:
  - {code: A, name: 甲区, kind: district, aliases: [开发区]}
  - {code: B, name: 乙区, kind: district, aliases: [开发区]}
"""
DIMENSIONS = {
    "one word for two places": (TWO_PLACES, "places.yaml:3", "开发区"),
    "a place that ends before it begins": (
        "regions:\n  - {code: A, name: 甲区, kind: zone,"
        " valid_from: 2020-01-01, valid_to: 2019-01-01}\n",
        "places.yaml:2",
        "valid_from",
    ),
    "a group of places that are not there": (
        "regions:\n  - {code: G, name: 市区, kind: group, members: [A]}\n",
        "places.yaml:2",
        "成员“A”",
    ),
    "a successor without its day": (
        "departments:\n  - {code: D, name: 甲局, successor: 乙局}\n",
        "places.yaml:2",
        "successor_since",
    ),
}


@pytest.mark.parametrize("fault", DIMENSIONS)
def test_a_fault_of_a_dimension_is_named_with_file_and_line(tmp_path: Path, fault: str) -> None:
    content, place, what = DIMENSIONS[fault]
    (tmp_path / "places.yaml").write_text(content, "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, GOOD)
    assert place in str(caught.value)
    assert what in str(caught.value)


def test_a_later_version_may_use_the_words_of_the_one_before_it(tmp_path: Path) -> None:
    later = TWO_PLACES.replace("甲区,", "甲区, valid_to: 2021-12-31,").replace(
        "乙区,", "乙区, valid_from: 2022-01-01,"
    )
    (tmp_path / "places.yaml").write_text(later, "utf-8")
    assert len(load(tmp_path, GOOD).regions) == 2


def test_a_quote_that_differs_from_its_clause_is_a_fault() -> None:
    with pytest.raises(CatalogueError, match="原文不一致"):
        load_catalogue(PACKAGED, clauses={"二-2#s2": "另一句话"})


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="没有"):
        load_catalogue(tmp_path)


def test_a_code_the_catalogue_no_longer_has_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(QueryError, match="K99"):
        catalogue.indicator("K99")


def test_the_urban_area_is_four_places(catalogue: Catalogue) -> None:
    assert set(catalogue.places_of("SHIQU")) == {"321202", "321203", "321204", "3212YG"}
