"""Another case's amount, the rule of before and a telling are not given for the rule asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.answer.bearing import Bearings, year_opened_with
from retrieval.answer.fit import told_as_unstated
from retrieval.answer.passages import tells_the_former_rule
from retrieval.answer.ranges import of_the_case
from retrieval.documents.structure import Unit, UnitKind
from retrieval.documents.terms import read_terms
from retrieval.documents.told import told_as
from retrieval.results import Gap
from tests.retrieval.material import ON, asked_in_turn, library_of, signed

CITY = "泰州市人民政府"
HELP = signed(
    "泰政规〔2023〕4号\n第三条 临时救助标准按人均月低保标准的3倍确定。"
    "低保家庭按6倍确定，但一年内救助不得超过2次。\n"
    "第六条 离职提取须满6个月。有下列情形的除外：\n（一）出境定居的；\n（二）完全丧失劳动能力的。\n"
    "第七条 本办法自2023年6月1日起施行。",
    CITY, "2023年5月10日",
)  # fmt: skip
OLD_AGE = signed(
    "泰民规〔2023〕1号\n一、发放标准\n1.80—89周岁老年人：每人每月50元；\n"
    "2.90—99周岁老年人：每人每月100元；\n3.100周岁以上老年人：每人每月500元。\n"
    "二、原规定每人每月30元的标准，自2023年1月1日起不再执行。",
    "泰州市民政局", "2023年1月10日",
)  # fmt: skip
MEDICAL = signed(
    "泰医保发〔2023〕7号\n第三条 对住院费用，按下列比例救助：\n（一）特困人员救助100%；\n"
    "（二）低保对象救助75%。\n年度累计救助最高不超过12万元。",
    "泰州市医疗保障局", "2023年9月10日",
)  # fmt: skip
HIGH_TECH = signed(
    "泰政规〔2025〕1号\n第一条 苏州市对首次认定的高新技术企业奖励50万元，为缩小差距，制定本办法。\n"
    "第三条 首次认定的高新技术企业，符合下列条件之一的，奖励25万元：\n"
    "（一）年研发投入占比超过6%；\n（二）拥有发明专利3件以上。\n不符合前款条件的，奖励15万元。",
    CITY, "2025年2月1日",
)  # fmt: skip
WATER = signed(
    "泰发改价〔2024〕12号\n现将市区供水价格通知如下：\n单位：元/立方米\n"
    "用户类别\t基本水价\t污水处理费\t到户价\n居民第一阶梯\t2.10\t0.95\t3.05\n"
    "非居民\t2.60\t1.40\t4.00\n本通知自2024年7月1日起执行。",
    "泰州市发展和改革委员会", "2024年6月1日",
)  # fmt: skip
LOANS = signed(
    "泰公积金〔2025〕3号\n一、原规定双缴存职工家庭贷款最高额度60万元。\n"
    "二、现调整为：双缴存职工家庭贷款最高不超过100万元。",
    "泰州市住房公积金管理中心", "2025年2月10日",
)  # fmt: skip
WITHDRAWALS = signed(
    "泰公积金规〔2021〕3号\n第五条 租房提取公积金，每年限额12000元。",
    "泰州市住房公积金管理中心", "2021年2月10日",
)  # fmt: skip
MORE_WITHDRAWN = signed(
    "泰公积金〔2024〕13号\n租房提取限额由每年12000元提高到每年18000元，自2024年7月1日起执行。",
    "泰州市住房公积金管理中心", "2024年6月10日",
)  # fmt: skip
WAGES = signed(
    "泰人社发〔2025〕1号\n从2025年1月1日起，全市最低工资标准调整为每月二千四百九十元。",
    "泰州市人力资源和社会保障局", "2025年1月1日",
)  # fmt: skip


def refund(year: int, small: str, large: str) -> str:
    return signed(
        f"泰人社发〔{year}〕5号\n{year}年稳岗返还比例：中小微企业{small}，大型企业{large}。",
        "泰州市人力资源和社会保障局", f"{year}年5月1日",
    )  # fmt: skip


@pytest.fixture
def of_figures(tmp_path: Path) -> PolicyLibrary:
    return library_of(
        tmp_path,
        泰州市困难群众临时救助办法=HELP,
        泰州市高龄津贴发放办法=OLD_AGE,
        泰州市医疗救助实施细则=MEDICAL,
        泰州市高新技术企业培育办法=HIGH_TECH,
        泰州市城市供水价格调整通知=WATER,
        泰州市公积金贷款调整通知=LOANS,
        泰州市公积金提取管理办法=WITHDRAWALS,
        泰州市公积金中心关于提高租房提取额度的通知=MORE_WITHDRAWN,
        泰州市最低工资标准通知=WAGES,
        泰州市稳岗返还通知2023=refund(2023, "60%", "30%"),
        泰州市稳岗返还通知2025=refund(2025, "不超过90%", "不超过50%"),
    )


@pytest.mark.parametrize(
    ("question", "says", "avoids"),
    [
        ("临时救助标准是多少", ("3倍", "低保家庭按6倍", "不得超过2次"), ()),
        ("离职提取要满几个月", ("满6个月", "除外：", "出境定居", "丧失劳动能力"), ()),
        ("低保对象住院救助比例", ("75%", "最高不超过12万元"), ()),
        ("首次认定高新技术企业奖励多少", ("25万元", "15万元"), ("50万元",)),
        ("非居民污水处理费多少", ("单位：元/立方米", "1.40"), ()),
        ("85岁老人每月多少津贴", ("每人每月50元",), ("100元", "500元")),
        ("高龄津贴多少钱", ("每人每月50元", "每人每月100元", "每人每月500元"), ("泰民规",)),
        ("双缴存职工公积金贷款最高多少", ("不超过100万元",), ("60万元",)),
        ("租房提取公积金每年多少", ("提高到每年18000元", "12000元"), ()),
        ("小时工最低工资多少", ("二千四百九十元",), ("个人信息",)),
        ("2023年大型企业稳岗返还比例", ("大型企业30%",), ("50%",)),
    ],
)
def test_no_figure_is_given_for_another_case_or_time(
    of_figures: PolicyLibrary, question: str, says: tuple[str, ...], avoids: tuple[str, ...]
) -> None:
    text = of_figures.answer(question, on=ON).text
    assert [part for part in says if part not in text] == []
    assert [part for part in avoids if part in text] == []


def test_the_changing_sentence_stands_before_the_one_it_changes(
    of_figures: PolicyLibrary,
) -> None:
    first, second = of_figures.answer("租房提取公积金每年多少", on=ON).citations[:2]
    assert "18000元" in first.quote
    assert "每年限额12000元" in second.quote


def test_of_two_years_notices_the_latest_is_quoted_first(of_figures: PolicyLibrary) -> None:
    answer = of_figures.answer("大型企业稳岗返还比例", on=ON)
    assert answer.citations[0].quote.startswith("2025年")


def test_a_year_nobody_laid_anything_down_for_is_said_to_be_another(
    of_figures: PolicyLibrary,
) -> None:
    answer = of_figures.answer("2024年大型企业稳岗返还比例", on=ON)
    assert answer.text.startswith("您问的是2024年，没有找到那一年的规定；所引原文说的是2023年。")


def test_the_age_of_a_follow_up_is_the_one_that_counts(of_figures: PolicyLibrary) -> None:
    answer = asked_in_turn(of_figures, "90岁高龄津贴多少", "100岁呢")
    assert "每人每月500元" in answer.text
    assert "每人每月100元" not in answer.text


def test_the_year_of_a_follow_up_is_the_one_that_counts(of_figures: PolicyLibrary) -> None:
    answer = asked_in_turn(of_figures, "2025年稳岗返还比例多少", "2023年的呢")
    assert "60%" in answer.text
    assert "90%" not in answer.text


@pytest.mark.parametrize(
    ("question", "sentence", "case"),
    [
        ("100岁呢", "2.90—99周岁老年人：每人每月100元；", -1),
        ("100岁呢", "3.100周岁以上老年人：每人每月500元。", 1),
        ("60岁有补贴吗", "60周岁及以上老年人", 1),
        ("16岁能申请吗", "年满18周岁", -1),
        ("17岁呢", "不满18周岁的未成年人", 1),
        ("工作12年年假几天", "累计工作已满10年不满20年的，年休假10天", 1),
        ("工作12年年假几天", "累计工作已满1年不满10年的，年休假5天", -1),
        ("投资800万元奖多少", "设备投资额不低于500万元的，按5%给予奖补。", 1),
        ("投资300万元奖多少", "设备投资额不低于500万元的，按5%给予奖补。", -1),
        ("投资八百万元奖多少", "投资500万元至1000万元的项目，按3%补助", 1),
        ("停10分钟收费吗", "停车不足15分钟的免费。", 1),
        ("停20分钟收费吗", "停车不足15分钟的免费。", -1),
        ("停10分钟收费吗", "首小时4元，之后每30分钟2元。", 0),
        ("投资800万元奖多少", "给予最高不超过100万元补助。", 0),
        ("2024年补贴多少", "连续缴纳社会保险满3年的，给予补贴", 0),
        ("补贴多少", "60周岁以上老年人", 0),
    ],
)
def test_a_number_in_the_question_tells_whose_case_it_is(
    question: str, sentence: str, case: int
) -> None:
    assert of_the_case(question, sentence) == case


@pytest.mark.parametrize(
    ("sentence", "is_former"),
    [
        ("一、原规定贷款最高额度60万元。", True),
        ("此前每人每月补贴30元。", True),
        ("原《奖励办法》规定奖励20万元。", True),
        ("原规定每人每月30元，现调整为50元。", False),
        ("原材料价格上涨10%的，给予补贴。", False),
        ("原则上每年9月申报。", False),
    ],
)
def test_what_was_so_before_is_told_from_what_is(sentence: str, is_former: bool) -> None:
    assert tells_the_former_rule(sentence) is is_former


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("2023年稳岗返还比例：60%", "2023"),
        ("一、2023年度缴费标准为350元", "2023"),
        ("2023年1月1日起施行", ""),
        ("2023年底前完成", ""),
        ("自2023年起", ""),
    ],
)
def test_a_sentence_that_opens_with_a_year_is_of_it(sentence: str, year: str) -> None:
    assert year_opened_with(sentence) == year
    if year:
        unit = Unit(UnitKind.SENTENCE, "一", 1, 0, len(sentence), sentence)
        assert Bearings("2024年比例多少", [unit]).of(unit) == -1.0
        assert Bearings("2023年比例多少", [unit]).of(unit) == 1.0


@pytest.mark.parametrize(
    ("sentence", "last"),
    [
        ("本办法自2022年6月1日起施行，有效期叁年。", "2025-05-31"),
        ("本政策有效期暂定2年，自2022年6月1日起计算。", "2024-05-31"),
        ("本措施在2022年6月1日至2023年12月31日期间有效。", "2023-12-31"),
        ("本通知自印发之日起执行，2024年底前有效。", "2024-12-31"),
        ("政策执行期为2022—2024年。", "2024-12-31"),
        ("政策有效期：2022年6月1日—2023年5月31日。", "2023-05-31"),
        ("以上政策措施自2022年5月10日起施行，有效期至2022年12月31日。", "2022-12-31"),
        ("以上措施除有明确期限外，自印发之日起实施，有效期至2022年12月31日。", "2022-12-31"),
        (
            "本办法从2022年6月1日起施行，有关规定与本办法不一致的，按本办法执行，有效期3年。",
            "2025-05-31",
        ),
        ("本办法自2022年6月1日起实行，有效期三年。", "2025-05-31"),
        ("本办法自2022年6月1日零时起施行，有效期至2025年。", "2025-12-31"),
        ("本通知自下发之日起执行，暂定一年。", "2023-05-09"),
        ("本细则自2022年6月1日起施行，有效期两年半。", "2024-11-30"),
        ("本方案自印发之日起施行，有效期至上级政策调整之日止。", None),
        ("实施时间：2022年6月底前完成。", None),
        ("通过本方案实施，到2025年，建成100家企业。", None),
        ("证书有效期：2022年6月1日—2023年5月31日。", None),
        ("有效期：5年。", None),
        ("项目实施期限为2022—2024年。", None),
        ("本办法自2022年6月1日起施行，居住证有效期1年。", None),
    ],
)
def test_the_last_day_is_read_in_these_words_too(sentence: str, last: str | None) -> None:
    until = read_terms(f"{sentence}\n2022年5月10日", date(2022, 5, 10)).valid_until
    assert (until.day.isoformat() if until else None) == last


DRAFT = signed(
    "（征求意见稿）\n第三条 首期住宅专项维修资金按每平方米90元交存。",
    "泰州市住房和城乡建设局", "2026年5月10日",
)  # fmt: skip
UPKEEP = signed(
    "泰政规〔2019〕4号\n第三条 首期住宅专项维修资金按每平方米60元交存。\n"
    "第九条 本办法自2019年6月1日起施行。",
    CITY, "2019年5月10日",
)  # fmt: skip
UPKEEP_TO_COME = signed(
    "泰政规〔2026〕4号\n第三条 首期住宅专项维修资金按每平方米80元交存。\n"
    "第九条 本规定自2027年1月1日起施行。"
    "《泰州市住宅专项维修资金管理办法》（泰政规〔2019〕4号）同时废止。",
    CITY, "2026年10月10日",
)  # fmt: skip
TOLD = signed(
    "一、制定背景\n维修资金首期按每平方米70元交存，原标准为50元。",
    "泰州市住房和城乡建设局", "2026年6月10日",
)  # fmt: skip
REPORTED = signed(
    "记者从市住建局获悉，首期住宅专项维修资金拟按每平方米85元交存。",
    "泰州日报", "2026年7月10日",
)  # fmt: skip


def test_the_rule_in_force_goes_before_drafts_rules_to_come_and_tellings(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        住宅专项维修资金管理办法解读=TOLD,
        我市住宅专项维修资金标准有望调整=REPORTED,
        泰州市住宅专项维修资金管理规定=UPKEEP_TO_COME,
        泰州市住宅专项维修资金办法=DRAFT,
        泰州市住宅专项维修资金管理办法=UPKEEP,
    )
    answer = library.answer("首期住宅专项维修资金每平方米交多少", on=ON)
    assert "每平方米60元" in answer.citations[0].quote
    assert "自2027年1月1日起将被《泰州市住宅专项维修资金管理规定》取代或废止" in answer.text
    later = library.answer("首期住宅专项维修资金每平方米交多少", on=date(2027, 1, 1))
    assert "每平方米80元" in later.citations[0].quote


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("住宅专项维修资金管理办法解读", TOLD, "政策解读"),
        ("我市住宅专项维修资金标准有望调整", REPORTED, "新闻报道"),
    ],
)
def test_a_telling_is_said_to_be_one(tmp_path: Path, title: str, text: str, kind: str) -> None:
    assert told_as(title, text) == kind
    library = library_of(tmp_path, 泰州市犬只办法="第一条 养犬应当登记。", **{title: text})
    answer = library.answer("首期住宅专项维修资金每平方米交多少", on=ON)
    assert f"《{title}》是{kind}，不是文件本身，以正式文件为准。" in answer.text


def test_a_telling_ends_no_document(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市住宅专项维修资金管理办法=UPKEEP,
        维修资金新规解读=signed(
            "《泰州市住宅专项维修资金管理办法》（泰政规〔2019〕4号）同时废止。",
            CITY,
            "2026年6月1日",
        ),
    )
    assert "废止" not in library.answer("维修资金每平方米交多少", on=ON).text


def test_a_question_of_a_telling_is_quoted_with_its_answer(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市犬只办法="第一条 养犬应当登记。",
        停车收费政策问答=signed(
            "问：忘记缴纳停车费怎么补缴？\n答：可以在30日内到窗口办理。\n"
            "问：军车停车收费吗？\n答：不收费。",
            "泰州市发展和改革委员会", "2024年5月1日",
        ),
    )  # fmt: skip
    answer = library.answer("忘记缴纳停车费怎么补缴", on=ON)
    assert "忘记缴纳停车费怎么补缴？" in answer.text
    assert "答：可以在30日内到窗口办理。" in answer.text
    assert "不收费" not in answer.text


@pytest.mark.parametrize(
    ("question", "sentence", "unstated"),
    [
        ("高龄津贴申请条件是什么", "本市户籍80周岁以上的老人可以申请高龄津贴。", ()),
        ("谁能领高龄津贴", "80周岁以上老年人均可领取。", ()),
        ("申请资格", "仅限本市户籍居民。", ()),
        ("怎么申请补贴", "企业登录政策兑现平台在线申报。", ()),
        ("怎么申请补贴", "申请人到居委会登记，由街道审核。", ()),
        ("社保补贴找哪个部门", "向市人力资源和社会保障局申请。", ()),
        ("什么时候申请", "3月和9月集中受理。", ()),
        ("什么时候发", "按季发放。", ()),
        ("比例是多少", "占总额的三分之一。", ()),
        ("补贴多少钱", "补贴标准由市财政局另行制定。", (Gap.AMOUNT,)),
        ("补办要交多少钱", "首次申领免收，补领应当缴纳工本费。", (Gap.AMOUNT,)),
        ("电话多少", "向市民政局申请。", (Gap.CONTACT,)),
        ("多久能批", "全年受理，随到随批。", (Gap.DEADLINE,)),
        ("什么条件", "对企业给予补贴。", (Gap.CONDITION,)),
    ],
)
def test_nothing_is_told_as_unstated_that_is_stated_in_other_words(
    question: str, sentence: str, unstated: tuple[Gap, ...]
) -> None:
    assert told_as_unstated(question, [sentence]) == unstated
