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
    folder, held = _new_folder(parent, prefix)
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


def _new_folder(parent: Path, prefix: str) -> tuple[Path, int | None]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        held = _locked(folder, waits=True)
        if folder.is_dir():
            return folder, held
        # Before it was held, somebody else took it for one that was left behind.
        if held is not None:
            os.close(held)


def _locked(folder: Path, *, waits: bool = False) -> int | None:
    """Take a folder for oneself until the descriptor is closed, by the kernel at the latest; None
    where somebody else has it and nobody waits, or where that cannot be: on NFS, say."""
    try:
        import fcntl
    except ImportError:
        # Windows: what was left behind stays.
        return None
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except OSError:
            os.close(descriptor)
            raise
        return descriptor
    return None
