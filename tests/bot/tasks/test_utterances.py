"""Everyday ways of saying things about tasks, each with what must come of it.

Written before they were tried; what failed was mended by a rule, never for one sentence.
"""

from __future__ import annotations

import pytest

from bot.messages import Outcome
from bot.tasks.store import TaskStore
from tests.bot.tasks.talking import Talk, numbers

ALL_OPEN = "7 9 10 13 16 17 18 19 21 22 23 24 25 26 27 28 38 40 41 42 45 46 47 48 49 50 51"
LISTS = [
    ("u007", "我还有什么没干完", "7 9 18 19 23 24 25"),
    ("u007", "查询我的逾期任务", "7 23"),
    ("u007", "我有没有超时的任务啊", "7 23"),
    ("u007", "帮我看看手头哪些任务快到期了", "18 24"),
    ("u007", "我这周要交的任务有哪些", ""),
    ("u007", "下周一到期的任务", "18 24"),
    ("u007", "我们单位没签收的任务", "25"),
    ("u007", "研究报告那两个任务到哪一步了", "17 23"),
    ("u009", "我名下的督办任务列个表", "13 21 22 48"),
    ("u009", "人才地图什么时候到期", "48"),
    ("u009", "我年底前还要办结哪些任务", "13 21 22 48"),
    ("u013", "我逾期了几件", "26"),
    ("u017", "我们局逾期的任务有哪些", "47"),
    ("u002", "全市还有多少任务没销号", ALL_OPEN),
    ("u002", "哪些任务逾期最久", "7 23 26 40 41 42 45 47 48 51"),
    ("u002", "财政局的任务办得怎么样", "46 47"),
    ("u002", "高港区逾期任务", "40 51"),
    ("u002", "赵洋名下有几个逾期任务", "40 51"),
    ("u002", "工信局待签收的有哪些", "25"),
    ("u002", "报办结还没审核的任务", "17"),
    ("u002", "食药监局还剩哪些任务没完成", "16"),
    ("u002", "市场监管局逾期任务有哪些", "26"),
    ("u001", "红灯任务有哪些", "7 23 26 40 41 42 45 47 48 51"),
    ("u006", "我们委里逾期的任务", "7 23"),
    ("u003", "本周到期的督办任务", "48 49"),
    ("u007", "我的任务还有多久到期", "7 9 17 18 19 23 24 25"),
    ("u007", "过期最久的是哪一个", "7 23"),
    ("u006", "我分管的任务里红灯的有几个", "7 23"),
    ("u002", "无期限的任务有哪些", ""),
    ("u002", "哪些任务申请了延期", ""),
    ("u002", "上个月销号的任务", "8 37"),
    ("u002", "招商指南都办完了吗", "16 19 22 25 28"),
    ("u002", "没有逾期的任务有多少", "9 10 13 16 17 18 19 21 22 24 25 27 28 38 46 49 50"),
    ("u007", "我没逾期的任务", "9 17 18 19 24 25"),
    ("u002", "有没有逾期的任务", "7 23 26 40 41 42 45 47 48 51"),
    ("u002", "不是工信局的逾期任务", "26 40 41 42 45 47 48 51"),
    ("u002", "除了工信局还有谁逾期", "26 40 41 42 45 47 48 51"),
    ("u002", "是不是工信局的任务逾期了", "7 23"),
    ("u002", "除了赵洋还有谁逾期了", "7 23 26 41 42 45 47 48"),
    ("u002", "逾期没超过5天的任务", "40 41 42 45 48"),
    ("u002", "逾期不到7天的", "40 41 42 45 48"),
    ("u002", "逾期超过10个工作日的", "7 23 26 47"),
    ("u007", "下个月要交的", "9 13 19 25"),
    ("u007", "我手里最急的是哪个", "7 9 18 19 23 24 25"),
    ("u002", "哪几个区还没报重点项目进展", "40 41 42 45"),
    ("u002", "有没有没逾期的任务", "9 10 13 16 17 18 19 21 22 24 25 27 28 38 46 49 50"),
    ("u002", "不是逾期的任务", "9 10 13 16 17 18 19 21 22 24 25 27 28 38 46 49 50"),
    ("u002", "没超过时限的任务", "9 10 13 16 17 18 19 21 22 24 25 27 28 38 46 49 50"),
    ("u002", "不是没有逾期的任务", "7 23 26 40 41 42 45 47 48 51"),
    ("u002", "逾期没满5天的任务", "48"),
    ("u002", "逾期不足7天的任务", "40 41 42 45 48"),
    ("u002", "除了7号还有哪些逾期", "23 26 40 41 42 45 47 48 51"),
    ("u002", "逾期没超过5天的催一下", "40 41 42 45 48"),
]  # fmt: skip
COMMANDS = [
    ("u007", "第7号任务完成了", "complete", "7"),
    ("u007", "7号搞定", "complete", "7"),
    ("u007", "任务23已办结", "complete", "23"),
    ("u007", "联盟特色活动3季度那个已经做完了", "complete", "7"),
    ("u007", "7、23都办结了", "complete", "7 23"),
    ("u007", "18号，24号都弄好了", "complete", "18 24"),
    ("u007", "签收25号", "receipt", "25"),
    ("u007", "25号任务收到", "receipt", "25"),
    ("u031", "好的收到", "receipt", "42"),
    ("u031", "收到，马上办", "receipt", "42"),
    ("u003", "收到", "receipt", "10"),
    ("u007", "18号申请延期到12月5日，专家没到齐", "extend", "18"),
    ("u007", "18号再宽限一周", "extend", "18"),
    ("u009", "21号任务能不能推迟到月底", "extend", "21"),
    ("u009", "招商指南我想延期半个月", "extend", "22"),
    ("u021", "京沪招商那个延三天", "extend", "50"),
    ("u007", "18、24号进展：初稿已完成，正在征求意见", "progress", "18 24"),
    ("u007", "23号目前完成了80%", "progress", "23"),
    ("u007", "19号延到元旦", "extend", "19"),
    ("u009", "领军人才地图完成了", "complete", "48"),
    ("u006", "让杨洋杰抓紧办23号", "remind", "23"),
    ("u002", "给51号定个时限12月10日", "set_deadline", "51"),
    ("u002", "给42号设个期限，年底前", "set_deadline", "42"),
    ("u002", "催一下质监局", "remind", "26"),
    ("u002", "催催财政局的投资基金方案", "remind", "47"),
    ("u002", "给高港区发个催办", "remind", "40 51"),
    ("u002", "提醒一下赵洋", "remind", "40 51"),
    ("u006", "7号任务催办", "remind", "7"),
    ("u002", "逾期的都催一遍", "remind", "7 23 26 40 41 42 45 47 48 51"),
    ("u002", "51号转泰兴市办理", "transfer", "51"),
    ("u002", "把51号交给泰兴市办", "transfer", "51"),
    ("u003", "17号审核通过", "close", "17"),
    ("u003", "17号准予销号", "close", "17"),
    ("u003", "17号材料不全，退回重办", "return", "17"),
    ("u007", "17号撤回，附件传错了", "recall", "17"),
    ("u003", "51号任务撤销", "withdraw", "51"),
    ("u003", "12月20日前办结，把7号期限改到12月20日", "set_deadline", "7"),
    ("u007", "23号反馈进展：初稿已报市政府", "progress", "23"),
    ("u015", "38号数据已经发布，报办结", "complete", "38"),
    ("u027", "40号报上去了", "complete", "40"),
    ("u027", "40号报过了", "complete", "40"),
    ("u002", "除了7号和23号，逾期的都催一遍", "remind", "26 40 41 42 45 47 48 51"),
    ("u002", "除了7号任务其他的催一下", "remind", "23 26 40 41 42 45 47 48 51"),
]
REFUSED = [
    ("u007", "26号办结了"),
    ("u007", "7号再给我延两周"),
    ("u007", "第12号任务办好了"),
    ("u007", "17号同意销号"),
    ("u025", "40号任务催一下"),
    ("u009", "把21号转给经信委"),
    ("u015", "99号任务办好了"),
    ("u023", "同意49号延期"),
    ("u013", "财政局有哪些逾期任务"),
    ("u009", "我们被通报了几次"),
]
ASKED_BACK = [
    ("u007", "办好了"),
    ("u007", "申请延期"),
    ("u009", "再给我延两周"),
    ("u007", "图谱那个延到12月10日"),
    ("u007", "完成了"),
]
LEFT_ALONE = [("u007", "除了7号都办完了"), ("u007", "不算7号，都办完了")]
NOT_TASKS = [
    ("u007", "12号文件的内容是什么"),
    ("u007", "工业投资完成多少"),
    ("u002", "5亿元以上项目竣工几个"),
    ("u007", "收到补贴要多久"),
    ("u002", "谢谢"),
    ("u007", "企业诉求几天办结"),
]


