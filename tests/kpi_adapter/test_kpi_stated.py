"""A figure that is said to have a value is held against it; and the same part of another year."""

from __future__ import annotations

import unicodedata

import pytest

from kpi_adapter import KpiAnswer
from kpi_adapter.answer import Outcome
from kpi_adapter.query import KpiQuery, Measure, Stated, Task
from tests.kpi_adapter.kpi_demo import Ask


def asked(ask: Ask, turns: str) -> KpiAnswer:
    *before, last = turns.split(";")
    answer = ask(last, *before)
    assert answer is not None
    return answer


def shown_text(ask: Ask, turns: str) -> str:
    return unicodedata.normalize("NFKC", asked(ask, turns).text)


def first_line(ask: Ask, turns: str) -> str:
    return shown_text(ask, turns).splitlines()[0]


# The five: 产值 3657.33 +11.4, in October 401.23; 工业投资 653.67, of all industry 1251.77; 泰兴
# 1775.89; GDP +6.5; 化工 of 兴化 -2.7; started 344, in 高港 52; above 10 billion 6.
SAID = {
    "五大产业今年产值是3700亿对吗": "与所说的3700亿不一致,相差42.67亿元。",
    "五大产业今年产值是3657亿吧": "与所说的3657亿一致(四舍五入)。",
    "今年产值3657.33亿，对吗": "与所说的3657.33亿一致。",
    "五大产业今年产值是3657万吧": "与所说的3657万不一致,相差3656.96亿元。",
    "今年产值是不是3657万": "与所说的3657万不一致,相差3656.96亿元。",
    "泰兴产值是1775亿元吧": "与所说的1775亿元一致(略去尾数)。",
    "泰兴产值是1777亿元吧": "与所说的1777亿元不一致,相差1.11亿元。",
    "工业投资1251.77亿元对吗": "与所说的1251.77亿元一致的是全市工业投资。",
    "10月产值401亿对吗": "与所说的401亿一致(四舍五入)。",
    "GDP前三季度同比增长7.2%对吗": "与所说的7.2%不一致,相差0.7个百分点。",
    "产值增长了11.4%是吧": "与所说的11.4%一致。",
    "GDP增速是6.5%吧": "与所说的6.5%一致。",
    "产值增速是7.2%吧": "与所说的7.2%不一致,相差4.2个百分点。",
    "听说GDP增长7.2%，是真的吗": "与所说的7.2%不一致,相差0.7个百分点。",
    "兴化化工产值下降2.7%对吗": "与所说的下降2.7%一致。",
    "兴化化工产值增长2.7%对吗": "与所说的2.7%不一致,相差5.4个百分点。",
    "增加值增速是7.3%吗": "与所说的7.3%一致。",
    "全市新开工344个对吗": "与所说的344个一致。",
    "高港区新开工是60个吧": "与所说的60个不一致,相差8个。",
    "百亿企业是8家对吗": "与所说的8家不一致,相差2家。",
    "GDP增长7%对吗": "与所说的7%不一致,相差0.5个百分点。",
    "GDP是不是增长7%": "与所说的7%不一致,相差0.5个百分点。",
    "GDP增长6.5%吧": "与所说的6.5%一致。",
    "靖江技改投资增长-3.5%对吗": "与所说的-3.5%不一致,相差7.0个百分点。",
    "兴化化工产值增长-2.7%对吗": "与所说的-2.7%一致。",
    "10月产值环比下降5%吧": "与所说的下降5%不一致,相差6.4个百分点。",
    "规上工业产值1万亿对吗": "与所说的1万亿不一致,相差3241.20亿元。",
    "化工产值是0.1万亿吧": "与所说的0.1万亿不一致,相差51.75亿元。",
}


@pytest.mark.parametrize("said", SAID)
def test_what_a_figure_is_said_to_be_is_held_against_it(ask: Ask, said: str) -> None:
    assert first_line(ask, said) == SAID[said]


