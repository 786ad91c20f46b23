"""What must not be answered from a neighbouring clause, and what a question leaves out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import (
    LibrarySettings,
    Outcome,
    PolicyLibrary,
    RefusalReason,
    RetrievalError,
    Turn,
    evaluate_answers,
    evaluate_refusals,
)
from retrieval.answer.case import is_of_another_year
from retrieval.answer.naming_parts import names_a_part
from retrieval.documents.metadata import DocumentMetadata, TextField
from retrieval.search.copies import copies, wording_of
from retrieval.search.filters import issued_by
from retrieval.search.measure import asks_for_a_penalty, objects_asked, punishes
from retrieval.search.naming import documents_named
from retrieval.search.narrowing import filters_in, level_asked
from retrieval.search.question import understand
from retrieval.search.vocabulary import vocabulary
from tests.retrieval.material import asked_of_real_documents, library_of, record

ON = date(2019, 11, 15)
HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("外贸企业出口信用保险补贴多少", RefusalReason.NOT_IN_LIBRARY),
        ("中小企业开办费用补贴", RefusalReason.NOT_IN_LIBRARY),
        ("跨境电商企业有没有扶持资金", RefusalReason.NOT_IN_LIBRARY),
        ("最低工资标准是多少", RefusalReason.NOT_IN_LIBRARY),
        ("江苏省对用地怎么规定", RefusalReason.OUTSIDE_FILTERS),
        ("国家对用地怎么规定", RefusalReason.OUTSIDE_FILTERS),
        ("省里对专精特新企业有什么奖励", RefusalReason.OUTSIDE_FILTERS),
    ],
)
def test_what_no_clause_speaks_of_is_refused_not_answered_from_its_neighbours(
    seed_library: PolicyLibrary, question: str, reason: RefusalReason
) -> None:
    assert seed_library.answer(question, on=ON).refusal is reason


def test_an_enterprise_of_the_province_is_no_question_about_the_province(
    seed_library: PolicyLibrary,
) -> None:
    answer = seed_library.answer("江苏的企业能申请用地吗", on=ON)
    assert "三-6#s7" in {citation.clause for citation in answer.citations}


def test_what_is_left_out_is_not_among_the_measures_listed(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("除了技改还支持什么", on=ON)
    assert answer.outcome is Outcome.ANSWERED
    assert "引导企业持续应用新技术" not in answer.text
    assert {"三-6#s6", "三-6#s7"} <= {citation.clause for citation in answer.citations}


@pytest.mark.parametrize("question", ["除了融资还有哪些支持措施", "除了资金还有什么扶持"])
def test_a_word_that_names_a_topic_only_with_others_is_left_out_too(
    seed_library: PolicyLibrary, question: str
) -> None:
    answer = seed_library.answer(question, on=ON)
    assert "三-6#s7" in {citation.clause for citation in answer.citations}
    assert "产业基金对接活动" not in answer.text
    assert "融资租赁" not in answer.text


def test_another_city_asked_about_second_is_refused_by_itself(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("人才有什么政策?台州呢?", on=ON)
    assert "按规定给予相应资助" in answer.text
    assert "其他城市" in answer.text


def test_the_amount_of_a_measure_is_looked_for_in_its_whole_clause(
    seed_library: PolicyLibrary,
) -> None:
    asked = "引进人才有什么支持"
    turns = [Turn("user", asked), Turn("bot", seed_library.answer(asked, on=ON).text)]
    answer = seed_library.answer("那具体给多少钱", on=ON, previous=turns)
    assert answer.outcome is Outcome.ANSWERED_WITH_GAP
    assert "三-6#s4" in {citation.clause for citation in answer.citations}


def test_parts_asked_for_by_their_number_are_the_headings(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("保障措施分几个方面", on=ON)
    assert [citation.clause for citation in answer.citations] == [
        f"四-({part})#s1" for part in "一二三"
    ]


@pytest.mark.parametrize(
    ("question", "objects"),
    [
        ("人才公寓怎么申请", ()),  # a known topic of its own
        ("外贸企业出口信用保险补贴多少", ("保险",)),
        ("企业购买工业机器人给不给补贴", ()),
        ("最低工资标准是多少", ("工资",)),
        ("商业保理公司来泰州有没有扶持", ()),
        ("财政部预拨了多少补助资金", ()),
        ("哪些企业获得了产业扶持资金", ()),
        ("中小企业在哪里查询补贴", ()),
        ("技改投资占比目标", ()),
    ],
)
def test_what_an_aid_is_asked_for_is_the_last_word_of_its_compound(
    question: str, objects: tuple[str, ...]
) -> None:
    concepts = vocabulary().concepts_in(question, with_industry=False)
    assert objects_asked(question, concepts) == objects


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("国家对用地怎么规定", "国家级"),
        ("省里有什么政策", "省级"),
        ("国家标准怎么参与", None),
        ("省级专精特新要几家", None),
        ("对接国家战略有什么要求", None),
    ],
)
def test_the_level_whose_rules_are_asked_for(question: str, level: str | None) -> None:
    assert level_asked(question) == level


@pytest.mark.parametrize(
    ("title", "question", "expected"),
    [
        ("关于2019年部分节假日安排的通知", "2020年春节怎么放假", True),
        ("关于2019年部分节假日安排的通知", "2019年春节怎么放假", False),
        ("关于2019年部分节假日安排的通知", "春节怎么放假", False),
        ("工作方案(2018—2020年)", "2019年怎么规定", False),
    ],
)
def test_a_title_s_year_excludes_the_others(title: str, question: str, expected: bool) -> None:
    assert is_of_another_year(record(title), question) is expected


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("东莞人才入户办法有效期到什么时候", "东莞市人才入户管理办法"),
        ("重庆公租房办法第四十五条", "重庆市公共租赁住房管理暂行办法"),
        ("广州人才入户办法有效期", None),
        ("这个办法有效期到什么时候", None),
    ],
)
def test_a_document_is_called_by_its_title_with_characters_left_out(
    question: str, named: str | None
) -> None:
    titles = ("东莞市人才入户管理办法", "重庆市公共租赁住房管理暂行办法")
    found = documents_named(question, {title: record(title) for title in titles})
    assert found == (frozenset({named}) if named else frozenset())


def test_a_follow_up_leans_on_a_question_whatever_it_was_about() -> None:
    before = [Turn("user", "申请公租房要交哪些材料"), Turn("bot", "…")]
    assert understand("多久能批", before, ()).is_follow_up
    assert not understand("那住房租金呢", [Turn("user", "子女教育每月能扣多少")], ()).is_follow_up


def test_a_part_is_named_as_one() -> None:
    assert names_a_part("项目攻坚部分讲了啥")
    assert not names_a_part("部分企业能享受吗")


def test_answers_to_a_file_of_questions_are_counted(tmp_path: Path) -> None:
    (tmp_path / "上云办法.txt").write_text(
        "上云办法\n\n第一条 对首次上云的企业给予服务费补助。\n第二条 自2019年起施行。\n",
        "utf-8",
    )
    file = tmp_path / "questions.yaml"
    file.write_text(
        "documents: [上云办法.txt]\nquestions:\n"
        "  - {ask: 首次上云的企业有补助吗, says: [给予服务费补助]}\n"
        "  - {ask: 首次上云的企业有补助吗, refused: true}\n"
        "  - {ask: 养老金今年涨多少, refused: true}\n",
        "utf-8",
    )
    settings = LibrarySettings(tmp_path / "data", model="hashing")
    report = evaluate_answers(file, [tmp_path], settings, on=ON)
    assert (report.documents, report.total, report.right) == (1, 3, 2)
    assert report.answered_without_source == 1
    with pytest.raises(RetrievalError, match="没有 上云办法"):
        evaluate_answers(file, [tmp_path / "data"], settings, on=ON)


def test_refusals_of_a_labelled_set_are_those_people_would_get(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text(
        '{"id": "a", "title": "上云办法", "text": "对首次上云的企业给予服务费补助。"}\n', "utf-8"
    )
    (tmp_path / "queries.jsonl").write_text(
        '{"id": "q", "text": "首次上云的企业有补助吗", "answers": [{"text": "给予服务费补助"}]}\n',
        "utf-8",
    )
    (tmp_path / "qrels.tsv").write_text("q\td\ts\nq\ta\t1\n", "utf-8")
    (tmp_path / "unanswerable.jsonl").write_text(
        '{"id": "u", "text": "养老金今年涨多少"}\n', "utf-8"
    )
    settings = LibrarySettings(tmp_path / "data", model="hashing")
    for _ in range(2):  # the second time the library is there already
        report = evaluate_refusals(tmp_path, settings, on=ON)
        assert (report.wrongly_refused, report.quoted, report.rightly_refused) == (0.0, 1.0, 1.0)
        assert report.auroc == 1.0


def test_a_district_s_rules_answer_for_its_city_and_a_city_s_not_for_its_province(
    tmp_path: Path,
) -> None:
    library = library_of(
        tmp_path,
        海陵区关于开通爱心服务热线的通告="第一条 爱心服务热线提供生活救助、照料护理等服务。",
    )
    assert library.answer("泰州市的爱心服务热线提供生活救助吗", on=ON).citations
    assert library.answer("江苏省的爱心服务热线提供生活救助吗", on=ON).refusal is not None


def test_a_text_from_nowhere_answers_only_for_places_it_names(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        渔业奖励办法="第一条 对渔业企业的深海网箱给予奖励。\n第二条 山东的渔业企业也可申请。",
        福建省港口办法="第一条 港口应当保持畅通。",
    )
    assert library.answer("山东的渔业企业深海网箱有奖励吗", on=ON).citations
    assert library.answer("福建对渔业企业的深海网箱有奖励吗", on=ON).refusal is not None


@pytest.mark.parametrize(
    ("office", "is_issuer"),
    [
        ("泰州市人民政府办公室", True),
        ("市政府办公室", True),
        ("苏州市人民政府", False),
        ("江苏省人民政府", False),
    ],
)
def test_an_office_of_the_same_name_in_another_city_is_another(
    office: str, is_issuer: bool
) -> None:
    metadata = DocumentMetadata(issuer=TextField(value="泰州市人民政府办公室"))
    assert issued_by(metadata, office) is is_issuer


def test_that_a_document_not_held_was_repealed_is_said_by_the_one_that_repeals_it(
    tmp_path: Path,
) -> None:
    library = library_of(
        tmp_path,
        城市绿化管理办法="第一条 绿地不得占用。\n第二条 《城市园林管理规定》同时废止。",
        港口办法="第一条 港口应当保持畅通。",
    )
    assert "同时废止" in library.answer("城市园林管理规定还有效吗", on=ON).text


def test_what_two_documents_say_word_for_word_is_quoted_once_with_both_named(
    tmp_path: Path,
) -> None:
    said = "第一条 对首次上云的企业按合同额的一半给予服务费补助，最高不超过十万元。"
    library = library_of(tmp_path, 企业上云办法=said, 数字经济措施=said)
    answer = library.answer("首次上云的企业给多少服务费补助", on=ON)
    assert answer.text.count("按合同额的一半") == 1
    assert "同样的原文也见于《" in answer.text
    assert {c.document for c in answer.citations} == {"企业上云办法", "数字经济措施"}
    hits = library.search("首次上云的企业给多少服务费补助", on=ON)
    copied = [hit for hit in hits if "按合同额的一半" in hit.text]
    assert len(copied) == 1
    assert len(copied[0].also_in) == 1


def test_a_notice_under_another_head_is_a_copy_and_a_like_one_is_not() -> None:
    words = [
        f"第{n}项措施由第{n}个部门在第{n * 7}日前完成并报送第{n * 13}号材料" for n in range(40)
    ]
    notice = "，".join(words)
    other = "，".join(words[:20] + [f"另有规定的第{n}种情形除外并另行公布" for n in range(40)])
    assert copies([notice, f"通知\n{notice}。", other, "总则", "总则"]) == [0, 0, 2, 3, 3]
    assert wording_of("总则") is None


def test_only_what_punishes_answers_how_something_is_punished() -> None:
    assert asks_for_a_penalty("不备案怎么罚")
    assert not asks_for_a_penalty("多少天内备案")
    assert punishes("未备案的，处5000元以下的罚款")
    assert not punishes("应当自开业之日起30日内备案")


def test_the_second_of_what_one_sentence_enumerates_is_meant_by_its_number() -> None:
    before = [Turn("user", "五大产业有哪些"), Turn("bot", "「发展生物医药、高端装备、新能源。」")]
    assert understand("第二个归谁管", before, ()).text == "高端装备归谁管"
    assert understand("第五个归谁管", before, ()).text == "第五个归谁管"


@pytest.mark.parametrize(
    ("question", "issuer"),
    [
        ("省政府办公厅发布的通知", "省政府办公厅"),
        ("省厅给领导小组办公室下发的通知", None),
    ],
)
def test_whom_a_document_was_sent_to_is_not_who_issued_it(
    question: str, issuer: str | None
) -> None:
    assert filters_in(question).issuer == issuer


@pytest.mark.slow
@pytest.mark.parametrize(
    "file",
    [
        "trust.yaml",
        "trust_fresh.yaml",
        "asked_by_strangers.yaml",
        "asked_by_strangers_again.yaml",
        "asked_by_strangers_third.yaml",
    ],
)
def test_nine_in_ten_of_the_questions_people_ask_are_answered_right(
    tmp_path: Path, file: str
) -> None:
    report = asked_of_real_documents(tmp_path, file, ON)
    assert report.right >= 0.9 * report.total, report.wrong
