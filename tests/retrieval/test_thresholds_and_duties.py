"""What is needed to be granted something, or granted for less than is asked, is no grant of it;
who answers under a label; what is laid down specially."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from retrieval import Gap
from retrieval.answer.fit import told_as_unstated, unstated
from retrieval.answer.gaps import gaps_of, states_money
from retrieval.answer.thresholds import without_thresholds
from retrieval.documents.duties import Role, duties_of
from retrieval.documents.official_document import parse
from retrieval.search.naming import narrower_matter
from retrieval.search.question import understand
from tests.retrieval.material import ON, library_of


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("年销售额超过2000万元的企业给予奖励", "年销售额的企业给予奖励"),
        ("设备投资不低于500万元的给予补助", "设备投资不的给予补助"),
        ("首次突破1亿元的奖励20万元", "首次的奖励20万元"),
        ("给予年销售额超过2000万元的企业奖励", "给予年销售额的企业奖励"),
        ("给予不低于10万元的奖励", "给予不低于10万元的奖励"),
        ("补贴总额达100万元", "补贴总额达100万元"),
        ("奖励不超过50万元", "奖励不超过50万元"),
        ("给予50万元以上的一次性奖励", "给予50万元以上的一次性奖励"),
        ("企业可获得不低于10万元的奖励", "企业可获得不低于10万元的奖励"),
        ("按不低于50万元的标准给予奖励", "按不低于50万元的标准给予奖励"),
        ("每户不少于3000元补贴", "每户不少于3000元补贴"),
        ("资金支持最高可达100万元", "资金支持最高可达100万元"),
        ("50万元以上一次性奖励", "50万元以上一次性奖励"),
        ("获得50万元以上的奖金", "获得50万元以上的奖金"),
        ("享受不低于100万元的贴息", "享受不低于100万元的贴息"),
        ("贷款1000万元以上的企业给予贴息", "贷款的企业给予贴息"),
        ("发放不低于每月500元的津贴", "发放不低于每月500元的津贴"),
        ("奖励标准为每家企业不低于5万元", "奖励标准为每家企业不低于5万元"),
        ("奖励超过50万元的部分", "奖励超过50万元的部分"),
        ("不超过100万元的补助", "不超过100万元的补助"),
        ("投资不低于500万元的补助10万元", "投资不的补助10万元"),
    ],
)
def test_what_one_must_have_sold_is_told_from_what_one_gets(text: str, left: str) -> None:
    assert without_thresholds(text) == left


@pytest.mark.parametrize(
    ("question", "sentence", "is_open"),
    [
        ("渔业企业奖励多少", "年销售额超过2000万元的企业给予奖励", True),
        ("渔业企业奖励多少", "年销售额超过2000万元的企业奖励10万元", False),
        ("渔业企业补贴标准是多少", "对投资500万元以上的项目给予补贴", True),
        ("渔业企业最高补多少钱", "按投资额的10%给予补助，最高100万元", False),
    ],
)
def test_a_threshold_does_not_close_the_gap_of_the_amount(
    question: str, sentence: str, is_open: bool
) -> None:
    assert (Gap.AMOUNT in gaps_of(understand(question, (), ()), [sentence])) is is_open


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("渔业企业奖励多少", "年销售额超过2000万元的企业给予奖励", (Gap.AMOUNT,)),
        ("渔业企业奖励多少", "年销售额超过2000万元的企业奖励10万元", ()),
        ("晚交一天收多少滞纳金", "按照国家有关规定加收滞纳金", (Gap.AMOUNT,)),
        ("晚交一天收多少滞纳金", "按日加收万分之五的滞纳金", ()),
        ("租房要交多少押金", "退房时退还押金", (Gap.AMOUNT,)),
        ("多少人交押金", "退房时退还押金", ()),
        ("招标的项目要多少钱以上", "施工单项合同估算价在200万元人民币以上", ()),
    ],
)
def test_only_a_grant_is_asked_for_beyond_its_threshold(
    question: str, sentence: str, expected: tuple[Gap, ...]
) -> None:
    assert unstated(question, [sentence]) == expected


def test_an_answer_that_quotes_a_threshold_says_that_the_amount_is_not_stated(
    tmp_path: Path,
) -> None:
    library = library_of(
        tmp_path,
        渔业企业办法="第一条 对年销售额超过2000万元的渔业加工企业给予奖励。\n"
        "第二条 渔船每年检修一次。",
        港口办法="第一条 港口应当保持畅通。",
    )
    answer = library.answer("渔业加工企业奖励多少", on=ON)
    assert Gap.AMOUNT in answer.gaps
    assert "超过2000万元" in answer.text


def test_a_line_of_digits_is_gone_through_once() -> None:
    line = "奖励" + "9" * 20_000
    began = time.process_time()
    assert not states_money(line)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "责任单位：市工信局牵头，市财政局配合",
            [(Role.LEAD, ("市工信局",)), (Role.SUPPORTING, ("市财政局",))],
        ),
        (
            "责任单位：市工信局牵头、市财政局、市税务局配合",
            [(Role.LEAD, ("市工信局",)), (Role.SUPPORTING, ("市财政局", "市税务局"))],
        ),
        (
            "责任部门：市工信局会同市科技局牵头，各市(区)",
            [
                (Role.LEAD, ("市工信局",)),
                (Role.SUPPORTING, ("市科技局",)),
                (Role.RESPONSIBLE, ("各市(区)",)),
            ],
        ),
        ("责任单位：市工信局、市财政局", [(Role.RESPONSIBLE, ("市工信局", "市财政局"))]),
        ("责任单位：市工信局牵头，不再由市财政局配合", [(Role.LEAD, ("市工信局",))]),
        ("责任单位：另行明确，市财政局配合", []),
        ("责任单位：企业自行牵头实施到位", []),
    ],
)
def test_each_office_under_a_label_has_its_own_part(
    text: str, expected: list[tuple[Role, tuple[str, ...]]]
) -> None:
    noted = [duty for duty in duties_of(parse(f"一、推进技改\n{text}。")) if duty.is_noted]
    assert [(duty.role, duty.offices) for duty in noted] == expected


@pytest.mark.parametrize(
    ("note", "office"),
    [
        ("（本溪市财政局负责）", "本溪市财政局"),
        ("（责任单位：市工信局牵头，市财政局配合）", "市工信局"),
        ("（本级财政局负责）", None),
        ("责任单位：市财政局配合；市农业农村局牵头。", "市农业农村局"),
        ("责任单位：市农业农村局；市财政局；市税务局。", "市农业农村局、市财政局、市税务局"),
    ],
)
def test_whom_to_turn_to_is_who_leads_and_no_office_of_a_level_alone(
    tmp_path: Path, note: str, office: str | None
) -> None:
    library = library_of(
        tmp_path,
        渔船补贴意见=f"一、对渔船更新给予补贴。{note}\n二、渔船每年检修一次。",
        港口办法="第一条 港口应当保持畅通。",
    )
    text = library.answer("渔船更新补贴找哪个部门", on=ON).text
    told = [line for line in text.splitlines() if "「" not in line]
    named = any(office in line for line in told) if office else False
    assert named is (office is not None), text


@pytest.mark.parametrize(
    ("question", "title", "quote", "matter"),
    [
        ("人才补贴多少", "泰州市人才公寓管理办法", "租住人才公寓的每月补贴600元", "人才公寓"),
        ("居住补贴给多少", "成都市居住证管理实施办法", "居住证免收工本费", None),
        ("人才公寓补贴多少", "泰州市人才公寓管理办法", "租住人才公寓的每月补贴600元", None),
        ("人才补贴多少", "泰州市人才引进办法", "对引进的人才给予30万元", None),
        ("人才补贴多少", "泰州市人才补贴实施细则", "博士补贴30万元", None),
        ("企业技改补贴多少", "泰州市人才公寓管理办法", "租住人才公寓的每月补贴600元", None),
        ("人才公寓怎么申请", "泰州市人才公寓管理办法", "向市住建局申请", None),
    ],
)
def test_an_aid_of_a_narrower_matter_is_told_from_the_one_asked_for(
    question: str, title: str, quote: str, matter: str | None
) -> None:
    assert narrower_matter(question, title, [quote]) == matter


def test_a_title_with_a_sign_of_patterns_is_read_as_it_is() -> None:
    assert narrower_matter("渔船补贴多少", "*渔船（公寓管理办法", ["每月600元"]) is None


def test_an_answer_from_a_narrower_rule_says_what_that_is_about(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市人才公寓管理办法="第一条 人才公寓租金按市场价的70%收取。\n"
        "第二条 对租住人才公寓的博士每月给予租金补贴600元。",
        港口办法="第一条 港口应当保持畅通。",
    )
    assert "所引是关于“人才公寓”的规定" in library.answer("人才补贴多少", on=ON).text
    assert "所引是关于" not in library.answer("人才公寓补贴多少", on=ON).text


@pytest.mark.parametrize(
    ("special", "other", "first"),
    [
        ("渔船检修特别规定", "渔船每半年检修一次。", "每半年"),
        ("渔船检修补充规定", "渔船每半年检修一次。", "每年"),
        ("休闲渔船检修特别规定", "休闲渔船每半年检修一次。", "每年"),
        ("医药高新区渔船检修特别规定", "渔船每半年检修一次。", "每年"),
        ("渔船检修特别规定", "休闲渔船每半年检修一次。", "每年"),
        ("渔船检修特别规定", "外籍渔船每半年检修一次。", "每年"),
    ],
)
def test_a_special_rule_of_the_same_matter_goes_before_the_general_one(
    tmp_path: Path, special: str, other: str, first: str
) -> None:
    texts = {"渔船检修办法": "第一条 渔船每年检修一次。", special: f"第一条 {other}"}
    library = library_of(tmp_path, **texts, 港口办法="第一条 港口应当保持畅通。")
    quotes = [citation.quote for citation in library.answer("渔船多久检修一次", on=ON).citations]
    assert first in quotes[0]
    assert any("每年" in quote for quote in quotes)


_OPEN = "年销售额超过2000万元的企业给予奖励。"


@pytest.mark.parametrize(
    ("quotes", "is_open"),
    [
        ([_OPEN, "引进人才给予50万元补贴。"], True),
        ([_OPEN, "新建厂房每平方米补助100元。"], True),
        ([_OPEN], True),
        ([_OPEN, "奖励标准为10万元。"], False),
        ([_OPEN, "一次性给予最高10万元。"], False),
        ([_OPEN, "奖励金额累计最高不超过30万元。"], False),
        ([_OPEN, "引进人才奖励资金总额不超过30万元。"], True),
        ([_OPEN, "销售额超过5000万元的，奖励20万元。"], False),
        (["年销售额超过2000万元的企业奖励10万元。", "引进人才给予50万元补贴。"], False),
        (["引进人才给予50万元补贴。", _OPEN], False),
    ],
)
def test_the_amount_of_another_grant_does_not_close_the_gap_of_a_threshold(
    quotes: list[str], is_open: bool
) -> None:
    question = "年销售额超过2000万元奖励多少"
    assert (Gap.AMOUNT in told_as_unstated(question, quotes)) is is_open
