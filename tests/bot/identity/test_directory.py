"""People are recognised, and strangers are guests."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import ImportRefused, UnknownPerson
from bot.identity import GUEST, Directory, Role
from bot.identity.model import ChannelAccountRow, PersonRow
from bot.identity.roster import import_roster
from bot.messages import Recipient
from bot.settings import DEMO_DATA
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.bot.beginnings import tables
from tests.databases import filled_at


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    engine = create_engine(filled_at(tmp_path, tables))
    return session_factory(engine)


@pytest.fixture
def directory(sessions: SessionFactory) -> Directory:
    import_roster(sessions, DEMO_DATA / "organisation")
    return Directory(sessions, company_channels=["wecom_app"], has_inbox=lambda _: True)


def test_the_demonstration_roster_is_read_whole(sessions: SessionFactory) -> None:
    count = import_roster(sessions, DEMO_DATA / "organisation")
    assert (count.departments, count.people) == (18, 46)


def test_importing_again_changes_nothing(sessions: SessionFactory, directory: Directory) -> None:
    before = directory.people()
    import_roster(sessions, DEMO_DATA / "organisation")
    assert directory.people() == before


def test_a_company_account_is_the_person_whatever_its_case(directory: Directory) -> None:
    person = directory.person_for("wecom_app", "U007")
    assert (person.user_id, person.role) == ("u007", Role.OFFICIAL)


def test_an_account_name_means_nothing_on_a_channel_of_strangers(directory: Directory) -> None:
    assert directory.person_for("telegram", "u007") == GUEST


def test_a_bound_account_is_the_person(sessions: SessionFactory, directory: Directory) -> None:
    with sessions.begin() as session:
        session.add(ChannelAccountRow(channel="telegram", account="991", user_id="u001"))
    assert directory.person_for("telegram", "991").user_id == "u001"
    assert directory.accounts_of("u001") == [
        Recipient(channel="telegram", account="991"),
        Recipient(channel="wecom_app", account="u001"),
        Recipient(channel="web", account="u001"),
    ]


def test_without_a_page_to_open_it_on_nobody_has_an_inbox(sessions: SessionFactory) -> None:
    import_roster(sessions, DEMO_DATA / "organisation")
    assert Directory(sessions).accounts_of("u007") == []


def test_an_inbox_is_had_only_by_who_can_open_it(sessions: SessionFactory) -> None:
    import_roster(sessions, DEMO_DATA / "organisation")
    directory = Directory(sessions, has_inbox=lambda user_id: user_id == "u001")
    assert directory.accounts_of("u001") == [Recipient(channel="web", account="u001")]
    assert directory.accounts_of("u007") == []


def test_an_account_of_another_case_is_another_account(
    sessions: SessionFactory, directory: Directory
) -> None:
    with sessions.begin() as session:
        session.add(ChannelAccountRow(channel="wechat_official", account="oAbC", user_id="u001"))
    assert directory.person_for("wechat_official", "oabc") == GUEST


def test_nobody_is_required_in_words(directory: Directory) -> None:
    with pytest.raises(UnknownPerson, match="没有用户“nobody”"):
        directory.require("nobody")


def test_a_bad_row_is_named_and_nothing_is_imported(
    sessions: SessionFactory, tmp_path: Path
) -> None:
    (tmp_path / "departments.csv").write_text("dept_code,dept_name\nGOV,办公室\n", "utf-8")
    (tmp_path / "people.csv").write_text(
        "user_id,name,dept_code,role\na,甲,GOV,leader\nb,乙,XXX,leader\nc,丙,GOV,king\n", "utf-8"
    )
    with pytest.raises(ImportRefused) as refusal:
        import_roster(sessions, tmp_path)
    assert [number for number, _ in refusal.value.rows] == [3, 4]
    assert Directory(sessions).people() == []


@pytest.mark.parametrize(
    "people",
    [
        "user_id,name,role,leader_user_id\n",
        "user_id,name,role,leader_user_id\na,甲,leader,a\n",
        "user_id,name,role,leader_user_id\na,甲,leader,b\nb,乙,leader,a\n",
    ],
)
def test_nobody_and_leaders_in_a_circle_are_refused(
    sessions: SessionFactory, tmp_path: Path, people: str
) -> None:
    (tmp_path / "departments.csv").write_text("dept_code,dept_name\nGOV,办公室\n", "utf-8")
    (tmp_path / "people.csv").write_text(people, "utf-8")
    with pytest.raises(ImportRefused):
        import_roster(sessions, tmp_path)


def test_what_another_process_changed_is_seen_within_ten_seconds(directory: Directory) -> None:
    remembered = directory._writers
    assert remembered.ttl <= 10, "somebody who has left must not be answered as themselves"
    assert remembered.maxsize <= 10_000


@pytest.mark.parametrize(
    ("user_id", "name", "role"),
    [
        ("@all", "甲", "official"),
        ("a|b", "甲", "official"),
        ("张三", "甲", "official"),
        ("a" * 65, "甲", "official"),
        ("a", "甲" * 65, "official"),
        ("a", "甲", "guest"),
    ],
)
def test_a_row_that_the_console_would_refuse_is_refused_in_a_file_too(
    sessions: SessionFactory, tmp_path: Path, user_id: str, name: str, role: str
) -> None:
    write_people(tmp_path, f"{user_id},{name},{role}")
    with pytest.raises(ImportRefused) as refusal:
        import_roster(sessions, tmp_path)
    assert [number for number, _ in refusal.value.rows] == [2]


def test_nobody_is_imported_beside_themselves_in_other_letters(
    sessions: SessionFactory, tmp_path: Path
) -> None:
    write_people(tmp_path, "ZhangSan,张三,official")
    import_roster(sessions, tmp_path)
    write_people(tmp_path, "zhangsan,张三,admin")
    with pytest.raises(ImportRefused, match="已登记为 ZhangSan"):
        import_roster(sessions, tmp_path)
    assert [person.role for person in Directory(sessions).people()] == [Role.OFFICIAL]


def test_somebody_whom_an_older_program_let_in_twice_can_still_be_imported(
    sessions: SessionFactory, tmp_path: Path
) -> None:
    write_people(tmp_path, "ZhangSan,张三,official")
    import_roster(sessions, tmp_path)
    with sessions.begin() as session:
        session.add(PersonRow(user_id="zhangsan", name="张三", role="official", post=""))
    write_people(tmp_path, "ZhangSan,张三,supervisor")
    import_roster(sessions, tmp_path)
    with sessions() as session:
        roles = dict(session.execute(sa.select(PersonRow.user_id, PersonRow.role)).all())
    assert roles == {"ZhangSan": "supervisor", "zhangsan": "official"}


def write_people(folder: Path, row: str) -> None:
    (folder / "departments.csv").write_text("dept_code,dept_name\nGOV,办公室\n", "utf-8")
    (folder / "people.csv").write_text(f"user_id,name,role\n{row}\n", "utf-8")
