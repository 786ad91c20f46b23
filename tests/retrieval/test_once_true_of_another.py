"""What was once true of another clause, day or place, and must not be said of this one."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from retrieval import Outcome, PolicyLibrary, RefusalReason
from retrieval.documents.formats.plain_text import unspaced, with_rows
from retrieval.documents.terms import read_terms
from tests.retrieval.material import ON, SEED, asked_in_turn, library_of, signed

PLANNED_WATER = signed(
    "泰政规〔2010〕3号\n第六条 超计划用水的，按超出部分加收三倍水费。\n"
    "第八条 用水单位应当建立用水台账。\n第九条 水平衡测试每五年一次。\n"
    "第十条 本规定自2010年5月1日起施行。",
    "泰州市人民政府", "2010年4月1日",
)  # fmt: skip
SAVING_WATER = signed(
    "泰政规〔2023〕7号\n第一条 为了加强城市节约用水管理，制定本办法。\n"
    "第二条 洗车行业应当使用循环水设施。\n"
    "第七条 本办法自2023年11月1日起施行。《泰州市计划用水管理规定》（泰政规〔2010〕3号）"
    "第六条、第九条同时废止。",
    "泰州市人民政府", "2023年9月18日",
)  # fmt: skip
RENT = signed(
    "泰政办规〔2024〕3号\n第二条 租房补贴标准如下：\n（一）博士研究生，每人每月3000元；\n"
    "（二）硕士研究生，每人每月1500元。\n第三条 租房补贴发放期限最长不超过24个月。\n"
    "第五条 本办法自2024年4月15日起施行，有效期至2029年4月14日。",
    "泰州市人民政府办公室", "2024年3月20日",
)  # fmt: skip
RENOVATION = signed(
    "泰工信发〔2024〕30号\n第二条 技术改造项目设备投资额不低于500万元的，按5%给予奖补。\n"
    "第六条 本细则自2024年6月10日起施行，有效期至2027年6月9日。",
    "泰州市工业和信息化局", "2024年5月6日",
)  # fmt: skip
RENT_BEFORE = signed(
    "泰政办规〔2021〕5号\n第二条 新引进人才，是指缴纳社会保险满6个月的本科以上学历人员。"
    "机关事业单位工作人员除外。\n"
    "第三条 租房补贴标准如下：\n（一）博士研究生，每人每月2000元；\n"
    "（二）硕士研究生，每人每月1200元。\n"
    "第九条 本办法自2021年4月15日起施行，有效期至2024年4月14日。",
    "泰州市人民政府办公室", "2021年3月15日",
)  # fmt: skip
SCHOOL = signed(
    "泰教规〔2022〕5号\n第一条 资助对象为在本市幼儿园就读的家庭经济困难儿童、孤儿和残疾儿童。\n"
    "第二条 资助标准为每生每年1000元。建档立卡家庭儿童按每生每年2000元资助。\n"
    "第六条 本办法自2022年9月1日起施行。",
    "泰州市教育局", "2022年7月5日",
)  # fmt: skip
INVESTMENT = signed(
    "泰政发〔2023〕15号\n第一条 奖励对象为引进项目的机构和个人，国家公职人员不在奖励范围。\n"
    "第四条 奖励在项目开工后兑现50%，竣工投产后兑现50%。\n第五条 房地产招商项目不予奖励。\n"
    "第七条 本办法自2023年4月1日起施行，有效期至2028年12月31日。",
    "泰州市人民政府", "2023年3月10日",
)  # fmt: skip
HOUSING = signed(
    "泰政规〔2019〕4号\n第二条 申请公共租赁住房，应当同时符合下列条件：\n（一）申请人年满18周岁；\n"
    "（二）家庭人均月收入低于2800元；\n（三）家庭人均住房建筑面积低于15平方米。\n"
    "外来务工人员申请的，不受前款第（二）项限制，但应当连续缴纳社会保险满12个月。\n"
    "第八条 本办法自2019年9月1日起施行。",
    "泰州市人民政府", "2019年7月25日",
)  # fmt: skip
RESEARCH = signed(
    "泰政发〔2024〕12号\n一、培育高新技术企业\n对首次通过认定的高新技术企业，一次性奖励20万元。\n"
    "二、对研发费用占销售收入比重超过5%的工业企业\n按研发费用增量部分的10%给予补助，\n"
    "单个企业最高不超过100万元。\n"
    "三、贷款贴息\n科技企业贷款按利率的50%给予贴息。逾期还款的，不予贴息。\n"
    "四、高龄津贴\n百岁老人每人每月500元①。\n五、申报\n"
    "企业应当在每年9月底前提交申请，市科技局20个工作日内完成审核。\n"
    "①各区可以适当提高标准。",
    "泰州市人民政府", "2024年4月1日",
)  # fmt: skip
DISTRICT = signed(
    "泰海政规〔2024〕1号\n一、对春节期间连续生产的企业，按在岗职工每人300元给予稳岗奖励。\n"
    "二、企业于2024年3月31日前向所在街道申报，逾期视为放弃。",
    "泰州市海陵区人民政府", "2024年1月5日",
)  # fmt: skip
CITY = signed(
    "泰工信规〔2024〕2号\n一、对春节期间连续生产的企业，按在岗职工每人200元给予稳岗奖励。\n"
    "二、企业申报截止时间为2024年2月29日。",
    "泰州市工业和信息化局", "2024年1月10日",
)  # fmt: skip
SHIPS = signed(
    "靖政发〔2023〕20号\n一、对新建绿色船舶生产线的企业，按设备投资的12%给予补助。",
    "靖江市人民政府", "2023年4月6日",
)  # fmt: skip
ELSEWHERE = signed(
    "台政办发〔2023〕18号\n一、对新建海外仓的企业，给予最高不超过100万元补助。",
    "台州市人民政府办公室", "2023年4月28日",
)  # fmt: skip
PARKING = signed(
    "泰发改价〔2023〕77号\n一、道路临时停车位:小型车首小时3元.\n二、公共停车场:小型车每次5元.\n"
    "五、住宅小区停车费实行市场调节价,由当事人协商确定.\n本通知自2023年7月1日起执行.",
    "泰州市发展和改革委员会", "2023年6月12日",
)  # fmt: skip
DOGS = signed(
    "泰政规〔2012〕6号\n第二条 养犬应当办理登记证。\n第五条 本办法自2012年8月1日起施行。",
    "泰州市人民政府", "2012年6月28日",
)  # fmt: skip


@pytest.fixture
def with_the_plan(tmp_path: Path) -> PolicyLibrary:
    """The city's plan, which grants talents something without an amount, and two rules."""
    library = library_of(
        tmp_path,
        泰州市新引进人才租房补贴实施办法=RENT,
        泰州市城市犬只管理办法=DOGS,
        泰州市工业企业技术改造奖补实施细则=RENOVATION,
        泰州市招商引资奖励办法=INVESTMENT,
    )
    for path in SEED.parent.iterdir():
        shutil.copy(path, tmp_path)
    assert library.ingest(tmp_path / SEED.name).status == "ingested"
    return library