@pytest.mark.parametrize(
    "said",
    [
        "GDP过4000亿了没",
        "产值超过3700亿了吧",
        "产值增速达到8%了吗",
        "离4000亿还差多少",
        "高港区新开工有60个了吧",
        "各区产值是700亿吧",
        "GDP增长3-5%对吗",
        "产值是3600到3700亿对吗",
        "产值增长两三成吧",
        "产值增速是0.1万亿对吗",
        "GDP增长没有7%对吗",
        "百亿企业没有6家吧",
        "GDP前三季度同比增长7.2%对吗;上半年呢",
    ],
)
def test_a_bound_a_goal_or_another_figure_is_not_such_a_value(ask: Ask, said: str) -> None:
    *before, last = said.split(";")
    answer = ask(last, *before)
    assert answer is None or "与所说的" not in answer.text


# 泰兴 1775.89 +10.2, 靖江 1203.95 +1.2, together 2979.84; the five 343.42 more than a year before
# and 195.96 in the first half; in 2018 322.55 more than in 2017; started 344, a year before 301.
OF_A_DIFFERENCE = {
    "产值增长了100亿": ("“增长了100亿”不一致", "多343.42亿元"),
    "产值减少了100亿吧": ("“减少了100亿”不一致", "多343.42亿元"),
    "产值同比增加343.4亿对吗": ("“增加343.4亿”一致(四舍五入)", "多343.42亿元"),
    "产值比去年多了100亿吧": ("“多了100亿”不一致", "多343.42亿元"),
    "上半年产值增长了196亿吧": ("“增长了196亿”一致", "多195.96亿元"),
    "去年产值增长了200亿吧": ("“增长了200亿”不一致", "2018年比2017年多322.55亿元"),
    "产值增长了多少亿": ("2019年1—10月比2018年1—10月", "多343.42亿元"),
    "泰兴产值比靖江多500亿吧": ("“多500亿”不一致", "多571.94亿元"),
    "化工产值比医药多300亿吧": ("“多300亿”不一致", "多387.97亿元"),
    "泰兴产值比靖江高572亿吗": ("“高572亿”一致(四舍五入)", "多571.94亿元"),
    "靖江产值比泰兴多500亿吧": ("“多500亿”不一致", "少571.94亿元"),
    "泰兴产值;比靖江多500亿吧": ("“多500亿”不一致", "多571.94亿元"),
    "泰兴产值增速比靖江高2个点吧": ("“高2个点”不一致", "快9.0个百分点"),
    "泰兴增速比靖江快9个百分点吗": ("“快9个百分点”一致", "快9.0个百分点"),
    "产值增速比工业投资增速低1.6个点吧": ("“低1.6个点”一致", "低1.6个百分点"),
    "新开工比去年多43个吧": ("“多43个”一致", "多43个"),
    # Which of them is more was not said: how far they lie apart was.
    "泰兴和靖江产值差500亿吧": ("“差500亿”不一致", "多571.94亿元"),
    "靖江和泰兴产值相差572亿对吗": ("“相差572亿”一致(四舍五入)", "少571.94亿元"),
    "化工和医药产值差300亿吧": ("“差300亿”不一致", "多387.97亿元"),
    # In October 401.23 after 395.85; 泰兴 192.79 after 197.11; the quarter 1134.34 after 1165.67.
    "产值环比增长了5.4亿吧": ("“增长了5.4亿”一致(四舍五入)", "2019年10月比2019年9月多5.38亿元"),
    "10月产值环比增长了9亿吧": ("“增长了9亿”不一致", "2019年10月比2019年9月多5.38亿元"),
    "泰兴10月产值环比增长了5亿吧": ("“增长了5亿”不一致", "少4.32亿元"),
    "三季度产值环比减少了31亿吧": ("“减少了31亿”一致", "2019年三季度比2019年二季度少31.33亿元"),
    "泰兴产值比靖江多500亿以上吗": ("泰兴市规上工业产值比靖江市", "多571.94亿元"),
    "泰兴和靖江产值是2979亿吧": ("“2979亿”一致(略去尾数)", "合计2979.84亿元"),
    "泰兴和靖江产值一共3000亿对吗": ("“一共3000亿”不一致", "合计2979.84亿元"),
    "泰兴和靖江产值加起来超过3000亿了吗": ("合计2979.84亿元", "泰兴市1775.89亿元"),
    "泰兴和靖江产值是2900多亿吧": ("合计2979.84亿元", "泰兴市1775.89亿元"),
}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("泰兴产值没比靖江多500亿吧", "多571.94亿元"),
        ("泰兴产值不会比靖江多500亿吧", "多571.94亿元"),
        # Neither two nor three.
        ("10月份开票比9月多了两三个亿?", "多4.28亿元"),
        ("泰兴产值没有比靖江多600亿吧", "多571.94亿元"),
        ("泰兴和靖江产值不是3000亿吧", "合计2979.84亿元"),
        # Of each, or of both together: 174.49 and 26.10.
        ("泰兴和靖江产值增长了174亿吧", "多174.49亿元"),
    ],
)
def test_what_is_denied_or_said_of_several_is_neither_so_nor_not(
    ask: Ask, said: str, shown: str
) -> None:
    text = shown_text(ask, said)
    assert shown in text
    assert "与所说的" not in text


