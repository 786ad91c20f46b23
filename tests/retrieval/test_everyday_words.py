"""Questions about the plan in everyday words, and follow-ups that count what was answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import Outcome, PolicyLibrary, Turn
from retrieval.departments import renamed_in
from retrieval.search.vocabulary import vocabulary
from tests.retrieval.material import asked_in_turn, library_of

ON = date(2019, 11, 15)


def _conversation(library: PolicyLibrary, *questions: str) -> str:
    """The answer to the last of the questions, each asked after those before it."""
    turns: list[Turn] = []
    answer = ""
    for question in questions:
        answer = library.answer(question, on=ON, previous=turns).text
        turns += [Turn("user", question), Turn("bot", answer)]
    return answer


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("买机器人改造生产线给补助吗", "三-5#s6"),
        ("旧设备淘汰有补贴没", "三-2#s5"),
        ("一年要签几个5亿以上的项目", "三-2#s3"),
        ("5亿以上的项目一年要签几个", "三-2#s3"),
        ("哪些部门负责", "四-(一)#s3"),
        ("每年5亿元以上项目要几个", "二-3#s2"),
    ],
)
def test_everyday_words_find_the_clause_they_mean(
    seed_library: PolicyLibrary, question: str, address: str
) -> None:
    answer = seed_library.answer(question, on=ON)
    first = answer.text[answer.text.index("〔") + 1 : answer.text.index("〕")]
    assert first == f"五大主导产业工作方案 {address}", answer.text


def test_everyday_words_are_found_where_two_of_them_overlap() -> None:
    concept = next(c for c in vocabulary().concepts if c.id == "technical_renovation")
    assert concept.stretches("旧设备淘汰有补贴没") == [(0, 3), (1, 5)]


def test_an_answer_on_two_topics_names_both(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("基金和用地有什么政策", on=ON)
    assert answer.text.startswith("关于产业投资基金、工业用地，")


def test_an_office_by_its_short_name_is_told_to_be_another_now(
    seed_library: PolicyLibrary,
) -> None:
    assert "市食药监局现为市市场监督管理局" in seed_library.answer("药监局现在叫什么", on=ON).text


@pytest.mark.parametrize("office", ["省药监局", "省级质监局", "国家食药监局", "省经信委"])
def test_an_office_of_the_province_or_the_state_is_not_the_citys(office: str) -> None:
    assert renamed_in(f"{office}现在叫什么", None, ON) == ()


@pytest.mark.parametrize(
    "text", ["省药监局和市经信委现在叫什么", "国家规定由经信委负责", "报省后由经信委公布"]
)
def test_the_citys_office_beside_the_provinces_is_still_told(text: str) -> None:
    offices = renamed_in(text, None, ON)
    assert [office.name for office in offices] == ["市经信委"]


@pytest.mark.parametrize("question", ["帮我写一份申请书", "替我们起草个总结报告吧", "代写申报材料"])
def test_to_write_something_for_somebody_is_refused(
    seed_library: PolicyLibrary, question: str
) -> None:
    assert seed_library.answer(question, on=ON).outcome is Outcome.REFUSED


def test_whether_a_plan_counts_after_its_end_is_answered_by_its_period(
    seed_library: PolicyLibrary,
) -> None:
    said = _conversation(seed_library, "这个政策什么时候到期", "到期以后还能用吗")
    assert "方案期内（2018—2020年）" in said
    assert "没有找到" not in said


def test_a_particular_of_a_point_is_asked_of_that_point_alone(seed_library: PolicyLibrary) -> None:
    said = _conversation(seed_library, "工业用地政策", "上面第一条具体怎么办")
    assert "三-6#s7" in said
    assert "三-6#s2" not in said
    assert "未规定申报材料和办理流程" in said


def test_two_points_of_one_sentence_count_as_two(seed_library: PolicyLibrary) -> None:
    said = _conversation(seed_library, "有什么扶持政策", "第三条找谁")
    assert "三-6#s6" in said, "the first two points are of one sentence, 三-6#s5"


def test_points_stay_counted_while_one_after_another_is_asked_about(
    seed_library: PolicyLibrary,
) -> None:
    said = _conversation(seed_library, "基金和用地有什么政策", "第一条找谁", "第二条多少钱")
    assert "三-6#s7" in said


def test_the_office_to_turn_to_is_no_point(seed_library: PolicyLibrary) -> None:
    said = _conversation(seed_library, "工业用地政策", "第二条呢")
    assert "四-(一)#s5〕" not in said.replace("询问〔五大主导产业工作方案 四-(一)#s5〕", "")


def test_a_particular_asked_after_a_point_is_asked_of_that_point(
    seed_library: PolicyLibrary,
) -> None:
    asked = ("基金和用地有什么政策", "第二条具体怎么办", "那找谁")
    assert "三-6#s7" in _conversation(seed_library, *asked)
    assert "三-6#s5〕" in _conversation(seed_library, *asked, "第一条呢")


BOAT_SUBSIDY = """第一条 申请渔船补贴应当符合下列条件：
（一）渔船在本市登记。
（二）船龄不满十年。
（三）船主有渔业执照。
第二条 渔业执照由渔业局五日内核发。
第三条 登记渔船由港务局办理，收费100元。
第四条 本办法自2024年1月1日起施行，有效期至2029年12月31日。"""


@pytest.mark.parametrize(
    ("questions", "address"),
    [
        (("申请渔船补贴要什么条件", "第三条呢"), "第一条第(三)项#s1"),
        (("申请渔船补贴要什么条件", "第三条呢", "那找谁"), "第一条第(三)项#s1"),
        (("申请渔船补贴要什么条件", "渔船补贴办法第二条怎么规定"), "第二条#s1"),
        (("渔船补贴办法第三条怎么规定", "那第二条呢"), "第二条#s1"),
        (("渔船补贴办法第一条怎么规定", "第二条呢", "第三条呢"), "第三条#s1"),
    ],
)
def test_an_article_of_a_document_is_no_point_of_the_answer_before(
    tmp_path: Path, questions: tuple[str, ...], address: str
) -> None:
    library = library_of(tmp_path, 渔船补贴办法=BOAT_SUBSIDY, 港口办法="第一条 港口应当保持畅通。")
    assert [c.clause for c in asked_in_turn(library, *questions).citations] == [address]


@pytest.mark.parametrize(
    ("before", "is_of_the_document"),
    [("渔业执照多久能办好", False), ("渔船补贴办法什么时候到期", True)],
)
def test_what_ends_is_the_document_only_where_one_was_spoken_of(
    tmp_path: Path, before: str, is_of_the_document: bool
) -> None:
    library = library_of(tmp_path, 渔船补贴办法=BOAT_SUBSIDY, 港口办法="第一条 港口应当保持畅通。")
    said = asked_in_turn(library, before, "到期以后还能用吗").text
    assert ("关于《渔船补贴办法》" in said) is is_of_the_document


def test_more_is_asked_of_the_matter_and_not_of_a_point(seed_library: PolicyLibrary) -> None:
    said = _conversation(seed_library, "有什么扶持政策", "第二条呢", "那第三条找谁", "还有吗")
    assert "没有找到更多" in said


def test_what_talent_policies_there_are_asks_of_no_persons(seed_library: PolicyLibrary) -> None:
    said = _conversation(seed_library, "有什么人才政策", "第二条呢")
    assert "三-6#s2" in said
    assert "申报条件" not in said


def test_a_point_of_these_policies_is_one_of_the_answer(seed_library: PolicyLibrary) -> None:
    assert "三-6#s6" in _conversation(seed_library, "有什么扶持政策", "这些政策第三条找谁")


def test_to_say_what_is_handed_in_is_no_writing_for_somebody(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("工业用地请写明申报材料", on=ON)
    assert answer.outcome is Outcome.ANSWERED_WITH_GAP


def test_a_line_of_machines_brought_in_is_no_project_to_sign() -> None:
    known = vocabulary().concepts_in("我们公司要引进一条生产线项目有补贴吗", with_industry=False)
    assert "attracting_projects" not in {concept.id for concept in known}
