"""The life of a document: repealed, amended, superseded by others that come and go."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary, ValidityReason, ValidityStatus
from retrieval.documents.changes import ChangeKind
from retrieval.documents.validity import changes_to_clause
from retrieval.store import Store
from tests.retrieval.conftest import OpenLibrary

GRANTS = """某市人民政府关于印发某市扶持企业发展办法的通知
某政规〔2018〕3号
各市（区）人民政府：
现将《某市扶持企业发展办法》印发给你们，请遵照执行。
某市人民政府
2018年3月1日
某市扶持企业发展办法
第一条 为了扶持企业发展，制定本办法。
第二条 对符合条件的企业，由市经信委给予最高20万元补助。
第三条 申请材料不全的，不予受理。
第四条 本办法自2018年4月1日起施行。
"""
AMENDMENT = """某市人民政府关于修改部分行政规范性文件的决定
某政规〔2020〕9号
经研究，决定对下列文件作出修改：
一、《某市扶持企业发展办法》（某政规〔2018〕3号）
1.将第二条修改为：“对符合条件的企业，由市工信局给予最高50万元补助。补助一次性发放。”
2.删去第三条。
二、《某市另一办法》（某政规〔2018〕8号）
1.将第五条中的“三年”修改为“五年”。
某市人民政府
2020年6月1日
"""
REPEAL = """某市人民政府关于废止部分规范性文件的决定
某政规〔2023〕2号
经市政府常务会议审议，决定废止下列2件规范性文件：
一、《某市扶持企业发展办法》（某政规〔2018〕3号）
二、《某市更早的办法》（某政规〔2011〕1号）
本决定自2023年7月1日起施行。
某市人民政府
2023年6月20日
"""


class Shelf:
    """A library and the folder its documents lie in."""

    def __init__(self, library: PolicyLibrary, folder: Path) -> None:
        self.library = library
        self._folder = folder

    def put(self, name: str, text: str) -> str:
        path = self._folder / f"{name}.txt"
        path.write_text(text, "utf-8")
        outcome = self.library.ingest(path)
        assert outcome.document_id, outcome.reason
        return outcome.document_id

    def status(self, document_id: str, on: str) -> tuple[ValidityStatus, ValidityReason]:
        stored = self.library.document(document_id)
        assert stored is not None
        judged = stored.validity(date.fromisoformat(on))
        return judged.status, judged.reason


@pytest.fixture
def shelf(open_library: OpenLibrary, tmp_path: Path) -> Shelf:
    folder = tmp_path / "papers"
    folder.mkdir()
    return Shelf(open_library(), folder)


def test_a_repeal_ends_a_document_from_its_day_on_whichever_came_first(shelf: Shelf) -> None:
    repeal = shelf.put("废止", REPEAL)
    grants = shelf.put("办法", GRANTS)
    assert shelf.status(grants, "2023-06-30")[0] is ValidityStatus.UNKNOWN
    assert shelf.status(grants, "2023-07-01") == (ValidityStatus.REPEALED, ValidityReason.REPEALED)
    stored = shelf.library.document(grants)
    assert stored is not None
    judged = stored.validity(date(2026, 1, 1))
    assert judged.decided_by == date(2023, 7, 1)
    assert judged.decisive is not None
    assert judged.decisive.document_id == repeal
    assert judged.decisive.effect.address == "一#s1"
    assert "某政规〔2018〕3号" in judged.decisive.effect.quote


def test_a_repeal_is_undone_when_the_repealing_document_is_removed(shelf: Shelf) -> None:
    grants, repeal = shelf.put("办法", GRANTS), shelf.put("废止", REPEAL)
    assert shelf.status(grants, "2026-01-01")[0] is ValidityStatus.REPEALED
    assert shelf.library.remove(repeal)
    assert shelf.status(grants, "2026-01-01")[0] is ValidityStatus.UNKNOWN


def test_an_amended_clause_carries_its_new_words_from_the_day_of_the_amendment(
    shelf: Shelf,
) -> None:
    grants, amendment = shelf.put("办法", GRANTS), shelf.put("修改", AMENDMENT)
    assert shelf.status(grants, "2020-05-31")[0] is ValidityStatus.UNKNOWN
    assert shelf.status(grants, "2020-06-01") == (ValidityStatus.AMENDED, ValidityReason.AMENDED)
    stored = shelf.library.document(grants)
    assert stored is not None
    (change,) = changes_to_clause(stored.metadata, "第二条#s1", date(2021, 1, 1))
    assert change.document_id == amendment
    assert change.effect.new_words == (
        "对符合条件的企业，由市工信局给予最高50万元补助。补助一次性发放。"
    )
    (deleted,) = changes_to_clause(stored.metadata, "第三条", date(2021, 1, 1))
    assert deleted.effect.kind is ChangeKind.CLAUSE_DELETED
    assert not changes_to_clause(stored.metadata, "第二条#s1", date(2020, 5, 31))
    assert not changes_to_clause(stored.metadata, "第一条#s1", date(2021, 1, 1))


def test_a_document_says_whom_it_means_and_whom_the_library_lacks(shelf: Shelf) -> None:
    grants, repeal = shelf.put("办法", GRANTS), shelf.put("废止", REPEAL)
    said = [(effect.number, meant) for effect, meant in shelf.library.effects(repeal)]
    assert said == [("某政规〔2018〕3号", grants), ("某政规〔2011〕1号", None)]


def test_links_survive_a_second_ingest_and_a_restart(
    shelf: Shelf, open_library: OpenLibrary
) -> None:
    grants = shelf.put("办法", GRANTS)
    shelf.put("废止", REPEAL)
    assert shelf.put("办法", GRANTS + "\n第五条 本办法由市工信局解释。\n") == grants
    stored = open_library().document(grants)
    assert stored is not None
    assert stored.validity(date(2026, 1, 1)).status is ValidityStatus.REPEALED


def test_a_number_that_differs_means_another_document_of_the_same_title(shelf: Shelf) -> None:
    other = shelf.put("同名", GRANTS.replace("某政规〔2018〕3号", "某政规〔2015〕7号"))
    shelf.put("废止", REPEAL)
    assert shelf.status(other, "2026-01-01")[0] is ValidityStatus.UNKNOWN


def test_a_revised_edition_takes_the_place_of_the_older_one(shelf: Shelf) -> None:
    old = shelf.put("旧", "某市标准管理办法\n第一条 甲。\n某市人民政府\n2015年1月1日\n")
    new = shelf.put(
        "新", "某市标准管理办法（2020年修订）\n第一条 乙。\n某市人民政府\n2020年3月1日\n"
    )
    superseded = (ValidityStatus.REPEALED, ValidityReason.SUPERSEDED)
    assert shelf.status(old, "2020-03-01") == superseded
    assert shelf.status(old, "2019-03-01")[0] is ValidityStatus.UNKNOWN
    assert shelf.status(new, "2020-03-01")[0] is ValidityStatus.UNKNOWN


def test_a_later_document_of_the_same_title_is_not_repealed_by_an_older_statement(
    shelf: Shelf,
) -> None:
    shelf.put(
        "废止",
        "某市人民政府关于废止《某市奖励办法》的决定\n决定废止《某市奖励办法》。\n"
        "某市人民政府\n2015年1月1日\n",
    )
    later = shelf.put("办法", "某市奖励办法\n第一条 甲。\n某市人民政府\n2019年1月1日\n")
    assert shelf.status(later, "2026-01-01")[0] is ValidityStatus.UNKNOWN


def test_a_draft_ends_nothing_and_is_not_in_force(shelf: Shelf) -> None:
    old = shelf.put("旧", "某市奖励办法\n第一条 甲。\n某市人民政府\n2015年1月1日\n")
    draft = shelf.put(
        "稿", "某市奖励管理规定（征求意见稿）\n第一条 乙。\n第二条 《某市奖励办法》同时废止。\n"
    )
    assert shelf.status(old, "2026-01-01")[0] is ValidityStatus.UNKNOWN
    assert shelf.status(draft, "2026-01-01")[1] is ValidityReason.DRAFT


def test_a_document_of_another_place_is_not_repealed_by_a_common_title(shelf: Shelf) -> None:
    text = "人才奖励办法\n第一条 甲。\n{}人民政府\n2015年1月1日\n"
    own, other = (
        shelf.put(place, text.format(place)) for place in ("江苏省泰州市", "浙江省台州市")
    )
    unsigned = shelf.put("无署名", "人才奖励办法\n第一条 乙。\n")
    shelf.put(
        "废止",
        "泰州市人民政府关于废止《人才奖励办法》的决定\n决定废止《人才奖励办法》。\n"
        "泰州市人民政府\n2020年1月1日\n",
    )
    assert shelf.status(own, "2021-01-01")[0] is ValidityStatus.REPEALED
    assert shelf.status(other, "2021-01-01")[0] is ValidityStatus.UNKNOWN
    assert shelf.status(unsigned, "2021-01-01")[0] is ValidityStatus.UNKNOWN


def test_orders_of_two_cities_with_one_number_are_two(shelf: Shelf) -> None:
    text = "停车管理办法\n{}人民政府令\n第3号\n第一条 甲。\n{}人民政府\n2015年1月1日\n"
    cities = [shelf.put(city, text.format(city, city)) for city in ("泰州市", "台州市")]
    shelf.put(
        "废止",
        "泰州市人民政府关于废止《停车管理办法》的决定\n"
        "《停车管理办法》（市政府令第3号）自2020年1月1日起废止。\n泰州市人民政府\n2019年12月1日\n",
    )
    repealed, unknown = (shelf.status(city, "2021-01-01")[0] for city in cities)
    assert repealed is ValidityStatus.REPEALED
    assert unknown is ValidityStatus.UNKNOWN


def test_an_extended_validity_holds_from_the_notice_to_its_new_last_day(shelf: Shelf) -> None:
    subsidy = shelf.put(
        "补贴",
        "某市创业补贴办法\n某政规〔2018〕9号\n第一条 甲。\n"
        "第二条 本办法自2018年10月1日起施行，有效期三年。\n某市人民政府\n2018年9月1日\n",
    )
    notice = shelf.put(
        "延长",
        "某市人民政府关于延长《某市创业补贴办法》有效期的通知\n"
        "《某市创业补贴办法》（某政规〔2018〕9号）有效期延长至2023年12月31日。\n"
        "某市人民政府\n2021年10月8日\n",
    )
    ended = (ValidityStatus.PERIOD_ENDED, ValidityReason.VALIDITY_EXPIRED)
    assert shelf.status(subsidy, "2021-10-07") == ended
    current = (ValidityStatus.IN_FORCE, ValidityReason.WITHIN_VALIDITY)
    assert shelf.status(subsidy, "2023-12-31") == current
    assert shelf.status(subsidy, "2024-01-01") == ended
    stored = shelf.library.document(subsidy)
    assert stored is not None
    judged = stored.validity(date(2023, 1, 1))
    assert judged.decided_by == date(2023, 12, 31)
    assert "有效期的通知" in (judged.source or "")
    assert shelf.library.remove(notice)
    assert shelf.status(subsidy, "2023-01-01") == ended


@pytest.mark.parametrize(
    "head", ["（公开征求意见稿）", "征求意见稿", "（草案二次审议稿）", "（送审稿）"]
)
def test_a_line_under_the_title_makes_it_a_draft(shelf: Shelf, head: str) -> None:
    old = shelf.put("旧", "某市奖励办法\n第一条 甲。\n某市人民政府\n2015年1月1日\n")
    draft = shelf.put(
        "稿",
        f"某市奖励规定\n{head}\n第一条 乙。\n第二条 本规定自2020年1月1日起施行，有效期5年。"
        "《某市奖励办法》同时废止。\n",
    )
    drafted = (ValidityStatus.NOT_YET_IN_FORCE, ValidityReason.DRAFT)
    assert shelf.status(draft, "2021-01-01") == drafted
    assert shelf.status(old, "2026-01-01")[0] is ValidityStatus.UNKNOWN


def test_a_file_that_two_processes_take_in_at_once_is_one_document(
    open_library: OpenLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other keeps it right after this one has looked whether it is there."""
    path = tmp_path / "办法.txt"
    path.write_text("某某办法\n第一条 本办法自发布之日起施行。\n", "utf-8")
    other, look = open_library(), Store.record_of_content

    def looked(store: Store, content_hash: str) -> object:
        found = look(store, content_hash)
        monkeypatch.undo()
        assert other.ingest(path).status == "ingested"
        return found

    monkeypatch.setattr(Store, "record_of_content", looked)
    library = open_library()
    assert library.ingest(path).status == "ingested"
    assert len(library.documents()) == 1
