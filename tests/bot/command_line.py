"""The command line run in this process: what it prints and how it ends, without the seconds that
a process of its own takes to import everything."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.cli import main, terminal
from bot.errors import BotError
from bot.wiring import Parts


def run_here(
    *arguments: str, folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `bot` with `arguments` in `folder`; what it opened is closed before this returns."""
    out, err = _stream("strict"), _stream("backslashreplace")
    with (
        patch.dict(os.environ, environment),
        patch.object(sys, "argv", ["bot", *arguments]),
        chdir(folder),
        redirect_stdout(out),
        redirect_stderr(err),
        _logs_as_before(),
        _parts_closed(),
    ):
        try:
            main()
        except SystemExit as ended:
            code = _status(ended)
    return subprocess.CompletedProcess(["bot", *arguments], code, _read(out), _read(err))


def _status(ended: SystemExit) -> int:
    """Return the status of a process that ends so: whatever is no number is told, and a failure."""
    if ended.code is None:
        return 0
    return ended.code if isinstance(ended.code, int) else 1


def _stream(errors: str) -> io.TextIOWrapper:
    """Return what takes the characters that a process's own stream takes, and no others."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors, newline="")


def _read(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@contextmanager
def _logs_as_before() -> Iterator[None]:
    """Give the log back what the command took from it: its own goes to a stream that is no more."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    # The command closes what it finds.
    root.handlers.clear()
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@contextmanager
def _parts_closed() -> Iterator[None]:
    """A command leaves the closing to the end of its process."""
    opened: list[Parts] = []

    def keep(*arguments: Any, **more: Any) -> Parts:
        opened.append(Parts(*arguments, **more))
        return opened[-1]

    try:
        with patch.object(terminal, "Parts", keep):
            yield
    finally:
        for parts in opened:
            # What could not be opened cannot be closed.
            with suppress(BotError):
                parts.stop()
