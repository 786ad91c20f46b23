"""What people write about tasks, in their own words, on the demonstration city."""

from __future__ import annotations

import pytest

from bot.messages import Outcome
from bot.tasks.store import TaskStore
from tests.bot.tasks.talking import Talk, numbers


@pytest.mark.parametrize(
    ("user_id", "text", "tasks"),
    [
        ("u007", "我有哪些逾期的任务", "7 23"),
        ("u007", "我名下超期的有几件？", "7 23"),
        ("u007", "我手上还有几件没办完", "7 9 18 19 23 24 25"),
        ("u007", "我的任务", "7 9 17 18 19 23 24 25"),
        ("u007", "本月要办的任务", "18 24"),
        ("u007", "我们局还有哪些没办结的", "7 9 18 19 23 24 25"),
        ("u007", "产业链图谱完成得怎么样了", "18 24"),
        ("u002", "科技局还有几件没办完的", "13 21 22 48"),
        ("u002", "质监局还有几件没办完的", "26 27 28"),
        ("u002", "工信局有哪些逾期的任务", "7 23"),
        ("u002", "下周到期的有哪些", "18 21 24 27 50"),
        ("u002", "3天内到期的", "18 21 24 27 49"),
        ("u002", "今天到期的任务有哪些", "49"),
        ("u002", "还有哪些没签收", "10 25 42"),
        ("u002", "待审核销号的有哪些", "17"),
        ("u002", "产业研究报告哪几个还没完成", "23 26"),
        ("u002", "逾期超过5个工作日的有哪些", "7 23 26 47 51"),
        ("u002", "逾期5个工作日以上的任务", "7 23 26 40 41 42 45 47 51"),
        ("u002", "投资基金组建方案什么时候到期", "47"),
        ("u002", "督查通报4季度什么时候要交", "10"),
        ("u002", "环评堵点那个事谁负责", "51"),
        ("u002", "杨洋杰手上有哪些任务逾期了", "7 23"),
        ("u002", "51号任务到哪一步了", "51"),
        ("u002", "上个月到期的任务都完成了吗", "8 37 47"),
        ("u001", "全市逾期任务有几项", "7 23 26 40 41 42 45 47 48 51"),
        ("u012", "逾期的有哪些", "26 51"),
        ("u002", "环保督察整改任务有哪些", ""),
    ],
)
def test_a_question_finds_exactly_the_tasks_meant(
    talk: Talk, user_id: str, text: str, tasks: str
) -> None:
    assert numbers(talk.say(user_id, text)) == set(tasks.split())


def test_a_reported_task_is_not_late_but_is_mentioned(talk: Talk) -> None:
    reply = talk.say("u007", "我有哪些逾期的任务")
    assert reply is not None
    assert "共有2项您承办的逾期的任务" in reply.text
    assert "另有1项已报办结、待审核，不计逾期：17号" in reply.text


def test_the_departments_that_have_not_reported_are_named(talk: Talk) -> None:
    reply = talk.say("u002", "10月份重点项目进展哪几家还没报")
    assert reply is not None
    assert "共4个：高港区、姜堰区、兴化市、医药高新区" in reply.text


@pytest.mark.parametrize("text", ["哪个部门逾期最多", "各部门逾期情况", "按单位统计逾期任务"])
def test_departments_are_ranked(talk: Talk, text: str) -> None:
    reply = talk.say("u002", text)
    assert reply is not None
    assert reply.table is not None
    assert reply.table.rows[0] in {("市工业和信息化局（原市经信委）", "2"), ("高港区", "2")}
    assert sum(int(count) for _, count in reply.table.rows) == 10


