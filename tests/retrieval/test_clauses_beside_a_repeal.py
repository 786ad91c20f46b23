"""Clauses that are suspended or changed in the same breath in which a document is ended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse
from tests.retrieval.material import ON, library_of, signed

A, B = "《泰州市甲管理办法》", "《泰州市乙管理办法》"


def _effects(text: str) -> tuple[Effect, ...]:
    return read_effects(text, parse(text), "关于有关事项的通知")


@pytest.mark.parametrize(
    ("text", "until", "on"),
    [
        (f"{A}第三条暂停执行，其余废止。", None, None),
        (f"{A}第三条暂停执行。其余条款自发布之日起废止。", None, None),
        (f"{A}第三条暂停执行，恢复时间另行通知，其余条款同时废止。", None, None),
        (f"{A}第三条暂停执行至2025年12月31日，其余条款废止。", date(2025, 12, 31), None),
        (f"{A}第三条自2024年1月1日起暂停执行，其余条款废止。", None, date(2024, 1, 1)),
    ],
)
def test_what_is_only_suspended_is_left_out_of_the_end_of_the_rest(
    text: str, until: date | None, on: date | None
) -> None:
    ended, paused = _effects(text)
    assert (ended.kind, ended.excepted) == (ChangeKind.REPEALED, ("第三条",))
    assert (paused.kind, paused.clause) == (ChangeKind.CLAUSE_SUSPENDED, "第三条")
    assert (paused.until, paused.on) == (until, on)


def test_each_clause_left_has_what_is_said_of_it() -> None:
    text = f"{A}第三条继续执行至2025年12月31日，第五条暂停执行，其余条款废止。"
    ended, *rest = _effects(text)
    assert ended.excepted == ("第三条", "第五条")
    assert {(e.kind, e.clause) for e in rest} == {
        (ChangeKind.CLAUSE_SUSPENDED, "第五条"),
        (ChangeKind.CLAUSE_EXTENDED, "第三条"),
    }


@pytest.mark.parametrize(
    "text",
    [
        f"{A}第三条暂停执行，其余条款继续有效。",
        f"{A}第三条暂停执行，其余条款拟废止。",
        f"{A}第三条不得暂停执行，其余条款废止。",
        "本办法第三条暂停执行，其余废止。",
        f"企业符合{A}第三条暂停执行的，其余条款废止。",
    ],
)
def test_a_clause_that_is_suspended_alone_ends_no_document(text: str) -> None:
    assert ChangeKind.REPEALED not in {effect.kind for effect in _effects(text)}


@pytest.mark.parametrize(
    ("text", "kind", "clause"),
    [
        (f"{A}废止，{B}第五条修改为“50元。”", ChangeKind.CLAUSE_REPLACED, "第五条"),
        (f"{A}废止；{B}第五条中的“甲”修改为“乙”。", ChangeKind.WORDS_REPLACED, "第五条"),
        (f"{A}废止，{B}第五条标准由20元调整为30元。", ChangeKind.WORDS_REPLACED, "第五条"),
        (f"{B}第五条删去，{A}废止。", ChangeKind.CLAUSE_DELETED, "第五条"),
        (f"废止{A}、{B}第六条。", ChangeKind.CLAUSE_DELETED, "第六条"),
    ],
)
def test_the_change_of_one_document_is_read_beside_the_end_of_another(
    text: str, kind: ChangeKind, clause: str
) -> None:
    found = {(e.kind, e.title, e.clause) for e in _effects(text)}
    assert found == {
        (ChangeKind.REPEALED, A.strip("《》"), None),
        (kind, B.strip("《》"), clause),
    }


@pytest.mark.parametrize(
    "text",
    [
        f"{A}废止，第五条修改为“50元。”",
        f"{A}废止，按照{B}第五条调整为30元执行。",
        f"{A}废止，{B}自2024年1月1日起施行。",
        f"{A}根据{B}第五条修改为新办法，{A}废止。",
    ],
)
def test_what_is_ended_or_rested_on_is_not_changed_as_well(text: str) -> None:
    assert [effect.kind for effect in _effects(text)] == [ChangeKind.REPEALED]


@pytest.fixture
def library(tmp_path: Path) -> PolicyLibrary:
    office = "泰州市人民政府"
    return library_of(
        tmp_path,
        泰州市甲管理办法=signed("第三条 渔船检修每船补贴500元。", office, "2018年5月3日"),
        泰州市乙管理办法=signed("第五条 码头每次收费20元。", office, "2018年5月3日"),
        关于有关事项的通知=signed(
            f"一、{A}第三条暂停执行，其余条款废止。\n二、《泰州市丙管理办法》废止，{B}第五条修改为“码头每次收费30元。”",
            office,
            "2024年5月3日",
        ),
    )


def test_a_suspended_clause_is_not_told_as_one_that_applies(library: PolicyLibrary) -> None:
    told = library.answer("泰州市甲管理办法还有效吗", on=ON).text
    assert "废止（第三条除外，暂停执行）" in told
    quoted = library.answer("渔船检修补贴多少钱", on=ON).text
    assert "已被《关于有关事项的通知》暂停执行" in quoted


def test_a_changed_clause_is_told_with_its_new_words(library: PolicyLibrary) -> None:
    text = library.answer("码头收费多少钱", on=ON).text
    assert "已被《关于有关事项的通知》修改" in text
    assert "码头每次收费30元" in text
