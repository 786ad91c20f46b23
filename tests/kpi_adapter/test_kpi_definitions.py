"""Open questions of the plan are decided, printed, and switched by one setting; a new
indicator is one entry of YAML."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from kpi_adapter import KpiAdapter, KpiAnswer, KpiSettings, Outcome
from kpi_adapter.catalogue.loading import PACKAGED, load_catalogue
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.demo_source import build_statistics_database
from kpi_adapter.errors import CatalogueError
from tests.kpi_adapter.kpi_demo import DEMO, LEDGER, NOW, SUPERVISOR

Under = Callable[[Mapping[str, str], str], KpiAnswer]


@pytest.fixture
def under(statistics: Path) -> Iterator[Under]:
    """Ask one question under other decisions."""
    opened: list[KpiAdapter] = []

    def answer(decisions: Mapping[str, str], question: str) -> KpiAnswer:
        settings = KpiSettings(
            stats_url=f"sqlite:///{statistics}", ledger_path=LEDGER, decisions=decisions
        )
        opened.append(KpiAdapter.open(settings))
        found = opened[-1].answer(question, viewer=SUPERVISOR, now=NOW)
        assert found is not None
        return found

    yield answer
    for adapter in opened:
        adapter.close()


# question, code → option → what must be shown
SWITCHES = {
    ("五大产业跑赢全市规上工业没", "K01"): {
        "产值": ["5.4个百分点", "此处取产值"],
        "开票销售": ["4.0个百分点", "此处取开票销售"],
    },
    ("生物医药离一千亿还差多少", "K11"): {
        "产值": ["663.78亿元", "此处取产值", "产业全年产值达到1000亿元"],
        "开票销售": ["此处取开票销售", "产业全年开票销售达到1000亿元"],
    },
    ("直接推动新签约完成几个", "K13"): {
        "牵头部门": ["按牵头部门：", "市科技局1个（明显低于序时）", "4个部门各不少于2个"],
        "产业": ["按产业：", "节能与新能源1个（明显低于序时）", "5个产业各不少于2个"],
    },
    ("产业联盟特色活动是什么口径", "K18"): {
        "全市": ["按全市每季度1次计"],
        "每个产业": ["按每个产业每季度1次计", "每个产业1次"],
    },
}


@pytest.mark.parametrize(("question", "code"), SWITCHES)
def test_a_switched_definition_changes_the_answer_and_what_is_printed(
    under: Under, question: str, code: str
) -> None:
    texts = {}
    for option, wanted in SWITCHES[question, code].items():
        answer = under({code: option}, question)
        assert answer.outcome is Outcome.ANSWERED
        assert [part for part in wanted if part not in answer.text] == []
        texts[option] = answer.text
    assert len(set(texts.values())) == len(texts)


def test_the_definition_names_the_options_and_the_one_that_holds(under: Under) -> None:
    answer = under({"K01": "开票销售"}, "产销规模年均增幅是什么口径")
    assert "可选口径：产值、开票销售；现按开票销售" in answer.text


@pytest.mark.parametrize(
    ("decisions", "what"),
    [
        ({"K01": "利润"}, "可选：产值、开票销售"),
        ({"K03": "集团"}, "K03"),
        ({"K99": "产值"}, "K99"),
    ],
)
def test_a_decision_nobody_offers_is_refused(decisions: dict[str, str], what: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(decisions=decisions)
    assert what.replace("：", ":") in str(caught.value)


def test_a_fault_in_an_option_that_is_not_chosen_is_found_at_once(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PACKAGED, tmp_path / "data"))
    file = folder / "indicators_policy.yaml"
    text = file.read_text("utf-8").replace("parts: {of: M02, reference: IND}", "parts: {off: M02}")
    file.write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=r"indicators_policy\.yaml:\d+: K01: parts\.of"):
        load_catalogue(folder)


def test_every_open_question_of_the_plan_is_decided_in_print(catalogue: Catalogue) -> None:
    open_questions = ["K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09", "K10"]
    open_questions += ["K11", "K12", "K13", "K14", "K15", "K16", "K17", "K18", "K19", "K20"]
    open_questions += ["K21", "K22", "K23"]
    missing = [code for code in open_questions if not catalogue.indicator(code).decided]
    assert missing == []


ENTRY = """indicators:
  - code: X01
    name: 工业用电量
    aliases: [用电量, 工业用电]
    kind: flow
    unit: 亿千瓦时
    decimals: 2
    frequency: month
    has_months: true
    scope: IND
    owner: 市发改委
    definition: 规模以上工业企业用电量
"""


def test_adding_an_indicator_is_one_entry_and_nothing_else(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PACKAGED, tmp_path / "data"))
    (folder / "indicators_energy.yaml").write_text(ENTRY, "utf-8")
    path = tmp_path / "statistics.sqlite3"
    build_statistics_database(DEMO / "stats", path)
    rows = [
        ("X01", "IND", place, period, ytd - 1, ytd, 3.5, "亿千瓦时", "初步", released, "市发改委")
        for place, ytd in (("321200", 188.88), ("321283", 66.6))
        for period, released in (("2019-09", "2019-10-12"), ("2019-10", "2019-11-12"))
    ]
    with closing(sqlite3.connect(path)) as connection, connection:
        marks = ", ".join("?" * 11)
        connection.executemany(f"INSERT INTO fact_monthly VALUES ({marks})", rows)
    adapter = KpiAdapter.open(KpiSettings(stats_url=f"sqlite:///{path}", catalogue_dir=folder))
    shown = {
        "今年用电量多少": "2019年1—10月，全市工业用电量188.88亿千瓦时，同比增长3.5%（公布）",
        "泰兴用电量增长多少": "泰兴市工业用电量66.60亿千瓦时",
        "用电量是什么口径": "规模以上工业企业用电量",
    }
    for question, wanted in shown.items():
        answer = adapter.answer(question, viewer=SUPERVISOR, now=NOW)
        assert answer is not None
        assert wanted in answer.text
    adapter.close()
