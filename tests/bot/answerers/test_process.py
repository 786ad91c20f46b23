"""One answerer at the moments that a whole service meets seldom."""

from __future__ import annotations

from pathlib import Path

from bot.answerers.process import AnswererProcess


def test_nothing_is_started_once_stopping_has_begun(tmp_path: Path) -> None:
    process = AnswererProcess(tmp_path / "socket", dict)
    # As when the pause before a restart ends while the service is being stopped.
    process._stopping.set()
    process._run()
    is_running = process.is_running
    process.stop()
    assert not is_running
