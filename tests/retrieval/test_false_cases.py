"""What is no other case, place, level or exclusion: rules that must not take the right sentence
away, nor put an unrelated one beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.answer.bounds import rest_of_the_sentence
from retrieval.answer.case import opens_elsewhere
from retrieval.answer.excluding import excluding
from retrieval.answer.ranges import of_the_case
from retrieval.documents.metadata import DocumentMetadata, TextField
from retrieval.documents.structure import Unit, UnitKind
from retrieval.search.accounting import is_of_a_rival
from retrieval.search.question import understand
from retrieval.search.several import questions_in
from retrieval.search.vocabulary import vocabulary
from retrieval.store import DocumentRecord, StoredUnit
from tests.retrieval.material import ON, library_of, signed

FLATS = signed(
    "泰政规〔2024〕31号\n第二条 申请人才公寓的人才应当在35周岁以下，博士可放宽至40周岁。\n"
    "第三条 人才公寓租期最长5年，申请人年满18周岁。",
    "泰州市人民政府", "2024年3月1日",
)  # fmt: skip
OLD_AGE = signed(
    "泰民规〔2023〕1号\n一、发放标准\n1.80—89周岁老年人：每人每月津贴50元；\n"
    "2.90—99周岁老年人：每人每月津贴100元；\n3.100周岁以上老年人：每人每月津贴500元。",
    "泰州市民政局", "2023年1月10日",
)  # fmt: skip
RESPONSE = signed(
    "多所高校宣布推迟开学，具体时间另行通知。\n"
    "截至目前，浙江、广东、湖南、湖北、安徽、天津、北京、上海、重庆等30个省区市，"
    "已启动重大突发公共卫生事件一级响应。",
    "泰州市卫生健康委员会", "2020年1月26日",
)  # fmt: skip
CARERS = signed(
    "云人社发〔2020〕5号\n"
    "一、对我省赴湖北省支援疫情防控的人才，在申报高一级职称时，可放宽履职年限1年。\n"
    "二、对参加疫情防控工作的人才所在单位，核增不纳入基数的一次性绩效工资总量。",
    "云南省人力资源和社会保障厅", "2020年2月20日",
)  # fmt: skip
TAXES = signed(
    "税总发〔2020〕14号\n"
    "（九）明确网上办税缴费事项，税务总局梳理和发布涉税事项网上办理清单，纳税人足不出户即可办理。\n"
    "（十八）依法加强权益保障。对逾期未申报的纳税人，暂不按现行规定认定非正常户。",
    "国家税务总局", "2020年2月10日",
)  # fmt: skip
SPECIALISED = signed(
    "泰政规〔2024〕22号\n第一条 对省级以上专精特新企业，给予一次性奖励30万元。",
    "泰州市人民政府", "2024年2月1日",
)  # fmt: skip
RENTED = signed(
    "泰政规〔2024〕27号\n第三条 公租房租金标准为每平方米每月2元。物业费每平方米每月1元。\n"
    "第四条 城镇职工租金标准为每平方米每月5元。",
    "泰州市人民政府", "2024年2月1日",
)  # fmt: skip
HOUSE_LOANS = signed(
    "泰公积金〔2024〕8号\n一、公积金首套住房贷款最高额度100万元。\n"
    "二、公积金二套住房贷款最高额度60万元。",
    "泰州市住房公积金管理中心", "2024年2月1日",
)  # fmt: skip


@pytest.fixture
def of_cases(tmp_path: Path) -> PolicyLibrary:
    return library_of(
        tmp_path,
        泰州市人才公寓管理办法=FLATS,
        泰州市高龄津贴发放办法=OLD_AGE,
        泰州市启动一级响应的情况=RESPONSE,
        泰州市专精特新企业奖励办法=SPECIALISED,
        泰州市住房保障办法=RENTED,
        泰州市公积金贷款通知=HOUSE_LOANS,
    )


@pytest.mark.parametrize(
    ("question", "says", "avoids"),
    [
        ("38岁的博士能申请人才公寓吗", ("放宽至40周岁",), ()),
        ("80岁到90岁老人津贴多少", ("每月津贴50元", "每月津贴100元"), ("500元",)),
        ("老年人一个85岁，一个92岁，每月津贴多少", ("每月津贴50元", "每月津贴100元"), ("500元",)),
        ("已启动重大突发公共卫生事件一级响应的省市有哪些", ("浙江、广东",), ()),
        ("国家级专精特新企业奖励多少", ("30万元",), ()),
        ("公租房租金标准是多少", ("每月2元",), ("物业费",)),
        ("公积金首套和二套贷款分别最高多少", ("100万元", "60万元"), ()),
    ],
)
def test_the_right_sentence_is_neither_lost_nor_joined_by_another(
    of_cases: PolicyLibrary, question: str, says: tuple[str, ...], avoids: tuple[str, ...]
) -> None:
    text = of_cases.answer(question, on=ON).text
    assert [part for part in says if part not in text] == []
    assert [part for part in avoids if part in text] == []


def test_those_sent_to_another_province_are_of_ours(tmp_path: Path) -> None:
    library = library_of(tmp_path, 云南省激励关爱一线人才的通知=CARERS)
    answer = library.answer(
        "云南省对参加疫情工作的人才，在申报高一级职称时，可放宽履职年限多久？", on=ON
    )
    assert "可放宽履职年限1年" in answer.text
    assert "绩效工资总量" not in answer.text


def test_who_counts_as_out_of_business_is_no_exception_to_paying_online(tmp_path: Path) -> None:
    library = library_of(tmp_path, 关于充分发挥税收职能作用的通知=TAXES)
    answer = library.answer("疫情期间，国家推出的明确网上办税缴费事项具指的是什么？", on=ON)
    assert "网上办理清单" in answer.text
    assert "非正常户" not in answer.text


@pytest.mark.parametrize(
    ("question", "sentence", "case"),
    [
        ("10岁的孩子能办吗", "未满16周岁的未成年人可以由其监护人代为申领", 1),
        ("59岁能参保吗", "尚未年满60周岁的", 1),
        ("20岁能报考吗", "不得低于18周岁", 1),
        ("17岁能报考吗", "不得低于18周岁", -1),
        ("50岁能申请吗", "年满18周岁、不超过45周岁", -1),
        ("30岁能申请吗", "18周岁以上、45周岁以下的人员", 1),
        ("50岁能申请吗", "18周岁以上、45周岁以下的人员", -1),
        ("5岁要买票吗", "60周岁以上、6周岁以下免票", 1),
        ("70岁要买票吗", "60周岁以上、6周岁以下免票", 1),
        ("30岁要买票吗", "60周岁以上、6周岁以下免票", -1),
        ("38岁的博士能申请人才公寓吗", "35周岁以下，博士可放宽至40周岁", 1),
        ("45岁的博士能申请人才公寓吗", "35周岁以下，博士可放宽至40周岁", -1),
        ("38岁的博士能申请人才公寓吗", "35周岁以下，博士以40周岁为限", 0),
        ("80岁到90岁老人津贴多少", "80—89周岁老年人：每人每月50元", 1),
        ("70至95岁老人津贴多少", "80—89周岁老年人：每人每月50元", 1),
        ("80岁到90岁老人津贴多少", "100周岁以上老年人：每人每月500元", -1),
        ("父亲85岁，母亲92岁", "80—89周岁老年人：每人每月50元", 1),
        ("父亲85岁，母亲92岁", "90—99周岁老年人：每人每月100元", 1),
        ("父亲85岁，母亲92岁", "100周岁以上老年人：每人每月500元", -1),
        ("年收入10万元的企业能贷款吗", "月收入不超过5000元的家庭", 0),
        ("年收入10万元的企业能贷款吗", "家庭人均月收入不超过5000元的", 0),
        ("月收入6000元的家庭能申请吗", "月收入不超过5000元的家庭", -1),
        ("住房面积50平方米能申请吗", "人均住房建筑面积不超过15平方米的", 0),
        ("45岁能领吗", "年满50周岁、不满60周岁", -1),
        ("55岁能领吗", "年满50周岁，不满60周岁", 1),
        ("投资300万元奖多少", "年销售收入不低于500万元的企业", 0),
        ("投资300万元奖多少", "给予500万元至800万元奖励", 0),
        ("工作8年年假几天", "连续缴费满15年的，可以领取", 0),
    ],
)
def test_only_a_number_of_the_same_measure_tells_another_case(
    question: str, sentence: str, case: int
) -> None:
    assert of_the_case(question, sentence) == case


@pytest.mark.timeout(120)
@pytest.mark.parametrize("character", ["1", "一", "1岁", "1."])
def test_a_long_run_of_digits_is_read_at_once(character: str) -> None:
    # Read again from each of its characters it would take half an hour, which the limit ends.
    run = character * 100_000
    assert of_the_case(f"85岁{run}", f"{run}年满80周岁") >= 0


@pytest.mark.parametrize(
    ("question", "text", "is_rival"),
    [
        ("国家级专精特新企业奖励多少", "省级以上专精特新企业奖励30万元", False),
        ("国家级专精特新企业奖励多少", "市级（含）以上专精特新企业奖励30万元", False),
        ("国家级专精特新企业奖励多少", "国家、省级专精特新企业奖励30万元", False),
        ("省级以上专精特新企业奖励多少", "国家级专精特新企业奖励30万元", False),
        ("省级专精特新企业奖励多少", "省、市级专精特新企业奖励30万元", False),
        ("省级专精特新企业奖励多少", "国家级专精特新企业奖励30万元", True),
        ("国家级专精特新企业奖励多少", "省级专精特新企业奖励30万元", True),
        ("高中学历能报名吗", "初中及以上学历", False),
        ("小学学历能报名吗", "初中及以上学历", True),
    ],
)
def test_a_level_and_above_holds_the_levels_above_it(
    question: str, text: str, *, is_rival: bool
) -> None:
    assert is_of_a_rival(question, text, vocabulary().rivals) is is_rival


@pytest.mark.parametrize(
    ("document", "sentence", "question", "is_elsewhere"),
    [
        ("泰州市人才办法", "苏州市对引进的博士奖励50万元", "博士奖励多少", True),
        ("泰州市人才办法", "苏州市对引进的博士奖励50万元", "苏州博士奖励多少", False),
        ("泰州市人才办法", "苏州市对引进的博士奖励50万元", "哪些城市奖励博士", False),
        ("泰州市人才办法", "苏州、无锡、常州三市对博士奖励50万元", "博士奖励多少", False),
        ("泰州市人才办法", "对赴湖北省支援的医务人员，奖励1万元", "医务人员奖励多少", False),
        ("泰州市人才办法", "与苏州市签订协议的我市企业，补贴5万元", "企业补贴多少", False),
        ("泰州市疫情通报", "湖北省已启动一级响应", "已启动一级响应的省市有哪些", False),
        ("泰州市人才办法", "泰兴市引进博士的，奖励50万元", "博士奖励多少", False),
    ],
)
def test_a_sentence_is_of_elsewhere_only_where_one_other_place_acts_in_it(
    document: str, sentence: str, question: str, *, is_elsewhere: bool
) -> None:
    metadata = DocumentMetadata(title=TextField(value=document))
    at = datetime(2026, 1, 1)
    record = DocumentRecord("d", "a.txt", "", "", "text/plain", sentence, metadata, at)
    assert opens_elsewhere(record, sentence, understand(question, (), ())) is is_elsewhere


def units_of(*sentences: tuple[str, str]) -> list[StoredUnit]:
    """Sentences with their clauses, as units of one document."""
    return [
        StoredUnit(at, "d", Unit(UnitKind.SENTENCE, clause, 1, at, at, text))
        for at, (clause, text) in enumerate(sentences, 1)
    ]


@pytest.mark.parametrize(
    ("question", "first", "second", "is_taken"),
    [
        ("临时救助标准是多少", "救助标准按3倍确定。", "低保家庭按6倍确定。", True),
        ("资助多少", "资助标准为每生每年1000元。", "孤儿每生每年2000元。", True),
        ("报销比例多少", "统筹支付比例为60%。", "退休职工支付比例为70%。", True),
        ("人才补贴多少", "博士每月3000元。", "硕士每月1500元。", True),
        ("水费多少", "居民每立方米2.1元。", "非居民用水每立方米3元。", True),
        ("租金多少", "租金标准为每月2元。", "车位每月300元。", False),
        ("补贴标准是多少", "每人每月补贴300元。", "未满60周岁的，每人每月200元。", True),
        ("补贴标准是多少", "每人每月补贴300元。", "其他人员每月200元。", True),
        ("租金标准是多少", "公租房租金每平方米每月2元。", "廉租房租金每平方米每月1元。", True),
        ("公租房租金标准是多少", "租金标准为每月2元。", "物业费每平方米每月1元。", False),
        ("公租房租金标准是多少", "租金标准为每月2元。", "违者处以500元罚款。", False),
        ("补贴标准是多少", "每人每月补贴300元。", "2023年共投入1200万元。", False),
    ],
)
def test_the_next_sentence_is_another_case_only_of_the_same_sum(
    question: str, first: str, second: str, *, is_taken: bool
) -> None:
    units = units_of(("第一条", first), ("第一条", second))
    _, after = rest_of_the_sentence(question, units, 0)
    assert (after == units[1:]) is is_taken


GRANT = ("第二条", "新建养老机构每张床位补贴10000元。")


@pytest.mark.parametrize(
    ("question", "chosen", "other", "is_taken"),
    [
        ("公办养老机构床位补贴多少", GRANT, ("第四条", "公办养老机构不适用前两条规定。"), True),
        ("公办养老机构床位补贴多少", GRANT, ("第四条", "公办养老机构不予补贴。"), True),
        ("公办养老机构床位补贴多少", GRANT, ("第二条", "公办养老机构除外。"), True),
        ("公办养老机构床位津贴多少", GRANT, ("第四条", "公办养老机构不予补助。"), True),
        ("公办养老机构床位补贴多少", GRANT, ("第四条", "公办养老机构不予贷款。"), False),
        ("公办养老机构床位补贴多少", GRANT, ("第四条", "公办养老机构暂不收取押金。"), False),
        (
            "公办养老机构床位补贴多少",
            ("二", "新建养老机构每张床位补贴10000元。"),
            ("五", "公办养老机构不得参加评优。"),
            False,
        ),
    ],
)
def test_only_what_the_same_measure_leaves_out_is_put_beside_it(
    question: str, chosen: tuple[str, str], other: tuple[str, str], *, is_taken: bool
) -> None:
    units = units_of(chosen, other)
    assert (excluding(question, "养老服务办法", units, units[:1]) == units[1:]) is is_taken


@pytest.mark.parametrize(("between", "is_taken"), [(0, True), (2, True), (9, False)])
def test_in_a_text_without_clauses_what_takes_up_stands_close_by(
    between: int, *, is_taken: bool
) -> None:
    told = [("段2", "各地加强服务。")] * between
    units = units_of(("段2", GRANT[1]), *told, ("段2", "公办养老机构不享受。"))
    found = excluding("公办养老机构床位补贴多少", "养老服务办法", units, units[:1])
    assert found == (units[-1:] if is_taken else [])


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        (
            "公积金首套和二套贷款分别最高多少",
            ("公积金首套贷款最高多少", "公积金二套贷款最高多少"),
        ),
        (
            "公积金贷款首套和二套分别最高多少",
            ("公积金贷款首套最高多少", "公积金贷款二套最高多少"),
        ),
        ("职工和居民医保各交多少", ("职工和居民医保各交多少",)),
        ("职工医保和居民医保缴费分别多少", ("职工医保缴费多少", "居民医保缴费多少")),
        ("绿色和橙色健康码分别代表什么", ("绿色和橙色健康码分别代表什么",)),
        ("稳岗补贴和岗位补贴分别多少", ("稳岗补贴多少", "岗位补贴多少")),
        (
            "省级专精特新企业和高新技术企业分别奖多少",
            ("省级专精特新企业奖多少", "高新技术企业奖多少"),
        ),
    ],
)
def test_what_both_share_is_asked_of_each(message: str, parts: tuple[str, ...]) -> None:
    assert questions_in(message, lambda words: len(words) > 3) == parts
