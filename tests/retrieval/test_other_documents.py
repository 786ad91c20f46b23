"""Answers from documents other than the seed: measures with amounts, a statute, an amendment."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import create_engine

from retrieval import (
    Gap,
    LibrarySettings,
    Outcome,
    PolicyLibrary,
    RefusalReason,
    Turn,
    documents_under,
)
from retrieval.documents.validity import ValidityStatus
from retrieval.search.filters import Filters
from tests.databases import database_at
from tests.retrieval.material import POLICY_DOCS

TODAY = date(2026, 1, 5)

MEASURES = """泰州市人民政府关于推动科创强市建设若干政策措施的通知
泰政规〔2022〕3号
各市（区）人民政府：
第一条 对新认定的国家级专精特新“小巨人”企业，给予一次性奖励50万元。
第二条 对新认定的省级专精特新企业，给予一次性奖励20万元。\
申报企业应当提交申请表、营业执照复印件和认定文件，每年3月31日前向所在地工业和信息化部门申报。
第三条 本措施自2022年8月1日起施行，有效期至2027年7月31日。
泰州市人民政府
2022年7月1日
"""
AMENDMENT = """泰州市人民政府关于修改部分行政规范性文件的决定
泰政规〔2024〕7号
一、将《泰州市人民政府关于推动科创强市建设若干政策措施的通知》（泰政规〔2022〕3号）第一条修改为：“对新认定的国家级专精特新‘小巨人’企业，给予一次性奖励60万元。”
本决定自2024年11月7日起施行。
泰州市人民政府
2024年11月7日
"""
STATUTE = """泰州市文化旅游条例
第一章 总则
第一条 为了规范旅游市场秩序，制定本条例。
第二条 市文化和旅游主管部门负责本市旅游市场的监督管理工作。
第二章 经营
第三条 申请从事民宿经营，应当具备下列条件：
（一）有合法的房屋使用权；
（二）符合消防安全要求；
（三）有固定的服务人员。
第四条 申请人应当向所在地文化和旅游主管部门提出申请。主管部门应当自受理申请之日起十五日内作出决定。
第五条 旅游企业首次评为四星级的，给予八万元奖励。
第六条 未经备案经营民宿的，责令改正；拒不改正的，处五千元以上二万元以下罚款。
第三章 附则
第七条 本条例自2021年5月1日起施行。
"""
OPINION = """泰州市人民政府关于促进高质量就业的实施意见
泰政发〔2021〕15号
各市（区）人民政府：
一、支持企业稳定岗位
（一）返还失业保险费。对不裁员的企业，按上年度缴费的50%返还。（市人力资源社会保障局负责）
（二）发放社会保险补贴。对招用高校毕业生的企业给予补贴。
二、鼓励创业带动就业
（三）提高担保贷款额度。个人额度最高30万元。
（四）建设创业载体。支持各地建设孵化基地。
泰州市人民政府
2021年3月5日
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    folder = tmp_path_factory.mktemp("others")
    for name, text in (
        ("科创.txt", MEASURES),
        ("修改.txt", AMENDMENT),
        ("旅游.txt", STATUTE),
        ("就业.txt", OPINION),
    ):
        (folder / name).write_text(text, "utf-8")
    opened = PolicyLibrary.open(
        LibrarySettings(folder / "data", model="hashing"),
        create_engine(database_at(folder)),
    )
    for path in [*documents_under([POLICY_DOCS]), *sorted(folder.glob("*.txt"))]:
        assert opened.ingest(path).status == "ingested"
    return opened


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("省级专精特新奖励多少钱", "20万元"),
        ("旅游企业评四星奖多少", "八万元"),
        ("不裁员的企业返还多少失业保险费", "50%"),
        ("创业担保贷款个人额度多少", "30万元"),
        ("未经备案经营民宿罚多少", "二万元以下罚款"),
        ("民宿申请多少天作出决定", "十五日内"),
        ("旅游市场谁来监管", "市文化和旅游主管部门负责"),
        ("文化旅游条例第四条怎么规定的", "提出申请"),
        ("省级专精特新奖励多少，怎么申报，什么时候截止", "每年3月31日前"),
        ("泰政发〔2021〕15号是什么文件", "促进高质量就业的实施意见"),
    ],
)
def test_what_a_document_states_is_quoted_and_not_called_missing(
    library: PolicyLibrary, question: str, said: str
) -> None:
    answer = library.answer(question, on=TODAY)
    assert answer.outcome is Outcome.ANSWERED
    assert said in answer.text


def test_a_list_of_items_is_quoted_whole(library: PolicyLibrary) -> None:
    text = library.answer("申请民宿经营要具备哪些条件", on=TODAY).text
    for item in ("房屋使用权", "消防安全要求", "固定的服务人员"):
        assert item in text


