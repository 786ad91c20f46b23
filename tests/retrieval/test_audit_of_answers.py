"""What an audit for false and misleading statements showed, and the rule behind each."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.answer.fit import told_as_unstated
from retrieval.documents.terms import read_terms
from retrieval.results import Gap
from retrieval.search.places import places_asked_about, places_in


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
    ("said", "last"),
    [
        ("本办法自2016年1月1日起施行，2020年12月31日废止。", date(2020, 12, 31)),
        ("本办法自2016年1月1日起施行，2020年12月31日自行失效。", date(2020, 12, 31)),
        ("本办法自2016年1月1日起施行，2021年1月1日起自行废止。", date(2020, 12, 31)),
        ("本办法自2016年1月1日起施行，2021年1月1日废止。", date(2020, 12, 31)),
        ("本办法自2016年1月1日起施行，2020年12月31日起废止。", date(2020, 12, 30)),
        ("本办法自2016年1月1日起施行，2020年6月15日废止。", date(2020, 6, 14)),
    ],
)
def test_the_last_day_of_a_month_is_the_last_of_a_rule_that_ends_on_it(
    said: str, last: date
) -> None:
    until = read_terms(said, date(2015, 12, 31)).valid_until
    assert until is not None
    assert until.day == last


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
