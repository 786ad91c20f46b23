"""Who answers for a clause, and what has become of the offices."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.departments import departments, present_name, renamed_in
from retrieval.documents.duties import Role, duties_of
from retrieval.documents.official_document import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、甲\n（一）支持技改。责任单位：市发改委、市财政局。",
            [("一-(一)", Role.RESPONSIBLE, ("市发改委", "市财政局"))],
        ),
        (
            "一、支持技改。责任单位：市工信局牵头；市财政局、市税务局配合。",
            [
                ("一", Role.LEAD, ("市工信局",)),
                ("一", Role.SUPPORTING, ("市财政局", "市税务局")),
            ],
        ),
        (
            "一、支持技改。责任单位：市工信局；配合单位：市财政局。",
            [
                ("一", Role.RESPONSIBLE, ("市工信局",)),
                ("一", Role.SUPPORTING, ("市财政局",)),
            ],
        ),
        (
            "一、支持技改。责任单位：市财政局配合；市工信局牵头。",
            [
                ("一", Role.SUPPORTING, ("市财政局",)),
                ("一", Role.LEAD, ("市工信局",)),
            ],
        ),
        (
            "一、支持技改。（市工信局牵头；市财政局配合）",
            [
                ("一", Role.LEAD, ("市工信局",)),
                ("一", Role.SUPPORTING, ("市财政局",)),
            ],
        ),
        (
            "一、支持技改。责任单位：市工信局牵头；企业要主动配合。",
            [("一", Role.LEAD, ("市工信局",))],
        ),
        (
            "一、支持技改。（市工信局牵头，市财政局、各市（区）政府配合）",
            [
                ("一", Role.LEAD, ("市工信局",)),
                ("一", Role.SUPPORTING, ("市财政局", "各市(区)政府")),
            ],
        ),
        (
            "一、支持技改。（农业农村部、工业和信息化部等负责）",
            [("一", Role.RESPONSIBLE, ("农业农村部", "工业和信息化部"))],
        ),
        (
            "第一条 本办法由市科技局会同市财政局负责解释。",
            [
                ("第一条", Role.RESPONSIBLE, ("市科技局",)),
                ("第一条", Role.SUPPORTING, ("市财政局",)),
            ],
        ),
        (
            "一、甲。\n任务 ｜ 责任单位\n技改 ｜ 市工信局、市财政局",
            [("一-表1", Role.RESPONSIBLE, ("市工信局", "市财政局"))],
        ),
        (
            "一、支持技改。（市科技局牵头负责，市财政局配合）",
            [("一", Role.LEAD, ("市科技局",)), ("一", Role.SUPPORTING, ("市财政局",))],
        ),
        (
            "一、支持技改。责任单位：市工信局，配合单位：市财政局。",
            [("一", Role.RESPONSIBLE, ("市工信局",)), ("一", Role.SUPPORTING, ("市财政局",))],
        ),
        (
            "一、支持技改。（牵头部门：市工信局，责任部门：市财政局、市科技局）",
            [("一", Role.LEAD, ("市工信局",)), ("一", Role.RESPONSIBLE, ("市财政局", "市科技局"))],
        ),
        (
            "一、支持技改。（责任单位：市工信局，完成时限：2019年12月底）",
            [("一", Role.RESPONSIBLE, ("市工信局",))],
        ),
        (
            "一、支持技改。（市工信局牵头，市财政局参与；2019年底前完成）",
            [("一", Role.LEAD, ("市工信局",)), ("一", Role.SUPPORTING, ("市财政局",))],
        ),
        (
            "一、支持技改。（市工信局会同市财政局负责）",
            [("一", Role.RESPONSIBLE, ("市工信局",)), ("一", Role.SUPPORTING, ("市财政局",))],
        ),
        ("一、支持技改。【具体工作由市工信局负责】", [("一", Role.RESPONSIBLE, ("市工信局",))]),
        (
            "一、支持技改（市工信局牵头）\n（一）对技改给予补助。",
            [("一", Role.LEAD, ("市工信局",))],
        ),
        ("一、支持技改。（原由市经信委负责）", []),
        ("一、支持技改。（不由市财政局负责）", []),
        (
            "一、支持技改。（市工信局牵头，不再由市财政局负责）",
            [("一", Role.LEAD, ("市工信局",))],
        ),
        (
            "一、支持技改。（市工信局负责，原由市经信委负责）",
            [("一", Role.RESPONSIBLE, ("市工信局",))],
        ),
        ("一、支持技改。（此项工作由市工信局牵头）", [("一", Role.LEAD, ("市工信局",))]),
        (
            "一、支持技改。（未来科技城管委会牵头，非遗中心配合）",
            [("一", Role.LEAD, ("未来科技城管委会",)), ("一", Role.SUPPORTING, ("非遗中心",))],
        ),
        ("一、申请人应当提交材料（由市财政局审核的除外）。", []),
        ("一、由专家评审后负责公布。", []),
        ("一、建立责任制度。", []),
    ],
)
def test_who_answers_for_a_clause_is_read_as_it_is_stated(
    text: str, expected: list[tuple[str, Role, tuple[str, ...]]]
) -> None:
    found = duties_of(parse(text))
    assert [(duty.clause, duty.role, duty.offices) for duty in found] == expected


def test_an_office_has_its_present_name_from_the_day_of_the_change() -> None:
    assert present_name("市经信委", date(2019, 2, 28)) is None
    assert present_name("市经信委", date(2019, 3, 1)) == "市工业和信息化局"
    assert present_name("市经济和信息化委员会", date(2026, 1, 1)) == "市工业和信息化局"
    assert present_name("市统计局", date(2026, 1, 1)) is None
    assert present_name("某局", date(2026, 1, 1)) is None


def test_every_change_of_an_office_says_since_when_and_where_it_was_read() -> None:
    for office in departments():
        assert (office.successor is None) == (office.since is None) == (office.read_from is None)


def test_the_offices_of_another_city_are_not_renamed() -> None:
    on = date(2026, 1, 1)
    assert [d.name for d in renamed_in("由市经信委负责", "泰州市", on)] == ["市经信委"]
    assert renamed_in("由市经信委负责", "上海市", on) == ()
