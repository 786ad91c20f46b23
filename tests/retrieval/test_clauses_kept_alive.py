"""Clauses that outlive the end of their document, and documents that are brought back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.documents.changes import ChangeKind
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse
from tests.retrieval.material import library_of, signed

A, B = "《泰州市甲管理办法》", "《泰州市乙管理办法》"
LAST = date(2025, 12, 31)


def _read(text: str) -> list[tuple[str, str | None, tuple[str, ...], date | None]]:
    effects = read_effects(text, parse(text), "关于有关事项的通知")
    return [(e.kind.value, e.clause, e.excepted, e.until) for e in effects]


@pytest.mark.parametrize(
    "text",
    [
        f"{A}同时废止，但第三条规定的补贴继续执行至2025年12月31日。",
        f"{A}同时废止，但是第三条继续执行至2025年12月31日。",
        f"{A}同时废止，其中第三条规定的奖励标准执行至2025年底。",
        f"{A}同时废止，但其中第三条有效期至2025年12月31日止。",
        f"废止{A}，第三条规定的补贴仍执行至2025年12月31日。",
        f"除第三条规定的补贴继续执行至2025年12月31日外，{A}同时废止。",
    ],
)
def test_a_clause_of_a_repealed_document_is_kept_until_its_day(text: str) -> None:
    assert _read(text) == [
        ("repealed", None, ("第三条",), None),
        ("clause_extended", "第三条", (), LAST),
    ]


@pytest.mark.parametrize(
    ("text", "excepted"),
    [
        (f"{A}同时废止，但第三条规定的补贴继续执行。", ("第三条",)),
        (f"{A}同时废止，但第三条规定的补贴不再继续执行。", ()),
        (f"{A}同时废止，第三条规定的补贴可继续执行至2025年12月31日。", ()),
        (f"{A}同时废止，本办法第三条执行至2025年12月31日。", ()),
        (f"{A}同时废止，有效期至2025年12月31日。", ()),
    ],
)
def test_what_is_only_permitted_or_of_another_text_keeps_no_clause(
    text: str, excepted: tuple[str, ...]
) -> None:
    assert _read(text) == [("repealed", None, excepted, None)]


def test_a_clause_kept_of_one_document_is_none_of_the_other() -> None:
    text = f"{B}废止，{A}同时废止，但第三条规定的补贴继续执行至2025年12月31日。"
    effects = read_effects(text, parse(text), "关于有关事项的通知")
    kept = [e.title for e in effects if e.kind is ChangeKind.CLAUSE_EXTENDED]
    assert kept == ["泰州市甲管理办法"]
    assert {e.title: e.excepted for e in effects if e.kind is ChangeKind.REPEALED} == {
        "泰州市乙管理办法": (),
        "泰州市甲管理办法": ("第三条",),
    }


@pytest.mark.parametrize(
    ("on", "held", "not_held"),
    [
        (date(2024, 6, 1), ["废止（第三条除外，执行至2025年12月31日）", "每月300元"], []),
        (date(2026, 1, 1), ["废止，请核实现行规定"], ["第三条除外"]),
    ],
)
@pytest.mark.parametrize("new", ["", "第二条 渔船泊位按需安排，不收费。"])
def test_an_answer_says_until_when_a_clause_outlives_its_document(
    tmp_path: Path, on: date, held: list[str], not_held: list[str], new: str
) -> None:
    library = library_of(tmp_path, 港口办法="第一条 港口应当保持畅通。")
    ending = "《泰州市渔船补贴办法》同时废止，但第三条规定的补贴继续执行至2025年12月31日。"
    for title, text, day in (
        (
            "泰州市渔船补贴办法",
            "泰政发〔2018〕3号\n\n第三条 渔船泊位补贴每月300元。\n第四条 渔网补贴每年500元。",
            "2018年3月1日",
        ),
        ("泰州市渔船管理办法", f"泰政发〔2023〕5号\n\n第一条 {ending}\n{new}", "2023年3月1日"),
    ):
        path = tmp_path / f"{title}.txt"
        path.write_text(signed(f"{title}\n\n{text}", "泰州市人民政府", day), "utf-8")
        library.ingest(path)
    text = library.answer("渔船泊位补贴每月多少元", on=on).text
    assert all(part in text for part in held), text
    assert not any(part in text for part in not_held), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"现予以恢复{A}。", ["resumed"]),
        (f"经研究，现恢复{A}、{B}。", ["resumed", "resumed"]),
        (f"市政府决定恢复{A}，请遵照执行。", ["resumed"]),
        (f"自2025年3月1日起恢复{A}。", ["resumed"]),
        (f"恢复{A}规定的申报资格。", []),
        (f"企业可以依照规定申请恢复{A}。", []),
        (f"不予恢复{A}。", []),
        (f"拟恢复{A}。", []),
        (f"待条件成熟后恢复{A}。", []),
        (f"符合条件的，恢复{A}。", []),
    ],
)
def test_a_document_named_behind_the_verb_is_brought_back(text: str, expected: list[str]) -> None:
    effects = read_effects(text, parse(text), "关于有关事项的通知")
    assert [effect.kind.value for effect in effects] == expected
