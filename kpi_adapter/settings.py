"""How the adapter is opened. The application reads the environment; this package does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class HttpSourceSettings:
    """A paged JSON service that keeps one or more datasets.

    ``token`` goes into the Authorization header and nowhere else.
    """

    base_url: str
    token: str = field(default="", repr=False)
    page_size: int = 200


@dataclass(frozen=True)
class KpiSettings:
    """The figures come from one of three: ``stats_url``, a SQLAlchemy URL of the statistics
    database, opened read-only; ``stats_folder``, a folder of CSV or Excel tables;
    ``stats_http``, a JSON service. The ledger from ``ledger_path``, a workbook, or
    ``ledger_http``.

    ``decisions`` chooses, by indicator code, another option of an open question of the
    catalogue. Durations are seconds. ``breaker_failures`` failures in a row rest a source for
    ``breaker_rest_seconds``; meanwhile its last good value is shown, marked 未更新.
    """

    stats_url: str | None = field(default=None, repr=False)
    stats_folder: Path | None = None
    stats_http: HttpSourceSettings | None = None
    ledger_path: Path | None = None
    ledger_http: HttpSourceSettings | None = None
    catalogue_dir: Path | None = None
    decisions: Mapping[str, str] = field(default_factory=dict)
    is_demonstration: bool = False
    timeout_seconds: float = 5.0
    row_limit: int = 20_000
    breaker_failures: int = 3
    breaker_rest_seconds: float = 30.0
    remembered_answers: int = 512
