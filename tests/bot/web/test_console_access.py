"""Who gets into the console, and what its forms must carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.web
from bot.web.console.sections import SECTIONS
from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.bot.web.console import (
    ADMIN,
    ENTERPRISE,
    LEADER,
    OFFICIAL,
    SUPERVISOR,
    console_client,
)

STATIC = Path(bot.web.__file__).parent / "static"
PATHS = ["/console", *(section.entry.path for section in SECTIONS)]
PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    for parts in demonstration(tmp_path_factory.mktemp("city")):
        for user in (ADMIN, OFFICIAL):
            parts.local_accounts.set_password(user, PASSWORD)
        yield parts
        # The page of the parts' health looks into the durable work, which begins it.
        parts.work.stop()


@pytest.fixture
def real(city: Parts) -> Iterator[Parts]:
    """The same city, no demonstration: people sign in."""
    city.settings.demonstration_marker.unlink()
    object.__setattr__(city.settings, "demo", False)
    yield city
    object.__setattr__(city.settings, "demo", True)
    city.settings.demonstration_marker.touch()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("user", "status"),
    [
        (ADMIN, 200),
        (SUPERVISOR, 200),
        (LEADER, 403),
        (OFFICIAL, 403),
        (ENTERPRISE, 403),
        ("", 403),
        ("nobody", 403),
    ],
)
def test_only_administrators_and_supervisors_see_a_page(
    city: Parts, path: str, user: str, status: int
) -> None:
    response = console_client(city).get(path, params={"user": user})
    assert response.status_code == status
    if status == 403:
        assert "管理台只供管理员和督查员使用" in response.text
        assert "console-side" not in response.text


@pytest.mark.parametrize("path", PATHS)
def test_outside_a_demonstration_choosing_a_person_opens_nothing(real: Parts, path: str) -> None:
    assert console_client(real).get(path, params={"user": ADMIN}).status_code == 403


def test_signed_in_the_rights_are_ones_own(real: Parts) -> None:
    for user, status in ((ADMIN, 200), (OFFICIAL, 403)):
        client = console_client(real)
        opened = real.sign_in.with_password(user, PASSWORD, address="127.0.0.1")
        client.cookies.set("bot_session", opened.token)
        assert client.get("/console").status_code == status
        assert ("管理台" in client.get("/documents").text) is (status == 200)


def test_a_form_without_proof_changes_nothing(city: Parts) -> None:
    client = console_client(city)
    page = client.get("/console", params={"user": ADMIN})
    assert page.status_code == 200
    for proof in ("", "guessed"):
        response = client.post(f"/console/undo/1?user={ADMIN}", data={"proof": proof})
        assert response.status_code == 403
        assert "什么都没有改" in response.text


def test_a_browser_without_the_cookie_proves_nothing(city: Parts) -> None:
    stranger = console_client(city)
    response = stranger.post(f"/console/undo/1?user={ADMIN}", data={"proof": "chosen"})
    assert response.status_code == 403


def test_a_form_that_is_too_large_is_refused_politely(city: Parts) -> None:
    client = console_client(city)
    client.get("/console", params={"user": ADMIN})
    response = client.post(f"/console/undo/1?user={ADMIN}", data={"proof": "x" * 300_000})
    assert response.status_code == 303
    assert "太大" in client.get(response.headers["location"]).text


def test_the_way_into_the_console_is_shown_to_those_who_may_use_it(city: Parts) -> None:
    client = console_client(city)
    for user, is_shown in ((ADMIN, True), (SUPERVISOR, True), (OFFICIAL, False), ("", False)):
        page = client.get("/board", params={"user": user}).text
        assert (f'href="/console?user={user}"' in page) is is_shown


def test_the_first_page_says_that_nothing_was_changed_yet(city: Parts) -> None:
    page = console_client(city).get("/console", params={"user": ADMIN}).text
    assert "还没有人在管理台改过什么" in page


def test_an_unknown_change_cannot_be_undone(city: Parts) -> None:
    client = console_client(city)
    client.get(f"/console?user={ADMIN}")
    data = {"proof": client.cookies["bot_console"]}
    response = client.post(f"/console/undo/99?user={ADMIN}", data=data)
    assert "没有这条操作记录" in client.get(response.headers["location"]).text


@pytest.mark.parametrize(
    "path",
    [
        "/console/people/of/nobody",
        "/console/tasks/no/9999",
        "/console/appeals/no/none",
        "/console/documents/none",
        "/console/catalogue/none",
    ],
)
def test_what_does_not_exist_is_said_to_be_missing_and_not_to_be_down(
    city: Parts, path: str
) -> None:
    assert console_client(city).get(path, params={"user": ADMIN}).status_code == 404


def test_a_log_for_administrators_is_refused_to_a_supervisor(city: Parts) -> None:
    asked = {"user": SUPERVISOR, "kind": "figures"}
    assert console_client(city).get("/console/audit", params=asked).status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_what_the_address_asks_amiss_is_as_if_it_was_not_asked(city: Parts, path: str) -> None:
    asked = {"user": ADMIN, "page": "第二页", "q": "a\0b"}
    assert console_client(city).get(path, params=asked).status_code == 200


def test_definitions_and_findings_are_read_in_chinese_punctuation(city: Parts) -> None:
    client = console_client(city)
    indicator = client.get("/console/catalogue/K01", params={"user": ADMIN}).text
    assert "此处取产值；目标为" in indicator
    health = client.get("/console/health/now", params={"user": ADMIN}).text
    assert "可读，" in health


def test_an_indicator_is_found_by_its_code_in_any_case(city: Parts) -> None:
    asked = {"user": ADMIN, "q": "k01"}
    page = console_client(city).get("/console/catalogue", params=asked).text
    assert "/console/catalogue/K01" in page
    assert "/console/catalogue/K02" not in page


@pytest.mark.parametrize(
    ("path", "section"),
    [("/console/tasks/no/9999", "tasks"), ("/console/documents/nothing", "documents")],
)
def test_what_is_not_there_is_said_in_its_section_with_the_way_back_to_its_list(
    city: Parts, path: str, section: str
) -> None:
    page = console_client(city).get(path, params={"user": ADMIN}).text
    assert f'href="/console/{section}?user={ADMIN}" aria-current="page"' in page
    assert f'<a class="plain-link" href="/console/{section}?user={ADMIN}">返回</a>' in page
    assert "bot task list" not in page


def test_the_page_of_uploads_says_that_there_were_none(city: Parts) -> None:
    page = console_client(city).get("/console/documents/uploads", params={"user": ADMIN}).text
    assert "最近没有上传过文件" in page


def test_no_type_of_the_pages_has_a_size_that_the_readers_setting_cannot_change() -> None:
    for sheet in STATIC.glob("*.css"):
        fixed = re.findall(r"(?:font-size|font|line-height):[^;]*\dpx", sheet.read_text("utf-8"))
        assert fixed == [], sheet.name
