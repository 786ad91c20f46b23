"""Generated questions against an independent computation straight from the CSV file."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_adapter import KpiAdapter, Outcome
from tests.kpi_adapter.kpi_demo import GUEST, NOW, Facts

INDICATORS = {"产值": "M01", "开票销售": "M02", "工业投资": "M03", "技改投资": "M04"}
INDUSTRIES = {
    "生物医药": "BIO",
    "装备制造": "EQP",
    "新能源": "NEW",
    "信息技术": "ICT",
    "化工": "CHM",
    "五大产业": "ALL5",
    "规上工业": "IND",
}
REGIONS = {
    "全市": "321200",
    "海陵": "321202",
    "高港区": "321203",
    "姜堰": "321204",
    "兴化市": "321281",
    "靖江": "321282",
    "泰兴": "321283",
    "医药高新区": "3212YG",
}
PERIODS = {
    "1到10月": ("2019-10", None),
    "上半年": ("2019-06", None),
    "前三季度": ("2019-09", None),
    "去年1-9月": ("2018-09", None),
    "2018年": ("2018-12", None),
    "三季度": ("2019-09", "2019-06"),
    "去年二季度": ("2018-06", "2018-03"),
    "3到5月": ("2019-05", "2019-02"),
    "去年下半年": ("2018-12", "2018-06"),
}
TODAY = "2019-11-15"


def cumulative(facts: Facts, key: tuple[str, str, str], month: str) -> float:
    rows = [
        row
        for row in facts
        if (row["indicator_code"], row["industry_code"], row["region_code"]) == key
        and row["period"] == month
        and row["released_on"] <= TODAY
    ]
    return float(max(rows, key=lambda row: row["released_on"])["value_ytd"])


@given(
    st.sampled_from(sorted(INDICATORS)),
    st.sampled_from(sorted(INDUSTRIES)),
    st.sampled_from(sorted(REGIONS)),
    st.sampled_from(sorted(PERIODS)),
    st.sampled_from(["{r}{i}{p}{m}多少", "{p}{r}{i}{m}是多少", "查一下{i}{r}{p}的{m}"]),
)
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_answer_agrees_with_the_file(
    adapter: KpiAdapter,
    facts: Facts,
    measure: str,
    industry: str,
    region: str,
    period: str,
    form: str,
) -> None:
    question = form.format(m=measure, i=industry, r=region, p=period)
    answer = adapter.answer(question, viewer=GUEST, now=NOW)
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED
    key = (INDICATORS[measure], INDUSTRIES[industry], REGIONS[region])
    last, before = PERIODS[period]
    expected = cumulative(facts, key, last)
    if before is not None:
        expected -= cumulative(facts, key, before)
    assert answer.figures[0].value == pytest.approx(expected, abs=1e-3)
    assert f"{expected:.2f}亿元" in answer.text


@given(st.sampled_from(sorted(INDICATORS)), st.sampled_from(sorted(INDUSTRIES)))
@settings(
    max_examples=28,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_ranking_of_places_agrees_with_the_file(
    adapter: KpiAdapter, facts: Facts, measure: str, industry: str
) -> None:
    answer = adapter.answer(f"1到10月{industry}{measure}各区排名", viewer=GUEST, now=NOW)
    assert answer is not None
    assert answer.table is not None
    shown = [float(row[1]) for row in answer.table.rows if row[0] != "合计"]
    places = [code for code in REGIONS.values() if code != "321200"]
    code, group = INDICATORS[measure], INDUSTRIES[industry]
    values = [cumulative(facts, (code, group, place), "2019-10") for place in places]
    assert shown == sorted(values, reverse=True)


@given(st.text(alphabet="产值多少泰兴市区项目5亿以上在建'\";-- DROP SELECT*医药同比", max_size=40))
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_text_becomes_part_of_a_statement(adapter: KpiAdapter, question: str) -> None:
    answer = adapter.answer(question, viewer=GUEST, now=NOW)
    if answer is None or answer.query is None:
        return
    for statement in adapter.explain(answer.query, viewer=GUEST, now=NOW).statements:
        code = statement.split(" {")[0]
        assert re.match(r"^[^:]+: (SELECT|\S+\.xlsx|GET) ", code)
        assert "DROP" not in code
