"""New versions of documents, and that a change is kept with its record or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.console import wording
from bot.console.model import UploadRow
from bot.console.uploads import UploadState
from bot.errors import ConsoleRefused
from bot.identity import Person
from bot.library.pages import document_page, edition_page
from bot.settings import DEMO_DATA
from bot.wiring import Parts
from retrieval.errors import RetrievalError

ORGANISATION = DEMO_DATA / "organisation"


def rules(days: int) -> bytes:
    return (
        "泰州市人才公寓管理办法\n\n泰政规〔2015〕1号\n\n"
        f"第一条 申请受理后{days}个工作日内答复。\n"
        "第二条 本办法自2015年10月1日起施行。\n\n泰州市人民政府\n2015年9月1日\n"
    ).encode()


@pytest.fixture
def document_id(city: Parts, tmp_path: Path) -> str:
    file = tmp_path / "办法.txt"
    file.write_bytes(rules(5))
    found = city.library.ingest(file).document_id
    assert found is not None
    return found


def text_of(city: Parts, document_id: str) -> str:
    return city.console.documents.document(document_id).text


def replaced(city: Parts, person: Person, document_id: str, content: bytes) -> None:
    uploads = city.console.documents.uploads
    given = uploads.hand_in(person, "新.txt", content, replaces=document_id, cause="勘误")
    city.work.launch()
    city.work.wait(f"upload:{given}", 60)
    city.work.stop()


def test_a_version_is_recorded_with_its_reason_and_taken_back(
    city: Parts, admin: Person, document_id: str
) -> None:
    replaced(city, admin, document_id, rules(3))
    assert "3个工作日" in text_of(city, document_id)
    latest = city.console.audit.read(admin, limit=1)[0]
    assert (latest.action, latest.subject) == (wording.REPLACE, "《泰州市人才公寓管理办法》")
    assert "勘误" in latest.after
    city.console.undo.take_back(admin, latest.id)
    assert "5个工作日" in text_of(city, document_id)
    with pytest.raises(ConsoleRefused, match="已经撤销过"):
        city.console.undo.take_back(admin, latest.id)


def test_a_version_that_was_followed_by_another_is_not_taken_back(
    city: Parts, admin: Person, document_id: str
) -> None:
    documents = city.console.documents
    replaced(city, admin, document_id, rules(3))
    number = city.console.audit.read(admin, limit=1)[0].id
    (before,) = documents.earlier(document_id)
    put_back = documents.put_back(admin, document_id, before.content_hash)
    with pytest.raises(ConsoleRefused, match="之后又换过版本"):
        city.console.undo.take_back(admin, number)
    city.console.undo.take_back(admin, put_back)
    assert "3个工作日" in text_of(city, document_id)


def test_a_version_that_cannot_be_read_leaves_the_document_and_says_why(
    city: Parts, admin: Person, document_id: str
) -> None:
    replaced(city, admin, document_id, b"PK\x03\x04" + b"\0" * 40)
    version = city.console.documents.uploads.version_of(document_id)
    assert version is not None
    assert version.state is UploadState.FAILED
    assert version.reason
    assert "5个工作日" in text_of(city, document_id)


def test_the_page_of_an_earlier_text_says_what_it_is_and_leads_to_the_present_one(
    city: Parts, admin: Person, document_id: str
) -> None:
    replaced(city, admin, document_id, rules(3))
    on = city.console.documents.today()
    page = document_page(city.library, document_id, on)
    assert page is not None
    (edition,) = page.editions
    earlier = edition_page(city.library, document_id, edition.name, on)
    assert earlier is not None
    assert earlier.validity.label == "以前的文本"
    assert earlier.validity.by is not None
    assert earlier.validity.by.url == f"/documents/{document_id}"
    assert "5个工作日" in "".join(one.text for one in earlier.sentences())
    assert edition_page(city.library, document_id, "0" * 12, on) is None


Change = Callable[[Parts, Person, str], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda city, by, document: city.console.documents.withdraw(by, document, reason="误传"),
        lambda city, by, document: city.console.documents.correct(
            by, document, "title", "另一标题", source="原件", reason="认错"
        ),
        lambda city, by, document: city.console.documents.read_again(by, document),
        lambda city, by, _: city.console.people.issue_code(by, "u007"),
        lambda city, by, _: city.console.people.import_roster(by, ORGANISATION, dry_run=False),
        lambda city, by, _: city.console.tasks.import_file(
            by, ORGANISATION / "tasks.csv", dry_run=False
        ),
    ],
    ids=["withdraw", "correct", "read_again", "code", "roster", "tasks"],
)
def test_a_change_that_cannot_be_recorded_is_not_made(
    city: Parts,
    admin: Person,
    document_id: str,
    change: Change,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def state() -> list[Any]:
        with city.engine.connect() as connection:
            names = ["binding_codes", "people", "tasks", "library_document", "library_correction"]
            tables = [sa.table(name) for name in names]
            return [
                connection.execute(sa.select(sa.text("*")).select_from(table)).all()
                for table in tables
            ]

    def fails(*_given: object, **_more: object) -> int:
        raise ConsoleRefused("记不下来")

    before = state()
    monkeypatch.setattr(city.console_audit, "record", fails)
    with pytest.raises((ConsoleRefused, RetrievalError)):
        change(city, admin, document_id)
    assert state() == before


def test_a_file_whose_reading_was_given_up_is_not_read_for_ever(
    city: Parts, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = city.console.documents.uploads

    def fails(_upload_id: str) -> None:
        raise MemoryError

    # Whatever ends the workflow: the database was away for longer than it waits.
    monkeypatch.setattr(uploads, "_read", fails)
    given = uploads.hand_in(admin, "办法.txt", rules(5))
    with city.sessions.begin() as session:
        session.get_one(UploadRow, given).state = UploadState.READING.value
    city.work.launch()
    city.work.wait(f"upload:{given}", 60)
    uploads.resume()
    city.work.stop()
    (found,) = uploads.latest(limit=5)
    assert found.state is UploadState.FAILED
    assert "再试" in found.reason
