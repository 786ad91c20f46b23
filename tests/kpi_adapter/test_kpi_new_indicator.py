"""An indicator is added by one YAML entry and nothing else: asked for by every kind of
question, it is answered from the rows its source keeps, under the rights the entry names."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from kpi_adapter import KpiAdapter, KpiAnswer, KpiSettings, Outcome, Viewer
from kpi_adapter.catalogue.loading import PACKAGED
from tests.kpi_adapter.kpi_demo import DEMO, GUEST, LEDGER, NOW, SUPERVISOR, text_and_table

# Words that elsewhere say what is not kept (用电, 利润) must be read once an entry has them.
POWER = """indicators:
  - code: P01
    name: 工业用电量
    aliases: [用电, 用电量, 工业用电]
    kind: flow
    unit: 亿千瓦时
    decimals: 2
    frequency: month
    has_months: true
    scope: IND
    owner: 市统计局
    access: {access}
    definition: 全社会用电量中工业用电
"""
RATIO = """indicators:
  - code: P02
    name: 单位产值用电
    kind: ratio
    unit: "%"
    decimals: 1
    frequency: month
    scope: IND
    owner: 市统计局
    parts: {of: P01, over: M01}
    definition: 工业用电量除以产值
"""
STOCK = """indicators:
  - code: P03
    name: 绿色工厂
    aliases: [绿色工厂]
    kind: snapshot
    unit: 家
    frequency: irregular
    scope: ALL5
    owner: 市经信委
    definition: 省级以上绿色工厂,认定数
"""
BIG = """indicators:
  - code: P04
    name: 本年开工10亿元以上项目
    aliases: [开工10亿元以上项目]
    kind: projects
    unit: 个
    frequency: live
    scope: ALL5
    owner: 市经信委
    access: official
    ledger: {investment: 10, bound: at_least, milestone: started}
    definition: 总投资10亿元以上(含)、本年实际开工的项目数
"""
AMOUNTS = {"321283": 30.0, "321281": 20.0, "321200": 50.0}


def open_with(tmp_path: Path, *entries: str) -> KpiAdapter:
    """The demonstration with further entries, and rows for them in the source's own tables."""
    shutil.copytree(PACKAGED, tmp_path / "catalogue", ignore=shutil.ignore_patterns("*.py"))
    for number, entry in enumerate(entries):
        (tmp_path / "catalogue" / f"own_{number}.yaml").write_text(entry, "utf-8")
    shutil.copytree(DEMO / "stats", tmp_path / "stats")
    with (tmp_path / "stats" / "fact_monthly.csv").open("a", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        for place, amount in AMOUNTS.items():
            for month, released, until in (("09", "10", 0.9), ("10", "11", 1.0)):
                day = f"2019-{released}-12"
                cells = [f"2019-{month}", amount / 10, round(amount * until, 2), 4.5]
                rows.writerow(["P01", "IND", place, *cells, "亿千瓦时", "初步", day, "市统计局"])
    with (tmp_path / "stats" / "fact_snapshot.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["P03", "ALL5", "321200", "2019-10-31", 17, "", "家", "市经信委"])
    return KpiAdapter.open(
        KpiSettings(
            stats_folder=tmp_path / "stats",
            ledger_path=LEDGER,
            catalogue_dir=tmp_path / "catalogue",
            # The tables are read anew here, on however busy a machine.
            timeout_seconds=60,
        )
    )


def asked(adapter: KpiAdapter, question: str, viewer: Viewer = SUPERVISOR) -> KpiAnswer:
    answer = adapter.answer(question, viewer=viewer, now=NOW)
    assert answer is not None, question
    return answer


QUESTIONS = {
    "今年用电量多少": "50.00亿千瓦时",
    "10月工业用电量": "5.00亿千瓦时",
    "用电同比增长多少": "4.5%",
    "泰兴和兴化工业用电谁多": "多10.00亿千瓦时",
    "泰兴用电占全市多少": "60.0%",
    "哪个区用电最多": "泰兴市",
    "用电量什么时候更新的,谁报的": "2019-11-12",
    "工业用电量口径": "全社会用电量中工业用电",
    "11月用电量": "尚未发布",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_monthly_figure(tmp_path: Path, question: str) -> None:
    adapter = open_with(tmp_path, POWER.replace("{access}", "public"))
    assert QUESTIONS[question] in text_and_table(asked(adapter, question))


def test_a_quotient_with_units_of_its_own(tmp_path: Path) -> None:
    adapter = open_with(tmp_path, POWER.replace("{access}", "public"), RATIO)
    text = asked(adapter, "单位产值用电是多少").text
    assert "工业用电量50.00亿千瓦时、产值6758.80亿元" in text


def test_a_count_at_a_date(tmp_path: Path) -> None:
    answer = asked(open_with(tmp_path, STOCK), "绿色工厂有几家")
    assert answer.figures[0].value == 17


def test_a_count_of_the_ledger(tmp_path: Path) -> None:
    answer = asked(open_with(tmp_path, BIG), "今年开工10亿元以上项目几个")
    assert answer.figures[0].value == 3


def test_its_rights_are_in_the_entry(tmp_path: Path) -> None:
    adapter = open_with(tmp_path, POWER.replace("{access}", "official"))
    assert asked(adapter, "今年用电量多少").outcome is Outcome.ANSWERED
    refused = asked(adapter, "今年用电量多少", GUEST)
    assert refused.outcome is Outcome.REFUSED
    assert "市统计局" in refused.text
