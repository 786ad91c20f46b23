"""Every sentence of the plan can be reached in everyday words, and by its heading or office."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from sqlalchemy import create_engine

from retrieval import Gap, LibrarySettings, Outcome, PolicyLibrary, RefusalReason, Turn
from retrieval.answer.checking import Source, check
from retrieval.answer.gaps import claims_unstated
from retrieval.answer.naming_parts import office_asked, words_of_a_heading
from retrieval.answer.pointing import quoted_in
from retrieval.documents.metadata import DocumentMetadata, TextField
from retrieval.search.several import questions_in
from retrieval.store import DocumentRecord
from tests.databases import database_at

ON = date(2019, 11, 15)
WORDINGS = yaml.safe_load((Path(__file__).parent / "reach.yaml").read_text("utf-8"))


def test_every_sentence_is_reached_in_everyday_words(seed_library: PolicyLibrary) -> None:
    missed = {
        asked: [citation.clause for citation in answer.citations]
        for address, wordings in WORDINGS["answered"].items()
        for asked in wordings
        for answer in [seed_library.answer(asked, on=ON)]
        if address not in {citation.clause for citation in answer.citations}
    }
    assert missed == {}


def test_what_reaches_no_sentence_is_refused_for_its_reason(seed_library: PolicyLibrary) -> None:
    wrong = {
        asked: answer.refusal
        for reason, wordings in WORDINGS["refused"].items()
        for asked in wordings
        for answer in [seed_library.answer(asked, on=ON)]
        if answer.refusal != reason
    }
    assert wrong == {}


def test_a_heading_named_in_its_own_words_is_quoted_with_what_is_under_it(
    seed_library: PolicyLibrary,
) -> None:
    answer = seed_library.answer("企业培育那条都说了什么", on=ON)
    assert [c.clause for c in answer.citations] == [f"三-3#s{n}" for n in range(1, 5)]


def test_a_word_or_two_name_no_heading() -> None:
    assert words_of_a_heading("企业") == ()
    assert words_of_a_heading("组织统筹 安排") == ("组织统筹",)


def test_an_office_asked_about_is_quoted_with_its_present_name(
    seed_library: PolicyLibrary,
) -> None:
    answer = seed_library.answer("市食药监局现在还在吗", on=ON)
    assert [c.clause for c in answer.citations] == ["四-(一)#s3"]
    assert "市食药监局现为市市场监督管理局" in answer.text


def test_a_telephone_number_that_no_document_holds_is_a_gap(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("经信委电话多少", on=ON)
    assert answer.outcome is Outcome.ANSWERED_WITH_GAP
    assert Gap.CONTACT in answer.gaps


def test_an_office_with_a_matter_beside_it_is_no_question_about_the_office() -> None:
    assert office_asked("统计局 按月发布 数据") == ()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("方案规定专精特新企业补贴50万元对吧", True),
        ("听说机器人补贴设备款的30%是真的吗", True),
        ("我厂去年产值3.2亿，能不能算龙头企业", False),
        ("听说直通车5天办结，是吗", False),
    ],
)
def test_an_amount_taken_for_granted_is_told_from_what_the_asker_says_of_himself(
    asked: str, expected: bool
) -> None:
    assert claims_unstated(asked, ["对企业反映的问题做到5天办结"]) is expected


@pytest.mark.parametrize(
    ("asked", "quoted", "expected"),
    [
        ("听说奖励一百万，是真的吗", "给予一次性奖励100万元。", False),
        ("听说奖励两百万对吗", "奖励200万元。", False),
        ("补贴10000元对吗", "补贴1万元。", False),
        ("听说补贴20万对吗", "补贴20—50万元。", False),
        ("听说补贴50万对吗", "最高补贴150万元。", True),
        ("听说补贴30%对吗", "补贴130%。", True),
        ("听说补贴50万对吗", "建设50万吨仓库的，给予补贴。", True),
    ],
)
def test_an_amount_is_the_same_however_it_is_written(
    asked: str, quoted: str, *, expected: bool
) -> None:
    assert claims_unstated(asked, [quoted]) is expected


def test_a_false_amount_is_denied_without_being_repeated(seed_library: PolicyLibrary) -> None:
    answer = seed_library.answer("方案规定专精特新企业补贴50万元对吧", on=ON)
    assert answer.text.startswith("您提到的数额，所引原文里没有。")
    assert "50万" not in answer.text


def test_a_number_is_not_read_across_two_lines() -> None:
    stated = TextField(value="0547", read_from="文件名")
    sources = {"d": Source("正文", DocumentMetadata(title=stated))}
    text = "查到的原文：\n《0547》\n2019年11月15日"
    assert check(text, (), sources, [ON]).is_proven
    assert not check("共05472019项", (), sources, [ON]).is_proven


def test_a_title_with_a_document_number_in_it_can_be_pointed_at() -> None:
    title = "转发苏政发〔2018〕86号的通知"
    metadata = DocumentMetadata(short_title=title)
    at = datetime(2019, 11, 15, tzinfo=UTC)
    records = {"d": DocumentRecord("d", "a.txt", "", "", "text/plain", "", metadata, at)}
    assert quoted_in(f"「甲」〔{title} 三-6#s7〕「乙」〔同文件 三-6#s8〕", records) == [
        ("d", "三-6#s7"),
        ("d", "三-6#s8"),
    ]


def test_the_opening_of_a_letter_is_no_question_of_its_own() -> None:
    letter = "你好,我想问一下,我们是做医疗器械的,一是想拿地,二是想引进博士,三是想上市,有什么支持?"
    first, *others = questions_in(letter, lambda words: len(words) > 2)
    assert first.endswith("想拿地,")
    assert len(others) == 2


def test_a_question_about_another_place_is_answered_from_that_place_s_document(
    tmp_path: Path,
) -> None:
    for city, amount in (("沈阳", "30"), ("泰州", "50")):
        text = (
            f"{city}市人民政府关于支持机器人产业发展的意见\n{city}政发〔2018〕3号\n各区人民政府：\n"
            f"一、对购置工业机器人的企业，按照设备投资额的{amount}%给予补助。\n"
            f"{city}市人民政府\n2018年7月1日\n"
        )
        (tmp_path / f"{city}.txt").write_text(text, "utf-8")
    library = PolicyLibrary.open(
        LibrarySettings(tmp_path, model="hashing"), create_engine(database_at(tmp_path))
    )
    for path in sorted(tmp_path.glob("*.txt")):
        assert library.ingest(path).status == "ingested"
    answer = library.answer("沈阳市购置工业机器人补助多少", on=ON)
    assert {c.document for c in answer.citations} == {"沈阳市人民政府关于支持机器人产业发展的意见"}
    elsewhere = library.answer("大连市购置工业机器人补助多少", on=ON)
    assert elsewhere.refusal is RefusalReason.OTHER_PLACE


def test_a_library_that_speaks_of_a_place_is_not_said_to_hold_nothing_of_it(
    tmp_path: Path,
) -> None:
    library = PolicyLibrary.open(
        LibrarySettings(tmp_path, model="hashing"), create_engine(database_at(tmp_path))
    )
    (tmp_path / "甲.txt").write_text("口岸工作简报\n大连实行预约通关。\n", "utf-8")
    assert library.ingest(tmp_path / "甲.txt").status == "ingested"
    reasons = [
        library.answer(f"{city}市民宿备案罚款多少", on=ON).refusal for city in ("大连", "厦门")
    ]
    assert reasons == [RefusalReason.NOT_IN_LIBRARY, RefusalReason.OTHER_PLACE]


def test_the_second_of_two_quotations_can_be_asked_for(seed_library: PolicyLibrary) -> None:
    asked = "有没有产业基金"
    before = seed_library.answer(asked, on=ON)
    turns = [Turn("user", asked), Turn("bot", before.text)]
    answer = seed_library.answer("上面第二条详细说说", on=ON, previous=turns)
    assert answer.citations[0].clause == "三-3#s3"
