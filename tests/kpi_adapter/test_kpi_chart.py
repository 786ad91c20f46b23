"""Charts: drawn as PNG, in Chinese type, at a phone's width."""

from __future__ import annotations

import subprocess
import sys
import warnings

import pytest

from kpi_adapter.answer import ChartData, ChartKind, Lamp
from kpi_adapter.errors import ChartUnavailable
from tests.kpi_adapter.kpi_demo import Ask

pytest.importorskip("mplfonts", reason="the chart typeface is not installed")

PNG = b"\x89PNG\r\n\x1a\n"
QUESTIONS = [
    "哪个区产值增长最快",
    "2018年10月到今年10月产值走势",
    "离8家百亿企业还差几家",
    "省级制造业创新中心批下来没",
    "技改投资占工业投资比重多少",
    "完成不了年度目标的指标有哪几个",
    "给我一份10月份月报",
    "给我一份泰兴9月份月报",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_chart_is_drawn_without_a_missing_character(ask: Ask, question: str) -> None:
    from kpi_adapter.presentation.chart import draw

    answer = ask(question)
    assert answer is not None
    assert answer.chart is not None
    assert "演示数据" in answer.chart.footnote
    with warnings.catch_warnings():
        # matplotlib only warns when the typeface lacks a character.
        warnings.simplefilter("error", UserWarning)
        image = draw(answer.chart)
    assert image.startswith(PNG)
    width = int.from_bytes(image[16:20], "big")
    assert width == 900


def test_january_with_february_is_no_point_on_a_line_of_months(ask: Ask) -> None:
    answer = ask("2018年10月到今年10月产值走势")
    assert answer is not None
    assert answer.chart is not None
    assert "2019年1—2月" not in answer.chart.labels
    assert "不画" in answer.chart.footnote
    assert answer.table is not None
    assert any(row[0] == "2019年1—2月" for row in answer.table.rows)


def test_goals_are_drawn_worst_first_with_their_lamps_and_pace(ask: Ask) -> None:
    answer = ask("完成不了年度目标的指标有哪几个")
    assert answer is not None
    assert answer.table is not None
    chart = answer.chart
    assert chart is not None
    assert chart.kind is ChartKind.COMPLETION
    assert chart.lamps[0] is Lamp.RED
    assert list(dict.fromkeys(chart.lamps)) == [Lamp.RED, Lamp.YELLOW, Lamp.GREEN]
    shown = dict(zip(chart.labels, chart.values, strict=True))
    by_table = {row[0]: row[3] for row in answer.table.rows}
    for label, value in shown.items():
        assert by_table[label] == f"{value:.1f}%"
    assert 87.5 in chart.pace


def test_a_monthly_brief_carries_its_picture_unasked(ask: Ask) -> None:
    for question, kind in (
        ("给我一份10月份月报", ChartKind.COMPLETION),
        ("给我一份泰兴9月份月报", ChartKind.BARS),
    ):
        answer = ask(question)
        assert answer is not None
        assert answer.chart is not None
        assert (answer.chart.kind, answer.chart.is_essential) == (kind, True)


def test_nothing_to_draw_is_refused() -> None:
    from kpi_adapter.presentation.chart import draw

    with pytest.raises(ChartUnavailable):
        draw(ChartData(ChartKind.BARS, "空", "亿元", (), (), ""))


def test_importing_the_package_loads_no_database_and_no_chart_library() -> None:
    heavy = ("sqlalchemy", "matplotlib", "openpyxl", "httpx", "torch")
    code = f"import sys, kpi_adapter; print([m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