@pytest.fixture
def of_water(tmp_path: Path) -> PolicyLibrary:
    return library_of(
        tmp_path, 泰州市计划用水管理规定=PLANNED_WATER, 泰州市城市节约用水办法=SAVING_WATER
    )


@pytest.mark.parametrize(
    "question",
    ["水平衡测试几年一次", "泰州市计划用水管理规定第九条还有效吗", "超计划用水加收几倍水费"],
)
def test_a_clause_repealed_alone_is_not_quoted_as_if_it_stood(
    of_water: PolicyLibrary, question: str
) -> None:
    answer = of_water.answer(question, on=ON)
    assert "自2023年11月1日起已被《泰州市城市节约用水办法》删去，不再适用" in answer.text
    assert "不再适用" not in of_water.answer(question, on=date(2023, 10, 31)).text


def test_the_other_clauses_of_its_document_stand(of_water: PolicyLibrary) -> None:
    answer = of_water.answer("用水单位要建立台账吗", on=ON)
    assert "应当建立用水台账" in answer.text
    assert "不再适用" not in answer.text
    assert "废止" not in answer.text


@pytest.mark.parametrize(
    ("question", "amount"),
    [("博士租房补贴一个月多少钱", "每人每月3000元"), ("技改投资800万元奖多少", "5%给予奖补")],
)
def test_no_amount_is_called_unstated_that_another_document_states(
    with_the_plan: PolicyLibrary, question: str, amount: str
) -> None:
    answer = with_the_plan.answer(question, on=ON)
    assert amount in answer.text
    assert "没有写明具体金额" not in answer.text
    assert answer.outcome is Outcome.ANSWERED


