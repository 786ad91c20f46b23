"""Who asks, when, and of what data: the demonstration's constants for these tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kpi_adapter import KpiAnswer, Viewer

DEMO = Path(__file__).parents[2] / "bot" / "demo"
LEDGER = DEMO / "projects" / "重点项目台账.xlsx"
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SUPERVISOR = Viewer("u002", "supervisor", "XN")
GAOGANG_OFFICIAL = Viewer("u027", "official", "321203")
ENTERPRISE = Viewer("e001", "enterprise", None)
GUEST = Viewer(None, "guest", None)

Ask = Callable[..., KpiAnswer | None]


class Facts(list[dict[str, str]]):
    """The lines of a CSV file; short to print, because a failing test prints its inputs."""

    def __repr__(self) -> str:
        return f"<{len(self)} facts>"


def text_and_table(answer: KpiAnswer) -> str:
    """All that a person sees of an answer."""
    rows = answer.table.rows if answer.table else ()
    return "\n".join([answer.text, *(" ".join(row) for row in rows)])
