"""What alerts say: the six elements, the clause, the buttons; to leaders and supervisors."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.alerts.telling import keys_asked_about
from bot.clock import BUSINESS_ZONE, SystemClock
from bot.messages import Reply
from bot.tasks import WorkingDays
from bot.tasks.creating import TaskGiving
from bot.tasks.desk import TaskDesk
from bot.tasks.model import TaskRow
from tests.bot.alerts.city import City, Unreachable
from tests.bot.alerts.test_scan import MONDAY, late_task
from tests.bot.beginnings import ORGANISATION


def the_message(city: City, user_id: str) -> Reply:
    [reply] = city.inbox.by_account[user_id]
    return reply


def test_one_matter_has_the_six_elements_the_clause_and_the_buttons(city: City) -> None:
    with city.sessions.begin() as session:
        session.execute(
            sa.update(TaskRow)
            .where(TaskRow.task_no.in_(["18", "23", "24", "25"]))
            .values(state="closed")
        )
    city.scan.run()
    reply = the_message(city, "u007")
    assert reply.text.split("\n") == [
        "【红灯·逾期】督办提醒",
        "事项：7号《2019年3季度产业联盟特色活动》",
        "责任单位：市工业和信息化局（原市经信委），责任人：杨洋杰",
        "原定时限：2019-09-30",
        "办理情况：已逾期30个工作日",
        "请您：办完后回复“7号任务办结”；未办完的，回复说明原因和预计完成日期",
        "依据：《工作方案》第三部分第1条第4句：“每季度组织开展1次产业联盟特色活动”",
    ]
    assert [choice.label for choice in reply.choices] == ["办结"]
    unsigned = the_message(city, "u003")
    assert next(choice.send for choice in unsigned.choices) == "签收10号任务"


def test_several_matters_have_the_same_elements_worst_first(city: City) -> None:
    city.scan.run()
    reply = the_message(city, "u007")
    assert reply.text.split("\n") == [
        "【督办提醒】共5项（红灯2项、黄灯1项、蓝灯2项）",
        "红灯：",
        "1. 23号《新一代信息技术产业研究报告》：原定时限 2019-06-30，已逾期96个工作日",
        "2. 7号《2019年3季度产业联盟特色活动》：原定时限 2019-09-30，已逾期30个工作日",
        "黄灯：",
        "3. 25号《新一代信息技术招商指南》：原定时限 2019-12-20，交办后尚未签收",
        "蓝灯：",
        "4. 18号《高端装备制造及高技术船舶产业链图谱》：原定时限 2019-11-18，距时限还有1个工作日",
        "5. 24号《新一代信息技术产业链图谱》：原定时限 2019-11-18，距时限还有1个工作日",
        "责任单位：市工业和信息化局（原市经信委），责任人：杨洋杰",
        "请您：办完后回复“23号和7号任务办结”；未签收的回复“收到”；确需延期的，在到期前回复"
        "“某号任务延到某月某日”并说明原因；已逾期未办完的，回复说明原因和预计完成日期",
        "依据：第四部分(一)；《工作方案》第三部分第1条第4句：“每季度组织开展1次产业联盟特色活动”",
    ]
    assert reply.query is not None
    assert reply.query["task_nos"] == ["23", "7", "25", "18", "24"]


def test_the_leader_hears_of_a_department_at_once(city: City) -> None:
    with city.sessions.begin() as session:
        session.execute(sa.insert(TaskRow), [late_task(number) for number in range(1000, 1020)])
    city.scan.run()
    city.clock.move_to(MONDAY)
    city.inbox.take()
    city.scan.run()
    reply = the_message(city, "u006")
    lines = reply.text.split("\n")
    assert lines[:2] == [
        "【督办提醒】共22项（红灯22项）",
        "市工业和信息化局（原市经信委）：22项逾期未办结，最长已逾期97个工作日（已报您）",
    ]
    assert "……其余10项，回复“逾期的任务有哪些”查看" in lines
    assert "责任人：杨洋杰" in lines[2]
    assert next(choice.send for choice in reply.choices) == "催办23号任务"


def test_a_leader_of_onelate_task_gets_a_button_that_reminds(city: City) -> None:
    city.scan.run()
    city.clock.move_to(MONDAY)
    city.inbox.take()
    city.scan.run()
    reply = the_message(city, "u012")
    assert "（已报第1级领导）" in reply.text
    assert [choice.send for choice in reply.choices] == ["催办26号任务"]


def test_the_supervisor_hears_once_of_whoever_could_not_be_told(tmp_path: Path) -> None:
    sender = Unreachable("u003")
    city = City(tmp_path, sender)
    city.work.launch()
    for _ in range(3):
        city.scan.run()
        city.clock.advance(timedelta(minutes=10))
    unreached = [text for text in sender.texts if text.startswith("【提醒未送达】")]
    assert len(unreached) == 9  # one for every message but the supervisor's own
    assert any(
        "7号《2019年3季度产业联盟特色活动》" in text and "红灯提醒未能送达杨洋杰" in text
        for text in unreached
    )


def test_the_supervisor_hears_no_second_time_when_old_messages_are_forgotten(
    tmp_path: Path,
) -> None:
    sender = Unreachable("u003")
    city = City(tmp_path, sender)
    city.work.launch()
    for _ in range(2):
        city.scan.run()
    told = list(sender.texts)
    city.work.forget_ended(SystemClock().now() + timedelta(days=1))
    city.delivery.forget_before(city.clock.now() + timedelta(days=1), kept=keys_asked_about())
    city.scan.run()
    assert sender.texts == told


def test_a_supervisor_who_cannot_be_reached_is_told_of_to_their_leader(tmp_path: Path) -> None:
    sender = Unreachable("u002")
    city = City(tmp_path, sender)
    city.work.launch()
    city.scan.run()
    city.scan.run()
    assert [text for text in sender.texts if "未能送达朱平" in text]


def test_the_deadline_of_an_unannounced_year_is_marked_provisional(
    city: City, tmp_path: Path
) -> None:
    file = tmp_path / "tasks.csv"
    header = (ORGANISATION / "tasks.csv").read_text(encoding="utf-8").splitlines()[0]
    row = "90,长期任务,一次性,四-(一),JXW,,u005,u003,2029-01-02,2029-01-04,承办中,,,"
    file.write_text(f"{header}\n{row}\n", encoding="utf-8")
    city.tasks.import_file(file)
    city.clock.move_to(datetime(2029, 1, 4, 9, 0, tzinfo=BUSINESS_ZONE))
    city.scan.run()
    reply = the_message(city, "u005")
    assert "今日到期（该年放假安排尚未公布，工作日为暂定）" in reply.text


@pytest.mark.parametrize(
    ("text", "action", "tasks"),
    [
        ("1和3都办结了", "complete", ["23", "25"]),
        ("收到", "receipt", ["25"]),
        ("23号和7号任务办结", "complete", ["23", "7"]),
        ("第四个延两周", "extend", ["18"]),
    ],
)
def test_an_answer_to_the_message_means_the_matters_it_listed(
    city: City, text: str, action: str, tasks: list[str]
) -> None:
    city.scan.run()
    giving = TaskGiving(city.sessions, city.directory, city.clock, city.delivery)
    desk = TaskDesk(city.tasks, giving, city.directory, WorkingDays(city.sessions), city.clock)
    reply = desk.answer(city.directory.require("u007"), text, channel="web")
    assert reply is not None
    assert [(a.type, a.task_no) for a in reply.actions] == [(action, no) for no in tasks]
