"""The own name of a file that somebody sends."""

from __future__ import annotations

import re

# Control characters, those that turn the direction of what is read, halves of surrogate pairs.
_UNFIT = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def own_name(given: str) -> str:
    """Return the name without folders and without what no screen shows; it may be empty."""
    return _UNFIT.sub("", given.replace("\\", "/")).rsplit("/", 1)[-1].strip()
