"""Whether a document accounts for a question's words, and what only stands beside the point."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import Outcome
from retrieval.search.accounting import (
    content_words,
    is_of_a_rival,
    speaks_of_a_sibling,
    years_named,
)
from retrieval.search.spelling import corrected
from retrieval.search.vocabulary import vocabulary
from tests.retrieval.material import asked_of_real_documents, library_of

ON = date(2019, 11, 15)
HARBOUR = "第一条 港口应当保持畅通。"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("天津住院起付标准还得再交一次吗", ("起付标准", "天津", "住院")),
        ("我想问一下，多久能批", ()),
        ("三年之内要不要重新登记", ("登记",)),
        ("超计划用水加收几倍水费", ("超计划", "用水", "加收", "水费")),
        ("响应调整为几级响应，作何要求", ("响应", "调整")),
    ],
)
def test_the_words_that_name_a_matter(question: str, words: tuple[str, ...]) -> None:
    assert content_words(question) == words


def test_a_year_is_named_with_its_character() -> None:
    assert years_named("2021年春节和2020 年国庆") == ("2021", "2020")
    assert years_named("补贴2000元") == ()


@pytest.mark.parametrize(
    ("question", "text", "is_rival"),
    [
        ("职工医疗保险最高支付多少", "城乡居民医疗保险最高支付20万元", True),
        ("职工医疗保险最高支付多少", "职工医疗保险最高支付20万元", False),
        ("职工转居民医疗保险", "居民医疗保险", False),
        ("医疗保险最高支付多少", "居民医疗保险", False),
    ],
)
def test_what_speaks_of_the_rival_alone_is_no_answer(
    question: str, text: str, is_rival: bool
) -> None:
    assert is_of_a_rival(question, text, vocabulary().rivals) is is_rival


@pytest.mark.parametrize(
    ("word", "question", "text", "is_sibling"),
    [
        ("用电", "企业用电补贴", "企业用地补贴每亩1万元", True),
        ("用电", "企业用电补贴", "企业用地的补贴", True),
        ("用电", "企业用电补贴", "企业用电补贴", False),
        ("用电", "企业用电补贴", "企业可以申请人才补贴", False),
        ("用电", "用电", "用地", False),
    ],
)
def test_another_word_in_the_place_of_one_asked_for(
    word: str, question: str, text: str, is_sibling: bool
) -> None:
    assert speaks_of_a_sibling(word, question, text) is is_sibling


def test_a_word_that_no_document_holds_is_not_passed_over(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        用地办法="第一条 企业用地补贴每亩1万元。\n第二条 企业用地补贴由自然资源局发放。",
        人才办法="第一条 引进博士的企业可以申请人才补贴。",
    )
    assert "每亩1万元" in library.answer("企业用地补贴", on=ON).text
    assert library.answer("企业用电补贴", on=ON).outcome is Outcome.REFUSED


def test_the_rules_on_residents_do_not_answer_for_employees(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        居民医疗保险办法="第一条 医疗保险最高支付20万元。\n"
        "第二条 转为职工的，不再享受医疗保险待遇。",
        港口办法=HARBOUR,
    )
    assert "20万元" in library.answer("居民医保最多报多少", on=ON).text
    assert library.answer("职工医保最多报多少", on=ON).outcome is Outcome.REFUSED


def test_a_chatty_question_is_answered_where_a_document_knows_all_its_words(
    tmp_path: Path,
) -> None:
    library = library_of(
        tmp_path,
        流动人口办法="第一条 房屋出租人未登记承租人的，处100元以上300元以下罚款。\n"
        "第二条 出租人应当出示证件。",
        节水办法="第一条 节约用水受到鼓励。",
        港口办法=HARBOUR,
    )
    assert "300元以下罚款" in library.answer("房东要是没给租客登记的话会罚多少", on=ON).text


def test_a_preamble_does_not_go_before_the_rule_it_introduces(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        子女参加医疗保险的通知="某市社会保障局文件\n关于职工子女参加医疗保险的通知\n各镇人民政府：\n"
        "为了扩大医疗保险覆盖面，全面推开职工子女参加医疗保险工作。\n"
        "一、在本市参加医疗保险满1年以上的职工，其子女可以参加医疗保险。",
        港口办法=HARBOUR,
    )
    assert "满1年以上" in library.answer("职工子女能参加医疗保险吗", on=ON).text


def test_the_name_of_a_paper_is_corrected() -> None:
    assert corrected("江西居住正补办", vocabulary().terms)[0] == "江西居住证补办"


@pytest.mark.slow
def test_documents_left_out_before_answer_three_in_four_and_nothing_without_a_source(
    tmp_path: Path,
) -> None:
    report = asked_of_real_documents(tmp_path, "asked_by_strangers_4.yaml", ON)
    assert report.right >= 0.75 * report.total, report.wrong
    assert report.answered_without_source == 0
