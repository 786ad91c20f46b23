"""The whole application over the demonstration city, without torch.

The embedding is the shipped hashing double, so that these tests load no model; the embedded
model has tests of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.bot import demonstration
from tests.bot.command_line import run_here
from tests.bot.web.chromium import chromium
from tests.bot.web.fake_services import FakeServices
from tests.bot.web.serving import pages_app, served
from tests.databases import environment_at

REPOSITORY = Path(__file__).resolve().parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def prepared_city() -> Path:
    """A data directory with the demonstration in it; copy it before changing anything."""
    return demonstration.prepared_city()


@pytest.fixture
def run_bot(tmp_path: Path) -> Run:
    """Run `bot` in this process; the data directory is `tmp_path / "data"`."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run_here(*arguments, folder=tmp_path, environment=_city(tmp_path) | environment)

    return run


@pytest.fixture
def start_bot(tmp_path: Path) -> Run:
    """Run `bot` as a user does, in a process of its own, with the same data directory."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), **_city(tmp_path), **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def _city(folder: Path) -> dict[str, str]:
    return {**environment_at(folder / "data"), "BOT_RETRIEVAL__MODEL": "hashing"}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium of the module's own; skips the tests where there is none."""
    with chromium(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the pages are served over services that are played."""
    with served(pages_app(FakeServices())) as url:
        yield url
