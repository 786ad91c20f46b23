"""What must not be put first: the former figure, a change of another matter, another's term."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from retrieval import PolicyLibrary
from retrieval.answer.candidate import Candidate
from retrieval.answer.former import is_of_the_matter
from retrieval.answer.instead import is_of_another
from retrieval.answer.selecting import select
from retrieval.documents.metadata import DocumentMetadata, TextField
from retrieval.documents.structure import Unit, UnitKind
from retrieval.search.question import understand
from retrieval.store import DocumentRecord, StoredUnit
from tests.retrieval.material import ON, asked_in_turn, library_of, signed

CITY = "泰州市人民政府"
FUND = "泰州市住房公积金管理中心"


@pytest.mark.parametrize(
    "anew",
    [
        "一、公积金缴存基数上限为31200元。",
        "一、2025年度公积金缴存基数上限调整为31200元。",
        "一、自2025年7月1日起，住房公积金缴存基数上限由29000元调整为31200元。",
    ],
)
def test_a_notice_that_sets_the_figure_anew_is_quoted_first(tmp_path: Path, anew: str) -> None:
    library = library_of(
        tmp_path,
        泰州市住房公积金缴存管理办法=signed(
            "第七条 公积金缴存基数上限为19800元。\n第九条 本办法自2016年7月1日起施行。",
            FUND, "2016年6月1日",
        ),
        关于调整住房公积金缴存基数上限的通知=signed(
            f"{anew}\n二、本通知自2025年7月1日起执行。",
            FUND, "2025年6月10日",
        ),
    )  # fmt: skip
    answer = library.answer("公积金缴存基数上限多少", on=ON)
    assert "31200元" in answer.citations[0].quote


def test_a_later_figure_for_some_is_not_put_first(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市创业担保贷款实施办法=signed(
            "第四条 创业担保贷款额度最高20万元。", CITY, "2020年5月1日"
        ),
        泰州市小微企业创业担保贷款办法=signed(
            "第三条 小微企业创业担保贷款额度最高300万元。", CITY, "2024年5月1日"
        ),
    )
    assert "20万元" in library.answer("创业担保贷款额度最高多少", on=ON).citations[0].quote


@pytest.mark.parametrize(
    ("changed", "stated", "is_of"),
    [
        ("租房提取限额", "租房提取公积金，每年限额12000元", True),
        ("将高龄津贴标准", "高龄津贴发放办法80周岁以上每人每月50元", True),
        ("对首次认定的高新技术企业奖励", "首次认定的高新技术企业，奖励20万元", True),
        ("二级伤残补助", "一级伤残补助20万元", False),
        ("博士后工作站资助", "博士研究生购房补贴20万元", False),
        ("奖励", "高新技术企业奖励20万元", False),
    ],
)
def test_a_figure_is_changed_where_the_matter_is_the_same(
    changed: str, stated: str, is_of: bool
) -> None:
    assert is_of_the_matter(changed, stated) is is_of


@pytest.mark.parametrize(
    ("part", "is_anothers"),
    [
        ("第六条 小微企业创业担保贷款额度最高不超过300万元", True),
        ("第四条 个人创业担保贷款额度最高不超过20万元", False),
        ("第五条 贷款期限最长3年", False),
        ("第五条 创业担保贷款期限最长3年", False),
        ("申请本市创业担保贷款的期限最长3年", False),
    ],
)
def test_who_else_holds_what_was_asked_of(part: str, is_anothers: bool) -> None:
    assert is_of_another("个人创业担保贷款最高多少", part) is is_anothers


SUBSIDY = signed(
    "第三条 引进的博士研究生，给予购房补贴20万元。\n第九条 本办法自2021年4月1日起施行。",
    CITY, "2021年3月1日",
)  # fmt: skip
STATIONS = signed(
    "一、博士后工作站资助由20万元提高到50万元。\n二、本通知自2024年7月1日起执行。",
    CITY, "2024年6月1日",
)  # fmt: skip
GUARANTEED = signed(
    "第四条 个人创业担保贷款额度最高不超过20万元。\n第五条 贷款期限最长3年。\n"
    "第六条 小微企业创业担保贷款额度最高不超过300万元，期限2年。",
    CITY, "2020年5月1日",
)  # fmt: skip
INTEREST = signed(
    "一、小微企业创业担保贷款贴息上限由20万元提高到30万元。\n二、本通知自2024年7月1日起执行。",
    CITY, "2024年6月1日",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "says", "avoids"),
    [("博士购房补贴多少", "20万元", "50万元"), ("个人创业担保贷款最高多少", "20万元", "30万元")],
)
def test_a_change_of_another_matter_is_not_put_first(
    tmp_path: Path, question: str, says: str, avoids: str
) -> None:
    library = library_of(
        tmp_path,
        泰州市高层次人才购房补贴办法=SUBSIDY,
        泰州市关于提高博士后工作站资助的通知=STATIONS,
        泰州市创业担保贷款实施办法=GUARANTEED,
        泰州市关于提高小微企业贷款贴息的通知=INTEREST,
    )
    first = library.answer(question, on=ON).citations[0]
    assert says in first.quote
    assert avoids not in first.quote


@pytest.fixture
def of_loans(tmp_path: Path) -> PolicyLibrary:
    return library_of(tmp_path, 泰州市创业担保贷款实施办法=GUARANTEED)


def test_a_particular_put_instead_leaves_the_subject(of_loans: PolicyLibrary) -> None:
    answer = asked_in_turn(of_loans, "个人创业担保贷款最高多少", "那期限呢")
    assert "期限最长3年" in answer.text
    assert "小微企业" not in answer.text


def test_what_only_others_have_is_not_given_for_the_one_asked_of(tmp_path: Path) -> None:
    text = GUARANTEED.replace("第五条 贷款期限最长3年。\n", "")
    library = library_of(tmp_path, 泰州市创业担保贷款实施办法=text)
    answer = asked_in_turn(library, "个人创业担保贷款最高多少", "那期限呢")
    assert "期限2年" not in answer.text


def test_what_is_put_instead_is_of_the_matter_asked_of(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市创业担保贷款实施办法=GUARANTEED,
        泰州市企业登记收费标准=signed("第二条 合伙的，登记收费最高100元。", CITY, "2020年5月1日"),
    )
    answer = asked_in_turn(library, "个人创业担保贷款最高多少", "那合伙呢")
    assert "100元" not in answer.text


RULE = "泰州市住宅维修资金管理办法"
TELLING = "住宅维修资金管理办法解读"


def candidate(
    title: str,
    text: str,
    *,
    relevance: float = 1.0,
    confidence: float = 0.9,
    region: str | None = None,
    bearing: float = 0.0,
    case: int = 0,
) -> Candidate:
    unit = Unit(UnitKind.SENTENCE, "第一条", 1, 0, len(text), text)
    facts = DocumentMetadata(title=TextField(value=title), region=TextField(value=region))
    record = DocumentRecord(title, "", "", "", "", text, facts, datetime(2026, 1, 1, tzinfo=UTC))
    number = sum(map(ord, title + text))
    return Candidate(
        StoredUnit(number, title, unit), record, relevance, confidence, bearing=bearing, case=case
    )


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ({"relevance": 1.0, "region": "江苏省泰州市"}, RULE),
        ({"relevance": 1.0, "region": None}, RULE),
        ({"relevance": 1.0, "region": "江苏省苏州市"}, TELLING),
        ({"relevance": 1.0, "region": "泰州市", "confidence": 0.77}, TELLING),
        ({"relevance": 0.6, "region": "泰州市"}, TELLING),
    ],
)
def test_a_telling_gives_way_to_a_rule_of_its_place_that_is_as_sure(
    rule: dict[str, Any], first: str
) -> None:
    told = candidate(TELLING, "维修资金按每平方米70元交存。", relevance=1.2, region="泰州市")
    laid_down = candidate(RULE, "住宅维修资金按每平方米60元缴纳。", **rule)
    question = understand("住宅维修资金怎么交存", [], [])
    chosen = select(question, [told, laid_down], ON)
    assert chosen[0].candidate.record.id == first


@pytest.mark.parametrize(
    ("bearing", "case", "relevance"),
    [(0.0, 0, 1.0), (-1.0, 0, 0.7), (0.0, -1, 0.7), (1.0, 0, 1.3), (0.0, 1, 1.3), (1.0, 1, 1.3)],
)
def test_what_is_of_another_year_or_case_is_put_back(
    bearing: float, case: int, relevance: float
) -> None:
    found = candidate(RULE, "维修资金按每平方米60元缴纳。", bearing=bearing, case=case)
    assert found.relevance == pytest.approx(relevance)
