"""A known topic of which the plan leaves open what a document of the topic's own lays down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyAnswer, PolicyLibrary
from retrieval.results import Gap, Outcome
from retrieval.search.measure import objects_asked
from retrieval.search.needs import without_common_words
from retrieval.search.vocabulary import vocabulary
from tests.retrieval.material import SEED, asked_in_turn, library_of, signed

ON = date(2019, 11, 15)
RENOVATION = signed(
    "泰政办发〔2019〕50号\n第一条 支持企业实施技术改造。\n"
    "第二条 申请补助的项目应当具备下列条件：\n"
    "（一）设备投资额500万元以上；\n（二）项目已竣工投产。\n"
    "第三条 按设备投资额的8%给予补助，单个企业最高300万元。\n"
    "第四条 申请补助应当提供申请表、设备发票复印件。\n"
    "第五条 每年3月1日至3月31日向市工业和信息化局投资处申请，电话0523-86887777。\n"
    "第六条 本办法自2019年7月1日起施行，有效期至2022年6月30日。",
    "泰州市人民政府办公室",
    "2019年6月1日",
)
ELSEWHERE = signed(
    "第一条 按设备投资额的12%给予补助，单个企业最高900万元。", "台州市人民政府", "2019年6月1日"
)
ENDED = signed(
    "第一条 对参展企业每个展位补助2万元。\n第二条 本办法有效期至2018年12月31日。",
    "泰州市人民政府办公室",
    "2016年6月1日",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    held = library_of(
        tmp_path_factory.mktemp("topics"),
        泰州市工业企业技术改造补助办法=RENOVATION,
        台州市工业企业技术改造补助办法=ELSEWHERE,
        泰州市企业参展补助办法=ENDED,
    )
    assert held.ingest(SEED).status == "ingested"
    return held


def answered(library: PolicyLibrary, *questions: str) -> PolicyAnswer:
    return asked_in_turn(library, *questions, on=ON)


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("技改补贴多少钱", "按设备投资额的8%给予补助，单个企业最高300万元。"),
        ("技术改造补助多少", "按设备投资额的8%给予补助，单个企业最高300万元。"),
        ("技改要什么材料", "申请补助应当提供申请表、设备发票复印件。"),
        ("技改什么时候申请", "每年3月1日至3月31日"),
        ("技改找谁，电话多少", "电话0523-86887777"),
        ("技改项目能不能申请补助", "设备投资额500万元以上"),
    ],
)
def test_what_the_topics_own_document_lays_down_is_told(
    library: PolicyLibrary, question: str, stated: str
) -> None:
    answer = answered(library, question)
    assert answer.outcome is Outcome.ANSWERED
    assert stated in answer.text
    assert "未规定" not in answer.text
    assert "没有写明" not in answer.text


def test_what_is_asked_for_goes_before_the_plan(library: PolicyLibrary) -> None:
    text = answered(library, "技改补贴多少钱").text
    assert text.index("8%给予补助") < text.index("〔五大主导产业工作方案")


def test_what_is_needed_next_follows_the_measure(library: PolicyLibrary) -> None:
    answer = answered(library, "技改有什么支持政策")
    assert answer.gaps == ()
    assert answer.text.index("推进企业技术改造") < answer.text.index("8%给予补助")
    for stated in ("申请表", "500万元以上", "0523-86887777"):
        assert stated in answer.text


def test_the_day_of_a_document_is_none_to_apply_by(library: PolicyLibrary) -> None:
    answer = answered(library, "技改什么时候申请")
    assert "「本办法" not in answer.text
    assert " 〇#" not in answer.text


@pytest.mark.parametrize(
    "question", ["技改补贴多少钱", "技改有什么支持政策", "参展补贴多少", "上云补贴多少"]
)
def test_another_citys_and_an_ended_document_are_not_the_topics_own(
    library: PolicyLibrary, question: str
) -> None:
    answer = answered(library, question)
    assert "900万元" not in answer.text
    assert "2万元" not in answer.text or "已过" in answer.text


def test_what_nobody_lays_down_stays_a_gap(library: PolicyLibrary) -> None:
    answer = answered(library, "设备融资租赁有什么支持政策")
    assert Gap.AMOUNT in answer.gaps
    assert "未规定具体金额或比例" in answer.text


def test_something_else_of_the_topic_is_not_answered_by_its_amount(library: PolicyLibrary) -> None:
    assert "8%" not in answered(library, "技改搬迁补贴多少").text


@pytest.mark.parametrize(
    ("question", "objects"),
    [
        ("技改项目能不能申请补助", ()),
        ("企业参展可以申请补贴吗", ()),
        ("储能补贴多少", ()),
        ("养猪场可以申请补贴吗", ("猪场",)),
        ("技改搬迁补贴多少", ("搬迁",)),
        ("无废城市每个试点市国家奖励1000万,对吗", ("点市",)),
        ("养猪补贴多少", ("养猪",)),
        ("广告登记费多少", ("记费", "广告")),
        ("广告登记费几百", ("广告",)),
        ("无锡的登记费几百", ()),
        ("种粮补贴最高多少", ("种粮",)),
        ("食堂补贴怎么领", ("食堂",)),
        ("技改补贴多少", ()),
        ("人才补贴多少", ()),
        ("国家补贴多少", ()),
        ("每年奖励多少", ()),
        ("一次性奖励多少", ()),
        ("第二年补贴多少", ()),
        ("用电一度电补贴多少", ()),
        ("养猪补贴一年补贴多少", ("养猪",)),
        ("停发补贴的情形", ("停发",)),
        ("两项补贴可以一起领吗", ()),
        ("听说奖励一百万", ()),
        ("不予补贴的情形", ()),
    ],
)
def test_that_one_may_apply_is_no_object_of_an_aid(question: str, objects: tuple[str, ...]) -> None:
    concepts = vocabulary().concepts_in(question, with_industry=False)
    assert objects_asked(question, concepts) == objects


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("展会", "展会"),
        ("商会和年会", "商会年会"),
        ("企业参展会补吗", "参展补"),
        ("员工会补吗", "员工补"),
        ("电商会补吗", "电商补"),
        ("今年会涨吗", "涨"),
    ],
)
def test_what_will_be_is_told_from_a_meeting(text: str, rest: str) -> None:
    assert without_common_words(text) == rest


@pytest.mark.parametrize(
    ("rule", "question", "said", "unsaid"),
    [
        (
            "第一条 申请补助的企业，设备投资额应当达到500万元以上。\n"
            "第二条 按设备投资额的8%给予补助。",
            "技改补贴多少钱",
            "8%给予补助",
            "500万元",
        ),
        (
            "第一条 技改补助的标准另行制定。\n第二条 骗取补助的，处3万元以下罚款。",
            "技改补贴多少钱",
            "文件未规定具体金额或比例",
            "3万元",
        ),
        (
            "第一条 市财政每年安排专项资金。\n第二条 市工信局在15个工作日内批复技改项目。",
            "技改项目多长时间批",
            "15个工作日内批复",
            "专项资金",
        ),
    ],
)
def test_a_threshold_a_fine_or_a_budget_is_not_what_is_asked_for(
    tmp_path: Path, rule: str, question: str, said: str, unsaid: str
) -> None:
    held = library_of(
        tmp_path, 泰州市企业技术改造补助办法=signed(rule, "泰州市人民政府", "2019年6月1日")
    )
    held.ingest(SEED)
    text = answered(held, question).text
    assert said in text
    assert unsaid not in text
