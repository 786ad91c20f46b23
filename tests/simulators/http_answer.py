"""What the simulators read of an HTTP answer, whichever client library gave it."""

from __future__ import annotations

from typing import Any, Protocol


class HttpAnswer(Protocol):
    """A finished HTTP response."""

    @property
    def status_code(self) -> int:
        """The status."""
        ...

    @property
    def content(self) -> bytes:
        """The body."""
        ...

    @property
    def text(self) -> str:
        """The body, decoded."""
        ...

    def json(self) -> Any:
        """The body, parsed."""
        ...
