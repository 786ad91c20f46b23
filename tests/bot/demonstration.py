"""The demonstration city with all its parts, for tests that talk to the whole dialogue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.demo.prepare import prepare_demo
from bot.settings import load_settings
from bot.wiring import Parts

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


def demonstration(folder: Path) -> Iterator[Parts]:
    """Yield the prepared city; what it opened is closed afterwards."""
    settings = load_settings(data_dir=folder, demo=True, retrieval={"model": "hashing"})
    parts = Parts(settings, clock=ManualClock(NOW))
    prepare_demo(parts, say=lambda _: None)
    yield parts
    parts.stop()