@pytest.mark.parametrize(
    ("user_id", "text", "action", "tasks", "shown"),
    [
        ("u009", "产业链图谱那个再给我延两周,专家意见还没收齐", "extend", "21", "2019-12-02"),
        ("u009", "图谱能不能延到12月2日？", "extend", "21", "2019-12-02"),
        ("u009", "21号延到12月2号", "extend", "21", "2019-12-02"),
        ("u007", "报上去等审核的那条撤回来,附件传错了", "recall", "17", "办结报告"),
        ("u007", "18号办好了", "complete", "18", "图谱"),
        ("u007", "18和24都办结了", "complete", "18 24", "图谱"),
        ("u017", "对接活动已经完成了", "complete", "46", "基金对接"),
        ("u023", "收费清单今天能完成，先报办结", "complete", "49", "收费清单"),
        ("u027", "环评堵点会办办结了", "complete", "51", "环评"),
        ("u031", "收到", "receipt", "42", "签收"),
        ("u031", "签收42号任务", "receipt", "42", "签收"),
        ("u002", "催一下质监局", "remind", "26", "研究报告"),
        ("u006", "催一下杨洋杰", "remind", "7 23", "研究报告"),
        ("u002", "把今天到期的催一下", "remind", "49", "收费清单"),
        ("u002", "把51号任务转给泰兴市", "transfer", "51", "泰兴市"),
        (
            "u002",
            "把科技局的人才地图转给经信委",
            "transfer",
            "48",
            "市工业和信息化局（原市经信委）",
        ),
        ("u003", "17号同意销号", "close", "17", "销号"),
        ("u003", "17号退回去，缺附件", "return", "17", "退办"),
        ("u002", "撤回51号任务", "withdraw", "51", "撤回"),
        ("u003", "10号任务期限定到2020年1月20日", "set_deadline", "10", "2020-01-20"),
    ],
)
def test_a_command_is_understood_and_waits_for_confirmation(
    talk: Talk, store: TaskStore, user_id: str, text: str, action: str, tasks: str, shown: str
) -> None:
    before = store.all()
    reply = talk.say(user_id, text)
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY
    assert {(a.type, a.task_no) for a in reply.actions} == {(action, no) for no in tasks.split()}
    assert all(a.needs_confirmation for a in reply.actions)
    assert shown in reply.text
    assert store.all() == before


@pytest.mark.parametrize(
    ("user_id", "text", "why"),
    [
        ("u007", "第12号任务办好了", "您不能对这项任务报办结"),
        ("u009", "第12号任务办好了", "任务现为“已销号”"),
        ("u009", "人才地图延期一个月", "延期须在到期前提出"),
        ("u007", "把18号转给科技局", "您不能对这项任务转办"),
        ("u003", "同意21号延期", "没有待批的延期申请"),
        ("u009", "26号办结了", "没有您可以查看的26号任务"),
        ("u009", "质监局还有几件没办完的", "您只能查看本单位"),
        ("u009", "99号任务到哪了", "没有您可以查看的99号任务"),
        ("u009", "上季度督查通报里我们被点了几次", "没有录入本系统"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    talk: Talk, user_id: str, text: str, why: str
) -> None:
    reply = talk.say(user_id, text)
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert why in reply.text
    assert reply.actions == ()


@pytest.mark.parametrize(
    ("user_id", "text"),
    [
        ("u007", "完成"),
        ("u007", "办结"),
        ("u009", "再给我延两周"),
        ("u007", "招商指南那个延到12月30日"),
        ("u002", "把51号转出去，转给别人"),
    ],
)
def test_when_it_is_not_clear_which_the_desk_asks_and_changes_nothing(
    talk: Talk, user_id: str, text: str
) -> None:
    reply = talk.say(user_id, text)
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY
    assert reply.actions == ()


@pytest.mark.parametrize(
    ("user_id", "text"),
    [
        ("u007", "项目完成了怎么申报奖励"),
        ("u007", "基金对接活动多久一次"),
        ("u007", "1到10月五大产业产值多少"),
        ("u007", "技改投资完成多少"),
        ("u002", "金港特种树脂项目进展怎么样"),
        ("u002", "专精特新现在多少家了?完成率?"),
        ("u007", "百亿企业完成情况"),
        ("u002", "延期的项目有哪些"),
        ("u027", "各市区项目完成投资"),
        ("u002", "高港区有几个项目逾期"),
        ("u007", "政策什么时候到期"),
        ("u007", "好的"),
        ("u009", "收到"),
        ("u007", "你好"),
    ],
)
def test_what_is_not_about_tasks_is_left_to_others(talk: Talk, user_id: str, text: str) -> None:
    assert talk.say(user_id, text) is None
