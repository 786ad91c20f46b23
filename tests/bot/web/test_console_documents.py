"""What the console says of a document, and what it keeps of a form that was refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.identity import Directory
from bot.identity.person import Department
from bot.serving.conversing import converse
from bot.wiring import Parts
from retrieval import PolicyLibrary
from retrieval.errors import RetrievalError
from tests.bot.demonstration import demonstration
from tests.bot.web.console import ADMIN, console_client, proof_in

CANTEEN = "食堂补贴怎么领？"
RULES = """泰州市人才公寓管理办法

泰政规〔2019〕7号

第一条 为了做好人才公寓管理工作，制定本办法。
第二条 本办法自2019年10月1日起施行，有效期五年。

泰州市人民政府
2019年9月1日
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(tmp_path_factory.mktemp("city"))


@pytest.fixture
def rules(city: Parts, tmp_path: Path) -> str:
    file = tmp_path / "办法.txt"
    file.write_text(RULES, encoding="utf-8")
    found = city.library.ingest(file).document_id
    assert found is not None
    return f"/console/documents/{found}?user={ADMIN}"


def test_a_document_is_described_in_words_without_internal_addresses(
    city: Parts, rules: str
) -> None:
    page = console_client(city).get(rules).text
    assert "依据：第二条第1句" in page
    assert "纯文本" in page
    assert "text/plain" not in page
    assert ">第二条</a>" in page


def test_a_library_that_cannot_be_read_is_told_in_words(
    city: Parts, rules: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RetrievalError("政策库打不开", "检查磁盘")

    monkeypatch.setattr(PolicyLibrary, "document", fails)
    page = console_client(city).get(rules, headers={"accept": "text/html"})
    assert page.status_code == 503
    assert "政策库打不开" in page.text
    assert "检查磁盘" in page.text


def test_clauses_to_answer_from_are_named_in_words(city: Parts) -> None:
    converse(city, CANTEEN, person=None, conversation="c", channel="web")
    asked = {"user": ADMIN, "q": CANTEEN, "find": "企业家座谈会"}
    page = console_client(city).get("/console/questions/one", params=asked).text
    assert "第四部分(三)第6句" in page


def test_a_validity_that_is_refused_keeps_what_was_typed_beside_the_reason(
    city: Parts, rules: str
) -> None:
    client = console_client(city)
    typed = {"status": "repealed", "day": "", "source": "泰政发〔2020〕5号", "reason": "来文废止"}
    posted = {"proof": proof_in(client.get(rules).text), **typed}
    page = client.post(rules.replace("?", "/validity?"), data=posted)
    assert page.status_code == 422
    form = page.text[page.text.index('id="validity-title"') :]
    assert "请填写日期" in form
    assert '<option value="repealed" selected>' in form
    assert 'value="泰政发〔2020〕5号"' in form
    assert 'value="来文废止"' in form
    assert "autofocus" in form


def test_a_form_for_a_document_that_was_withdrawn_meanwhile_says_so(
    city: Parts, rules: str
) -> None:
    client = console_client(city)
    typed = {"status": "repealed", "day": "2020-01-01", "source": "来文", "reason": "来文废止"}
    posted = {"proof": proof_in(client.get(rules).text), "value": "办法", **typed}
    document_id = rules.removeprefix("/console/documents/").partition("?")[0]
    city.library.withdraw(document_id)
    for form in ("validity", "fields/title", "version"):
        page = client.post(rules.replace("?", f"/{form}?"), data=posted)
        assert page.status_code == 404, form
        assert "没有这份文件" in page.text
    city.library.restore(document_id)


def test_who_is_added_while_the_unreachable_are_listed_breaks_nothing(
    city: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Directory.reachable_by

    def without_the_last(directory: Directory) -> dict[str, frozenset[str]]:
        return dict(list(known(directory).items())[:-1])

    monkeypatch.setattr(Directory, "reachable_by", without_the_last)
    page = console_client(city).get(f"/console/messages/unreachable?user={ADMIN}")
    assert page.status_code == 200


@pytest.mark.parametrize("path", ["people", "tasks", "tasks/new"])
def test_a_department_that_is_taken_out_while_a_page_is_made_breaks_nothing(
    city: Parts, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    known, reads = Directory.departments, itertools.count()

    def one_less_each_time(directory: Directory) -> list[Department]:
        found = known(directory)
        return found[: len(found) - next(reads)]

    monkeypatch.setattr(Directory, "departments", one_less_each_time)
    page = console_client(city).get(f"/console/{path}?user={ADMIN}")
    assert page.status_code == 200
    assert page.text.count("市工业和信息化局") > 0
