"""What stands below a list, lasts as long as something else, or says whether one may."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from retrieval import Gap, LibrarySettings, PolicyLibrary
from retrieval.answer.candidate import Candidate
from retrieval.answer.fit import fit, unstated
from retrieval.answer.lists import below_the_points
from retrieval.answer.preferring import latest_alike
from retrieval.answer.quoted_part import is_blank
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse
from retrieval.documents.structure import Unit, UnitKind
from retrieval.search.accounting import turns_the_other_way
from retrieval.search.measure import act_allowed
from retrieval.search.places import places_in
from retrieval.search.question import understand
from retrieval.search.vocabulary import vocabulary
from retrieval.store import Store, StoredUnit
from tests.retrieval.material import asked_of_real_documents, library_of

ON = date(2019, 11, 15)
A = "《泰州市甲管理办法》"
PAPERS = (
    "一、申请\n（一）证件的认定\n登记渔船时，还需提供下列证件：\n1.船长证。\n2.船员证。\n"
    "以上证件由渔港办公室核对。\n二、附则\n本办法自2019年1月1日起施行。"
)


def test_a_line_of_figures_alone_says_the_same_as_no_other(tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    library = PolicyLibrary.open(LibrarySettings(tmp_path, model="hashing"), engine)
    path = tmp_path / "最低工资标准.txt"
    path.write_text("最低工资标准\n\n一、标准\n2020\n港口最低工资每月1830元。\n", "utf-8")
    library.ingest(path)
    record = Store(engine).records()[0]
    unit = next(iter(Store(engine).units_of(record.id)))
    line, sentence = (
        Candidate(
            StoredUnit(at, record.id, Unit(UnitKind.SENTENCE, "一-〇", at, at, at + 1, text)),
            record,
            1.0,
            1.0,
        )
        for at, text in enumerate(("2020", "港口最低工资每月1830元。"), start=unit.id)
    )
    asked = understand("最低工资多少", (), ())
    assert latest_alike(asked, sentence, [line, sentence]) == sentence


def test_a_paragraph_below_a_list_s_last_point_is_no_point_of_it(tmp_path: Path) -> None:
    library = library_of(tmp_path, 渔船登记办法=PAPERS, 港口办法="第一条 港口应当保持畅通。")
    text = library.answer("登记渔船还需提供哪些证件", on=ON).text
    assert "• 「2.船员证。」" in text
    assert "• 「以上证件由渔港办公室核对。」" not in text


def test_what_stands_below_a_list_and_is_of_something_else_needs_no_list(tmp_path: Path) -> None:
    money = (
        "一、资金\n（一）来源\n渔港资金的来源包括：\n1.渔船拍卖所得。\n2.社会捐赠。\n"
        "渔港泊位租金专项用于渔港的维修。\n二、附则\n本办法自2019年1月1日起施行。"
    )
    library = library_of(tmp_path, 渔港资金办法=money, 港口办法="第一条 港口应当保持畅通。")
    text = library.answer("渔港泊位租金用于渔港维修吗", on=ON).text
    assert "渔港泊位租金专项用于渔港的维修" in text
    assert "来源包括" not in text


@pytest.mark.parametrize(
    "lifted", ["证件过期后补办的，可以补贴。", "前款规定的渔船经市渔业局同意，可以申请补贴。"]
)
def test_what_a_list_forbids_is_quoted_with_what_lifts_it(tmp_path: Path, lifted: str) -> None:
    rule = f"第一条 有下列情形之一的，不予补贴：\n（一）非法捕捞的。\n（二）证件过期的。\n{lifted}"
    library = library_of(tmp_path, 渔船补贴办法=rule, 港口办法="第一条 港口应当保持畅通。")
    for question in ("哪些情形不予渔船补贴", "证件过期的渔船不予补贴吗"):
        assert f"「{lifted}」" in library.answer(question, on=ON).text


def test_what_a_point_goes_on_with_on_its_own_line_is_of_it() -> None:
    text = (
        "一、申请\n需提供：\n1.船长证。由本人交验。\n2.船员证。当场退回。\n以上由渔港办公室核对。"
    )
    points = [StoredUnit(at, "d", unit) for at, unit in enumerate(parse(text))][2:]
    assert [p.unit.text for p in below_the_points(text, points)] == ["以上由渔港办公室核对。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"疫情期间{A}暂停执行。", ["suspended"]),
        (f"疫情防控期间，暂停执行{A}。", ["suspended"]),
        (f"{A}在新冠肺炎疫情期间暂停执行。", ["suspended"]),
        (f"疫情期间{A}第五条暂停执行。", ["clause_suspended"]),
        (f"疫情期间不得暂停执行{A}。", []),
        (f"疫情期间，建议暂停执行{A}。", []),
        (f"疫情期间，企业暂停执行{A}的，按规定处理。", []),
        (f"对中小企业，疫情期间暂停执行{A}。", []),
        (f"符合{A}条件的企业疫情期间暂停执行。", []),
    ],
)
def test_a_suspension_for_as_long_as_something_lasts_has_no_end(
    text: str, expected: list[str]
) -> None:
    found = read_effects(text, parse(text), "关于有关事项的通知")
    assert [effect.kind.value for effect in found] == expected
    assert all(effect.is_open and effect.until is None for effect in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"不得在疫情期间暂停执行{A}。", []),
        (f"未在疫情防控期间暂停执行{A}。", []),
        (f"拟于疫情期间暂停执行{A}。", []),
        (f"严禁疫情期间暂停执行{A}。", []),
        (f"餐饮企业疫情期间暂停执行{A}。", []),
        (f"小微企业在疫情防控期间，暂停执行{A}。", []),
        (f"不在疫情期间，{A}暂停执行。", []),
        (f"除疫情期间外，{A}暂停执行。", [("suspended", False)]),
        (f"疫情期间出台的{A}暂停执行。", [("suspended", False)]),
        (f"新型冠状病毒感染的肺炎疫情防控期间，暂停执行{A}。", [("suspended", True)]),
        (f"自2020年2月1日起至疫情防控结束，暂停执行{A}。", [("suspended", True)]),
        (f"疫情期间曾暂停执行的{A}自2023年1月8日起恢复执行。", [("resumed", False)]),
        (
            f"疫情期间{A}暂停执行，自2020年6月30日起恢复执行。",
            [("suspended", True), ("resumed", False)],
        ),
    ],
)
def test_what_stands_before_the_epidemic_tells_what_is_said_and_of_whom(
    text: str, expected: list[tuple[str, bool]]
) -> None:
    found = read_effects(text, parse(text), "关于有关事项的通知")
    assert [(effect.kind.value, effect.is_open) for effect in found] == expected


def test_the_names_of_attachments_under_a_text_are_a_list() -> None:
    text = (
        "一、申请\n渔民应当申报。\n附件：\n1.渔船登记表\n2.公示（样式）\n\n二〇〇八年四月二十日\n"
    )
    assert [u.clause for u in parse(text) if u.text[0] in "附12"] == ["附件说明"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "附件：\n1.大型渔船每艘5万元\n2.小型渔船每艘1万元\n",
        "附件：\n1.不得在禁渔期捕捞\n2.罚款5000元\n",
        "附件：\n1.渔民应当申报。\n2.渔船应当登记。\n",
        "附件：\n一、渔民\n1.渔民登记表\n",
    ],
)
def test_an_attachment_itself_is_no_list_of_names(text: str) -> None:
    units = parse(f"一、申请\n渔民应当申报。\n{text}")
    assert "附件说明" not in {unit.clause for unit in units}


@pytest.mark.parametrize(
    ("asked", "clause", "text", "expected"),
    [
        ("能买吗", "附件说明", "1.购房资格审核表", True),
        ("要交哪些表", "附件说明", "1.购房资格审核表", False),
        ("积分怎么算", "表1", "姓名 ｜  ｜ 性别 ｜  ｜ 民族", True),
        ("积分怎么算", "表1", "申请人签名 ｜ 年 月 日", True),
        ("积分怎么算", "表1", "姓名 ｜ 性别 ｜ 出生年月 ｜ 身份证号码", True),
        ("积分怎么算", "表1", "文化程度 ｜ 大专 ｜ 60分 ｜  ｜", False),
        ("积分怎么算", "表1", "药品 ｜  ｜ 口服", False),
        ("什么学历能评", "表1", "学历 ｜ 本科以上 ｜ ", False),
        ("什么职称能评", "表1", "职称 ｜ 高级职称 ｜ ", False),
        ("多大年龄能评", "表1", "年龄 ｜ 三十五周岁以下 ｜ ", False),
        ("意见几天出", "表1", "审核意见 ｜ 受理单位应当在五日内签署意见 ｜ ", False),
        ("谁审核", "表1", "审核人 ｜ 市住建局 ｜ ", False),
        ("积分怎么算", "表1", "随迁人员 ｜ 姓名 ｜ 性别 ｜ 与申请人 关系 ｜ 出生年月", True),
        ("登记地址在哪", "表1", "地址 ｜ 渔港路", False),
        ("申请表怎么填", "表1", "姓名 ｜  ｜ 性别 ｜  ｜ 民族", False),
    ],
)
def test_names_of_attachments_and_blanks_of_forms_lay_nothing_down(
    asked: str, clause: str, text: str, expected: bool
) -> None:
    unit = Unit(UnitKind.SENTENCE, clause, 1, 0, len(text), text)
    assert is_blank(asked, StoredUnit(1, "d", unit)) is expected


def test_what_one_may_earn_is_no_price_by_the_name_of_a_line() -> None:
    bound = "申请人家庭人均年收入线标准为2.5万元。"
    assert unstated("限价房多少钱一平", [bound]) == (Gap.AMOUNT,)
    assert unstated("收入多少钱以下能买", [bound]) == ()


def test_amounts_that_disagree_are_no_amount_asked_for() -> None:
    assert unstated("投标书上金额对不上,按哪个算", ["以文字表示的为准。"]) == ()
    assert unstated("补贴金额", ["以文字表示的为准。"]) == (Gap.AMOUNT,)


def test_whether_one_may_buy_asks_for_conditions() -> None:
    better = fit("我单身能买限价房吗", "申请人住房条件为：家庭无私产住房。")
    assert better > fit("我单身能买限价房吗", "核对购买资格证明的真实性。")


@pytest.mark.parametrize(
    ("asked", "act"),
    [
        ("公租房能养狗吗", "养狗"),
        ("公租房能不能转租", "转租"),
        ("公租房能转租给朋友住吗", "转租"),
        ("公共租赁住房租几年可以购买", "购买"),
        ("限价房几年能转让", "转让"),
        ("经适房满多少年才可以出售?", "出售"),
        ("积分入户几个月能办好", None),
        ("补贴几个月能到账", None),
        ("公租房能退吗", None),
        ("公租房一家三口能分多大", None),
        ("公租房能挪到明年接着租吗", None),
        ("公租房租金多少能告诉我吗", None),
        ("公租房条件能说说吗", None),
        ("公租房申请进度能查到吗", None),
    ],
)
def test_what_one_may_do_is_named_in_a_word(asked: str, act: str | None) -> None:
    assert act_allowed(asked) == act


@pytest.mark.parametrize(
    ("asked", "is_answered"),
    [
        ("公租房能养狗吗", False),
        ("公租房能转租吗", True),
        ("公租房能一起租吗", True),
        ("公租房能续租吗", True),
        ("公租房能代领吗", True),
        ("公租房谁养护能告诉我吗", True),
    ],
)
def test_what_says_nothing_of_an_act_does_not_tell_whether_one_may(
    tmp_path: Path, asked: str, is_answered: bool
) -> None:
    library = library_of(
        tmp_path,
        公共租赁住房办法="第一条 公共租赁住房不得转租。\n第二条 公共租赁住房由房管局养护。\n"
        "第三条 公共租赁住房期满需要续期的，应当申请。\n"
        "第四条 公共租赁住房钥匙可以由亲属代为申领。",
        港口办法="第一条 港口应当保持畅通。",
    )
    assert bool(library.answer(asked, on=ON).citations) is is_answered


@pytest.mark.parametrize(
    ("text", "is_contrary"),
    [
        ("异地城镇职工养老保险转入本市的城乡居民养老保险:…", True),
        ("异地城乡居民养老保险转入本市的城镇职工养老保险:…", False),
        ("按城镇职工养老保险关系转移接续规定办理。", False),
        ("城镇职工养老保险可转入居民养老保险，居民养老保险可转入职工养老保险。", False),
    ],
)
def test_what_turns_into_what_is_not_turned_round(text: str, is_contrary: bool) -> None:
    asked = "在老家交的城乡居民养老,能转到这里的职工养老里吗"
    assert turns_the_other_way(asked, text, vocabulary().rivals) is is_contrary


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("河北雄安新区总体规划", {"雄安"}),
        ("海南博鳌乐城先行区", {"博鳌"}),
        ("英雄安葬办法", set()),
        ("横琴的企业", {"横琴"}),
    ],
)
def test_new_areas_are_places(text: str, places: set[str]) -> None:
    assert places_in(text) == places


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("去年把房卖了", "去年把房出售"),
        ("拍卖了", "拍卖了"),
        ("居住证管几年", "居住证有效期几年"),
        ("归谁管多久", "归谁管多久"),
        ("档案保管多久", "档案保管多久"),
    ],
)
def test_everyday_words_of_strangers_have_official_ones(said: str, official: str) -> None:
    assert vocabulary().in_official_words(said) == official


@pytest.mark.slow
def test_forty_more_are_mostly_answered_and_nothing_without_a_source(tmp_path: Path) -> None:
    report = asked_of_real_documents(tmp_path, "asked_by_strangers_9.yaml", ON)
    assert report.right >= 0.8 * report.total, report.wrong
    assert report.answered_without_source == 0
