"""Looking through the shelf: documents by their labels, clauses by their words, both narrowed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import Filters, PolicyLibrary, ValidityStatus
from retrieval.shelf.shelf import Facet
from tests.retrieval.made_city import CITY, DISTRICT, ENDED, PROVINCE, TEXTS, UNSIGNED, made_city

ON = date(2019, 11, 15)
EVERYTHING = Filters(is_stated=True)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    return made_city(tmp_path_factory.mktemp("city"))


def titles(library: PolicyLibrary, words: str = "", filters: Filters = EVERYTHING) -> list[str]:
    shelf = library.shelf(words, on=ON, filters=filters)
    return [one.summary.title for one in shelf.documents]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("人才", {PROVINCE, CITY, DISTRICT}),
        ("泰政发[2018]3号", {CITY}),
        ("泰政发〔２０１８〕３号", {CITY}),
        ("经济和信息化委员会", {ENDED}),
        ("人才 海陵区", {DISTRICT}),
        ("资助", set()),
        ("", set(TEXTS)),
    ],
)
def test_documents_are_found_by_title_number_and_issuer(
    city: PolicyLibrary, words: str, found: set[str]
) -> None:
    assert set(titles(city, words)) == found


def test_the_newest_documents_stand_first(city: PolicyLibrary) -> None:
    assert titles(city)[:3] == [DISTRICT, CITY, PROVINCE]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(status=ValidityStatus.PERIOD_ENDED), {ENDED}),
        (Filters(issuer="市工业和信息化局"), {ENDED}),  # its present name
        (Filters(region="泰州市"), {CITY, DISTRICT, ENDED}),
        (Filters(region="江苏省"), {PROVINCE}),
        (Filters(level="县级"), {DISTRICT}),
        (Filters(industry="机器人"), {UNSIGNED}),
        (Filters(valid_since=date(2019, 1, 1)), {CITY}),
        (Filters(issued_from=date(2018, 3, 1)), {CITY, DISTRICT}),
        (Filters(issued_until=date(2018, 2, 28)), {PROVINCE, ENDED}),
        (Filters(issuer="市财政局", is_stated=True), set()),
        (Filters(issuer="市财政局"), {UNSIGNED}),  # may be theirs: it speaks of them
    ],
)
def test_filters_narrow_the_shelf(city: PolicyLibrary, filters: Filters, found: set[str]) -> None:
    assert set(titles(city, filters=filters)) == found


@pytest.mark.parametrize("filters", [EVERYTHING, Filters(region="泰州市", is_stated=True)])
def test_a_choice_leaves_as_many_documents_as_it_says(
    city: PolicyLibrary, filters: Filters
) -> None:
    facets = city.shelf(on=ON, filters=filters).facets
    assert facets.issuers
    for facet in facets.issuers:
        chosen = Filters(issuer=facet.value, region=filters.region, is_stated=True)
        assert len(titles(city, filters=chosen)) == facet.documents
    for facet in facets.regions:
        assert len(titles(city, filters=Filters(region=facet.value))) == facet.documents


def test_what_there_is_to_choose_changes_with_the_library(tmp_path: Path) -> None:
    library = made_city(tmp_path)
    before = library.shelf(on=ON).facets.regions
    assert Facet("江苏省", 1) in before
    gone = next(one for one in library.documents() if one.title == PROVINCE)
    library.remove(gone.document_id)
    assert "江苏省" not in {facet.value for facet in library.shelf(on=ON).facets.regions}


def test_clauses_are_found_within_the_filters_only(city: PolicyLibrary) -> None:
    everywhere = {hit.document for hit in city.clauses("人才资助", on=ON)}
    assert {PROVINCE, CITY} <= everywhere
    there = city.clauses("人才资助", on=ON, filters=Filters(region="江苏省"))
    assert {hit.document for hit in there} == {PROVINCE}
    assert any(hit.text == "一、对引进的人才给予最高100万元资助。" for hit in there)


def test_nothing_is_shown_for_words_that_no_clause_bears_on(city: PolicyLibrary) -> None:
    assert city.clauses("食堂班车", on=ON) == []
    assert city.clauses("人才", on=ON, limit=0) == []


def test_a_narrow_search_finds_what_many_others_outrank(tmp_path: Path) -> None:
    library = made_city(tmp_path)
    crowd = "".join(f"{n}.人才资助人才资助人才资助第{n}项。\n" for n in range(1, 600))
    (tmp_path / "crowd.txt").write_text(f"关于人才资助的汇编\n一、总则\n{crowd}", "utf-8")
    assert library.ingest(tmp_path / "crowd.txt").status == "ingested"
    for find in (library.search, library.clauses):
        hits = find("人才资助", on=ON, filters=Filters(region="江苏省"))
        assert {hit.document for hit in hits} == {PROVINCE}


def test_a_clause_that_says_nothing_of_the_words_is_not_shown_for_its_neighbours(
    city: PolicyLibrary,
) -> None:
    hits = city.clauses("资金拨付", on=ON)
    assert [hit.text for hit in hits] == ["二、市财政局负责资金拨付。"]
