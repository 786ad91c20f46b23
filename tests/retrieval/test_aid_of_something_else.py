"""An aid that is asked for by what it is for, where only one for something else is laid down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import Outcome, PolicyLibrary
from tests.retrieval.material import SEED, library_of, signed

ON = date(2019, 11, 15)
SHORE_POWER = signed(
    "泰政办发〔2019〕41号\n第一条 为鼓励港口企业建设和使用岸电设施，制定本办法。\n"
    "第二条 对新建港口岸电设施的港口企业，按设备投资额的15%给予补贴，单个项目最高50万元。\n"
    "第三条 对靠港船舶使用岸电的，按用电量每千瓦时补贴0.2元。\n"
    "第四条 本办法自2019年7月1日起施行，有效期至2022年12月31日。",
    "泰州市人民政府办公室",
    "2019年6月1日",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    held = library_of(tmp_path_factory.mktemp("aids"), 泰州市港口岸电补贴办法=SHORE_POWER)
    assert held.ingest(SEED).status == "ingested"
    return held


@pytest.mark.parametrize(
    "question",
    [
        "养猪补贴多少",
        "种粮补贴最高多少",
        "渔船补贴多少",
        # A known topic and a known industry, of which this aid says nothing.
        "展会补贴多少",
        "船舶报废补贴多少",
    ],
)
def test_what_is_granted_for_something_else_is_not_told(
    library: PolicyLibrary, question: str
) -> None:
    answer = library.answer(question, on=ON)
    assert answer.outcome is Outcome.REFUSED
    assert "15%" not in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("岸电补贴多少", "0.2元"),
        ("港口岸电设施补贴最高多少", "最高50万元"),
        ("船舶用岸电补贴多少", "0.2元"),
        ("港口企业补贴多少", "15%"),
        ("设备投资补贴多少", "15%"),
        ("人才补贴多少", "没有写明具体金额或比例"),
        ("技改补贴多少", "没有写明具体金额或比例"),
    ],
)
def test_what_is_granted_for_it_is_told(library: PolicyLibrary, question: str, said: str) -> None:
    assert said in library.answer(question, on=ON).text


def test_what_a_title_names_is_spoken_of_in_each_of_its_articles(tmp_path: Path) -> None:
    library = library_of(tmp_path, 酒窖奖励办法="第一条 应当登记。\n第二条 检查合格的，给予2万元。")
    assert "2万元" in library.answer("酒窖奖励多少", on=ON).text
