"""What an audit for false and misleading statements showed, and the rule behind each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from retrieval.answer.candidate import Candidate
from retrieval.answer.excluding import excluding
from retrieval.answer.fit import fit, told_as_unstated
from retrieval.answer.particulars import tells_when_it_is_in_hand
from retrieval.answer.preferring import nearest_alike, of_every_word
from retrieval.answer.ranges import of_the_case
from retrieval.documents.official_document import parse
from retrieval.documents.structure import Unit, UnitKind
from retrieval.results import Gap
from retrieval.search.naming import is_not_meant
from retrieval.search.places import places_asked_about, places_in
from retrieval.search.question import stands_alone
from retrieval.search.several import questions_in
from retrieval.store import StoredUnit
from tests.retrieval.material import (
    ON,
    asked_of_real_documents,
    library_of,
    record,
    two_editions,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中山积分入户要多少分", {"中山"}),
        ("我在中山打工能入户吗", {"中山"}),
        ("中山2015年小榄镇积分入学指标", {"中山"}),
        ("中山路的店面怎么补贴", set()),
        ("中山公园收门票吗", set()),
        ("孙中山纪念馆开放吗", set()),
        ("提高港口吞吐量有补贴吗", set()),
        ("朝阳产业有什么扶持", set()),
        ("白银价格", set()),
        ("日照时间要多久", set()),
        ("中山市积分入户", {"中山"}),
    ],
)
def test_a_city_whose_name_is_also_a_word_is_named_where_a_question_opens_with_it(
    text: str, expected: set[str]
) -> None:
    assert places_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("孩子在东莞参加医保要什么条件", {"东莞"}),
        ("在上海参加社会保险满几年", {"上海"}),
        ("随迁子女在广东参加高考", {"广东"}),
        ("去上海参加展会给补贴吗", set()),
        ("在上海参展补多少", set()),
    ],
)
def test_whoever_is_insured_in_a_place_asks_for_its_rules(text: str, expected: set[str]) -> None:
    assert places_asked_about(text) == expected


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("专项附加扣除资料要留几年", "纳税人需要留存备查的相关资料应当留存五年。", ()),
        ("这些资料保存多久", "相关资料应当留存五年。", ()),
        ("应用程序举报电话是多少", "举报电话：12377", ()),
        ("小程序举报电话是多少", "举报电话：12377", ()),
        ("租金标准是哪个局定的", "市发展和改革局负责制定公租房租金标准。", ()),
        ("收费标准谁定", "收费标准由物价部门制定。", ()),
        ("申请要交什么资料", "符合条件的家庭。", (Gap.MATERIAL,)),
        ("申请程序是什么", "符合条件的家庭。", (Gap.MATERIAL,)),
        ("租金标准是多少", "租金由市发展改革部门制定。", (Gap.AMOUNT,)),
    ],
)
def test_what_only_sounds_like_papers_or_a_sum_is_not_told_as_unstated(
    question: str, quote: str, expected: tuple[Gap, ...]
) -> None:
    assert told_as_unstated(question, [quote]) == expected


@pytest.mark.parametrize(
    ("question", "title", "expected"),
    [
        ("房屋租赁条例还有效吗", "深圳市关于废止〈房屋租赁条例〉的决定", True),
        ("住房管理办法还有效吗", "关于落实《住房管理办法》有关问题的通知", True),
        ("废止房屋租赁条例的决定什么时候发的", "关于废止《房屋租赁条例》的决定", False),
        ("关于废止《房屋租赁条例》的决定什么时候发的", "关于废止《房屋租赁条例》的决定", False),
        ("软件保护条例还有效吗", "关于修改《软件保护条例》的决定", False),
        ("渔船管理办法实施细则还有效吗", "渔船管理办法", True),
        ("渔船管理办法补充规定还能用吗", "渔船管理办法", True),
        ("渔船管理办法的实施细则谁定", "渔船管理办法", True),
        ("渔船管理办法还有效吗", "渔船管理办法", False),
        ("渔船管理办法有什么规定", "渔船管理办法", False),
        ("渔船管理办法实施细则还有效吗", "渔船管理办法实施细则", False),
    ],
)
def test_a_document_that_only_shares_words_with_a_name_is_not_meant(
    question: str, title: str, expected: bool
) -> None:
    assert is_not_meant(question, title) is expected


_ENDS = "第一条 渔船按顺序靠岸。\n第二条 《渔船管理办法》同时废止。"


@pytest.mark.parametrize("held", [{}, {"渔船管理办法": "第一条 渔船每年检修一次。"}])
@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        ("渔船管理办法还有效吗", True),
        ("渔船管理办法实施细则还有效吗", False),
        ("渔船管理办法补充规定还能用吗", False),
        ("渔船管理办法实施细则废止了吗", False),
    ],
)
def test_the_end_of_a_rule_is_not_told_of_its_implementing_rules(
    tmp_path: Path, held: dict[str, str], question: str, is_told: bool
) -> None:
    library = library_of(tmp_path, 渔业条例=_ENDS, 港口办法="第一条 港口应当畅通。", **held)
    assert ("废止" in library.answer(question, on=ON).text) is is_told


def test_what_only_mentions_a_rule_does_not_tell_whether_it_holds(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        渔业条例="第一条 渔船按《渔船管理办法》检修。",
        港口条例="第一条 港口应当保持畅通。",
    )
    assert not library.answer("渔船管理办法还有效吗", on=ON).citations


_EXAM = """一、报名条件
（一）符合下列条件的人员，可以申请报名
1.遵守宪法和法律；
2.高中毕业或具有同等学力；
（二）下列人员不得报名
1.高等学校的在校生；
2.高中非应届毕业的在校生（报考少年班者除外）；
3.正在服刑者。"""


def test_a_point_of_those_left_out_is_quoted_with_what_announces_it() -> None:
    units = [StoredUnit(at, "办法", unit) for at, unit in enumerate(parse(_EXAM))]
    (chosen,) = (u for u in units if u.unit.text.startswith("（一）"))
    found = excluding("在校生能不能报名高考", "高考报名办法", units, [chosen])
    assert [stored.unit.text for stored in found] == [
        "（二）下列人员不得报名",
        "1.高等学校的在校生；",
        "2.高中非应届毕业的在校生（报考少年班者除外）；",
    ]


def _limit(document: str, confidence: float, *, knows_all: bool, fit: float = 1.0) -> Candidate:
    unit = Unit(UnitKind.SENTENCE, "第一条", 1, 0, 9, f"{document}最高支付限额")
    held = record(document)
    return Candidate(
        StoredUnit(1, held.id, unit), held, 1.5, confidence, fit, is_accounted=knows_all
    )


@pytest.mark.parametrize(
    ("confidence", "knows_all", "fit", "is_preferred"),
    [
        (1.15, True, 1.0, True),
        (1.15, False, 1.0, False),
        (0.8, True, 1.0, False),
        (1.15, True, 0.5, False),
    ],
)
def test_a_document_that_knows_every_word_goes_before_one_whose_years_fit_better(
    confidence: float, knows_all: bool, fit: float, is_preferred: bool
) -> None:
    best = replace(_limit("东莞市基本医疗保险规定", 0.72, knows_all=False), case=1)
    other = _limit("东莞市大病保险办法", confidence, knows_all=knows_all, fit=fit)
    assert (of_every_word(best, [best, other]) is other) is is_preferred


def test_the_sentence_of_another_city_is_no_better_for_knowing_every_word() -> None:
    best = _limit("东莞市基本医疗保险规定", 0.72, knows_all=False)
    other = _limit("佛山市大病保险办法", 1.15, knows_all=True)
    assert of_every_word(best, [best, other]) is best


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("社会抚养费晚交滞纳金一天收多少", "征收二倍的社会抚养费", False),
        ("滞纳金一天收多少", "按日加收万分之五的滞纳金", True),
        ("押金收多少", "租金每月500元", False),
        ("押金收多少", "押金为500元", True),
        ("租金收多少", "租金每月500元", True),
        ("晚交社保滞纳金是多少", "逾期不缴纳的，按日加收万分之五。", True),
        ("公租房押金交多少", "租赁保证金每户1000元", True),
        ("居住证工本费多少", "换领、补领每证收费20元", True),
        ("交押金后租金多少", "租金每月500元", True),
        ("不交滞纳金会罚多少", "处5000元罚款", True),
        ("要交多少滞纳金", "征收二倍的社会抚养费", False),
        ("押金和租金各多少", "租金每月500元", True),
        ("违约金按几成算", "租金每月500元", False),
    ],
)
def test_a_sum_with_a_name_of_its_own_is_not_told_by_another(
    question: str, sentence: str, holds: bool
) -> None:
    assert (Gap.AMOUNT not in told_as_unstated(question, [sentence])) is holds


def test_the_telephone_at_the_foot_of_another_office_s_page_is_nobody_else_s(
    tmp_path: Path,
) -> None:
    rule = "第一条 政府投资项目应当公示。\n" * 40
    library = library_of(
        tmp_path,
        深圳市政府投资项目条例=f"{rule}深圳市发展和改革委员会版权所有\n办文咨询电话：0755-88125842",
        港口办法="第一条 港口应当保持畅通。",
    )
    assert "88125842" not in library.answer("深圳社保咨询电话是多少", on=ON).text
    assert "88125842" in library.answer("深圳政府投资项目咨询电话是多少", on=ON).text


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("山西居住证有效期多久,逾期不签注怎样", ("山西居住证有效期多久", "山西逾期不签注怎样")),
        ("居住证有效期多久，逾期不签注怎么处理", ("居住证有效期多久", "逾期不签注怎么处理")),
        (
            "山西居住证有效期多久，在太原逾期不签注怎样",
            ("山西居住证有效期多久", "在太原逾期不签注怎样"),
        ),
        ("超过几年不签注，会怎样", ("超过几年不签注，会怎样",)),
        ("居住证没签注，会怎样", ("居住证没签注，会怎样",)),
        ("居住证有效期多久，是怎样规定的", ("居住证有效期多久，是怎样规定的",)),
    ],
)
def test_what_follows_where_something_is_left_undone_is_a_question_of_its_own(
    message: str, expected: tuple[str, ...]
) -> None:
    assert questions_in(message, lambda part: stands_alone(part, ())) == expected


def test_what_ended_a_document_of_its_own_title_is_told_with_its_number(tmp_path: Path) -> None:
    library = two_editions(tmp_path)
    text = library.answer("2013年的流动人员积分规定还有效吗", on=ON).text
    assert "中府〔2014〕97号" in text
    assert "废止" in text


def test_of_sentences_alike_but_for_figures_the_one_beside_the_best_is_told() -> None:
    texts = (
        "发明专利每项积30分。",
        "多人共有的，按30/（人数+1）计算。",
        "外观设计每项积10分。",
        "多人共有的，按10/（人数+1）计算。",
    )
    held = record("积分办法")
    found = [
        Candidate(
            StoredUnit(at, held.id, Unit(UnitKind.SENTENCE, "三", at, 0, 9, text)), held, 1.0, 1.0
        )
        for at, text in enumerate(texts)
    ]
    invention, of_it, design, of_that = found
    assert nearest_alike(of_that, invention, found) is of_it
    assert nearest_alike(of_that, design, found) is of_that
    assert nearest_alike(design, invention, found) is design


@pytest.mark.parametrize(
    ("point", "announced", "expected"),
    [
        ("（三）满1年不足2年的，限额为20万元；", "根据连续参保缴费时间确定：", 1),
        ("（四）满2年不足3年的，限额为25万元；", "根据连续参保缴费时间确定：", -1),
        ("（三）满1年不足2年的，限额为20万元；", "按下列标准执行：", 0),
        ("（三）满1年不足2年的，限额为20万元；", "", 0),
        ("（三）工作满1年不足2年的，奖励1万元；", "根据参保情况：", 0),
    ],
)
def test_the_sentence_above_a_list_says_what_its_points_measure(
    point: str, announced: str, expected: int
) -> None:
    assert of_the_case("大病保险参保一年半最高报多少", point, announced) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("居住证多少天能做好", "公安机关应当自受理之日起20个工作日内完成证件制作。", True),
        ("居住证几天能拿到", "自受理之日起15日内制作发放居住证。", True),
        ("居住证多久能拿到", "自变更之日起7日内办理变更手续。", False),
        ("居住证多久能拿到", "自收件之日起5个工作日内，完成审核，并将制证信息上传。", False),
        ("居住证多久签注一次", "自受理之日起15日内制作发放居住证。", False),
        ("居住证几天之内要去办", "自受理之日起15日内制作发放居住证。", False),
    ],
)
def test_how_soon_a_paper_is_in_hand_is_told_by_when_it_is_made(
    question: str, sentence: str, expected: bool
) -> None:
    assert tells_when_it_is_in_hand(question, sentence) is expected


def test_that_no_day_is_stated_is_not_said_where_another_article_states_it(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        天津市居住证管理办法="第七条 来津居住半年以上的人员，可以申领居住证。\n"
        "第十三条 公安机关应当自开具收件凭证之日起20个工作日内完成证件制作。",
        港口办法="第一条 港口应当保持畅通。",
    )
    answer = library.answer("天津居住证多少天能做好", on=ON)
    assert "20个工作日内" in answer.text
    assert Gap.DEADLINE not in answer.gaps


def test_who_lays_something_down_is_told_by_who_fixes_it() -> None:
    question = "公租房租金标准是哪个局定的"
    fixing = "公租房租金标准由市发展和改革局会同市房产管理局，按照市场租金水平确定。"
    assert fit(question, fixing) > fit(question, "公租房租金按月缴纳。")


@pytest.mark.slow
def test_forty_questions_of_an_audit_are_mostly_answered_right(tmp_path: Path) -> None:
    report = asked_of_real_documents(tmp_path, "asked_by_strangers_12.yaml", date(2019, 11, 15))
    assert report.right >= 0.85 * report.total, report.wrong
    assert report.answered_without_source == 0
