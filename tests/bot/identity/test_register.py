"""People are kept right by those who may, and never so that nobody is left who can."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import ImportRefused, PeopleRefused, UnknownPerson
from bot.identity import GUEST, Directory, Person, Role
from bot.identity.binding import Binding, BindingOutcome, code_in
from bot.identity.model import ChannelAccountRow
from bot.identity.person import Department
from bot.identity.register import PeopleChoice, PeopleRegister
from bot.identity.rights import PeopleAction, may
from bot.identity.roster import import_roster
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.bot.beginnings import people
from tests.databases import filled_at

ADMIN, SUPERVISOR, OFFICIAL = "u038", "u003", "u007"
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    return session_factory(create_engine(filled_at(tmp_path, people)))


@pytest.fixture
def directory(sessions: SessionFactory) -> Directory:
    return Directory(sessions, has_inbox=lambda _: True)


@pytest.fixture
def register(sessions: SessionFactory, directory: Directory) -> PeopleRegister:
    return PeopleRegister(sessions, directory, ManualClock(NOW), can_sign_in={ADMIN}.__contains__)


@pytest.fixture
def admin(directory: Directory) -> Person:
    return directory.require(ADMIN)


def test_every_action_is_refused_to_whoever_the_table_does_not_name() -> None:
    def allowed(role: Role, of: Role) -> set[PeopleAction]:
        by = Person("x", "x", None, "", role)
        return {action for action in PeopleAction if may(by, action, of)}

    for of in Role:
        assert allowed(Role.ADMIN, of) == set(PeopleAction)
        described = (
            {PeopleAction.DESCRIBE}
            if of in {Role.OFFICIAL, Role.LEADER, Role.ENTERPRISE}
            else set()
        )
        assert allowed(Role.SUPERVISOR, of) == {PeopleAction.SEE} | described
        for role in (Role.LEADER, Role.OFFICIAL, Role.ENTERPRISE, Role.GUEST):
            assert allowed(role, of) == set()
    assert not any(may(replace(GUEST, role=Role.ADMIN), action) for action in PeopleAction)


def test_people_are_found_by_name_role_and_department(
    register: PeopleRegister, admin: Person
) -> None:
    def found(**choice: object) -> list[str]:
        page = register.page(admin, PeopleChoice(**choice), limit=100)  # type: ignore[arg-type]
        return [one.person.user_id for one in page]

    assert found(text="杨洋杰") == [OFFICIAL]
    assert found(role=Role.ADMIN) == [ADMIN]
    assert found(department_code="JXW") == ["u006", OFFICIAL]
    assert found(text="%") == []
    assert len(register.page(admin, PeopleChoice(), limit=5, offset=44)) == 2


def test_a_supervisor_keeps_posts_right_but_gives_nobody_a_role(
    register: PeopleRegister, directory: Directory
) -> None:
    supervisor, official = directory.require(SUPERVISOR), directory.require(OFFICIAL)
    register.change(supervisor, replace(official, post="科长"))
    assert directory.require(OFFICIAL).post == "科长"
    for forbidden in (
        replace(official, role=Role.ADMIN),
        replace(supervisor, post="局长"),
        replace(directory.require(ADMIN), leader_user_id=None),
    ):
        with pytest.raises(PeopleRefused, match="角色不能这样做"):
            register.change(supervisor, forbidden)
    with pytest.raises(PeopleRefused):
        register.add(supervisor, replace(official, user_id="new1"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "姓名"),
        ({"name": "甲\n乙"}, "姓名"),
        ({"department_code": "XXX"}, "部门 XXX 不存在"),
        ({"leader_user_id": "nobody"}, "不在人员名单"),
        ({"leader_user_id": OFFICIAL}, "绕回"),
        ({"role": Role.GUEST}, "访客"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_reason_and_changes_nothing(
    register: PeopleRegister,
    directory: Directory,
    admin: Person,
    change: dict[str, object],
    reason: str,
) -> None:
    before = directory.require(OFFICIAL)
    with pytest.raises(PeopleRefused, match=reason):
        register.change(admin, replace(before, **change))  # type: ignore[arg-type]
    assert directory.require(OFFICIAL) == before


def test_a_person_added_is_known_at_once_and_their_id_is_taken(
    register: PeopleRegister, directory: Directory, admin: Person
) -> None:
    new = Person("zhang.san", "张三", "JXW", "科员", Role.OFFICIAL, "u006")
    register.add(admin, new)
    assert directory.require("zhang.san") == new
    with pytest.raises(PeopleRefused, match="已有人使用"):
        register.add(admin, replace(new, user_id="Zhang.San"))
    with pytest.raises(PeopleRefused, match="用户编号"):
        register.add(admin, replace(new, user_id="张 三"))


def test_who_has_left_is_nobody_and_those_they_led_pass_to_their_leader(
    register: PeopleRegister, directory: Directory, sessions: SessionFactory, admin: Person
) -> None:
    with sessions.begin() as session:
        session.add(ChannelAccountRow(channel="telegram", account="55", user_id="u006"))
    gone, handed_on = register.deactivate(admin, "u006")
    assert (gone.name, [person.user_id for person in handed_on]) == ("杨艳", [OFFICIAL])
    assert directory.person("u006") is None
    assert directory.person_for("telegram", "55") is GUEST
    assert directory.accounts_of("u006") == []
    assert directory.names()["u006"] == "杨艳"
    assert "u006" not in {person.user_id for person in directory.people()}
    assert directory.require(OFFICIAL).leader_user_id == "u001"
    with pytest.raises(PeopleRefused, match="已经停用"):
        register.deactivate(admin, "u006")
    register.reactivate(admin, "u006")
    assert directory.person_for("telegram", "55").user_id == "u006"


def test_the_last_administrator_who_can_sign_in_cannot_be_locked_out(
    register: PeopleRegister, directory: Directory, admin: Person
) -> None:
    # A second administrator without a way in is no help.
    register.add(admin, Person("spare", "备用", None, "", Role.ADMIN))
    with pytest.raises(PeopleRefused, match="没有能登录的管理员"):
        register.deactivate(admin, ADMIN)
    with pytest.raises(PeopleRefused, match="没有能登录的管理员"):
        register.change(admin, replace(admin, role=Role.OFFICIAL))
    assert directory.require(ADMIN).role is Role.ADMIN


def test_an_import_that_would_leave_no_administrator_is_taken_back(
    register: PeopleRegister, directory: Directory, sessions: SessionFactory, tmp_path: Path
) -> None:
    (tmp_path / "departments.csv").write_text("dept_code,dept_name\nGOV,办公室\n", "utf-8")
    (tmp_path / "people.csv").write_text("user_id,name,role\nu038,马军艳,official\n", "utf-8")
    with pytest.raises(PeopleRefused):
        import_roster(
            sessions,
            tmp_path,
            also=lambda session, _count: register.refuse_without_administrator(session),
        )
    assert directory.require(ADMIN).role is Role.ADMIN


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    directory: Directory, sessions: SessionFactory, tmp_path: Path
) -> None:
    (tmp_path / "departments.csv").write_text("dept_code,dept_name\nNEW,新单位\n", "utf-8")
    (tmp_path / "people.csv").write_text(
        "user_id,name,role\nu007,改名,official\nnew1,新人,official\n", "utf-8"
    )
    count = import_roster(sessions, tmp_path, dry_run=True)
    assert (count.added, count.changed) == (("new1",), ("u007",))
    assert directory.person("new1") is None
    assert directory.require("u007").name == "杨洋杰"
    assert "NEW" not in {department.code for department in directory.departments()}


def test_a_department_file_with_a_date_that_is_none_is_refused(
    sessions: SessionFactory, tmp_path: Path
) -> None:
    (tmp_path / "departments.csv").write_text(
        "dept_code,dept_name,successor_name,successor_since\nA,甲,乙,去年\n", "utf-8"
    )
    (tmp_path / "people.csv").write_text("user_id,name,role\na,甲,official\n", "utf-8")
    with pytest.raises(ImportRefused, match="第2行：更名日期 去年 看不懂"):
        import_roster(sessions, tmp_path)


def test_a_department_gets_its_successor(register: PeopleRegister, admin: Person) -> None:
    before = register.save_department(
        admin, Department("KJJ", "市科技局", "市科技新局", "2020-01-01")
    )
    assert before is not None
    assert before.successor_name is None
    for bad in (
        Department("新", "甲"),
        Department("A", ""),
        Department("A", "甲", "乙", None),
        Department("A", "甲", "乙", "2020年"),
    ):
        with pytest.raises(PeopleRefused):
            register.save_department(admin, bad)


def test_what_is_kept_beside_a_change_is_kept_with_it_or_not_at_all(
    register: PeopleRegister, directory: Directory, admin: Person
) -> None:
    def fails(_session: Session) -> None:
        raise RuntimeError("audit log is full")

    with pytest.raises(RuntimeError):
        register.deactivate(admin, OFFICIAL, also=fails)
    assert directory.person(OFFICIAL) is not None
    with pytest.raises(UnknownPerson):
        register.deactivate(admin, "nobody", also=fails)


def test_a_code_handed_out_before_somebody_left_binds_nobody(
    sessions: SessionFactory, directory: Directory, register: PeopleRegister, admin: Person
) -> None:
    binding = Binding(sessions, directory, ManualClock(NOW), channels=["telegram"])
    code = code_in(f"绑定 {binding.issue(OFFICIAL)}")
    register.deactivate(admin, OFFICIAL)
    assert binding.redeem(code, "telegram", "42") is BindingOutcome.REFUSED
