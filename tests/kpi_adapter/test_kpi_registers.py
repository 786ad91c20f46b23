"""Lists of names are not kept here: who has them is said, and how many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_adapter import Outcome, Reason
from kpi_adapter.catalogue.loading import load_catalogue
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.errors import CatalogueError
from kpi_adapter.question.registers import register_asked
from tests.kpi_adapter.kpi_demo import ENTERPRISE, Ask

ASKED = {
    "百亿企业有哪些": ("L03", "6家", "市统计局"),
    "省级“专精特新”企业名单": ("L04", "52家", "市工业和信息化局"),
    "省级“专精特新”企业名录有哪些": ("L04", "52家", "市工业和信息化局"),
    "培育库里有哪些企业": ("L17", "家", "市工业和信息化局"),
    "智能车间名单给我": ("L08", "22个", "市工业和信息化局"),
    "创新中心都是哪几家?": ("L07", "0家", "市工业和信息化局"),
    "工业50强企业名单": ("L50", "", "市工业和信息化局"),
    "重点联系企业有哪些": ("LZT", "", "市政府办公室"),
}
NOT_ASKED = [
    "特色园区有哪些政策",
    "专精特新企业有哪些补贴",
    "怎么进培育库",
    "百亿企业有几家",
    "我们能进市里的重点培育名单吗",
    "产业联盟名单里的企业有什么支持",
    "",
]


@pytest.mark.parametrize("question", ASKED)
def test_who_has_the_names_and_how_many_there_are(ask: Ask, question: str) -> None:
    _, count, keeper = ASKED[question]
    answer = ask(question, viewer=ENTERPRISE)
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, Reason.NAMES_NOT_KEPT)
    assert "不能列出名单" in answer.text
    assert f"请联系{keeper}" in answer.text
    assert count in answer.text
    assert bool(answer.figures) is bool(count)


@pytest.mark.parametrize("question", ASKED)
def test_the_list_meant_is_the_longest_that_fits(catalogue: Catalogue, question: str) -> None:
    found = register_asked(question, catalogue)
    assert found is not None
    assert found.code == ASKED[question][0]


@pytest.mark.parametrize("question", NOT_ASKED)
def test_what_asks_for_no_names_is_left_alone(catalogue: Catalogue, question: str) -> None:
    assert register_asked(question, catalogue) is None


def test_a_list_counted_by_nothing_is_a_fault_with_file_and_line(tmp_path: Path) -> None:
    text = "registers:\n  - {code: L1, name: 名录, owner: 市统计局, indicator: K99}\n"
    (tmp_path / "registers.yaml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=r"registers\.yaml:2: L1: 指标“K99”不存在"):
        load_catalogue(tmp_path)
