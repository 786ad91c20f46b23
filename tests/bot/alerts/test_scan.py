"""The scan on the demonstration city: everybody concerned is told, once per level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import bot
from bot.alerts import AlertScan
from bot.alerts.model import AlertRow
from bot.cli.alerts import describe
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.delivery import Delivery, DeliveryState, Receipt, Sender
from bot.durable import InlineWork
from bot.errors import RecipientUnreachable
from bot.identity import Directory
from bot.identity.roster import import_roster
from bot.messages import Citation, Reply
from bot.storage import Model, create_engine, session_factory
from bot.tasks import Change, TaskService, WorkingDays
from bot.tasks.model import TaskRow
from bot.tasks.transition import Action
from tests.bot.durable.database_faults import failing

ORGANISATION = Path(bot.__file__).parent / "demo" / "organisation"
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


class Inbox:
    """A channel that keeps every message by account."""

    channel = "web"

    def __init__(self) -> None:
        self.by_account: dict[str, list[Reply]] = defaultdict(list)

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        self.by_account[account].append(reply)
        return Receipt((key,), NOW)

    def take(self) -> dict[str, list[str]]:
        """Return the first two lines of what came, and forget it."""
        taken = {
            account: sorted(reply.text.split("\n")[1] for reply in replies)
            for account, replies in sorted(self.by_account.items())
        }
        self.by_account.clear()
        return taken


class Unreachable:
    """A channel on which nobody can be reached but those named."""

    channel = "web"

    def __init__(self, reachable: str) -> None:
        self._reachable = reachable
        self.texts: list[str] = []

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        if account != self._reachable:
            raise RecipientUnreachable("停用")
        self.texts.append(reply.text)
        return Receipt((key,), NOW)


class City:
    """The demonstration city with its parts."""

    def __init__(self, folder: Path, sender: Sender | None = None) -> None:
        engine = create_engine(f"sqlite:///{folder / 'bot.sqlite'}")
        Model.metadata.create_all(engine)
        self.sessions = session_factory(engine)
        import_roster(self.sessions, ORGANISATION)
        self.clock = ManualClock(NOW)
        self.work = InlineWork()
        self.inbox = Inbox()
        self.directory = Directory(self.sessions, has_inbox=True)
        senders = {"web": sender or self.inbox}
        self.delivery = Delivery(self.work, self.sessions, senders, self.clock)
        working_days = WorkingDays(self.sessions)
        self.tasks = TaskService(
            self.sessions, self.directory, working_days, self.clock, delivery=self.delivery
        )
        self.tasks.import_file(ORGANISATION / "tasks.csv")
        self.scan = AlertScan(
            self.work,
            self.sessions,
            self.directory,
            self.delivery,
            self.clock,
            working_days,
            clauses=Plan(),
        )

    def do(self, user_id: str, change: Change) -> None:
        self.tasks.carry_out(self.directory.require(user_id), change, channel="web")


class Plan:
    """Knows one clause."""

    def cite(self, address: str, *, on: date) -> Citation | None:
        del on
        if address != "三-1":
            return None
        return Citation(
            document="工作方案",
            document_number=None,
            clause="三-1#s4",
            quote="每季度组织开展1次产业联盟特色活动",
            validity="现行",
            url="",
        )


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = City(tmp_path)
    made.work.launch()
    return made


def test_the_first_scan_tells_each_owner_and_no_leader(city: City) -> None:
    report = city.scan.run()
    lights = {item.task.task_no: item.assessment.light.value for item in report.items}
    assert {no for no, light in lights.items() if light == "red"} == {
        "7", "23", "26", "40", "41", "42", "45", "47", "48", "51",
    }  # fmt: skip
    assert {no for no, light in lights.items() if light == "yellow"} == {"49", "10", "25"}
    assert {no for no, light in lights.items() if light == "blue"} == {"18", "21", "24", "27"}
    assert len(report.raised) == 17
    told = city.inbox.take()
    assert sum(len(messages) for messages in told.values()) == 17
    assert told["u007"] == [
        "事项：18号《高端装备制造及高技术船舶产业链图谱》",
        "事项：23号《新一代信息技术产业研究报告》",
        "事项：24号《新一代信息技术产业链图谱》",
        "事项：25号《新一代信息技术招商指南》",
        "事项：7号《2019年3季度产业联盟特色活动》",
    ]
    assert {"u001", "u006", "u012"}.isdisjoint(told)


def test_a_second_scan_says_nothing_again(city: City) -> None:
    city.scan.run()
    city.inbox.take()
    city.clock.advance(timedelta(minutes=10))
    assert city.scan.run().raised == ()
    assert city.inbox.take() == {}


def test_a_dry_run_shows_what_would_be_said_and_says_nothing(city: City) -> None:
    report = city.scan.run(dry_run=True)
    assert len(report.raised) == 17
    assert city.inbox.take() == {}
    assert len(city.scan.run().raised) == 17


def test_unanswered_it_climbs_to_the_leader_and_then_to_theirs(city: City) -> None:
    city.scan.run()
    city.inbox.take()
    city.clock.move_to(NOW + timedelta(days=3))
    city.scan.run()
    monday = city.inbox.take()
    assert monday["u006"] == [
        "事项：23号《新一代信息技术产业研究报告》",
        "事项：7号《2019年3季度产业联盟特色活动》",
    ]
    assert "u001" not in monday
    city.clock.move_to(NOW + timedelta(days=4))
    city.scan.run()
    assert "事项：7号《2019年3季度产业联盟特色活动》" in city.inbox.take()["u001"]


@pytest.mark.parametrize(
    ("user_id", "change"),
    [
        ("u007", Change(Action.REPORT_COMPLETION, "7")),
        ("u003", Change(Action.SET_DEADLINE, "7", new_due_on=date(2019, 12, 31))),
        ("u003", Change(Action.WITHDRAW, "7")),
    ],
)
def test_a_task_that_was_reported_extended_or_withdrawn_climbs_no_more(
    city: City, user_id: str, change: Change
) -> None:
    city.scan.run()
    city.do(user_id, change)
    city.clock.move_to(NOW + timedelta(days=3))
    city.scan.run()
    assert "事项：7号《2019年3季度产业联盟特色活动》" not in city.inbox.take()["u006"]


def test_an_alert_that_no_longer_applies_when_it_is_written_is_not_sent(tmp_path: Path) -> None:
    city = City(tmp_path)  # not launched: what the scan starts waits
    city.scan.run()
    city.do("u007", Change(Action.REPORT_COMPLETION, "7"))
    city.work.launch()
    told = city.inbox.take()["u007"]
    assert "事项：23号《新一代信息技术产业研究报告》" in told
    assert "事项：7号《2019年3季度产业联盟特色活动》" not in told


def test_a_scan_killed_before_it_remembered_says_nothing_twice(city: City) -> None:
    city.scan.run()
    city.inbox.take()
    with city.sessions.begin() as session:
        session.query(AlertRow).delete()
    assert len(city.scan.run().raised) == 17
    assert city.inbox.take() == {}


def test_a_message_has_the_six_elements_the_clause_and_the_buttons(city: City) -> None:
    city.scan.run()
    reply = next(r for r in city.inbox.by_account["u007"] if "7号《2019年3季度" in r.text)
    assert reply.text.split("\n") == [
        "【红灯·逾期】督办提醒",
        "事项：7号《2019年3季度产业联盟特色活动》",
        "责任单位：市工业和信息化局（原市经信委），责任人：杨洋杰",
        "原定时限：2019-09-30",
        "办理情况：已逾期30个工作日",
        "请您：办完后回复“7号任务办结”；未办完的，回复说明原因和预计完成日期",
        "依据：《工作方案》三-1#s4：“每季度组织开展1次产业联盟特色活动”",
    ]
    assert [choice.label for choice in reply.choices] == ["办结"]
    near = next(r for r in city.inbox.by_account["u007"] if "18号" in r.text)
    assert "距时限还有1个工作日" in near.text
    assert near.text.endswith("依据：条款 四-(一)")
    assert [choice.label for choice in near.choices] == ["办结", "申请延期"]
    unsigned = next(r for r in city.inbox.by_account["u003"] if "10号" in r.text)
    assert next(choice.send for choice in unsigned.choices) == "签收10号任务"


@pytest.mark.parametrize(
    ("move", "levels"),
    [
        (timedelta(days=1), {"red"}),
        (timedelta(hours=14), {"red"}),
        (timedelta(0), {"red", "yellow", "blue"}),
    ],
)
def test_only_red_is_said_at_night_and_on_days_of_rest(
    city: City, move: timedelta, levels: set[str]
) -> None:
    city.clock.advance(move)
    report = city.scan.run()
    said = {item.raised.name for item in report.raised if item.raised is not None}
    assert said == levels
    assert any(item.is_held_back for item in report.items) is (levels == {"red"})


def test_told_means_that_the_receipt_is_there(city: City) -> None:
    city.scan.run()
    key = "alert:7:2019-09-30:red"
    assert city.delivery.state(key) is DeliveryState.SENT
    assert city.delivery.receipts(key)[0].message_ids == (f"{key}#0",)


def test_the_supervisor_hears_once_of_whoever_could_not_be_told(tmp_path: Path) -> None:
    sender = Unreachable("u003")
    city = City(tmp_path, sender)
    city.work.launch()
    for _ in range(3):
        city.scan.run()
        city.clock.advance(timedelta(minutes=10))
    unreached = [text for text in sender.texts if text.startswith("【提醒未送达】")]
    assert len(unreached) == 16  # all but the supervisor's own
    assert any("7号《2019年3季度产业联盟特色活动》的红灯提醒未能送达杨洋杰" in t for t in unreached)


def test_the_leader_gets_a_button_that_reminds(city: City) -> None:
    city.scan.run()
    city.clock.move_to(NOW + timedelta(days=3))
    city.scan.run()
    reply = next(r for r in city.inbox.by_account["u006"] if "7号《" in r.text)
    assert "（已报第1级领导）" in reply.text
    assert [choice.send for choice in reply.choices] == ["催办7号任务"]


def test_the_deadline_of_an_unannounced_year_is_marked_provisional(
    city: City, tmp_path: Path
) -> None:
    file = tmp_path / "tasks.csv"
    header = (ORGANISATION / "tasks.csv").read_text(encoding="utf-8").splitlines()[0]
    row = "90,长期任务,一次性,四-(一),JXW,,u007,u003,2029-01-02,2029-01-04,承办中,,,"
    file.write_text(f"{header}\n{row}\n", encoding="utf-8")
    city.tasks.import_file(file)
    city.clock.move_to(datetime(2029, 1, 4, 9, 0, tzinfo=BUSINESS_ZONE))
    city.scan.run()
    reply = next(r for r in city.inbox.by_account["u007"] if "90号" in r.text)
    assert "今日到期（该年放假安排尚未公布，工作日为暂定）" in reply.text


def test_a_circle_of_leaders_ends_at_the_supervisor(
    city: City, reorganise: Callable[[City], None]
) -> None:
    reorganise(city)
    for days in (0, 3, 4):
        city.clock.move_to(NOW + timedelta(days=days))
        city.inbox.take()
        city.scan.run()
    assert "事项：7号《2019年3季度产业联盟特色活动》" in city.inbox.take()["u003"]


@pytest.fixture
def reorganise() -> Callable[[City], None]:
    from bot.identity.model import PersonRow

    def make_circle(city: City) -> None:
        with city.sessions.begin() as session:
            session.get_one(PersonRow, "u006").leader_user_id = "u007"

    return make_circle


def test_a_scan_asks_the_database_as_often_for_many_tasks_as_for_few(city: City) -> None:
    city.scan.run(dry_run=True)  # seeds the calendar
    asked: list[str] = []
    with city.sessions() as session:
        engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda *event: asked.append(event[2]))
    city.scan.run(dry_run=True)
    few = len(asked)
    rows = [
        {
            "task_no": str(number),
            "title": f"第{number}项任务",
            "kind": "一次性",
            "basis_clause": "四-(一)",
            "department_code": "JXW",
            "co_department_codes": [],
            "owner_user_id": "u007",
            "supervisor_user_id": "u003",
            "issued_on": date(2019, 1, 1),
            "due_on": date(2019, 11, 1),
            "state": "in_progress",
        }
        for number in range(1000, 2000)
    ]
    with city.sessions.begin() as session:
        session.execute(sa.insert(TaskRow), rows)
    asked.clear()
    assert len(city.scan.run(dry_run=True).items) == 1017
    assert len(asked) == few


@pytest.mark.parametrize("faults", [1, 99])
def test_an_alert_that_met_a_database_error_reaches_its_person_once(
    city: City, faults: int
) -> None:
    with failing(city.sessions, "INSERT INTO deliveries", faults):
        city.scan.run()
    for _ in range(2):
        city.clock.advance(timedelta(minutes=10))
        city.scan.run()
    told = city.inbox.take()
    assert sum(len(messages) for messages in told.values()) == 17


def test_a_backlog_worked_off_at_night_waits_for_the_morning(tmp_path: Path) -> None:
    city = City(tmp_path)  # not launched: what the scan starts waits
    city.scan.run()
    city.clock.move_to(datetime(2019, 11, 18, 2, 0, tzinfo=BUSINESS_ZONE))
    city.work.launch()
    at_night = [r.text for replies in city.inbox.by_account.values() for r in replies]
    assert at_night
    assert all(text.startswith("【红灯") for text in at_night)
    city.inbox.take()
    city.scan.run()
    assert not any("18号" in line for lines in city.inbox.take().values() for line in lines)
    city.clock.move_to(datetime(2019, 11, 18, 8, 0, tzinfo=BUSINESS_ZONE))
    for _ in range(2):
        city.scan.run()
        city.clock.advance(timedelta(minutes=10))
    morning = [line for lines in city.inbox.take().values() for line in lines]
    assert [line for line in morning if "49号" in line or "10号" in line]
    assert len(morning) == len(set(morning))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DeliveryState.SENT, "已通知"),
        (DeliveryState.QUEUED, "发送中"),
        (DeliveryState.FAILED, "未送达"),
        (None, "发送中"),
    ],
)
def test_told_before_is_said_in_the_words_of_the_delivery(
    city: City, state: DeliveryState | None, words: str
) -> None:
    city.scan.run()
    item = next(item for item in city.scan.run().items if item.task.task_no == "7")
    assert item.raised is None
    assert item.said_before is not None
    assert item.said_before.name == "red"
    assert describe(item, state, is_dry_run=False).endswith(words)