@pytest.mark.parametrize(("user_id", "text", "tasks"), LISTS)
def test_questions_list_exactly_the_tasks_meant(
    talk: Talk, user_id: str, text: str, tasks: str
) -> None:
    reply = talk.say(user_id, text)
    assert reply is not None
    assert reply.outcome is Outcome.ANSWERED
    shown = set((reply.query or {}).get("task_nos", ())) | numbers(reply)
    assert shown == set(tasks.split())


@pytest.mark.parametrize(("user_id", "text", "action", "tasks"), COMMANDS)
def test_commands_wait_for_confirmation_of_the_tasks_meant(
    talk: Talk, store: TaskStore, user_id: str, text: str, action: str, tasks: str
) -> None:
    before = store.all()
    reply = talk.say(user_id, text)
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY, reply.text
    assert {(a.type, a.task_no) for a in reply.actions} == {(action, no) for no in tasks.split()}
    assert store.all() == before


@pytest.mark.parametrize(("user_id", "text"), REFUSED)
def test_what_is_not_theirs_to_do_or_see_is_refused(talk: Talk, user_id: str, text: str) -> None:
    reply = talk.say(user_id, text)
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED, reply.text
    assert reply.actions == ()


@pytest.mark.parametrize(("user_id", "text"), ASKED_BACK)
def test_what_is_not_said_is_asked_back(talk: Talk, user_id: str, text: str) -> None:
    reply = talk.say(user_id, text)
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY
    assert reply.actions == ()


@pytest.mark.parametrize(("user_id", "text"), NOT_TASKS)
def test_what_is_not_about_tasks_is_left_alone(talk: Talk, user_id: str, text: str) -> None:
    assert talk.say(user_id, text) is None


@pytest.mark.parametrize(("user_id", "text"), LEFT_ALONE)
def test_what_is_left_out_is_not_what_is_reported(talk: Talk, user_id: str, text: str) -> None:
    reply = talk.say(user_id, text)
    assert reply is not None
    assert "7" not in {action.task_no for action in reply.actions}
