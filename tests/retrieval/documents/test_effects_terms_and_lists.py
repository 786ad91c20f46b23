"""More wordings in which documents speak of others: terms, suspensions, lists with results."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary, StoredDocument, ValidityReason, ValidityStatus
from retrieval.documents.changes import ChangeKind, Effect
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse
from retrieval.documents.validity import changes_to_clause
from tests.retrieval.material import library_of

RULE = "《某市奖励办法》（某政规〔2020〕3号）"


def effects(text: str, title: str = "某市人民政府关于有关事项的通知") -> list[Effect]:
    return list(read_effects(text, parse(text), title))


@pytest.mark.parametrize(
    ("sentence", "since"),
    [
        (f"{RULE}不再执行，以本通知为准。", None),
        (f"本办法施行后，{RULE}不再施行。", None),
        (f"原{RULE}同步废止。", None),
        (f"{RULE}终止执行。", None),
        (f"经研究，自2024年7月1日起停止实施{RULE}。", "2024-07-01"),
        (f"经研究，决定取消{RULE}。", None),
        (f"本办法取代{RULE}。", None),
        (f"{RULE}由本办法取代。", None),
        ("本办法自2024年5月1日起施行，原某政规〔2020〕3号文同时停止执行。", "2024-05-01"),
        (f"{RULE}执行至2025年12月31日，2026年1月1日起停止执行。", "2026-01-01"),
    ],
)
def test_a_document_is_ended_in_these_words_too(sentence: str, since: str | None) -> None:
    (found,) = (e for e in effects(sentence) if e.kind is ChangeKind.REPEALED)
    assert found.number == "某政规〔2020〕3号"
    assert (found.on.isoformat() if found.on else None) == since


@pytest.mark.parametrize(
    "sentence",
    [
        f"新建项目不再适用{RULE}。",
        f"{RULE}不再适用于新建项目。",
        f"{RULE}停止执行其中的补贴。",
        f"本办法有效期届满后{RULE}自动失效。",
        f"取消{RULE}规定的年检。",
        f"用电子证照代替{RULE}所附表格。",
        f"复议期间不停止执行{RULE}。",
        f"决定暂停执行{RULE}。",
    ],
)
def test_what_ends_only_a_part_or_for_a_time_ends_no_document(sentence: str) -> None:
    assert not [e for e in effects(sentence) if e.kind is ChangeKind.REPEALED]


@pytest.mark.parametrize(
    ("sentence", "kind", "until", "months"),
    [
        (f"{RULE}有效期延长至2027年底。", ChangeKind.EXTENDED, "2027-12-31", None),
        (
            f"{RULE}继续执行，执行期限至2027年6月30日。",
            ChangeKind.EXTENDED,
            "2027-06-30",
            None,
        ),
        (f"将{RULE}的有效期延长2年。", ChangeKind.EXTENDED, None, 24),
        (f"{RULE}继续有效，有效期5年。", ChangeKind.TERM_SET, None, 60),
        (f"{RULE}执行至2025年12月31日止。", ChangeKind.TERM_SET, "2025-12-31", None),
        (
            f"{RULE}有效期由2027年12月31日调整为2025年12月31日。",
            ChangeKind.TERM_SET,
            "2025-12-31",
            None,
        ),
        (f"{RULE}自2024年7月1日起暂停执行一年。", ChangeKind.SUSPENDED, None, 12),
        (f"暂停执行{RULE}，至2025年6月30日。", ChangeKind.SUSPENDED, "2025-06-30", None),
        (f"{RULE}自2025年1月1日起恢复执行。", ChangeKind.RESUMED, None, None),
        (f"{RULE}与本通知不一致的，以本通知为准。", ChangeKind.OUTRANKED, None, None),
        (f"{RULE}中与本办法不一致的规定停止执行。", ChangeKind.OUTRANKED, None, None),
        (f"{RULE}第五条暂停执行。", ChangeKind.CLAUSE_SUSPENDED, None, None),
    ],
)
def test_the_terms_of_another_document_are_read(
    sentence: str, kind: ChangeKind, until: str | None, months: int | None
) -> None:
    found = next(e for e in effects(sentence) if e.kind is kind)
    assert found.title == "某市奖励办法"
    assert (found.until.isoformat() if found.until else None, found.months) == (until, months)


@pytest.mark.parametrize(
    "sentence",
    [f"根据{RULE}（有效期至2025年12月31日），制定本办法。", f"{RULE}有关收费暂停执行。"],
)
def test_what_only_mentions_a_document_gives_it_no_term(sentence: str) -> None:
    assert not effects(sentence)


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        (f"{RULE}第三条修改为：对首次认定的，奖励30万元。", [("第三条", None, None)]),
        (f"{RULE}第三条奖励标准由20万元调整为30万元。", [("第三条", "20万元", "30万元")]),
        (f"{RULE}中奖励标准由20万元提高到30万元。", [(None, "20万元", "30万元")]),
        (f"将{RULE}第三条中的“20万元”提高至“30万元”。", [("第三条", "20万元", "30万元")]),
        (f"取消{RULE}第五条规定的年检。", [("第五条", None, None)]),
        (f"{RULE}第五条不再执行。", [("第五条", None, None)]),
        (
            f"将{RULE}第四条第一款修改为：“甲。”，第二款修改为：“乙。”",
            [("第四条第一款", None, "甲。"), ("第四条第二款", None, "乙。")],
        ),
        (f"根据{RULE}第三条，运价由9元调整为10元。", []),
        (f"按照{RULE}第三条规定调整为三类。", []),
        (f"根据{RULE}，起步价由9元调整为10元。", []),
    ],
)
def test_changes_without_quotation_marks_are_read_too(
    sentence: str, read: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert [(e.clause, e.words, e.new_words) for e in effects(sentence)] == read


def test_new_text_that_opens_on_the_next_line_is_the_clause_s() -> None:
    (found,) = effects(f"对{RULE}作如下修改：\n一、第三条修改为：\n“第三条 奖励30万元。”")
    assert (found.clause, found.new_words) == ("第三条", "第三条 奖励30万元。")


@pytest.mark.parametrize(
    "text",
    [
        "清理结果如下：\n一、继续有效的规范性文件（1件）\n1.某市甲规定（某政规〔2021〕3号）\n"
        "二、废止的规范性文件（1件）\n1.某市奖励办法（某政规〔2020〕3号）\n"
        "三、拟修改的规范性文件（1件）\n1.某市丁规定（某政规〔2019〕6号）",
        "继续有效的文件目录\n1.关于废止部分文件的决定（某政发〔2015〕1号）\n"
        "2.某市丁规定（某政规〔2019〕6号）\n废止的文件目录\n3.某市奖励办法（某政规〔2020〕3号）",
        "序号 ｜ 文件名称 ｜ 文号 ｜ 清理结果\n1 ｜ 某市奖励办法 ｜ 某政规〔2020〕3号 ｜ 废止\n"
        "2 ｜ 某市丙办法 ｜ 某政规〔2021〕3号 ｜ 继续有效\n"
        "3 ｜ 某市丁规定 ｜ 某政规〔2019〕6号 ｜ 拟废止",
    ],
)
def test_of_documents_reviewed_only_those_ended_are_ended(text: str) -> None:
    assert [(e.kind, e.number) for e in effects(text)] == [
        (ChangeKind.REPEALED, "某政规〔2020〕3号")
    ]


GRANT = (
    "某政规〔2020〕3号\n第三条 企业上市的，奖励20万元。\n第四条 企业应当按期报送统计资料。\n"
    "第六条 本办法自2020年6月1日起施行，有效期5年。\n某市人民政府\n2020年5月10日"
)


def changed_by(folder: Path, sentence: str) -> PolicyLibrary:
    notice = f"某政发〔2024〕8号\n{sentence}\n某市人民政府\n2024年6月20日"
    return library_of(folder, 某市奖励办法=GRANT, 关于有关事项的通知=notice)


def status_on(library: PolicyLibrary, day: str) -> tuple[ValidityStatus, ValidityReason]:
    validity = rule_of(library).validity(date.fromisoformat(day))
    return validity.status, validity.reason


def rule_of(library: PolicyLibrary) -> StoredDocument:
    (rule,) = (d.document_id for d in library.documents() if d.title == "某市奖励办法")
    stored = library.document(rule)
    assert stored is not None
    return stored


IN_FORCE = (ValidityStatus.IN_FORCE, ValidityReason.WITHIN_VALIDITY)
ENDED = (ValidityStatus.PERIOD_ENDED, ValidityReason.VALIDITY_EXPIRED)
SUSPENDED = (ValidityStatus.SUSPENDED, ValidityReason.SUSPENDED)


@pytest.mark.parametrize(
    ("sentence", "then"),
    [
        (f"{RULE}有效期延长2年。", {"2027-05-31": IN_FORCE, "2027-06-01": ENDED}),
        (f"{RULE}继续有效，有效期5年。", {"2029-06-19": IN_FORCE, "2029-06-20": ENDED}),
        (f"{RULE}执行至2024年12月31日止。", {"2024-12-31": IN_FORCE, "2025-01-01": ENDED}),
        (f"{RULE}有效期延长至2021年12月31日。", {"2025-05-31": IN_FORCE, "2025-06-01": ENDED}),
        (
            f"{RULE}自2024年7月1日起暂停执行。",
            {"2024-06-30": IN_FORCE, "2024-07-01": SUSPENDED, "2025-05-31": SUSPENDED},
        ),
        (
            f"{RULE}自2024年7月1日起暂停执行六个月。",
            {"2024-12-31": SUSPENDED, "2025-01-01": IN_FORCE},
        ),
        (
            f"{RULE}自2024年7月1日起暂停执行。\n{RULE}自2025年1月1日起恢复执行。",
            {"2024-12-31": SUSPENDED, "2025-01-01": IN_FORCE},
        ),
        (f"{RULE}与本通知不一致的，以本通知为准。", {"2024-12-31": IN_FORCE}),
    ],
)
def test_another_document_s_word_on_its_term_holds(
    tmp_path: Path, sentence: str, then: dict[str, tuple[ValidityStatus, ValidityReason]]
) -> None:
    library = changed_by(tmp_path, sentence)
    assert {day: status_on(library, day) for day in then} == then


@pytest.mark.parametrize(
    ("sentence", "note"),
    [
        (f"{RULE}自2024年7月1日起暂停执行。", "已于2024年7月1日被《关于有关事项的通知》暂停执行"),
        (f"{RULE}第三条暂停执行。", "自2024年6月20日起已被《关于有关事项的通知》暂停执行："),
        (f"{RULE}第三条奖励由20万元调整为30万元。", "以修改后的表述为准："),
        (f"{RULE}奖励标准由20万元调整为30万元。", "以修改后的表述为准："),
        (f"{RULE}与本通知不一致的，以本通知为准。", "上述文件与其不一致的，以其为准："),
    ],
)
def test_what_became_of_a_clause_is_said_where_it_is_quoted(
    tmp_path: Path, sentence: str, note: str
) -> None:
    library = changed_by(tmp_path, sentence)
    assert note in library.answer("企业上市奖励多少", on=date(2024, 8, 1)).text
    assert note not in library.answer("企业上市奖励多少", on=date(2024, 6, 1)).text


def test_a_changed_figure_is_not_looked_for_inside_another(tmp_path: Path) -> None:
    library = changed_by(tmp_path, f"{RULE}比例由0万元调整为3万元。")
    assert "以修改后的表述为准" not in library.answer("企业上市奖励多少", on=date(2024, 8, 1)).text


def test_a_clause_suspended_for_a_time_is_applied_again(tmp_path: Path) -> None:
    library = changed_by(tmp_path, f"{RULE}第三条暂停执行一年。")
    stated = rule_of(library).metadata
    assert changes_to_clause(stated, "第三条#s1", date(2025, 6, 19))
    assert not changes_to_clause(stated, "第三条#s1", date(2025, 6, 20))


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("泰州市企业上市奖励办法（试行）", "《泰州市企业上市奖励办法》同时废止。"),
        ("泰州市企业上市奖励办法", "《泰州市企业上市奖励办法（试行）》同时废止。"),
        ("泰州市企业上市奖励办法", "泰州市企业上市奖励办法（某政规〔2020〕3号）同时废止。"),
        ("泰州市企业上市奖励办法", "《泰州市企业上市奖励办法》（某政规〔2020〕03号）同时废止。"),
        ("泰州市企业上市奖励办法", "《泰州市企业上市奖励办法》\n（某政规〔2020〕3号）同时废止。"),
        ("泰州市企业上市奖励办法", "此前发布的《企业上市奖励办法》同时废止。"),
        ("企业上市奖励办法", "《泰州市企业上市奖励办法》同时废止。"),
        (
            "泰州市企业上市奖励办法",
            "下列文件同时废止：\n（一）《泰州市企业上市奖励办法》；\n（二）《泰州市某某办法》。",
        ),
        (
            "泰州市企业上市奖励办法",
            "以下规范性文件同时废止：1.《泰州市某某办法》；2.《泰州市企业上市奖励办法》。",
        ),
        ("泰州市企业上市扶持办法", "原办法同时废止。"),
    ],
)
def test_the_document_meant_is_found_by_how_it_is_called(
    tmp_path: Path, held: str, said: str
) -> None:
    rule = (
        "某政规〔2020〕3号\n第三条 企业上市的，奖励20万元。\n第六条 本办法自2020年6月1日起施行。\n"
        "泰州市人民政府\n2020年5月10日"
    )
    by = (
        "某政规〔2024〕5号\n第一条 为了鼓励，制定本办法。\n"
        f"第九条 本办法自2024年6月1日起施行。{said}\n泰州市人民政府\n2024年5月10日"
    )
    library = library_of(tmp_path, **{held: rule})
    later = tmp_path / "later"
    later.mkdir()
    path = later / "办法.txt"
    path.write_text(f"泰州市企业上市扶持办法\n\n{by}\n", "utf-8")
    library.ingest(path)
    (key,) = (
        d.document_id for d in library.documents() if d.document_number != "某政规〔2024〕5号"
    )
    stored = library.document(key)
    assert stored is not None
    assert stored.validity(date(2024, 6, 1)).status is ValidityStatus.REPEALED
    assert stored.validity(date(2024, 5, 31)).status is ValidityStatus.UNKNOWN


def test_a_document_of_a_part_of_the_place_is_not_meant_by_a_title_without_it(
    tmp_path: Path,
) -> None:
    library = library_of(
        tmp_path,
        泰州市海陵区人才奖励办法="第一条 甲。\n泰州市海陵区人民政府\n2015年1月1日",
        泰州市人才奖励办法="第一条 乙。\n泰州市人民政府\n2015年1月1日",
        关于有关事项的通知="《人才奖励办法》同时废止。\n泰州市人民政府\n2020年1月1日",
    )
    ended = {
        d.title: stored.validity(date(2021, 1, 1)).status
        for d in library.documents()
        if (stored := library.document(d.document_id))
    }
    assert ended["泰州市人才奖励办法"] is ValidityStatus.REPEALED
    assert ended["泰州市海陵区人才奖励办法"] is ValidityStatus.UNKNOWN


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (f"{RULE}自2024年7月1日起废止。", "通知》废止，请核实"),
        (f"{RULE}自2024年7月1日起不再执行。", "通知》停止执行，请核实"),
        (f"{RULE}自2024年7月1日起失效。", "通知》宣布失效，请核实"),
    ],
)
def test_an_end_is_told_in_the_word_that_was_used(tmp_path: Path, sentence: str, said: str) -> None:
    answer = changed_by(tmp_path, sentence).answer("企业上市奖励多少", on=date(2024, 8, 1))
    assert said in answer.text
