"""Chinese punctuation for everything a person reads. The catalogue and the wording may be
written in either width; what is shown has one."""

from __future__ import annotations

import re
from dataclasses import replace

from kpi_adapter.answer import ChartData, KpiAnswer, Table

_WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"})
# Left as they are: 09:30, 1,234, and clause addresses such as 四-(三)#s6.
_KEPT = re.compile(r"(?<=\d)[,:](?=\d)|-\([〇一二三四五六七八九十]+\)")


def full_width(text: str) -> str:
    """``产值,同比(公布)`` → ``产值，同比（公布）``; numbers, times and clause addresses stay."""
    shown, done = [], 0
    for kept in _KEPT.finditer(text):
        shown += [text[done : kept.start()].translate(_WIDE), kept.group()]
        done = kept.end()
    return "".join([*shown, text[done:].translate(_WIDE)])


def punctuated(answer: KpiAnswer) -> KpiAnswer:
    """The answer with every text of it in full width. Clause quotations stay verbatim in
    ``clauses``; only where the text repeats them is their punctuation set."""
    return replace(
        answer,
        text=full_width(answer.text),
        figures=tuple(
            replace(figure, label=full_width(figure.label), source=full_width(figure.source))
            for figure in answer.figures
        ),
        table=_table(answer.table) if answer.table else None,
        chart=_chart(answer.chart) if answer.chart else None,
        choices=tuple(full_width(choice) for choice in answer.choices),
    )


def _table(table: Table) -> Table:
    return Table(
        full_width(table.title),
        tuple(full_width(column) for column in table.columns),
        tuple(tuple(full_width(cell) for cell in row) for row in table.rows),
    )


def _chart(chart: ChartData) -> ChartData:
    return replace(
        chart,
        title=full_width(chart.title),
        labels=tuple(full_width(label) for label in chart.labels),
        footnote=full_width(chart.footnote),
    )
