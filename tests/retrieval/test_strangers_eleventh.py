"""What forty further questions to a city's chat showed, and the rule behind each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.answer.candidate import Candidate
from retrieval.answer.finding import telling_what_became
from retrieval.answer.fit import fit
from retrieval.documents.structure import Unit, UnitKind
from retrieval.search.accounting import speaks_of_a_sibling
from retrieval.search.confidence import LEAST_CONFIDENCE
from retrieval.search.document_facts import names_a_document, names_a_policy
from retrieval.search.naming import spoken_of
from retrieval.search.needs import without_particulars
from retrieval.search.question import understand
from retrieval.search.vocabulary import vocabulary
from retrieval.store import StoredUnit
from tests.retrieval.material import asked_of_real_documents, library_of, record

ON = date(2019, 11, 15)


def _candidate(at: int, text: str) -> Candidate:
    unit = Unit(UnitKind.SENTENCE, "一-〇", 1, 0, len(text), text)
    return Candidate(StoredUnit(at, "条例", unit), record("条例"), 1.0, 0.2)


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("双师型老师要占多少", "占专业课教师总数超过一半", "引导一批高水平学校举办职业教育"),
        ("专家最少占几成", "不得少于总人数的二分之一", "专家三人组成小组"),
        ("绿地要占到百分之多少", "将蓝绿空间占比稳定在70%", "建设10个公园"),
        ("抽查结果在哪能查到", "通过信用信息公示系统进行公示", "对问题线索一查到底"),
        ("公开信息能不能收我钱", "不得违反规定收取费用", "收费的项目、依据、标准和程序"),
        ("办证收费吗", "首次申领免收工本费", "行政事业性收费的项目"),
    ],
)
def test_a_share_a_place_to_look_and_a_charge_are_told_by_what_says_them(
    question: str, better: str, worse: str
) -> None:
    assert fit(question, better) > fit(question, worse)


def test_how_much_land_is_taken_up_is_no_share() -> None:
    assert fit("厂房占地多少亩", "占地20亩") == 1
    assert fit("论文占多少分", "论文每篇5分") == 1


@pytest.mark.parametrize(
    ("word", "question", "text", "expected"),
    [
        ("镇上", "镇上的房屋出租", "租赁期一年以上的房屋租赁合同", False),
        ("海边", "海边工程", "海洋工程", False),
        ("用电", "企业用电补贴", "企业用地补贴", True),
        ("工业", "上海工业补贴", "上海农业补贴", True),
        ("境外", "境外人才补贴", "境内人才补贴", True),
        ("线上", "线上培训补贴", "线下培训补贴", True),
        ("高中", "高中教师补贴", "高校教师补贴", True),
    ],
)
def test_a_word_that_says_where_has_no_sibling(
    word: str, question: str, text: str, expected: bool
) -> None:
    assert speaks_of_a_sibling(word, question, text) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("红头文件最长管几年", False),
        ("这份红头文件还有效吗", True),
        ("规范性文件有效期几年", False),
        ("文件还有效吗", True),
    ],
)
def test_papers_of_a_kind_are_no_document_asked_about(question: str, expected: bool) -> None:
    assert names_a_document(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("城市规划法还管用吗", True),
        ("劳动合同法过期了吗", True),
        ("这种说法还有效吗", False),
        ("行政执法还有效吗", False),
        ("家传的做法还能用吗", False),
        ("原来的法院判决还有效吗", False),
    ],
)
def test_a_law_is_named_by_its_title_alone(question: str, expected: bool) -> None:
    assert names_a_policy(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("城市规划法还管用吗", {"中华人民共和国城市规划法"}),
        ("《中华人民共和国城市规划法》还管用吗", {"中华人民共和国城市规划法"}),
        ("规划法还管用吗", set()),
        ("城市规划法实施条例还有效吗", set()),
        ("城市规划法解释还有效吗", set()),
    ],
)
def test_a_law_that_another_speaks_of_is_known_without_the_state_s_name(
    question: str, expected: set[str]
) -> None:
    held = record("城乡规划法", "《中华人民共和国城市规划法》同时废止。")
    assert spoken_of(question, [held]) == expected


@pytest.mark.parametrize("question", ["港口管理法还管用吗", "那个港口管理法过期没有"])
def test_what_has_become_of_a_law_not_held_is_told_by_the_one_that_ended_it(
    tmp_path: Path, question: str
) -> None:
    library = library_of(
        tmp_path,
        港口条例="第一条 根据《中华人民共和国港口管理法》和渔民的需要，制定本条例。\n"
        "第二条 渔船按顺序靠岸。\n第三条 《中华人民共和国港口管理法》同时废止。",
        渔船办法="第一条 渔船每年检修一次。",
    )
    assert "《中华人民共和国港口管理法》同时废止" in library.answer(question, on=ON).text


def test_only_what_has_become_of_a_document_is_sure_by_its_title() -> None:
    ending, resting = (
        _candidate(at, text)
        for at, text in enumerate(("《港口管理法》同时废止。", "根据《港口管理法》制定本条例。"))
    )
    (sure,) = telling_what_became({"港口管理法"}, [ending, resting])
    assert (sure.stored, sure.confidence) == (ending.stored, LEAST_CONFIDENCE)


def test_a_share_asked_for_is_no_word_of_the_matter() -> None:
    assert "百分" not in without_particulars("马铃薯有百分之多少用机器收")
    assert "百分之二" in without_particulars("增长百分之二")


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("交给规划局", "交给城乡规划主管部门"),
        ("国土规划局", "国土规划局"),
        ("自然资源和规划局", "自然资源和规划局"),
        ("城乡规划局", "城乡规划主管部门"),
        ("房子租出去", "房屋出租"),
        ("职校学生", "职业院校学生"),
        ("陕西的红头文件", "陕西的规范性文件"),
    ],
)
def test_everyday_words_of_offices_and_schools_have_official_ones(said: str, official: str) -> None:
    assert vocabulary().in_official_words(said) == official


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("竣工资料半年没交罚多少", False),
        ("竣工验收要几个人", False),
        ("竣工的5亿项目一年要几个", True),
        ("每年竣工要求几个", True),
    ],
)
def test_papers_of_a_finished_building_are_no_goal_of_projects(
    question: str, expected: bool
) -> None:
    concepts = understand(question, (), ()).concepts
    assert ("project_goal" in {concept.id for concept in concepts}) is expected


@pytest.mark.slow
def test_forty_questions_of_farmers_and_builders_are_mostly_answered(tmp_path: Path) -> None:
    report = asked_of_real_documents(tmp_path, "asked_by_strangers_11.yaml", ON)
    assert report.right >= 0.75 * report.total, report.wrong
    assert report.answered_without_source == 0