def test_who_is_left_out_is_not_told_that_nothing_is_laid_down(
    with_the_plan: PolicyLibrary,
) -> None:
    answer = with_the_plan.answer("公职人员招商有奖励吗", on=ON)
    assert "国家公职人员不在奖励范围" in answer.text
    assert "没有写明" not in answer.text
    assert "不予奖励" not in with_the_plan.answer("招商奖励怎么兑现", on=ON).text


def test_an_amount_granted_for_something_else_is_no_answer(with_the_plan: PolicyLibrary) -> None:
    assert "3000元" not in with_the_plan.answer("企业上云补贴多少", on=ON).text


def test_a_document_is_known_by_its_number_alone(with_the_plan: PolicyLibrary) -> None:
    answer = with_the_plan.answer("泰政办规〔2024〕3号什么时候到期", on=ON)
    assert "有效期至2029年4月14日，现行有效" in answer.text


def test_the_word_for_animals_narrows_no_question(with_the_plan: PolicyLibrary) -> None:
    answer = with_the_plan.answer("犬只管理办法还有效吗", on=ON)
    assert "关于《泰州市城市犬只管理办法》" in answer.text


@pytest.mark.parametrize(
    ("question", "is_another"),
    [
        ("养犬管理办法还有效吗", True),
        ("泰州市居住证实施办法什么时候施行", True),
        ("关于养犬的通知什么时候印发的", True),
        ("有没有出台新的方案", False),
        ("最新的规定是什么时候出台的", False),
        ("五大产业那个方案还管用吗", False),
        ("产业发展规划哪年印发的", False),
        ("这个方案什么时候到期", False),
    ],
)
def test_nothing_is_said_of_one_document_that_was_asked_of_another(
    seed_library: PolicyLibrary, question: str, is_another: bool
) -> None:
    answer = seed_library.answer(question, on=date(2019, 11, 15))
    assert (answer.refusal is RefusalReason.NOT_IN_LIBRARY) is is_another
    assert ("五大主导产业工作方案" in answer.text) is not is_another


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "第 三 条  对 个 人 处 5 0 0 元 罚 款 。\n泰 州 市",
            "第三条  对个人处500元罚款。\n泰州市",
        ),
        (
            "第三条 对个人处500元 罚 款 。\n第四条 其他。",
            "第三条 对个人处500元 罚 款 。\n第四条 其他。",
        ),
        (
            "A B C D E F\nThe rules of this city apply to all",
            "A B C D E F\nThe rules of this city apply to all",
        ),
    ],
)
def test_a_text_spaced_letter_by_letter_is_read_as_its_words(typed: str, meant: str) -> None:
    assert unspaced(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("类别\t住宿费\t合计\n一类\t340\t530", "类别 ｜ 住宿费 ｜ 合计\n一类 ｜ 340 ｜ 530"),
        (
            "| 档次 | 投资 | 比例 |\n| 一档 | 500万元 | 5% |",
            "档次 ｜ 投资 ｜ 比例\n一档 ｜ 500万元 ｜ 5%",
        ),
        ("一、甲\t乙\t丙\n二、丁", "一、甲\t乙\t丙\n二、丁"),
    ],
)
def test_a_table_drawn_in_plain_text_keeps_its_rows(typed: str, meant: str) -> None:
    assert with_rows(typed) == meant


