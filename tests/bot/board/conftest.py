"""Boards of the demonstration city, without torch: the embedding is the shipped double."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.demo.prepare import prepare_demo
from bot.page_services import PageServices
from bot.settings import load_settings
from bot.web.board_page import Board
from bot.wiring import Parts
from tests.databases import settings_at

BoardOf = Callable[[str | None], Board]


@pytest.fixture(scope="module")
def board_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoardOf]:
    """Return somebody's board; None is a guest."""
    folder = tmp_path_factory.mktemp("city")
    parts = Parts(load_settings(**settings_at(folder), demo=True, retrieval={"model": "hashing"}))
    prepare_demo(parts, say=lambda _: None)
    yield PageServices(parts).board
    parts.engine.dispose()
