"""Documents corrected by hand: what is corrected survives, what is withdrawn comes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.console.uploads import UploadState, fit_name
from bot.errors import ConsoleRefused
from bot.identity import Person, Role
from bot.web.console import document_list
from bot.wiring import Parts

OLD = """泰州市人才公寓管理办法

泰政规〔2015〕1号

第一条 为了管理人才公寓，制定本办法。
第二条 本办法自2015年10月1日起施行。

泰州市人民政府
2015年9月1日
"""


@pytest.fixture
def rules(city: Parts, tmp_path: Path) -> str:
    file = tmp_path / "办法.txt"
    file.write_text(OLD, encoding="utf-8")
    found = city.library.ingest(file).document_id
    assert found is not None
    return found


def number_of(city: Parts, document_id: str) -> str | None:
    return city.console.documents.document(document_id).metadata.document_number.value


def test_a_correction_survives_reading_again_and_a_restart_and_is_taken_back(
    city: Parts, admin: Person, rules: str
) -> None:
    change = city.console.documents.correct(
        admin, rules, "document_number", "泰政规〔2015〕2号", source="原件", reason="认错"
    )
    city.console.documents.read_again(admin, rules)
    again = Parts(city.settings)
    assert number_of(again, rules) == "泰政规〔2015〕2号"
    again.engine.dispose()
    field = city.console.documents.document(rules).metadata.document_number
    assert field.read_from == "原件（马军艳2019-11-15登记）"
    city.console.undo.take_back(admin, change)
    assert number_of(city, rules) == "泰政规〔2015〕1号"


@pytest.mark.parametrize("words", ["公寓 泰政规", "泰政规[2015]1号", "公寓  人才"])
def test_the_list_is_searched_by_every_word_as_the_public_list_is(
    city: Parts, rules: str, words: str
) -> None:
    found = document_list.listed(city.console.documents, words, "", 1)
    assert [line.document_id for line in found.lines] == [rules]


def test_another_document_repeals_it_by_the_corrected_number(
    city: Parts, admin: Person, rules: str, tmp_path: Path
) -> None:
    repealing = tmp_path / "废止决定.txt"
    repealing.write_text(
        "泰州市人民政府关于废止部分文件的决定\n\n泰政规〔2018〕9号\n\n"
        "一、废止《泰州市人才公寓暂行规定》（泰政规〔2015〕7号）。\n\n"
        "泰州市人民政府\n2018年9月1日\n",
        encoding="utf-8",
    )
    city.library.ingest(repealing)
    on = city.console.documents.today()
    before = city.console.documents.document(rules).validity(on).status.value
    city.console.documents.correct(
        admin, rules, "document_number", "泰政规〔2015〕7号", source="原件", reason="认错"
    )
    after = city.console.documents.document(rules).validity(on).status.value
    assert (before, after) == ("unknown", "repealed")


@pytest.mark.parametrize(
    ("field", "value"),
    [("issued_on", "2015年"), ("title", ""), ("changes", "x"), ("industries", "x")],
)
def test_a_bad_correction_changes_nothing(
    city: Parts, admin: Person, rules: str, field: str, value: str
) -> None:
    with pytest.raises(ConsoleRefused):
        city.console.documents.correct(admin, rules, field, value, source="甲", reason="乙")
    assert city.console.audit.read(admin, limit=5) == []


@pytest.mark.parametrize(
    ("status", "day", "holds"),
    [
        ("in_force", "", "in_force"),
        ("in_force", "2020-01-01", "in_force"),
        ("in_force", "2019-01-01", "period_ended"),
        ("repealed", "2019-01-01", "repealed"),
        ("repealed", "2020-01-01", "unknown"),
        ("not_yet_in_force", "2020-01-01", "not_yet_in_force"),
    ],
)
def test_a_validity_is_set_and_taken_back(
    city: Parts, admin: Person, rules: str, status: str, day: str, holds: str
) -> None:
    documents = city.console.documents
    number = documents.set_validity(admin, rules, status, day, source="通知", reason="试")
    assert documents.document(rules).validity(documents.today()).status.value == holds
    city.console.undo.take_back(admin, number)
    assert documents.document(rules).validity(documents.today()).status.value == "unknown"


def test_a_validity_that_would_not_be_shown_is_refused_and_changes_nothing(
    city: Parts, admin: Person, rules: str
) -> None:
    documents = city.console.documents
    documents.correct(admin, rules, "valid_until", "2018-12-31", source="甲", reason="乙")
    with pytest.raises(ConsoleRefused, match="没有保存"):
        documents.set_validity(admin, rules, "in_force", "", source="通知", reason="试")
    assert documents.document(rules).metadata.stated_validity.value is None
    documents.set_validity(admin, rules, "in_force", "2020-12-31", source="通知", reason="试")
    assert documents.document(rules).validity(documents.today()).status.value == "in_force"


def test_withdrawn_it_is_gone_for_everybody_until_it_is_restored_under_its_own_address(
    city: Parts, admin: Person, rules: str, tmp_path: Path
) -> None:
    documents = city.console.documents
    documents.withdraw(admin, rules, reason="误传")
    assert city.library.document(rules) is None
    assert city.library.ingest(tmp_path / "办法.txt").status == "unchanged"
    assert city.library.document(rules) is None
    assert [one.document_id for one in documents.withdrawn()] == [rules]
    number = documents.restore(admin, rules)
    assert city.library.document(rules) is not None
    assert documents.withdrawn() == []
    city.console.undo.take_back(admin, number)
    assert city.library.document(rules) is None


def test_a_supervisor_may_and_an_official_may_not(city: Parts, rules: str) -> None:
    with pytest.raises(ConsoleRefused):
        city.console.documents.withdraw(city.directory.require("u007"), rules, reason="试")
    city.console.documents.withdraw(city.directory.require("u003"), rules, reason="试")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\用户\\办法.docx", "办法.docx"),
        ("a\x00b\u202etxt.exe", "abtxt.exe"),
        ("", "未命名文件"),
        ("...", "未命名文件"),
        (".docx", "docx"),
        ("长" * 300 + ".docx", "长" * 109 + ".docx"),
    ],
)
def test_a_hostile_name_is_made_harmless(name: str, kept: str) -> None:
    assert fit_name(name) == kept


def test_a_file_is_read_to_its_end_though_who_handed_it_in_lost_the_console(
    city: Parts, admin: Person
) -> None:
    supervisor = city.directory.require("u003")
    uploads = city.console.documents.uploads
    given = uploads.hand_in(supervisor, "办法.txt", OLD.encode())
    city.console.people.change(admin, replace(supervisor, role=Role.OFFICIAL))
    city.work.launch()
    city.work.wait(f"upload:{given}", 60)
    city.work.stop()
    (found,) = uploads.latest(limit=5)
    assert found.state is UploadState.INGESTED


def test_what_was_handed_in_is_read_in_the_background_and_a_bad_file_says_why(
    city: Parts, admin: Person
) -> None:
    city.work.launch()
    uploads = city.console.documents.uploads
    good = uploads.hand_in(admin, "办法.txt", OLD.encode())
    bad = uploads.hand_in(admin, "bomb.zip", b"PK\x03\x04" + b"\0" * 40)
    with pytest.raises(ConsoleRefused):
        uploads.hand_in(admin, "空.txt", b"")
    for upload in (good, bad):
        city.work.wait(f"upload:{upload}", 60)
    found = {one.id: one for one in uploads.latest(limit=5)}
    assert (found[good].state, found[good].title) == (
        UploadState.INGESTED,
        "泰州市人才公寓管理办法",
    )
    assert found[bad].state is UploadState.FAILED
    assert found[bad].reason
    city.work.stop()
