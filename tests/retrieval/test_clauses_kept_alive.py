"""Clauses that outlive the end of their document, and documents that are brought back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.documents.changes import ChangeKind
from retrieval.documents.clause_reference import clauses_in
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
        f"{A}同时废止。其中第三条规定的补贴继续执行至2025年12月31日。",
        f"{A}同时废止。但第三条继续执行至2025年12月31日。",
        f"{A}同时废止；其中，第三条继续执行至2025年12月31日。",
        f"{A}同时废止（第三条继续执行至2025年12月31日）。",
        f"{A}同时废止，但第三条继续执行至2025年12月31日，其余条款一律废止。",
        f"{A}同时废止，但第三条有关补贴的规定继续执行至2025年12月31日。",
        f"{A}第三条继续执行至2025年12月31日，其余条款同时废止。",
        f"{A}第三条规定的补贴继续执行至2025年12月31日，其他条款自2024年1月1日起废止。",
        f"{A}（泰政发〔2018〕5号）中第三条执行至2025年12月31日，其余内容一律废止。",
        f"{A}第三条继续执行至2025年12月31日；其余条款同时废止。",
        f"{A}第三条继续执行至2025年12月31日。其余条款同时废止。",
        f"{A}第三条继续执行至2025年12月31日，其余条款自本办法施行之日起废止。",
        f"除{A}第三条继续执行至2025年12月31日外，其余条款同时废止。",
        f"{A}中除第三条继续执行至2025年12月31日外，其他条款同时废止。",
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
        (f"{A}同时废止。本办法第三条执行至2025年12月31日。", ()),
        (f"{A}同时废止，但第三条规定的补贴对已备案的项目继续执行至2025年12月31日。", ()),
        (f"{A}同时废止，有效期至2025年12月31日。", ()),
        (f"{A}第三条继续有效，其余条款同时废止。", ("第三条",)),
        (f"除{A}第三条外，其余条款废止。", ("第三条",)),
        (f"{A}第三条继续有效。其余条款自发布之日起废止。", ("第三条",)),
    ],
)
def test_what_is_only_permitted_or_of_another_text_keeps_no_clause(
    text: str, excepted: tuple[str, ...]
) -> None:
    assert _read(text) == [("repealed", None, excepted, None)]


@pytest.mark.parametrize(
    "text",
    [
        f"{A}第三条继续执行至2025年12月31日，其余条款继续有效。",
        f"{A}第三条继续执行至2025年12月31日，其余条款修改后执行。",
        f"{A}第三条继续执行至2025年12月31日，其余条款拟予以废止。",
        f"{A}第三条继续执行至2025年12月31日。其余条款另行规定。",
        f"除{A}第三条规定的情形外，其余条款废止。",
        f"除{A}第三条外，其余条款继续有效。",
        f"{A}第三条规定的补贴可继续执行至2025年12月31日，原办法不变。",
        "本办法第三条继续执行至2025年12月31日，其余条款同时废止。",
        f"符合{A}第三条规定的补贴继续执行至2025年12月31日，其余条款同时废止。",
    ],
)
def test_a_clause_that_goes_on_alone_ends_no_document(text: str) -> None:
    assert "repealed" not in [kind for kind, *_ in _read(text)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            f"{A}同时废止，但第三条继续执行至2025年12月31日，第五条继续执行至2026年12月31日。",
            {"第三条": LAST, "第五条": date(2026, 12, 31)},
        ),
        (
            f"{A}同时废止，但第三条至第五条继续执行至2025年12月31日。",
            dict.fromkeys(("第三条", "第四条", "第五条"), LAST),
        ),
    ],
)
def test_every_clause_is_kept_until_a_day_of_its_own(text: str, kept: dict[str, date]) -> None:
    (_, _, excepted, _), *rest = _read(text)
    assert excepted == tuple(kept)
    assert {clause: until for _, clause, _, until in rest} == kept


def test_the_last_day_of_a_clause_is_not_that_of_the_pause_it_is_left_out_of() -> None:
    assert _read(f"{A}暂停执行，但第三条继续执行至2025年12月31日。") == [
        ("suspended", None, ("第三条",), None),
        ("clause_extended", "第三条", (), LAST),
    ]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("第三条至第六条", ["第三条", "第四条", "第五条", "第六条"]),
        ("第九条至第十一条、第二十条", ["第九条", "第十条", "第十一条", "第二十条"]),
        ("第八条第二款至第四款", ["第八条第二款", "第八条第三款", "第八条第四款"]),
        ("第8条至第10条", ["第八条", "第九条", "第十条"]),
        ("第五条至第三条", ["第五条", "第三条"]),
        ("第三条和第六条", ["第三条", "第六条"]),
    ],
)
def test_a_range_names_the_clauses_between_its_ends(named: str, expected: list[str]) -> None:
    assert clauses_in(named) == expected


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
@pytest.mark.parametrize(
    "ending",
    [
        "《泰州市渔船补贴办法》同时废止，但第三条规定的补贴继续执行至2025年12月31日。",
        "《泰州市渔船补贴办法》同时废止。其中第三条规定的补贴继续执行至2025年12月31日。",
        "《泰州市渔船补贴办法》同时废止，但《泰州市渔船补贴办法》第三条规定的补贴继续执行至"
        "2025年12月31日。",
    ],
)
def test_an_answer_says_until_when_a_clause_outlives_its_document(
    tmp_path: Path, on: date, held: list[str], not_held: list[str], ending: str, new: str
) -> None:
    library = _repealed(tmp_path, f"{ending}\n{new}")
    text = library.answer("渔船泊位补贴每月多少元", on=on).text
    assert all(part in text for part in held), text
    assert not any(part in text for part in not_held), text


def test_a_clause_that_outlived_its_document_ends_with_a_later_repeal(tmp_path: Path) -> None:
    ending = "《泰州市渔船补贴办法》同时废止，但第三条规定的补贴继续执行至2025年12月31日。"
    library = _repealed(tmp_path, ending)
    _issued(library, tmp_path, "泰州市废止文件决定", "废止《泰州市渔船补贴办法》。", 2024)
    text = library.answer("渔船泊位补贴每月多少元", on=date(2024, 6, 1)).text
    assert "每月300元" in text
    assert "除外" not in text
    assert "延长" not in text


def _repealed(folder: Path, ending: str) -> PolicyLibrary:
    """A rule of 2018 with two clauses, and that of 2023 which ends it."""
    library = library_of(folder, 港口办法="第一条 港口应当保持畅通。")
    text = "第三条 渔船泊位补贴每月300元。\n第四条 渔网补贴每年500元。"
    _issued(library, folder, "泰州市渔船补贴办法", text, 2018)
    _issued(library, folder, "泰州市渔船管理办法", f"第一条 {ending}", 2023)
    return library


def _issued(library: PolicyLibrary, folder: Path, title: str, text: str, year: int) -> None:
    path = folder / f"{title}.txt"
    whole = f"{title}\n\n泰政发〔{year}〕5号\n\n{text}"
    path.write_text(signed(whole, "泰州市人民政府", f"{year}年3月1日"), "utf-8")
    library.ingest(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"现予以恢复{A}。", ["resumed"]),
        (f"经研究，现恢复{A}、{B}。", ["resumed", "resumed"]),
        (f"市政府决定恢复{A}，请遵照执行。", ["resumed"]),
        (f"自2025年3月1日起恢复{A}。", ["resumed"]),
        (f"{A}予以恢复执行。", ["resumed"]),
        (f"{A}不予恢复执行。", []),
        (f"{A}拟予以恢复执行。", []),
        (f"恢复{A}规定的申报资格。", []),
        (f"企业可以依照规定申请恢复{A}。", []),
        (f"不予恢复{A}。", []),
        (f"拟恢复{A}。", []),
        (f"待条件成熟后恢复{A}。", []),
        (f"符合条件的，恢复{A}。", []),
        (f"恢复执行{A}，直至2025年12月31日。", ["resumed", "term_set"]),
        (f"{A}自2025年3月1日起恢复执行，期限一年。", ["resumed", "term_set"]),
        (f"{A}恢复执行一年。", ["resumed", "term_set"]),
        (f"自2025年3月1日至12月31日恢复执行{A}。", ["resumed", "term_set"]),
        (f"恢复执行{A}，但第三条除外。", []),
        (f"除第三条外，恢复执行{A}。", []),
    ],
)
def test_a_document_named_behind_the_verb_is_brought_back(text: str, expected: list[str]) -> None:
    effects = read_effects(text, parse(text), "关于有关事项的通知")
    assert [effect.kind.value for effect in effects] == expected


@pytest.mark.parametrize(
    ("brought_back", "on", "held", "not_held"),
    [
        ("现予以恢复《泰州市渔船补贴办法》。", date(2026, 6, 1), "恢复", "已被"),
        ("现予以恢复《泰州市渔船补贴办法》。", date(2024, 6, 1), "废止", "恢复"),
        ("不予恢复《泰州市渔船补贴办法》。", date(2026, 6, 1), "废止", "恢复"),
        (
            "恢复执行《泰州市渔船补贴办法》，直至2025年12月31日。",
            date(2025, 6, 1),
            "有效期至2025年12月31日",
            "已过",
        ),
        (
            "恢复执行《泰州市渔船补贴办法》，直至2025年12月31日。",
            date(2026, 6, 1),
            "2025年12月31日",
            "现行有效",
        ),
        (
            "恢复执行《泰州市渔船补贴办法》，期限一年。",
            date(2026, 6, 1),
            "2026年2月28日",
            "现行有效",
        ),
        ("恢复执行《泰州市渔船补贴办法》，但第三条除外。", date(2026, 6, 1), "废止", "现行有效"),
    ],
)
def test_what_was_repealed_and_brought_back_applies_again(
    tmp_path: Path, brought_back: str, on: date, held: str, not_held: str
) -> None:
    library = _repealed(tmp_path, "《泰州市渔船补贴办法》同时废止。")
    _issued(library, tmp_path, "泰州市有关事项的通知", brought_back, 2025)
    text = library.answer("泰州市渔船补贴办法还有效吗", on=on).text
    assert held in text
    assert not_held not in text
