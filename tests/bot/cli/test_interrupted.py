"""Ctrl-C while the program is still being read."""

from __future__ import annotations

import subprocess
import sys

import pytest

# The signal arrives at the moment in which the commands are to be imported.
PRESSED_WHILE_READING = """
import os, runpy, signal, sys

signal.signal(signal.SIGINT, signal.{handler})

class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "bot.cli":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Pressed())
sys.argv = ["bot", "--help"]
runpy.run_module("bot", run_name="__main__")
"""


def _pressed(handler: str) -> subprocess.CompletedProcess[str]:
    code = PRESSED_WHILE_READING.format(handler=handler)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )


def test_it_ends_quietly_as_interrupted() -> None:
    ended = _pressed("default_int_handler")
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def test_where_the_signal_is_ignored_it_goes_on() -> None:
    ended = _pressed("SIG_IGN")
    assert ended.returncode == 0
    assert "泰州五大主导产业" in ended.stdout


def test_after_reading_a_command_ends_so_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import bot.__main__
    import bot.cli

    def pressed() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bot.cli, "main", pressed)
    with pytest.raises(SystemExit) as ended:
        bot.__main__.main()
    assert ended.value.code == 130
