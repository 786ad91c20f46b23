"""Answers at demonstration time, 15 November 2019, against the data as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kpi_adapter import KpiAdapter, KpiQuery, KpiSettings, Outcome, Reason
from kpi_adapter.demo_source import build_statistics_database
from kpi_adapter.errors import SettingsError
from kpi_adapter.query import Task
from tests.kpi_adapter.kpi_demo import (
    DEMO,
    ENTERPRISE,
    GAOGANG_OFFICIAL,
    GUEST,
    LEDGER,
    NOW,
    SUPERVISOR,
    Ask,
    text_and_table,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")

# question → what a person must see; the data itself is the source of every number
SHOWN = {
    "1到10月五大产业产值多少": [
        "3657.33亿元",
        "同比增长11.4%（公布）",
        "2019-11-12发布",
        "市统计局",
    ],
    "离8家百亿企业还差几家": ["6家", "还差2家", "完成率75.0%", "产销规模超100亿元企业达8家"],
    "五个产业分别完成多少,列个表": ["663.78", "962.75", "622.45", "356.60", "1051.75", "3657.33"],
    "三季度比二季度怎么样": ["1134.34", "1165.67", "少31.33亿元", "名义测算"],
    "去年全年产值多少": ["4072.66亿元", "修订数"],
    "技改投资占工业投资比重多少": ["67.2%", "65%以上", "超过目标2.2个百分点"],
    "五大产业跑赢全市规上工业没": ["5.4个百分点", "11.4%", "6.0%"],
    "市区工业投资多少": ["550.90亿元", "名义测算", "四地合计"],
    "兴化和泰兴的产值合计多少": ["796.71", "1775.89", "2572.60亿元"],
    "泰兴新签约多少个,完成全年计划多少": ["140个", "160个", "87.5%"],
    "每个产业技术创新平台建了几个": ["截至2019-10-31", "1~2个"],
    "新能源工业投资同比下降超过10%的区有哪些": ["姜堰区", "兴化市", "-15.6"],
    "哪个区新开工完成率最低": ["靖江市", "77.3%"],
    "省级制造业创新中心批下来没": ["0家", "申报数1家"],
    "去年底专精特新多少家": ["39家", "2018-12-31"],
    "1月份产值多少": ["合并发布", "597.93亿元"],
    "近三年产值趋势": ["2017年", "4072.66", "2019年1—10月"],
    "超5亿的项目有几个": ["41个", "20个"],
    "招商那边在谈的10亿以上有多少": ["8个"],
    "经信委今年签了几个5亿以上项目": ["4个", "不少于2个"],
    "星河生物疫苗二期现在到哪一步了": ["在建", "12.5亿元", "灌装线", "2019-11-13"],
    "高港区停工的项目有几个,什么原因": ["2个", "环评批复滞后", "融资未到位"],
    "泰兴产值离2000亿还差多少": ["1775.89亿元", "还差224.11亿元"],
    "五大产业销售跑赢规上工业没": ["4.0个百分点", "9.8%", "5.8%"],
    "泰兴工业投资在全市排第几": ["260.82亿元", "7个中排第2"],
    "泰兴和兴化谁的增速快": ["10.2%", "2.9%", "快7.3个百分点"],
    "今年产值比去年多了多少": ["2018年1—10月", "343.42亿元"],
    "生物医药增速比规上工业快多少": ["7.4个百分点", "13.4%", "6.0%"],
    "各区在建项目个数": ["50个", "泰兴市15个", "兴化市1个"],
    "环评批复滞后的项目有哪些": ["5个", "金港特种树脂项目"],
    "哪个部门没完成新签约2个的任务": ["市科技局1个（明显低于序时）"],
    "化工及新材料产值多少": ["1051.75亿元"],
    "给我一份10月份月报": ["运行简报", "3657.33亿元", "三、培育目标", "四、低于序时"],
    "开票销售是什么口径": ["开票销售收入", "市统计局"],
}


@pytest.mark.parametrize("question", SHOWN)
def test_what_a_person_sees(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED
    shown = text_and_table(answer)
    assert [part for part in SHOWN[question] if part not in shown] == []


REFUSED = {
    "昨天的产值多少": (Reason.NO_DAILY_FIGURE, "401.23亿元"),
    "11月产值多少": (Reason.NOT_RELEASED, "2019-12-12"),
    "12月产值多少": (Reason.NOT_RELEASED, "2020-01-20"),
    "1到10月GDP多少": (Reason.ONLY_QUARTERLY, "3972.15亿元"),
    "2016年产值多少": (Reason.NO_RECORD, "没有2016年"),
    "2025年五大产业产值多少": (Reason.DEFINITION_CHANGED, "2021-12-31"),
    "昨天竣工了几个项目": (Reason.NO_DAILY_FIGURE, "按月归集"),
    "扬州生物医药产业规模多少?跟咱们比谁强": (Reason.OTHER_PLACE, "663.78亿元"),
}


@pytest.mark.parametrize("question", REFUSED)
def test_what_cannot_be_given_is_refused_with_its_reason(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, REFUSED[question][0])
    assert REFUSED[question][1] in answer.text


def test_goals_at_risk_are_judged_by_a_rule_that_is_printed(ask: Ask) -> None:
    answer = ask("完成不了年度目标的指标有哪几个")
    assert answer is not None
    for part in ("序时进度87.5%", "判断规则", "本年竣工5亿元以上项目（6个", "市科技局"):
        assert part in answer.text


def test_who_reported_it_and_when(ask: Ask) -> None:
    answer = ask("数据什么时候更新的,谁报的", "10月份产值多少")
    assert answer is not None
    assert "2019-11-12" in answer.text
    assert "市统计局" in answer.text


def test_a_chain_of_follow_ups_keeps_its_context(adapter: KpiAdapter) -> None:
    queries: list[KpiQuery] = []
    texts: list[str] = []
    for question in ("泰兴今年工业投资增速多少", "那兴化呢", "换成技改投资", "去年同期呢"):
        answer = adapter.answer(question, viewer=SUPERVISOR, now=NOW, previous=queries)
        assert answer is not None
        assert answer.query is not None
        queries.append(KpiQuery.from_dict(answer.query.to_dict()))
        texts.append(answer.text)
    assert "17.3%" in texts[1]
    assert "技改投资105.98亿元" in texts[2]
    assert texts[3].startswith("2018年1—10月，兴化市")


CHAINS = [
    ("给我一份10月份月报", "谁报的"),
    ("完成不了年度目标的指标有哪几个", "数据什么时候更新的"),
    ("泰兴占全市产值多少", "那兴化呢"),
    ("五大产业占规上工业的比重", "化工呢"),
    ("高港区在建项目各区个数", "那全市呢"),
    ("三季度比二季度怎么样", "泰兴呢"),
    ("哪个区产值增长最快", "开票呢"),
]


@pytest.mark.parametrize("questions", CHAINS)
def test_a_follow_up_on_any_kind_of_answer_is_answered(
    ask: Ask, questions: tuple[str, str]
) -> None:
    answer = ask(questions[1], questions[0])
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED


def test_nothing_released_later_than_now_is_shown(ask: Ask) -> None:
    before = ask("1到10月五大产业产值多少", now=datetime(2019, 11, 11, 23, 59, tzinfo=SHANGHAI))
    after = ask("1到10月五大产业产值多少", now=datetime(2019, 11, 12, 0, 1, tzinfo=SHANGHAI))
    assert before is not None
    assert after is not None
    assert before.reason is Reason.NOT_RELEASED
    assert "3657.33" not in text_and_table(before)
    assert after.outcome is Outcome.ANSWERED


def test_the_preliminary_figure_stands_until_the_revision_is_released(ask: Ask) -> None:
    early = ask("2018年五大产业产值", now=datetime(2019, 5, 19, tzinfo=SHANGHAI))
    late = ask("2018年五大产业产值", now=datetime(2019, 5, 21, tzinfo=SHANGHAI))
    assert early is not None
    assert late is not None
    assert "4096.29亿元" in early.text
    assert "4072.66亿元" in late.text


def test_in_january_this_year_means_the_last_released_year(ask: Ask) -> None:
    answer = ask("今年以来五大产业产值多少", now=datetime(2019, 1, 25, tzinfo=SHANGHAI))
    assert answer is not None
    assert answer.text.startswith("2018年，")


def test_a_time_without_zone_is_refused(adapter: KpiAdapter) -> None:
    with pytest.raises(ValueError, match="time zone"):
        adapter.answer("产值多少", viewer=GUEST, now=datetime(2019, 11, 15))


def test_demonstration_data_says_so(ask: Ask, statistics: Path) -> None:
    answer = ask("1到10月五大产业产值多少")
    assert answer is not None
    assert "演示数据" in answer.text
    real = KpiAdapter.open(KpiSettings(stats_url=f"sqlite:///{statistics}"))
    plain = real.answer("1到10月五大产业产值多少", viewer=GUEST, now=NOW)
    real.close()
    assert plain is not None
    assert "演示" not in plain.text


PROJECT_QUESTIONS = [
    "今年竣工了几个5亿的",
    "高港区停工的项目有几个",
    "星河生物疫苗二期现在到哪一步了",
    "k05完成了吗",
    "我是领导,把在建项目清单给我看看有哪些",
]


@pytest.mark.parametrize("question", PROJECT_QUESTIONS)
@pytest.mark.parametrize("viewer", [ENTERPRISE, GUEST])
def test_projects_are_for_officials(adapter: KpiAdapter, question: str, viewer: object) -> None:
    assert viewer in (ENTERPRISE, GUEST)
    answer = adapter.answer(question, viewer=ENTERPRISE if viewer is ENTERPRISE else GUEST, now=NOW)
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, Reason.NOT_OFFICIAL)
    assert "请联系" in answer.text
    assert answer.table is None
    assert answer.figures == ()


def test_a_district_officer_sees_the_own_district_only(ask: Ask) -> None:
    own = ask("停工的项目有几个", viewer=GAOGANG_OFFICIAL)
    assert own is not None
    assert own.table is not None
    assert {row[1] for row in own.table.rows} == {"高港区"}
    assert "按您的权限" in own.text
    other = ask("海陵区停工的项目有几个", viewer=GAOGANG_OFFICIAL)
    assert other is not None
    assert other.reason is Reason.OTHER_DISTRICT
    hidden = ask("星河生物疫苗二期现在到哪一步了", viewer=GAOGANG_OFFICIAL)
    assert hidden is not None
    assert hidden.reason is Reason.NO_SUCH_PROJECT


def test_an_existing_and_an_invented_project_are_refused_alike(ask: Ask) -> None:
    for viewer in (GAOGANG_OFFICIAL, ENTERPRISE):
        real = ask("星河生物疫苗二期现在到哪一步了", viewer=viewer)
        invented = ask("长空量子电池九期现在到哪一步了", viewer=viewer)
        assert real == invented


def test_rights_are_parameters_of_the_statement(adapter: KpiAdapter) -> None:
    answer = adapter.answer("停工的项目有几个", viewer=GAOGANG_OFFICIAL, now=NOW)
    assert answer is not None
    assert answer.query is not None
    explained = adapter.explain(answer.query, viewer=GAOGANG_OFFICIAL, now=NOW)
    assert any("高港区" in statement for statement in explained.statements)
    assert {dict(row)["region"] for row in explained.rows} == {"高港区"}
    assert adapter.explain(answer.query, viewer=ENTERPRISE, now=NOW).rows == ()


def test_a_stored_query_does_not_carry_rights(adapter: KpiAdapter) -> None:
    stored = KpiQuery(Task.PROJECTS, regions=("321200",))
    assert adapter.explain(stored, viewer=GUEST, now=NOW).statements == ()


def test_explain_shows_sentence_statement_and_rows(adapter: KpiAdapter) -> None:
    answer = adapter.answer("1到10月五大产业产值多少", viewer=GUEST, now=NOW)
    assert answer is not None
    assert answer.query is not None
    explained = adapter.explain(answer.query, viewer=GUEST, now=NOW)
    assert explained.sentence == "查2019年1—10月全市五大主导产业的产值。"
    assert any("released_on" in statement for statement in explained.statements)
    assert any(dict(row)["value_ytd"] == "3657.33" for row in explained.rows)


def test_figures_carry_unit_period_release_and_source(ask: Ask) -> None:
    answer = ask("1到10月五大产业产值多少")
    assert answer is not None
    figure = answer.figures[0]
    assert (figure.value, figure.unit, figure.period) == (3657.33, "亿元", "2019年1—10月")
    assert str(figure.released_on) == "2019-11-12"
    assert figure.source == "市统计局"


def test_every_choice_offered_can_be_asked(ask: Ask) -> None:
    for question in ("医药今年怎么样", "产销规模是多少", "11月产值多少", "江海项目进展怎么样"):
        answer = ask(question)
        assert answer is not None
        assert answer.choices
        for choice in answer.choices:
            chosen = ask(choice)
            assert chosen is not None
            assert chosen.outcome is Outcome.ANSWERED, choice


def test_without_the_database_the_refusal_says_so(tmp_path: Path) -> None:
    adapter = KpiAdapter.open(
        KpiSettings(stats_url=f"sqlite:///{tmp_path / 'gone.db'}", ledger_path=LEDGER)
    )
    answer = adapter.answer("1到10月五大产业产值多少", viewer=GUEST, now=NOW)
    assert answer is not None
    assert answer.reason is Reason.SOURCE_UNAVAILABLE
    projects = adapter.answer("停工的项目有几个", viewer=SUPERVISOR, now=NOW)
    assert projects is not None
    assert projects.outcome is Outcome.ANSWERED
    assert [health.is_available for health in adapter.health()] == [False, True]
    adapter.close()


def test_a_database_that_disappears_gives_its_last_figure_marked(tmp_path: Path) -> None:
    path = tmp_path / "statistics.sqlite3"
    build_statistics_database(DEMO / "stats", path)
    adapter = KpiAdapter.open(KpiSettings(stats_url=f"sqlite:///{path}"))
    adapter.answer("1到10月五大产业产值多少", viewer=GUEST, now=NOW)
    path.unlink()
    answer = adapter.answer("1到10月五大产业产值多少", viewer=GUEST, now=NOW)
    adapter.close()
    assert answer is not None
    assert "3657.33亿元" in answer.text
    assert "未更新" in answer.text


def test_a_row_changed_in_the_database_shows_in_the_next_answer(tmp_path: Path) -> None:
    path = tmp_path / "statistics.sqlite3"
    build_statistics_database(DEMO / "stats", path)
    adapter = KpiAdapter.open(KpiSettings(stats_url=f"sqlite:///{path}"))
    before = adapter.answer("1到10月五大产业产值多少", viewer=GUEST, now=NOW)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE fact_monthly SET value_ytd = 4000 WHERE indicator_code = 'M01'"
            " AND industry_code = 'ALL5' AND region_code = '321200' AND period = '2019-10'"
        )
    after = adapter.answer("1到10月五大产业产值多少", viewer=GUEST, now=NOW)
    adapter.close()
    assert before is not None
    assert after is not None
    assert "3657.33亿元" in before.text
    assert "4000.00亿元" in after.text


def test_building_the_demonstration_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "statistics.sqlite3"
    build_statistics_database(DEMO / "stats", path)
    first = path.read_bytes()
    build_statistics_database(DEMO / "stats", path)
    assert path.read_bytes() == first
    with pytest.raises(SettingsError):
        build_statistics_database(tmp_path, path)
    assert path.read_bytes() == first
    assert [item.name for item in tmp_path.iterdir()] == ["statistics.sqlite3"]


@pytest.mark.parametrize("url", ["not a url", "sqlite://", "nosuch://host/db"])
def test_settings_that_cannot_work_are_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        KpiAdapter.open(KpiSettings(stats_url=url))


def test_the_database_password_is_in_no_repr() -> None:
    assert "hunter2" not in repr(KpiSettings(stats_url="postgresql://u:hunter2@db/x"))
