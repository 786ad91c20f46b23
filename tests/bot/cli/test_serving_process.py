"""How the serving process is set up."""

from __future__ import annotations

import gc
import resource
import subprocess
import sys

import pytest

from bot.cli.serve import allow_many_files, spare_the_collector

FEW_FILES = """
import resource
from bot.cli.serve import allow_many_files
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 256))
allow_many_files()
print(resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def test_what_is_there_after_the_start_is_gone_through_no_more() -> None:
    before = gc.get_freeze_count()
    try:
        spare_the_collector()
        assert gc.get_freeze_count() > before + 1000
    finally:
        gc.unfreeze()


def test_a_service_takes_as_many_open_files_as_it_may_have() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FEW_FILES], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "(256, 256)\n"


def test_a_system_that_grants_no_more_files_keeps_no_service_from_starting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """macOS names no limit and refuses what is above its own all the same."""

    def refused(_what: int, _limits: tuple[int, int]) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _what: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refused)
    allow_many_files()