def test_the_headings_of_a_document_are_its_measures(library: PolicyLibrary) -> None:
    text = library.answer("促进高质量就业有哪些措施", on=TODAY).text
    for heading in ("返还失业保险费", "发放社会保险补贴", "提高担保贷款额度", "建设创业载体"):
        assert heading in text


def test_what_no_document_states_is_a_gap_of_what_is_quoted(library: PolicyLibrary) -> None:
    answer = library.answer("招用高校毕业生的社会保险补贴多少钱", on=TODAY)
    assert answer.outcome is Outcome.ANSWERED_WITH_GAP
    assert answer.gaps == (Gap.AMOUNT,)
    assert "所引条款未规定具体金额或比例" in answer.text
    assert "可向发文机关" in answer.text or "人工" in answer.text


def test_text_in_force_goes_before_ended_text(library: PolicyLibrary) -> None:
    answer = library.answer("专精特新怎么培育", on=TODAY)
    documents = [citation.short_title for citation in answer.citations]
    assert "科创强市" in documents[0]
    assert "不是现行政策" in answer.text


def test_an_amended_clause_is_quoted_with_its_new_words(library: PolicyLibrary) -> None:
    asked = "国家级专精特新小巨人奖励多少"
    assert "60万元" in library.answer(asked, on=TODAY).text
    assert "已被《泰州市人民政府关于修改部分行政规范性文件的决定》修改" in (
        library.answer(asked, on=TODAY).text
    )
    assert "60万元" not in library.answer(asked, on=date(2023, 5, 1)).text


def test_a_question_put_back_to_a_year_is_answered_as_of_then(library: PolicyLibrary) -> None:
    text = library.answer("2023年时国家级专精特新小巨人怎么奖励的", on=TODAY).text
    assert "按2023年12月31日时的规定" in text
    assert "50万元" in text
    assert "60万元" not in text
    follow_up = library.answer(
        "那时候省级专精特新奖多少",
        on=TODAY,
        previous=[Turn("user", "2023年时小巨人怎么奖励的"), Turn("bot", text)],
    )
    assert "按2023年12月31日时的规定" in follow_up.text


def test_whether_a_policy_is_in_force_is_said_first(library: PolicyLibrary) -> None:
    answer = library.answer("产业基金的政策还有效吗", on=TODAY)
    assert "已满" in answer.text.split("\n")[0]


@pytest.mark.parametrize(
    ("filters", "document"),
    [
        (Filters(status=ValidityStatus.IN_FORCE), "科创强市"),
        (Filters(issuer="泰州市人民政府办公室"), "五大主导产业"),
        (Filters(industry="生物医药"), "五大主导产业"),
    ],
)
def test_filters_narrow_search_and_answer(
    library: PolicyLibrary, filters: Filters, document: str
) -> None:
    asked = "专精特新企业有什么支持"
    hits = library.search(asked, on=TODAY, filters=filters)
    assert hits
    assert all(document in hit.document for hit in hits)
    answer = library.answer(asked, on=TODAY, filters=filters)
    assert answer.citations
    assert all(document in citation.document for citation in answer.citations)


def test_a_place_s_filter_keeps_what_is_from_there(library: PolicyLibrary) -> None:
    assert library.search("民宿", on=TODAY, filters=Filters(region="泰州"))
    assert library.search("民宿", on=TODAY, filters=Filters(region="台州")) == []


def test_leisure_is_a_policy_matter_where_a_document_speaks_of_it(
    library: PolicyLibrary, seed_library: PolicyLibrary
) -> None:
    assert library.answer("旅游企业有奖励吗", on=TODAY).citations
    refused = seed_library.answer("旅游企业有奖励吗", on=TODAY)
    assert refused.refusal is RefusalReason.NOT_IN_LIBRARY


@pytest.mark.parametrize("asked", ["文化旅游条例主要讲了什么", "第三条说的什么，文化旅游条例里的"])
def test_a_document_or_its_clause_can_be_asked_for(library: PolicyLibrary, asked: str) -> None:
    answer = library.answer(asked, on=TODAY)
    assert {citation.short_title for citation in answer.citations} == {"泰州市文化旅游条例"}


def test_what_was_left_out_can_be_asked_for_until_nothing_is_left(
    library: PolicyLibrary,
) -> None:
    turns: list[Turn] = []
    seen: set[tuple[str, str]] = set()
    for question in ["专精特新有什么奖励", *["还有吗"] * 6]:
        answer = library.answer(question, on=TODAY, previous=turns)
        new = {(citation.document_id, citation.clause) for citation in answer.citations}
        if not new:
            break
        seen |= new
        turns += [Turn("user", question), Turn("bot", answer.text)]
    assert "没有找到更多" in answer.text
    assert {"第一条#s1", "第二条#s1"} <= {clause for _, clause in seen}
