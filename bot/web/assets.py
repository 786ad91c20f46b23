"""Style sheets and scripts, served under an address that changes with their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    content: bytes
    media_type: str


class Assets:
    """The files of ``static/``, read once.

    All share one version in their address (``/static/<version>/chat.js``), so that modules
    can import each other by relative names and be cached for ever all the same.
    """

    def __init__(self) -> None:
        self._assets: dict[str, Asset] = {}
        digest = hashlib.sha256()
        folder = files("bot.web").joinpath("static")
        for entry in sorted(folder.iterdir(), key=lambda item: item.name):
            suffix = entry.name[entry.name.rfind(".") :]
            if suffix not in _MEDIA_TYPES:
                continue
            content = entry.read_bytes()
            digest.update(entry.name.encode() + b"\0" + content)
            self._assets[entry.name] = Asset(content, _MEDIA_TYPES[suffix])
        self.version = digest.hexdigest()[:12]

    def get(self, name: str) -> Asset | None:
        """Return the file called `name`; None when there is none."""
        return self._assets.get(name)

    def url(self, name: str) -> str:
        """Return the address of `name`.

        Raises:
            KeyError: there is no such file; a template misspelt it.
        """
        if name not in self._assets:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"


@cache
def assets() -> Assets:
    """Return the files, read at the first call."""
    return Assets()
