"""Everything this package raises.

KpiError
├── CatalogueError          a catalogue file says something that cannot be true
├── SettingsError           the adapter cannot be opened as configured
├── QueryError              a stored query cannot be read back
├── AccessDenied            the viewer may not see what was about to be read
├── ChartUnavailable        a chart cannot be drawn; the table stands alone
└── SourceError             a source did not give its rows
    ├── SourceUnavailable   it is down, refuses us, or its breaker is open
    ├── SourceTimeout       it took longer than its setting allows
    ├── SourceTooLarge      it would return more rows than the row limit
    └── SourceDataError     it answered with something that cannot be read
"""

from __future__ import annotations


class KpiError(Exception):
    """Root of every error of the figures package."""


class CatalogueError(KpiError):
    """One or more catalogue entries are wrong; the message names file and line of each."""


class SettingsError(KpiError):
    """The adapter cannot be opened with these settings."""


class QueryError(KpiError):
    """A stored query cannot be turned back into a KpiQuery."""


class AccessDenied(KpiError):
    """A statement asked for what its viewer may not see, and was not sent.

    ``reason`` is the name of an `access.AccessReason`, ``indicator`` the code refused; None
    for the project ledger.
    """

    def __init__(self, reason: str, indicator: str | None = None) -> None:
        super().__init__(f"无权查看({reason})")
        self.reason = reason
        self.indicator = indicator


class ChartUnavailable(KpiError):
    """The chart library, its typeface or the data to draw is missing."""


class SourceError(KpiError):
    """A source failed. ``source`` is its configured name, never an address or a secret."""

    def __init__(self, source: str, message: str) -> None:
        super().__init__(f"{source}: {message}")
        self.source = source


class SourceUnavailable(SourceError):
    """The source is down, unreachable or resting behind its breaker."""


class SourceTimeout(SourceError):
    """The source did not answer within its time limit."""


class SourceTooLarge(SourceError):
    """The answer would exceed the row limit; narrow the question."""


class SourceDataError(SourceError):
    """The source answered with rows that do not have the promised shape."""
