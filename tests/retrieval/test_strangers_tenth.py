"""What forty more questions to a city's chat showed, and the rule behind each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import Gap, PolicyLibrary
from retrieval.answer.candidate import Candidate
from retrieval.answer.fit import fit, unstated
from retrieval.answer.topical import by_topic, is_of_another_matter, is_part_of_a_title
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse
from retrieval.documents.structure import Unit, UnitKind
from retrieval.search.needs import Need
from retrieval.search.question import understand
from retrieval.search.vocabulary import vocabulary
from retrieval.store import StoredUnit
from tests.retrieval.material import (
    asked_in_turn,
    asked_of_real_documents,
    library_of,
    record,
    signed,
)

ON = date(2019, 11, 15)
A, B = "《泰州市甲管理办法》", "《泰州市乙管理办法》"


@pytest.mark.parametrize(
    ("text", "excepted"),
    [
        (f"除第三条外，{A}暂停执行。", ("第三条",)),
        (f"{A}除第三条外暂停执行。", ("第三条",)),
        (f"{A}（第三条除外）暂停执行。", ("第三条",)),
        (f"暂停执行{A}，但第三条除外。", ("第三条",)),
        (f"疫情期间，除第三条外，{A}暂停执行。", ("第三条",)),
        (f"除第三条、第五条第二款外，{A}同时废止。", ("第三条", "第五条第二款")),
        (f"{A}废止，其中第三条继续执行。", ("第三条",)),
        (f"除第三条外，自2019年3月1日起，{A}暂停执行。", ("第三条",)),
        (f"{A}除第三条外，其余条款自2019年3月1日起停止执行。", ("第三条",)),
        (f"除第三条继续执行外，{A}其余条款同时废止。", ("第三条",)),
        (f"暂停执行{A}（除第三条外）。", ("第三条",)),
        (f"{A}暂停执行，其中第三条自2019年5月1日起继续执行。", ("第三条",)),
        (f"除第三条规定的情形外，{A}暂停执行。", ()),
        (f"本办法除第三条外，自2019年1月1日起废止{A}。", ()),
        (f"除第三条外，其余条款自发布之日起施行，{A}同时废止。", ()),
        (f"除第三条外，本办法自公布之日起施行，{A}同时废止。", ()),
        (f"本办法（第三条除外）自公布之日起施行，{A}同时废止。", ()),
        (f"本办法自公布之日起施行，第三条除外，{A}同时废止。", ()),
        (f"除疫情期间外，{A}暂停执行。", ()),
    ],
)
def test_a_clause_that_is_excepted_is_not_suspended_with_the_rest(
    text: str, excepted: tuple[str, ...]
) -> None:
    (effect,) = read_effects(text, parse(text), "关于有关事项的通知")
    assert effect.clause is None
    assert effect.excepted == excepted


@pytest.mark.parametrize(
    ("text", "excepted"),
    [
        (f"废止{A}、{B}（第三条除外）。", {"甲": (), "乙": ("第三条",)}),
        (f"{A}（第三条除外）、{B}同时废止。", {"甲": ("第三条",), "乙": ()}),
        (f"{A}废止，{B}（第三条除外）同时废止。", {"甲": (), "乙": ("第三条",)}),
        (f"暂停执行{A}、{B}（第五条除外）。", {"甲": (), "乙": ("第五条",)}),
    ],
)
def test_what_is_excepted_of_one_document_is_none_of_another_s(
    text: str, excepted: dict[str, tuple[str, ...]]
) -> None:
    effects = read_effects(text, parse(text), "关于有关事项的通知")
    assert {(effect.title or "")[3]: effect.excepted for effect in effects} == excepted


def test_a_document_is_applied_again_from_its_day_and_not_from_that_of_its_pause() -> None:
    text = f"{A}自2019年3月1日起暂停执行，2020年3月1日恢复执行。"
    paused, resumed = read_effects(text, parse(text), "关于有关事项的通知")
    assert (paused.on, resumed.on) == (date(2019, 3, 1), date(2020, 3, 1))


def test_an_answer_says_which_clause_is_not_suspended(tmp_path: Path) -> None:
    library = library_of(tmp_path, 港口办法="第一条 港口应当保持畅通。")
    rule = "泰政发〔2018〕3号\n\n第三条 渔船泊位补贴每月300元。"
    stop = "泰政发〔2019〕5号\n\n除第三条外，《泰州市渔船补贴办法》暂停执行。"
    for title, text, day in (
        ("泰州市渔船补贴办法", rule, "2018年3月1日"),
        ("关于暂停执行的通知", stop, "2019年3月1日"),
    ):
        path = tmp_path / f"{title}.txt"
        path.write_text(signed(f"{title}\n\n{text}", "泰州市人民政府", day), "utf-8")
        library.ingest(path)
    text = library.answer("渔船泊位补贴每月多少元", on=ON).text
    assert "暂停执行（第三条除外）" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{A}现予以恢复。", ["resumed"]),
        (f"因疫情暂停执行的{A}现予恢复。", ["resumed"]),
        (f"{A}此前暂停执行，现予以恢复。", ["resumed"]),
        (f"{A}暂停执行，恢复执行时间另行通知。", ["suspended"]),
        (f"{A}已暂停执行，待条件成熟后予以恢复。", ["suspended"]),
        (f"{A}暂停执行，自疫情解除之日起予以恢复。", ["suspended"]),
        (f"{A}暂停执行，经批准予以恢复。", ["suspended"]),
        (f"{A}自疫情解除之日起恢复执行。", []),
        (f"{A}自本通知印发之日起恢复执行。", ["resumed"]),
        (f"{A}规定的优惠资格予以恢复。", []),
        (f"企业的资格依照{A}予以恢复。", []),
        (f"不符合条件的，{A}不予恢复。", []),
        (f"{A}拟予以恢复。", []),
    ],
)
def test_a_suspension_is_lifted_in_fewer_words_too(text: str, expected: list[str]) -> None:
    found = read_effects(text, parse(text), "关于有关事项的通知")
    assert [effect.kind.value for effect in found] == expected


def test_the_tenth_point_and_those_after_it_are_named_by_number(
    seed_library: PolicyLibrary,
) -> None:
    asked = "支持措施有哪些"
    for number, address in (("第十条", "三-6#s2"), ("第十三条", "三-6#s3"), ("第15条", "三-2#s5")):
        answer = asked_in_turn(seed_library, asked, f"{number}具体怎么办")
        assert answer.citations[0].clause == address


def test_from_ten_on_a_number_is_an_article_s_where_no_answer_had_so_many_points(
    tmp_path: Path,
) -> None:
    articles = "\n".join(f"第{n}条 渔港第{n}号码头归渔业局管理。" for n in "一二三四五六七八九十")
    library = library_of(tmp_path, 渔港码头办法=f"{articles}\n第十一条 渔港夜间关闭。")
    answer = asked_in_turn(library, "渔港码头办法第十条怎么规定", "那第十一条呢")
    assert "渔港夜间关闭" in answer.text


@pytest.mark.parametrize(
    ("question", "quote", "missing"),
    [
        ("滞纳金一天收多少", "按照国家有关规定加收滞纳金。", (Gap.AMOUNT,)),
        ("滞纳金一天收多少", "按日加收0.05%的滞纳金。", ()),
        ("举报有奖励吗 给多少", "给予第一举报人适当奖励。", (Gap.AMOUNT,)),
        ("产假给多少天", "增加三十五日的产假。", ()),
    ],
)
def test_how_much_is_taken_or_given_asks_for_a_sum(
    question: str, quote: str, missing: tuple[Gap, ...]
) -> None:
    assert unstated(question, [quote]) == missing


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("书杂费免不免", "复读生不予免费。", "按标准等额免收书杂费。"),
        ("去办要带啥", "应当提供身份证件。", "作为持证人在本市居住的证明。"),
        (
            "查出来的数据能拿来处罚我吗",
            "不作为对调查对象实施行政处罚的依据。",
            "有下列行为之一的，依法给予处分。",
        ),
        (
            "申请交上去几天给答复",
            "自收到申请之日起十五日内作出书面意见。",
            "三十日内，应当申请登记。",
        ),
    ],
)
def test_a_sentence_has_the_form_of_what_is_asked(question: str, better: str, worse: str) -> None:
    assert fit(question, better) > fit(question, worse)


@pytest.mark.parametrize("question", ["那现场确认要带啥", "报名带哪些", "去的时候带什么"])
def test_what_to_bring_asks_for_papers(question: str) -> None:
    assert Need.MATERIAL in understand(question, (), ()).needs
    assert unstated(question, ["一经确认不得更改。"]) == (Gap.MATERIAL,)


def _candidate(number: int, title: str, text: str) -> Candidate:
    unit = Unit(UnitKind.SENTENCE, "一-〇", 1, 0, len(text), text)
    return Candidate(StoredUnit(number, title, unit), record(title, text), 1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("房改房想卖 申请交上去几天给答复", True),
        ("公租房申请多久有回音", False),
        ("企业反映的问题几天给答复", False),
        ("我厂子反映问题没人理怎么办", False),
        ("直通车几天办结", False),
    ],
)
def test_a_topic_known_by_a_time_limit_alone_does_not_answer_for_another_matter(
    question: str, expected: bool
) -> None:
    plan = _candidate(1, "工作方案", "对企业反映的问题做到1天应答、3天明确意见、5天办结。")
    homes = _candidate(2, "已购公有住房出售办法", "自收到申请之日起十五日内作出书面意见。")
    asked = understand(question, (), ())
    topical = by_topic(asked, [plan, homes])
    assert topical
    assert is_of_another_matter(asked, topical, [plan, homes]) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("土地复垦的数据能拿来处罚我吗", True),
        ("土地怎么供应", False),
        ("工业用地怎么拿", False),
        ("土地复垦的人管不管用地", False),
    ],
)
def test_a_topic_s_word_inside_another_document_s_title_is_no_topic(
    question: str, expected: bool
) -> None:
    plan = _candidate(1, "工作方案", "灵活选择弹性出让等方式供应项目工业用地。")
    other = _candidate(2, "土地复垦条例", "土地复垦成果不作为对复垦对象实施行政处罚的依据。")
    asked = understand(question, (), ())
    topical = by_topic(asked, [plan, other])
    assert topical
    assert is_part_of_a_title(asked, topical, other) is expected


def test_a_row_that_is_a_whole_paragraph_needs_no_head_of_a_table(tmp_path: Path) -> None:
    rows = "｜ 信息提供日期：2009年\n｜ 渔港每月清淤一次。\n｜ 渔船每年检修一次。"
    library = library_of(tmp_path, 渔港维护意见=rows, 港口办法="第一条 港口应当保持畅通。")
    text = library.answer("渔船多久检修一次", on=ON).text
    assert "渔船每年检修一次" in text
    assert "信息提供日期" not in text


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("消防车要交过路费吗", "消防车要交车辆通行费吗"),
        ("执法不亮证件", "执法不出示证件"),
        ("漂亮证件照", "漂亮证件照"),
        ("出租车间", "出租车间"),
        ("个人出租车辆", "个人出租车辆"),
        ("开出租车", "开出租汽车"),
    ],
)
def test_everyday_words_of_the_street_have_official_ones(said: str, official: str) -> None:
    assert vocabulary().in_official_words(said) == official


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("公司把我个税报错了", "扣缴义务人把我个人所得税报错了"),
        ("我在两家公司上班个税怎么扣", "我在两处以上上班个人所得税怎么扣"),
        ("卖房交个税吗", "财产转让交个人所得税吗"),
        ("我开公司要交个税吗", "我开公司要交个人所得税吗"),
        ("公司把我社保停了", "公司把我社会保险停了"),
        ("卖房要什么手续", "卖房要什么手续"),
    ],
)
def test_words_that_a_matter_has_for_itself_are_its_own(said: str, official: str) -> None:
    assert understand(said, (), ()).official_text == official


@pytest.mark.parametrize(
    "question",
    [
        "方案说奖励100万，是真的吗",
        "听说泰州给企业奖励100万,真的假的",
        "文件里写了补贴50万对吧",
        "听说市里一家补一百万，对吗",
        "听说政府最高给企业补贴100万，是真的吗",
    ],
)
def test_an_amount_claimed_of_no_matter_is_held_against_what_is_granted_at_all(
    seed_library: PolicyLibrary, question: str
) -> None:
    answer = seed_library.answer(question, on=ON)
    assert answer.text.startswith("您提到的数额，所引原文里没有。")
    assert "三-6#s4" in {citation.clause for citation in answer.citations}
    assert Gap.AMOUNT in answer.gaps


@pytest.mark.parametrize(
    "question",
    [
        "网上说养猪补贴5万元,是真的吗",
        "补贴养猪5万元是真的吗",
        "听说资助学生1000元,是真的吗",
        "听说减免租金50%是真的吗",
        "给我罚100万元对吗",
        "听说苏州奖励100万,是真的吗",
        "奖励100万",
    ],
)
def test_an_amount_claimed_of_another_matter_or_place_is_still_refused(
    seed_library: PolicyLibrary, question: str
) -> None:
    assert not seed_library.answer(question, on=ON).citations


@pytest.mark.slow
def test_forty_questions_of_officers_and_streets_are_mostly_answered(tmp_path: Path) -> None:
    report = asked_of_real_documents(tmp_path, "asked_by_strangers_10.yaml", ON)
    assert report.right >= 0.75 * report.total, report.wrong
    assert report.answered_without_source == 0
