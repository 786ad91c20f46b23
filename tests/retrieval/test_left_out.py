"""What a document denies, whom it leaves out, and whose rule it is, kept beside what it grants."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.search.several import questions_in
from retrieval.search.taking_up import put_instead
from tests.retrieval.material import ON, asked_in_turn, library_of, signed

CARE = signed(
    "泰政规〔2019〕2号\n第二条 新建养老机构每张床位补贴10000元，改建的减半。\n"
    "第三条 养老机构应当按期报送统计资料，不得瞒报。\n第四条 公办养老机构不适用前两条规定。\n"
    "第五条 有下列情形之一的养老机构，不予补贴：\n（一）未备案的；\n（二）连锁经营超过三家的。",
    "泰州市人民政府", "2019年5月1日",
)  # fmt: skip
LOANS = signed(
    "泰政规〔2020〕7号\n第四条 个人创业担保贷款额度最高不超过20万元。\n"
    "合伙创业的，可按人数适当提高贷款额度，但总额不得超过110万元。",
    "泰州市人民政府", "2020年5月1日",
)  # fmt: skip
LIFTS = signed(
    "泰政规〔2021〕6号\n一、市区既有住宅加装电梯，完工验收后由财政补助20万元。",
    "泰州市人民政府", "2021年8月1日",
)  # fmt: skip
LIFTS_OF_A_COUNTY = signed(
    "靖政规〔2022〕6号\n一、既有住宅加装电梯每台补助15万元，最高不超过总造价的50%。",
    "靖江市人民政府", "2022年8月1日",
)  # fmt: skip

SCHOOLS = signed(
    "泰教发〔2026〕3号\n一、报名时间：公办学校5月20日至22日；民办学校5月10日至12日。\n"
    "二、民办学校报名人数超过招生计划的，实行电脑随机录取，不得以任何形式考试。",
    "泰州市教育局", "2026年4月1日",
)  # fmt: skip
HOMES = signed(
    "泰政规〔2023〕9号\n第三条 申请公共租赁住房应当同时具备下列条件：\n"
    "（一）具有本市户籍3年以上；\n（二）人均月收入不超过2500元；\n（三）无住房。\n单身申请人还应当年满30周岁。",
    "泰州市人民政府", "2023年5月1日",
)  # fmt: skip

CARS = {
    year: signed(
        f"泰发改〔{year}〕3号\n一、对{year}年购买新能源汽车的个人，每辆补贴{sum_}元。\n"
        f"二、本通知自{year}年3月1日起施行，有效期至{year}年12月31日。",
        "泰州市发展和改革委员会", f"{year}年2月1日",
    )
    for year, sum_ in ((2025, 5000), (2026, 3000))
}  # fmt: skip
RENEWAL = signed(
    "泰政规〔2023〕10号\n第三条 对技术改造项目，按设备投资额的8%给予补贴，最高不超过300万元。\n"
    "第八条 本办法自2023年6月1日起施行，有效期3年。",
    "泰州市人民政府", "2023年5月1日",
)  # fmt: skip
RENEWAL_CHANGED = signed(
    "泰政规〔2024〕11号\n对《泰州市企业技改补贴办法》（泰政规〔2023〕10号）作如下修改：\n"
    "一、第三条中的“8%”修改为“6%”。",
    "泰州市人民政府", "2024年6月1日",
)  # fmt: skip
STATE_LEVEL = signed(
    "泰工信规〔2024〕2号\n一、对认定为国家级绿色工厂的企业，给予50万元奖励。",
    "泰州市工业和信息化局", "2024年2月1日",
)  # fmt: skip

CLINICS = signed(
    "泰医保发〔2023〕9号\n一、在职职工门诊统筹起付标准800元。\n"
    "二、下列费用不纳入支付范围：（一）应当由工伤保险支付的；（二）应当由第三人负担的；"
    "（三）境外就医的。\n三、本通知自2023年7月1日起执行。",
    "泰州市医疗保障局", "2023年6月1日",
)  # fmt: skip

RENEWED = signed(
    "泰商发〔2025〕9号\n一、补贴标准\n购买一级能效空调的，按售价20%补贴，每件最高2000元。\n"
    "二、不予补贴的情形\n1.在本市以外购买的空调；\n2.企业集中采购的空调。\n"
    "三、允许类\n1.新建光伏组件项目。\n四、不予支持的项目\n1.采用融资租赁的船舶项目。",
    "泰州市商务局", "2025年1月1日",
)  # fmt: skip
COVERED = signed(
    "泰医保发〔2024〕9号\n附件1：不予支付项目表\n序号\t项目\t备注\n1\t牙齿矫正\t含材料\n"
    "2\t近视手术\t全部\n附件2：支付项目表\n序号\t项目\t支付比例\n1\t拔牙\t50%\n2\t补牙\t60%",
    "泰州市医疗保障局", "2024年1月1日",
)  # fmt: skip

PERMITS = signed(
    "泰政规〔2024〕9号\n第三条 一般事项应当自受理之日起10个工作日内办结，重大事项应当自受理之日起"
    "30个工作日内办结。\n第四条 工伤事项应当自受理之日起20个工作日内办结。\n"
    "第六条 变更事项当场办理。",
    "泰州市人民政府", "2024年3月1日",
)  # fmt: skip
TALENTS = signed(
    "泰政规〔2024〕19号\n第二条 申请期限为2024年5月1日至2024年5月31日。名单于2024年6月30日公布。\n"
    "第三条 引进的顶尖人才，给予500万元购房补贴；领军人才200万元。\n"
    "第四条 夫妻双方同为高层次人才的，由一方享受，不重复享受。",
    "泰州市人民政府", "2024年3月1日",
)  # fmt: skip


@pytest.fixture
def of_grants(tmp_path: Path) -> PolicyLibrary:
    return library_of(
        tmp_path,
        泰州市养老服务办法=CARE,
        泰州市创业担保贷款实施办法=LOANS,
        泰州市城市更新意见=LIFTS,
        靖江市既有住宅加装电梯办法=LIFTS_OF_A_COUNTY,
        泰州市义务教育入学通知=SCHOOLS,
        泰州市公租房管理办法=HOMES,
        泰州市2025年新能源汽车补贴通知=CARS[2025],
        泰州市新能源汽车补贴通知=CARS[2026],
        泰州市企业技改补贴办法=RENEWAL,
        泰州市人民政府关于修改泰州市企业技改补贴办法的通知=RENEWAL_CHANGED,
        泰州市绿色工厂奖励办法=STATE_LEVEL,
        泰州市医保门诊统筹通知=CLINICS,
        泰州市以旧换新补贴细则=RENEWED,
        泰州市门诊目录表=COVERED,
        泰州市行政许可办理规定=PERMITS,
        泰州市人才引进办法=TALENTS,
    )


@pytest.mark.parametrize(
    ("question", "says", "avoids"),
    [
        ("公办养老机构有床位补贴吗", ("10000元", "公办养老机构不适用前两条规定"), ()),
        ("连锁经营的新建养老机构床位补贴多少", ("不予补贴：", "连锁经营超过三家的"), ("未备案",)),
        ("夫妻都是人才能领两份购房补贴吗", ("500万元", "不重复享受"), ()),
        ("新建养老机构床位补贴多少", ("10000元",), ("不适用", "不予补贴", "不得瞒报")),
    ],
)
def test_who_is_left_out_is_said_to_those_whom_it_leaves_out(
    of_grants: PolicyLibrary, question: str, says: tuple[str, ...], avoids: tuple[str, ...]
) -> None:
    text = of_grants.answer(question, on=ON).text
    assert [part for part in says if part not in text] == []
    assert [part for part in avoids if part in text] == []


def test_what_a_follow_up_puts_instead_is_what_is_answered(of_grants: PolicyLibrary) -> None:
    answer = asked_in_turn(of_grants, "个人创业担保贷款最高多少", "那合伙呢")
    assert "不得超过110万元" in answer.text
    assert "20万元" not in answer.text


@pytest.mark.parametrize(
    ("text", "other"),
    [("那合伙呢", "合伙"), ("合伙的呢？", "合伙"), ("那么大型企业呢", "大型企业"), ("多少钱", "")],
)
def test_what_is_put_instead_is_read(text: str, other: str) -> None:
    assert put_instead(text) == other


def test_a_county_s_rule_is_not_given_for_the_city_s(of_grants: PolicyLibrary) -> None:
    answer = of_grants.answer("既有住宅加装电梯每台补助多少", on=ON)
    assert "15万元" in answer.text
    assert "以上出自靖江市的文件。您没有说明是哪里" in answer.text
    assert "没有说明是哪里" not in of_grants.answer("靖江加装电梯每台补助多少", on=ON).text
    assert "没有说明是哪里" not in of_grants.answer("新建养老机构床位补贴多少", on=ON).text


def test_days_of_registration_are_not_called_unstated(of_grants: PolicyLibrary) -> None:
    answer = of_grants.answer("民办小学什么时候报名", on=ON)
    assert "民办学校5月10日至12日" in answer.text
    assert answer.gaps == ()


def test_a_follow_up_asks_for_the_particular_of_before(of_grants: PolicyLibrary) -> None:
    answer = asked_in_turn(of_grants, "公办小学什么时候报名", "民办呢")
    assert "民办学校5月10日至12日" in answer.text
    assert "随机录取" not in answer.text


def test_one_more_condition_below_a_list_belongs_to_it(of_grants: PolicyLibrary) -> None:
    answer = of_grants.answer("申请公租房要什么条件", on=ON)
    assert "无住房" in answer.text
    assert "单身申请人还应当年满30周岁" in answer.text


def test_the_second_of_a_list_is_its_second_point(of_grants: PolicyLibrary) -> None:
    answer = asked_in_turn(of_grants, "申请公租房要什么条件", "第二个呢")
    assert [c.quote for c in answer.citations] == ["（二）人均月收入不超过2500元；"]


@pytest.mark.parametrize(
    "questions", [("去年个人买新能源汽车补贴多少",), ("个人买新能源汽车补贴多少", "去年呢")]
)
def test_last_year_is_answered_by_what_applied_then(
    of_grants: PolicyLibrary, questions: tuple[str, ...]
) -> None:
    answer = asked_in_turn(of_grants, *questions)
    assert "每辆补贴5000元" in answer.text
    assert "3000元" not in answer.text


def test_a_rule_goes_before_what_only_changes_it(of_grants: PolicyLibrary) -> None:
    answer = of_grants.answer("技改补贴8%对吧", on=ON)
    assert answer.citations[0].document == "泰州市企业技改补贴办法"
    assert "第三条中的“8%”修改为“6%”" in answer.text


def test_the_amount_of_one_level_is_not_given_for_another(of_grants: PolicyLibrary) -> None:
    assert "50万元" in of_grants.answer("国家级绿色工厂奖励多少", on=ON).text
    assert "50万元" not in of_grants.answer("省级绿色工厂奖励多少", on=ON).text


def test_the_same_asked_of_two_is_answered_of_each(of_grants: PolicyLibrary) -> None:
    answer = of_grants.answer("技改补贴和个人创业担保贷款分别最高多少", on=ON)
    assert "最高不超过300万元" in answer.text
    assert "最高不超过20万元" in answer.text


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("技改补贴和贷款贴息分别最高多少", ("技改补贴最高多少", "贷款贴息最高多少")),
        ("居民医保和职工医保各交多少？", ("居民医保交多少？", "职工医保交多少？")),
        ("泰兴和靖江各区多少", ("泰兴和靖江各区多少",)),
        ("申报和审批分别由谁负责", ("申报和审批分别由谁负责",)),
        ("技改和设备补贴多少", ("技改和设备补贴多少",)),
    ],
)
def test_what_is_asked_of_each_is_parted(message: str, parts: tuple[str, ...]) -> None:
    assert questions_in(message, lambda words: len(words) > 3) == parts


def test_a_later_document_of_the_same_title_is_named(tmp_path: Path) -> None:
    text = "第九条 养老机构每床每年{}补贴{}元。\n{}\n{}年3月1日"
    library = library_of(tmp_path, 泰州市船舶办法="第一条 船舶应当登记。")
    for folder, filled in {
        "old": text.format("运营", 1200, "泰州市人民政府", 2018),
        "new": text.format("建设", 8000, "泰州市人民政府", 2024),
        "elsewhere": text.format("取暖", 300, "靖江市人民政府", 2025),
    }.items():
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "办法.txt"
        path.write_text(f"城乡养老机构管理办法\n\n{filled}\n", "utf-8")
        assert library.ingest(path).status == "ingested"
    remark = "《城乡养老机构管理办法》另有2024年3月1日成文的同名文件，以哪份为准请核实。"
    assert remark in library.answer("养老机构运营补贴多少", on=ON).text
    assert "同名文件" not in library.answer("养老机构建设补贴多少", on=ON).text
    assert "同名文件" not in library.answer("养老机构运营补贴多少", on=date(2024, 2, 1)).text


@pytest.mark.parametrize("question", ["境外就医门诊能报吗", "哪些费用不纳入门诊支付范围"])
def test_a_point_within_a_paragraph_keeps_what_opens_its_list(
    of_grants: PolicyLibrary, question: str
) -> None:
    text = of_grants.answer(question, on=ON).text
    assert "下列费用不纳入支付范围" in text
    assert "境外就医的" in text


@pytest.mark.parametrize(
    ("question", "says", "avoids"),
    [
        ("企业集中采购的空调有补贴吗", ("不予补贴的情形", "企业集中采购"), ()),
        ("光伏组件项目能建吗", ("允许类", "光伏组件"), ()),
        ("近视手术能报销吗", ("不予支付项目表", "近视手术"), ()),
        ("补牙报销多少", ("60%",), ("不予支付",)),
        ("一级能效空调补贴多少", ("20%", "最高2000元"), ("允许类",)),
        ("采用融资租赁的船舶项目支持吗", ("不予支持的项目", "融资租赁"), ()),
    ],
)
def test_a_heading_that_turns_a_point_round_is_quoted_with_it(
    of_grants: PolicyLibrary, question: str, says: tuple[str, ...], avoids: tuple[str, ...]
) -> None:
    text = of_grants.answer(question, on=ON).text
    assert [part for part in says if part not in text] == []
    assert [part for part in avoids if part in text] == []


def test_a_point_asked_for_by_its_number_keeps_what_turns_it_round(
    of_grants: PolicyLibrary,
) -> None:
    answer = asked_in_turn(of_grants, "连锁经营的养老机构哪些情形不予补贴", "第二个呢")
    assert "不予补贴：" in answer.text
    assert "连锁经营超过三家的" in answer.text


@pytest.mark.parametrize(
    ("question", "states"),
    [
        ("重大事项多久能办结", False),
        ("工伤事项多久能办结", True),
        ("变更事项多久能办", False),
    ],
)
def test_a_time_limit_is_stated_only_where_the_sentence_has_one(
    of_grants: PolicyLibrary, question: str, *, states: bool
) -> None:
    answer = of_grants.answer(question, on=ON)
    assert ("文件写明的办理时限" in answer.text) is states
    assert answer.gaps == ()


def test_a_date_is_no_other_case_of_a_term(of_grants: PolicyLibrary) -> None:
    answer = of_grants.answer("人才引进的申请期限是多久", on=ON)
    assert "2024年5月31日" in answer.text
    assert "名单于" not in answer.text
    assert answer.gaps == ()