def test_a_row_is_quoted_under_what_its_cells_are(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市市级机关会议费管理办法="三、会议费综合定额标准（单位：元/人天）\n"
        "会议类别\t住宿费\t伙食费\t合计\n一类会议\t340\t130\t530\n二类会议\t300\t130\t470\n"
        "四、会议费不得列支交通费。",
        泰州市船舶办法="第一条 船舶应当登记。",
    )
    answer = library.answer("二类会议住宿费标准是多少", on=ON)
    assert "「会议类别 ｜ 住宿费 ｜ 伙食费 ｜ 合计」" in answer.text
    assert "「二类会议 ｜ 300 ｜ 130 ｜ 470」" in answer.text
    assert answer.gaps == ()


@pytest.mark.parametrize(
    ("sentence", "last"),
    [
        ("第五条 本办法自2021年3月1日起施行，暂行期2年。", "2023-02-28"),
        ("六、本办法自2021年7月1日起施行，暂定执行三年。", "2024-06-30"),
        ("本通知自2021年7月1日起执行，执行三年。", "2024-06-30"),
        ("备注：补贴自2022年1月1日起执行至2023年12月31日。", "2023-12-31"),
        ("以上标准自2022年1月1日起施行，有效期2年。", "2023-12-31"),
        ("本方案自2021年7月1日起实施三年行动计划。", None),
        ("高龄津贴自2022年1月1日起执行至2023年12月31日。", None),
        ("见习期未满的，给予见习补贴，政策执行至2024年12月31日。", None),
    ],
)
def test_the_last_day_is_read_where_the_document_gives_its_own(
    sentence: str, last: str | None
) -> None:
    until = read_terms(f"{sentence}\n2021年1月29日", None).valid_until
    assert (until.day.isoformat() if until else None) == last


@pytest.fixture
def of_one_city(tmp_path: Path) -> PolicyLibrary:
    repealed = RENT.replace(
        "4月14日。", "4月14日。《泰州市人才租房补贴办法》（泰政办规〔2021〕5号）同时废止。"
    )
    library = library_of(
        tmp_path,
        泰州市人才租房补贴办法=RENT_BEFORE,
        泰州市公共租赁住房管理办法=HOUSING,
        泰州市人民政府关于支持科技创新的若干政策=RESEARCH,
        海陵区工业企业稳岗奖励办法=DISTRICT,
        泰州市工业企业稳岗奖励办法=CITY,
        泰州市学前教育资助管理办法=SCHOOL,
        靖江市关于支持船舶产业发展的若干意见=SHIPS,
        台州市关于促进跨境电子商务发展的若干意见=ELSEWHERE,
        关于调整泰州市区机动车停放服务收费标准的通知=PARKING,
    )
    (tmp_path / "later").mkdir()
    later = tmp_path / "later" / "2024.txt"
    later.write_text(f"泰州市人才租房补贴办法\n\n{repealed}\n", "utf-8")
    assert library.ingest(later).status == "ingested"
    return library


@pytest.mark.parametrize(
    ("question", "says", "avoids"),
    [
        ("2022年租房补贴标准是多少", "1200元", "1500元"),
        ("2025年租房补贴标准是多少", "1500元", "1200元"),
        ("租房补贴标准是多少", "1500元", "1200元"),
    ],
)
def test_a_year_that_is_past_is_answered_by_what_applied_in_it(
    of_one_city: PolicyLibrary, question: str, says: str, avoids: str
) -> None:
    answer = of_one_city.answer(question, on=ON)
    assert says in answer.text
    assert avoids not in answer.text


def test_rules_that_began_after_the_year_asked_about_are_not_given_as_its_own(
    of_one_city: PolicyLibrary,
) -> None:
    answer = of_one_city.answer("2017年公租房收入要低于多少元", on=ON)
    assert answer.text.startswith(
        "您问的是2017年，没有找到当时的规定；所引文件自2019年9月1日起施行。"
    )


