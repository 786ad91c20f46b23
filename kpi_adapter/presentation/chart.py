"""Charts as PNG for chat: bars for rankings, a line for trends, a bar to a goal.

Sized for a phone held upright: 900 px wide, type no smaller than 22 px. The Chinese typeface
(Noto Sans CJK SC, SIL Open Font License) comes with the mplfonts package; where that is not
installed `draw` raises ChartUnavailable and the table stands alone.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_adapter.answer import ChartData, ChartKind, Lamp
from kpi_adapter.errors import ChartUnavailable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_INCHES, DOTS_PER_INCH = 6.0, 150
SIZE_OF_TYPE = 11
INK, MUTED, GRID = "#1f2933", "#616e7c", "#e4e7eb"
BAR, BELOW_ZERO, GOAL = "#1769aa", "#c0392b", "#d9822b"
# Told apart in grey and by colour-blind eyes as well: each lamp is also a word beside its bar.
LAMPS = {
    Lamp.GREEN: ("#2e7d4f", "达序时"),
    Lamp.YELLOW: ("#c98a00", "低于序时"),
    Lamp.RED: ("#c0392b", "明显低于"),
    Lamp.WAITING: ("#8a94a0", "到期判定"),
}
# Far beyond its goal a bar ends here; its number says how far.
LONGEST_COMPLETION = 130.0
FONT_FILE = "NotoSansCJKsc-Regular.otf"
LONGEST_LABEL = 9
LONGEST_FOOTNOTE_LINE, LAST_HALF_WIDTH = 43.0, 0x2FF
CUT_AXIS = " 纵轴不从零起"


def draw(data: ChartData) -> bytes:
    """The chart as PNG bytes. Raises ChartUnavailable when the chart library, its typeface or
    the data is missing."""
    if not data.values or len(data.labels) != len(data.values):
        raise ChartUnavailable("图表没有可画的数据")
    figure, axes = _canvas(_height(data))
    if data.kind is ChartKind.LINE:
        _line(axes, data)
    elif data.kind is ChartKind.PROGRESS:
        _progress(axes, data)
    elif data.kind is ChartKind.COMPLETION:
        _completion(axes, data)
    else:
        _bars(axes, data)
    family, height = _typeface(), _height(data)
    title = {"color": INK, "fontsize": 14, "family": family, "va": "top"}
    figure.text(0.02, 1 - 0.1 / height, f"{data.title}（{data.unit}）", title)
    note = {"color": MUTED, "fontsize": SIZE_OF_TYPE - 2, "family": family}
    is_cut = data.kind is ChartKind.LINE and min(data.values) > 0
    said = data.footnote + (CUT_AXIS if is_cut else "")
    figure.text(0.02, 0.08 / height, _wrapped(said), note)
    image = BytesIO()
    figure.savefig(image, format="png", dpi=DOTS_PER_INCH)
    return image.getvalue()


def _wrapped(said: str) -> str:
    """The footnote over as many lines as it needs; half-width signs count half."""
    lines, width = [""], 0.0
    for sign in said:
        wide = 1.0 if ord(sign) > LAST_HALF_WIDTH else 0.55
        if width + wide > LONGEST_FOOTNOTE_LINE:
            lines.append("")
            width = 0.0
        lines[-1] += sign
        width += wide
    return "\n".join(lines)


def _height(data: ChartData) -> float:
    if data.kind is ChartKind.PROGRESS:
        return 2.2
    return 4.0 if data.kind is ChartKind.LINE else 1.4 + 0.45 * len(data.values)


@lru_cache(maxsize=1)
def _typeface() -> str:
    """Register the typeface once and give its family name."""
    try:
        import mplfonts
        from matplotlib import font_manager
    except ImportError as exc:
        raise ChartUnavailable("画图需要 matplotlib 与 mplfonts;请安装后再试") from exc
    found = next(Path(mplfonts.__file__).parent.rglob(FONT_FILE), None)
    if found is None:
        raise ChartUnavailable(f"mplfonts 里没有字体 {FONT_FILE}")
    font_manager.fontManager.addfont(found)
    return font_manager.FontProperties(fname=found).get_name()


def _canvas(height: float) -> tuple[Figure, Axes]:
    """A figure of its own, drawn without pyplot: that keeps global state and is not safe in
    threads."""
    family = _typeface()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    # The rectangle leaves a line for the title above and one for the source below.
    layout = ConstrainedLayoutEngine(rect=(0.012, 0.4 / height, 0.985, 1 - 0.76 / height))
    figure = Figure(figsize=(WIDTH_INCHES, height), layout=layout)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)
    axes.tick_params(colors=INK, length=0, labelsize=SIZE_OF_TYPE, labelfontfamily=family)
    return figure, axes


def _short(label: str) -> str:
    """A label that fits beside its bar; long names break into two lines."""
    if len(label) <= LONGEST_LABEL:
        return label
    middle = (len(label) + 1) // 2
    return f"{label[:middle]}\n{label[middle:]}"


def _said(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _bars(axes: Axes, data: ChartData) -> None:
    """Horizontal, highest on top: Chinese labels need no turning of the head."""
    places = range(len(data.values))
    colours = [BAR if value >= 0 else BELOW_ZERO for value in data.values]
    bars = axes.barh(places, data.values, color=colours, height=0.62)
    axes.bar_label(
        bars,
        [_said(value) for value in data.values],
        padding=4,
        color=INK,
        fontsize=SIZE_OF_TYPE,
        fontfamily=_typeface(),
    )
    axes.set_yticks(places, [_short(label) for label in data.labels])
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.margins(x=0.14)
    axes.axvline(0, color=GRID, linewidth=1)


def _line(axes: Axes, data: ChartData) -> None:
    places = range(len(data.values))
    axes.plot(places, data.values, color=BAR, linewidth=2, marker="o", markersize=5)
    axes.grid(axis="y", color=GRID)
    axes.set_axisbelow(True)
    step = max(1, len(data.labels) // 6)
    shown = [place for place in places if place % step == 0 or place == len(data.labels) - 1]
    names = [_month_label(data.labels[place]) for place in shown]
    axes.set_xticks(shown, names, fontsize=SIZE_OF_TYPE - 2)
    highest = max(places, key=lambda place: data.values[place])
    lowest = min(places, key=lambda place: data.values[place])
    for place in {highest, lowest, len(data.values) - 1}:
        # Above the point, but below the lowest: the line comes down to it from above.
        axes.annotate(
            _said(data.values[place]),
            (place, data.values[place]),
            textcoords="offset points",
            xytext=(0, -9 if place == lowest else 8),
            ha="center",
            va="top" if place == lowest else "bottom",
            color=INK,
            family=_typeface(),
        )
    axes.margins(x=0.08, y=0.22)


def _month_label(label: str) -> str:
    """2019年10月 over two lines, so that neighbours do not touch."""
    year, mark, rest = label.partition("年")
    return f"{rest}\n{year}" if mark and rest else label


def _progress(axes: Axes, data: ChartData) -> None:
    """What is done, against the goal's line. What is done is said inside its bar, or beside a
    short one; the goal beside its line, on the side that has room."""
    value, goal = data.values[0], data.goal or data.values[0]
    widest = max(value, goal, 0.0) * 1.04 or 1.0
    is_long = value > widest / 3
    family = _typeface()
    axes.barh([0], [goal], color=GRID, height=0.7)
    axes.barh([0], [value], color=BAR, height=0.7)
    axes.axvline(goal, ymin=0.08, ymax=0.92, color=GOAL, linewidth=2)
    axes.annotate(
        f"完成 {_said(value)}",
        (min(value, goal) if is_long else max(value, 0.0), 0),
        textcoords="offset points",
        xytext=(-8 if is_long else 8, 0),
        ha="right" if is_long else "left",
        va="center",
        color="white" if is_long else INK,
        fontsize=SIZE_OF_TYPE,
        family=family,
    )
    axes.annotate(
        f"目标 {_said(goal)}",
        (goal, -0.42),
        textcoords="offset points",
        xytext=(-6, 0),
        ha="right",
        va="top",
        color=GOAL,
        fontsize=SIZE_OF_TYPE,
        family=family,
    )
    axes.set_ylim(-0.9, 0.6)
    axes.set_xlim(min(0.0, value), widest)
    axes.set_yticks([])
    axes.set_xticks([])


def _completion(axes: Axes, data: ChartData) -> None:
    """One bar a goal, the goal itself at 100 %, pace as a line across the bar."""
    family = _typeface()
    places = range(len(data.values))
    longest = [min(value, LONGEST_COMPLETION) for value in data.values]
    axes.barh(places, [100.0] * len(data.values), color=GRID, height=0.62)
    axes.barh(places, longest, color=[LAMPS[lamp][0] for lamp in data.lamps], height=0.62)
    for place, value, lamp, pace in zip(places, longest, data.lamps, data.pace, strict=True):
        if pace is not None:
            axes.plot([pace, pace], [place - 0.42, place + 0.42], color=INK, linewidth=2)
        colour, word = LAMPS[lamp]
        axes.text(
            max(value, 100.0) + 2,
            place,
            f"{_said(round(data.values[place], 1))}% {word}",
            {"color": colour, "fontsize": SIZE_OF_TYPE - 1, "family": family, "va": "center"},
        )
    axes.set_yticks(places, [_short(label) for label in data.labels])
    axes.invert_yaxis()
    axes.set_xlim(0, 175)
    axes.set_xticks([0, 50, 100], ["0", "50%", "目标"], fontsize=SIZE_OF_TYPE - 2)
