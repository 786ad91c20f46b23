"""A folder for what is only there while a backup is made or put back: it holds a whole city."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def passing_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a new folder under `parent`, readable by its owner only, and remove it at the end.

    Whoever is killed by SIGKILL or a power cut removes nothing; so what nobody works in any more
    goes first.
    """
    remove_abandoned(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    held = _locked(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def remove_abandoned(parent: Path, prefix: str) -> None:
    """Remove the folders of that name that were left behind."""
    for folder in parent.glob(f"{prefix}*"):
        held = _locked(folder)
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _locked(folder: Path) -> int | None:
    """Take a folder for oneself until the descriptor is closed, by the kernel at the latest; None
    where somebody else has it, or nobody can."""
    try:
        import fcntl
    except ImportError:
        # Windows: what was left behind stays.
        return None
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor
    return None