@pytest.mark.parametrize(
    "said", ["今年产值环比增长5亿吧", "前三季度产值环比增长了5亿吧", "上半年产值环比增长了5亿吧"]
)
def test_what_has_no_month_before_it_is_held_against_none(ask: Ask, said: str) -> None:
    assert "与所说的" not in shown_text(ask, said)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("产值达没达到3600亿", "超过57.33亿元"),
        ("产值过没过3700亿", "还差42.67亿元"),
        ("泰兴产值增速达没达到8%", "同比增长10.2%"),
        ("竣工项目超序时了吗", "低于序时"),
        ("今年新签约亿元项目完成多少;还欠多少个", "还差119个"),
    ],
)
def test_whether_it_reached_a_number_is_asked_in_any_words(ask: Ask, said: str, shown: str) -> None:
    assert shown in shown_text(ask, said)


@pytest.mark.parametrize("said", ["泰兴产值有没有比靖江多500亿", "泰兴产值是不是比靖江多500亿"])
def test_whether_or_not_denies_nothing(ask: Ask, said: str) -> None:
    assert "“多500亿”不一致" in first_line(ask, said)


@pytest.mark.parametrize("turns", OF_A_DIFFERENCE)
def test_a_number_said_of_a_difference_or_a_sum_is_held_against_that(ask: Ask, turns: str) -> None:
    said = first_line(ask, turns)
    assert all(piece in said for piece in OF_A_DIFFERENCE[turns]), said


@pytest.mark.parametrize(
    "said",
    [
        "怎么才能让产值增长100亿",
        "我们企业产值增长了1亿",
        "产值能增长100亿吗",
        "产值增长100亿有什么奖励",
        "泰兴产值比靖江高20%吧",
    ],
)
def test_what_is_wished_or_reckoned_otherwise_is_no_such_number(ask: Ask, said: str) -> None:
    answer = ask(said)
    assert answer is None or answer.outcome is Outcome.REFUSED


@pytest.mark.parametrize("said", ["化工和装备产值过800亿了吗", "泰兴和靖江产值都超过1000亿了吗"])
def test_a_bound_on_several_stays_one_on_each(ask: Ask, said: str) -> None:
    assert "的有" in first_line(ask, said)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("泰州产值是1.05千亿吧", "所说的1.05千亿不一致,相差2607.33亿元"),
        ("泰兴产值是3千亿吧", "所说的3千亿不一致,相差1224.11亿元"),
        ("产值是3千6百亿吧", "所说的3千6百亿一致(略去尾数)"),
        ("产值是三千六百亿吧", "所说的三千六百亿一致(略去尾数)"),
        ("产值是三千六百五十七亿吧", "所说的三千六百五十七亿一致(四舍五入)"),
    ],
)
def test_thousands_are_read_with_the_digits_before_them(ask: Ask, said: str, number: str) -> None:
    text = shown_text(ask, said)
    assert number in text


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("产值有3700亿吧", "与所问的3700.00亿元相比,还差42.67亿元,为其98.8%"),
        ("产值3000多亿吧", "与所问的3000.00亿元相比,超过657.33亿元"),
        ("产值超过3.5千亿了吗", "与所问的3500.00亿元相比,超过157.33亿元"),
    ],
)
def test_a_size_that_was_asked_about_is_nobodys_goal(ask: Ask, said: str, held: str) -> None:
    text = shown_text(ask, said)
    assert held in text
    assert "距目标" not in text


