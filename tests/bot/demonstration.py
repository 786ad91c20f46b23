"""The demonstration city with all its parts, for tests that talk to the whole dialogue."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

from bot.clock import ManualClock
from bot.demo.prepare import prepare_demo
from bot.settings import Settings, load_settings
from bot.wiring import Parts
from tests.bot.beginnings import NOW
from tests.databases import copy_city, keep, kept_folder, settings_at


def demonstration(folder: Path) -> Iterator[Parts]:
    """Yield a prepared city in `folder`; what it opened is closed afterwards."""
    copy_city(prepared_city(), folder)
    parts = Parts(city_settings(folder), clock=ManualClock(NOW))
    yield parts
    parts.stop()


@functools.cache
def prepared_city() -> Path:
    """Return a data directory with the demonstration in it, made once in a process; copy it with
    `copy_city` before opening anything in it."""
    folder = kept_folder()
    parts = Parts(city_settings(folder), clock=ManualClock(NOW))
    prepare_demo(parts, say=lambda _: None)
    parts.stop()
    keep(folder)
    return folder


def city_settings(data_dir: Path, **more: object) -> Settings:
    """Return the settings of a demonstration in `data_dir`."""
    return load_settings(**settings_at(data_dir), demo=True, retrieval={"model": "hashing"}, **more)
