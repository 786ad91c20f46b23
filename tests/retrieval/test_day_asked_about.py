"""On which day a question asks whether something is in force, and what is told of that day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.search.as_of import as_of, of_another_day, without_day
from retrieval.search.several import questions_in
from tests.retrieval.material import SEED, asked_in_turn, library_of, signed

ON = date(2019, 11, 15)


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2013年底", date(2013, 12, 31)),
        ("在2013年年末", date(2013, 12, 31)),
        ("到2013年底时", date(2013, 12, 31)),
        ("2013年初", date(2013, 1, 1)),
        ("2013年年中", date(2013, 6, 30)),
        ("2013年上半年", date(2013, 6, 30)),
        ("2013年第三季度", date(2013, 9, 30)),
        ("2013年2月", date(2013, 2, 28)),
        ("2013年六月底", date(2013, 6, 30)),
        ("2013年6月初", date(2013, 6, 1)),
        ("2013年6月中旬", date(2013, 6, 20)),
        ("2013年6月1日", date(2013, 6, 1)),
        ("2013-06-01", date(2013, 6, 1)),
        ("去年底", date(2018, 12, 31)),
        ("前年", date(2017, 12, 31)),
        ("大前年年初", date(2016, 1, 1)),
        ("今年初", date(2019, 1, 1)),
        ("上个月底", date(2019, 10, 31)),
        ("2019年11月", ON),
        ("今年", None),
        ("今年底", None),
        ("2030年底", None),
        ("2013年13月", None),
        ("2013年6月0日", None),
    ],
)
def test_a_day_is_read_before_and_behind_the_name_of_a_rule(when: str, day: date | None) -> None:
    for question in (f"{when}渔船管理办法还有效吗", f"《渔船管理办法》{when}还有效吗？"):
        assert as_of(question, ON) == day
        assert "渔船管理办法" in without_day(question)
        assert "20" not in without_day(question)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("渔船管理办法2013年还有效吗", date(2013, 12, 31)),
        ("2013年6月渔船管理办法实施细则有效吗", date(2013, 6, 30)),
        ("2013年底《关于渔船的通知》还有效吗", date(2013, 12, 31)),
        ("2013年年初初中招生办法有效吗", date(2013, 1, 1)),
        ("2013年初中招生办法有效吗", None),
        ("2013年中小学招生办法有效吗", None),
        ("2013年渔船管理办法有效吗", None),
        ("2013年底的渔船管理办法有效吗", None),
        ("2013年底前施行的办法还有效吗", None),
        ("2013年6月市政府印发渔船管理办法有效吗", None),
        ("2013年底渔船管理办法现在还有效吗", None),
        ("渔船管理办法是2013年废止的吗", None),
        ("渔船管理办法是2013年底失效吗", None),
        ("渔船管理办法(2013年)还有效吗", None),
        ("渔船管理办法2013年修订的还有效吗", None),
        ("有效期从2012年至2013年底有效吗", None),
        ("以前年度的规定怎么说的", None),
        ("2020年底要达到几家", None),
    ],
)
def test_what_names_an_edition_or_a_goal_is_asked_of_today(question: str, day: date | None) -> None:
    assert as_of(question, ON) == day


@pytest.mark.parametrize(
    ("question", "earlier", "full"),
    [
        ("那2013年底呢", ["港口规定还有效吗"], "港口规定2013年底还有效吗"),
        ("那2014年呢", ["港口规定还有效吗", "那2013年底呢"], "港口规定2014年还有效吗"),
        ("那现在呢", ["港口规定2013年底还有效吗"], "港口规定还有效吗"),
        ("那2013年底呢", ["渔船补贴多少"], "那2013年底呢"),
        ("那2013年底呢", [], "那2013年底呢"),
        ("那渔船呢", ["港口规定还有效吗"], "那渔船呢"),
    ],
)
def test_a_day_alone_takes_up_whether_something_is_in_force(
    question: str, earlier: list[str], full: str
) -> None:
    assert of_another_day(question, earlier) == full


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        (
            "2013年底甲渔船办法和乙港口规定还有效吗",
            ("2013年底甲渔船办法还有效吗", "2013年底乙港口规定还有效吗"),
        ),
        (
            "渔船办法2013年底还有效吗，实施细则呢",
            ("渔船办法2013年底还有效吗", "渔船办法实施细则2013年底还有效吗"),
        ),
    ],
)
def test_the_day_of_one_document_is_the_others_too(
    message: str, questions: tuple[str, ...]
) -> None:
    assert questions_in(message, lambda _: True) == questions


@pytest.fixture
def library(tmp_path: Path) -> PolicyLibrary:
    office = "泰州市人民政府"
    return library_of(
        tmp_path,
        港口管理规定=signed("第一条 港口应当畅通。", office, "2009年12月3日"),
        码头管理办法=signed(
            "第一条 本办法自2014年1月1日起施行，《港口管理规定》同时废止。", office, "2013年12月3日"
        ),
    )


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        (("港口管理规定2013年底还有效吗",), "按2013年12月31日时的规定回答。当时：文件没有"),
        (("港口管理规定2014年初还有效吗",), "按2014年1月1日时的规定回答。当时：已于2014年1月1日被"),
        (("港口管理规定还有效吗", "那2013年底呢"), "按2013年12月31日时的规定回答。当时：文件没有"),
        (("2013年底港口管理规定有效吗，现在呢",), "按2013年12月31日时的规定回答。当时：文件没有"),
        (("港口管理规定什么时候印发的", "2013年底还有效吗"), "当时：文件没有写明有效期"),
        (("《码头管理办法》2012年底有效吗",), "按2012年12月31日时的规定回答。当时：尚未印发。"),
        (("《港口管理规定》2008年底有效吗",), "按2008年12月31日时的规定回答。当时：尚未印发。"),
    ],
)  # fmt: skip
def test_both_that_day_and_today_are_told(
    library: PolicyLibrary, asked: tuple[str, ...], then: str
) -> None:
    text = asked_in_turn(library, *asked).text
    assert then in text
    assert "\n时效：文件成文于" in text


@pytest.mark.parametrize(
    ("asked", "is_over"),
    [
        ("五大主导产业工作方案2021年底还有效吗", True),
        ("五大主导产业工作方案2021年初还有效吗", True),
        ("2021年的时候五大主导产业工作方案还有效吗", True),
        ("2021年那时候这个方案还有效吗", True),
        ("五大主导产业工作方案2020年底还有效吗", False),
        ("五大主导产业工作方案有效吗", False),
    ],
)
def test_that_a_term_will_be_over_by_a_day_to_come_is_told(
    tmp_path: Path, asked: str, is_over: bool
) -> None:
    library = library_of(tmp_path, 港口管理规定="第一条 港口应当畅通。")
    library.ingest(SEED)
    text = library.answer(asked, on=ON).text
    assert "现在方案期内（2018—2020年）" in text
    assert ("届时：方案期2018—2020年已满。" in text) is is_over
