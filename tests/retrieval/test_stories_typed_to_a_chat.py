"""What people type to a city's chat: their own case first, in words that no rule has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from retrieval import Gap, LibrarySettings, PolicyLibrary
from retrieval.answer.candidate import Candidate
from retrieval.answer.fit import fit, told_as_unstated, unstated
from retrieval.answer.penalties import punishing
from retrieval.answer.quoted_part import is_only_of_documents, says_nothing
from retrieval.answer.ranges import of_the_case
from retrieval.answer.selecting import select
from retrieval.search.accounting import content_words
from retrieval.search.measure import misses_what_decides
from retrieval.search.places import places_asked_about
from retrieval.search.question import understand
from retrieval.search.spelling import corrected
from retrieval.search.vocabulary import vocabulary
from retrieval.store import Store
from tests.retrieval.material import asked_of_real_documents, library_of

ON = date(2019, 11, 15)
HARBOUR = "第一条 港口应当保持畅通。"
LETTING = (
    "第一条 承租人有下列行为之一的，收回住房：\n（一）擅自装修的；\n（二）擅自转租的。\n"
    "第二条 以欺骗手段租住的，处五千元罚款。\n"
    "第三条 违反本办法第一条第（一）、（二）项规定的，可以处两万元罚款。"
)
# One subject throughout, and a document beside it with two of the words people use.
PAPERS = "\n".join(
    f"第{n}条 任何单位和个人不得{act}他人证件。"
    for n, act in zip(
        "一二三四五六七八九",
        ("扣押", "出借", "伪造", "变造", "买卖", "冒用", "转让", "出租", "涂改"),
        strict=True,
    )
)
TICKETS = "第一条 渔民和船票由港口登记，应当申报。"


def test_a_document_that_all_that_is_found_is_of_may_lack_how_people_talk(
    tmp_path: Path, knows: dict[str, str]
) -> None:
    asked = "渔民弄丢船票就能扣押他人的本子吗"
    knows[asked] = "用工办法\n第一条 任何单位和个人不得扣押他人证件。"
    library = library_of(tmp_path, 用工办法=PAPERS, 港口办法=TICKETS)
    answer = library.answer(asked, on=ON)
    assert [citation.clause for citation in answer.citations][:1] == ["第一条#s1"]


@pytest.mark.parametrize("named", ["苏州", "2016年"])
def test_it_may_not_lack_where_or_when(tmp_path: Path, knows: dict[str, str], named: str) -> None:
    asked = f"{named}渔民就能扣押他人的本子吗"
    knows[asked] = "用工办法\n第一条 任何单位和个人不得扣押他人证件。"
    library = library_of(tmp_path, 用工办法=PAPERS, 港口办法=f"{TICKETS}{named}的船只。")
    answer = library.answer(asked, on=ON)
    assert all(citation.document != "用工办法" for citation in answer.citations)


def test_naming_a_document_s_matter_asks_for_no_more_than_its_sense(tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    library = PolicyLibrary.open(LibrarySettings(tmp_path, model="hashing"), engine)
    path = tmp_path / "成都市居住证管理实施办法.txt"
    path.write_text("成都市居住证管理实施办法\n\n第一条 信息变化的，应当在30日内变更。\n", "utf-8")
    library.ingest(path)
    store = Store(engine)
    record = store.records()[0]
    unit = next(u for u in store.units_of(record.id) if u.unit.clause == "第一条")
    asked = understand("换了地方上班,成都居住证多久内去改", (), ())
    close = Candidate(unit, record, 1.5, 0.2, fit=1.0, is_close=True)
    assert [item.candidate for item in select(asked, [close], ON)] == [close]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("户口一直挂在那里", ("户口",)),
        ("证件被查出来是假的", ("证件",)),
        ("偷偷转租出去", ("转租",)),
    ],
)
def test_words_that_only_place_or_time_a_story_are_no_content(
    asked: str, words: tuple[str, ...]
) -> None:
    assert content_words(asked) == words


def test_two_exchanges_of_sounds_at_once_are_no_slip() -> None:
    assert corrected("在外地住能在住的地方办吗", ["储能"])[0] == "在外地住能在住的地方办吗"
    assert corrected("融次怎么办", ["融资"])[0] == "融资怎么办"


@pytest.mark.parametrize(
    ("asked", "better", "worse"),
    [
        (
            "我工资2500能申请公租房吗",
            "申请公租房的收入限制:月收入不高于2000元。",
            "申请公租房的,可以登录网站。",
        ),
        ("我自己能去申请不", "单位拒绝代办的,持证人可以直接申请。", "3年内不得代办。"),
        ("录取了还会被取消吗", "有弄虚作假的,取消录取资格。", "考生应当持身份证报名。"),
        ("攒满多少分可以申请", "积满50分的人员可申请入户。", "每满50小时积2分。"),
    ],
)
def test_a_sentence_that_allows_or_bounds_what_is_asked_for_fits_better(
    asked: str, better: str, worse: str
) -> None:
    assert fit(asked, better) > fit(asked, worse)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("拿着居住证能不能打折", "严重损毁不能辨认的,应当换领。"),
        ("一家三口能分多大", "申请人应年满18周岁。"),
    ],
)
def test_what_only_looks_like_an_answer_does_not_fit(asked: str, text: str) -> None:
    assert fit(asked, text) == 0.0


def test_what_somebody_may_earn_is_no_price() -> None:
    bound = "单身人士月收入不高于2000元;"
    assert unstated("一个月租金多少钱", [bound]) == (Gap.AMOUNT,)
    assert unstated("月收入多少钱才能申请", [bound]) == ()


@pytest.mark.parametrize(
    ("quote", "gaps"),
    [
        ("积分达到标准分值的,可以享受相应待遇。", (Gap.POINTS,)),
        ("总积分满60分可申请入户。", ()),
        ("积分标准由市人力资源社会保障局另行制定。", ()),
    ],
)
def test_how_many_points_suffice_is_said_to_be_unstated(quote: str, gaps: tuple[Gap, ...]) -> None:
    assert told_as_unstated("积分要攒到多少分才够", [quote]) == gaps


@pytest.mark.parametrize(
    ("asked", "case"), [("我爸62了,想投靠我", 1), ("我妈50,能投靠我吗", -1), ("我62分", 0)]
)
def test_an_age_is_one_without_its_unit(asked: str, case: int) -> None:
    assert of_the_case(asked, "男性超过60周岁的,可以投靠子女。") == case


def test_a_place_one_goes_to_for_treatment_is_not_whose_insurance_is_asked_about() -> None:
    assert places_asked_about("我想去广州看病,佛山职工医保报不报") == {"佛山"}
    assert places_asked_about("广州看病怎么报销") == {"广州"}


def test_what_is_punished_by_its_number_is_told_with_what_it_is(tmp_path: Path) -> None:
    library = library_of(tmp_path, 住房租赁办法=LETTING, 港口办法=HARBOUR)
    text = library.answer("住房转租怎么罚款", on=ON).text
    assert "两万元罚款" in text
    assert "擅自转租" in text


def test_a_list_of_graver_cases_is_quoted_with_what_it_is_graver_than(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        执业许可办法="第一条 出借许可证的，处三千元以下的罚款；"
        "有下列情形之一的，处五千元以下的罚款：\n（一）以营利为目的；\n（二）给患者造成伤害。",
        港口办法=HARBOUR,
    )
    text = library.answer("有下列情形之一的处五千元罚款是哪些情形", on=ON).text
    assert "出借许可证的，处三千元以下的罚款" in text


def test_a_clause_is_punished_where_its_number_is_named(tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    library = PolicyLibrary.open(LibrarySettings(tmp_path, model="hashing"), engine)
    path = tmp_path / "住房租赁办法.txt"
    path.write_text(f"住房租赁办法\n\n{LETTING}\n", "utf-8")
    library.ingest(path)
    units = Store(engine).units_of(Store(engine).records()[0].id)

    def punished(address: str) -> list[str]:
        return [stored.unit.clause for stored in punishing(units, address)]

    assert punished("第一条第(二)项#s1") == ["第三条"]
    assert punished("第一条第一款第(二)项#s1") == ["第三条"]
    assert punished("第二条#s1") == []


@pytest.mark.parametrize(
    ("asked", "text", "misses"),
    [
        ("二手房评估要交多少税", "机构应当有十万元以上注册资金。", True),
        ("房子过户要交多少税", "对个人购买住房,减按1%税率征收契税。", False),
        ("考了证能扣多少个税", "按照3600元定额扣除。", False),
    ],
)
def test_a_tax_to_be_paid_is_not_told_by_other_sums(asked: str, text: str, misses: bool) -> None:
    assert misses_what_decides(asked, text) is misses


@pytest.mark.parametrize(
    ("asked", "text", "misses"),
    [
        ("高考报名费多少钱", "父母缴纳社会保险费满3年的,可以报名。", True),
        ("高考报名费多少钱", "报名考务费每人160元。", False),
        ("门槛费多少钱", "三级医院起付标准1200元,费用由个人负担。", False),
    ],
)
def test_a_fee_is_told_by_its_own_name(asked: str, text: str, misses: bool) -> None:
    assert misses_what_decides(asked, text) is misses


@pytest.mark.parametrize(
    ("asked", "is_one"), [("房子加名字要交税吗", True), ("82号通知废止了吗", False)]
)
def test_that_a_document_ends_answers_only_what_asks_for_it(asked: str, is_one: bool) -> None:
    assert is_only_of_documents(asked, "《关于契税政策的通知》同时废止。") is is_one


def test_those_who_signed_say_nothing(tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    library = PolicyLibrary.open(LibrarySettings(tmp_path, model="hashing"), engine)
    path = tmp_path / "关于契税政策的通知.txt"
    path.write_text(
        "关于契税政策的通知\n\n房屋变更为夫妻共有的，免征契税。\n\n由市财政局负责\n\n"
        "财政部  国家税务总局\n",
        "utf-8",
    )
    library.ingest(path)
    units = Store(engine).units_of(Store(engine).records()[0].id)
    silent = [stored.unit.text for stored in units if says_nothing(stored)]
    assert [text.split() for text in silent] == [["财政部", "国家税务总局"]]


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("坐公交打折吗", "坐公共交通优惠吗"),
        ("第一次办", "首次办"),
        ("一家三口", "3人家庭"),
        ("给人看病", "诊疗"),
        ("去看病", "去就医"),
    ],
)
def test_what_people_say_is_read_as_what_rules_say(said: str, official: str) -> None:
    assert vocabulary().in_official_words(said) == official


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "least"), [("asked_by_strangers_7.yaml", 0.8), ("asked_by_strangers_8.yaml", 0.8)]
)
def test_stories_typed_to_a_chat_are_mostly_answered_and_nothing_without_a_source(
    tmp_path: Path, file: str, least: float
) -> None:
    report = asked_of_real_documents(tmp_path, file, ON)
    assert report.right >= least * report.total, report.wrong
    assert report.answered_without_source == 0
