"""Whose rules hold when and where: validity, editions, places, and what is taken up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import RefusalReason, Turn
from retrieval.answer.fit import fit, unstated
from retrieval.answer.screening import screened
from retrieval.documents.metadata import DocumentMetadata, TextField
from retrieval.search.document_facts import DocumentFact, facts_asked
from retrieval.search.measure import misses_what_decides
from retrieval.search.naming import may_follow
from retrieval.search.question import understand
from tests.retrieval.material import library_of, two_editions

ON = date(2019, 11, 15)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("资格证明的有效期限是多久", ()),
        ("居住证过期没签注怎么办", ()),
        ("居住证管理办法过期了吗", (DocumentFact.VALIDITY,)),
        ("医疗保险规定现在还能照着办吗", (DocumentFact.VALIDITY,)),
    ],
)
def test_a_paper_s_validity_is_not_its_rules(
    question: str, facts: tuple[DocumentFact, ...]
) -> None:
    assert facts_asked(question) == facts


@pytest.mark.parametrize(
    ("other", "follows"),
    [
        ("天津市居住证暂行办法", True),
        ("居住证暂行条例", True),
        ("天津市限价商品住房管理办法", False),
        ("上海市居住证管理办法", False),
        ("关于2016年义务教育招生工作的意见", False),
    ],
)
def test_only_a_rule_on_the_same_matter_may_follow_another(other: str, follows: bool) -> None:
    def titled(title: str) -> DocumentMetadata:
        return DocumentMetadata(title=TextField(value=title))

    assert may_follow(titled(other), titled("天津市居住证管理办法")) is follows


def test_of_two_editions_the_standing_one_is_meant_or_that_of_the_year_named(
    tmp_path: Path,
) -> None:
    library = two_editions(tmp_path)
    assert "成文于2014年" in library.answer("流动人员积分规定还有效吗", on=ON).text
    assert "废止" in library.answer("2013年的流动人员积分规定还有效吗", on=ON).text


def test_the_validity_of_another_document_is_said_by_the_sentence_that_ends_it(
    tmp_path: Path,
) -> None:
    library = library_of(
        tmp_path,
        契税通知="一、夫妻之间变更房屋权属免征契税。\n二、《契税政策通知》（财税〔2011〕82号）同时废止。",
        港口办法="第一条 港口应当保持畅通。",
    )
    lines = library.answer("财税〔2011〕82号还执行吗", on=ON).text.split("\n")
    assert "82号）同时废止" in "".join(lines[:-1])
    assert lines[-1].startswith("《契税通知》时效")


def test_what_a_sentence_rests_on_is_quoted_with_it(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        扣除办法="第一条 子女教育按照每月1000元的标准定额扣除。\n"
        "年满3岁处于学前教育阶段的子女，按本条第一款规定执行。",
        港口办法="第一条 港口应当保持畅通。",
    )
    assert "每月1000元" in library.answer("年满3岁学前教育阶段的子女如何扣除", on=ON).text


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("职业资格继续教育当年扣除多少", "取得证书的当年，按照3600元定额扣除"),
        ("医疗保险费谁来交", "从失业保险基金中支付3600元"),
    ],
)
def test_what_only_sounds_like_a_particular_is_not_missed(question: str, quote: str) -> None:
    assert unstated(question, [quote]) == ()


def test_an_archive_is_no_list_of_what_to_hand_in() -> None:
    asked = "申请补贴要带什么材料"
    assert fit(asked, "申请人持身份证、户口簿向街道办事处提出申请") > fit(
        asked, "档案应一户一档，包括审核、调整等有关材料"
    )


@pytest.mark.parametrize(
    ("before", "question", "asked"),
    [
        ("成都居住证由哪个部门制作", "那上海呢", "上海居住证由哪个部门制作"),
        ("成都市居住证由哪个部门制作", "那上海的呢", "上海居住证由哪个部门制作"),
        ("居住证多久能办好", "泰州呢？", "泰州呢？"),
        ("北京和成都哪个快", "那上海呢", "那上海呢"),
        ("成都居住证由哪个部门制作", "那签注呢", "那签注呢"),
    ],
)
def test_a_place_alone_asks_the_same_of_that_place(before: str, question: str, asked: str) -> None:
    assert understand(question, [Turn("user", before), Turn("bot", "…")], ()).text == asked


@pytest.mark.parametrize(
    ("question", "text", "misses"),
    [
        ("给代理机构补贴多少", "代理机构应当有书面合伙协议", True),
        ("给代理机构补贴多少", "按规定给予相应资助", False),
        ("代理机构有几种", "代理机构应当有书面合伙协议", False),
    ],
)
def test_what_speaks_of_no_aid_says_nothing_of_how_much(
    question: str, text: str, misses: bool
) -> None:
    assert misses_what_decides(question, text) is misses


@pytest.mark.parametrize(
    ("question", "reason"),
    [("个税起征点明年会不会涨到8000", RefusalReason.OPINION), ("明年的任务是什么", None)],
)
def test_what_will_rise_next_year_is_a_prediction(
    question: str, reason: RefusalReason | None
) -> None:
    assert screened(question) is reason


def test_whose_rules_are_quoted_is_said_where_several_places_have_theirs(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        吉林省居住证办法="第一条 居住证首次领取不得收取费用。",
        苏州市港口办法="第一条 港口应当保持畅通。",
    )
    assert "以上出自吉林的文件" in library.answer("居住证首次领取收取费用吗", on=ON).text
    assert "以上出自" not in library.answer("吉林居住证首次领取收取费用吗", on=ON).text


def test_the_rules_of_the_only_place_held_are_quoted_as_they_are(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        吉林省居住证办法="第一条 居住证首次领取不得收取费用。",
        吉林省港口办法="第一条 港口应当保持畅通。",
    )
    assert "以上出自" not in library.answer("居住证首次领取收取费用吗", on=ON).text


def test_the_sentences_of_an_article_are_quoted_in_its_order(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        代理条例="第一条 代理师应当在30日内备案。\n"
        "第二条 代理师未按规定备案的，处5万元以下的罚款。"
        "代理师未按规定备案情节严重的，处吊销资格证的处罚。",
        港口办法="第一条 港口应当保持畅通。",
    )
    text = library.answer("代理师未按规定备案情节严重怎么处罚", on=ON).text
    assert text.index("5万元以下") < text.index("吊销")
