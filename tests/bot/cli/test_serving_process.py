"""How the serving process is set up."""

from __future__ import annotations

import gc
import subprocess
import sys

from bot.cli.serve import spare_the_collector

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
