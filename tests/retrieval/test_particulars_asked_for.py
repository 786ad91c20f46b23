"""What a question asks for (a time, an amount, a fine, an end), and what answers none of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import Gap, Outcome, PolicyLibrary, RefusalReason, Turn
from retrieval.answer.fit import fit, unstated
from retrieval.answer.screening import screened
from retrieval.search.document_facts import DocumentFact, facts_asked
from retrieval.search.measure import act_left_undone, is_set_by, misses_what_decides, sum_asked
from retrieval.search.question import understand
from retrieval.search.vocabulary import vocabulary
from tests.retrieval.material import library_of, two_editions

ON = date(2019, 11, 15)


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("公租房租下来能转租吗", "公共租赁住房承租能转租吗"),
        ("公租房租金", "公共租赁住房租金"),
        ("出租房屋要登记吗", "出租房屋要登记吗"),
        ("天津租房补贴", "天津租房补贴"),
        ("最高职业资格", "最高职业资格"),
        ("写的软件归谁", "开发的软件归属"),
        ("船厂归谁管", "船厂归谁管"),
    ],
)
def test_an_everyday_word_is_replaced_where_it_is_one(said: str, official: str) -> None:
    assert vocabulary().in_official_words(said) == official


def test_a_document_that_speaks_as_people_do_is_found_by_either_word(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        公租房办法="第一条 公租房租金标准由市发展改革局核定。\n第二条 公租房不得转租。",
        港口办法="第一条 港口应当保持畅通。",
    )
    for asked in ("公租房租金标准由谁核定", "公共租赁住房租金标准由谁核定"):
        assert "市发展改革局核定" in library.answer(asked, on=ON).text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("三天行不行", None),
        ("自己申请行不行", None),
        ("这个政策行不行", RefusalReason.OPINION),
        ("你们领导行不行", RefusalReason.OPINION),
    ],
)
def test_whether_something_will_do_is_an_opinion_only_of_people_and_policies(
    question: str, reason: RefusalReason | None
) -> None:
    assert screened(question) is reason


def test_a_measure_alone_leans_on_the_question_before() -> None:
    before = [Turn("user", "企业反映问题多久办结"), Turn("bot", "…")]
    asked = understand("三天行不行", before, ())
    assert asked.is_follow_up
    assert not asked.is_silent


def test_who_owns_a_work_is_no_question_for_the_office_in_charge(
    seed_library: PolicyLibrary,
) -> None:
    (summary,) = seed_library.documents()
    document = seed_library.document(summary.document_id)
    assert document
    industries = document.metadata.industries
    asked = understand("软件公司受委托开发的软件,版权归谁", (), industries)
    assert "lead_department" not in {concept.id for concept in asked.concepts}
    asked = understand("软件公司归谁管", (), industries)
    assert "lead_department" in {concept.id for concept in asked.concepts}
    assert unstated("员工开发的软件归谁", ["著作权由法人享有。"]) == ()


@pytest.mark.parametrize(
    ("question", "quote", "missing"),
    [
        ("积分入户多久能批", "3年内可凭居住证享受下列待遇", True),
        ("积分入户多久能批", "自受理之日起20个工作日内作出决定", False),
        ("享受多久", "3年内可凭居住证享受下列待遇", False),
    ],
)
def test_how_long_an_office_takes_is_not_how_long_a_right_lasts(
    question: str, quote: str, missing: bool
) -> None:
    assert (Gap.DEADLINE in unstated(question, [quote])) is missing


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("居住证多少天能办好", "居住证"),
        ("执业许可证办下来要多久", "执业许可证"),
        ("公示多久", "公示"),
    ],
)
def test_how_soon_something_is_done_is_no_part_of_what_it_is(question: str, topic: str) -> None:
    assert understand(question, (), ()).topic_text.strip() == topic


def test_what_is_asked_for_by_an_everyday_word_may_stand_by_its_official_one(
    tmp_path: Path,
) -> None:
    library = library_of(
        tmp_path,
        职工医疗办法="第一条 三级医院住院起付标准为1200元。",
        港口办法="第一条 港口应当保持畅通。",
    )
    assert "1200元" in library.answer("三级医院住院门槛费多少", on=ON).text


def test_a_fine_is_no_price() -> None:
    fine = "按照补收租金的两倍处以罚款。"
    assert unstated("一个月租金多少钱", [fine]) == (Gap.AMOUNT,)
    assert unstated("骗租罚多少", [fine]) == ()


def test_where_an_amount_is_not_stated_it_is_said_who_states_it(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        软件登记办法="第一条 办理软件登记应当缴纳费用。收费标准由国务院价格主管部门规定。",
        港口办法="第一条 港口应当保持畅通。",
    )
    answer = library.answer("办理软件登记收费标准多少钱", on=ON)
    assert answer.outcome is Outcome.ANSWERED_WITH_GAP
    assert "由国务院价格主管部门规定" in answer.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("软件登记的收费标准由国务院价格主管部门规定", True),
        ("租金标准根据地段、类别等因素，由市物价部门会同市财政研究确定", True),
        ("租金由承租人按月缴纳", False),
    ],
)
def test_who_lays_an_amount_down(text: str, expected: bool) -> None:
    assert is_set_by(text) is expected


@pytest.mark.parametrize(
    ("question", "named"),
    [("公租房租金每平方米多少元", "租金"), ("租金标准是多少", "租金"), ("怎么申请", None)],
)
def test_the_sum_a_question_names(question: str, named: str | None) -> None:
    assert sum_asked(question) == named


@pytest.mark.parametrize(
    ("question", "text", "misses"),
    [
        ("2022年的产值目标", "2018—2020年，每年实施项目20个以上", True),
        ("2019年的项目目标", "2018—2020年，每年实施项目20个以上", False),
        ("2020年的目标", "到2020年达到8家", False),
        ("2025年的目标", "力争达到8家", False),
    ],
)
def test_a_goal_is_set_for_no_year_after_those_a_text_names(
    question: str, text: str, misses: bool
) -> None:
    assert misses_what_decides(question, text) is misses


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("不备案会怎么处罚", "备案"),
        ("没有按规定备案要罚多少", "备案"),
        ("未及时申报怎么处罚", "申报"),
        ("能不能备案", None),
    ],
)
def test_the_act_somebody_is_punished_for_not_having_done(question: str, act: str | None) -> None:
    assert act_left_undone(question) == act


def test_the_punishment_of_an_omission_is_that_of_this_omission(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        代理条例="第一条 代理师应当在30日内备案。\n"
        "第二条 代理机构有下列行为之一的，处10万元以下的罚款：\n（一）未办理变更手续；\n"
        "第三条 代理师有下列行为之一的，处5万元以下的罚款：\n（一）未按规定备案；",
        港口办法="第一条 港口应当保持畅通。",
    )
    text = library.answer("代理师未按规定备案的怎么罚款", on=ON).text
    assert "5万元以下" in text
    assert "10万元以下" not in text


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("这个文件废止了哪个文件", (DocumentFact.REPEALS,)),
        ("通知废止了什么文件", (DocumentFact.REPEALS,)),
        ("方案有没有被废止", (DocumentFact.VALIDITY,)),
        ("方案被哪个文件废止了", (DocumentFact.VALIDITY,)),
    ],
)
def test_what_a_document_ends_is_not_whether_it_has_ended(
    question: str, facts: tuple[DocumentFact, ...]
) -> None:
    assert facts_asked(question) == facts


def test_what_a_document_ends_is_said_in_its_own_sentence(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        城市绿化管理办法="第一条 绿地不得占用。\n第二条 《城市园林管理规定》同时废止。",
        港口管理办法="第一条 港口应当保持畅通。",
    )
    answer = library.answer("城市绿化管理办法废止了哪个文件", on=ON)
    assert "《城市园林管理规定》同时废止" in answer.text
    assert [citation.clause for citation in answer.citations] == ["第二条#s1"]
    answer = library.answer("港口管理办法废止了哪个文件", on=ON)
    assert answer.outcome is Outcome.ANSWERED_WITH_GAP
    assert "文件未载" in answer.text


def test_the_text_a_new_edition_repeals_is_not_quoted_beside_it(tmp_path: Path) -> None:
    library = two_editions(tmp_path)
    text = library.answer("流动人员积分高中学历计多少分", on=ON).text
    assert "计30分" in text
    assert "计40分" not in text


def test_the_materials_under_a_heading_are_listed_whole(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        抵押登记通知="一、典当企业应当有经营范围。\n二、申请抵押登记应当提交以下材料：\n"
        "（一）登记申请表；\n（二）主债权合同；\n（三）抵押合同。",
        港口办法="第一条 港口应当保持畅通。",
    )
    text = library.answer("申请抵押登记要提交哪些材料", on=ON).text
    assert all(name in text for name in ("登记申请表", "主债权合同", "抵押合同"))


def test_what_a_sentence_takes_up_is_quoted_with_it(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        软件条例="第一条 复制品所有人享有下列权利：\n（一）装入计算机；\n"
        "（二）为了防止损坏而制作备份。这些备份复制品不得提供给他人使用；",
        港口办法="第一条 港口应当保持畅通。",
    )
    assert "制作备份" in library.answer("备份复制品能提供给他人使用吗", on=ON).text


def test_a_document_named_by_its_number_is_searched_whole(tmp_path: Path) -> None:
    crowd = "".join(f"第{n}条 到2020年底的目标是完成第{n}项任务。\n" for n in range(1, 260))
    library = library_of(tmp_path, 许多目标办法=crowd)
    path = tmp_path / "named.txt"
    path.write_text(
        "关于推行监管的意见\n\n国发〔2019〕5号\n\n一、到2020年底，实现监管全覆盖。\n", "utf-8"
    )
    library.ingest(path)
    answer = library.answer("国发〔2019〕5号到2020年底实现什么监管目标", on=ON)
    assert "实现监管全覆盖" in answer.text


@pytest.mark.parametrize(
    ("quote", "missing"),
    [
        ("到2022年，建成矩阵体系。", (Gap.DEADLINE,)),
        ("2019年1月15日前关停。", (Gap.DEADLINE,)),
        ("确属无力维护的要坚决关停。", (Gap.DEADLINE,)),
        ("连续3个月不更新的，应当关停。", ()),
        ("停更满半年的予以注销。", ()),
        ("10个工作日未更新的通报批评。", ()),
    ],
)
def test_how_long_nothing_was_done_is_told_by_a_span_and_no_date(
    quote: str, missing: tuple[Gap, ...]
) -> None:
    assert unstated("账号多久不更新要关停", [quote]) == missing


def test_how_old_somebody_has_to_be_is_told_by_an_age() -> None:
    asked = "多少岁能办居住证"
    assert fit(asked, "年满十六周岁的可以申领。") > fit(asked, "每满一年签注一次。")


@pytest.mark.parametrize(
    ("question", "text", "misses"),
    [
        ("教材委员会主任是谁", "李 捷 某杂志社原主任", True),
        ("教材委员会主任是谁", "办公室设在教育部,由教材局承担工作。", True),
        ("教材委员会主任是谁", "主 任:孙某 副总理", False),
        ("谁担任领导小组组长", "由市长担任组长。", False),
        ("领导小组组长是谁", "组 长 张某 市长", False),
        ("领导小组组长是谁", "序号:1|职务:组长|姓名:张某", False),
        ("领导小组组长是谁", "组长负责召集会议。", True),
        ("协调委员会主任由谁担任", "主任由副市长兼任,副主任由有关负责同志担任。", False),
        ("协调委员会主任由谁担任", "办公室主任由副局长张某担任。", True),
        ("协调委员会办公室主任由谁担任", "办公室主任由副局长张某担任。", False),
        ("居委会主任由谁选", "主任由居民会议选举产生。", False),
        ("居委会主任谁任命", "主任由居民会议选举产生。", False),
        ("招用退役军人有什么税收优惠", "支持退役军人接受教育和培训。", True),
        ("招用退役军人有什么税收优惠", "每招用一人定额扣减税费6000元。", False),
    ],
)
def test_a_name_behind_a_title_and_a_relief_from_taxes_are_told_by_nothing_else(
    question: str, text: str, misses: bool
) -> None:
    assert misses_what_decides(question, text) is misses