@pytest.mark.parametrize(
    ("question", "belongs_together"),
    [
        ("机关事业单位工作人员能领租房补贴吗", ("本科以上学历人员", "机关事业单位工作人员除外")),
        ("公租房收入要低于多少", ("低于2800元", "年满18周岁", "低于15平方米")),
        ("外来务工人员申请公租房有什么条件", ("年满18周岁", "不受前款第（二）项限制")),
        ("研发费用补助多少", ("占销售收入比重超过5%的工业企业", "10%给予补助", "不超过100万元")),
        ("科技企业贷款贴息多少", ("50%给予贴息", "逾期还款的，不予贴息")),
        ("孤儿学前资助多少", ("孤儿和残疾儿童", "每生每年1000元", "建档立卡家庭儿童")),
        ("百岁老人高龄津贴多少", ("每人每月500元", "①各区可以适当提高标准")),
    ],
)
def test_no_condition_or_bound_is_left_behind(
    of_one_city: PolicyLibrary, question: str, belongs_together: tuple[str, ...]
) -> None:
    text = of_one_city.answer(question, on=ON).text
    assert [part for part in belongs_together if part not in text] == []


def test_when_to_apply_is_not_answered_by_how_long_an_office_takes(
    of_one_city: PolicyLibrary,
) -> None:
    answer = of_one_city.answer("科技创新奖励企业什么时候申请", on=ON)
    assert "每年9月底前提交申请" in answer.text
    assert "办理时限" not in answer.text


def test_a_line_that_stops_in_half_width_is_no_heading(of_one_city: PolicyLibrary) -> None:
    answer = of_one_city.answer("小区停车费标准是多少", on=ON)
    assert "住宅小区停车费实行市场调节价" in answer.text
    assert "5元" not in answer.text


def test_the_city_is_asked_after_its_district_and_the_other_way_round(
    of_one_city: PolicyLibrary,
) -> None:
    of_the_city = asked_in_turn(of_one_city, "海陵区春节稳岗奖励每人多少", "那泰州市呢")
    assert "每人200元" in of_the_city.citations[0].quote
    of_the_district = asked_in_turn(of_one_city, "泰州市工业企业稳岗奖励什么时候申报", "海陵区呢")
    assert "2024年3月31日前" in of_the_district.text
    assert "2月29日" not in of_the_district.text


def test_a_number_that_points_at_nothing_is_asked_back(of_one_city: PolicyLibrary) -> None:
    answer = asked_in_turn(of_one_city, "最低工资标准是多少", "第一个呢")
    assert answer.outcome is Outcome.CLARIFY
    assert not answer.citations


@pytest.mark.parametrize("asked", ["第五个呢", "上面第五条找谁", "刚才说的第五条具体给多少"])
def test_a_number_beyond_what_was_quoted_is_said_to_be(
    of_one_city: PolicyLibrary, asked: str
) -> None:
    answer = asked_in_turn(of_one_city, "春节稳岗奖励每人多少", asked)
    assert answer.outcome is Outcome.CLARIFY
    assert "只引用了" in answer.text
    assert "没有第5处" in answer.text


def test_a_part_s_document_is_not_given_as_that_of_its_city(of_one_city: PolicyLibrary) -> None:
    answer = of_one_city.answer("泰州市对绿色船舶有补助吗", on=ON)
    assert "所引靖江市的文件，不是泰州统一的规定。" in answer.text
    assert "统一的规定" not in of_one_city.answer("靖江绿色船舶有补助吗", on=ON).text


def test_a_city_whose_documents_are_held_is_not_called_strange(of_one_city: PolicyLibrary) -> None:
    answer = of_one_city.answer("台州春节稳岗奖励每人多少", on=ON)
    assert answer.refusal is RefusalReason.NOT_IN_LIBRARY
    assert "每人200元" not in answer.text
