"""Charts: drawn as PNG, in Chinese type, at a phone's width."""

from __future__ import annotations

import subprocess
import sys
import warnings

import pytest

from kpi_adapter.answer import ChartData, ChartKind
from kpi_adapter.errors import ChartUnavailable
from tests.kpi_adapter.kpi_demo import Ask

pytest.importorskip("mplfonts", reason="the chart typeface is not installed")

PNG = b"\x89PNG\r\n\x1a\n"
QUESTIONS = ["哪个区产值增长最快", "2018年10月到今年10月产值走势", "离8家百亿企业还差几家"]


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


def test_nothing_to_draw_is_refused() -> None:
    from kpi_adapter.presentation.chart import draw

    with pytest.raises(ChartUnavailable):
        draw(ChartData(ChartKind.BARS, "空", "亿元", (), (), ""))


def test_importing_the_package_loads_no_database_and_no_chart_library() -> None:
    heavy = ("sqlalchemy", "matplotlib", "openpyxl", "httpx", "torch")
    code = f"import sys, kpi_adapter; print([m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
