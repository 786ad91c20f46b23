"""What an audit of thirty questions about documents seldom asked about showed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import process_time

import pytest

from retrieval import PolicyLibrary, Turn
from retrieval.answer.fit import told_as_unstated
from retrieval.answer.to_the_point import without_fines
from retrieval.documents.changes import ChangeKind
from retrieval.documents.effects import read_effects
from retrieval.documents.metadata_reading import read_metadata
from retrieval.documents.official_document import parse
from retrieval.results import Gap
from retrieval.search.as_of import as_of, without_day
from retrieval.search.narrowing import filters_in
from retrieval.search.places import places_in
from retrieval.search.several import questions_in
from retrieval.search.taking_up import places_meant
from tests.retrieval.material import asked_in_turn, asked_of_real_documents, library_of

ON = date(2019, 11, 15)
RULE = "《港口管理办法》"


@pytest.mark.parametrize(
    ("question", "level", "region"),
    [
        ("重庆市里的文件没有编号也没公布", None, "重庆市"),
        ("泰州市里的人才政策", None, "泰州市"),
        ("江苏省里的政策有哪些", None, "江苏省"),
        ("市里的人才政策", "市级", None),
        ("我市的人才政策", "市级", None),
        ("重庆市级的政策", "市级", None),
        ("园区里的政策", None, None),
    ],
)
def test_in_a_city_named_is_of_that_city_whatever_its_rank(
    question: str, level: str | None, region: str | None
) -> None:
    stated = filters_in(question)
    assert (stated.level, stated.region) == (level, region)


def test_what_a_municipality_issues_is_found_among_the_rules_of_the_city(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        渔船管理办法="第一条 渔船进港每次收费5元。\n\n重庆市人民政府\n2018年3月1日",
        港口办法="第一条 港口应当保持畅通。\n\n江苏省人民政府\n2018年3月1日",
    )
    assert "每次收费5元" in library.answer("我市的渔船进港政策收费多少", on=ON).text
    text = library.answer("我市的港口畅通政策", on=ON).text
    assert "在库里市级的文件中没有找到" in text


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("三明治店补贴", set()),
        ("三明治理水污染", {"三明"}),
        ("三明治水果店补贴", set()),
        ("三明治安管理", {"三明"}),
        ("三明治水补贴", {"三明"}),
        ("四平八稳", set()),
        ("四平市补贴", {"四平"}),
        ("安康码怎么办", set()),
        ("安康码头收费", {"安康"}),
        ("广安门医院", set()),
        ("广安门诊报销", {"广安"}),
        ("广安门窗补贴", {"广安"}),
        ("中山二路拆迁", set()),
        ("中山二手房", {"中山"}),
        ("南京大街小巷", {"南京"}),
    ],
)
def test_a_word_that_begins_like_a_city_is_none(text: str, places: set[str]) -> None:
    assert places_in(text) == places


@pytest.mark.parametrize(
    ("question", "day", "rest"),
    [
        ("2013年6月渔船管理办法有效吗", date(2013, 6, 30), "渔船管理办法有效吗"),
        ("2013年6月1日渔船管理办法还有效吗", date(2013, 6, 1), "渔船管理办法还有效吗"),
        ("2013年6月份渔船管理办法废止了吗", date(2013, 6, 30), "渔船管理办法废止了吗"),
        ("2013年渔船管理办法有效吗", None, None),
        ("2013年6月发布的渔船管理办法有效吗", None, None),
        ("2013年6月的渔船管理办法有效吗", None, None),
        ("2013年6月1日起施行的办法还有效吗", None, None),
        ("2013年6月那份渔船管理办法有效吗", None, None),
        ("2019年11月渔船管理办法有效吗", ON, "渔船管理办法有效吗"),
        ("2019年12月渔船管理办法有效吗", None, "渔船管理办法有效吗"),
        ("2030年6月渔船管理办法有效吗", None, "渔船管理办法有效吗"),
        ("2013年6月版渔船管理办法有效吗", None, None),
        ("2013年6月渔船管理办法现在还有效吗", None, None),
        ("2013年6月那时渔船管理办法有效吗", date(2013, 6, 30), "渔船管理办法有效吗"),
        ("2013年6月渔船补贴多少", None, None),
    ],
)
def test_whether_something_was_in_force_in_a_month_is_asked_of_that_month(
    question: str, day: date | None, rest: str | None
) -> None:
    assert as_of(question, ON) == day
    assert without_day(question) == (rest or question)


@pytest.mark.parametrize(
    ("question", "gaps"),
    [
        ("高标准农田的数据最晚几号前审核完", ()),
        ("标准化厂房什么时候交付", ()),
        ("住房补贴标准", (Gap.AMOUNT,)),
        ("提高标准的比例", (Gap.AMOUNT,)),
    ],
)
def test_a_high_standard_is_no_sum(question: str, gaps: tuple[Gap, ...]) -> None:
    assert told_as_unstated(question, ["各市应当在2016年1月11日之前审核通过。"]) == gaps


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("船主应当报告,违者处以500元罚款,费用每月30元。", "船主应当报告,,费用每月30元。"),
        ("罚金500元;费用30元", ";费用30元"),
        ("罚款和罚金各500元。费用30元", "。费用30元"),
        ("费用30元", "费用30元"),
    ],
)
def test_a_fine_is_taken_out_with_its_clause_and_no_more(sentence: str, rest: str) -> None:
    assert without_fines(sentence) == rest


def test_one_endless_sentence_is_gone_through_once() -> None:
    endless = "由港口局、渔业局、" * 20_000
    started = process_time()
    told_as_unstated("渔船进港收费多少钱", [endless])
    assert process_time() - started < 5


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("福建和兰州的规范性文件发布后几天内要备案", 2),
        ("深圳、东莞积分入户要多少分", 2),
        ("山西省和江西省居住证有效期几年?", 2),
        ("天津和重庆公租房租金是谁定的", 2),
        ("北京和上海谁补得多", 1),
        ("北京和上海哪个补得多", 1),
        ("深圳和东莞的医保能互认吗", 1),
        ("从上海和北京搬来有补贴吗", 1),
        ("北京和天津公积金怎么转移", 1),
        ("上海和江苏异地就医怎么报销", 1),
        ("中山和珠海联合办学补多少", 1),
        ("深圳和东莞缴的社保年限怎么累计", 1),
        ("北京、上海和广州的落户要多少分", 1),
        ("吉林和吉林的补贴有多少", 1),
        ("和平区和河西区的学区怎么划分", 1),
        ("天津与重庆廉租房标准的区别是什么", 1),
        ("渔船和港口有什么补贴", 1),
    ],
)
def test_what_is_asked_of_two_places_is_two_questions(message: str, count: int) -> None:
    asked = questions_in(message, lambda piece: len(piece) > 3)
    assert len(asked) == count
    if count == 1:
        assert asked == (message,)


def test_the_question_of_each_place_names_it_as_it_was_named() -> None:
    message = "江苏省和泰州市有哪些人才政策"
    asked = ("江苏省有哪些人才政策", "泰州市有哪些人才政策")
    assert questions_in(message, lambda piece: len(piece) > 3) == asked


@pytest.mark.parametrize(
    ("text", "leans", "places"),
    [
        ("那举办的钱呢", False, {"深圳"}),
        ("多少钱", True, {"深圳"}),
        ("那上海呢", True, {"上海"}),
        ("积分入户要多少分", False, set()),
        ("那里的积分入户要多少分", False, set()),
    ],
)
def test_a_question_that_goes_on_is_of_the_place_before(
    text: str, leans: bool, places: set[str]
) -> None:
    previous = [Turn("user", "深圳申办大运会的经费由谁承担"), Turn("bot", "由广东省人民政府承担")]
    assert places_meant(text, previous, leans=leans) == places


def _two_cities(folder: Path) -> PolicyLibrary:
    return library_of(
        folder,
        深圳市渔船办法="第一条 渔船进港费用由船主承担。\n第二条 渔船检修费用由深圳市承担。",
        哈尔滨市渔船办法="第一条 渔船进港费用由船主承担。\n第二条 渔船检修费用由哈尔滨市承担。",
    )


def test_what_follows_on_one_city_is_not_told_of_another(tmp_path: Path) -> None:
    library = _two_cities(tmp_path)
    text = asked_in_turn(library, "深圳渔船进港费用由谁承担", "那检修的费用呢").text
    assert "深圳市承担" in text
    assert "哈尔滨" not in text
    assert "您没有说明是哪里" not in text


def test_what_follows_on_the_same_asked_of_another_city_is_told_of_that(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        深圳市积分入户办法="第一条 积分满60分可以入户。",
        东莞市积分入户办法="第一条 积分满50分可以入户。",
    )
    text = asked_in_turn(library, "深圳积分入户要多少分", "那东莞呢", "那要多少分").text
    assert "满50分" in text
    assert "满60分" not in text


def test_what_was_in_force_then_is_not_told_as_in_force_now(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        渔船管理办法="第一条 渔船进港应当报告。\n第二条 本办法自2014年1月1日起施行，"
        "有效期至2018年9月30日。\n\n泰州市人民政府\n2013年12月1日",
        港口办法="第一条 港口应当保持畅通。",
    )
    for question in ("2015年3月渔船管理办法有效吗", "2015年3月的时候渔船管理办法有效吗"):
        text = library.answer(question, on=ON).text
        assert "按2015年3月31日时的规定回答。当时：有效期至2018年9月30日，有效。" in text
        assert "已过，不是现行政策" in text
    now = library.answer("渔船管理办法有效吗", on=ON).text
    assert "当时" not in now
    assert "已过，不是现行政策" in now


def test_whoever_names_the_districts_of_a_title_has_said_where(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        深圳市宝安龙岗两区渔船管理办法="第一条 渔船进港费用由船主承担。",
        天津市渔港办法="第一条 渔港应当保持畅通。",
    )
    unsaid = "您没有说明是哪里"
    assert unsaid not in library.answer("宝安龙岗渔船进港费用由谁承担", on=ON).text
    assert unsaid in library.answer("渔船进港费用由谁承担", on=ON).text


@pytest.mark.parametrize(
    ("text", "kept", "replaced"),
    [
        (f"{RULE}第三条继续有效，第五条修改为“奖励30万元”，其余条款同时废止。", "三五", "五"),
        (f"{RULE}第三条继续有效，第五条修改为奖励30万元，其余条款同时废止。", "三五", "五"),
        (f"{RULE}第五条修改为“奖励30万元”，第三条继续有效，其余条款同时废止。", "五三", "五"),
        (f"{RULE}第五条修改为“奖励30万元”，其余条款同时废止。", "五", "五"),
        (f"{RULE}第三条继续有效，第五条废止，其余条款同时废止。", "三", ""),
        (f"{RULE}第三条、第五条除外，其余条款同时废止。", "三五", ""),
        (f"{RULE}第三条除外，其余条款不再执行。", "三", ""),
        (f"{RULE}第五条修改为“奖励30万元。”其余条款同时废止。", "五", "五"),
        (f"{RULE}第三条继续有效；第五条修改为“奖励30万元”；第六条废止；其余废止。", "三五", "五"),
        (f"{RULE}第三条停止执行，但第五条修改为“奖励30万元”，其余条款废止。", "五", "五"),
        (f"{RULE}中，第三条删去，第五条继续有效，其余条款废止。", "五", ""),
        (f"{RULE}第三条废止，其余条款同时废止。", "", ""),
        (f"{RULE}第三条除外，拟将其余条款废止。", None, ""),
        (f"依据{RULE}第三条除外，其余条款同时废止。", None, ""),
        (f"{RULE}第三条规定的情形除外，其余条款同时废止。", None, ""),
        (f"{RULE}第三条继续有效，第五条修改为“奖励30万元”。", None, "五"),
        (f"{RULE}第三条、第四条不变，第五条修改为“奖励30万元”。", None, "五"),
        (f"{RULE}第三条，现修改为“奖励30万元”。", None, "三"),
        (f"{RULE}第三条中关于第五条的内容修改为“奖励30万元”。", None, "三"),
        (f"{RULE}第五条修改为“奖励30万元”，其余条款继续有效。", None, "五"),
        (f"{RULE}第五条修改为“奖励30万元”，拟将其余条款废止。", None, "五"),
        (f"依据{RULE}第三条，第五条修改为奖励30万元。", None, ""),
    ],
)
def test_a_clause_kept_with_other_words_outlives_the_rest(
    text: str, kept: str | None, replaced: str
) -> None:
    effects = read_effects(text, parse(text), "关于有关事项的通知")
    ended = [e.excepted for e in effects if e.kind is ChangeKind.REPEALED]
    assert ended == ([tuple(f"第{n}条" for n in kept)] if kept is not None else [])
    other = [e.clause for e in effects if e.kind is ChangeKind.CLAUSE_REPLACED]
    assert other == [f"第{n}条" for n in replaced]


def test_a_day_is_that_of_the_clause_it_stands_beside() -> None:
    text = f"{RULE}第三条继续执行至2025年12月31日，第五条修改为奖励30万元，其余条款同时废止。"
    effects = read_effects(text, parse(text), "关于有关事项的通知")
    until = {e.clause: e.until for e in effects if e.kind is ChangeKind.CLAUSE_EXTENDED}
    assert until == {"第三条": date(2025, 12, 31)}


def test_a_table_of_contents_holds_no_articles() -> None:
    entries = "第一章 总体目标 1\n第一条 发展现状 2\n第二条 实施日期 32\n"
    text = f"住房规划\n目录\n{entries}总体目标\n发展现状\n（一）全市住房10万套。\n实施日期\n今日。"
    addresses = {unit.text: unit.address for unit in parse(text)}
    assert addresses["第二条 实施日期 32"] == "目录"
    assert "第二条" not in addresses["（一）全市住房10万套。"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("住房规划\n\n本规划期限为2016年至2020年。", date(2020, 12, 31)),
        ("住房规划\n\n规划期限：2016-2020年", date(2020, 12, 31)),
        ("住房规划\n\n城市总体规划期限为2016年至2020年。", None),
        ("住房规划\n\n规划期限为2011—2015年的《旧规划》废止。", None),
        ("住房规划\n\n近期建设安排为2016年至2020年。", None),
    ],
)
def test_a_plan_that_states_its_years_has_a_period(text: str, last: date | None) -> None:
    assert read_metadata(text, {}, "住房规划").period_end.value == last


@pytest.mark.parametrize(
    ("name", "is_draft"),
    [("住房规划（公众征求意见稿）", True), ("住房规划", False), ("住房规划征求意见的通知", False)],
)
def test_a_file_named_a_draft_is_one(name: str, is_draft: bool) -> None:
    draft = read_metadata("住房规划\n\n第一条 全市住房10万套。", {}, name).draft
    assert (draft.value is not None) is is_draft


@pytest.mark.slow
def test_thirty_questions_of_another_audit_are_mostly_answered_right(tmp_path: Path) -> None:
    report = asked_of_real_documents(tmp_path, "asked_by_strangers_13.yaml", ON)
    assert report.right >= 0.8 * report.total, report.wrong
    assert report.answered_without_source == 0
