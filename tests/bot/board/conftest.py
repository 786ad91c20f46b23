"""Boards of the demonstration city, without torch: the embedding is the shipped double."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.serving.page_services import PageServices
from bot.web.board_page import Board
from bot.web.brief_page import Briefs
from bot.wiring import Parts
from tests.bot.demonstration import city_settings, prepared_city
from tests.databases import copy_city

BoardOf = Callable[[str | None], Board]
BriefsOf = Callable[[str | None], Briefs]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServices]:
    folder = tmp_path_factory.mktemp("city")
    copy_city(prepared_city(), folder)
    parts = Parts(city_settings(folder))
    yield PageServices(parts)
    parts.stop()


@pytest.fixture(scope="module")
def board_of(city: PageServices) -> BoardOf:
    """Return somebody's board; None is a guest."""
    return city.board


@pytest.fixture(scope="module")
def briefs_of(city: PageServices) -> BriefsOf:
    """Return somebody's briefs; None is a guest."""
    return city.briefs
