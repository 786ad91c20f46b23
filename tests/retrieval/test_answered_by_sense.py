"""What means the same in other words, whose rules hold where, what suffices, where to turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from retrieval import LibrarySettings, Outcome, PolicyLibrary
from retrieval.answer.candidate import Candidate
from retrieval.answer.fit import fit
from retrieval.answer.forms import HANDLED_WITHIN
from retrieval.answer.selecting import select
from retrieval.search.measure import misses_what_decides, objects_asked
from retrieval.search.question import understand
from retrieval.search.vocabulary import vocabulary
from retrieval.store import Store
from tests.retrieval.material import asked_of_real_documents, library_of

ON = date(2019, 11, 15)
HARBOUR = "第一条 港口应当保持畅通。"
PAPERS = "第一条 招用人员应当备案。\n第二条 任何单位和个人不得扣押他人证件。"
MEANT = "用工办法\n第二条 任何单位和个人不得扣押他人证件。"


def test_a_rule_that_means_the_question_answers_it_in_other_words(
    tmp_path: Path, knows: dict[str, str]
) -> None:
    asked = "老板能拿走他人的本子吗"
    library = library_of(tmp_path, 用工办法=PAPERS, 港口办法=HARBOUR)
    assert library.answer(asked, on=ON).outcome is Outcome.REFUSED
    knows[asked] = MEANT
    answer = library.answer(asked, on=ON)
    assert [citation.clause for citation in answer.citations] == ["第二条#s1"]
    assert "请核对说的是不是您的情形" in answer.text


def test_a_word_that_another_document_holds_is_left_to_it(
    tmp_path: Path, knows: dict[str, str]
) -> None:
    asked = "老板能拿走他人的船票吗"
    knows[asked] = MEANT
    library = library_of(
        tmp_path, 用工办法=PAPERS, 港口办法="第一条 老板和船票由港口登记，拿走应当申报。"
    )
    answer = library.answer(asked, on=ON)
    assert all(citation.document != "用工办法" for citation in answer.citations)


def test_a_part_s_rules_do_not_answer_for_the_whole_by_their_sense(
    tmp_path: Path, knows: dict[str, str]
) -> None:
    asked = "福建让不让外省考生随迁报名"
    knows[asked] = "泉州市考生办法\n第一条 随迁子女可以报名。"
    library = library_of(tmp_path, 泉州市考生办法="第一条 随迁子女可以报名。", 港口办法=HARBOUR)
    assert library.answer(asked, on=ON).outcome is Outcome.REFUSED


def test_a_province_s_rules_hold_in_a_city_they_do_not_name(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        吉林省居住证管理办法="第一条 居住半年以上的，可以申领居住证。",
        港口办法=HARBOUR,
    )
    assert "居住半年以上" in library.answer("在长春住多久才能办居住证", on=ON).text
    assert library.answer("在苏州住多久才能办居住证", on=ON).outcome is Outcome.REFUSED


def test_a_province_s_notice_is_no_rule_for_a_city_it_does_not_name(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        关于吉林省居住证发放情况的通知="第一条 居住半年以上的，可以申领居住证。",
        港口办法=HARBOUR,
    )
    assert library.answer("在长春住多久才能办居住证", on=ON).outcome is Outcome.REFUSED


def test_the_best_sentence_of_a_document_that_is_sure_goes_before_another_of_it(
    tmp_path: Path,
) -> None:
    engine = create_engine("sqlite://")
    library = PolicyLibrary.open(LibrarySettings(tmp_path, model="hashing"), engine)
    path = tmp_path / "港口办法.txt"
    path.write_text(
        "港口办法\n\n第一条 累计达到60分的可以排队。\n第二条 排队每年计2分。\n", "utf-8"
    )
    library.ingest(path)
    store = Store(engine)
    record = store.records()[0]
    units = [u for u in store.units_of(record.id) if u.unit.clause in {"第一条", "第二条"}]
    asked = understand("多少分才能排", (), ())
    best = Candidate(units[0], record, 1.5, 0.6, fit=1.0)
    sure = Candidate(units[1], record, 1.2, 0.9, fit=1.0)
    assert next(s.candidate for s in select(asked, [best, sure], ON)) == best
    assert [s.candidate for s in select(asked, [best], ON)] == []
    sibling = replace(best, confidence=0.9, is_sibling=True)
    assert select(asked, [sibling, replace(sure, is_close=True)], ON) == ()
    assert select(asked, [replace(sibling, score=0.5), replace(sure, is_close=True)], ON)
    unfit = replace(best, fit=0.0)
    assert [s.candidate for s in select(asked, [unfit, sure], ON)] == [sure]


def test_a_guide_s_telephones_are_found_where_it_lists_them(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        甲区积分入户指南="一、申请条件\n积分入户的，应当积分累计达到30分。\n"
        "二、申请受理点\n南庄镇：紫洞南路106号，电话：85330022\n祖庙街道：朝安北路25号，电话：82165120",
        港口办法=HARBOUR,
    )
    assert "82165120" in library.answer("积分入户的电话是多少", on=ON).text
    assert "82165120" not in library.answer("积分入户要多少分", on=ON).text


@pytest.mark.parametrize(
    ("asked", "better", "worse"),
    [
        ("积分入户要多少分才够", "积分达到100分的,列为候选人员。", "每满50小时积2分。"),
        ("违法建筑拆了给不给赔", "下列房屋不予补偿", "违法建筑由街道办事处拆除。"),
        ("去哪里补居住证", "到居住地公安派出所办理补领手续。", "居住证可以补领。"),
        ("住多久才能办", "居住半年以上的,可以申领。", "自受理之日起15日内发放。"),
        ("抗震加固的钱谁出", "加固费用,由产权人承担。", "产权人应当委托设计单位加固。"),
        ("考试是几号", "考试时间为6月20日。", "2016年考试实行网上报名。"),
        ("上小学要满几岁", "年满6周岁儿童应当入学。", "4.小学新生需提供证明。"),
        ("小孩能参加医保不", "满1年以上的,可参加医疗保险。", "子女可继续在试点学校参保。"),
        ("财政一年补多少", "给予补贴,每人每年200元。", "八、低保家庭免缴保险费。"),
        (
            "居住证多少天能办好",
            "自受理之日起15日内制作发放。",
            "中断居住登记每次不超过3天的,视为连续。",
        ),
        (
            "办居住证要几个工作日",
            "自受理之日起15日内制作发放。",
            "中断居住登记每次不超过3天的,视为连续。",
        ),
        (
            "租房补贴要审核多少天",
            "自受理之日起20个工作日内审核完毕。",
            "最长不超过36个月。",
        ),
        (
            "继续教育能扣多少",
            "在学历教育期间按照每月400元定额扣除。",
            "继续教育的扣除期限不能超过48个月。",
        ),
        ("租房扣除多少", "扣除标准为每月1500元。", "不能同时分别享受两项扣除。"),
        ("环评多久能批", "收到之日起60个工作日内,作出是否核准的决定。", "核准超过5年方开工的。"),
    ],
)
def test_a_sentence_with_what_is_asked_for_fits_better(asked: str, better: str, worse: str) -> None:
    assert fit(asked, better) > fit(asked, worse)


@pytest.mark.parametrize(
    ("question", "is_of_an_office"),
    [
        ("租房补贴要审核多少天", True),
        ("审批要多久", True),
        ("办居住证要几天", True),
        ("许可延期办理要几天前申请", False),
        ("校车多久年审一次", False),
        ("办活动要提前几天报备", False),
    ],
)
def test_how_soon_an_office_decides_is_no_other_time(question: str, is_of_an_office: bool) -> None:
    assert bool(HANDLED_WITHIN.search(question)) is is_of_an_office


def test_an_aid_is_for_all_that_stands_before_it() -> None:
    assert set(objects_asked("有没有开诊所的创业补贴", ())) == {"诊所", "创业"}
    assert objects_asked("深圳的创业补贴", ()) == ("创业",)


def test_a_fee_is_not_told_by_what_other_things_cost() -> None:
    asked = "监理费一平米多少钱"
    assert misses_what_decides(asked, "总投资额在三百万元以上的建设工程必须实行监理。")
    assert not misses_what_decides(asked, "监理收费由市价格主管部门规定。")
    assert not misses_what_decides("博士安家费给多少钱", "按规定给予相应资助。")


def test_whether_something_is_in_a_range_is_no_question_for_what_is_left_out() -> None:
    asked = "投资1.2亿的项目在不在重点盯办范围"
    assert not misses_what_decides(asked, "紧盯100个投资超1亿元的重点项目。")


@pytest.mark.parametrize(
    ("text", "misses"), [("推动企业培育,壮大发展基础", True), ("下列企业不予支持", False)]
)
def test_who_is_left_out_is_told_by_what_leaves_out(text: str, misses: bool) -> None:
    assert misses_what_decides("哪些企业被排除在政策之外", text) is misses


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("民办小学最多报几所", "民办小学最多报几所"),
        ("居民医保最多报多少", "居民医疗保险最高支付"),
        ("经适房卖掉了", "经济适用住房出售了"),
        ("环保验收", "环境保护验收"),
        ("证被扣下来了", "证被扣押了"),
        ("计生证明", "计划生育证明"),
    ],
)
def test_everyday_words_are_read_as_official_ones(said: str, official: str) -> None:
    assert vocabulary().in_official_words(said) == official


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "least"), [("asked_by_strangers_5.yaml", 0.8), ("asked_by_strangers_6.yaml", 0.7)]
)
def test_documents_nobody_asked_about_answer_most_and_nothing_without_a_source(
    tmp_path: Path, file: str, least: float
) -> None:
    report = asked_of_real_documents(tmp_path, file, ON)
    assert report.right >= least * report.total, report.wrong
    assert report.answered_without_source == 0
