"""Where a trend's points lie in its picture; pure. The picture is drawn as SVG by the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.web.board_page import TrendPoint

WIDTH, HEIGHT = 640, 200
_SIDE, _TOP, _BOTTOM = 34, 30, 14
_FEWEST = 2


@dataclass(frozen=True)
class PlacedPoint:
    """A point and where it lies, in units of the picture; `is_named`: its value is written."""

    x: float
    y: float
    text: str
    is_named: bool


@dataclass(frozen=True)
class TrendLine:
    """The line and the points on it; `floor` is the lower edge of the plot."""

    points: tuple[PlacedPoint, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def floor(self) -> int:
        """The lower edge of the plot."""
        return HEIGHT - _BOTTOM

    @property
    def path(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def trend_line(points: Sequence[TrendPoint]) -> TrendLine | None:
    """Place `points` in the picture; None with fewer than two to draw.

    Highest, lowest and the ends are named. A line that never moves lies in the middle.
    """
    drawn = [point for point in points if point.is_drawn]
    if len(drawn) < _FEWEST:
        return None
    values = [point.value for point in drawn]
    low, high = min(values), max(values)
    named = {0, len(drawn) - 1, values.index(low), values.index(high)}
    step = (WIDTH - 2 * _SIDE) / (len(drawn) - 1)
    room = HEIGHT - _TOP - _BOTTOM
    return TrendLine(
        tuple(
            PlacedPoint(
                x=round(_SIDE + index * step, 1),
                y=round(_TOP + room * (_from_top(point.value, low, high)), 1),
                text=point.text,
                is_named=index in named,
            )
            for index, point in enumerate(drawn)
        )
    )


def _from_top(value: float, low: float, high: float) -> float:
    return 0.5 if high == low else (high - value) / (high - low)
