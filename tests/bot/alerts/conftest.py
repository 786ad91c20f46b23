"""A demonstration city whose work is launched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.alerts.city import City


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = City(tmp_path)
    made.work.launch()
    return made
