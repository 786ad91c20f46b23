"""Another grant's sum, somebody's term and a county's rule are not given for those asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.answer.candidate import Candidate
from retrieval.answer.excluding import asks_for_both_of
from retrieval.answer.fit import fit, told_as_unstated
from retrieval.documents.changes import ChangeKind
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse
from retrieval.documents.structure import Unit, UnitKind
from retrieval.documents.terms import read_terms
from retrieval.results import Gap
from retrieval.search.several import questions_in
from retrieval.store import StoredUnit
from tests.retrieval.material import ON, library_of, record, signed

CITY = "泰州市人民政府"
A = "《泰州市甲奖励办法》（泰政规〔2020〕3号）"
JOBS = signed(
    "泰人社规〔2023〕8号\n"
    "一、企业招用就业困难人员并缴纳社会保险费的，按每人每月500元给予岗位补贴，期限不超过3年。\n"
    "二、小微企业新招用毕业年度高校毕业生的，给予每人1500元一次性吸纳就业补贴。\n"
    "三、本细则自2023年10月1日起施行，有效期至2025年9月30日。",
    "泰州市人力资源和社会保障局", "2023年9月5日",
)  # fmt: skip
CARE = signed(
    "泰民规〔2024〕6号\n第三条 运营补贴按实际收住老年人数计算：\n（一）自理老人，每人每月80元；\n"
    "（二）失能老人，每人每月240元。\n第九条 本办法自2024年9月1日起施行，有效期5年。",
    "泰州市民政局", "2024年8月5日",
)  # fmt: skip
SKILLS = signed(
    "泰人社规〔2022〕5号\n第四条 同一职业同一等级只能申请一次补贴，每人每年享受补贴次数最多3次。",
    "泰州市人力资源和社会保障局", "2022年6月1日",
)  # fmt: skip
OLD_AGE = signed(
    "泰民规〔2022〕1号\n第二条 具有本市户籍、年满80周岁的老年人可以领取尊老金。\n"
    "第三条 80—89周岁每人每月60元，90—99周岁每人每月150元，100周岁及以上每人每月600元。\n"
    "第四条 尊老金从老年人年满80周岁的次月起发放，未及时申报的，最多补发6个月。\n"
    "第五条 户籍迁出本市的，从次月起停发。",
    "泰州市民政局", "2022年2月25日",
)  # fmt: skip
LIFTS = signed(
    "泰政规〔2023〕6号\n"
    "第三条 既有住宅加装电梯财政补助按每台10万元给予，每台最高不超过15万元。\n"
    "第五条 申请补助应当自取得电梯使用登记证之日起6个月内提出。\n"
    "第七条 高港区可以参照本办法执行，加装电梯补助标准由区人民政府确定。\n"
    "第八条 本办法自2023年8月1日起施行，有效期至2028年7月31日。",
    CITY, "2023年7月3日",
)  # fmt: skip
LIFTS_OF_A_DISTRICT = signed(
    "泰姜政规〔2024〕1号\n第三条 加装电梯补助标准为每台8万元。\n"
    "第八条 本细则自2024年3月1日起施行，有效期5年。",
    "泰州市姜堰区人民政府", "2024年1月29日",
)  # fmt: skip
HOMES = signed(
    "泰政办发〔2023〕11号\n一、购房补贴\n购买新建商品住房的，按合同总价的1%给予购房补贴。\n"
    "二、换房补贴\n出售自有住房并购买新房的，给予换房补贴2万元。\n"
    "三、附则\n本措施自2023年3月1日起施行，有效期至2024年12月31日。",
    "泰州市人民政府办公室", "2023年2月25日",
)  # fmt: skip
HOMES_LONGER = signed(
    "泰政办发〔2025〕2号\n一、《泰州市促进房地产市场平稳发展若干措施》（泰政办发〔2023〕11号）"
    "第一条购房补贴政策延续至2027年12月31日，第二条不再延续。",
    "泰州市人民政府办公室", "2025年1月4日",
)  # fmt: skip
SMART = signed(
    "泰工信规〔2023〕1号\n第五条 对国家级工业互联网平台，给予一次性奖励100万元。\n"
    "第六条 对智能制造示范工厂，给予一次性奖励30万元，对示范车间奖励10万元。"
    "同一企业同一年度只能享受一项奖励，按就高原则执行。\n第七条 发生重大事故的，三年内不得申报。",
    "泰州市工业和信息化局", "2023年1月30日",
)  # fmt: skip
RENTS = signed(
    "泰公积金规〔2019〕2号\n第七条 无房职工租房提取住房公积金的，每年限额12000元。",
    "泰州市住房公积金管理中心", "2019年4月1日",
)  # fmt: skip


def more_rent(last: str) -> str:
    return signed(
        "泰公积金〔2022〕15号\n四、无房职工租房提取限额由每年12000元提高到每年18000元。\n"
        f"五、本通知自2022年6月1日起施行，有效期至{last}。",
        "泰州市住房公积金管理中心", "2022年5月28日",
    )  # fmt: skip


@pytest.fixture
def of_grants(tmp_path: Path) -> PolicyLibrary:
    return library_of(
        tmp_path,
        泰州市企业招用就业困难人员岗位补贴实施细则=JOBS,
        泰州市民办养老机构运营补贴管理办法=CARE,
        泰州市企业职工技能提升补贴实施办法=SKILLS,
        泰州市高龄老人尊老金发放办法=OLD_AGE,
        泰州市既有住宅加装电梯财政补助办法=LIFTS,
        姜堰区既有住宅加装电梯补助实施细则=LIFTS_OF_A_DISTRICT,
        泰州市促进房地产市场平稳发展若干措施=HOMES,
        关于延续实施购房补贴政策的通知=HOMES_LONGER,
        泰州市智能制造专项资金管理办法=SMART,
    )


@pytest.mark.parametrize(
    ("question", "says", "avoids"),
    [
        # A grant that is over is said to be, and no other is given in its place.
        ("岗位补贴每人每月多少", ["每人每月500元", "已过，不是现行政策"], ["240元", "最多3次"]),
        # The article that says how much does not name what it is for.
        ("尊老金多少钱", ["80—89周岁每人每月60元"], ["没有写明具体金额"]),
        # What asks whether two may be had together is answered by what forbids it.
        ("示范车间和示范工厂奖励能一起拿吗", ["只能享受一项奖励"], []),
        ("购房补贴多少", ["按合同总价的1%", "延长至2027年12月31日", "执行期限已被"], []),
        ("换房补贴多少", ["换房补贴2万元", "其余不是现行政策"], ["执行期限已被"]),
    ],
)
def test_what_is_asked_of_is_answered_and_nothing_else(
    of_grants: PolicyLibrary, question: str, says: list[str], avoids: list[str]
) -> None:
    text = of_grants.answer(question, on=ON).text
    assert [word for word in says if word not in text] == []
    assert [word for word in avoids if word in text] == []


def test_the_city_s_rule_goes_before_that_of_its_district(of_grants: PolicyLibrary) -> None:
    text = of_grants.answer("加装电梯补助多少钱", on=ON).text
    assert text.index("每台10万元") < text.index("每台8万元")


def test_the_district_s_rule_answers_where_it_is_asked_about(of_grants: PolicyLibrary) -> None:
    text = of_grants.answer("姜堰区加装电梯补助多少钱", on=ON).text
    assert "每台8万元" in text
    assert "每台10万元" not in text


def test_where_somebody_else_lays_the_amount_down_the_next_article_s_is_none(
    of_grants: PolicyLibrary,
) -> None:
    text = of_grants.answer("高港区加装电梯补助标准是多少", on=ON).text
    assert "由区人民政府确定" in text
    assert "每台10万元" not in text


def test_two_particulars_parted_by_a_comma_are_both_answered(of_grants: PolicyLibrary) -> None:
    text = of_grants.answer("加装电梯补助多少，什么时候申请", on=ON).text
    assert "每台10万元" in text
    assert "6个月内提出" in text


@pytest.mark.parametrize(("last", "first"), [("2022年12月31日", "12000"), ("2028年5月31日", "由")])
def test_a_notice_that_is_over_has_changed_no_figure(tmp_path: Path, last: str, first: str) -> None:
    library = library_of(
        tmp_path, 住房公积金提取管理办法=RENTS, 住房公积金阶段性支持政策的通知=more_rent(last)
    )
    text = library.answer("租房提取公积金每年限额多少", on=ON).text
    quotes = text[text.index("「") :]
    assert ("由每年12000元提高到" in quotes) is (first == "由")


@pytest.mark.parametrize(
    ("last", "is_suspended"), [("2022年12月31日", False), ("2028年5月31日", True), ("", True)]
)
def test_a_suspension_ends_with_the_term_of_the_notice_that_orders_it(
    tmp_path: Path, last: str, is_suspended: bool
) -> None:
    term = f"二、本通知自2022年6月1日起施行，有效期至{last}。\n" if last else ""
    library = library_of(
        tmp_path,
        住房公积金提取管理办法=RENTS,
        关于住房公积金阶段性支持政策的通知=signed(
            "泰公积金〔2022〕15号\n"
            f"一、《住房公积金提取管理办法》（泰公积金规〔2019〕2号）暂停执行。\n{term}",
            "泰州市住房公积金管理中心", "2022年5月28日",
        ),
    )  # fmt: skip
    text = library.answer("《住房公积金提取管理办法》还有效吗", on=ON).text
    assert ("暂停执行" in text) is is_suspended


@pytest.mark.parametrize(
    ("sentence", "last"),
    [
        ("三、本市户籍居民申领政策，有效期3年，到期可重新申请。", None),
        ("本市规范性文件有效期为5年，暂行的有效期为2年。", None),
        ("本市出台的规范性文件，有效期为5年。", None),
        # Near these, the document itself.
        ("本市居民基本养老保险办法自2024年1月1日起施行，有效期3年。", date(2026, 12, 31)),
        ("本市居住证管理办法自2024年1月1日起施行，有效期3年。", date(2026, 12, 31)),
        ("本市购房补贴政策有效期至2026年12月31日。", date(2026, 12, 31)),
        ("本规范性文件有效期3年。", date(2026, 12, 31)),
        ("本政策有效期至2026年12月31日。", date(2026, 12, 31)),
        ("本省级规划实施期限为2021年至2026年。", date(2026, 12, 31)),
    ],
)
def test_a_term_of_what_others_hold_is_not_the_document_s(sentence: str, last: date | None) -> None:
    until = read_terms(sentence, date(2024, 1, 1)).valid_until
    assert (until.day if until else None) == last


FROM = "本办法自2024年1月1日起施行，有效期3年"
LAST = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (f"{FROM}。有效期届满后未发布新规定的，继续执行至新规定发布之日。", None),
        (f"{FROM}，期满后未作调整的继续执行。", None),
        (f"{FROM}。有效期届满，需要继续执行的，应当重新发布。", LAST),
        (f"{FROM}，到期后视情况决定是否继续执行。", LAST),
        (f"{FROM}。已受理的申请期满后继续办理。", LAST),
        (f"{FROM}。\n第九条 合同到期后双方无异议的，继续执行原标准。", LAST),
        ("三、政策实施期限至2026年12月31日，国家另有规定的从其规定。", LAST),
        ("三、政策执行期限：2024年1月1日至2026年12月31日。", LAST),
        ("三、项目实施期限至2026年12月31日。", None),
    ],
)
def test_the_last_day_is_the_document_s_unless_it_goes_on_by_itself(
    text: str, last: date | None
) -> None:
    until = read_terms(text, date(2024, 1, 1)).valid_until
    assert (until.day if until else None) == last


def said(sentence: str) -> list[tuple[ChangeKind, str | None, date | None]]:
    effects = read_effects(sentence, parse(sentence), "关于有关事项的通知")
    return [(effect.kind, effect.clause, effect.on or effect.until) for effect in effects]


LONGER, DELETED = ChangeKind.CLAUSE_EXTENDED, ChangeKind.CLAUSE_DELETED
END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        (
            f"{A}第一条购房补贴政策延续至2026年12月31日，第二条不再延续。",
            [(LONGER, "第一条", END)],
        ),
        (f"{A}第三条的有效期延长至2026年12月31日。", [(LONGER, "第三条", END)]),
        (f"{A}中第三条规定的奖励政策延续执行至2026年12月31日。", [(LONGER, "第三条", END)]),
        (f"{A}第三条不延续至2026年12月31日。", []),
        (f"{A}第三条以外的政策延续至2026年12月31日。", []),
        (f"根据{A}第三条，补贴期限延长至2026年12月31日。", []),
        (f"符合{A}第三条规定的企业，补贴延续至2026年12月31日。", []),
        (f"{A}第三条拟延续至2026年12月31日。", []),
        (f"{A}有效期延长至2026年12月31日。", [(ChangeKind.EXTENDED, None, END)]),
        (
            f"{A}有效期延长至2026年12月31日，其中第三条自2026年1月1日起不再执行。",
            [(ChangeKind.EXTENDED, None, END), (DELETED, "第三条", date(2026, 1, 1))],
        ),
        (f"符合{A}规定的企业，其中第三条不再执行。", []),
        (
            f"{A}、《泰州市乙办法》有效期延长至2026年12月31日，其中第三条不再执行。",
            [(ChangeKind.EXTENDED, None, END)] * 2,
        ),
        (f"{A}于本办法施行之日起废止。", [(ChangeKind.REPEALED, None, None)]),
        (f"鉴于{A}即将失效，制定本办法。", []),
        (f"{A}即将到期废止。", []),
        (f"{A}即行废止。", [(ChangeKind.REPEALED, None, None)]),
        (f"{A}即日起废止。", [(ChangeKind.REPEALED, None, None)]),
    ],
)
def test_what_applies_longer_or_only_soon_no_more_is_told_apart(
    sentence: str, read: list[tuple[ChangeKind, str | None, date | None]]
) -> None:
    assert said(sentence) == read


@pytest.mark.parametrize(
    ("question", "sentence", "unstated"),
    [
        ("申报要求营业收入多少", "企业上年度营业收入不低于2000万元。", ()),
        ("新三板挂牌奖励多少", "“新三板”挂牌不再给予市级奖励。", ()),
        ("企业停业奖励多少", "对停业的企业不予奖励。", ()),
        ("人才奖励多少", "对引进的人才给予奖励。", (Gap.AMOUNT,)),
        ("申请奖励有什么条件", "对引进的人才给予奖励。", (Gap.CONDITION,)),
        ("补贴标准是多少", "补贴标准由市财政局另行制定。", (Gap.AMOUNT,)),
    ],
)
def test_nothing_is_told_as_unstated_that_is_stated_or_denied(
    question: str, sentence: str, unstated: tuple[Gap, ...]
) -> None:
    assert told_as_unstated(question, [sentence]) == unstated


@pytest.mark.parametrize(
    ("question", "sentence", "has_it"),
    [
        ("停车多长时间免费", "停车30分钟以内免费。", True),
        ("停车多长时间免费", "军车执行公务时免费停放。", False),
        ("生育津贴怎么计算", "生育津贴以职工月平均工资除以30天计发。", True),
        ("生育津贴怎么计算", "可以通过手机申领，5个工作日内到账。", False),
        ("保障金怎么算", "保障金年缴纳额=上年职工人数×1.5%×平均工资。", True),
    ],
)
def test_a_sentence_that_has_what_is_asked_is_known(
    question: str, sentence: str, has_it: bool
) -> None:
    assert (fit(question, sentence) > 0) is has_it


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("两项补贴可以一起领吗", True),
        ("能不能同时享受两项奖励", True),
        ("补贴能叠加吗", True),
        ("能重复申请吗", True),
        ("老人和孩子一起参保怎么办", False),
        ("同时符合哪些条件", False),
        ("护理补贴和生活补贴都能领吗", True),
        ("哪些企业都能申请", False),
        ("夫妻一起去办吗", False),
    ],
)
def test_it_is_known_where_it_is_asked_if_two_may_be_had_together(
    question: str, asks: bool
) -> None:
    assert asks_for_both_of(question) is asks


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("加装电梯补助多少，什么时候申请", ("加装电梯补助多少", "什么时候申请")),
        ("职工医保报销多少，居民医保报销多少", ("职工医保报销多少", "居民医保报销多少")),
        ("居住证怎么办理，在哪里？", ("居住证怎么办理", "在哪里")),
        ("我们是小微企业，能补多少", ("我们是小微企业，能补多少",)),
        ("年假休几天，工作十年的话多少天", ("年假休几天，工作十年的话多少天",)),
        ("技改补贴多少，是一次性还是每年多少", ("技改补贴多少，是一次性还是每年多少",)),
        ("技改补贴多少，有上限吗", ("技改补贴多少，有上限吗",)),
        ("补多少，怎么申请", ("补多少，怎么申请",)),
    ],
)
def test_a_comma_parts_questions_only_where_each_asks_its_own_particular(
    message: str, parts: tuple[str, ...]
) -> None:
    assert questions_in(message, lambda words: len(words) > 5) == parts


@pytest.mark.parametrize(
    ("sentence", "is_entry"),
    [
        ("2.泰州市户外广告设置管理办法（泰政规〔2015〕2号）", True),
        ("（一）《泰州市户外广告设置管理办法（试行）》（泰政规〔2015〕2号）；", True),
        ("2.低保标准按最低工资执行（泰民发〔2015〕2号）。", False),
        ("3.按《泰州市户外广告设置管理办法》执行。", False),
    ],
)
def test_an_entry_of_a_list_of_documents_says_nothing_of_their_matter(
    sentence: str, is_entry: bool
) -> None:
    unit = Unit(UnitKind.SENTENCE, "一", 1, 0, 1, sentence)
    candidate = Candidate(StoredUnit(1, "x", unit), record("某市通知"), 1.0, 1.0)
    assert (candidate.relevance < 1.0) is is_entry