@pytest.mark.parametrize(
    "said",
    [
        "五大产业产值是3600到3700亿吧",
        "五大产业产值增速超过10%了吧",
        "五大产业产值增长两三成吧",
        "五大产业产值同比增长有没有7.2%",
        "五大产业产值增速是不是超过12%",
    ],
)
def test_whether_one_figure_is_so_is_no_search_among_all(ask: Ask, said: str) -> None:
    assert "全市五大主导产业产值3657.33亿元" in first_line(ask, said)


def test_an_amount_more_than_last_year_is_the_amount_between(ask: Ask) -> None:
    assert "多343.42亿元" in first_line(ask, "产值比去年多了100亿吧")


def test_what_was_said_is_kept_with_the_query() -> None:
    stated = Stated(Measure.GROWTH, 7.2, 0.05, "7.2%")
    query = KpiQuery(Task.VALUE, "M10", stated=stated, gap=Measure.AMOUNT)
    assert KpiQuery.from_dict(query.to_dict()) == query


@pytest.mark.parametrize(
    ("turns", "when"),
    [
        ("上半年产值;去年呢", "2018年上半年"),
        ("9月产值;那去年呢", "2018年9月"),
        ("三季度产值;去年的呢", "2018年三季度"),
        ("7到8月产值;去年呢", "2018年7—8月"),
        ("去年上半年产值;今年呢", "2019年上半年"),
        ("产值、开票上半年分别多少;去年呢", "2018年上半年"),
        ("上半年产值;去年全年呢", "2018年,"),
        ("9月产值;今年呢", "2019年1—10月"),
        ("今年以来产值多少;去年呢", "2018年,"),
        ("前三季度GDP;去年呢", "2018年1—9月"),
        ("1到10月产值;去年呢", "2018年1—10月"),
        ("产值;去年呢", "2018年,"),
    ],
)
def test_last_year_after_a_part_of_this_one_is_the_same_part(
    ask: Ask, turns: str, when: str
) -> None:
    assert first_line(ask, turns).startswith(when)


@pytest.mark.parametrize(
    ("turns", "first"),
    [
        ("兴化产值增长多少;哪个产业最差", "化工及新材料"),
        ("兴化产值增长多少;哪个产业最好", "节能与新能源"),
        ("兴化产值多少;哪个产业最差", "新一代信息技术"),
    ],
)
def test_the_worst_after_rates_is_by_rate(ask: Ask, turns: str, first: str) -> None:
    assert first in first_line(ask, turns)


@pytest.mark.parametrize("said", ["怎么还没完成", "还没完成吗", "为什么还没达到目标"])
def test_not_done_yet_after_a_figure_is_what_is_missing_to_its_goal(ask: Ask, said: str) -> None:
    assert "距计划还差6个" in asked(ask, f"高港区新开工多少;{said}").text


@pytest.mark.parametrize(
    ("said", "asked_plainly"),
    [
        ("产值离目标差100亿对吗", "产值离目标还差多少"),
        ("产值离目标差100亿以内了吗", "产值离目标还差多少"),
        ("泰兴产值离目标还差500亿吧", "泰兴产值离目标还差多少"),
        ("工业投资比计划少50亿吗", "工业投资比计划还差多少"),
        ("百亿企业离目标差3家吧", "百亿企业离目标还差多少"),
    ],
)
def test_what_lacks_to_a_goal_is_told_and_never_held_against_the_figure_itself(
    ask: Ask, said: str, asked_plainly: str
) -> None:
    assert shown_text(ask, said) == shown_text(ask, asked_plainly)
    assert "与所问的" not in shown_text(ask, said)


def test_what_lacks_to_the_goal_of_no_figure_is_held_against_none(ask: Ask) -> None:
    assert ask("泰兴离目标差500亿吧") is None
