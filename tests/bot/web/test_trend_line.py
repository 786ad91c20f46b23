"""Where a trend's points lie."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.web.board_page import TrendPoint
from bot.web.trend_line import HEIGHT, WIDTH, trend_line

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)


def points(values: list[float]) -> list[TrendPoint]:
    return [TrendPoint(str(index), value, f"{value:g}") for index, value in enumerate(values)]


@given(VALUES)
def test_every_point_lies_in_the_picture_and_higher_values_lie_higher(values: list[float]) -> None:
    line = trend_line(points(values))
    assert line is not None
    assert all(0 <= one.x <= WIDTH and 0 <= one.y <= HEIGHT for one in line.points)
    assert [one.x for one in line.points] == sorted(one.x for one in line.points)
    placed = sorted(zip(values, line.points, strict=True), key=lambda pair: pair[0])
    assert [one.y for _, one in placed] == sorted((one.y for _, one in placed), reverse=True)


def test_highest_lowest_and_the_ends_are_named() -> None:
    line = trend_line(points([3.0, 9.0, 5.0, 1.0, 4.0, 4.5]))
    assert line is not None
    assert [one.text for one in line.points if one.is_named] == ["3", "9", "1", "4.5"]


def test_what_is_not_drawn_takes_no_room() -> None:
    months = [TrendPoint("1—2月", 600.0, "600", is_drawn=False), *points([300.0, 310.0])]
    assert trend_line(months) == trend_line(points([300.0, 310.0]))


def test_one_point_is_no_trend() -> None:
    assert trend_line(points([1.0])) is None
