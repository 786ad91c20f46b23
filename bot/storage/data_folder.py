"""The data directory: what people asked, what enterprises applied for and who may sign in."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def make_data_folder(folder: Path) -> None:
    """Make `folder` for the service's user alone; what is there keeps the rights it was given.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)


def is_open_to_others(folder: Path) -> bool:
    """Tell whether any user of this machine may look into `folder`; never of Windows, whose rights
    are not told by a mode."""
    folder = folder.resolve()
    modes = [one.stat().st_mode for one in (folder, *folder.parents)]
    return os.name == "posix" and lets_others_in(*modes)


def lets_others_in(own: int, *above: int) -> bool:
    """Tell it by the modes of a folder and of those above: nobody comes to an open one within one
    that is closed, such as a home."""
    return bool(own & stat.S_IRWXO) and all(mode & stat.S_IXOTH for mode in above)
