"""The page of a stored document: validity with its source, changed clauses, renamed offices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.library.pages import document_page
from bot.validity_label import Tone
from bot.web.document_page import DocumentPage
from retrieval import LibrarySettings, PolicyLibrary
from tests.databases import database_at

GRANTS = """泰州市人民政府关于印发扶持企业发展办法的通知
泰政规〔2018〕3号
各市（区）人民政府：
现印发给你们，请遵照执行。
泰州市人民政府
2018年3月1日
扶持企业发展办法
第一条 对符合条件的企业，由市经信委给予最高20万元补助。
第二条 申请材料不全的，不予受理。
第三条 本办法自2018年4月1日起施行。
附件
补助标准
类别 ｜ 金额
甲类 ｜ 20万元
"""
AMENDMENT = """泰州市人民政府关于修改《扶持企业发展办法》的决定
泰政规〔2020〕9号
一、将第一条修改为：“对符合条件的企业，给予最高50万元补助。”
二、增加一条，作为第四条：“企业应当如实申报。”
泰州市人民政府
2020年6月1日
"""
REPEAL = """泰州市人民政府关于废止部分规范性文件的决定
泰政规〔2023〕2号
一、《扶持企业发展办法》（泰政规〔2018〕3号）自2023年7月1日起废止。
泰州市人民政府
2023年6月20日
"""


class City:
    """A library of three documents, by their names."""

    def __init__(self, folder: Path) -> None:
        engine = create_engine(database_at(folder))
        self._library = PolicyLibrary.open(LibrarySettings(folder, model="hashing"), engine)
        self.ids: dict[str, str] = {}
        for name, text in {"grants": GRANTS, "amendment": AMENDMENT, "repeal": REPEAL}.items():
            path = folder / f"{name}.txt"
            path.write_text(text, "utf-8")
            outcome = self._library.ingest(path)
            assert outcome.document_id, outcome.reason
            self.ids[name] = outcome.document_id

    def page(self, name: str, on: str) -> DocumentPage:
        shown = document_page(self._library, self.ids[name], date.fromisoformat(on))
        assert shown is not None
        return shown


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City(tmp_path_factory.mktemp("city"))


def test_the_banner_names_the_document_that_repealed_this_one_and_links_to_the_sentence(
    city: City,
) -> None:
    notice = city.page("grants", "2023-07-01").validity
    assert notice.tone is Tone.ENDED
    assert notice.label == "已废止"
    assert "2023年7月1日" in notice.reason
    assert notice.by is not None
    assert notice.by.url == f"/documents/{city.ids['repeal']}?clause=%E4%B8%80%23s1"
    assert notice.source == (
        "《泰州市人民政府关于废止部分规范性文件的决定》（泰政规〔2023〕2号）第一部分第1句"
    )
    assert notice.quote == "一、《扶持企业发展办法》（泰政规〔2018〕3号）自2023年7月1日起废止。"


def test_an_amended_clause_shows_its_new_words_from_the_day_they_hold(city: City) -> None:
    shown = city.page("grants", "2020-06-01")
    assert shown.validity.tone is Tone.AMENDED
    (section,) = [section for section in shown.sections if section.notes]
    assert section.address == "第一条"
    (note,) = section.notes
    assert note.new_words == "对符合条件的企业，给予最高50万元补助。"
    assert note.by.url is not None
    assert city.ids["amendment"] in note.by.url
    added = [related.title for related in shown.related if related.relation == "被修改"]
    assert any("第四条" in title for title in added)
    assert not any(section.notes for section in city.page("grants", "2020-05-31").sections)


def test_a_document_shows_what_it_does_to_others_and_links_to_them(city: City) -> None:
    related = city.page("repeal", "2024-01-01").related
    assert [(r.relation, r.url) for r in related] == [
        ("本文件废止", f"/documents/{city.ids['grants']}")
    ]


def test_renamed_offices_are_shown_with_their_present_names(city: City) -> None:
    renamed = [
        r.title for r in city.page("grants", "2020-01-01").related if r.relation == "机构更名"
    ]
    assert renamed == ["市经信委 → 市工业和信息化局（2019年3月1日起）"]
    assert not any(r.relation == "机构更名" for r in city.page("grants", "2018-06-01").related)


def test_values_say_where_they_were_read_in_words(city: City) -> None:
    items = {item.name: item for item in city.page("grants", "2020-01-01").metadata}
    assert items["施行日期"].value == "2018-04-01"
    assert items["施行日期"].source == "第三条第1句“自2018年4月1日起施行”"


def test_the_rows_of_a_table_keep_their_cells(city: City) -> None:
    (table,) = [
        section for section in city.page("grants", "2020-01-01").sections if section.is_table
    ]
    assert [row.cells for row in table.sentences] == [("类别", "金额"), ("甲类", "20万元")]
    assert table.sentences[1].label == "附件表1第2行"


def test_a_clause_is_found_by_either_kind_of_brackets(city: City) -> None:
    shown = city.page("amendment", "2020-06-01")
    assert shown.cited("一#s1") == shown.cited("一＃s1")


def test_an_extended_validity_names_the_notice_that_extends_it_in_words(tmp_path: Path) -> None:
    engine = create_engine(database_at(tmp_path))
    library = PolicyLibrary.open(LibrarySettings(tmp_path, model="hashing"), engine)
    texts = {
        "办法": "某市创业补贴办法\n某政规〔2015〕9号\n第一条 甲。\n"
        "第二条 本办法自2015年10月1日起施行，有效期三年。\n某市人民政府\n2015年9月1日\n",
        "延长": "关于延长《某市创业补贴办法》有效期的通知\n"
        "一、《某市创业补贴办法》（某政规〔2015〕9号）有效期延长至2023年12月31日。\n某市人民政府\n2018年9月20日\n",
    }
    ids = []
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        ids.append(library.ingest(tmp_path / f"{name}.txt").document_id or "")
    shown = document_page(library, ids[0], date(2019, 11, 15))
    assert shown is not None
    assert shown.validity.tone is Tone.IN_FORCE
    assert shown.validity.source == "《关于延长《某市创业补贴办法》有效期的通知》第一部分第1句"
    (extension,) = [related for related in shown.related if related.relation == "被延长有效期"]
    assert extension.title.endswith("：有效期延长至2023年12月31日")


def test_a_suspended_document_says_so_with_the_notice_that_suspends_it(tmp_path: Path) -> None:
    engine = create_engine(database_at(tmp_path))
    library = PolicyLibrary.open(LibrarySettings(tmp_path, model="hashing"), engine)
    rule = "《某市创业补贴办法》（某政规〔2015〕9号）"
    texts = {
        "办法": "某市创业补贴办法\n某政规〔2015〕9号\n第一条 甲。\n第二条 乙。\n"
        "某市人民政府\n2015年9月1日\n",
        "暂停": f"关于有关政策的通知\n一、{rule}自2019年1月1日起暂停执行。\n"
        f"二、{rule}第二条暂停执行。\n三、{rule}与本通知不一致的，以本通知为准。\n"
        f"四、{rule}执行至2022年12月31日止。\n某市人民政府\n2018年9月20日\n",
    }
    ids = []
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        ids.append(library.ingest(tmp_path / f"{name}.txt").document_id or "")
    shown = document_page(library, ids[0], date(2019, 11, 15))
    assert shown is not None
    assert (shown.validity.label, shown.validity.tone) == ("暂停执行", Tone.ENDED)
    assert shown.validity.by is not None
    notes = [note.text for section in shown.sections for note in section.notes]
    assert notes == ["该条（第二条）已被暂停执行，2018年9月20日起"]
    related = [
        one.title.partition("：")[2] for one in shown.related if one.relation.startswith("被")
    ]
    assert related == [
        "在不一致处取代，2018年9月20日起",
        "有效期调整至2022年12月31日",
        "暂停执行，2019年1月1日起",
    ]


def test_a_document_read_off_a_scan_says_so(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    assert city.page("grants", "2019-11-15").caution is None
    monkeypatch.setattr("retrieval.documents.loaded_text.is_from_scan", lambda _: True)
    assert "扫描件识别" in (city.page("grants", "2019-11-15").caution or "")


def test_the_offices_that_clauses_note_are_shown_with_where_they_were_read(tmp_path: Path) -> None:
    clauses = "".join(
        f"（{number}）办好第{number}件事。（市科技局牵头，市财政局配合）\n"
        for number in ("一", "二", "三", "四", "五", "六", "七")
    )
    path = tmp_path / "任务.txt"
    path.write_text(f"某市任务分工\n一、任务\n{clauses}", "utf-8")
    engine = create_engine(database_at(tmp_path))
    library = PolicyLibrary.open(LibrarySettings(tmp_path, model="hashing"), engine)
    document_id = library.ingest(path).document_id
    assert document_id
    page = document_page(library, document_id, date(2019, 11, 15))
    assert page is not None
    rows = [(item.name, item.value, item.source) for item in page.metadata]
    assert ("牵头单位", "市科技局", "第一部分(一)第2句") in rows
    assert ("配合单位", "市财政局", "第一部分(一)第2句") in rows
    assert rows[-1] == ("责任单位", "共 14 处写明，其余见各条条文", None)
