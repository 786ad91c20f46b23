"""How the serving process is set up."""

from __future__ import annotations

import gc

from bot.cli.serve import spare_the_collector


def test_what_is_there_after_the_start_is_gone_through_no_more() -> None:
    before = gc.get_freeze_count()
    try:
        spare_the_collector()
        assert gc.get_freeze_count() > before + 1000
    finally:
        gc.unfreeze()
